"""The documents of a workspace without keeping them: data packed small, positions read again for the few that need them."""

import marshal
from collections.abc import Iterable, Iterator, Mapping
from itertools import filterfalse
from typing import Any

from turnabout.yamlfile import Document, UnusualError, load, quick

# Documents with positions are large; a report rarely names more files than this at a time.
_KEPT = 500
# So many files' data need not be packed and unpacked: some 20 MiB.
_UNPACKED = 2_000


class Documents(Mapping[str, Document]):
    """By path, in order of `add`. `contents` are the files as read; only those that were added are in it."""

    def __init__(self, contents: Mapping[str, bytes]) -> None:
        self._contents = contents
        # What marshal made of the data, or None where it has not been read.
        self._packed: dict[str, bytes | None] = {}
        self._unpacked: dict[str, Any] = {}
        self._kept: dict[str, Document] = {}

    def add(self, path: str, data: Any) -> None:
        """Adds a file with what is in it."""
        if len(self._unpacked) < _UNPACKED:
            self._packed[path] = None
            self._unpacked[path] = data
        else:
            self._packed[path] = marshal.dumps(data)

    def add_unread(self, paths: Iterable[str]) -> None:
        """Adds files without a fault, whose data are read when they are asked for."""
        self._packed.update(dict.fromkeys(paths))

    def __getitem__(self, path: str) -> Document:
        """The document with its positions, read from the file's bytes."""
        found = self._kept.get(path)
        if found is None:
            if path not in self._packed:
                raise KeyError(path)
            found, _ = load(path, self._contents[path])
            if found is None:
                raise KeyError(path)
            if len(self._kept) >= _KEPT:
                self._kept.clear()
            self._kept[path] = found
        return found

    def data(self, path: str) -> Any:
        """The document's data alone: cheap. Not to be changed: the next one who asks may get the same."""
        if path in self._unpacked:
            return self._unpacked[path]
        packed = self._packed[path]
        if packed is not None:
            return marshal.loads(packed)  # noqa: S302 - packed by `add` in this process, never from a file
        try:
            data = quick(self._contents[path])
        except UnusualError:
            data = self[path].data
        self.add(path, data)
        return data

    def lacking(self, paths: Iterable[str]) -> frozenset[str]:
        """Those of the paths that are not in it: quicker than a difference of sets where nearly all are."""
        return frozenset(filterfalse(self._packed.__contains__, paths))

    def __contains__(self, path: object) -> bool:
        return path in self._packed

    def __iter__(self) -> Iterator[str]:
        return iter(self._packed)

    def __len__(self) -> int:
        return len(self._packed)
