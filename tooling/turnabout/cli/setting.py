"""What every command shares: where the repository is, which day it is, and reading the workspace with progress shown."""

import datetime
import gc
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from turnabout.diagnostics import Diagnostic, has_errors
from turnabout.errors import TurnaboutError, UsageError
from turnabout.workspace import Files, Workspace, find_root, read_files

if TYPE_CHECKING:
    from turnabout.checking import Checked, State

# A memory may stay behind by files that take less to check again than it takes to write: this share of all of them.
BEHIND = 0.002
PLAIN_EVERY = 20_000  # files between two lines of progress where the terminal cannot draw a bar


class Unsound(TurnaboutError):  # noqa: N818 - not a fault of the program but a finding about the files
    """The files have errors, so the command does not go on (exit code 1)."""

    exit_code = 1


@dataclass(frozen=True, slots=True)
class Setting:
    """The repository's root and today's date."""

    root: Path
    today: datetime.date


@dataclass(frozen=True, slots=True)
class Read:
    """The files, the workspace made of them, and everything that the checks found, in order."""

    files: Files
    workspace: Workspace
    diagnostics: tuple[Diagnostic, ...]

    def beside(self, files: Files, faults: Iterable[Diagnostic]) -> "Read":
        """The same with files that lie beside `program/`, and what is wrong with them, in order."""
        return replace(
            self,
            files=replace(self.files, contents={**self.files.contents, **files.contents}),
            diagnostics=tuple(sorted([*self.diagnostics, *files.refused, *faults])),
        )


def repository_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds `--root` and `--today`; the command receives a `Setting` as `setting`."""

    def wrapped(*args: Any, setting: Callable[[], Setting], **rest: Any) -> Any:
        return command(*args, setting=setting(), **rest)

    wrapped.__name__, wrapped.__doc__ = command.__name__, command.__doc__
    wrapped.__click_params__ = list(getattr(command, "__click_params__", []))  # type: ignore[attr-defined]  # click's own
    return late_repository_options(wrapped)


def late_repository_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The same for a command that may need no repository: `setting` is a function, and looks for it when called."""

    def wrapped(*args: Any, root: Path | None, today: datetime.datetime | None, **rest: Any) -> Any:
        def setting() -> Setting:
            where = Path.cwd() if root is None else root
            return Setting(find_root(where.absolute()), the_day(today))

        return command(*args, setting=setting, **rest)

    wrapped.__name__, wrapped.__doc__ = command.__name__, command.__doc__
    wrapped.__click_params__ = list(getattr(command, "__click_params__", []))  # type: ignore[attr-defined]  # click's own
    for option in (
        click.option(
            "--root",
            type=click.Path(exists=True, file_okay=False, path_type=Path),
            help="The repository; left out: here or the nearest folder above that holds program/.",
        ),
        click.option(
            "--today",
            type=click.DateTime(["%Y-%m-%d"]),
            help="The day to reckon from; left out: SOURCE_DATE_EPOCH, or the machine's clock.",
        ),
    ):
        wrapped = option(wrapped)
    return wrapped


def the_day(given: datetime.datetime | None) -> datetime.date:
    """The day to reckon from: the one given, SOURCE_DATE_EPOCH, or today. The only place that looks at the clock."""
    if given is not None:
        return given.date()
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch:
        try:
            return datetime.datetime.fromtimestamp(int(epoch), datetime.UTC).date()
        except (ValueError, OverflowError, OSError) as fault:
            raise UsageError("SOURCE_DATE_EPOCH is not a number of seconds", "unset it, or use `--today`") from fault
    return datetime.datetime.now(datetime.UTC).astimezone().date()


def read(setting: Setting, keep: bool = True) -> Read:
    """Everything under `program/`, with all findings of the loader, the schemas and the rules.

    What has not changed since the last run is not checked again; `keep` False neither uses nor keeps what is known.
    """
    with without_collecting():
        files = read_files(setting.root)
        with remembering(setting, keep) as memory:
            found = check_since(files, setting.today, memory.state)
            if found.anew > len(files.contents) * BEHIND:
                memory.state = found.state
    return Read(files, found.workspace, found.diagnostics)


@contextmanager
def without_collecting() -> Iterator[None]:
    """Nothing that reading and checking make is garbage before their end, so looking for it only costs."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


@dataclass(slots=True)
class Memory:
    """What is known about the files; whoever knows more puts it here."""

    state: "State | None" = None


@contextmanager
def remembering(setting: Setting, keep: bool = True) -> Iterator[Memory]:
    """What the last run found; what it holds at the end is kept for the next one, where that is possible."""
    folder = _cache_folder() if keep else None
    if folder is None:
        yield Memory()
        return
    from turnabout.cache import cache_file, fingerprint, remember, remembered

    file, tool = cache_file(folder, setting.root), fingerprint()
    if tool is None:
        yield Memory()
        return
    before = remembered(file, tool)
    memory = Memory(before)
    yield memory
    if memory.state is not None and memory.state != before:
        remember(file, tool, memory.state)


def check(files: Files, today: datetime.date) -> Read:
    """The same for files that came from elsewhere, such as a commit."""
    found = check_since(files, today, None)
    return Read(files, found.workspace, found.diagnostics)


def check_since(files: Files, today: datetime.date, before: "State | None") -> "Checked":
    """The same where an earlier state may be known, with the new state; shows its progress."""
    from turnabout import checking

    with without_collecting(), progress("reading", len(files.contents)) as step:
        return checking.check(files, today, before, step)


def _cache_folder() -> Path | None:
    """Where programs keep what can be made again; None where the machine knows no such place."""
    given = os.environ.get("XDG_CACHE_HOME", "")
    try:
        return (Path(given) if Path(given).is_absolute() else Path.home() / ".cache") / "turnabout"
    except RuntimeError:  # no home
        return None


def sound(found: Read, purpose: str) -> Workspace:
    """The workspace; raises Unsound where the files have errors, for a pairing must not rest on them."""
    if has_errors(found.diagnostics):
        from turnabout.reporters import render

        click.echo(render(found.diagnostics), err=True, nl=False)
        raise Unsound(f"the files have errors, so nothing was {purpose}", "mend what is listed above and run it again")
    return found.workspace


@contextmanager
def progress(label: str, total: int) -> Iterator[Callable[[int], None]]:
    """A bar on stderr, or now and then a line where there is no terminal; the body reports how many are done."""
    if not sys.stderr.isatty():

        def plain(done: int) -> None:
            if done % PLAIN_EVERY == 0:
                click.echo(f"{label}: {done} of {total}", err=True)

        yield plain
        return
    # Late: rich takes longer to import than a small program takes to check.
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(label, total=total)
        yield lambda done: bar.update(task, completed=done)


def step(message: str) -> None:
    """A line of progress on stderr."""
    click.echo(click.style("· ", dim=True) + message, err=True)
