"""Reads an agenda: one strict little Markdown form for each topic, below site/agendas/.

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

import dataclasses
import posixpath
from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import Enum
from itertools import zip_longest

from turnabout.agendas.codes import AgendaCode
from turnabout.diagnostics import Diagnostic, Position
from turnabout.frozen import dataclass
from turnabout.ids import id_fault
from turnabout.yamlfile.text import read_text

FOLDER = "agendas/"
INDEX = "agendas/index.md"
LABELS = ("Aim", "Mentor", "Mentee", "Question", "Output", "Next")
QUESTIONS = 5
LONGEST = 800  # characters of one entry: an agenda is read in the room
_SOURCES = "Sources"


class Step(Enum):
    """A step of a topic's path. `key` is its anchor on a page, `title` what readers call it."""

    FIRST = ("first", "First session")
    PRACTICE = ("practice", "Practice")
    DEEPENING = ("deepening", "Deepening")
    CLOSING = ("closing", "Closing")

    @property
    def key(self) -> str:
        """The anchor."""
        return self.value[0]

    @property
    def title(self) -> str:
        """The heading."""
        return self.value[1]


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


Complain = Callable[[int, AgendaCode, str, str], None]
"""Takes a line number from 1, a code, what is wrong there, and what mends it."""


@dataclasses.dataclass(slots=True)
class _Entry:
    """A line, plain or of a list, with what goes on behind two spaces."""

    line: int
    words: list[str]

    @property
    def text(self) -> str:
        return " ".join(self.words)


@dataclasses.dataclass(slots=True)
class _Part:
    """A heading with the lines below it: plain ones, and those of its list."""

    line: int
    heading: str
    prose: list[_Entry] = dataclasses.field(default_factory=list)
    entries: list[_Entry] = dataclasses.field(default_factory=list)


def is_agenda(path: str) -> bool:
    """Whether the hand-written page of that path below site/ is a topic's agenda."""
    return path.startswith(FOLDER) and path.endswith(".md") and path != INDEX


def read_agenda(path: str, content: bytes) -> tuple[Agenda | None, list[Diagnostic]]:
    """The agenda that the file of that path below site/ holds, or None with everything that is wrong with it, in order."""
    file = f"site/{path}"
    text, found = read_text(file, content)

    def complain(line: int, code: AgendaCode, message: str, fix: str) -> None:
        found.append(Diagnostic(Position(file, line), code, message, fix))

    topic = posixpath.relpath(path, FOLDER).removesuffix(".md")
    why = "the tool makes the list of all agendas" if path == INDEX else id_fault(topic)
    if why is not None:
        message = f"expected a topic's id as the file's name, found `{topic}`: {why}"
        complain(1, AgendaCode.NAME, message, "call the file by the topic's id, such as `prompting.md`")
    agenda = None if text is None else _read(topic, text, complain)
    return (None, sorted(found)) if found else (agenda, [])


def _read(topic: str, text: str, complain: Complain) -> Agenda | None:
    """The agenda with that text; where there are complaints about it, it has gaps, or is None."""
    head, parts = _parts(text, complain)
    lead = " ".join(each.text for each in head.prose)
    if not head.heading:
        message = "expected `# ` and the topic's title at the top, found none"
        complain(head.line, AgendaCode.TITLE, message, "begin the file with `# ` and the title")
    if not lead or head.entries:
        complain(
            head.line,
            AgendaCode.LEAD,
            "expected one paragraph below the title, which says what is different at the end, found "
            + ("a list" if head.entries else "none"),
            "write one or two plain sentences there",
        )
    _limit(head.line, lead, complain)
    if not _has_all_headings(parts, text.rstrip("\n").count("\n") + 1, complain):
        return None
    steps = {step: _step(part, complain) for step, part in zip(Step, parts, strict=False)}
    sources = parts[-1]
    if not sources.entries or sources.prose:
        message = "expected a list of sources, each on a line that begins with `- `, found " + (
            "other lines" if sources.prose else "none"
        )
        complain(sources.line, AgendaCode.SOURCES, message, "write `- `, who wrote it, its title and its year")
    return Agenda(topic, head.heading, lead, steps, tuple(each.text for each in sources.entries))


def _parts(text: str, complain: Complain) -> tuple[_Part, list[_Part]]:
    """What stands above the first `## `, and each part below one; of lines that are none of the form's it complains."""
    head = _Part(1, "")
    parts: list[_Part] = []
    last: _Entry | None = None
    for number, line in enumerate(text.split("\n"), start=1):
        here = parts[-1] if parts else head
        words = line.strip()
        if not words:
            last = None
        elif line.startswith("## "):
            parts.append(_Part(number, words.removeprefix("## ").strip()))
            last = None
        elif line.startswith("# ") and not parts and not head.heading:
            head.line, head.heading = number, words.removeprefix("# ").strip()
        elif line.startswith("- "):
            last = _Entry(number, [words.removeprefix("- ").strip()])
            here.entries.append(last)
        elif line.startswith("  ") and last is not None:
            last.words.append(words)
        elif line[0].isalnum():
            here.prose.append(_Entry(number, [words]))
        else:
            found = "a blank" if line[0].isspace() else f"`{line[0]}`"
            complain(
                number,
                AgendaCode.FORM,
                f"expected a heading, a line that begins with `- `, or plain words, found {found} at the beginning",
                "begin the line with `- `, `## ` or a word; two spaces only where it goes on from a `- `",
            )
    return head, parts


def _has_all_headings(parts: Sequence[_Part], end: int, complain: Complain) -> bool:
    """Whether all headings are there, in order; complains of the first that is not, or at the line `end`."""
    wanted = [*(each.title for each in Step), _SOURCES]
    for part, heading in zip_longest(parts, wanted):
        if part is None or part.heading != heading:
            expected = f"the heading `## {heading}`" if heading else f"no heading after `## {_SOURCES}`"
            complain(
                part.line if part else end,
                AgendaCode.HEADINGS,
                f"expected {expected}, found {f'`## {part.heading}`' if part else 'the end'}",
                f"write these headings, in this order: {', '.join(f'`## {each}`' for each in wanted)}",
            )
            return False
    return True


def _step(part: _Part, complain: Complain) -> StepPlan:
    """The step that a part describes; what it complains of is left empty."""
    given: dict[str, list[str]] = {label: [] for label in LABELS}
    order = []
    for entry in part.entries:
        label, mark, said = entry.text.partition(":")
        if not mark or label not in given:
            names = ", ".join(f"`{each}:`" for each in LABELS)
            message = f"expected a line that begins with one of {names}"
            complain(entry.line, AgendaCode.ENTRY, message, "write one of these words and a colon behind the `- `")
            continue
        if not said.strip():
            message = f"expected words behind `{label}:`, found none"
            complain(entry.line, AgendaCode.ENTRY, message, "write what the line is to say behind the colon")
        _limit(entry.line, said, complain)
        given[label].append(said.strip())
        order.append(LABELS.index(label))
    if part.prose:
        message = f"expected nothing but lines that begin with `- ` below `## {part.heading}`, found plain words"
        complain(
            part.prose[0].line, AgendaCode.FORM, message, "put two spaces before a line that goes on from the one above"
        )
    if order != sorted(order):
        message = f"expected the lines below `## {part.heading}` in the order {', '.join(LABELS)}, found another"
        complain(part.line, AgendaCode.ORDER, message, "move the lines; what they say may stay")
    for wrong in _counts(part.heading, given):
        complain(part.line, AgendaCode.COUNT, wrong, "add what is missing, and put into one line what is said twice")
    one = {label: " ".join(said) for label, said in given.items()}
    return StepPlan(one["Aim"], one["Mentor"], one["Mentee"], tuple(given["Question"]), one["Output"], one["Next"])


def _counts(heading: str, given: Mapping[str, Sequence[str]]) -> Iterator[str]:
    for label, said in given.items():
        most = QUESTIONS if label == "Question" else 1
        if not 1 <= len(said) <= most:
            wanted = f"1 to {most} lines" if most > 1 else "one line"
            yield f"expected {wanted} `- {label}:` below `## {heading}`, found {len(said) or 'none'}"


def _limit(line: int, text: str, complain: Complain) -> None:
    if len(text) > LONGEST:
        message = f"expected at most {LONGEST} characters, found {len(text)}"
        complain(line, AgendaCode.LENGTH, message, "say it in fewer words, or in a second question")
