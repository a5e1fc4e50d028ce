"""What a new repository leaves to fill in: every TODO is told until it is done."""

import datetime
import re
from collections.abc import Iterator

from turnabout.diagnostics import Severity
from turnabout.rules.priv import texts
from turnabout.rules.registry import Finding, rule
from turnabout.workspace import Workspace

_LEFT = re.compile(r"\bTODO\b")


@rule(
    "PROG020",
    severity=Severity.WARNING,
    passing="""
    # program/digital-2026.yaml
    purpose: Leaders decide on tools that they have never used.
    """,
    failing="""
    # program/digital-2026.yaml
    purpose: TODO. The problem of the business.  # <-
    """,
)
def nothing_left_to_fill_in(workspace: Workspace, _today: datetime.date) -> Iterator[Finding]:
    """Ensure nothing in a program's file is still to be filled in.

    `turnabout new` writes `TODO` where only you know what belongs there, and the site would show it to everybody.
    Replace the whole text.
    """
    for program in workspace.programs.values():
        for keys, text in texts(workspace.data(program.path)):
            if _LEFT.search(text):
                name = ".".join(key for key in keys if isinstance(key, str))
                message = f"`{name}` is still to be filled in"
                yield Finding(workspace.at(program.path, *keys), message, "replace the whole text that has a TODO")
