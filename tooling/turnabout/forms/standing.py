"""What changes about somebody who takes part: a pause, an end of one pair or of all, another manager."""

from collections.abc import Iterator

from turnabout.diagnostics import Diagnostic
from turnabout.forms.codes import Code
from turnabout.forms.edits import Change, Edit, Remove
from turnabout.forms.fields import Filled
from turnabout.forms.joining import manager_of
from turnabout.forms.plan import Ground, Plan, day, fault, pair_of, person_of, refused
from turnabout.model import Pair, PairStatus, Participant, Status

_OVER = (PairStatus.ENDED, PairStatus.COMPLETED)


def pause(filled: Filled, ground: Ground) -> Plan:
    """The person and their active pairs paused, until a day where one is given; nothing where they are already."""
    found: list[Diagnostic] = []
    person = person_of(filled, ground, found)
    until = day(filled, "until", found)
    if person is None or found:
        return Plan(found=tuple(found))
    if person.status is Status.WITHDRAWN:
        message = f"expected somebody who takes part, found `{person.id}` to have withdrawn"
        return refused(fault(filled, "person", Code.PERSON, message, "to come back, sign up again"))
    edits = [*_set(person.path, "paused", until, person.status, str(person.until or ""), "until")]
    for pair in _pairs(ground, person):
        if pair.status is PairStatus.ACTIVE:
            edits += _set(pair.path, "paused", until, pair.status, str(pair.until or ""), "until")
    return Plan(tuple(edits), f"`{person.id}` pauses{f' until {until}' if until else ''}", person.id)


def leave(filled: Filled, ground: Ground) -> Plan:
    """One pair ended, or all of them and the person withdrawn, as of the day on which the form was sent."""
    found: list[Diagnostic] = []
    person = person_of(filled, ground, found)
    if person is None:
        return Plan(found=tuple(found))
    on = ground.sender.on.isoformat()
    if filled.one("what") == "everything":
        edits: list[Edit] = []
        if person.status is not Status.WITHDRAWN:
            edits += _set(person.path, "withdrawn", on, person.status, "", "what")
        for pair in _pairs(ground, person):
            edits += _ended(pair, on)
        return Plan(tuple(edits), f"`{person.id}` withdraws", person.id)
    for name in ("program", "pair"):
        if not (filled.text(name) or filled.one(name)):
            message = f"expected `{filled.label(name)}`, since one pair shall end, found no answer"
            found.append(fault(filled, name, Code.MISSING, message, "say which pair, or choose to leave the program"))
    ending = pair_of(filled, ground, found) if not found else None
    if ending is not None and person.id not in (ending.key.mentor, ending.key.mentee):
        message = f"expected a pair of `{person.id}`, found one of two others"
        found.append(fault(filled, "pair", Code.NOT_YOURS, message, "copy it from the address of your pair's page"))
    if ending is None or found:
        return Plan(found=tuple(found))
    edits = list(_ended(ending, on))
    said = f"the pair `{ending.key.slug}` ends"
    if filled.one("what") == "no-partner" and person.status is Status.ACTIVE:
        # Paused people get no new pairs; their other pairs go on.
        edits += _set(person.path, "paused", "", person.status, "", "what")
        said += f", and `{person.id}` gets no other partner for now"
    return Plan(tuple(edits), said, person.id)


def manager(filled: Filled, ground: Ground) -> Plan:
    """Another manager in the person's file; nothing where it is that one already."""
    found: list[Diagnostic] = []
    person = person_of(filled, ground, found)
    if person is None:
        return Plan(found=tuple(found))
    value = manager_of(filled, ground.workspace, found)
    if value is None or value == person.id:
        message = f"expected somebody else in `{filled.label('manager')}`, found nobody or the person themselves"
        return refused(*found, fault(filled, "manager", Code.ANSWER, message, "write the name or id of the manager"))
    edits = () if value == person.manager else (Change(person.path, ("manager",), value, "manager"),)
    return Plan(edits, f"`{person.id}` has another manager", person.id, tuple(found))


def _pairs(ground: Ground, person: Participant) -> Iterator[Pair]:
    return (pair for key, pair in ground.workspace.pairs.items() if person.id in (key.mentor, key.mentee))


def _set(path: str, status: str, until: str, before: str, until_before: str, source: str) -> Iterator[Change]:
    """`status`, and `until` where a day is given, where they are others."""
    if status != before:
        yield Change(path, ("status",), status, source)
    if until and until != until_before:
        yield Change(path, ("until",), until, source)


def _ended(pair: Pair, on: str) -> Iterator[Edit]:
    """The end of a pair; a draft nobody has agreed to goes as a whole."""
    if pair.status is PairStatus.DRAFT:
        yield Remove(pair.path)
    elif pair.status not in _OVER:
        yield from _set(pair.path, "ended", on, pair.status, "", "what")
