"""What balance rules came to in an answer, in sentences a coordinator would say."""

import numpy as np

from turnabout.matching.problem import TOTAL, Problem
from turnabout.matching.side import SideRow
from turnabout.matching.solution import Solution


def quota_words(problem: Problem, solution: Solution) -> list[str]:
    """One line for each balance rule: what it asks for, where it stands, and what one more would be worth if it binds."""
    return [f"{row.name}: {row.words}; {_standing(solution, row)}" for row in problem.side]


def _standing(solution: Solution, row: SideRow) -> str:
    price = unit_price(solution, row)
    counts = int(row.coefficients[np.isin(row.edges, solution.pairs)].sum())
    share = (row.coefficients < 0).any()
    said = "kept" if share else f"{counts} are made"
    if price:
        unit = "a little looser" if share else "one fewer" if row.low is not None and price > 0 else "one more"
        said += f", and it binds: {unit} would be worth about {abs(price)} points in total"
    return said


def unit_price(solution: Solution, row: SideRow) -> int:
    """What a unit of the row is worth in total points, rounded; 0 where the rule does not bind or `total` is no stage."""
    for stage in solution.stages:
        if stage.name == TOTAL and stage.side is not None and stage.side.scale:
            return round(dict(stage.side.multipliers).get(row.name, 0) / stage.side.scale)
    return 0
