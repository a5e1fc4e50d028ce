"""What comes next: sessions, dates of the program, and what pairs promised to do by when."""

import datetime
from collections.abc import Iterator

from turnabout.frozen import dataclass
from turnabout.ids import PairKey
from turnabout.model import Pair, PairStatus, Program
from turnabout.progress.rhythm import began, held, logged
from turnabout.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Upcoming:
    """A pair's next session.

    `agreed` where the two named the day, else the rhythm says by when; `number` is that of its session plan, counted
    from 1; `overdue` where the day has passed.
    """

    pair: PairKey
    on: datetime.date
    agreed: bool
    number: int
    title: str
    minutes: int
    overdue: bool


@dataclass(frozen=True, slots=True)
class ProgramDate:
    """A date of the whole program; `kind` is sign-up, start, end or survey."""

    on: datetime.date
    kind: str
    title: str


@dataclass(frozen=True, slots=True)
class Due:
    """Something a pair has before it; `kind` is action, pledge or milestone, `owner` mentor, mentee or both.

    Texts of actions are private to readers of the repository.
    """

    on: datetime.date
    pair: PairKey
    kind: str
    owner: str
    text: str
    path: str


def next_sessions(workspace: Workspace, program_id: str, today: datetime.date) -> tuple[Upcoming, ...]:
    """The next session of every active pair, in order of date and pair; none for pairs that have held all of theirs.

    UsageError where there is no such program.
    """
    program = workspace.program(program_id)
    found = [
        upcoming
        for pair in workspace.pairs_of(program_id)
        if pair.status is PairStatus.ACTIVE
        for upcoming in _next(workspace, pair, program, today)
    ]
    return tuple(sorted(found, key=lambda each: (each.on, each.pair)))


def _next(workspace: Workspace, pair: Pair, program: Program, today: datetime.date) -> Iterator[Upcoming]:
    past = held(workspace, pair, today)
    entries = logged(workspace, pair, today)
    ahead = [session.on for session in workspace.sessions.get(pair.key, ()) if session.on > today]
    agreed = entries[-1].next if entries else None
    if len(past) >= program.sessions and agreed is None:
        return
    # A session that did not take place is still owed: the rhythm counts from the last one that did.
    expected = (past[-1].on if past else began(pair, program)) + datetime.timedelta(weeks=program.every_weeks)
    on = min(ahead) if ahead else agreed or expected
    if agreed is None and not ahead and on > program.ends >= today:
        on = program.ends
    followed = max((session.curriculum or 0 for session in past), default=0)
    number = min(max(followed, len(past)) + 1, len(program.curriculum))
    yield Upcoming(
        pair=pair.key,
        on=on,
        agreed=bool(ahead) or agreed is not None,
        number=number,
        title=program.curriculum[number - 1].title,
        minutes=program.minutes,
        overdue=on < today,
    )


def program_dates(program: Program, today: datetime.date) -> tuple[ProgramDate, ...]:
    """The program's dates from today on, in order."""
    dates = [
        ProgramDate(program.starts, "start", "the program starts"),
        ProgramDate(program.ends, "end", "the program ends"),
        *(ProgramDate(survey.on, "survey", f"survey {survey.id}") for survey in program.surveys),
    ]
    if program.sign_up_opens is not None:
        dates.append(ProgramDate(program.sign_up_opens, "sign-up", "sign-up opens"))
    if program.sign_up_closes is not None:
        dates.append(ProgramDate(program.sign_up_closes, "sign-up", "sign-up closes"))
    return tuple(
        sorted((each for each in dates if each.on >= today), key=lambda each: (each.on, each.kind, each.title))
    )


def due(workspace: Workspace, program_id: str, today: datetime.date) -> tuple[Due, ...]:
    """Open actions and pledges of pairs that stand, overdue ones included, and milestones from today on; by date.

    UsageError where there is no such program.
    """
    workspace.program(program_id)
    found = [
        each for pair in workspace.pairs_of(program_id) if pair.status.stands for each in _due(workspace, pair, today)
    ]
    return tuple(sorted(found, key=lambda each: (each.on, each.pair, each.kind, each.text)))


def _due(workspace: Workspace, pair: Pair, today: datetime.date) -> Iterator[Due]:
    for session in logged(workspace, pair, today):
        for action in session.actions:
            if not action.done and action.due is not None:
                yield Due(action.due, pair.key, "action", action.owner, action.text, session.path)
    for pledge in pair.pledges:
        if pledge.state == "open" and pledge.due is not None:
            yield Due(pledge.due, pair.key, "pledge", "mentee", pledge.text, pair.path)
    for milestone in pair.milestones:
        if milestone.on >= today:
            yield Due(milestone.on, pair.key, "milestone", "both", milestone.title, pair.path)
