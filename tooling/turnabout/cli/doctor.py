"""`turnabout doctor`: what the machine and the repository lack, and how to mend it."""

import json
import os
from collections.abc import Iterable
from pathlib import Path

import click

from turnabout.doctor.facts import Asked, examine
from turnabout.doctor.verdicts import State, Verdict

FORMAT_VERSION = 1
_PAINT = {State.OK: "green", State.NOTE: "cyan", State.WARN: "yellow", State.FAIL: "red"}
_WIDTH = 17


@click.command(short_help="Look for what the machine or the repository lacks.")
@click.option(
    "--root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The folder to look at; left out: this one.",
)
@click.option("--offline", is_flag=True, help="Do not ask the remote.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="text for people, json for programs.",
)
def doctor(root: Path | None, offline: bool, form: str) -> int:
    """Look for what the machine or the repository lacks, and say how to mend it.

    Changes nothing. `fail` means that commands will not work, `warn` that some will not or not well, `note` is good to
    know. Exit code 4 where something fails, 0 otherwise.

    Example: turnabout doctor --offline
    """
    from turnabout.cli import COMMANDS

    folder = (Path.cwd() if root is None else root).absolute()
    asked = Asked(folder, os.environ, offline=offline, can_migrate="migrate" in COMMANDS)
    found = []
    for verdict in examine(asked):
        found.append(verdict)
        if form == "text":
            click.echo(_line(verdict))
    click.echo(_as_json(found) if form == "json" else f"\n{_summary(found)}")
    return 4 if any(each.state is State.FAIL for each in found) else 0


def _line(verdict: Verdict) -> str:
    state = click.style(verdict.state.value.ljust(5), fg=_PAINT[verdict.state], bold=verdict.state is State.FAIL)
    line = f"{state} {verdict.name.ljust(_WIDTH)}{verdict.found}"
    return line + (f"\n      {' ' * _WIDTH}{click.style('fix:', fg='cyan')} {verdict.fix}" if verdict.fix else "")


def _summary(found: Iterable[Verdict]) -> str:
    states = [each.state for each in found]
    failing, warnings = states.count(State.FAIL), states.count(State.WARN)
    if not failing and not warnings:
        return "all well: Turnabout has what it needs"
    parts = [f"{failing} to mend"] * bool(failing) + [f"{warnings} to know about"] * bool(warnings)
    return f"{', '.join(parts)} of {len(states)}"


def _as_json(found: Iterable[Verdict]) -> str:
    lines = [
        {"name": each.name, "state": each.state.value, "found": each.found, "fix": each.fix}
        for each in found
    ]  # fmt: skip
    return json.dumps({"version": FORMAT_VERSION, "checks": lines}, ensure_ascii=False, indent=2)
