"""What a commit of the remote holds for us: the program's files, and the repository's settings for its forge."""

from collections.abc import Mapping
from typing import Any

from turnabout.cli.with_settings import checked_settings
from turnabout.errors import UsageError
from turnabout.files import Files, files_of_tree
from turnabout.forge.git import Git
from turnabout.forge.objects import read_tree
from turnabout.layout import FOLDER, SETTINGS


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
    return checked_settings(tree.files.get(SETTINGS), "proposed")
