"""Reading an instance for the commands that take one: its faults are told on stderr, and end the command."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from turnabout.errors import UsageError

if TYPE_CHECKING:
    from turnabout.matching.problem import Problem


def content_of(path: Path) -> bytes:
    """The bytes of a file that the user named."""
    try:
        return path.read_bytes()
    except OSError as fault:
        raise UsageError(f"{path} cannot be read: {fault.strerror}", "check the name and the permissions") from fault


def instance_at(path: Path) -> "tuple[Problem, int]":
    """The problem in a file, and its scale; exit code 1 after naming the faults where there is none."""
    content = content_of(path)
    # Late: numpy takes longer to import than most commands take to run.
    from turnabout.matching.instances.instance_error import InstanceError
    from turnabout.matching.instances.instance_file import read_any

    try:
        return read_any(content, str(path))
    except InstanceError as error:
        from turnabout.reporters import render

        click.echo(render(error.diagnostics), err=True, nl=False)
        raise click.exceptions.Exit(1) from error
