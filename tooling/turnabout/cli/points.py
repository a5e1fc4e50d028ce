"""Reads the table of points that a coordinator names with `--points`, in place of the program's own criteria."""

import functools
import shlex
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from turnabout.cli.setting import Unsound
from turnabout.errors import UsageError
from turnabout.frozen import dataclass
from turnabout.model import Role
from turnabout.workspace import Workspace


@dataclass(frozen=True, slots=True)
class PointsFile:
    """What was said of given points: the table, or that the criteria count (again), or neither."""

    path: Path | None
    none: bool

    @property
    def option(self) -> str:
        """The option that was given, or nothing."""
        return "--points" if self.path is not None else "--no-points" if self.none else ""

    @property
    def words(self) -> str:
        """What a next command has to say of it, too, with a blank before."""
        return f" --points {shlex.quote(str(self.path))}" if self.path is not None else " --no-points" * self.none


def points_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds `--points FILE` and `--no-points`; the command receives a `PointsFile` as `points`."""

    @functools.wraps(command)
    def wrapped(*args: Any, points: Path | None, no_points: bool, **rest: Any) -> Any:
        return command(*args, points=PointsFile(points, no_points), **rest)

    for option in (
        click.option("--no-points", is_flag=True, help="The program's criteria count, though a table did before."),
        click.option(
            "--points",
            type=click.Path(exists=True, dir_okay=False, path_type=Path),
            help="A table (CSV: mentor, mentee, points, why) in place of the criteria; pairs not in it are excluded.",
        ),
    ):
        wrapped = option(wrapped)
    return wrapped


def with_points(file: PointsFile, workspace: Workspace, program: str) -> Workspace:
    """The workspace with the points in the table, or as it is without one.

    Raises UsageError where the table cannot be read, or none is named although the last pairing of the program used one,
    and Unsound where it has faults, after showing them with their lines.
    """
    if file.path is None:
        certificate = workspace.certificates.get(program)
        if certificate is not None and "points" in certificate.data and not file.none:
            raise UsageError(
                f"the last pairing of `{program}` had its points from a table, and none is named",
                "name it with `--points FILE`, or say `--no-points` where the program's criteria count again",
            )
        return workspace
    if file.none:
        raise UsageError("`--points` and `--no-points` do not go together", "leave one of them out")
    # Late: numpy takes longer to import than most commands take to run.
    from turnabout.matching.people.points_table import MOST_BYTES, read_points

    sides = {
        role.value: {person.id for person in workspace.members(workspace.program(program).id, role)} for role in Role
    }
    given, faults = read_points(_content(file.path, MOST_BYTES + 1), str(file.path), program, sides)
    if given is None:
        from turnabout.reporters import render

        click.echo(render(faults), err=True, nl=False)
        raise Unsound("the table of points has faults, so it was not used", "mend what is listed above")
    return replace(workspace, given={**workspace.given, program: given})


def _content(path: Path, most: int) -> bytes:
    try:
        with path.open("rb") as table:
            return table.read(most)
    except OSError as fault:
        raise UsageError(f"{path} cannot be read: {fault.strerror}", "check the name and the permissions") from fault
