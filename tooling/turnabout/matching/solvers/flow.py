"""The fast path: without side conditions a stage is an assignment of places to places, which SciPy solves exactly."""

from importlib.metadata import version

import numpy as np
from scipy.optimize import linear_sum_assignment
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_bipartite_matching, min_weight_full_bipartite_matching

from turnabout.errors import NotProvenError
from turnabout.matching.face import FREE, MADE, PART, Face, Gain, Objective, loads
from turnabout.matching.problem import Bools, Ids, Ints

EXACT = 2**53
"""Whole numbers below this are exact in the float64 that SciPy computes with."""
SMALL_TABLE = 1_000_000
LARGEST_TABLE = 30_000_000
"""Cells of a full table: 240 MB."""


def solver_name() -> str:
    """The solver with its version."""
    return f"SciPy {version('scipy')}"


def best_pairs(face: Face, objective: Objective) -> Bools:
    """An answer of the face with the greatest value, bool[E].

    Every open place of a mentor is a row, every open place of a mentee a column; a cell is worth the points of the pair
    and the rewards of both places, a place that must be filled brings a bonus above all else, and nothing is worth
    less than leaving both empty. Raises NotProvenError where numbers would outgrow exact arithmetic.
    """
    pairs: Bools = face.state == MADE
    free = np.flatnonzero(face.state == FREE)
    if not len(free):
        return pairs
    part = slice(None) if len(free) == len(pairs) else free  # the common case, without copies of everything
    mentor, mentee, points = face.mentor[part], face.mentee[part], objective.points[part]
    made_mentor, made_mentee = loads(face, pairs)
    row_start, row_gain, row_must = _copies(made_mentor, face.mentor_low, face.mentor_high, objective.mentor_gain)
    column_start, column_gain, column_must = _copies(
        made_mentee, face.mentee_low, face.mentee_high, objective.mentee_gain
    )
    most = len(row_gain)
    largest = max(int(points.max()), -int(points.min()))
    largest += int(np.abs(row_gain).max(initial=0) + np.abs(column_gain).max(initial=0))
    bonus = 2 * most * largest + 1 if row_must.any() or column_must.any() else 0
    if (2 * bonus + largest) * (most + 1) >= EXACT:
        raise NotProvenError("the points are too large to be added exactly", "use smaller points, or --path ilp")

    edge, row, column = _cells(free, mentor, mentee, np.diff(row_start), np.diff(column_start), row_start, column_start)
    value = points if edge is free else objective.points[edge]
    for place, extra in ((row, row_gain + bonus * row_must), (column, column_gain + bonus * column_must)):
        if extra.any():
            value = value + extra[place]
    if not (kept := value > 0).all():
        edge, row, column, value = edge[kept], row[kept], column[kept], value[kept]
    rows, columns = len(row_gain), len(column_gain)
    if len(value) and (value == value[0]).all():
        picked = _fullest(rows, columns, row, column)
    elif is_dense(rows, columns, len(kept)):
        picked = _dense(rows, columns, row, column, value)
    elif rows <= columns:
        picked = _sparse(rows, columns, row, column, value)
    else:  # every row that stays without a column costs a long search, so the fewer places are rows
        picked = _sparse(columns, rows, column, row, value)
    pairs[edge[picked]] = True
    return pairs


def is_dense(rows: int, columns: int, cells: int) -> bool:
    """Whether a full table is the quicker form: small, or filled by more than a tenth and within 240 MB."""
    return rows * columns <= SMALL_TABLE or (cells * 10 > rows * columns and rows * columns <= LARGEST_TABLE)


def _fullest(rows: int, columns: int, row: Ids | Ints, column: Ids | Ints) -> Ints:
    """As many cells as fit, as indices: the best assignment where all are worth the same (Hopcroft and Karp 1973)."""
    table = csr_array((np.ones(len(row), dtype=np.int8), (row, column)), shape=(rows, columns))
    by = maximum_bipartite_matching(table, perm_type="column")
    # Of the cells of a row only the one in its column is picked; no cell stands twice.
    picked: Ints = np.flatnonzero(by[row] == column)
    return picked


def _dense(rows: int, columns: int, row: Ids | Ints, column: Ids | Ints, value: Ints) -> Ints:
    """The cells of a best assignment, as indices, from a full table of costs."""
    if len(value) == rows * columns and (column[1:] >= column[:-1]).all():
        # Every cell, by column and then by row: the values are the table already.
        filled, by = linear_sum_assignment((value * -1.0).reshape(columns, rows))
        cell: Ints = filled.astype(np.int64) * rows + by
        return cell
    cost = np.zeros(rows * columns)
    cost[column * rows + row] = value  # so few cells that 32 bits number them
    np.negative(cost, out=cost)
    filled, by = linear_sum_assignment(cost.reshape(columns, rows))
    partner = np.full(columns, -1)
    partner[filled] = by
    picked: Ints = np.flatnonzero(partner[column] == row)
    return picked


def _sparse(rows: int, columns: int, row: Ids | Ints, column: Ids | Ints, value: Ints) -> Ints:
    """The cells of a best assignment, as indices, from the filled cells only (LAPJVsp).

    SciPy fills every row at least cost, so every row has a column of its own that stands for nothing, and costs are
    what a cell is short of the best one, plus one, since zero would mean no cell.
    """
    top = int(value.max(initial=0))
    cost = np.concatenate((top + 1 - value, np.full(rows, top + 1))).astype(np.float64)
    tail: Ints = np.concatenate((row, np.arange(rows)))
    head: Ints = np.concatenate((column, columns + np.arange(rows)))
    width = columns + rows
    filled, by = min_weight_full_bipartite_matching(csr_array((cost, (tail, head)), shape=(rows, width)))
    key = tail * width + head
    order = np.argsort(key)
    picked: Ints = order[np.searchsorted(key[order], filled.astype(np.int64) * width + by)]
    return picked[picked < len(value)]


def cells_needed(face: Face) -> tuple[int, bool]:
    """The cells of the assignment that are filled, and whether no free pair could be taken twice (it must not be)."""
    made_mentor, made_mentee = loads(face, face.state == MADE)
    rows, columns = face.mentor_high - made_mentor, face.mentee_high - made_mentee
    free = face.state == FREE
    if (rows == 1).all() and (columns == 1).all():
        return int(free.sum()), True
    cells, most = 0, 0
    for at in range(0, len(free), PART):  # this is asked of programs that are far too large for this path
        part = np.flatnonzero(free[at : at + PART]) + at
        at_mentor, at_mentee = rows[face.mentor[part]], columns[face.mentee[part]]
        cells += int((at_mentor * at_mentee).sum())
        most = max(most, int(np.minimum(at_mentor, at_mentee).max(initial=0)))
    return cells, most <= 1


def _copies(made: Ints, low: Ints, high: Ints, gain: Gain) -> tuple[Ints, Ints, Ints]:
    """Where each person's open places begin, and for each place its reward and whether it must be filled (0 or 1)."""
    count = np.maximum(high - made, 0)
    start = np.concatenate(([0], np.cumsum(count)))
    person = np.repeat(np.arange(len(made)), count)
    number = made[person] + np.arange(len(person)) - start[person] + 1
    return start, gain(person, number), (number <= low[person]).astype(np.int64)


def _cells(
    free: Ints, mentor: Ids, mentee: Ids, rows: Ints, columns: Ints, row_start: Ints, column_start: Ints
) -> tuple[Ints, Ids | Ints, Ids | Ints]:
    """Every free pair at every open place of both people: (pair, row, column)."""
    if (rows == 1).all() and (columns == 1).all():  # the largest tables
        return free, mentor, mentee
    count = rows[mentor] * columns[mentee]
    if (count == 1).all():
        return free, row_start[mentor], column_start[mentee]
    which = np.repeat(np.arange(len(free)), count)
    offset = np.arange(len(which)) - (np.cumsum(count) - count)[which]
    wide = columns[mentee[which]]
    return free[which], row_start[mentor[which]] + offset // wide, column_start[mentee[which]] + offset % wide
