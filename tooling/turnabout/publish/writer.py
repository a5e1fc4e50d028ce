"""The one place of publishing that touches the disk: reads the hand-written site, writes the plan."""

import os
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from turnabout.errors import EnvironmentFaultError, UsageError

# Names are put together as texts and files opened by the system's own calls: a site has ten thousand of them.
_READ = os.O_RDONLY | getattr(os, "O_BINARY", 0)
_WRITE = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
# A part that is no name, or a sign that some system takes for the end of one.
_NO_NAME = re.compile(r"(?:\A|/)\.{0,2}(?:/|\Z)|\\")


def read_tree(folder: Path) -> dict[str, bytes]:
    """Every file below `folder` by path, in order of path; hidden ones left out. UsageError on a link: it could lead anywhere.

    Nothing where there is no such folder.
    """
    try:
        return {name: _content(f"{folder}/{name}") for name in _names(folder, "")} if folder.is_dir() else {}
    except OSError as fault:
        raise EnvironmentFaultError(
            f"{fault.filename} cannot be read: {fault.strerror}", "check its permissions"
        ) from fault


def _names(folder: Path, above: str) -> Iterator[str]:
    """The paths of files that are not hidden, of a folder `above` that ends in a slash or is `folder` itself."""
    for entry in _listed(f"{folder}/{above}"):
        name = above + entry.name
        if entry.name.startswith("."):
            continue
        if entry.is_symlink():
            raise UsageError(f"{folder.name}/{name} is a link", "replace it by a copy of the file it points to")
        if entry.is_dir(follow_symlinks=False):
            yield from _names(folder, f"{name}/")
        elif entry.is_file(follow_symlinks=False):
            yield name


def _listed(folder: str) -> list[os.DirEntry[str]]:
    """What lies in a folder, in order of name. What each entry is, the system says along with its name."""
    with os.scandir(folder) as entries:
        return sorted(entries, key=lambda entry: entry.name)


def write_tree(folder: Path, files: Mapping[str, bytes], step: Callable[[int], None] = lambda _: None) -> int:
    """How many files were written or removed so that `folder` holds exactly `files`; `step` hears how many are done.

    A file whose bytes are the same is left alone, so that its time stays. EnvironmentFaultError where the disk refuses.
    """
    for name in files:
        if _NO_NAME.search(name):
            raise UsageError(f"`{name}` is no path inside the site", "rename the file")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        present: set[str] = set()
        folders = {""}
        written = _remove_stale(str(folder), "", files, present, folders)
        for done, (name, content) in enumerate(files.items(), start=1):
            step(done)
            where = f"{folder}/{name}"
            if name in present and _holds(where, content):
                continue
            _make_folder(folder, name.rpartition("/")[0], folders)
            _write(where, content)
            written += 1
    except OSError as fault:
        raise EnvironmentFaultError(
            f"{fault.filename or folder} cannot be written: {fault.strerror}",
            "check the disk's space and the folder's permissions",
        ) from fault
    return written


def _content(path: str) -> bytes:
    with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - the path is a text here
        return file.readall()


def _holds(path: str, content: bytes) -> bool:
    """Whether the file has these very bytes."""
    file = os.open(path, _READ)
    try:
        # One more than expected: so a longer file shows itself.
        return os.read(file, len(content) + 1) == content
    finally:
        os.close(file)


def _make_folder(folder: Path, path: str, folders: set[str]) -> None:
    """Makes the folder `path` and those above it, unless they are among the `folders` that are there."""
    if path in folders:
        return
    _make_folder(folder, path.rpartition("/")[0], folders)
    os.mkdir(f"{folder}/{path}")  # noqa: PTH102 - the path is a text here
    folders.add(path)


def _write(path: str, content: bytes) -> None:
    file = os.open(path, _WRITE, 0o666)
    try:
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(file, rest) :]
    finally:
        os.close(file)


def _remove_stale(folder: str, above: str, files: Mapping[str, bytes], present: set[str], folders: set[str]) -> int:
    """How many files or links were removed below `above`, "" or a folder with a slash at its end.

    The files that stay go into `present`, and the folders that do into `folders`; empty ones are removed.
    """
    removed = 0
    for entry in _listed(f"{folder}/{above}"):
        name = above + entry.name
        if entry.is_dir(follow_symlinks=False):
            stayed = len(present)
            removed += _remove_stale(folder, f"{name}/", files, present, folders)
            if len(present) > stayed:
                folders.add(name)
            else:
                os.rmdir(f"{folder}/{name}")  # noqa: PTH106 - the path is a text here
        elif name in files and entry.is_file(follow_symlinks=False):
            present.add(name)
        else:
            os.unlink(f"{folder}/{name}")  # noqa: PTH108 - the path is a text here
            removed += 1
    return removed
