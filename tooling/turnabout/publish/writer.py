"""The one place of publishing that touches the disk: reads the hand-written site, writes the plan."""

import os
import stat
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from turnabout.errors import EnvironmentFaultError, UsageError


def read_tree(folder: Path) -> dict[str, bytes]:
    """Every file below `folder` by path, in order of path; hidden ones left out. UsageError on a link: it could lead anywhere."""
    found: dict[str, bytes] = {}
    try:
        for path in sorted(folder.rglob("*")):
            name = path.relative_to(folder).as_posix()
            if any(part.startswith(".") for part in PurePosixPath(name).parts):
                continue
            mode = path.lstat().st_mode
            if stat.S_ISLNK(mode):
                raise UsageError(f"{folder.name}/{name} is a link", "replace it by a copy of the file it points to")
            if stat.S_ISREG(mode):
                found[name] = path.read_bytes()
    except OSError as fault:
        raise EnvironmentFaultError(
            f"{fault.filename} cannot be read: {fault.strerror}", "check its permissions"
        ) from fault
    return found


def write_tree(folder: Path, files: Mapping[str, bytes]) -> int:
    """How many files were written or removed so that `folder` holds exactly `files`.

    A file whose bytes are the same is left alone, so that its time stays. EnvironmentFaultError where the disk refuses.
    """
    for name in files:
        path = PurePosixPath(name)
        if path.is_absolute() or ".." in path.parts or "\\" in name:
            raise UsageError(f"`{name}` is no path inside the site", "rename the file")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return _remove_stale(folder, files) + sum(_write(folder / name, content) for name, content in files.items())
    except OSError as fault:
        raise EnvironmentFaultError(
            f"{fault.filename} cannot be written: {fault.strerror}",
            "check the disk's space and the folder's permissions",
        ) from fault


def _write(path: Path, content: bytes) -> bool:
    if path.is_file() and path.read_bytes() == content:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return True


def _remove_stale(folder: Path, files: Mapping[str, bytes]) -> int:
    removed = 0
    for root, folders, names in os.walk(folder, topdown=False):
        here = Path(root)
        for name in sorted(names):
            path = here / name
            if path.is_symlink() or path.relative_to(folder).as_posix() not in files:
                path.unlink()
                removed += 1
        for name in sorted(folders):
            path = here / name
            if path.is_symlink():
                path.unlink()
                removed += 1
            elif path.exists() and not any(path.iterdir()):
                path.rmdir()
    return removed
