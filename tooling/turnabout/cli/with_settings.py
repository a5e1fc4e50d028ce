"""The repository's settings beside what was found in `program/`: `validate` tells of both, and neither stops the other."""

from dataclasses import replace

from turnabout.cli.setting import Read, Setting
from turnabout.files import read_settings
from turnabout.workspace import check_file


def with_settings(setting: Setting, found: Read) -> Read:
    """The same with the faults of `turnabout.yaml`, in order. It is small, so it is read and checked in every run."""
    read = read_settings(setting.root)
    faults = [fault for path, content in read.contents.items() for fault in check_file(path, "settings", content)[1]]
    return replace(
        found,
        files=replace(found.files, contents={**found.files.contents, **read.contents}),
        diagnostics=tuple(sorted([*found.diagnostics, *read.refused, *faults])),
    )
