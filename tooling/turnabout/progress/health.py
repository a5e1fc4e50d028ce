"""Pairs that need attention: somebody asks them how it goes. Nothing here is a verdict on people."""

import datetime
from collections.abc import Iterator

from turnabout.frozen import dataclass
from turnabout.ids import PairKey
from turnabout.model import Pair, PairStatus, Program
from turnabout.progress.rhythm import began, held, logged
from turnabout.wording import day
from turnabout.workspace import Workspace

# A mood of 1 or 2 of 5.
LOW_MOOD = 2


@dataclass(frozen=True, slots=True)
class Concern:
    """One reason to ask a pair how it goes.

    `kind` is quiet, charter, not-held, mood or next-passed; `days` since it began to matter; `path` the file that it
    can be read from. `audience` says who may see it: `participants` or `coordinators` only.
    """

    pair: PairKey
    kind: str
    sentence: str
    days: int
    path: str
    audience: str = "participants"


def concerns(workspace: Workspace, program_id: str, today: datetime.date) -> tuple[Concern, ...]:
    """What is of concern about the program's active pairs, the longest first, then in order of pair and kind.

    Nothing is after the program has ended. UsageError where there is no such program.
    """
    program = workspace.program(program_id)
    found = [
        concern
        for pair in workspace.pairs_of(program_id)
        if pair.status is PairStatus.ACTIVE and began(pair, program) <= today <= program.ends
        for concern in _of_pair(workspace, pair, program, today)
    ]
    return tuple(sorted(found, key=lambda each: (-each.days, each.pair, each.kind)))


def _of_pair(workspace: Workspace, pair: Pair, program: Program, today: datetime.date) -> Iterator[Concern]:
    yield from _quiet(workspace, pair, program, today)
    yield from _charter(pair, program, today)
    yield from _not_held(workspace, pair, today)
    yield from _mood(workspace, pair, today)
    yield from _next_passed(workspace, pair, today)


def _quiet(workspace: Workspace, pair: Pair, program: Program, today: datetime.date) -> Iterator[Concern]:
    past = held(workspace, pair, today)
    if len(past) >= program.sessions:
        return  # They have held all their sessions.
    days = (today - (past[-1].on if past else began(pair, program))).days
    if days > program.quiet_days:
        since = "since their last session" if past else "since they began, without a session"
        yield Concern(pair.key, "quiet", f"{days} days {since}", days, past[-1].path if past else pair.path)


def _charter(pair: Pair, program: Program, today: datetime.date) -> Iterator[Concern]:
    days = (today - began(pair, program)).days
    missing = [side for side in ("mentor", "mentee") if side not in pair.charter]
    if missing and days > program.charter_days:
        yield Concern(
            pair.key,
            "charter",
            f"{' and '.join(missing)} {'has' if len(missing) == 1 else 'have'} not agreed to the charter yet",
            days - program.charter_days,
            pair.path,
        )


def _not_held(workspace: Workspace, pair: Pair, today: datetime.date) -> Iterator[Concern]:
    past = logged(workspace, pair, today)
    row = 0
    for session in reversed(past):
        if session.held:
            break
        row += 1
    if row >= 2:
        yield Concern(
            pair.key,
            "not-held",
            f"{row} sessions in a row were not held",
            (today - past[-row].on).days,
            past[-1].path,
        )


def _mood(workspace: Workspace, pair: Pair, today: datetime.date) -> Iterator[Concern]:
    past = [session for session in held(workspace, pair, today) if session.mood]
    if past and min(past[-1].mood.values()) <= LOW_MOOD:
        yield Concern(
            pair.key,
            "mood",
            "the last session left somebody in a low mood",  # neither who nor how low: that is for the two to say
            (today - past[-1].on).days,
            past[-1].path,
            "coordinators",
        )


def _next_passed(workspace: Workspace, pair: Pair, today: datetime.date) -> Iterator[Concern]:
    past = logged(workspace, pair, today)
    if past and past[-1].next is not None and past[-1].next < today:
        yield Concern(
            pair.key,
            "next-passed",
            f"the next session was planned for {day(past[-1].next)}, and nothing has been logged since",
            (today - past[-1].next).days,
            past[-1].path,
        )
