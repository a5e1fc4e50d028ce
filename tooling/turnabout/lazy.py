"""Mappings that make their values when asked for, and mappings that show a part while they know the whole."""

from collections.abc import Callable, Collection, ItemsView, Iterable, Iterator, KeysView, Mapping, ValuesView
from typing import Any, TypeVar, overload

K = TypeVar("K")
V = TypeVar("V")
S = TypeVar("S")
D = TypeVar("D")


class Lazy(Mapping[K, V]):
    """Has the keys of `sources`, in their order; a value is made from its source when first asked for, and kept."""

    def __init__(self, sources: Mapping[K, S], make: Callable[[K, S], V]) -> None:
        self._sources: Mapping[K, Any] = sources
        self._make: Callable[[K, Any], V] = make
        self._made: dict[K, V] = {}
        self._all: dict[K, V] | None = None

    def __getitem__(self, key: K) -> V:
        try:
            return self._made[key]
        except KeyError:
            made = self._made[key] = self._make(key, self._sources[key])
            return made

    @overload
    def get(self, key: K, /) -> V | None: ...
    @overload
    def get(self, key: K, /, default: V | D) -> V | D: ...
    def get(self, key: K, /, default: Any = None) -> Any:
        """The value, or `default` where there is no such key."""
        return self[key] if key in self._sources else default

    def __contains__(self, key: object) -> bool:
        return key in self._sources

    def __iter__(self) -> Iterator[K]:
        return iter(self._sources)

    def __len__(self) -> int:
        return len(self._sources)

    def keys(self) -> KeysView[K]:
        """The keys; no value is made for them."""
        return self._sources.keys()

    def values(self) -> ValuesView[V]:
        """All values, made once."""
        return self._filled().values()

    def items(self) -> ItemsView[K, V]:
        """All keys with their values, made once."""
        return self._filled().items()

    def _filled(self) -> dict[K, V]:
        if self._all is None:
            self._all = self._made = {key: self[key] for key in self._sources}
        return self._all


class Declared(Collection[tuple[str, str]]):
    """Kinds and names of files, such as ("program", "digital-2026"), with or without faults: `by_kind` has the names."""

    def __init__(self, every: Iterable[tuple[str, str]] | Mapping[str, set[str]]) -> None:
        """Of the kinds and names, or of the names by kind."""
        if isinstance(every, Declared | Mapping):
            self.by_kind: dict[str, set[str]] = dict(every if isinstance(every, Mapping) else every.by_kind)
            return
        self.by_kind = {}
        for kind, name in every:
            self.by_kind.setdefault(kind, set()).add(name)

    def __contains__(self, item: object) -> bool:
        return isinstance(item, tuple) and len(item) == 2 and item[1] in self.by_kind.get(item[0], ())

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return ((kind, name) for kind, names in self.by_kind.items() for name in names)

    def __len__(self) -> int:
        return sum(map(len, self.by_kind.values()))


class Part(Mapping[K, V]):
    """Goes through some of a mapping's entries, in its order, and looks up all of them."""

    def __init__(self, whole: Mapping[K, V], some: Collection[K]) -> None:
        self._whole = whole
        self._some = tuple(filter(some.__contains__, whole))

    def __getitem__(self, key: K) -> V:
        return self._whole[key]

    def __contains__(self, key: object) -> bool:
        return key in self._whole

    def __iter__(self) -> Iterator[K]:
        return iter(self._some)

    def __len__(self) -> int:
        return len(self._some)
