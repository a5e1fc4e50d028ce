"""Reads the files that people keep: plain ones only, none larger than the loader takes, whatever else is found there.

What cannot or must not be read becomes a diagnostic at its path, never an exception.
"""

import errno
import os
import re
import stat
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from turnabout.diagnostics import Diagnostic, Position
from turnabout.file_codes import FileCode
from turnabout.frozen import dataclass
from turnabout.layout import FOLDER, SETTINGS
from turnabout.yamlfile.characters import FORBIDDEN_IN_VALUE
from turnabout.yamlfile.limits import MAX_BYTES

MAX_FOLDERS = 24
"""How many folders may lie inside one another; the layout needs five."""
TOO_LARGE = f"file of more than {MAX_BYTES // 1024} KB"
"""What a commit's file is that is not read since the loader would not take it."""
_ENDINGS = (".yaml", ".yml")
# Not through a link that was put there since the folder was listed, and never waiting for a pipe. Windows has neither.
_OPEN = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
# What most files take less than: a buffer that costs little, and one call that brings the whole file.
_PIECE = 4096
_UNSHOWN = re.compile(rf"{FORBIDDEN_IN_VALUE.pattern}|[\t\n]")


@dataclass(frozen=True, slots=True)
class Files:
    """What was read: contents by path, and what could not or must not be read, as diagnostics."""

    contents: Mapping[str, bytes]
    refused: tuple[Diagnostic, ...] = ()


def read_files(root: Path) -> Files:
    """Every YAML file below `program/`, in order of path; of one that is too large, one byte more than the limit.

    Names that begin with a dot are left out. Links, odd files and names, and what cannot be read become diagnostics.
    """
    contents: dict[str, bytes] = {}
    refused: list[Diagnostic] = []
    for path, file in _walk(os.fspath(root / FOLDER), refused):
        try:
            content = _content(file)
        except OSError as fault:
            refused.append(_fault(path, fault, "file"))
            continue
        if content is None:
            refused.append(refuse_link(path))
        else:
            contents[path] = content
    return Files(contents, tuple(refused))


def read_settings(root: Path) -> Files:
    """The repository's settings, a file beside `program/` that need not be there, read with the same care."""
    contents: dict[str, bytes] = {}
    refused: list[Diagnostic] = []
    try:
        content = _content(os.fspath(root / SETTINGS))
        if content is None:
            refused.append(refuse_link(SETTINGS))
        else:
            contents[SETTINGS] = content
    except FileNotFoundError:
        other = SETTINGS.replace(*_ENDINGS)
        if (root / other).is_file():
            refused.append(refuse_ending(other))
    except IsADirectoryError:
        refused.append(refuse_link(SETTINGS, "folder"))
    except OSError as fault:
        refused.append(_fault(SETTINGS, fault, "file"))
    return Files(contents, tuple(refused))


def read_below(root: Path, folder: str, ending: str) -> Files:
    """Every file below another folder whose name ends so, in order of path, read with the same care; nothing without it."""
    top = os.fspath(root / folder)
    contents: dict[str, bytes] = {}
    refused: list[Diagnostic] = []

    def shown(file: str) -> str:
        return shown_path(folder + file[len(top) :].replace(os.sep, "/"))

    def unlisted(fault: OSError) -> None:
        if fault.filename != top or not isinstance(fault, FileNotFoundError | NotADirectoryError):
            refused.append(_fault(shown(fault.filename), fault, "folder"))

    if os.path.islink(top):  # noqa: PTH114 - False, not an error, where nobody can look
        return Files({}, (refuse_link(folder),))
    for above, folders, names in os.walk(top, onerror=unlisted):
        folders[:] = [each for each in folders if not each.startswith(".")]
        for name in (*folders, *names):
            file = os.path.join(above, name)  # noqa: PTH118 - a name on the disk that is text, as walk gives them
            if name.startswith("."):
                continue
            if os.path.islink(file):  # noqa: PTH114 - as above
                refused.append(refuse_link(shown(file)))
            elif name.endswith(ending) and name not in folders:
                try:
                    content = _content(file)
                except OSError as fault:
                    refused.append(_fault(shown(file), fault, "file"))
                    continue
                if content is None:
                    refused.append(refuse_link(shown(file)))
                else:
                    contents[shown(file)] = content
    return Files(dict(sorted(contents.items())), tuple(refused))


def files_of_tree(contents: Mapping[str, bytes], oddities: Iterable[tuple[str, str]]) -> Files:
    """The same choice out of a commit's files; `oddities` are the paths that were not read, each with what it is."""
    kept = {path: content for path, content in contents.items() if _is_ours(path)}
    refused = []
    for path, what in oddities:
        if what != TOO_LARGE:
            refused.append(refuse_name(path) if "name" in what else refuse_link(path, what))
        elif _is_ours(path):
            # As of a file on the disk: one byte more than the loader takes, so that it says so.
            kept[path] = bytes(MAX_BYTES + 1)
    return Files({path: kept[path] for path in sorted(kept)}, tuple(refused))


def _is_ours(path: str) -> bool:
    return path.endswith(_ENDINGS) and not any(part.startswith(".") for part in path.split("/"))


def refuse_link(path: str, what: str = "link") -> Diagnostic:
    """The complaint about a link, submodule or device where a file is expected."""
    fix = "delete it, and keep the files themselves" if what == "submodule" else "replace it by a copy of the file"
    return _complaint(path, FileCode.LINK, f"expected a file, found a {what}", fix)


def refuse_ending(path: str) -> Diagnostic:
    """The complaint about a file that nobody reads since its name ends otherwise."""
    return _complaint(path, FileCode.ENDING, "expected the ending `.yaml`, found `.yml`", "rename the file")


def refuse_name(path: str) -> Diagnostic:
    """The complaint about a name that not every tool can show or store."""
    message = "expected a name in letters that can be seen, found unseen characters or another encoding than `UTF-8`"
    return _complaint(path, FileCode.NAME, message, "rename it, with the letters a-z, digits and hyphens only")


def shown_path(path: str) -> str:
    """The path as a message can hold it: each character that cannot be shown as a sign."""
    return _UNSHOWN.sub("\N{REPLACEMENT CHARACTER}", path)


def _walk(top: str, refused: list[Diagnostic]) -> Iterator[tuple[str, str]]:
    """Path in the repository and on the disk of each YAML file, in order of path.

    No recursion: folders may be as deep as a path is long.
    """
    if os.path.islink(top):  # noqa: PTH114 - a name on the disk that is text, as scandir gives them
        refused.append(refuse_link(FOLDER))
        return
    stack = [(FOLDER, _listed(FOLDER, top, refused))]
    while stack:
        path, entries = stack[-1]
        for entry in entries:
            if entry.name.startswith("."):
                continue
            below = f"{path}/{entry.name}"
            named = entry.name.endswith(_ENDINGS)
            try:
                # What kind of thing it is comes with the listing: no call for each file.
                is_file = entry.is_file(follow_symlinks=False)
                if is_file and named and entry.name.isprintable():
                    yield below, entry.path
                    continue
                is_folder = entry.is_dir(follow_symlinks=False)
            except OSError as fault:
                refused.append(_fault(below, fault, "file"))
                continue
            if (is_folder or named) and not entry.name.isprintable() and _UNSHOWN.search(entry.name):
                refused.append(refuse_name(below))
            elif is_folder and named:
                message = "expected a file, found a folder with a file's name"
                refused.append(_complaint(below, FileCode.PLACE, message, "rename the folder, without the ending"))
            elif is_folder and len(stack) >= MAX_FOLDERS:
                message = f"expected at most {MAX_FOLDERS} folders inside one another, found more"
                refused.append(_complaint(below, FileCode.PLACE, message, "move what is in it further up"))
            elif is_folder:
                stack.append((below, _listed(below, entry.path, refused)))
                break  # and go on here when all that is in it is done
            elif not is_file:
                refused.append(refuse_link(below))
            elif named:
                yield below, entry.path
        else:
            stack.pop()


def _listed(path: str, folder: str, refused: list[Diagnostic]) -> Iterator[os.DirEntry[str]]:
    """What is in a folder, in order of the paths that begin so."""
    try:
        with os.scandir(folder) as entries:
            return iter(sorted(entries, key=_in_paths))
    except OSError as fault:
        refused.append(_fault(path, fault, "folder"))
        return iter(())


def _in_paths(entry: os.DirEntry[str]) -> str:
    """The name as it stands in paths, where a slash follows that of a folder. None that ends as files do is entered."""
    return entry.name if entry.name.endswith(_ENDINGS) else f"{entry.name}/"


def _content(file: str) -> bytes | None:
    """The bytes of a plain file, at most one more than the loader takes, or None where it is something else."""
    try:
        handle = os.open(file, _OPEN)
    except OSError as fault:
        if fault.errno in (errno.ELOOP, errno.ENXIO):  # a link, or a socket or device without a driver
            return None
        raise
    try:
        about = os.fstat(handle)
        if not stat.S_ISREG(about.st_mode):
            if stat.S_ISDIR(about.st_mode):
                raise IsADirectoryError
            return None
        # By the bare calls: a file object costs twice as much as they do.
        content = os.read(handle, _PIECE)
        return content if len(content) == about.st_size else _with_rest(handle, content)
    finally:
        os.close(handle)


def _with_rest(handle: int, content: bytes) -> bytes:
    """What was read and what follows, at most one byte more than the loader takes: few files come in several pieces."""
    while len(content) <= MAX_BYTES and (more := os.read(handle, MAX_BYTES + 1 - len(content))):
        content += more
    return content


def _fault(path: str, fault: OSError, what: str) -> Diagnostic:
    if isinstance(fault, FileNotFoundError | NotADirectoryError | IsADirectoryError):
        return _complaint(
            path, FileCode.UNREADABLE, "was moved or deleted while it was being read", "run the command again"
        )
    reason = (fault.strerror or "no reason given").lower()
    return _complaint(path, FileCode.UNREADABLE, f"cannot be read: {reason}", f"check the {what}'s permissions")


def _complaint(path: str, code: FileCode, message: str, fix: str) -> Diagnostic:
    return Diagnostic(Position(shown_path(path)), code, message, fix)
