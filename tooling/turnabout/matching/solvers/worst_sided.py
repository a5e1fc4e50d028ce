"""The worst-pair stage where side rows are in force: bisection over the points, and the proof that more is too much."""

from dataclasses import dataclass, replace

import numpy as np

from turnabout.errors import NotProvenError
from turnabout.matching.face import FREE, MADE, Face, Prices, loads
from turnabout.matching.limit import OutOfTimeError
from turnabout.matching.objectives import reach_objective, relaxed_face
from turnabout.matching.problem import WORST_PAIR, Bools, Ints, Problem
from turnabout.matching.scope import Scope, above, nothing, scaled_bound, tight
from turnabout.matching.side import BY_GAP, BY_PRICES, BY_SOLVER, SideProof
from turnabout.matching.solution import StageResult
from turnabout.matching.solvers.multipliers import empty_proof
from turnabout.matching.solvers.network import best_of_face
from turnabout.matching.solvers.quotas import EmptyScopeError
from turnabout.matching.solvers.search import Search
from turnabout.matching.solvers.threshold import largest_threshold, thresholds


def worst_pair(
    problem: Problem, scope: Scope, search: Search, known: Bools | None
) -> tuple[StageResult, Scope, Bools | None]:
    """The stage's result, the scope that it leaves, and an answer of that if one is known; `known` is one of the scope.

    Raises EmptyScopeError where the scope has none, OutOfTimeError where none was found in time.
    """
    values = thresholds(problem)
    if not len(values):
        zero = Prices(np.zeros_like(scope.face.mentor_low), np.zeros_like(scope.face.mentee_low))
        return StageResult(WORST_PAIR, 0, 0, zero, side=SideProof(1, (), BY_PRICES)), scope, None
    free = largest_threshold(problem, scope.face)
    reached = _Reached(free, None, True) if search.trusting else _highest(problem, scope, search, known, values, free)
    result = _result(problem, scope, values, reached.index)
    if result.needed is not None and result.next_points is not None and (reached.index == free or reached.searched):
        result = _too_much(result, above(scope, problem, result.next_points), by_rows=reached.index < free)
    return result, tight(above(scope, problem, result.value)), reached.pairs


def restated(problem: Problem, scope: Scope, pairs: Bools, result: StageResult) -> tuple[StageResult, Scope]:
    """The stage's result for an answer of the scope that later stages found, and the scope that it leaves."""
    if result.side is not None and result.side.by == BY_GAP:
        values = thresholds(problem)
        result = _result(problem, scope, values, _index(problem, values, pairs))
    elif result.needed is not None and result.next_points is not None and result.side is not None:
        higher = above(scope, problem, result.next_points)
        limit = scaled_bound(higher, nothing(higher), 0, dict(result.side.multipliers), result.prices)
        result = replace(result, bound=limit)
    if not len(thresholds(problem)):
        return result, scope
    return result, tight(above(scope, problem, result.value))


def _result(problem: Problem, scope: Scope, values: Ints, index: int) -> StageResult:
    """What reaching a threshold is as a result: with a gap (`needed` 0), unless it is plain that nothing is above it."""
    zero = Prices(np.zeros_like(scope.face.mentor_low), np.zeros_like(scope.face.mentee_low))
    value = int(values[index])
    following = int(values[index + 1]) if index + 1 < len(values) else None
    forced = (scope.face.state == MADE) & ~problem.locked & (problem.points == value)
    if following is None or forced.any():
        return StageResult(WORST_PAIR, value, value, zero, following, side=SideProof(1, (), BY_PRICES))
    return StageResult(WORST_PAIR, value, 0, zero, following, needed=0, side=SideProof(0, (), BY_GAP))


def _index(problem: Problem, values: Ints, pairs: Bools) -> int:
    """The threshold, by its index, of the least points of a pair made that is not locked; the last where none is made."""
    judged = problem.points[pairs & ~problem.locked]
    return int(np.searchsorted(values, judged.min())) if len(judged) else len(values) - 1


@dataclass(frozen=True, slots=True, eq=False)
class _Reached:
    """The index of a threshold with an answer that keeps it, if one is known; `searched`: no greater one has any."""

    index: int
    pairs: Bools | None
    searched: bool


def _highest(problem: Problem, scope: Scope, search: Search, known: Bools | None, values: Ints, free: int) -> _Reached:
    """The greatest threshold up to `free` that leaves an answer, by bisection, as far as the limit allows.

    The end is tried first; then, where an answer nearby is known, what is next above it, and twice as far each time.
    """
    low, high, pairs, step = -1, free, None, 1 if search.near else len(values)
    if known is not None:
        low, pairs = min(free, _index(problem, values, known)), known
    within = search.limit.half()
    try:
        middle = free
        while low < high:
            if (tried := search.some(above(scope, problem, int(values[middle])), within)) is not None:
                low, pairs, step = max(middle, min(free, _index(problem, values, tried))), tried, 2 * step
            else:
                high = middle - 1
            middle = min(low + step, (low + high + 1) // 2)
    except OutOfTimeError:
        if pairs is None:
            raise
        return _Reached(low, pairs, searched=False)
    if low < 0:
        raise EmptyScopeError
    return _Reached(low, pairs, searched=True)


def _too_much(result: StageResult, higher: Scope, by_rows: bool) -> StageResult:
    """The proof that a scope of the worst-pair stage is empty: by the rows, or already by everybody's places."""
    if by_rows:
        proof = empty_proof(higher)
        if proof is None:
            return replace(result, bound=0, needed=0, side=SideProof(0, (), BY_SOLVER))
        multipliers, prices = proof.multipliers, proof.prices
    else:
        relaxed, objective = relaxed_face(higher.face), reach_objective(higher.face)
        multipliers, (_, prices) = {}, best_of_face(relaxed, objective)
        prices = _with_the_stranded(higher.face, prices)
    limit = scaled_bound(higher, nothing(higher), 0, multipliers, prices)
    if limit >= 0:
        raise NotProvenError(f"a worst pair of {result.next_points} points is not proven to be impossible")
    side = SideProof(0, tuple(sorted(multipliers.items())), BY_PRICES)
    return replace(result, bound=limit, needed=0, prices=prices, side=side)


def _with_the_stranded(face: Face, prices: Prices) -> Prices:
    """The prices with -1 for everybody who needs a partner and has no free pair: nothing else decides their price."""
    made, free = loads(face, face.state == MADE), loads(face, face.state == FREE)
    return Prices(
        np.where((face.mentor_low > made[0]) & (free[0] == 0), -1, prices.mentor),
        np.where((face.mentee_low > made[1]) & (free[1] == 0), -1, prices.mentee),
    )
