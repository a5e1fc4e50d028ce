"""Who scores the pairs of a program: numpy, or from a size on the compiled pass (extra `large`). Both give the same points."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from turnabout.matching.people.columns import Columns, Points
from turnabout.matching.people.criteria import FULL
from turnabout.matching.people.scoring import Scoring, permitted_points
from turnabout.matching.problem import Ints
from turnabout.matching.solvers.compiled import numba_version

COMPILED = 64_000_000
"""Pairs above which the pass is compiled. Below, numpy is done before numba is loaded and has compiled, which it does once
for an installation; whether that has happened is not asked, so that the path does not depend on a cache."""

AT_ONCE = 1 << 24
"""Pairs that the compiled pass looks at before it can be interrupted."""


@dataclass(frozen=True, slots=True, eq=False)
class Scorer:
    """How the pairs of some people are scored; `name` says by what, for people, and is empty where no one would ask."""

    columns: Columns
    scoring: Scoring
    is_compiled: bool
    name: str

    def blocks(self) -> Iterator[tuple[slice, Points]]:
        """All mentees in pieces, each with its points [rows, m]: FORBIDDEN where a rule forbids the pair."""
        if not self.is_compiled:
            for rows, some in self.columns.parts():
                yield rows, permitted_points(some, self.scoring)
            return
        from turnabout.matching.people.kernel_points import find, room_for
        from turnabout.matching.people.tabulated import tabulated

        for stretch, tables in tabulated(self.columns, self.scoring):
            room, none = room_for(tables), np.empty((0, 0), np.int64)
            for rows in self.columns.blocks(stretch):
                points = np.empty((rows.stop - rows.start, self.columns.shape[1]), np.int32)
                find(tables, room, rows.start, points, none, none)
                yield rows, points

    def best(self, most: int) -> tuple[Ints, Ints]:
        """For every mentee the columns of the `most` permitted pairs with most points, and their points; both [n, most].

        In no particular order; of equals the first columns. What a mentee lacks is FORBIDDEN.
        """
        if not self.is_compiled:
            return best_in(self.blocks(), self.columns.shape, most)
        from turnabout.matching.people.kernel_points import find, room_for
        from turnabout.matching.people.tabulated import tabulated

        n, m = self.columns.shape
        column, points = np.empty((2, n, min(most, m)), np.int64)
        for stretch, tables in tabulated(self.columns, self.scoring):
            room, none = room_for(tables), np.empty((0, 0), np.int32)
            for rows in self.columns.blocks(stretch, AT_ONCE):
                find(tables, room, rows.start, none, column[rows], points[rows])
        return column, points


def best_in(tables: Iterable[tuple[slice, Points]], shape: tuple[int, int], most: int) -> tuple[Ints, Ints]:
    """What `Scorer.best` says, out of tables that hold the points of some mentees with all mentors; `shape` is [n, m]."""
    n, m = shape
    column, points = np.empty((2, n, min(most, m)), np.int64)
    for rows, table in tables:
        column[rows], points[rows] = _best(table, most)
    return column, points


def _best(table: Points, most: int) -> tuple[Ints, Ints]:
    m = table.shape[1]
    most = min(most, m)
    # One number orders by points and then by mentor, and never twice the same: any method picks the same ones. Numpy
    # finds them in a tenth of the time where 32 bits are enough.
    rank: Ints = table.astype(np.int32 if (FULL + 1) * m < 1 << 31 else np.int64)
    rank *= m
    rank += np.arange(m - 1, -1, -1, dtype=rank.dtype)
    if most < m:
        rank.partition(m - most, axis=1)
    points, back = np.divmod(rank[:, m - most :].astype(np.int64), m)
    return m - 1 - back, points


def scorer_of(columns: Columns, scoring: Scoring, above: int | None = None) -> Scorer:
    """Who scores these people: the compiled pass where it applies, numba is there, and there are more pairs than `above`
    (None: `COMPILED`).
    """
    n, m = columns.shape
    if n * m <= (COMPILED if above is None else above):
        return Scorer(columns, scoring, False, "")
    fault = "numba is not installed" if numba_version() is None else _why_not(columns, scoring)
    return Scorer(columns, scoring, not fault, f"numpy, since {fault}" if fault else f"numba {numba_version()}")


def _why_not(columns: Columns, scoring: Scoring) -> str:
    from turnabout.matching.people.tabulated import why_not

    return why_not(columns, scoring)
