"""What a commit of the remote holds for us: the program's files, and the repository's settings for its forge."""

from collections.abc import Mapping
from typing import Any

import click

from turnabout.cli.setting import Unsound
from turnabout.diagnostics import has_errors
from turnabout.errors import UsageError
from turnabout.files import Files, files_of_tree
from turnabout.forge.git import Git
from turnabout.forge.objects import read_tree
from turnabout.layout import FOLDER, SETTINGS
from turnabout.reporters import render
from turnabout.workspace import check_file


def files_at(git: Git, commit: str) -> Files:
    """The files of `program/` in the commit. UsageError where there are none."""
    tree = read_tree(git, commit, FOLDER)
    if not tree.files and not tree.oddities:
        raise UsageError(f"there is no `{FOLDER}` on the remote's default branch", "push your program first")
    return files_of_tree(tree.files, tree.oddities)


def settings_at(git: Git, commit: str) -> Mapping[str, Any]:
    """What `turnabout.yaml` of the commit says; nothing where there is none. Raises Unsound where it has faults."""
    tree = read_tree(git, commit, SETTINGS)
    if tree.oddities:
        raise UsageError(f"`{SETTINGS}` is a {tree.oddities[0][1]}, not a small file", "replace it by a plain file")
    content = tree.files.get(SETTINGS)
    if content is None:
        return {}
    data, faults = check_file(SETTINGS, "settings", content)
    if has_errors(faults):
        click.echo(render(faults), err=True, nl=False)
        raise Unsound(f"`{SETTINGS}` has errors, so nothing was proposed", "mend what is listed above and run it again")
    return data if isinstance(data, dict) else {}
