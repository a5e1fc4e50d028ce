"""What commands that rewrite files share: naming files below the repository, and showing a change before it is made."""

import difflib
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from turnabout.errors import UsageError
from turnabout.layout import FOLDER


def named_below(root: Path, names: Sequence[str]) -> tuple[str, ...]:
    """The paths as the repository counts them. A name counts from here, else from the root.

    UsageError for what does not exist or lies outside `program/`.
    """
    return tuple(_named(root, name) for name in names)


def _named(root: Path, name: str) -> str:
    found = [Path(os.path.normpath(place)) for place in (Path.cwd() / name, root / name) if place.exists()]
    if not found:
        raise UsageError(f"there is no `{name}`", f"name files or folders in `{FOLDER}`, or none for all of them")
    for path in found:
        for top in (root, root.resolve()):
            inside = path.relative_to(top).parts if path.is_relative_to(top) else ("..",)
            if inside[:1] in ((FOLDER,), ()):
                return "/".join(inside) or FOLDER
    raise UsageError(f"`{name}` is not in `{FOLDER}`", f"name files or folders in `{root / FOLDER}`")


def show_diff(contents: Mapping[str, bytes], changes: Mapping[str, str]) -> None:
    """The changes on stdout, as `git diff` shows them."""
    for path, text in changes.items():
        before = contents.get(path, b"").decode("utf-8").splitlines(keepends=True)
        lines = difflib.unified_diff(before, text.splitlines(keepends=True), f"a/{path}", f"b/{path}")
        for line in lines:
            ending = "" if line.endswith("\n") else "\n\\ No newline at end of file\n"
            click.echo(line + ending, nl=False)
