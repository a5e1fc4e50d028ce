"""Ranked possible partners for one person: how well they fit, whether they have a place, what pairing them would change."""

from collections.abc import Mapping
from dataclasses import dataclass

from turnabout.errors import UsageError
from turnabout.ids import PairKey
from turnabout.matching.advice.change import Change
from turnabout.matching.advice.explain import explain_unmade
from turnabout.matching.advice.words import unpaired, unused, why
from turnabout.matching.pairing import Pairing
from turnabout.matching.people.barriers import barriers
from turnabout.model import Role, Status

STANDS, CHOSEN, FREE, TAKEN, FULL, SELF_FULL = "stands", "chosen", "free", "taken", "full", "self-full"
PLACES = (STANDS, CHOSEN, FREE, TAKEN, FULL, SELF_FULL)
"""A pair today; in the best pairing; has a place left; paired otherwise in the best pairing; all places hold pairs that
must stay, of the partner or of the person who asks."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One permitted partner. `place` is one of PLACES, `partners` whom they have in the best pairing.

    `forced` is what the whole would look like with the two as a pair: None where they are one, or cannot be.
    """

    person: str
    points: int
    why: str
    place: str
    partners: tuple[str, ...]
    forced: Change | None


@dataclass(frozen=True, slots=True)
class Suggestions:
    """The best `listed` of `permitted` partners, most points first; `forbidden` by rule, of `possible` in all.

    A partner can be forbidden by several rules, so the counts may add up to more. `remedy` is the cheapest thing to try
    where nobody is permitted, else empty.
    """

    person: str
    role: Role
    listed: tuple[Suggestion, ...]
    permitted: int
    possible: int
    forbidden: Mapping[str, int]
    partners: tuple[str, ...]
    remedy: str


def suggestions(pairing: Pairing, person: str, most: int = 5) -> Suggestions:
    """Partners for somebody in the cohort. Paused people are not suggested.

    Raises UsageError for somebody who is not active in the program, or `most` below 1.
    """
    if most < 1:
        raise UsageError(f"expected at least 1 suggestion, found `{most}`", "leave `--most` out for the best 5")
    found = pairing.found
    role = Role.MENTEE if person in found.row else Role.MENTOR
    people, others = found.cohort.mentees, found.cohort.mentors
    if role is Role.MENTOR:
        people, others = others, people
    own = next((each for each in people if each.id == person), None)
    if own is None or own.status is not Status.ACTIVE:
        raise UsageError(f"`{person}` is not active in this program", "paused and withdrawn people get no new pairs")
    posed = [_pair(role, person, other.id) for other in others if other.status is Status.ACTIVE]
    made = {(each.key.mentor, each.key.mentee) for each in pairing.made}
    allowed = [(two, points) for two in posed if (points := _points(pairing, two, two in made)) is not None]
    allowed.sort(key=lambda each: (-each[1], each[0]))
    return Suggestions(
        person=person,
        role=role,
        listed=tuple(_suggestion(pairing, person, two, points) for two, points in allowed[:most]),
        permitted=len(allowed),
        possible=len(others),
        forbidden=barriers(found, [person])[0].by_rule,
        partners=_partners(pairing, person),
        remedy="" if allowed else (unpaired if role is Role.MENTEE else unused)(found, [person])[0].remedy,
    )


def _pair(role: Role, person: str, other: str) -> tuple[str, str]:
    return (person, other) if role is Role.MENTOR else (other, person)


def _points(pairing: Pairing, two: tuple[str, str], made: bool) -> int | None:
    """The points of a pair that the rules permit or that is made, else None."""
    edge = pairing.problem.edge(*two)
    if edge is None or (pairing.found.reasons(*two) and not made):
        return None
    return int(pairing.problem.points[edge])


def _suggestion(pairing: Pairing, person: str, two: tuple[str, str], points: int) -> Suggestion:
    other = two[1] if two[0] == person else two[0]
    partners = _partners(pairing, other)
    key = PairKey(pairing.found.cohort.program.id, *two)
    if person in partners:
        place, forced = (STANDS if key in pairing.found.standing else CHOSEN), None
    else:
        told = explain_unmade(pairing.problem, pairing.solution, *two)
        forced = told.forced
        place = FULL if other in told.full else SELF_FULL if told.full else _place(pairing, other, len(partners))
    return Suggestion(other, points, why(pairing.found, *two), place, partners, forced)


def _place(pairing: Pairing, person: str, load: int) -> str:
    posed = pairing.problem
    places = posed.capacity if person in pairing.found.column else posed.demand
    names = posed.mentors if person in pairing.found.column else posed.mentees
    return FREE if load < int(places[names.index(person)]) else TAKEN


def _partners(pairing: Pairing, person: str) -> tuple[str, ...]:
    keys = [made.key for made in pairing.made]
    return tuple(
        key.mentee if key.mentor == person else key.mentor for key in keys if person in (key.mentor, key.mentee)
    )
