"""How fair an answer is: the worst-off pair, the spread of load, who is left out by group, and pairs that would rather swap."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from turnabout.matching.pairing import Made, Pairing
from turnabout.model import Participant, Role, Status
from turnabout.small_groups import shown

BANDS = ((1, 3), (4, 6), (7, 9), (10, 12))
"""Levels (1 to 12 in the schema) in four bands: single levels are too small as groups."""


@dataclass(frozen=True, slots=True)
class Rate:
    """How many active people of one group have no partner. `people` None: too small a group, or hidden beside one."""

    role: Role
    by: str
    group: str
    people: int | None
    without: int | None


@dataclass(frozen=True, slots=True)
class Fairness:
    """`worst_new` and `worst_standing` are the pairs with least points; `load` how many mentors have 0, 1, 2 … mentees.

    `blocking` counts the permitted pairs that both would rather have than a partner they got (or than nobody), judged by
    points; `blocking_by_choice` those where neither would have to leave a pair that stands.
    """

    worst_new: Made | None
    worst_standing: Made | None
    load: Mapping[int, int]
    rates: tuple[Rate, ...]
    blocking: int
    blocking_by_choice: int


def fairness(pairing: Pairing) -> Fairness:
    """What can be said about fairness without solving again. Rates of groups below five people are not shown."""
    new = [made for made in pairing.made if made.new]
    standing = [made for made in pairing.made if not made.new]
    return Fairness(
        worst_new=min(new, key=lambda made: (made.points, made.key), default=None),
        worst_standing=min(standing, key=lambda made: (made.points, made.key), default=None),
        load=pairing.load(),
        rates=tuple(rate for role in Role for rate in _rates(pairing, role)),
        blocking=blocking(pairing, leave_standing=True),
        blocking_by_choice=blocking(pairing, leave_standing=False),
    )


def _rates(pairing: Pairing, role: Role) -> list[Rate]:
    cohort = pairing.found.cohort
    people = [p for p in (cohort.mentors if role is Role.MENTOR else cohort.mentees) if p.status is Status.ACTIVE]
    paired = {getattr(made.key, role.value) for made in pairing.made}
    dimensions: tuple[tuple[str, Callable[[Participant], str]], ...] = (
        ("site", lambda person: person.site or "not stated"),
        ("department", lambda person: person.department),
        ("level", lambda person: band(person.level)),
    )
    rates = []
    for by, of in dimensions:
        groups: dict[str, list[str]] = {}
        for person in people:
            groups.setdefault(of(person), []).append(person.id)
        visible = shown(groups)
        for group in sorted(groups):
            members = groups[group]
            without = sum(person not in paired for person in members)
            seen = group in visible
            rates.append(Rate(role, by, group, len(members) if seen else None, without if seen else None))
    return rates


def band(level: int) -> str:
    """The band of levels, as `1-3`."""
    return next((f"{low}-{high}" for low, high in BANDS if low <= level <= high), "other")


def blocking(pairing: Pairing, *, leave_standing: bool) -> int:
    """How many permitted pairs of active people both would rather have, by points, than somebody they got or nobody.

    Without `leave_standing` only people's new pairs count as what they could leave.
    """
    found, posed = pairing.found, pairing.problem
    made = {(each.key.mentor, each.key.mentee) for each in pairing.made}
    weakest: dict[str, int] = {}
    load: dict[str, int] = {}
    for each in pairing.made:
        for person in (each.key.mentor, each.key.mentee):
            load[person] = load.get(person, 0) + 1
            if each.new or leave_standing:
                weakest[person] = min(weakest.get(person, each.points), each.points)
    places = dict(zip(posed.mentors, posed.capacity.tolist(), strict=True))
    places |= dict(zip(posed.mentees, posed.demand.tolist(), strict=True))

    def would(person: str, points: int) -> bool:
        return load.get(person, 0) < places[person] or points > weakest.get(person, points)

    active = {p.id for p in (*found.cohort.mentors, *found.cohort.mentees) if p.status is Status.ACTIVE}
    count = 0
    for edge, points in enumerate(posed.points.tolist()):
        mentor, mentee = posed.pair(edge)
        if (mentor, mentee) not in made and {mentor, mentee} <= active:
            count += would(mentor, points) and would(mentee, points)
    return count
