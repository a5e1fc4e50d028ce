"""What pairs did: sessions per month and week, and how well the rhythm was kept."""

import datetime
from collections.abc import Iterable, Mapping, Sequence

from turnabout.frozen import dataclass
from turnabout.ids import PairKey
from turnabout.model import Pair, PairStatus, Program, Session
from turnabout.progress.rhythm import due_by, due_dates, logged
from turnabout.workspace import Workspace

_WEEK = datetime.timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class Month:
    """One month, named by its first day: sessions `planned` by the rhythm, `held`, and `missed` (logged as not held)."""

    first: datetime.date
    planned: int
    held: int
    missed: int


@dataclass(frozen=True, slots=True)
class Strip:
    """One pair's weeks, as many as there are in `Activity.weeks`: 1 where a session was held, else 0."""

    pair: PairKey
    cells: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Activity:
    """What pairs did up to a day.

    `weeks` are the Mondays of the strips. `due` counts the sessions that should have been held by then; `kept` those of
    them that were, so that a pair that met more often does not make up for one that did not; `share` is kept / due from
    0 to 1, None where nothing was due. `hours` is the time spent in sessions that say how long they were.
    """

    months: tuple[Month, ...]
    weeks: tuple[datetime.date, ...]
    strips: tuple[Strip, ...]
    held: int
    missed: int
    due: int
    kept: int
    share: float | None
    hours: float


def activity(workspace: Workspace, program: Program, today: datetime.date) -> Activity:
    """What the program's pairs did from its start to today or its end. Drafts are no pairs yet."""
    pairs = [pair for pair in workspace.pairs_of(program.id) if pair.status is not PairStatus.DRAFT]
    weeks = weeks_of(program, today)
    past = {pair.key: logged(workspace, pair, today) for pair in pairs}
    sessions = [session for theirs in past.values() for session in theirs]
    took_place = [session for session in sessions if session.held]
    numbers = [
        (due_by(workspace, pair, program, today), sum(session.held for session in past[pair.key])) for pair in pairs
    ]
    due = sum(number for number, _ in numbers)
    kept = sum(min(number, done) for number, done in numbers)
    return Activity(
        months=_months(program, pairs, sessions),
        weeks=weeks,
        strips=tuple(Strip(key, _cells(theirs, weeks)) for key, theirs in past.items()),
        held=len(took_place),
        missed=len(sessions) - len(took_place),
        due=due,
        kept=kept,
        share=kept / due if due else None,
        hours=sum(session.minutes or 0 for session in took_place) / 60,
    )


def weeks_of(program: Program, today: datetime.date) -> tuple[datetime.date, ...]:
    """The Mondays of the program's weeks up to today or its end, in order; none before its start."""
    last = min(today, program.ends)
    monday = program.starts - datetime.timedelta(days=program.starts.weekday())
    weeks = []
    while monday <= last and program.starts <= last:
        weeks.append(monday)
        monday += _WEEK
    return tuple(weeks)


def _cells(sessions: Sequence[Session], weeks: Sequence[datetime.date]) -> tuple[int, ...]:
    met = {session.on - datetime.timedelta(days=session.on.weekday()) for session in sessions if session.held}
    return tuple([int(week in met) for week in weeks])


def _months(program: Program, pairs: Sequence[Pair], sessions: Sequence[Session]) -> tuple[Month, ...]:
    planned = _by_month(day for pair in pairs for day in due_dates(pair, program))
    took_place = _by_month(session.on for session in sessions if session.held)
    missed = _by_month(session.on for session in sessions if not session.held)
    return tuple(
        Month(first, planned.get(first, 0), took_place.get(first, 0), missed.get(first, 0))
        for first in months_between(program.starts, program.ends)
    )


def _by_month(days: Iterable[datetime.date]) -> Mapping[datetime.date, int]:
    counts: dict[datetime.date, int] = {}
    for day in days:
        first = day.replace(day=1)
        counts[first] = counts.get(first, 0) + 1
    return counts


def months_between(starts: datetime.date, ends: datetime.date) -> tuple[datetime.date, ...]:
    """The first day of each month from that of `starts` to that of `ends`, in order."""
    return tuple(
        datetime.date(index // 12, index % 12 + 1, 1)
        for index in range(starts.year * 12 + starts.month - 1, ends.year * 12 + ends.month)
    )
