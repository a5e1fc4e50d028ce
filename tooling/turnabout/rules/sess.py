"""Sessions: when they were, how they went, what the next one is."""

import datetime
from collections.abc import Iterator
from itertools import pairwise

from turnabout.diagnostics import Severity
from turnabout.model import Pair, PairStatus, Program, Session
from turnabout.rules.registry import Finding, rule
from turnabout.workspace import Workspace

_SESSION = """
    # program/sessions/digital-2026/ana-ruiz--lee-wong/2026-10-19.yaml
"""


def with_pair(workspace: Workspace) -> Iterator[tuple[Session, Pair]]:
    """Every session whose pair's file is without faults, in order of pair and date."""
    for key, sessions in workspace.sessions.items():
        pair = workspace.pairs.get(key)
        if pair is not None:
            for session in sessions:
                yield session, pair


def _with_program(workspace: Workspace) -> Iterator[tuple[Session, Program]]:
    for key, sessions in workspace.sessions.items():
        program = workspace.programs.get(key.program)
        if program is not None:
            for session in sessions:
                yield session, program


@rule(
    "SESS001",
    passing=_SESSION + "    held: true\n",
    failing="""
    # program/sessions/digital-2026/ana-ruiz--lee-wong/2026-09-10.yaml
    held: true  # <-
    """,
)
def after_pair_began(workspace: Workspace, _today: datetime.date) -> Iterator[Finding]:
    """Ensure no session took place before its pair began.

    The file's name is the session's date. Rename it, or correct `since` in the pair's file.
    """
    for session, pair in with_pair(workspace):
        if pair.since is not None and session.on < pair.since:
            yield Finding(
                workspace.at(session.path, "held"),
                f"the pair began on `{pair.since}`, the session is from `{session.on}`",
                f"rename the file by its day, or correct `since` in {pair.path}",
            )


@rule(
    "SESS002",
    passing=_SESSION + "    held: true\n",
    failing="""
    # program/pairs/digital-2026/ana-ruiz--lee-wong.yaml
    status: ended
    until: "2026-10-01"
    # program/sessions/digital-2026/ana-ruiz--lee-wong/2026-10-19.yaml
    held: true  # <-
    """,
)
def before_pair_ended(workspace: Workspace, _today: datetime.date) -> Iterator[Finding]:
    """Ensure no session took place after its pair was over.

    The file's name is the session's date. Rename it, or correct `until` in the pair's file.
    """
    for session, pair in with_pair(workspace):
        over = pair.status in (PairStatus.COMPLETED, PairStatus.ENDED)
        if over and session.held and pair.until is not None and session.on > pair.until:
            yield Finding(
                workspace.at(session.path, "held"),
                f"the pair was over on `{pair.until}`, the session is from `{session.on}`",
                f"rename the file by its day, or correct `until` in {pair.path}",
            )


@rule(
    "SESS003",
    passing=_SESSION + "    held: true\n",
    failing="""
    # program/sessions/digital-2026/ana-ruiz--lee-wong/2026-11-16.yaml
    held: true  # <-
    """,
)
def held_in_the_past(workspace: Workspace, today: datetime.date) -> Iterator[Finding]:
    """Ensure a session that was held is not in the future.

    The file's name is the session's date. Rename the file; a session that is still to come stands as `next` in the one
    before.
    """
    for sessions in workspace.sessions.values():
        for session in sessions:
            if session.held and session.on > today:
                yield Finding(
                    workspace.at(session.path, "held"),
                    f"expected a session up to today (`{today}`), found one held on `{session.on}`",
                    "rename the file by its day, or remove it and write the day as `next` in the session before",
                )


@rule(
    "SESS004",
    severity=Severity.WARNING,
    passing=_SESSION + "    held: false\n    why_not: leave\n",
    failing=_SESSION + "    held: false  # <-\n",
)
def reason_where_not_held(workspace: Workspace, _today: datetime.date) -> Iterator[Finding]:
    """Ensure a session that was not held says why not, in one word.

    A session that was moved is something else than one to which nobody came; only coordinators read the reason. Add
    `why_not`; `other` is a reason too.
    """
    for sessions in workspace.sessions.values():
        for session in sessions:
            if not session.held and session.why_not is None:
                yield Finding(
                    workspace.at(session.path, "held"),
                    "the session was not held, and `why_not` is missing",
                    "add `why_not`: moved, illness, leave, work, no-show or other",
                )


@rule(
    "SESS005",
    severity=Severity.WARNING,
    passing=_SESSION + "    held: false\n    why_not: leave\n",
    failing=_SESSION + "    held: true\n    why_not: leave  # <-\n",
)
def no_reason_where_held(workspace: Workspace, _today: datetime.date) -> Iterator[Finding]:
    """Ensure a session that was held does not say why it was not.

    One of the two is left over from another day. Remove `why_not`, or set `held` to false.
    """
    for sessions in workspace.sessions.values():
        for session in sessions:
            if session.held and session.why_not is not None:
                yield Finding(
                    workspace.key_at(session.path, "why_not"),
                    "the session was held, and `why_not` says why it was not",
                    "remove `why_not`, or set `held` to false",
                )


@rule(
    "SESS006",
    severity=Severity.WARNING,
    passing=_SESSION + "    minutes: 75\n",
    failing=_SESSION + "    minutes: 600  # <-\n",
)
def minutes_plausible(workspace: Workspace, _today: datetime.date) -> Iterator[Finding]:
    """Ensure a session lasted between a quarter of the planned time and three times as long.

    A length far off is usually hours taken for minutes, or a slip of the pen. Correct it; if it is true, the warning
    can stay.
    """
    for session, program in _with_program(workspace):
        least, most = program.minutes // 4, program.minutes * 3
        if session.minutes is not None and not least <= session.minutes <= most:
            yield Finding(
                workspace.at(session.path, "minutes"),
                f"expected about {program.minutes} minutes, found {session.minutes}",
                "correct the length",
            )


@rule(
    "SESS007",
    passing=_SESSION + "    curriculum: 3\n",
    failing=_SESSION + "    curriculum: 4  # <-\n",
)
def plan_exists(workspace: Workspace, _today: datetime.date) -> Iterator[Finding]:
    """Ensure the session plan that a session followed exists.

    `curriculum` counts the plans in the program's file from 1. Correct the number, or remove it for a session without a
    plan.
    """
    for session, program in _with_program(workspace):
        if session.curriculum is not None and session.curriculum > len(program.curriculum):
            yield Finding(
                workspace.at(session.path, "curriculum"),
                f"expected 1 to {len(program.curriculum)}, found {session.curriculum}",
                "correct the number, or remove it",
            )


@rule(
    "SESS008",
    severity=Severity.WARNING,
    passing=_SESSION + "    curriculum: 2\n",
    failing=_SESSION + "    curriculum: 1  # <-\n",
)
def plan_once(workspace: Workspace, _today: datetime.date) -> Iterator[Finding]:
    """Ensure a pair follows each session plan once.

    Usually the number of the session before was copied. Correct it, or remove it for a session that went on with
    something.
    """
    for sessions in workspace.sessions.values():
        seen: dict[int, datetime.date] = {}
        for session in sessions:
            if session.held and session.curriculum is not None:
                first = seen.setdefault(session.curriculum, session.on)
                if first != session.on:
                    yield Finding(
                        workspace.at(session.path, "curriculum"),
                        f"the session of `{first}` already followed plan {session.curriculum}",
                        "correct the number, or remove it",
                    )


@rule(
    "SESS009",
    passing=_SESSION + '    next: "2026-11-16"\n',
    failing=_SESSION + '    next: "2026-10-16"  # <-\n',
)
def next_is_later(workspace: Workspace, _today: datetime.date) -> Iterator[Finding]:
    """Ensure the next session comes after this one.

    Calendars and reminders are made from this date, and a day in the past reminds nobody. Correct it.
    """
    for sessions in workspace.sessions.values():
        for session in sessions:
            if session.next is not None and session.next <= session.on:
                yield Finding(
                    workspace.at(session.path, "next"),
                    f"expected a day after `{session.on}`, found `{session.next}`",
                    "correct the date",
                )


@rule(
    "SESS010",
    severity=Severity.WARNING,
    passing=_SESSION + "    held: true\n",
    failing="""
    # program/sessions/digital-2026/ana-ruiz--lee-wong/2026-10-21.yaml
    held: true  # <-
    """,
)
def sessions_apart(workspace: Workspace, _today: datetime.date) -> Iterator[Finding]:
    """Ensure two sessions of a pair are at least a quarter of the rhythm apart.

    Two sessions in a few days are usually one that was logged by both sides. Remove one of the two files; a second
    session on the same day has a name that ends in `-2`, and is not meant here.
    """
    for key, sessions in workspace.sessions.items():
        program = workspace.programs.get(key.program)
        held = [session for session in sessions if session.held]
        if program is not None:
            least = program.every_weeks * 7 // 4
            for before, after in pairwise(held):
                if 0 < (after.on - before.on).days < least:
                    yield Finding(
                        workspace.at(after.path, "held"),
                        f"the session before was on `{before.on}`, {(after.on - before.on).days} days earlier",
                        "if both sides logged the same session, remove one of the files",
                    )


@rule(
    "SESS011",
    severity=Severity.WARNING,
    passing=_SESSION + "    held: true\n",
    failing="""
    # program/pairs/digital-2026/ana-ruiz--lee-wong.yaml
    status: draft
    # program/sessions/digital-2026/ana-ruiz--lee-wong/2026-09-21.yaml
    held: true  # <-
    # program/sessions/digital-2026/ana-ruiz--lee-wong/2026-10-19.yaml
    held: false
    why_not: moved
    """,
)
def draft_has_not_met(workspace: Workspace, _today: datetime.date) -> Iterator[Finding]:
    """Ensure a pair that holds sessions is no draft any more.

    The two have begun, but rules, reminders and reports still take them for a proposal. Set `status` to `active` and
    add `since`.
    """
    for session, pair in with_pair(workspace):
        if session.held and pair.status is PairStatus.DRAFT:
            yield Finding(
                workspace.at(session.path, "held"),
                "the session was held, the pair is still `draft`",
                f"set `status` to `active` and add `since` in {pair.path}",
            )
