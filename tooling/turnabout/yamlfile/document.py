"""What a loaded file is: plain data, and where each piece of it stands."""

from typing import Any

from turnabout.diagnostics import Position
from turnabout.frozen import dataclass

# The keys and list indexes that lead from the root to a value; () is the root.
Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """One file. Line and column count from 1, offsets count characters from 0 in the decoded text.

    `data` is a dict (keys are str), list, str, int, float, bool or None. `values` says where each value begins,
    `keys` where each key of a mapping begins, `spans` the start and end offset of each value; an empty value has
    the empty span behind its colon.
    """

    path: str
    data: Any
    values: dict[Path, tuple[int, int]]
    keys: dict[Path, tuple[int, int]]
    spans: dict[Path, tuple[int, int]]

    def at(self, *path: str | int) -> Position:
        """Where the value begins, or its nearest ancestor that exists, in the end line 1 column 1."""
        return self._nearest(self.values, path)

    def key_at(self, *path: str | int) -> Position:
        """Where the key begins; for list items, which have no key, where the item begins; else as `at`."""
        return self._nearest(self.keys, path) if path in self.keys else self.at(*path)

    def path_at(self, position: Position) -> Path:
        """The longest path whose value, or key, begins at this place; () where none does."""
        here = (position.line, position.column)
        places = (path for where in (self.values, self.keys) for path, place in where.items() if place == here)
        return max(places, key=len, default=())

    def _nearest(self, places: dict[Path, tuple[int, int]], path: Path) -> Position:
        while path and path not in places:
            path = path[:-1]
        line, column = places.get(path, (1, 1))
        return Position(self.path, line, column)
