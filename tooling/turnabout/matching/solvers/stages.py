"""The loop over the stages: each goes on inside the optimal face of the one before, and each is proven as it ends."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from turnabout.errors import NotProvenError
from turnabout.matching.advice.infeasible import InfeasibleError, conflict_of
from turnabout.matching.face import (
    FREE,
    MADE,
    Face,
    Objective,
    Prices,
    bound,
    is_in,
    narrowed,
    reduced,
    without,
    worth,
)
from turnabout.matching.improve import best_from
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
REACH = "reach"
"""What is solved beside the stages: whether everybody's least number of partners can be reached."""


@dataclass(frozen=True, slots=True)
class Engine:
    """What solves the stages. Both parts may start from what they know of the stage, by its name.

    `best`: an answer of a face with the greatest value, with the prices that `prices_of` finds for it.
    `threshold`: the largest z for which the face has an answer without pairs below z that are not locked.
    """

    best: Callable[[str, Face, Objective], tuple[Bools, Prices]]
    threshold: Callable[[Problem, Face], int]


def proving(oracle: Oracle) -> Engine:
    """The engine that proves whatever an oracle finds."""

    def best(_: str, face: Face, objective: Objective) -> tuple[Bools, Prices]:
        return _proven(face, objective, oracle(face, objective))

    def threshold(problem: Problem, face: Face) -> int:
        from turnabout.matching.solvers.threshold import largest_threshold, thresholds

        return int(thresholds(problem)[largest_threshold(problem, face)])

    return Engine(best, threshold)


def run_stages(
    problem: Problem, face: Face, solver: Oracle | Engine, progress: Progress
) -> tuple[Bools, tuple[StageResult, ...], bool]:
    """The answer (bool[E]), the proven stages, and whether the program's stages left one answer.

    Raises InfeasibleError with the people in conflict where nothing satisfies minimums and locks.
    """
    engine = _spared(solver if isinstance(solver, Engine) else proving(solver))
    require_answer(problem, face, engine)
    results: list[StageResult] = []
    pairs = face.state == MADE
    for stage in problem.stages:
        progress(stage)
        if stage == WORST_PAIR:
            result, face = _worst_pair(problem, face, engine)
        else:
            result, face, pairs = _linear(stage, stage, stage_objective(problem, stage), face, engine)
        results.append(result)
    if problem.stages[-1] == WORST_PAIR:
        pairs, _ = engine.best(REACH, face, reach_objective(face))
        _require_member(face, pairs)
    unique = is_only_answer(face, pairs)
    for result, answer in _ties(problem, face, pairs, engine, progress):
        results.append(result)
        pairs = answer
    return pairs, tuple(results), unique


def _spared(engine: Engine) -> Engine:
    """The engine, not asked where nothing is left to decide (HiGHS knows no empty model)."""

    def best(name: str, face: Face, objective: Objective) -> tuple[Bools, Prices]:
        if (face.state == FREE).any():
            return engine.best(name, face, objective)
        return _proven(face, objective, face.state == MADE)

    return replace(engine, best=best)


def require_answer(problem: Problem, face: Face, solver: Oracle | Engine) -> None:
    """Raises InfeasibleError unless some answer keeps everybody's least number of partners."""
    relaxed, objective = relaxed_face(face), reach_objective(face)
    if needed(face) == needed(relaxed):
        return
    engine = solver if isinstance(solver, Engine) else proving(solver)
    pairs, prices = engine.best(REACH, relaxed, objective)
    if worth(relaxed, objective, pairs) < needed(face):
        raise InfeasibleError(conflict_of(problem, face, prices))


def _linear(name: str, label: str, objective: Objective, face: Face, engine: Engine) -> tuple[StageResult, Face, Bools]:
    """The result of a stage, the face that it leaves, and its answer; `label` tells rounds of the tie stage apart."""
    pairs, prices = engine.best(label, face, objective)
    _require_member(face, pairs)
    cost = reduced(face, objective, prices)
    value, limit = worth(face, objective, pairs), bound(face, objective, prices, cost)
    if value != limit:
        raise NotProvenError(f"stage {name} is worth {value}, but the prices only prove {limit}")
    return StageResult(name, value, limit, prices), narrowed(face, objective, prices, cost=cost), pairs


def _worst_pair(problem: Problem, face: Face, engine: Engine) -> tuple[StageResult, Face]:
    nothing = Prices(np.zeros_like(face.mentor_low), np.zeros_like(face.mentee_low))
    if problem.locked.all():
        return StageResult(WORST_PAIR, 0, 0, nothing), face
    value = engine.threshold(problem, face)
    above = problem.points[~problem.locked & (problem.points > value)]
    following = int(above.min()) if len(above) else None
    result = StageResult(WORST_PAIR, value, value, nothing, following)
    forced = (face.state == MADE) & ~problem.locked & (problem.points == value)
    if following is not None and not forced.any():
        # That the next threshold is too much is a stage of its own: fill as many of the needed places as it allows.
        higher = without(face, problem.points < following)
        relaxed, objective = relaxed_face(higher), reach_objective(face)
        _, prices = engine.best(WORST_PAIR, relaxed, objective)
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


def _ties(
    problem: Problem, face: Face, pairs: Bools, engine: Engine, progress: Progress
) -> Iterator[tuple[StageResult, Bools]]:
    for tie_round in range(TIE_ROUNDS):
        if is_only_answer(face, pairs):
            return
        progress(TIE)
        objective = tie_objective(problem, face, tie_round)
        result, face, pairs = _linear(TIE, f"{TIE} {tie_round + 1}", objective, face, engine)
        yield result, pairs
    if not is_only_answer(face, pairs):
        raise NotProvenError(f"{TIE_ROUNDS} rounds of the tie stage left more than one answer", "change the program id")


def _require_member(face: Face, pairs: Bools) -> None:
    """Raises NotProvenError unless an answer lies in its face."""
    if not is_in(face, pairs):
        raise NotProvenError("the solver's answer breaks a capacity, a minimum or an earlier stage")
