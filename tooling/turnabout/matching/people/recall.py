"""The proof that an answer determines by itself: the prices of every stage, found again from the pairs without a solver."""

from collections.abc import Sequence

import numpy as np

from turnabout.matching.face import FREE, MADE, Face, Prices, bound, first_face, narrowed, without
from turnabout.matching.improve import best_from
from turnabout.matching.objectives import needed, reach_objective, relaxed_face, stage_objective
from turnabout.matching.prices import NotOptimalError, prices_of
from turnabout.matching.problem import WORST_PAIR, Bools, Problem
from turnabout.matching.solution import StageResult


def recalled_stages(problem: Problem, pairs: Bools, claimed: Sequence[StageResult]) -> tuple[StageResult, ...]:
    """The program's stages with the prices that the pairs (bool[E]) determine, and the claimed values.

    It ends before the first stage in which the pairs are not the best ones, whatever prices are claimed.
    """
    face = first_face(problem)
    stages: list[StageResult] = []
    for stage in claimed[: len(problem.stages)]:
        try:
            if stage.name == WORST_PAIR:
                stages.append(_worst_pair(problem, face, pairs, stage.value))
                face = without(face, problem.points < stage.value)
            else:
                objective = stage_objective(problem, stage.name)
                prices = prices_of(face, objective, pairs)
                stages.append(StageResult(stage.name, stage.value, bound(face, objective, prices), prices))
                face = narrowed(face, objective, prices)
        except NotOptimalError:
            break
    return tuple(stages)


def _worst_pair(problem: Problem, face: Face, pairs: Bools, value: int) -> StageResult:
    """The stage with the prices that rule out the next points above, where that has to be proven."""
    judged = ~problem.locked
    above = problem.points[judged & (problem.points > value)]
    following = int(above.min()) if len(above) else None
    if following is None or ((face.state == MADE) & judged & (problem.points == value)).any():
        nothing = Prices(np.zeros_like(face.mentor_low), np.zeros_like(face.mentee_low))
        return StageResult(WORST_PAIR, value, value, nothing, following)
    relaxed, objective = relaxed_face(without(face, problem.points < following)), reach_objective(face)
    start = pairs & (relaxed.state == FREE) | (relaxed.state == MADE)
    prices = prices_of(relaxed, objective, best_from(relaxed, objective, start))
    return StageResult(WORST_PAIR, value, bound(relaxed, objective, prices), prices, following, needed(face))
