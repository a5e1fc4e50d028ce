"""The loop over the stages: each goes on inside the optimal face of the one before, and each is proven as it ends."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np

from turnabout.errors import NotProvenError
from turnabout.matching.face import FREE, MADE, OUT, Face, Objective, Prices, bound, loads, narrowed, without, worth
from turnabout.matching.improve import best_from
from turnabout.matching.infeasible import InfeasibleError, conflict_of
from turnabout.matching.objectives import (
    TIE_ROUNDS,
    needed,
    reach_objective,
    relaxed_face,
    stage_objective,
    tie_objective,
)
from turnabout.matching.prices import NotOptimalError, prices_of
from turnabout.matching.problem import TIE, WORST_PAIR, Bools, Problem
from turnabout.matching.solution import StageResult
from turnabout.matching.unique import is_only_answer

Oracle = Callable[[Face, Objective], Bools]
"""Finds an answer of a face with the greatest value; its word is not taken, the prices are."""
Progress = Callable[[str], object]


def run_stages(
    problem: Problem, face: Face, oracle: Oracle, progress: Progress
) -> tuple[Bools, tuple[StageResult, ...], bool]:
    """The answer (bool[E]), the proven stages, and whether the program's stages left one answer.

    Raises InfeasibleError with the people in conflict where nothing satisfies minimums and locks.
    """
    oracle = _spared(oracle)
    require_answer(problem, face, oracle)
    results: list[StageResult] = []
    pairs = face.state == MADE
    for stage in problem.stages:
        progress(stage)
        if stage == WORST_PAIR:
            result, face = _worst_pair(problem, face, oracle)
        else:
            result, face, pairs = _linear(stage, stage_objective(problem, stage), face, oracle)
        results.append(result)
    if problem.stages[-1] == WORST_PAIR:
        pairs = _any_answer(face, oracle)
    unique = is_only_answer(face, pairs)
    for result, answer in _ties(problem, face, pairs, oracle, progress):
        results.append(result)
        pairs = answer
    return pairs, tuple(results), unique


def _spared(oracle: Oracle) -> Oracle:
    """The oracle, not asked where nothing is left to decide (HiGHS knows no empty model)."""

    def answer(face: Face, objective: Objective) -> Bools:
        return oracle(face, objective) if (face.state == FREE).any() else face.state == MADE

    return answer


def require_answer(problem: Problem, face: Face, oracle: Oracle) -> None:
    """Raises InfeasibleError unless some answer keeps everybody's least number of partners."""
    relaxed, objective = relaxed_face(face), reach_objective(face)
    if needed(face) == needed(relaxed):
        return
    pairs, prices = _proven(relaxed, objective, oracle(relaxed, objective))
    if worth(relaxed, objective, pairs) < needed(face):
        raise InfeasibleError(conflict_of(problem, face, prices))


def _linear(name: str, objective: Objective, face: Face, oracle: Oracle) -> tuple[StageResult, Face, Bools]:
    pairs, prices = _proven(face, objective, oracle(face, objective))
    value, limit = worth(face, objective, pairs), bound(face, objective, prices)
    if value != limit:
        raise NotProvenError(f"stage {name} is worth {value}, but the prices only prove {limit}")
    return StageResult(name, value, limit, prices), narrowed(face, objective, prices), pairs


def _worst_pair(problem: Problem, face: Face, oracle: Oracle) -> tuple[StageResult, Face]:
    from turnabout.matching.solve.threshold import largest_threshold, thresholds

    values = thresholds(problem)
    nothing = Prices(np.zeros_like(face.mentor_low), np.zeros_like(face.mentee_low))
    if not len(values):
        return StageResult(WORST_PAIR, 0, 0, nothing), face
    index = largest_threshold(problem, face)
    value = int(values[index])
    following = int(values[index + 1]) if index + 1 < len(values) else None
    result = StageResult(WORST_PAIR, value, value, nothing, following)
    forced = (face.state == MADE) & ~problem.locked & (problem.points == value)
    if following is not None and not forced.any():
        # That the next threshold is too much is a stage of its own: fill as many of the needed places as it allows.
        higher = without(face, problem.points < following)
        relaxed, objective = relaxed_face(higher), reach_objective(face)
        _, prices = _proven(relaxed, objective, oracle(relaxed, objective))
        limit = bound(relaxed, objective, prices)
        if limit >= needed(face):
            raise NotProvenError(f"a worst pair of {following} points is not proven to be impossible")
        result = replace(result, bound=limit, needed=needed(face), prices=prices)
    return result, without(face, problem.points < value)


def _proven(face: Face, objective: Objective, pairs: Bools) -> tuple[Bools, Prices]:
    """The best answer with its prices. Where a solver in floating point missed it, the rest of the way is exact."""
    _require_member(face, pairs)
    try:
        return pairs, prices_of(face, objective, pairs)
    except NotOptimalError:
        pairs = best_from(face, objective, pairs)
        return pairs, prices_of(face, objective, pairs)


def _any_answer(face: Face, oracle: Oracle) -> Bools:
    pairs = oracle(face, reach_objective(face))
    _require_member(face, pairs)
    return pairs


def _ties(
    problem: Problem, face: Face, pairs: Bools, oracle: Oracle, progress: Progress
) -> Iterator[tuple[StageResult, Bools]]:
    for tie_round in range(TIE_ROUNDS):
        if is_only_answer(face, pairs):
            return
        progress(TIE)
        result, face, pairs = _linear(TIE, tie_objective(problem, face, tie_round), face, oracle)
        yield result, pairs
    if not is_only_answer(face, pairs):
        raise NotProvenError(f"{TIE_ROUNDS} rounds of the tie stage left more than one answer", "change the program id")


def _require_member(face: Face, pairs: Bools) -> None:
    """Raises NotProvenError unless an answer lies in its face."""
    mentor, mentee = loads(face, pairs)
    inside = (pairs >= (face.state == MADE)).all() and not pairs[face.state == OUT].any()
    within = [(face.mentor_low <= mentor).all(), (mentor <= face.mentor_high).all()]
    within += [(face.mentee_low <= mentee).all(), (mentee <= face.mentee_high).all()]
    if not (inside and all(within)):
        raise NotProvenError("the solver's answer breaks a capacity, a minimum or an earlier stage")
