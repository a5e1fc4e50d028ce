"""The repository's settings, `turnabout.yaml`: for `validate` beside what is in `program/`, for other commands as data."""

from collections.abc import Mapping
from typing import Any

import click

from turnabout.cli.setting import Read, Setting, Unsound
from turnabout.diagnostics import Diagnostic, has_errors
from turnabout.files import read_settings
from turnabout.layout import SETTINGS
from turnabout.workspace import check_file


def with_settings(setting: Setting, found: Read) -> Read:
    """The same with the faults of `turnabout.yaml`, in order. It is small, so it is read and checked in every run."""
    read = read_settings(setting.root)
    faults = [fault for path, content in read.contents.items() for fault in check_file(path, "settings", content)[1]]
    return found.beside(read, faults)


def settings_here(setting: Setting, purpose: str) -> Mapping[str, Any]:
    """What the settings beside `program/` say; nothing where there are none. Raises Unsound where they have faults."""
    read = read_settings(setting.root)
    if read.refused:
        raise _unsound(list(read.refused), purpose)
    return checked_settings(read.contents.get(SETTINGS), purpose)


def checked_settings(content: bytes | None, purpose: str) -> Mapping[str, Any]:
    """What these bytes of the file say, None for no file; raises Unsound where they have faults, after showing them."""
    if content is None:
        return {}
    data, faults = check_file(SETTINGS, "settings", content)
    if has_errors(faults):
        raise _unsound(faults, purpose)
    return data if isinstance(data, dict) else {}


def _unsound(faults: list[Diagnostic], purpose: str) -> Unsound:
    from turnabout.reporters import render

    click.echo(render(faults), err=True, nl=False)
    return Unsound(f"`{SETTINGS}` has errors, so nothing was {purpose}", "mend what is listed above and run it again")
