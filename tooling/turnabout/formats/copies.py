"""Finds copies of the schemas that belong to an older data format: editors would go on to complete from them."""

import re
from collections.abc import Mapping

_ID = re.compile(rb'"\$id":\s*"https://turnabout\.example/schema/([0-9]{1,9})/')


def outdated_copies(theirs: Mapping[str, bytes], ours: Mapping[str, bytes]) -> dict[str, str]:
    """The texts to replace, by file name: this Turnabout's, where the repository's states an older format in its `$id`.

    A schema that states none is somebody's own and stays.
    """
    return {
        name: ours[name].decode("utf-8")
        for name, content in theirs.items()
        if name in ours and (old := _version(content)) is not None and old < (_version(ours[name]) or 0)
    }


def _version(schema: bytes) -> int | None:
    found = _ID.search(schema)
    return int(found[1]) if found else None
