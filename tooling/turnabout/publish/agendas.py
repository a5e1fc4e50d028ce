"""Reads the agenda library: one strict little Markdown form for each topic, below site/agendas/.

Prose belongs where a coordinator edits prose: beside the guides, with the same pencil button, readable as it stands. So
that pages by topic and by session can be made from it all the same, the form is fixed:

    # Prompting

    One paragraph: what is different at the end.

    ## First session

    - Aim: what both know or have at the end of the session
    - Mentor: what the junior, who leads, does
    - Mentee: what the senior, who learns, does
    - Question: asked in the session; up to five of these lines
    - Output: what there is at the end
    - Next: what happens until the next session

`Practice`, `Deepening` and `Closing` follow with the same lines, then `Sources` with a list. A line goes on in the next
one behind two spaces. All of it is plain text: no Markdown within a line.
"""

import posixpath
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from turnabout.errors import UsageError
from turnabout.ids import id_fault
from turnabout.publish.schedule import Step
from turnabout.wording import counted

FOLDER = "agendas/"
INDEX = "agendas/index.md"
LABELS = ("Aim", "Mentor", "Mentee", "Question", "Output", "Next")
QUESTIONS = 5
LONGEST = 800  # characters of one entry: an agenda is read in the room
_SOURCES = "Sources"
_SHOWN = 12  # problems in one message


@dataclass(frozen=True, slots=True)
class StepPlan:
    """What one step of a topic's path is for; plain text, not yet inert."""

    aim: str
    mentor: str
    mentee: str
    questions: tuple[str, ...]
    output: str
    following: str


@dataclass(frozen=True, slots=True)
class Agenda:
    """A topic's path: four steps, from the first session to the last, and what its authors read."""

    topic: str
    title: str
    lead: str
    steps: Mapping[Step, StepPlan]
    sources: tuple[str, ...]

    @property
    def page(self) -> str:
        """Where the page lies; the file it is made from has the same path below site/."""
        return f"{FOLDER}{self.topic}.md"


@dataclass(slots=True)
class _Entry:
    """A line of a list, with what goes on behind two spaces."""

    line: int
    text: str


@dataclass(slots=True)
class _Part:
    """A heading with the lines below it: paragraphs joined to one text, entries one by one."""

    line: int
    heading: str
    prose: list[str] = field(default_factory=list)
    entries: list[_Entry] = field(default_factory=list)


Fault = tuple[int, str]
"""A line number from 1, and what is wrong there."""


def is_agenda(path: str) -> bool:
    """Whether the hand-written page of that path below site/ is a topic's agenda."""
    return path.startswith(FOLDER) and path.endswith(".md") and path != INDEX


def read_agendas(texts: Mapping[str, str]) -> dict[str, Agenda]:
    """The agendas by topic, in order of title, from the texts by path below site/.

    UsageError that names file and line of every fault of every agenda.
    """
    found: dict[str, Agenda] = {}
    faults: list[str] = []
    for path, text in sorted(texts.items()):
        agenda, wrong = read_agenda(path, text)
        faults += [f"site/{path}:{line}: {what}" for line, what in sorted(wrong)]
        if agenda is not None:
            found[agenda.topic] = agenda
    if faults:
        more = [f"and {len(faults) - _SHOWN} more"] if len(faults) > _SHOWN else []
        shown = "\n".join(f"  {each}" for each in [*faults[:_SHOWN], *more])
        raise UsageError(f"the agenda library has {counted(len(faults), 'problem')}", f"mend these first:\n{shown}")
    return dict(sorted(found.items(), key=lambda each: (each[1].title.casefold(), each[0])))


def read_agenda(path: str, text: str) -> tuple[Agenda | None, list[Fault]]:
    """The agenda that the file of that path holds, or None with everything that is wrong with it."""
    faults: list[Fault] = []
    topic = posixpath.relpath(path, FOLDER).removesuffix(".md")
    if why := id_fault(topic):
        faults.append((1, f"expected a topic's id as the file's name, found `{topic}`: {why}"))
    head, parts = _parts(text, faults)
    wanted = [*(each.title for each in Step), _SOURCES]
    if [each.heading for each in parts] != wanted:
        names = ", ".join(f"`## {each}`" for each in wanted)
        got = ", ".join(f"`## {each.heading}`" for each in parts) or "none"
        faults.append(
            (parts[0].line if parts else head.line, f"expected the headings {names} in this order, found {got}")
        )
        return None, faults
    lead = " ".join(head.prose)
    if not head.heading:
        faults.append((head.line, "expected `# ` and the topic's title at the top"))
    if not lead or head.entries:
        faults.append((head.line, "expected one paragraph below the title, which says what is different at the end"))
    faults += _too_long(head.line, lead)
    steps = {step: _step(part, faults) for step, part in zip(Step, parts, strict=False)}
    sources = parts[-1]
    if not sources.entries or sources.prose:
        faults.append((sources.line, "expected a list of sources, each on a line that begins with `- `"))
    if faults:
        return None, faults
    return Agenda(topic, head.heading, lead, steps, tuple(each.text for each in sources.entries)), []


def _parts(text: str, faults: list[Fault]) -> tuple[_Part, list[_Part]]:
    """What stands above the first `## `, and each part below one; lines that are none of the form's are faults."""
    head = _Part(1, "")
    parts: list[_Part] = []
    last: _Entry | None = None
    for number, line in enumerate(text.splitlines(), start=1):
        here = parts[-1] if parts else head
        words = line.strip()
        if not words:
            last = None
        elif line.startswith("## "):
            parts.append(_Part(number, line.removeprefix("## ").strip()))
            last = None
        elif line.startswith("# ") and not parts and not head.heading:
            head.line, head.heading = number, words.removeprefix("# ").strip()
        elif line.startswith("- "):
            last = _Entry(number, words.removeprefix("- ").strip())
            here.entries.append(last)
        elif line.startswith("  ") and last is not None:
            last.text += " " + words
        elif line[0].isalnum():
            here.prose.append(words)
        else:
            faults.append((number, "expected a heading, a line that begins with `- `, or plain words"))
    return head, parts


def _step(part: _Part, faults: list[Fault]) -> StepPlan:
    """The step that a part describes; gaps are faults, and left empty."""
    given: dict[str, list[str]] = {label: [] for label in LABELS}
    order = []
    for entry in part.entries:
        label, mark, said = entry.text.partition(":")
        if not mark or label not in given:
            names = ", ".join(f"`{each}:`" for each in LABELS)
            faults.append((entry.line, f"expected a line that begins with one of {names}"))
            continue
        if not said.strip():
            faults.append((entry.line, f"expected words behind `{label}:`, found none"))
        faults += _too_long(entry.line, said)
        given[label].append(said.strip())
        order.append(LABELS.index(label))
    if part.prose:
        faults.append((part.line, f"expected nothing but lines that begin with `- ` below `## {part.heading}`"))
    if order != sorted(order):
        faults.append((part.line, f"expected the lines below `## {part.heading}` in the order {', '.join(LABELS)}"))
    faults += [(part.line, each) for each in _counts(part.heading, given)]
    one = {label: " ".join(said) for label, said in given.items()}
    return StepPlan(one["Aim"], one["Mentor"], one["Mentee"], tuple(given["Question"]), one["Output"], one["Next"])


def _counts(heading: str, given: Mapping[str, Sequence[str]]) -> Iterator[str]:
    for label, said in given.items():
        most = QUESTIONS if label == "Question" else 1
        if not 1 <= len(said) <= most:
            wanted = f"1 to {most} lines" if most > 1 else "one line"
            yield f"expected {wanted} `- {label}:` below `## {heading}`, found {len(said) or 'none'}"


def _too_long(line: int, text: str) -> Iterator[Fault]:
    if len(text) > LONGEST:
        yield line, f"expected at most {LONGEST} characters, found {len(text)}"
