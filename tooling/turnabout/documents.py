"""The documents of a workspace without keeping them: data packed small, positions read again for the few that need them."""

import marshal
from collections.abc import Iterator, Mapping
from typing import Any

from turnabout.yamlfile import Document, UnusualError, load, quick

# Documents with positions are large; a report rarely names more files than this at a time.
_KEPT = 500


class Documents(Mapping[str, Document]):
    """By path, in order. `contents` are the files as read; `packed` holds what is sound in them, or None if unread."""

    def __init__(self, contents: Mapping[str, bytes], packed: dict[str, bytes | None]) -> None:
        self._contents = contents
        self._packed = packed
        self._kept: dict[str, Document] = {}

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
        """The document's data alone: cheap. Each call gives a copy of its own."""
        packed = self._packed[path]
        if packed is not None:
            return marshal.loads(packed)  # noqa: S302 - packed by `pack` in this process, never from a file
        try:
            data = quick(self._contents[path])
        except UnusualError:
            data = self[path].data
        self._packed[path] = pack(data)
        return data

    def __contains__(self, path: object) -> bool:
        return path in self._packed

    def __iter__(self) -> Iterator[str]:
        return iter(self._packed)

    def __len__(self) -> int:
        return len(self._packed)


def pack(data: Any) -> bytes:
    """The data of a document as `Documents` keeps it."""
    return marshal.dumps(data)
