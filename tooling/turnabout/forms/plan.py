"""What the makers of files share: the state they read, what they return, and how they complain about an answer."""

from collections.abc import Iterable, Mapping

from turnabout.diagnostics import Diagnostic, Severity
from turnabout.forms.codes import Code
from turnabout.forms.edits import Edit
from turnabout.forms.event import Sender
from turnabout.forms.fields import Filled
from turnabout.frozen import dataclass
from turnabout.ids import PairKey, id_fault, nearest, parse_slug
from turnabout.model import Pair, Participant, Program
from turnabout.shapes.formats import is_date
from turnabout.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Ground:
    """What a form is settled on: the workspace, the bytes it was read from by path, and who sent the form."""

    workspace: Workspace
    contents: Mapping[str, bytes]
    sender: Sender


@dataclass(frozen=True, slots=True)
class Plan:
    """What a form asks for: `edits` to make, `said` in a sentence, or what is wrong; no edits where all is there already.

    `about` names what it is about in an id, such as a person or a day.
    """

    edits: tuple[Edit, ...] = ()
    said: str = ""
    about: str = ""
    found: tuple[Diagnostic, ...] = ()


def refused(*found: Diagnostic) -> Plan:
    """The plan of a form that nothing is made of."""
    return Plan(found=found)


def fault(filled: Filled, name: str, code: Code, message: str, fix: str) -> Diagnostic:
    """A complaint about one answer."""
    return Diagnostic(filled.answers[name].at, code, message, fix)


def note(filled: Filled, name: str, message: str, fix: str) -> Diagnostic:
    """Something that a coordinator should know and that stops nothing."""
    return Diagnostic(filled.answers[name].at, Code.TAKEN, message, fix, Severity.WARNING)


def program_of(filled: Filled, ground: Ground, found: list[Diagnostic]) -> Program | None:
    """The program that was chosen; None, with a complaint in `found`, where it takes no forms on that day."""
    name = filled.one("program")
    program = ground.workspace.programs.get(name)
    if program is None or program.privacy == "pseudonymous":
        message = f"expected a program that takes forms, found `{name}`"
        found.append(fault(filled, "program", Code.PROGRAM, message, "ask a coordinator"))
        return None
    if program.ends < ground.sender.on:
        message = f"expected a program that goes on, found `{name}`, which ended on {program.ends}"
        found.append(fault(filled, "program", Code.PROGRAM, message, "choose another program, or ask a coordinator"))
        return None
    return program


def person_of(filled: Filled, ground: Ground, found: list[Diagnostic]) -> Participant | None:
    """The participant whom `person` names, if the sender may speak for them; else None, with a complaint in `found`."""
    name = filled.text("person").casefold()
    person = ground.workspace.people.get(name)
    if person is None:
        if ("participant", name) in ground.workspace.declared:
            found.append(fault(filled, "person", Code.NO_PLACE, *_faulty(name)))
            return None
        alike = nearest(name, ground.workspace.people) if id_fault(name) is None else None
        fix = f"did you mean `{alike}`?" if alike else "copy it from the address of your page, or ask a coordinator"
        found.append(fault(filled, "person", Code.PERSON, "expected the id of a participant, found another word", fix))
        return None
    return person if speaks(filled, "person", ground, [person.id], found) else None


def pair_of(filled: Filled, ground: Ground, found: list[Diagnostic]) -> Pair | None:
    """The pair that `program` and `pair` name; None, with a complaint in `found`, where there is none.

    Whether the sender may speak for it is for the caller to ask.
    """
    program = filled.one("program")
    key = parse_slug(program, filled.text("pair").casefold())
    pair = None if key is None else ground.workspace.pairs.get(key)
    if pair is not None:
        return pair
    if key is not None and key.path in ground.contents:
        found.append(fault(filled, "pair", Code.NO_PLACE, *_faulty(key.slug)))
        return None
    turned = None if key is None else ground.workspace.pairs.get(PairKey(program, key.mentee, key.mentor))
    slugs = [each.key.slug for each in ground.workspace.pairs_of(program)]
    alike = turned.key.slug if turned else nearest(key.slug, slugs) if key is not None else None
    fix = "copy it from the address of your pair's page: the mentor, who is the junior, comes first"
    found.append(
        fault(
            filled, "pair", Code.PAIR, f"expected a pair of `{program}`, found none of this name",
            f"did you mean `{alike}`? {fix}" if alike else fix,
        )
    )  # fmt: skip
    return None


def speaks(filled: Filled, name: str, ground: Ground, people: Iterable[str], found: list[Diagnostic]) -> bool:
    """Whether the sender may speak for one of these people.

    Where all of them have a login in their files it has to be the sender's. Where one has none, or the form came by
    another way than an issue, whoever approved it has decided.
    """
    logins = [ground.workspace.cards[person].forge for person in people if person in ground.workspace.cards]
    author = ground.sender.author.casefold()
    if not author or not all(logins) or author in (login.casefold() for login in logins):
        return True
    found.append(
        fault(
            filled, name, Code.NOT_YOURS, "expected the form from the person it is about, found another login",
            "send it from your own login; if it has changed, a coordinator can enter the new one",
        )
    )  # fmt: skip
    return False


def day(filled: Filled, name: str, found: list[Diagnostic]) -> str:
    """The day in the field, empty where none is; a complaint in `found` where it is no day of the calendar."""
    text = filled.text(name)
    if text and not is_date(text):
        message = f"expected a day in `{filled.label(name)}`, found something else"
        found.append(fault(filled, name, Code.ANSWER, message, "write it as year-month-day, such as `2026-10-05`"))
        return ""
    return text


def number(filled: Filled, name: str, found: list[Diagnostic]) -> int | None:
    """The whole number in the field, None where none is; a complaint in `found` where it is something else."""
    text = filled.text(name)
    if not text:
        return None
    if text.isascii() and text.isdecimal() and len(text) <= 6:
        return int(text)
    message = f"expected a whole number in `{filled.label(name)}`, found something else"
    found.append(fault(filled, name, Code.ANSWER, message, "write the number alone, such as `60`"))
    return None


def _faulty(name: str) -> tuple[str, str]:
    return f"expected a file without faults for `{name}`, found one with faults", "a coordinator has to mend it first"
