"""A sign-up: a new participant's file, or one more program in the file of somebody who is there already."""

from collections.abc import Iterator
from dataclasses import field
from typing import Any

from turnabout.diagnostics import Diagnostic, Severity
from turnabout.forms.catalog import PURPOSES, asked
from turnabout.forms.codes import Code
from turnabout.forms.edits import Change, Edit, Write
from turnabout.forms.fields import Filled
from turnabout.forms.plan import Ground, Plan, fault, note, program_of, refused, speaks
from turnabout.forms.wording import consent_version
from turnabout.frozen import dataclass
from turnabout.ids import id_fault
from turnabout.intake.cells import Cell, Fault, Known, read_cell
from turnabout.intake.identities import people
from turnabout.intake.mapping import Column
from turnabout.intake.names import slug
from turnabout.intake.table import tidy
from turnabout.intake.vocabulary import vocabulary
from turnabout.layout import participant_path
from turnabout.model import Participant
from turnabout.workspace import Workspace

# Field of the form -> how lists in it are separated; a line feed: an entry on each line.
_PLAIN = {
    "job_title": "", "department": "", "site": "", "time_zone": "", "languages": ",", "manager": "",
    "availability": "\n", "interests": ",", "goals": "\n",
}  # fmt: skip
_FIXES = {
    "department": "write it with the letters a-z, digits and hyphens, such as `customer-service`",
    "site": "write it with the letters a-z, digits and hyphens, such as `lisbon`",
    "availability": "write one window on each line, such as `tue 14:00-16:00`",
    "manager": "ask who is meant; the id from the address of their page leaves no doubt",
}
# What people mean by choosing a topic in one list or the other, on the schema's scale of 1 to 5.
_BEST, _TOO = 5, 3
_ORDER = (
    "name", "job_title", "level", "department", "site", "time_zone", "languages", "manager", "status", "programs",
    "availability", "offers", "seeks", "interests", "style", "goals", "consent", "forge",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Profile:
    """What a form says about a person, as their file holds it; `sources` maps its keys to fields."""

    data: dict[str, Any] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)


def join(filled: Filled, ground: Ground) -> Plan:
    """What the sign-up of a mentor (the junior) or mentee (the senior) makes; nothing where it is all there already."""
    found: list[Diagnostic] = []
    program = program_of(filled, ground, found)
    person, existing = _who(filled, ground, found)
    profile = _profile(filled, ground, found)
    if program is None or not person or any(each.severity is Severity.ERROR for each in found):
        return Plan(found=tuple(found))
    role = filled.form.id.removeprefix("join-")
    part: dict[str, Any] = {"role": role}
    if filled.one("capacity"):
        part["capacity"] = int(filled.one("capacity"))
    part["joined"] = ground.sender.on.isoformat()
    said = f"`{person}` joins `{program.id}` as a {role}"
    if existing is None:
        data = profile.data | {"status": "active", "programs": {program.id: part}}
        ordered = {key: data[key] for key in _ORDER if key in data}
        sources = profile.sources | {"programs": "program", "forge": "name"}
        return Plan((Write(participant_path(person), ordered, sources),), said, person, tuple(found))
    before = existing.programs.get(program.id)
    if before is not None and before.role != role:
        message = f"expected nobody twice in one program, found `{person}` there as a {before.role}"
        return refused(*found, fault(filled, "program", Code.TAKEN, message, "ask a coordinator to change the role"))
    edits: list[Edit] = []
    if before is None:
        edits.append(Change(existing.path, ("programs", program.id), part, "program"))
        edits += _missing(existing, profile, ground)
    found += _left(filled, existing, profile, ground)
    return Plan(tuple(edits), said, person, tuple(found))


def manager_of(filled: Filled, workspace: Workspace, found: list[Diagnostic]) -> str | None:
    """The manager as a participant's file holds one, None where there is none or the name cannot be used."""
    value: str | None = _read(filled, "manager", "", _known(workspace), found)
    return value


def _who(filled: Filled, ground: Ground, found: list[Diagnostic]) -> tuple[str, Participant | None]:
    """The id of who signs up, and their file if there is one. By login first, then by name; empty where nobody is meant."""
    author = ground.sender.author.casefold()
    people = ground.workspace.people
    own = next((id_ for id_, each in ground.workspace.cards.items() if author and each.forge.casefold() == author), "")
    if own:
        return own, people[own]
    person = slug(filled.text("name")) or ""
    why = id_fault(person) if person else "there are other letters than a-z in it"
    if why is not None:
        fix = "write it with the letters a-z here; a coordinator can put the right spelling into your file"
        message = f"expected a name that a file can be called by in `{filled.label('name')}`: {why}"
        found.append(fault(filled, "name", Code.ANSWER, message, fix))
        return "", None
    if ("participant", person) not in ground.workspace.declared:
        return person, None
    if person not in people:
        message = f"expected a file without faults for `{person}`, found one with faults"
        found.append(fault(filled, "name", Code.NO_PLACE, message, "a coordinator has to mend it first"))
        return "", None
    if not speaks(filled, "name", ground, [person], found):
        found[-1] = fault(
            filled, "name", Code.TAKEN, f"expected a name that nobody else has, found one of `{person}`",
            "add a middle name or initial, so that the two of you can be told apart",
        )  # fmt: skip
        return "", None
    if author:
        found.append(
            note(
                filled, "name", f"expected a login in the file of `{person}`, found none: taken to be the same person",
                "check that it is the same person before you merge; if so, enter their login under `forge`",
            )
        )  # fmt: skip
    return person, people[person]


def _profile(filled: Filled, ground: Ground, found: list[Diagnostic]) -> _Profile:
    made = _Profile()

    def put(key: str, value: Any, source: str) -> None:
        made.data[key] = value
        made.sources[key] = source

    put("name", tidy(filled.text("name")), "name")
    put("level", int(filled.one("level")), "level")
    known = _known(ground.workspace)
    for name, separator in _PLAIN.items():
        value = _read(filled, name, separator, known, found)
        if value is not None:
            put(name, value, name)
    if filled.one("style"):
        put("style", filled.one("style"), "style")
    junior = filled.form.id == "join-mentor"
    side, scale = ("offers", "proficiency") if junior else ("seeks", "priority")
    best, too = ("offers_best", "offers_too") if junior else ("seeks_now", "seeks_too")
    points = dict.fromkeys(filled.several(best), _BEST)
    points |= {topic: _TOO for topic in filled.several(too) if topic not in points}
    put(side, [{"topic": topic, scale: each} for topic, each in points.items()], best)
    consent = dict(_consents(filled, ground))
    if consent:
        put("consent", consent, "consent_participants")
    if ground.sender.author:
        put("forge", ground.sender.author, "name")
    return made


def _read(filled: Filled, name: str, separator: str, known: Known, found: list[Diagnostic]) -> Any:
    """The value as a participant's file holds it, by the same readers as tables of sign-ups; None where there is none."""
    lines = filled.text(name).split("\n") if separator == "\n" else [filled.text(name)]
    column = Column(name, (0,), separator="" if separator == "\n" else separator)
    values: list[Any] = []
    for line in lines:
        if not tidy(line):
            continue
        value, faults = read_cell(Cell(column, tidy(line), f"`{filled.label(name)}`", known))
        found += [_told(filled, name, each) for each in faults]
        if value is not None:
            values.append(value)
    if not values:
        return None
    return [entry for value in values for entry in value] if separator == "\n" else values[0]


def _told(filled: Filled, name: str, fault: Fault) -> Diagnostic:
    """What is wrong with the answer, for somebody who fills in a form instead of a table."""
    message = fault.message
    if name == "manager" and fault.severity is Severity.WARNING:
        # Without the name: of a manager who takes no part nothing is kept, and a proposal's text is.
        message = f"expected somebody who takes part in `{filled.label(name)}`, or somebody quite different"
    fix = _FIXES.get(name, "correct the answer")
    return Diagnostic(filled.answers[name].at, Code.ANSWER, message, fix, fault.severity)


def _consents(filled: Filled, ground: Ground) -> Iterator[tuple[str, Any]]:
    version = consent_version(asked(filled.form))
    public, inside = filled.several("consent_public"), filled.several("consent_participants")
    for purpose in PURPOSES:
        audience = "public" if purpose in public else "participants" if purpose in inside else ""
        if audience:
            yield purpose, {"audience": audience, "given": ground.sender.on.isoformat(), "text": version}


def _missing(existing: Participant, profile: _Profile, ground: Ground) -> Iterator[Change]:
    """What the file of somebody who joins one more program lacks: what it has stays as it is.

    Not their login: who has only a name in common with a file must not come to speak for it.
    """
    for key in ("offers", "seeks"):
        if key in profile.data and not ground.workspace.data(existing.path).get(key):
            yield Change(existing.path, (key,), profile.data[key], profile.sources[key])


def _left(filled: Filled, existing: Participant, profile: _Profile, ground: Ground) -> Iterator[Diagnostic]:
    """A note for each answer that says something else than the file: nobody's file is overwritten."""
    data = ground.workspace.data(existing.path)
    for key, value in profile.data.items():
        if key in data and key not in ("consent", "forge") and data[key] != value:
            message = f"expected the same `{key}` in form and file, found another one"
            yield note(
                filled,
                profile.sources[key],
                message,
                f"if the form is right, change `{key}` in {existing.path} yourself",
            )
    if existing.status != "active":
        message = f"expected an active person to sign up, found `{existing.id}` to be `{existing.status}`"
        yield note(filled, "name", message, f"if they are back, write `status: active` in {existing.path}")
    agreed = {purpose: each["audience"] for purpose, each in profile.data.get("consent", {}).items()}
    if agreed != {purpose: each.audience for purpose, each in existing.consent.items()}:
        message = "expected the same consent in form and file, found another one"
        yield note(
            filled, "consent_participants", message, f"enter what the person agreed to in {existing.path} yourself"
        )


def _known(workspace: Workspace) -> Known:
    return Known(vocabulary(workspace.topics), people(workspace, {}, {}))
