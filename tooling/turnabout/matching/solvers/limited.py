"""The best answer with at most K of the pairs that stand given up, for any K: the model behind repairs.

Without a bound on changes a stage is a network problem, and prices prove it (`best_of_all`). A row on changes breaks that
structure, so the readable integer program decides (`best_with_changes`): HiGHS proves it, with gap 0, and every value
is recomputed in whole numbers. Two things keep the program small, and both are exact:

- As long as the bound costs nothing, the answers lie in the optimal face of the stages without it.
- An answer with fewer changes is known; a pair whose reduced cost is worse than what is left to gain is in no better one.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from turnabout.matching.face import (
    MADE,
    Face,
    Objective,
    Prices,
    first_face,
    narrowed,
    no_gain,
    reduced,
    without,
)
from turnabout.matching.objectives import stage_objective
from turnabout.matching.problem import WORST_PAIR, Bools, Problem
from turnabout.matching.solvers.bisection import last_that
from turnabout.matching.solvers.limited_model import FEWEST, TIE, Task, answer, solved, value_of, weights_of
from turnabout.matching.solvers.network import best_of_face
from turnabout.matching.solvers.threshold import has_answer


@dataclass(frozen=True, slots=True, eq=False)
class Repaired:
    """The best answer with a bounded number of changes: `pairs` bool[E], and the value of every stage in order.

    Worst pair: the least points of a pair that is not locked and does not stand, or the greatest points of any where
    all pairs made are such.
    """

    pairs: Bools
    values: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Best:
    """The best answer with any number of changes, and of those the one with fewest. For every stage the face in which
    it was solved and its prices (None for the worst pair); `last` is the face that all stages leave.
    """

    answer: Repaired
    faces: tuple[Face, ...]
    prices: tuple[Prices | None, ...]
    last: Face


def best_of_all(problem: Problem, standing: Bools) -> Best:
    """The best answer without a bound on changes, proven by prices stage by stage.

    Pairs marked in `standing` (bool[E]) do not count in the worst-pair stage: they are nobody's choice. After the
    problem's stages as few of them as possible are given up, and of equal choices a hash decides which. There must be
    an answer.
    """
    face, judged = first_face(problem), ~standing & ~problem.locked
    faces: list[Face] = []
    prices: list[Prices | None] = []
    values: list[int] = []
    pairs = standing
    for stage in problem.stages:
        faces.append(face)
        if stage == WORST_PAIR:
            value, face = worst_of_all(problem, judged, face)
            prices.append(None)
        else:
            objective = stage_objective(problem, stage)
            pairs, price = best_of_face(face, objective)
            value, face = value_of(problem, standing, stage, pairs), narrowed(face, objective, price)
            prices.append(price)
        values.append(value)
    last = face
    for stage in (FEWEST, TIE):
        objective = Objective(weights_of(problem, standing, stage), no_gain, no_gain)
        pairs, price = best_of_face(face, objective)
        face = narrowed(face, objective, price)
    return Best(Repaired(pairs, tuple(values)), tuple(faces), tuple(prices), last)


def worst_of_all(
    problem: Problem, judged: Bools, face: Face, fits: Callable[[Face], bool] = has_answer
) -> tuple[int, Face]:
    """The largest threshold that leaves a face that `fits`, and the face above it; forced pairs bound it."""
    values = np.unique(problem.points[judged])
    if not len(values):
        return 0, face
    forced = problem.points[(face.state == MADE) & judged]

    def above(index: int) -> Face:
        return without(face, judged & (problem.points < values[index]))

    last = int(np.searchsorted(values, forced.min())) if len(forced) else len(values) - 1
    best = last_that(0, last, lambda at: fits(above(at)))
    return int(values[best]), above(best)


def best_with_changes(problem: Problem, standing: Bools, most: int, best: Best, before: Repaired) -> Repaired:
    """The best answer that gives up at most `most` of the pairs `standing` (bool[E]), fewest of them, ties by hash.

    `best` is that of `best_of_all`, `before` an answer that gives up at most as many: values lie between the two, and
    where nothing is gained `before` is returned. Raises NotProvenError where HiGHS reports no optimum.
    """
    task = Task(problem, standing, most, best.faces[0], {})
    values: list[int] = []
    for number, stage in enumerate(problem.stages):
        # Bounds hold while all stages before are the same: those of `best` from above, those of `before` from below.
        level = tuple(values) == best.answer.values[:number]
        low = before.values[number] if tuple(values) == before.values[:number] else None
        high = best.answer.values[number] if level else None
        if low is not None and low == high:
            value = low
        elif stage == WORST_PAIR:
            value = _worst_pair(task, low, high)
        else:
            if level and low is not None:
                task = replace(task, face=_core(best, number, stage_objective(problem, stage), low))
            value = value_of(problem, standing, stage, solved(task, stage))
        values.append(value)
        if value == high:
            # The bound on changes costs nothing so far, so the answers lie in the face without it.
            task = replace(task, face=best.faces[number + 1] if number + 1 < len(best.faces) else best.last)
        elif stage == WORST_PAIR:
            task = _above(task, value)
        else:
            task = replace(task, reached={**task.reached, stage: value})
    if tuple(values) == before.values:
        return before
    kept = value_of(problem, standing, FEWEST, solved(task, FEWEST))
    return Repaired(solved(replace(task, reached={**task.reached, FEWEST: kept}), TIE), tuple(values))


def _core(best: Best, number: int, objective: Objective, least: int) -> Face:
    """The face without the pairs that are in no answer worth `least` or more: with prices that prove the stage's best
    value, an answer with a pair of reduced cost r < 0 is worth at most that value + r.
    """
    face, prices = best.faces[number], best.prices[number]
    if prices is None:
        return face
    gap = best.answer.values[number] - least
    return without(face, reduced(face, objective, prices) < -gap)


def _worst_pair(task: Task, low: int | None, high: int | None) -> int:
    """The largest threshold, between two that are known, that leaves an answer reaching what it must: bisection."""
    values = np.unique(task.problem.points[task.judged])
    if not len(values):
        return 0
    forced = task.problem.points[(task.face.state == MADE) & task.judged]
    first = 0 if low is None else int(np.searchsorted(values, low))
    last = len(values) - 1 if high is None else int(np.searchsorted(values, high))
    if len(forced):
        last = min(last, int(np.searchsorted(values, forced.min())))
    return int(values[last_that(first, last, lambda at: answer(_above(task, int(values[at])), None) is not None)])


def _above(task: Task, least: int) -> Task:
    """The task without judged pairs below a threshold."""
    return replace(task, face=without(task.face, task.judged & (task.problem.points < least)))
