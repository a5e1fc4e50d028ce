"""Which programs a command is about: those named, or with `--all` every one that pairs can be found for."""

import datetime
import functools
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import click

from turnabout.cli.failures import say
from turnabout.cli.setting import step
from turnabout.cli.side_by_side import Done, Failure, processors, side_by_side
from turnabout.errors import UsageError
from turnabout.frozen import dataclass
from turnabout.model import Role, Status
from turnabout.workspace import Workspace

T = TypeVar("T")
Stages = Callable[[str], Callable[[str], None]]
"""For a program, what is told the stages of solving it."""


@dataclass(frozen=True, slots=True)
class Portfolio:
    """What was said of programs: their names, or that all are meant, and how many may be worked on at a time."""

    named: tuple[str, ...]
    everything: bool
    jobs: int

    @property
    def single(self) -> str | None:
        """The only program named; None where there may be several results."""
        return None if self.everything or len(self.named) != 1 else self.named[0]

    @property
    def words(self) -> str:
        """What a next command has to say of it."""
        return "--all" if self.everything else " ".join(self.named)

    def require_single(self, *options: str) -> None:
        """UsageError where one of these options, which can be about one program only, was given and is not empty."""
        for option in options:
            if option and self.single is None:
                raise UsageError(f"`{option}` is about one program", "name that program, by itself")

    def stages(self, program: str) -> Callable[[str], None]:
        """What is told the stages of solving: one program shows them; those of several would run into one another."""
        return (lambda stage: step(f"solving {program}: {stage}")) if self.single is not None else lambda _: None


@dataclass(frozen=True, slots=True)
class Choice:
    """The programs to work on, and those that `--all` leaves out with the reason: `is over since 30 June 2026`."""

    programs: tuple[str, ...]
    left_out: tuple[tuple[str, str], ...] = ()


def portfolio_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds the programs, `--all` and `--jobs`; the command receives a `Portfolio` as `portfolio`."""

    @functools.wraps(command)
    def wrapped(*args: Any, programs: tuple[str, ...], everything: bool, jobs: int | None, **rest: Any) -> Any:
        if everything == bool(programs):
            both = "name programs or say `--all`, not both" if everything else "name a program, or say `--all`"
            raise click.UsageError(both)
        named = tuple(dict.fromkeys(programs))
        return command(*args, portfolio=Portfolio(named, everything, jobs or processors()), **rest)

    for option in (
        click.option(
            "--jobs",
            type=click.IntRange(1),
            metavar="NUMBER",
            help="Programs to solve at the same time. [default: one for each processor]",
        ),
        click.option(
            "--all",
            "everything",
            is_flag=True,
            help="Every program that is not over and has mentors and mentees.",
        ),
        click.argument("programs", nargs=-1, metavar="[PROGRAM]..."),
    ):
        wrapped = option(wrapped)
    return wrapped


def choose(portfolio: Portfolio, workspace: Workspace, today: datetime.date) -> Choice:
    """The programs meant, in the order named, or with `--all` in order of id.

    Raises UsageError where one of several that are named does not exist, or where `--all` finds none to pair.
    """
    if portfolio.single is not None:
        return Choice((portfolio.single,))  # whoever works on it says what is wrong with it
    if not portfolio.everything:
        return Choice(tuple(workspace.program(each).id for each in portfolio.named))
    reasons = {program: _why_not(workspace, program, today) for program in workspace.programs}
    programs = tuple(program for program, reason in reasons.items() if not reason)
    left_out = tuple((program, reason) for program, reason in reasons.items() if reason)
    if not programs:
        why = "; ".join(f"`{program}` {reason}" for program, reason in left_out) or "there is none"
        raise UsageError(f"there is no program to pair: {why}", "name a program to pair it all the same")
    return Choice(programs, left_out)


def _why_not(workspace: Workspace, program: str, today: datetime.date) -> str:
    ends = workspace.programs[program].ends
    if ends < today:
        return f"is over since {ends.isoformat()}"
    for role in Role:
        if not any(person.status is Status.ACTIVE for person in workspace.members(program, role)):
            return f"has no active {role.value}"
    return ""


def on_all(portfolio: Portfolio, choice: Choice, work: Callable[[str], T], verb: str) -> list[Done[T]]:
    """`work` done for every program chosen, side by side; what is left out, and every program's fault, goes to stderr.

    So does each program that is finished, with how many are: `verb` says what was done. A single program that was named
    raises its fault, as if there were no others.
    """
    if portfolio.single is not None:
        return [Done(each, work(each)) for each in choice.programs]
    for program, reason in choice.left_out:
        click.echo(f"note: left out: `{program}` {reason}", err=True)

    def finished(program: str, number: int) -> None:
        step(f"{verb} {program} ({number} of {len(choice.programs)})")

    done = side_by_side(choice.programs, work, portfolio.jobs, finished)
    tell_failures(done)
    return done


def tell_failures(done: Sequence[Done[T]]) -> None:
    """Says on stderr which programs have no result, and why."""
    for each in done:
        if isinstance(each.result, Failure):
            say(f"{each.program}: {each.result.message}", each.result.hint)
