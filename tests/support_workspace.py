"""A miniature program without a fault, and how tests change pieces of it."""

import re

from turnabout import workspace
from turnabout.diagnostics import Diagnostic
from turnabout.rules import SAMPLE_DAY

TODAY = SAMPLE_DAY

TOPICS = """\
topics:
  - id: digital-work
    title: Digital work
  - id: generative-ai
    title: Generative AI
    aliases: ["GenAI", "ChatGPT and friends"]
    parent: digital-work
  - id: short-video
    title: Short video
    parent: digital-work
  - id: accessibility
    title: Accessibility
"""

PROGRAM = """\
title: Digital fluency 2026
purpose: Our leaders decide about tools they have never used.
playbook: digital
sponsor:
  name: Helena Brandt
coordinators:
  - name: Tomas Rivera
    contact: mailto:mentoring@example.org
facilitator:
  name: Ruth Adeyemi
  contact: mailto:ruth@example.org
privacy: named
audience: participants
timeline:
  sign_up_opens: "2026-07-01"
  sign_up_closes: "2026-08-28"
  starts: "2026-09-07"
  ends: "2027-03-31"
rhythm:
  sessions: 3
  minutes: 60
  every_weeks: 4
objectives:
  - id: tool-use
    title: Leaders use the tools they decide about
    indicator: Mentees who used such a tool in the last two weeks
    unit: "%"
    baseline: 22
    target: 70
topics: [generative-ai, short-video, accessibility]
training:
  mentor: [leading-upward]
  mentee: [listening]
charter:
  - What is said stays between the two of us.
curriculum:
  - title: Show me your day
    aim: The mentee has done one real task.
    questions: ["What did you do by hand yesterday?"]
    output: One task done
  - title: Behind the tool
    aim: The mentee knows what it cannot do.
    questions: ["Where would you not use it?"]
    output: One page of limits
  - title: What changes
    aim: The mentee has made a promise.
    questions: ["What will be different?"]
    output: A pledge
surveys:
  - id: start
    date: "2026-09-01"
    instrument: confidence
  - id: end
    date: "2027-03-15"
    instrument: confidence
health:
  quiet_days: 42
  charter_days: 21
pairing:
  stages: [coverage, worst-pair, total]
  capacity:
    mentor: 1
    mentee: 1
  weights:
    topics: 10
    hours: 3
  rules:
    reporting_line: 2
    different_department: true
    level_gap: 2
    common_language: true
    common_minutes: 60
    not_paired_before: true
"""

ANA = """\
name: Ana Ruiz
programs:
  digital-2026:
    role: mentor
    joined: "2026-07-10"
status: active
level: 2
department: finance
site: lisbon
time_zone: Europe/Lisbon
languages: [en, pt]
availability:
  - day: tue
    from: "14:00"
    to: "16:00"
manager: external:00c0ffee
offers:
  - topic: generative-ai
    proficiency: 4
seeks: []
training:
  - module: leading-upward
    completed: "2026-09-02"
consent:
  profile:
    audience: participants
    given: "2026-07-10"
"""

LEE = """\
name: Lee Wong
programs:
  digital-2026:
    role: mentee
    joined: "2026-07-12"
status: active
level: 6
department: marketing
site: porto
time_zone: Europe/Lisbon
languages: [en]
availability:
  - day: tue
    from: "13:00"
    to: "16:00"
manager: external:00c0ffee
offers: []
seeks:
  - topic: generative-ai
    priority: 5
training:
  - module: listening
    completed: "2026-09-03"
consent:
  profile:
    audience: participants
    given: "2026-07-12"
"""

MIA = (
    LEE.replace("Lee Wong", "Mia Sato")
    .replace("level: 6", "level: 7")
    .replace("department: marketing", "department: sales")
)
BEN = ANA.replace("Ana Ruiz", "Ben Okoro").replace("department: finance", "department: operations")

PAIR = """\
status: active
since: "2026-09-14"
why: What Ana offers is what Lee seeks most.
charter:
  mentor: "2026-09-21"
  mentee: "2026-09-21"
goals:
  - title: A board paper made with a tool
    topic: generative-ai
    progress: 40
pledges:
  - text: I try a tool before I decide about it
    due: "2027-01-31"
    state: open
"""

SESSION = """\
held: true
minutes: 55
mode: video
topics: [generative-ai]
curriculum: 1
shared: We wrote a first paper together.
actions:
  - owner: mentee
    text: Try it on a real paper
    due: "2026-10-12"
    done: true
mood:
  mentor: 4
  mentee: 4
learned:
  - who: mentee
    topic: generative-ai
    before: 2
    after: 3
next: "2026-10-19"
"""

FEEDBACK = """\
date: "2026-09-06"
role: mentee
invited: 9
answered: 8
questions:
  - id: confident
    text: I can judge such a tool.
    answers: 8
    share: 37.5
    mean: 2.6
    low: 2.1
    high: 3.1
"""

P = "program/pairs/digital-2026/ana-ruiz--lee-wong.yaml"
S = "program/sessions/digital-2026/ana-ruiz--lee-wong/2026-09-21.yaml"

MINIATURE = {
    "program/topics.yaml": TOPICS,
    "program/digital-2026.yaml": PROGRAM,
    "program/participants/ana-ruiz.yaml": ANA,
    "program/participants/ben-okoro.yaml": BEN,
    "program/participants/lee-wong.yaml": LEE,
    "program/participants/mia-sato.yaml": MIA,
    P: PAIR,
    S: SESSION,
    S.replace("2026-09-21", "2026-10-19"): SESSION.replace("curriculum: 1", "curriculum: 2").replace(
        'next: "2026-10-19"', 'next: "2026-11-16"'
    ),
    "program/feedback/digital-2026/start.yaml": FEEDBACK,
}

_FILE = re.compile(r"^# (program/\S+\.yaml)\n", re.MULTILINE)
_BLOCK = re.compile(r"^(?=\"?[a-z_]+\"?:)", re.MULTILINE)
MARK = "# <-"


def built(files: dict[str, str]) -> tuple[workspace.Workspace, list[Diagnostic]]:
    """The workspace of these files, and what is wrong with single ones."""
    return workspace.build(workspace.Files({path: text.encode() for path, text in sorted(files.items())}))


def sound(files: dict[str, str]) -> workspace.Workspace:
    """The workspace of files that have no fault of their own."""
    made, faults = built(files)
    assert faults == []
    return made


def patched(sample: str, base: dict[str, str] = MINIATURE) -> dict[str, str]:
    """The miniature with a rule's sample laid over it.

    A sample's file replaces the top-level keys that it names, or is new; after `---` it replaces the whole file.
    """
    _, *pieces = _FILE.split(sample)
    files = dict(base)
    for path, text in zip(pieces[::2], pieces[1::2], strict=True):
        whole, _, rest = text.partition("---\n")
        files[path] = rest if rest and not whole.strip() else _merged(files.get(path, ""), text)
    return files


def _merged(old: str, new: str) -> str:
    blocks = {block.partition(":")[0].strip('"'): block for block in _BLOCK.split(old) if block}
    blocks |= {block.partition(":")[0].strip('"'): block for block in _BLOCK.split(new) if block.strip()}
    return "".join(block.rstrip("\n") + "\n" for block in blocks.values())


def marks(files: dict[str, str]) -> set[tuple[str, int]]:
    """Path and line of every `# <-`."""
    return {
        (path, number)
        for path, text in files.items()
        for number, line in enumerate(text.splitlines(), start=1)
        if line.rstrip().endswith(MARK)
    }
