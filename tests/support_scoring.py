"""The criteria as they are defined, for one pair in plain Python: what the tables over all pairs are held against."""

from collections.abc import Mapping
from fractions import Fraction
from math import floor

from turnabout.hours import common_minutes
from turnabout.matching.people.columns import Columns, columns_of
from turnabout.model import Participant, Program, Topic
from turnabout.relations import affinity

FULL = 10_000


def criterion_points(
    name: str, program: Program, topics: Mapping[str, Topic], mentor: Participant, mentee: Participant
) -> int:
    """What one criterion gives one pair."""
    return {
        "topics": lambda: topic_points(topics, mentor, mentee),
        "hours": lambda: hour_points(program, mentor, mentee),
        "level": lambda: max(0, FULL - 2_000 * abs(mentee.level - mentor.level - 4)),
        "viewpoint": lambda: (
            FULL // 2 * (_other(mentor.department, mentee.department) + _other(mentor.site, mentee.site))
        ),
        "interests": lambda: _first_two(
            {i.casefold() for i in mentor.interests}, {i.casefold() for i in mentee.interests}
        ),
        "languages": lambda: _first_two(set(mentor.languages), set(mentee.languages)),
        "style": lambda: style_points(mentor.style, mentee.style),
        "wishes": lambda: FULL // 2 * ((mentee.id in mentor.wishes) + (mentor.id in mentee.wishes)),
    }[name]()


def topic_points(topics: Mapping[str, Topic], mentor: Participant, mentee: Participant) -> int:
    if not mentee.seeks:
        return 0
    reached = Fraction(0)
    for sought, priority in mentee.seeks.items():
        best = max((Fraction(affinity(topics, o, sought)) * skill for o, skill in mentor.offers.items()), default=0)
        reached += priority * Fraction(best, 5)
    return rounded(FULL * reached / sum(mentee.seeks.values()))


def hour_points(program: Program, mentor: Participant, mentee: Participant) -> int:
    enough = 2 * program.minutes
    return min(common_minutes(mentor, mentee, program.starts, program.ends), enough) * FULL // enough


def style_points(one: str | None, other: str | None) -> int:
    if one is None or other is None:
        return FULL // 2
    return FULL if one == other else 0


def _other(one: str, other: str) -> bool:
    return bool(one and other and one != other)


def _first_two(one: set[str], other: set[str]) -> int:
    return FULL // 2 * min(len(one & other), 2)


def pair_points(program: Program, topics: Mapping[str, Topic], mentor: Participant, mentee: Participant) -> int:
    """The weighted mean of the criteria, rounded once, half up."""
    weights = program.pairing.weights
    if not weights:
        return 0
    points = {name: criterion_points(name, program, topics, mentor, mentee) for name in weights}
    return rounded(Fraction(sum(weights[name] * points[name] for name in weights), sum(weights.values())))


def rounded(value: Fraction) -> int:
    return floor(value + Fraction(1, 2))


def columns_for(
    program: Program,
    topics: Mapping[str, Topic],
    people: Mapping[str, Participant],
    mentors: list[str],
    mentees: list[str],
    earlier: frozenset[tuple[str, str]] = frozenset(),
) -> Columns:
    """The columns of some people by id."""
    sides = [people[name] for name in mentors], [people[name] for name in mentees]
    return columns_of(program, topics, *sides, people, earlier)
