"""Writes a large program with known faults, the same bytes every time, for measurements of checking.

    .venv/bin/python benchmarks/tree.py FOLDER FILES

Half of the files are participants, a tenth pairs, four tenths sessions; programs and topics come on top. Every file of
`planted` has one fault that a check must find; nothing else in the tree is wrong on `TODAY`.
"""

import datetime
import sys
from collections.abc import Iterator
from pathlib import Path

TODAY = datetime.date(2026, 11, 2)
PEOPLE_IN_A_PROGRAM = 5_000
EVERY = 500  # files between two planted faults
ZONES = ("Europe/Lisbon", "Africa/Nairobi", "America/Toronto", "Asia/Singapore", "Europe/Warsaw", "Europe/London")
TOPICS = [f"topic-{number:02}" for number in range(30)]
FIRST = [
    "ana",
    "ben",
    "chiara",
    "david",
    "elif",
    "femi",
    "grace",
    "hana",
    "ines",
    "jonas",
    "kofi",
    "lena",
    "maria",
    "noor",
    "olga",
    "pedro",
    "rosa",
    "sven",
    "tariq",
    "wen",
]
SECOND = [
    "abara",
    "batista",
    "costa",
    "diaz",
    "eze",
    "ferreira",
    "gomez",
    "hansen",
    "ito",
    "jensen",
    "kaya",
    "lund",
    "mbeki",
    "nowak",
    "okoro",
    "park",
    "rossi",
]
THIRD = [
    "north",
    "south",
    "east",
    "west",
    "hill",
    "lake",
    "stone",
    "wood",
    "field",
    "bridge",
    "ford",
    "dale",
    "brook",
    "marsh",
    "moor",
    "glen",
    "cliff",
]

PROGRAM = """\
# yaml-language-server: $schema=../schema/program.schema.json

title: Digital fluency {number}
purpose: >-
  Our leaders decide about tools that they have never used, and people who use them every day show them how.
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
timeline: {{starts: 2026-09-07, ends: 2027-05-28}}
rhythm: {{sessions: 6, minutes: 60, every_weeks: 4}}
objectives:
  - {{id: tool-use, title: Leaders use the tools, indicator: Mentees who used one, unit: "%", baseline: 22, target: 70}}
topics: [{topics}]
training: {{mentor: [leading-upward], mentee: [listening]}}
charter: [What is said stays between the two of us.]
curriculum:
{curriculum}
surveys:
  - {{id: start, date: 2026-09-01, instrument: confidence}}
pairing:
  stages: [coverage, worst-pair, total]
  capacity: {{mentor: 2, mentee: 1}}
  weights: {{topics: 10, hours: 3}}
  rules: {{reporting_line: 2, different_department: true, level_gap: 2, common_language: true, common_minutes: 60, not_paired_before: true}}
"""

PLAN = """\
  - title: Step {number}
    aim: The mentee has done one real task.
    questions: ["What did you do by hand yesterday?", "Where would you not use it?"]
    output: One task done"""

PARTICIPANT = """\
# yaml-language-server: $schema=../../../schema/participant.schema.json

name: {name}
job_title: {title}
level: {level}
department: {department}
site: site-{site}
time_zone: {zone}
languages: [en, pt]
manager: {manager}

status: active
programs:
  {program}:
    role: {role}
    joined: 2026-08-{day:02}

availability:
  - {{day: tue, from: "14:00", to: "16:00"}}
  - {{day: thu, from: "09:00", to: "11:30"}}

{key}:
  - {{topic: {one}, {grade}: 4}}
  - {{topic: {two}, {grade}: 2}}

interests: [film, running]
goals:
  - Show what a day with these tools is like
style: try-first

training:
  - {{module: {module}, completed: 2026-09-0{week}}}

consent:
  profile: {{audience: participants, given: 2026-08-{day:02}, text: "2026-1"}}
"""

PAIR = """\
# yaml-language-server: $schema=../../../schema/pair.schema.json

status: active
since: 2026-09-14
why: What one side offers is what the other side seeks most.

charter:
  mentor: 2026-09-21
  mentee: 2026-09-21

goals:
  - title: A paper for the board made with a tool
    topic: {topic}
    measure: The paper
    progress: 40

pledges:
  - text: I try a tool for a week before I decide about it
    due: 2027-01-31
    state: open
"""

SESSION = """\
# yaml-language-server: $schema=../../../../schema/session.schema.json

held: true
minutes: 55
mode: video
curriculum: {plan}
topics: [{topic}]
shared: >-
  We wrote a first paper together, and found three places where the tool was wrong and one
  where it knew more than we did.
actions:
  - {{owner: mentee, text: Try it on a real paper, due: 2026-12-12, done: false}}
mood: {{mentor: 4, mentee: 4}}
learned:
  - {{who: mentee, topic: {topic}, before: 2, after: 3}}
"""

DAYS = ("2026-09-16", "2026-10-14", "2026-10-28", "2026-09-30")

# Kind of file -> what to replace, by what, and the code of the complaint: planted in turn.
FAULTS = {
    "participants": (
        ("job_title:", "jobtitle:", "SHAPE001"),
        ("languages: [en, pt]", "languages: [en, no]", "YAML017"),
        ("interests: [film, running]", "wishes: [nobody-of-this-name]", "REF005"),
        ("style: try-first", "level: 3", "YAML016"),
        ('to: "16:00"', 'to: "13:00"', "PART004"),
        ("given: 2026-08-", "given: 2027-08-", "PART018"),
    ),
    "pairs": (
        ("since: 2026-09-14\n", "", "PAIR019"),
        ("due: 2027-01-31", "due: 2026-10-31", "PAIR025"),
        ("progress: 40", "progress: 140", "SHAPE007"),
        ("topic: topic-", "topic: topik-", "REF003"),
    ),
    "sessions": (
        ("minutes: 55", "minutes: 500", "SESS006"),
        ("mode: video\n", "mode: video\nwhy_not: moved\n", "SESS005"),
        ("wrote a first paper", "wrote to sam@example.org", "TEXT001"),
        ("held: true", "held: yes", "YAML017"),
    ),
}


def tree(files: int, *, faults: bool = True) -> Iterator[tuple[str, str, str]]:
    """(path, text, code of the planted fault or "") of every file, in an order that depends on `files` only.

    Without `faults` nothing is wrong anywhere.
    """
    people = files // 2
    programs = max(1, people // PEOPLE_IN_A_PROGRAM)
    topics = "".join(f"  - {{id: {each}, title: Subject {each[-2:]}}}\n" for each in TOPICS)
    yield "program/topics.yaml", f"topics:\n{topics}", ""
    plans = "\n".join(PLAN.format(number=number) for number in range(1, 7))
    for number in range(programs):
        text = PROGRAM.format(number=number, topics=", ".join(TOPICS), curriculum=plans)
        yield f"program/digital-{number}.yaml", text, ""
    for count, (path, text) in enumerate(_entities(files, people, programs), start=1):
        if faults and count % EVERY == 0:
            planted = FAULTS[path.split("/")[1]]
            old, new, code = planted[count // EVERY % len(planted)]
            assert old in text
            yield path, text.replace(old, new), code
        else:
            yield path, text, ""


def _entities(files: int, people: int, programs: int) -> Iterator[tuple[str, str]]:
    half = people // 2
    for at in range(half * 2):
        yield _participant(at % half, at < half, half, programs)
    pairs = files // 10
    # Two mentees of five share their mentor, so that loads and lines are not all of one person.
    for at in range(pairs):
        slug = f"{_id(at, True)}--{_id(at, False)}"
        topic = TOPICS[at % len(TOPICS)]
        yield f"program/pairs/digital-{at % programs}/{slug}.yaml", PAIR.format(topic=topic)
    for at in range(files * 4 // 10):
        pair, turn = at % pairs, at // pairs
        slug = f"{_id(pair, True)}--{_id(pair, False)}"
        path = f"program/sessions/digital-{pair % programs}/{slug}/{DAYS[turn]}.yaml"
        yield path, SESSION.format(plan=turn + 1, topic=TOPICS[pair % len(TOPICS)])


def _words(at: int, mentor: bool) -> tuple[str, str, str]:
    number = at * 2 + mentor
    return (
        FIRST[number % len(FIRST)],
        SECOND[number // len(FIRST) % len(SECOND)],
        THIRD[number // len(FIRST) // len(SECOND) % len(THIRD)],
    )


def _id(at: int, mentor: bool) -> str:
    return "-".join((*_words(at, mentor), str(at)))


def _participant(at: int, mentor: bool, half: int, programs: int) -> tuple[str, str]:
    # A tree of managers: mentees report to mentees, ten to one; mentors to a mentee who is not their own.
    above = (at - 1) // 10 if not mentor else (at + 7) % half
    manager = f"external:{at:08x}" if at < 10 else _id(above, False)
    text = PARTICIPANT.format(
        name=" ".join(word.capitalize() for word in _words(at, mentor)),
        title="Analyst" if mentor else "Director",
        level=2 + at % 2 if mentor else 6 + at % 3,
        department=f"department-{at % 17 if mentor else at % 17 + 1}",
        site=at % 40,
        zone=ZONES[at % len(ZONES)],
        manager=manager,
        program=f"digital-{at % programs}",
        role="mentor" if mentor else "mentee",
        day=1 + at % 28,
        key="offers" if mentor else "seeks",
        grade="proficiency" if mentor else "priority",
        one=TOPICS[at % len(TOPICS)],
        two=TOPICS[(at + 1) % len(TOPICS)],
        module="leading-upward" if mentor else "listening",
        week=1 + at % 6,
    )
    return f"program/participants/site-{at % 40}/{_id(at, mentor)}.yaml", text


def write(root: Path, files: int) -> dict[str, str]:
    """Writes the tree below `root`; the planted faults, code by path."""
    planted = {}
    made: set[Path] = set()
    for path, text, code in tree(files):
        target = root / path
        if target.parent not in made:
            target.parent.mkdir(parents=True, exist_ok=True)
            made.add(target.parent)
        target.write_text(text, encoding="utf-8")
        if code:
            planted[path] = code
    return planted


if __name__ == "__main__":
    print(f"{len(write(Path(sys.argv[1]), int(sys.argv[2])))} faults planted")
