"""One place that turns a failure into one sentence on stderr and an exit code."""

import errno
import os
import sys

import click

from turnabout.errors import TurnaboutError

INTERRUPTED = 130  # what shells report for Ctrl-C


def report(fault: BaseException) -> int:
    """Says what happened and returns the exit code."""
    match fault:
        case click.exceptions.Exit():
            return fault.exit_code
        case click.UsageError() if not isinstance(fault, click.exceptions.NoArgsIsHelpError):
            from turnabout.cli.wrong_calls import wrong_call

            say(*wrong_call(fault))
            return fault.exit_code
        case click.ClickException():
            fault.show()
            return fault.exit_code
        case click.Abort() | KeyboardInterrupt():
            click.echo("stopped; nothing half-written was left behind", err=True)
            return INTERRUPTED
        case TurnaboutError():
            say(fault.message, fault.hint)
            return fault.exit_code
        case BrokenPipeError():
            # The reader (`| head`) has gone; what Python would flush at exit has nowhere to go.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 0
        case OSError() if fault.errno == errno.ENOSPC:
            say("the disk is full", "make room and run the command again")
            return 4
        case OSError():
            name = f" ({fault.filename})" if fault.filename else ""
            say(f"{fault.strerror or fault}{name}", "check the file and its permissions")
            return 4
        case _:
            say(
                f"Turnabout met a fault of its own: {type(fault).__name__}: {fault}",
                "run it again as `turnabout --debug …` and report what it prints",
            )
            return 4


def say(message: str, hint: str) -> None:
    """An error and its hint, on stderr."""
    click.echo(click.style("error: ", fg="red", bold=True) + message, err=True)
    if hint:
        click.echo(click.style("hint: ", fg="cyan") + hint, err=True)
