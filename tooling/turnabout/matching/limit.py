"""How long solving may take: a value made where the clock is, and asked by whatever can take long."""

import math
from collections.abc import Callable
from dataclasses import dataclass

from turnabout.errors import NotProvenError
from turnabout.matching.problem import Bools


@dataclass(frozen=True, slots=True)
class Limit:
    """The seconds that are left, asked anew each time; without a limit there is no end of them."""

    left: Callable[[], float] = lambda: math.inf

    @property
    def passed(self) -> bool:
        """Whether it is time to end with what is there."""
        return self.left() <= 0

    def half(self) -> "Limit":
        """The first half of what is left, for a search that others have to follow."""
        kept = self.left() / 2
        return self if math.isinf(kept) else Limit(lambda: self.left() - kept)


NO_LIMIT = Limit()


class OutOfTimeError(NotProvenError):
    """The limit passed before a search was over; `pairs` (bool[E]) is the best answer that it had, or None."""

    def __init__(self, pairs: Bools | None = None) -> None:
        super().__init__(
            "the time limit passed before any pairing was found",
            "allow more time, or leave the limit out; with fewer balance rules it takes less",
        )
        self.pairs = pairs
