"""Side rows: whole-number conditions on all pairs together, and the multipliers that price them in a proof."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

MAX_COEFFICIENT = 10_000
MAX_LIMIT = 1_000_000_000
BY_PRICES, BY_SOLVER, BY_GAP = "prices", "solver", "gap"
"""What stands behind a value: the bound reaches it; HiGHS searched all that the bound leaves; or the gap is all there is."""

SETTLED = 100_000
"""A gap of one part in this many is not worth a search: it is told, and the stage is not called optimal."""


@dataclass(frozen=True, slots=True, eq=False)
class SideRow:
    """`low <= sum of coefficients of the pairs made <= high`; None is no limit. `words` says it to people."""

    name: str
    words: str
    edges: Ints  # candidate pairs that count, ascending
    coefficients: Ints  # as many
    low: int | None
    high: int | None

    def count(self, pairs: Bools) -> int:
        """The sum for an answer (bool[E])."""
        return int(self.coefficients[pairs[self.edges]].sum())

    def holds(self, pairs: Bools) -> bool:
        """Whether an answer (bool[E]) keeps the row."""
        return (self.low is None or self.low <= self.count(pairs)) and (
            self.high is None or self.count(pairs) <= self.high
        )


@dataclass(frozen=True, slots=True)
class GivenRow:
    """A side row as it is handed in: (mentor, mentee, coefficient) for every pair that counts."""

    name: str
    words: str
    pairs: tuple[tuple[str, str, int], ...]
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Balance:
    """A side row for arrays: `least <= sum of counted over the pairs made <= most`; None is no limit, but one is needed.

    `counted` has the shape of the points: true where a pair counts, or whole numbers from -10,000 to 10,000, 0 where it
    does not. So `least=0` with 60 for pairs across sites and -40 for all others means at least 40 % across sites. `name`
    has no spaces; `words` say the rule to people.
    """

    name: str
    counted: ArrayLike
    least: int | None = None
    most: int | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class SideProof:
    """What a stage's bound gives for side rows, beside its prices: `multipliers` by the name of the row, those not zero.

    Everything is in units of 1 / `scale`; scale 0 proves that there is no answer. `by` is BY_PRICES, BY_SOLVER or BY_GAP.
    """

    scale: int
    multipliers: tuple[tuple[str, int], ...]
    by: str


def row_faults(
    rows: Sequence[GivenRow], offered: Collection[tuple[str, str]], banned: Collection[tuple[str, str]]
) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Place and message of everything that is wrong with rows over the candidate pairs `offered`."""
    yield from limit_faults([(row.name, row.low, row.high) for row in rows])
    for index, row in enumerate(rows):
        place = ("balance", index)
        seen: set[tuple[str, str]] = set()
        for at, (mentor, mentee, coefficient) in enumerate(row.pairs):
            if (mentor, mentee) not in offered and (mentor, mentee) not in banned:
                yield (*place, "pairs", at), f"`{mentor}` with `{mentee}` is no candidate pair"
            if (mentor, mentee) in seen:
                yield (*place, "pairs", at), f"the pair `{mentor}` with `{mentee}` is listed twice"
            if type(coefficient) is not int or not 1 <= abs(coefficient) <= MAX_COEFFICIENT:
                message = f"expected a whole number other than 0 within {MAX_COEFFICIENT}, found `{coefficient}`"
                yield (*place, "pairs", at, 2), message
            seen.add((mentor, mentee))


def limit_faults(rows: Sequence[tuple[str, int | None, int | None]]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Place and message of everything that is wrong with names and limits (name, least, most) of rows."""
    for index, (name, low, high) in enumerate(rows):
        place = ("balance", index)
        if not name or any(letter.isspace() for letter in name):
            yield (*place, "name"), f"expected a name without spaces, found `{name}`"
        if name in [other for other, _, _ in rows[:index]]:
            yield (*place, "name"), f"the balance rule `{name}` is given twice"
        if low is None and high is None:
            yield place, f"the balance rule `{name}` has neither a least nor a most"
        for key, limit in (("least", low), ("most", high)):
            if limit is not None and (type(limit) is not int or abs(limit) > MAX_LIMIT):
                yield (*place, key), f"expected a whole number within {MAX_LIMIT}, found `{limit}`"
        if type(low) is int and type(high) is int and low > high:
            yield (*place, "least"), f"the balance rule `{name}` asks for at least {low} and at most {high}"
