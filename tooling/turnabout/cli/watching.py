"""`validate --watch`: looks twice a second whether a file has changed, and shows what the checks find then."""

import os
import time
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path

import click

from turnabout.cli.setting import Read, Setting, check_since, remembering, step
from turnabout.cli.with_agendas import AGENDAS, with_agendas
from turnabout.cli.with_settings import with_settings
from turnabout.files import read_files
from turnabout.layout import FOLDER, SETTINGS

SECONDS = 0.5
Look = frozenset[tuple[str, int, int, int]]


def follow(setting: Setting, show: Callable[[Read], int], keep: bool) -> int:
    """Shows what is found now, and again after each change that changes it; returns the last exit code on Ctrl-C.

    A change is seen by a file's time, size or number; what is checked are the bytes.
    """
    code, shown = 0, None
    with remembering(setting, keep) as memory:
        try:
            while True:
                look = frozenset(_files(setting.root))
                files = read_files(setting.root)
                checked = check_since(files, setting.today, memory.state)
                memory.state = checked.state
                found = Read(files, checked.workspace, checked.diagnostics)
                found = with_agendas(setting, with_settings(setting, found))
                if found.diagnostics != shown:
                    if shown is not None:
                        click.echo(f"\n{time.strftime('%H:%M:%S')}")
                    code, shown = show(found), found.diagnostics
                    step("watching for changes; Ctrl-C ends")
                while frozenset(_files(setting.root)) == look:
                    time.sleep(SECONDS)
        except KeyboardInterrupt:
            click.echo(err=True)
    return code


def _files(root: Path) -> Iterator[tuple[str, int, int, int]]:
    """Path, time, size and number of every file that is checked; what vanishes meanwhile is seen the next time."""
    settings = (str(root), list[str](), [SETTINGS])
    for top, folders, names in chain((settings,), os.walk(root / FOLDER), os.walk(root / AGENDAS)):
        folders[:] = [each for each in folders if not each.startswith(".")]
        for name in (*names, *folders):
            try:
                about = os.lstat(os.path.join(top, name))  # noqa: PTH118 - ten times quicker for many files
            except OSError:
                continue
            if not name.startswith("."):
                yield f"{top}/{name}", about.st_mtime_ns, about.st_size, about.st_ino
