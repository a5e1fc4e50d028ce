"""`validate --changed-since`: the state of the files at a commit is the starting point, and only the difference is new."""

import os

from turnabout.cli.setting import Read, Setting, check_since, remembering, step
from turnabout.errors import UsageError
from turnabout.files import Files, files_of_tree, read_files
from turnabout.forge.git import open_repository, resolve
from turnabout.forge.objects import read_tree
from turnabout.layout import FOLDER


def read_since(setting: Setting, reference: str, keep: bool) -> Read:
    """What a complete run finds in the work tree, checked anew only where it differs from the commit `reference`.

    Says on stderr how many files that were, and how many complaints are new. What the commit itself holds is taken from
    the last run where that is remembered, else it is checked first. UsageError where there is no such commit.
    """
    files = read_files(setting.root)
    with remembering(setting, keep) as memory:
        base = check_since(files_at(setting, reference), setting.today, memory.state)
        found = check_since(files, setting.today, base.state)
        memory.state = found.state
    new = len(set(found.diagnostics) - set(base.diagnostics))
    step(
        f"since `{reference}`: {found.anew} of {len(files.contents)} files checked again; "
        f"{new} of {len(found.diagnostics)} complaints are new"
    )
    return Read(files, found.workspace, found.diagnostics)


def files_at(setting: Setting, reference: str) -> Files:
    """The files under `program/` as they were at a commit. UsageError where there is no such commit."""
    git = open_repository(setting.root, os.environ)
    commit = resolve(git, f"{reference}^{{commit}}") if not reference.startswith("-") else None
    if commit is None:
        raise UsageError(f"there is no commit `{reference}` here", "name a branch, a tag or a commit; fetch it first")
    # The repository's top folder may lie above the one that holds program/.
    above = setting.root.resolve().relative_to(git.root.resolve()).as_posix()
    prefix = "" if above == "." else f"{above}/"
    tree = read_tree(git, commit, prefix + FOLDER)
    contents = {path.removeprefix(prefix): content for path, content in tree.files.items()}
    return files_of_tree(contents, [(path.removeprefix(prefix), what) for path, what in tree.oddities])
