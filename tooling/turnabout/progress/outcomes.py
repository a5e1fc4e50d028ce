"""What came out of it: goals, learning, pledges, mood, objectives and feedback; small groups are left out."""

import datetime
from collections.abc import Collection, Mapping, Sequence
from statistics import fmean

from turnabout.frozen import dataclass
from turnabout.ids import PairKey
from turnabout.model import Answer, Objective, Pair, PairStatus, Program
from turnabout.progress.activity import months_between
from turnabout.progress.rhythm import held
from turnabout.progress.small import shown
from turnabout.small_groups import SMALL_GROUP
from turnabout.workspace import Workspace

PLEDGE_STATES = ("open", "kept", "dropped")


@dataclass(frozen=True, slots=True)
class Learning:
    """Mean confidence in one topic, 1 to 5, before the first and after the last session about it, over `people`.

    All three figures are None where the group is suppressed.
    """

    topic: str
    people: int | None
    before: float | None
    after: float | None

    @property
    def suppressed(self) -> bool:
        """Whether too few people are behind it."""
        return self.people is None


@dataclass(frozen=True, slots=True)
class Pledges:
    """Numbers of pledges by state, in the order open, kept, dropped; None where fewer than five pairs are behind them."""

    theme: str
    states: tuple[int, int, int] | None

    @property
    def suppressed(self) -> bool:
        """Whether too few pairs are behind it."""
        return self.states is None


@dataclass(frozen=True, slots=True)
class Mood:
    """Mean mood of a month, 1 to 5, over everybody who gave one; None where fewer than five people did."""

    first: datetime.date
    mean: float | None


@dataclass(frozen=True, slots=True)
class Reached:
    """How far an objective is: 0 at the baseline, 1 at the target, may be below or above; None without a figure."""

    objective: Objective
    fraction: float | None


@dataclass(frozen=True, slots=True)
class Wave:
    """One wave: `rate` is answered / invited from 0 to 1, None where nobody was asked.

    `questions` are those with at least five answers, `suppressed` says how many there are besides.
    """

    wave: str
    role: str
    on: datetime.date
    invited: int
    answered: int
    rate: float | None
    questions: tuple[Answer, ...]
    suppressed: int


def goals_mean(pairs: Sequence[Pair]) -> float | None:
    """Mean progress of all goals of these pairs in percent, None without any."""
    progress = [goal.progress for pair in pairs for goal in pair.goals]
    return fmean(progress) if progress else None


@dataclass(frozen=True, slots=True)
class Lessons:
    """What everybody learned: all topics together, by area (a topic without a wider one), by topic; each in order of id.

    Somebody who learned in several topics counts once for each of them in the means, and once in `people`.
    """

    overall: Learning
    areas: tuple[Learning, ...]
    topics: tuple[Learning, ...]


def learning(workspace: Workspace, pairs: Sequence[Pair], today: datetime.date) -> Lessons:
    """Confidence before and after, of mentors and mentees alike: before the first lesson in a topic, after the last."""
    first: dict[tuple[str, str], int] = {}
    last: dict[tuple[str, str], int] = {}
    lessons = sorted(
        (session.on, session.number, pair.key, learned.topic, learned.who, learned.before, learned.after)
        for pair in pairs
        for session in held(workspace, pair, today)
        for learned in session.learned
    )
    for _, _, key, topic, who, before, after in lessons:
        person = key.mentor if who == "mentor" else key.mentee
        first.setdefault((topic, person), before)
        last[topic, person] = after
    of_topic: Behind = {}
    of_area: Behind = {}
    for (topic, person), before in first.items():
        entry = (person, before, last[topic, person])
        of_topic.setdefault(topic, []).append(entry)
        of_area.setdefault(area(workspace, topic), []).append(entry)
    everybody = {"": [entry for entries in of_area.values() for entry in entries]}
    visible = _visible(of_area)
    # Inside each area on its own: its total less the topics shown must not give a hidden topic away.
    topics = {
        topic
        for wide in visible
        for topic in _visible({each: of_topic[each] for each in of_topic if area(workspace, each) == wide})
    }
    return Lessons(
        overall=_learned(everybody, _visible(everybody))[0],
        areas=_learned(of_area, visible),
        topics=_learned(of_topic, topics),
    )


# Who learned, with the confidence before and after, by the name of a group.
Behind = dict[str, list[tuple[str, int, int]]]


def _visible(groups: Behind) -> frozenset[str]:
    return shown({name: frozenset(person for person, _, _ in entries) for name, entries in groups.items()})


def _learned(groups: Behind, visible: Collection[str]) -> tuple[Learning, ...]:
    return tuple(
        Learning(
            name,
            len({person for person, _, _ in entries}),
            fmean(before for _, before, _ in entries),
            fmean(after for _, _, after in entries),
        )
        if name in visible
        else Learning(name, None, None, None)
        for name, entries in sorted(groups.items())
    )


def area(workspace: Workspace, topic: str) -> str:
    """The widest topic above `topic`, itself where it has no wider one; a circle ends where it began."""
    trail = [topic]
    while (found := workspace.topics.get(trail[-1])) and found.parent and found.parent not in trail:
        trail.append(found.parent)
    return trail[-1]


def pledges(pairs: Sequence[Pair]) -> tuple[Pledges, tuple[Pledges, ...]]:
    """All pledges by state, and those of each theme in order of theme; without a theme they stand under ``."""
    behind: dict[str, set[PairKey]] = {}
    counts: dict[str, list[int]] = {}
    for pair in pairs:
        for pledge in pair.pledges:
            theme = pledge.theme or ""
            behind.setdefault(theme, set()).add(pair.key)
            counts.setdefault(theme, [0, 0, 0])[PLEDGE_STATES.index(pledge.state)] += 1
    everybody = set().union(*behind.values())
    total = [sum(each) for each in zip(*counts.values(), strict=True)] if len(everybody) >= SMALL_GROUP else None
    visible = shown(behind)
    return (
        Pledges("", _three(total)),
        tuple(Pledges(theme, _three(counts[theme] if theme in visible else None)) for theme in sorted(counts)),
    )


def _three(counts: Sequence[int] | None) -> tuple[int, int, int] | None:
    return None if counts is None else (counts[0], counts[1], counts[2])


def mood_by_month(
    workspace: Workspace, program: Program, pairs: Sequence[Pair], today: datetime.date
) -> tuple[Mood, ...]:
    """Mean mood of each month of the program up to today."""
    months = months_between(program.starts, min(program.ends, max(today, program.starts)))
    given: dict[datetime.date, list[tuple[str, int]]] = {first: [] for first in months}
    for pair in pairs:
        sides: Mapping[str, str] = {"mentor": pair.key.mentor, "mentee": pair.key.mentee}
        for session in held(workspace, pair, today):
            first = session.on.replace(day=1)
            if first in given:
                given[first] += [(sides[side], mood) for side, mood in session.mood.items()]
    return tuple(
        Mood(first, fmean(mood for _, mood in moods) if len({who for who, _ in moods}) >= SMALL_GROUP else None)
        for first, moods in given.items()
    )


def reached(program: Program) -> tuple[Reached, ...]:
    """How far each objective is, in the program's order."""
    return tuple(Reached(objective, _fraction(objective)) for objective in program.objectives)


def _fraction(objective: Objective) -> float | None:
    way = objective.target - objective.baseline
    return None if objective.now is None or not way else (objective.now - objective.baseline) / way


def waves(workspace: Workspace, program: Program, today: datetime.date) -> tuple[Wave, ...]:
    """The program's waves of feedback that closed by today, in order of date."""
    found = sorted(
        (each for (of, _), each in workspace.feedback.items() if of == program.id and each.on <= today),
        key=lambda each: (each.on, each.wave),
    )
    return tuple(
        Wave(
            wave=each.wave,
            role=each.role,
            on=each.on,
            invited=each.invited,
            answered=each.answered,
            rate=each.answered / each.invited if each.invited else None,
            questions=tuple(question for question in each.questions if question.answers >= SMALL_GROUP),
            suppressed=sum(question.answers < SMALL_GROUP for question in each.questions),
        )
        for each in found
    )


def lasting(pairs: Sequence[Pair]) -> tuple[Pair, ...]:
    """The pairs that are or were one: all but drafts."""
    return tuple(pair for pair in pairs if pair.status is not PairStatus.DRAFT)
