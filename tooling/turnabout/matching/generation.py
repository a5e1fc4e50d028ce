"""Column generation: exact over all permitted pairs, while the solver holds only a few dozen candidates of each mentee.

The pairs with most points are held first, and solved. Then all others are held against the prices of every stage
(`pricing.py`); those that bring more than their two people cost, or are still open, are held, too, and it is solved
again, until none is left. The prices then prove every stage over all permitted pairs, and they are those that the whole
problem has: the greatest prices that the held pairs allow are the greatest that all pairs allow, since no other pair
forbids them.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

import numpy as np

from turnabout.matching.people.candidates import Candidates, posed
from turnabout.matching.people.cells import Cells, cells_where, joined
from turnabout.matching.people.columns import Points
from turnabout.matching.people.scorer import Scorer, best_in
from turnabout.matching.people.scoring import FORBIDDEN
from turnabout.matching.pricing import Tables, missing_pairs
from turnabout.matching.problem import TOTAL, Problem
from turnabout.matching.solution import Solution, StageResult

ABOVE = 200_000
"""Permitted pairs up to which all of them are handed to the solver."""
FIRST = 24
"""Candidates of each mentee that are held from the start: those with most points."""
REMEMBERED = 64_000_000
"""Pairs up to which points are kept between rounds, in two or four bytes each; above, every round finds them again."""
UNDECIDED = 2_000_000
"""Pairs that the stages may leave open; where it is more, all pairs are handed to the solver."""

Blocks = Callable[[Candidates], Iterator[tuple[slice, Points]]]
"""Gives what `Candidates.blocks` gives, from wherever it is scored."""


@dataclass(frozen=True, slots=True, eq=False)
class Generated:
    """A problem with the pairs that were held and its solution, which is that of all `permitted` pairs.

    `rounds` is how often it was solved; 0 says that all permitted pairs were held from the start. `scored_by` says who
    found the points where they are so many that it matters, and is empty else.
    """

    problem: Problem
    solution: Solution
    permitted: int
    rounds: int
    scored_by: str


def generate(
    found: Candidates,
    solve: Callable[[Problem], Solution],
    *,
    pose: Callable[[Problem], Problem] = lambda problem: problem,
    hold: Collection[tuple[str, str]] = (),
    above: int | None = ABOVE,
    first: int = FIRST,
    blocks: Blocks = Candidates.blocks,
) -> Generated:
    """The best pairs of a program out of all that the rules permit; `blocks` is who scores them.

    Up to `above` permitted pairs (None: however many), and where prices of people do not decide about nearly all pairs,
    all of them are handed to `solve`. `pose` is what else the problem asks for; a pair (mentor, mentee) that it means
    has to be in `hold`. Raises what `solve` raises.
    """
    tables = tables_of(found, blocks)
    permitted = permitted_pairs(tables)
    scored_by = found.scorer.name if blocks is Candidates.blocks else "a cluster"
    held = None
    if above is not None and permitted > above and prices_decide(found):
        remembered = found.possible <= REMEMBERED or blocks is not Candidates.blocks
        best = best_of_mentees(found.scorer, first, tables if remembered else None)
        held = joined([best, cells_of(found, tables, (*hold, *_standing(found)))])
    rounds = 0
    while held is not None:
        rounds += 1
        problem = pose(posed(found, held))
        solution = solve(problem)
        missing = missing_pairs(tables, problem, solution.stages)
        if not len(missing.key):
            return Generated(problem, solution, permitted, rounds, scored_by)
        held = joined([held, missing]) if len(missing.key) <= UNDECIDED else None
    problem = pose(posed(found, all_cells(tables)))
    return Generated(problem, solve(problem), permitted, 0, scored_by)


def problem_for_proof(
    found: Candidates, stages: Callable[[Problem], tuple[StageResult, ...]], pairs: Collection[tuple[str, str]]
) -> tuple[Problem, int]:
    """The problem that a proof has to be checked against, and how many pairs the rules permit.

    Up to `ABOVE` permitted pairs it has all of them. Above, it has `pairs` (mentor, mentee) and all that the prices of
    `stages`, which are asked for again as it grows, do not rule out.
    """
    tables = tables_of(found)
    permitted = permitted_pairs(tables)
    if permitted <= ABOVE or not prices_decide(found):
        return posed(found, all_cells(tables)), permitted
    held = cells_of(found, tables, (*pairs, *_standing(found)))
    while True:
        problem = posed(found, held)
        proven = stages(problem)
        if len(proven) < len(problem.stages):  # the held pairs alone show that the proof fails
            return problem, permitted
        missing = missing_pairs(tables, problem, proven)
        if not len(missing.key):
            return problem, permitted
        held = joined([held, missing])


def tables_of(found: Candidates, blocks: Blocks = Candidates.blocks) -> Tables:
    """The points of all pairs, block by block and as often as asked for; remembered where there is room for them."""
    if found.possible > REMEMBERED:
        return lambda: blocks(found)
    kept = [(rows, _short(table)) for rows, table in blocks(found)]
    return lambda: iter(kept)


def prices_decide(found: Candidates) -> bool:
    """Whether the prices of people rule out nearly all pairs: points have to count, and no balance rule may want others."""
    pairing = found.cohort.program.pairing
    return TOTAL in pairing.stages and not pairing.balance


def permitted_pairs(tables: Tables) -> int:
    """How many pairs the rules permit, standing ones included."""
    return sum(int((table != FORBIDDEN).sum()) for _, table in tables())


def all_cells(tables: Tables) -> Cells:
    """All pairs that the rules permit, standing ones included."""
    return joined([cells_where(table != FORBIDDEN, table, rows) for rows, table in tables()])


def best_of_mentees(scorer: Scorer, most: int, tables: Tables | None = None) -> Cells:
    """The `most` permitted pairs with most points of every mentee; of equals the first mentors by id.

    `tables` holds what the scorer finds, where that is remembered, or found elsewhere.
    """
    shape = scorer.columns.shape
    column, points = scorer.best(most) if tables is None else best_in(tables(), shape, most)
    row, place = np.nonzero(points != FORBIDDEN)
    return joined([Cells(row * shape[1] + column[row, place], points[row, place])])


def cells_of(found: Candidates, tables: Tables, pairs: Collection[tuple[str, str]]) -> Cells:
    """Those of the pairs (mentor, mentee) that are permitted, or stand."""
    m = len(found.column)
    key = np.unique(
        np.array(
            [found.row[e] * m + found.column[k] for k, e in pairs if e in found.row and k in found.column], np.int64
        )
    )
    points = [
        table[here // m - rows.start, here % m]
        for rows, table in tables()
        for here in (key[(key >= rows.start * m) & (key < rows.stop * m)],)
    ]
    given = np.concatenate(points).astype(np.int64)
    return Cells(key[given != FORBIDDEN], given[given != FORBIDDEN])


def _standing(found: Candidates) -> list[tuple[str, str]]:
    return [(key.mentor, key.mentee) for key in found.standing]


def _short(table: Points) -> Points:
    return table.astype(np.int16) if table.max(initial=0) < np.iinfo(np.int16).max else table
