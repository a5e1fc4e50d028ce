"""What was made of texts, kept for as long as a site is built: its pages say the same again and again."""

from typing import Generic, TypeVar

# Longer texts hardly recur; the bound on their number keeps those of a large program out of memory.
_LONGEST = 1_000
_MOST = 16_384

_T = TypeVar("_T")


class Kept(dict[str, _T], Generic[_T]):
    """What was made, by text. It begins anew when it is full: what recurs is soon back."""

    __slots__ = ()

    def keep(self, text: str, made: _T) -> _T:
        """`made`, which is kept for `text`."""
        if len(text) <= _LONGEST:
            if len(self) >= _MOST:
                self.clear()
            self[text] = made
        return made
