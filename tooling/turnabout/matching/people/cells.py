"""Some pairs out of a table over all pairs, as columns."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from turnabout.matching.people.columns import Points
from turnabout.matching.problem import Bools, Ints


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """Pairs in order of `key`, which is the mentee's row times the number of mentors plus the mentor's column."""

    key: Ints
    points: Ints


def cells_where(marked: Bools, table: Points, rows: slice) -> Cells:
    """The marked pairs of a block of mentees; `table` holds the points of these rows with all mentors."""
    at = np.flatnonzero(marked)
    return Cells(at + rows.start * table.shape[1], table.ravel()[at].astype(np.int64))


def joined(cells: Sequence[Cells]) -> Cells:
    """All the pairs, each once."""
    if not cells:
        return Cells(np.zeros(0, np.int64), np.zeros(0, np.int64))
    key, first = np.unique(np.concatenate([each.key for each in cells]), return_index=True)
    return Cells(key, np.concatenate([each.points for each in cells])[first])
