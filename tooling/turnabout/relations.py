"""What two people are to each other: reporting line, common ground, and which hard rules their pair would break."""

from collections.abc import Collection, Iterable, Mapping

from turnabout.frozen import dataclass
from turnabout.hours import common_minutes
from turnabout.model import Pair, PairStatus, Participant, Program, Topic


@dataclass(frozen=True, slots=True)
class Broken:
    """A hard rule that a pair would break: its name in the program file, and what is the case, in words."""

    rule: str
    message: str


def managers_above(people: Mapping[str, Participant], person: str) -> dict[str, int]:
    """Everybody above `person` in the line of managers, with the levels between; `external:` hashes included.

    A cycle ends the walk: a rule reports it.
    """
    above: dict[str, int] = {}
    at, levels = person, 0
    while at in people and (manager := people[at].manager) is not None and manager not in above:
        levels += 1
        above[manager] = levels
        at = manager
    return above


def reporting_distance(people: Mapping[str, Participant], a: str, b: str) -> int | None:
    """Levels between the two where one is above the other in one line of managers, else None."""
    return managers_above(people, a).get(b) or managers_above(people, b).get(a)


def manager_cycles(people: Mapping[str, Participant]) -> tuple[tuple[str, ...], ...]:
    """Every circle of managers, each beginning with its smallest id, in order."""
    found: set[tuple[str, ...]] = set()
    settled: set[str] = set()
    for person in people:
        trail: dict[str, int] = {}
        at: str | None = person
        while at is not None and at in people and at not in trail and at not in settled:
            trail[at] = len(trail)
            at = people[at].manager
        if at is not None and at in trail:
            circle = list(trail)[trail[at] :]
            first = circle.index(min(circle))
            found.add(tuple(circle[first:] + circle[:first]))
        settled.update(trail)
    return tuple(sorted(found))


def affinity(topics: Mapping[str, Topic], offered: str, sought: str) -> float:
    """1 for the same topic, one half for siblings, parent or child, else 0."""
    if offered == sought:
        return 1.0
    a, b = topics.get(offered), topics.get(sought)
    if a is None or b is None:
        return 0.0
    related = a.parent == b.id or b.parent == a.id or (a.parent is not None and a.parent == b.parent)
    return 0.5 if related else 0.0


def earlier_pairs(pairs: Iterable[Pair], program: str) -> frozenset[tuple[str, str]]:
    """(mentor, mentee) of every pair that met in another program, or met here and is over."""
    over = (PairStatus.COMPLETED, PairStatus.ENDED)
    return frozenset(
        (pair.key.mentor, pair.key.mentee)
        for pair in pairs
        if pair.status in over or (pair.key.program != program and pair.status is not PairStatus.DRAFT)
    )


def broken_rules(
    program: Program,
    people: Mapping[str, Participant],
    topics: Mapping[str, Topic],
    mentor: Participant,
    mentee: Participant,
    earlier: Collection[tuple[str, str]],
) -> tuple[Broken, ...]:
    """The program's hard rules that this pair would break, in the order in which the program file lists them."""
    rules = program.pairing.rules
    found = []
    distance = reporting_distance(people, mentor.id, mentee.id) if rules.reporting_line else None
    if distance is not None and distance <= rules.reporting_line:
        upper = mentee.id if mentee.id in managers_above(people, mentor.id) else mentor.id
        found.append(
            Broken("reporting_line", f"`{upper}` is {distance} {_levels(distance)} above in the same reporting line")
        )
    if rules.different_department and mentor.department == mentee.department:
        found.append(Broken("different_department", f"both work in `{mentor.department}`"))
    gap = mentee.level - mentor.level
    if gap < rules.level_gap:
        found.append(
            Broken("level_gap", f"expected the mentee at least {rules.level_gap} levels above the mentor, found {gap}")
        )
    if rules.common_language and not set(mentor.languages) & set(mentee.languages):
        found.append(Broken("common_language", "they have no language in common"))
    if rules.common_minutes:
        common = common_minutes(mentor, mentee, program.starts, program.ends)
        if common < rules.common_minutes:
            found.append(
                Broken(
                    "common_minutes",
                    f"expected {rules.common_minutes} common minutes in one piece a week, found {common}",
                )
            )
    if rules.not_paired_before and (mentor.id, mentee.id) in earlier:
        found.append(Broken("not_paired_before", "they were a pair before"))
    if rules.common_topic and not any(
        affinity(topics, offered, sought) for offered in mentor.offers for sought in mentee.seeks
    ):
        found.append(Broken("common_topic", "the mentor offers nothing that the mentee seeks"))
    return tuple(found)


def _levels(count: int) -> str:
    return "level" if count == 1 else "levels"
