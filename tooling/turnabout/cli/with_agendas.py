"""The agenda library beside what was found in `program/`: `validate` tells of its faults, `publish build` stops at them."""

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from turnabout.cli.setting import Read, Setting
from turnabout.diagnostics import Diagnostic, Position
from turnabout.file_codes import FileCode
from turnabout.files import Files, refuse_link, shown_path
from turnabout.yamlfile.limits import MAX_BYTES

SITE = "site/"
AGENDAS = f"{SITE}agendas"


def with_agendas(setting: Setting, found: Read) -> Read:
    """The same with the faults of agendas, in order. They are few, so each run reads and checks them."""
    read = _read(setting.root)
    if read == Files({}):
        return found
    # Late: not every repository has agendas.
    from turnabout.agendas import read_agenda

    faults = [
        fault for path, content in read.contents.items() for fault in read_agenda(path.removeprefix(SITE), content)[1]
    ]
    return replace(
        found,
        files=replace(found.files, contents={**found.files.contents, **read.contents}),
        diagnostics=tuple(sorted([*found.diagnostics, *read.refused, *faults])),
    )


def _read(root: Path) -> Files:
    """The agendas that are plain files, in order of path; links and what cannot be read become diagnostics."""
    if os.path.islink(root / AGENDAS):  # noqa: PTH114 - False, not an error, where nobody can look
        return Files({}, (refuse_link(AGENDAS),))
    contents: dict[str, bytes] = {}
    refused: list[Diagnostic] = []
    for folder, folders, names in os.walk(root / AGENDAS, onerror=lambda fault: refused.extend(_unread(root, fault))):
        folders[:] = [each for each in folders if not each.startswith(".")]
        for name in (*folders, *names):
            file = Path(folder, name)
            if name.startswith("."):
                continue
            if file.is_symlink():
                refused.append(refuse_link(_path(root, file)))
            elif name.endswith(".md") and file.is_file():
                try:
                    with file.open("rb") as opened:
                        contents[_path(root, file)] = opened.read(MAX_BYTES + 1)
                except OSError as fault:
                    refused.extend(_unread(root, fault))
    return Files(dict(sorted(contents.items())), tuple(refused))


def _path(root: Path, file: Path) -> str:
    return shown_path(file.relative_to(root).as_posix())


def _unread(root: Path, fault: OSError) -> Iterator[Diagnostic]:
    """The complaint about a file or folder that cannot be read; none about what is not there."""
    if not isinstance(fault, FileNotFoundError | NotADirectoryError):
        reason = (fault.strerror or "no reason given").lower()
        position = Position(_path(root, Path(str(fault.filename))))
        yield Diagnostic(position, FileCode.UNREADABLE, f"cannot be read: {reason}", "check its permissions")
