"""Reads a file entry by entry, and those that have stood in a file before from memory: the files of a program are alike.

An entry is a key at the left edge with everything behind it, up to the next such key. What it stands for depends on
nothing else in the file; so one that is known need not be read again, and all others are read together.
"""

import re
from typing import Any

from turnabout.yamlfile import lines
from turnabout.yamlfile.scalars import UnusualError

# The key, and the text from its colon on: to a line that begins with a letter or figure, as all keys that are taken do.
_ENTRIES = re.compile(rf"^({lines.KEY}(?=:(?: |$)))?(.*(?:\n(?![A-Za-z0-9_]).*)*\n?)", re.MULTILINE)
_NOTHING = re.compile(r"(?:#.*|\n)*")
_NEW = object()
# A full memory is emptied: what recurs is soon there again, and the texts of a large program do not pile up.
_KEPT = 10_000
_LONGEST = 200
_keys: set[str] = set()
_values: dict[str, Any] = {}


def read(text: str) -> Any:
    """The data, just as `lines.read` gives it, parts of which other files may share. Raises UnusualError as that does."""
    if len(text) > lines.CHARACTERS:
        raise UnusualError
    data: dict[str, Any] = {}
    unknown: list[tuple[str, str]] = []
    for key, behind in _ENTRIES.findall(text):
        if not key:
            if not _NOTHING.fullmatch(behind):
                return lines.read(text)
        elif key in data:
            raise UnusualError
        else:
            # Where it is new this holds its place: keys keep their order.
            value = data[key] = _values.get(behind, _NEW)
            if value is _NEW or key not in _keys:
                unknown.append((key, behind))
    if unknown or not data:
        found = lines.read("".join([key + behind for key, behind in unknown]))
        for key, behind in unknown:
            data[key] = _remembered(key, behind, found[key])
    return data


def _remembered(key: str, behind: str, value: Any) -> Any:
    if len(_keys) + len(_values) >= _KEPT:
        _keys.clear()
        _values.clear()
    _keys.add(key)
    if len(behind) <= _LONGEST:
        _values[behind] = value
    return value
