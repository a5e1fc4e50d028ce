"""Writes a set of files below one folder, each whole or not at all: the one place where commands change the disk.

Everything is prepared beside its target and synced first, so a full disk or a missing permission is met before
anything is replaced.
"""

import errno
import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from turnabout.errors import EnvironmentFaultError, UsageError

_FULL = (errno.ENOSPC, errno.EDQUOT)
# Signs that mean something else than a name on some system.
_STRANGE = frozenset('\\:\0<>"|?*')
# How many leftovers of killed runs with this process's number are stepped over.
_TRIES = 100


@dataclass(slots=True)
class _Staged:
    """What has been prepared and what has been done, so that it can be undone or told."""

    temporary: dict[str, Path] = field(default_factory=dict)
    folders: list[Path] = field(default_factory=list)
    done: list[str] = field(default_factory=list)


def write_files(root: Path, changes: Mapping[str, str | bytes | None]) -> tuple[str, ...]:
    """The paths that really changed, in order; a file that already has the bytes is not touched.

    `changes` maps a path (forward slashes, from `root`) to the whole new content, text as UTF-8, or to None where the
    file is to go. Folders are made as needed. UsageError for a path outside `root`, into `.git`, through a link or
    onto a folder: nothing is written then. EnvironmentFaultError where the disk is full or refuses: nothing half-written
    stays behind, and the hint lists the files that were already replaced, if any.
    """
    targets = {path: _target(root, path) for path in sorted(changes)}
    _refuse_nested(targets)
    wanted = {path: _bytes(changes[path]) for path in targets}
    staged = _Staged()
    current = ""
    try:
        with _cleaned(staged):
            changed = []
            for current, target in targets.items():
                if _content(target) != wanted[current]:
                    changed.append(current)
            for current in changed:
                content = wanted[current]
                if content is not None:
                    _stage(current, targets[current], content, staged)
            for current in changed:
                _apply(targets[current], staged.temporary.pop(current, None))
                staged.done.append(current)
            _sync_folders({targets[path].parent for path in changed})
    except OSError as fault:
        raise _environment_fault(current, fault, staged.done) from fault
    return tuple(changed)


def _bytes(content: str | bytes | None) -> bytes | None:
    return content.encode("utf-8") if isinstance(content, str) else content


def _target(root: Path, path: str) -> Path:
    """Where the file lies; UsageError where the path leaves the root, or leads through a link."""
    parts = path.split("/")
    if (
        not all(parts)
        or any(part in (".", "..") or part.endswith((".", " ")) or _STRANGE & set(part) for part in parts)
        or any(part.casefold() in (".git", "git~1") for part in parts)
    ):
        raise UsageError(f"`{path}` is no place that may be written", "name a file inside the repository")
    here = root
    for number, part in enumerate(parts, start=1):
        here = here / part
        try:
            mode = here.lstat().st_mode
        except (FileNotFoundError, NotADirectoryError):
            # Nothing there yet; a file where a folder is needed was refused one step earlier.
            break
        except OSError as fault:
            raise _environment_fault(path, fault, []) from fault
        if stat.S_ISLNK(mode):
            shown = "/".join(parts[:number])
            raise UsageError(f"`{shown}` is a link, and links are not written through", "replace it by a plain copy")
        if number < len(parts) and not stat.S_ISDIR(mode):
            raise UsageError(f"`{'/'.join(parts[:number])}` is a file, not a folder", "move or rename that file")
        if number == len(parts) and not stat.S_ISREG(mode):
            raise UsageError(f"`{path}` is not a plain file", "move or rename what is there")
    return root.joinpath(*parts)


def _refuse_nested(targets: Mapping[str, Path]) -> None:
    for path in targets:
        for parent in PurePosixPath(path).parents:
            if str(parent) in targets:
                raise UsageError(
                    f"`{parent}` cannot be both a file and a folder", "choose another name for one of the two"
                )


def _content(target: Path) -> bytes | None:
    try:
        return target.read_bytes()
    except FileNotFoundError:
        return None


def _stage(path: str, target: Path, content: bytes, staged: _Staged) -> None:
    """Writes `content` beside the target, synced, with the mode the target has or a new file would get."""
    missing = [folder for folder in (target.parent, *target.parent.parents) if not folder.exists()]
    for folder in reversed(missing):
        folder.mkdir()
        staged.folders.append(folder)
    handle, temporary = _open_beside(target, len(staged.temporary))
    staged.temporary[path] = temporary
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    with suppress(FileNotFoundError):
        temporary.chmod(stat.S_IMODE(target.stat().st_mode))


def _open_beside(target: Path, first: int) -> tuple[int, Path]:
    """A new hidden file in the target's folder. Not `tempfile`: its files are readable by their owner only.

    `first` is a number that no other file of this run has.
    """
    for number in range(first, first + _TRIES):
        # Short, since the target's own name may be as long as the system allows.
        temporary = target.parent / f".{os.getpid()}-{number}.turnabout-tmp"
        with suppress(FileExistsError):
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
            return os.open(temporary, flags, 0o666), temporary
    raise FileExistsError(errno.EEXIST, "leftovers of interrupted runs are in the way")


def _apply(target: Path, temporary: Path | None) -> None:
    if temporary is None:
        target.unlink()
        return
    try:
        temporary.replace(target)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise


def _sync_folders(folders: set[Path]) -> None:
    """Makes the new names last through a power cut, where the system can sync folders."""
    if os.name != "posix":
        return
    for folder in sorted(folders):
        handle = os.open(folder, os.O_RDONLY)
        try:
            # Some network file systems cannot; the files themselves are synced already.
            with suppress(OSError):
                os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def _cleaned(staged: _Staged) -> Iterator[None]:
    """Whatever ends the block, an interrupt too: no temporary file and no needless folder stays."""
    try:
        yield
    finally:
        for temporary in staged.temporary.values():
            with suppress(OSError):
                temporary.unlink()
        for folder in reversed(staged.folders):
            with suppress(OSError):
                folder.rmdir()  # refuses folders that hold something


def _environment_fault(path: str, fault: OSError, done: list[str]) -> EnvironmentFaultError:
    told = f"already written: {', '.join(f'`{each}`' for each in done)}" if done else "nothing was written"
    if fault.errno in _FULL:
        return EnvironmentFaultError(
            f"the disk is full: `{path}` could not be written", f"make room, then run it again; {told}"
        )
    return EnvironmentFaultError(
        f"`{path}` could not be written: {fault.strerror or 'the system refused'}",
        f"check the permissions of the file and its folder, then run it again; {told}",
    )
