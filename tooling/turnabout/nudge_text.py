"""The text of a nudge: pairs that have not met for a while, for one issue that is kept up to date."""

import datetime
from collections.abc import Iterable

from turnabout.progress import Concern, concerns
from turnabout.proposal_text import plain
from turnabout.workspace import Workspace


def nudge_text(workspace: Workspace, programs: Iterable[str], today: datetime.date) -> str:
    """Markdown about the pairs of these programs, ending in a line feed; empty where no pair has to be asked.

    Only what participants may know is in it: how somebody felt is not. A while is `health.quiet_days` of each program.
    UsageError where there is no such program.
    """
    parts = [part for program in programs if (part := _program(workspace, program, today))]
    if not parts:
        return ""
    head = (
        f"As of {today.isoformat()}. Nobody is late and nothing here is a verdict: meetings move, and some are only not "
        "logged yet. Somebody may want to ask how it goes, each of the two by themselves."
    )
    tail = "Have you met? Log it with the form *Log a session*. Would you rather pause or stop? Nobody asks why."
    return "\n\n".join([head, *parts, tail]) + "\n"


def _program(workspace: Workspace, program_id: str, today: datetime.date) -> str:
    program = workspace.program(program_id)
    quiet = [each for each in concerns(workspace, program_id, today) if each.kind == "quiet"]
    if not quiet:
        return ""
    heading = f"## {plain(program.title)}: more than {program.quiet_days} days"
    return "\n".join([heading, "", "| mentor | mentee | how long |", "| --- | --- | --- |", *map(_row, quiet)])


def _row(concern: Concern) -> str:
    return f"| `{concern.pair.mentor}` | `{concern.pair.mentee}` | {concern.sentence} |"
