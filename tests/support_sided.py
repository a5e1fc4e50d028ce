"""Small random pairing problems with side rows, and the oracle that tries every set of pairs."""

import random
from dataclasses import replace

import numpy as np

from support_matching import Everything, everything, random_problem, stage_values
from turnabout.matching.problem import Problem
from turnabout.matching.side import SideRow


def random_sided(seed: int, *, single: bool = False, minimums: bool = True) -> Problem:
    """A problem with at most 11 candidate pairs and one to three rows, some of which nobody can keep."""
    problem = random_problem(seed, single=single, minimums=minimums)
    dice = random.Random(seed * 7919 + 1)
    edges = range(len(problem.points))
    rows = []
    for index in range(dice.randint(1, 3)):
        if dice.random() < 0.3:  # a share: at least p % of all pairs are such
            percent = dice.choice((25, 40, 50, 100))
            counted = {e for e in edges if dice.random() < 0.5}
            numbers = {e: 100 - percent if e in counted else -percent for e in edges}
            low, high = (0, None) if dice.random() < 0.6 else (None, 0)
        else:
            numbers = {e: dice.choice((1, 1, 1, 2, -1)) for e in edges if dice.random() < 0.5}
            low = dice.randint(0, 3) if dice.random() < 0.6 else None
            high = dice.randint(low or 0, 4) if low is None or dice.random() < 0.4 else None
        numbers = {e: number for e, number in numbers.items() if number}
        rows.append(
            SideRow(
                f"row-{index}",
                f"row {index}",
                np.array(sorted(numbers), dtype=np.int64),
                np.array([numbers[e] for e in sorted(numbers)], dtype=np.int64),
                low,
                high,
            )
        )
    return replace(problem, side=tuple(rows))


def everything_sided(problem: Problem) -> Everything:
    """As `everything`, of the sets that keep all rows too."""
    sets = everything(problem).pairs
    kept = np.array([all(row.holds(pairs) for row in problem.side) for pairs in sets], dtype=bool)
    sets = sets[kept] if len(sets) else sets
    return Everything(sets, stage_values(problem, sets))
