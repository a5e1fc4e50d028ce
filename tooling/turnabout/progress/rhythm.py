"""When a pair's sessions are due by the program's rhythm."""

import datetime

from turnabout.model import Pair, PairStatus, Program, Session
from turnabout.workspace import Workspace


def began(pair: Pair, program: Program) -> datetime.date:
    """The day from which the pair's sessions are counted: its own first day, else the program's."""
    return pair.since or program.starts


def due_dates(pair: Pair, program: Program) -> tuple[datetime.date, ...]:
    """The last day by which each session of the pair is due, in order: one rhythm after the start, two, and so on.

    Drafts have none. What would be due after the end of the program or of the pair is left out.
    """
    if pair.status is PairStatus.DRAFT:
        return ()
    end = program.ends
    if pair.status in (PairStatus.COMPLETED, PairStatus.ENDED) and pair.until is not None:
        end = min(end, pair.until)
    step = datetime.timedelta(weeks=program.every_weeks)
    start = began(pair, program)
    return tuple(day for number in range(1, program.sessions + 1) if (day := start + number * step) <= end)


def logged(workspace: Workspace, pair: Pair, today: datetime.date) -> tuple[Session, ...]:
    """The pair's sessions up to today, held or not, in order of date."""
    return tuple([session for session in workspace.sessions.get(pair.key, ()) if session.on <= today])


def held(workspace: Workspace, pair: Pair, today: datetime.date) -> tuple[Session, ...]:
    """The pair's sessions up to today that were held, in order of date."""
    return tuple([session for session in logged(workspace, pair, today) if session.held])


def due_by(workspace: Workspace, pair: Pair, program: Program, today: datetime.date) -> int:
    """How many sessions the pair should have held by today.

    While a pair is paused no session becomes due: for it, as many are due as had become due by its last session, since
    no file says when a pause began.
    """
    until = today
    if pair.status is PairStatus.PAUSED:
        past = held(workspace, pair, today)
        until = past[-1].on if past else began(pair, program)
    return sum(day <= until for day in due_dates(pair, program))
