"""The dates in a pair's file: since, until, charter, pledges."""

import datetime
from collections.abc import Iterator

from turnabout.diagnostics import Severity
from turnabout.model import PairStatus
from turnabout.rules.pair import planned, with_program
from turnabout.rules.registry import Finding, rule
from turnabout.workspace import Workspace

_OVER = (PairStatus.COMPLETED, PairStatus.ENDED)
_PAIR = """
    # program/pairs/digital-2026/ana-ruiz--lee-wong.yaml
"""


@rule(
    "PAIR019",
    passing="""
    # program/pairs/digital-2026/ana-ruiz--lee-wong.yaml
    status: active
    since: "2026-09-14"
    """,
    failing="""
    # program/pairs/digital-2026/ben-okoro--mia-sato.yaml
    status: paused  # <-
    """,
)
def begun_on_a_day(workspace: Workspace, _today: datetime.date) -> Iterator[Finding]:
    """Ensure a pair that began has the day on which it did.

    When a pair is late, quiet or without a charter is counted from this day. Add `since`.
    """
    for pair in workspace.pairs.values():
        if pair.since is None and pair.status.stands:
            yield Finding(
                workspace.at(pair.path, "status"),
                f"the pair is `{pair.status}` and has no `since`",
                "add the day on which it began",
            )


@rule(
    "PAIR020",
    passing=_PAIR + '    since: "2026-09-14"\n',
    failing=_PAIR + '    since: "2026-09-01"  # <-\n',
)
def begun_within_the_program(workspace: Workspace, _today: datetime.date) -> Iterator[Finding]:
    """Ensure a pair begins between the first and the last day of its program.

    Before the start nothing protects the two: no training, no charter. Correct the date, or the program's timeline.
    """
    for pair, program in with_program(workspace):
        if pair.since is not None and not program.starts <= pair.since <= max(program.starts, program.ends):
            yield Finding(
                workspace.at(pair.path, "since"),
                f"expected a day from `{program.starts}` to `{program.ends}`, found `{pair.since}`",
                "correct the date",
            )


@rule(
    "PAIR021",
    passing=_PAIR + '    status: ended\n    until: "2026-10-25"\n',
    failing=_PAIR + "    status: ended  # <-\n",
)
def over_on_a_day(workspace: Workspace, _today: datetime.date) -> Iterator[Finding]:
    """Ensure a pair that is over has the day on which it ended.

    Reports and retention count from it. Add `until`; nobody has to give a reason.
    """
    for pair in workspace.pairs.values():
        if pair.status in _OVER and pair.until is None:
            yield Finding(
                workspace.at(pair.path, "status"),
                f"the pair is `{pair.status}` and has no `until`",
                "add the day on which it ended",
            )


@rule(
    "PAIR022",
    passing=_PAIR + '    status: ended\n    since: "2026-09-14"\n    until: "2026-10-25"\n',
    failing=_PAIR + '    status: ended\n    since: "2026-09-14"\n    until: "2026-09-10"  # <-\n',
)
def ends_after_begin(workspace: Workspace, _today: datetime.date) -> Iterator[Finding]:
    """Ensure a pair ends, or its pause does, on or after the day on which the pair began.

    One of the two dates is wrong. Correct it.
    """
    for pair in workspace.pairs.values():
        if pair.since is not None and pair.until is not None and pair.until < pair.since:
            yield Finding(
                workspace.at(pair.path, "until"),
                f"expected a day from `{pair.since}` on, found `{pair.until}`",
                "correct `since` or `until`",
            )


@rule(
    "PAIR023",
    passing=_PAIR + '    status: completed\n    until: "2026-10-25"\n',
    failing=_PAIR + '    status: completed\n    until: "2026-12-25"  # <-\n',
)
def over_in_the_past(workspace: Workspace, today: datetime.date) -> Iterator[Finding]:
    """Ensure a pair that is over ended on a day that has come.

    Until that day the two still are a pair and take up a place. Correct the date, or leave the pair active until then.
    """
    for pair in workspace.pairs.values():
        if pair.status in _OVER and pair.until is not None and pair.until > today:
            yield Finding(
                workspace.at(pair.path, "until"),
                f"the pair is `{pair.status}`: expected a day up to today (`{today}`), found `{pair.until}`",
                "correct the date, or set `status` to `active` until then",
            )


@rule(
    "PAIR024",
    passing=_PAIR + '    charter: {mentor: "2026-09-21", mentee: "2026-09-21"}\n',
    failing=_PAIR + '    charter:\n      mentor: "2026-09-21"\n      mentee: "2027-09-21"  # <-\n',
)
def agreed_in_the_past(workspace: Workspace, today: datetime.date) -> Iterator[Finding]:
    """Ensure each side agreed to the charter on a day that has come.

    Nobody agrees in the future. Correct the date, or remove it until the day has come.
    """
    for pair in workspace.pairs.values():
        for side, day in pair.charter.items():
            if day > today:
                yield Finding(
                    workspace.at(pair.path, "charter", side),
                    f"expected a day up to today (`{today}`), found `{day}`",
                    "correct the date, or remove it until then",
                )


@rule(
    "PAIR025",
    severity=Severity.WARNING,
    passing=_PAIR
    + """
    pledges:
      - {text: I try a tool before I decide about it, due: "2027-01-31", state: open}
    """,
    failing=_PAIR
    + """
    pledges:
      - text: I try a tool before I decide about it
        due: "2026-10-15"  # <-
        state: open
    """,
)
def pledges_not_overdue(workspace: Workspace, today: datetime.date) -> Iterator[Finding]:
    """Ensure no pledge is open after the day on which it was due.

    What seniors promised is what juniors remember. Set `state` to `kept` or `dropped`, or agree on another day.
    """
    for pair in workspace.pairs.values():
        for at, pledge in enumerate(pair.pledges):
            if pledge.state == "open" and pledge.due is not None and pledge.due < today:
                yield Finding(
                    workspace.at(pair.path, "pledges", at, "due"),
                    f"the pledge was due on `{pledge.due}` and is still open",
                    "set `state` to `kept` or `dropped`, or agree on another day",
                )


@rule(
    "PAIR026",
    severity=Severity.WARNING,
    passing=_PAIR + "    status: active\n",
    failing="""
    # program/digital-2026.yaml
    timeline: {starts: "2026-07-06", ends: "2026-10-31"}
    # program/pairs/digital-2026/ana-ruiz--lee-wong.yaml
    status: active  # <-
    """,
)
def over_with_the_program(workspace: Workspace, today: datetime.date) -> Iterator[Finding]:
    """Ensure no pair goes on after its program ended.

    The two may of course meet as long as they like, but the program's pair takes up a place and looks quiet. Set
    `status` to `completed` and add `until`.
    """
    for pair, program in with_program(workspace):
        if planned(pair) and program.ends < today:
            yield Finding(
                workspace.at(pair.path, "status"),
                f"the program ended on `{program.ends}`, the pair is still `{pair.status}`",
                "set `status` to `completed` and add `until`, or remove the draft",
            )


@rule(
    "PAIR027",
    severity=Severity.WARNING,
    passing=_PAIR + '    status: paused\n    until: "2026-12-01"\n',
    failing=_PAIR + '    status: paused\n    until: "2026-10-15"  # <-\n',
)
def pause_not_over(workspace: Workspace, today: datetime.date) -> Iterator[Finding]:
    """Ensure a pause of a pair that is over is ended.

    A paused pair is not reminded of anything, also when the two expected to be. Set `status` to `active`, or give the
    pause a later end.
    """
    for pair in workspace.pairs.values():
        if pair.status is PairStatus.PAUSED and pair.until is not None and pair.until < today:
            yield Finding(
                workspace.at(pair.path, "until"),
                f"the pause ended on `{pair.until}`",
                "ask the two, then set `status` to `active` or move the date",
            )
