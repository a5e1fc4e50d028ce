"""The part of `turnabout verify` that proves a result file of `turnabout solve` against its instance."""

import json
from pathlib import Path
from typing import Any

import click

from turnabout.cli.instances import content_of, instance_at
from turnabout.errors import UsageError


def verify_result(path: Path, instance: Path) -> int:
    """Says whether the result is proven; exit code 1 where it is not, 3 where a solver's word stands in for a proof."""
    data = _data(path)
    problem, _ = instance_at(instance)
    # Late, and with numpy only: whoever checks needs no solver.
    from turnabout.matching.instances.result import faults_of, gaps_of

    faults = faults_of(problem, data)
    for fault in faults:
        _say(path, fault)
    if faults:
        return 1
    gaps = gaps_of(problem, data)
    for gap in gaps:
        _say(path, gap)
    if gaps:
        return 3
    named = ", ".join(dict.fromkeys(stage["stage"] for stage in data["stages"]))
    click.echo(f"proven: {len(data['pairs'])} pairs are optimal for {named}; checked without a solver")
    return 0


def _say(path: Path, words: str) -> None:
    """One line; a name in the file may hold what no terminal can show."""
    click.echo(f"{path}: {words}".encode("utf-8", "backslashreplace"))


def _data(path: Path) -> Any:
    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) != len(pairs):
            raise UsageError(f"{path} is no result: a key is given twice", "name a file that `turnabout solve` wrote")
        return found

    try:
        return json.loads(content_of(path).decode("utf-8-sig"), object_pairs_hook=once)
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as fault:
        raise UsageError(
            f"{path} is no result: it is not JSON", "name a file that `turnabout solve --format json` wrote"
        ) from fault
