"""The loop over the stages where side rows are in force: each goes on in the scope that the one before leaves."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from turnabout.errors import NotProvenError, UsageError
from turnabout.matching.face import FREE, MADE, Face, Objective, Prices, first_face, loads, narrowed, no_gain, worth
from turnabout.matching.objectives import TIE_ROUNDS, reach_objective, relaxed_face, stage_objective, tie_objective
from turnabout.matching.problem import COVERAGE, TIE, WORST_PAIR, Bools, Ints, Problem, problem_digest
from turnabout.matching.scope import Scope, above, first_scope, keeps_rows, nothing, scaled_bound, scope_after, tight
from turnabout.matching.side import BY_GAP, BY_PRICES, BY_SOLVER, SideProof
from turnabout.matching.solution import CORE, ILP, Solution, StageResult
from turnabout.matching.solvers import ilp
from turnabout.matching.solvers.multipliers import empty_proof, priced_rows
from turnabout.matching.solvers.network import best_of_face, some_answer
from turnabout.matching.solvers.quotas import EmptyScopeError, diagnosed
from turnabout.matching.solvers.stages import require_answer
from turnabout.matching.solvers.threshold import largest_threshold, thresholds
from turnabout.matching.unique import is_only_answer

Progress = Callable[[str], object]
TRUSTED = (COVERAGE, WORST_PAIR)
"""Stages that balance rules seldom cost anything: the core path takes it that they do not until it is shown otherwise."""


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """The answer of a linear stage with the multipliers and prices of its bound; `searched`: nothing better exists."""

    pairs: Bools
    scale: int
    multipliers: dict[str, int]
    prices: Prices
    searched: bool


@dataclass(frozen=True, slots=True)
class Search:
    """How a scope is searched. `best`: a best answer for an objective; `some`: any; both None where there is none.

    `trusting`: stages are taken not to be touched by the rows, and only if nothing is left in the end solved with them.
    """

    best: Callable[[Scope, Objective], Found | None]
    some: Callable[[Scope], Bools | None]
    trusting: bool


def ilp_search() -> Search:
    """The search of the readable path: the whole model of every scope."""

    def best(scope: Scope, objective: Objective) -> Found | None:
        pairs = ilp.best_in(scope, objective)
        if pairs is None:
            return None
        priced = priced_rows(scope, objective, enough=worth(scope.face, objective, pairs))
        return Found(pairs, priced.scale, priced.multipliers, priced.prices, searched=True)

    def some(scope: Scope) -> Bools | None:
        return ilp.best_in(scope, nothing(scope))

    return Search(best, some, trusting=False)


def solve_sided(problem: Problem, face: Face, path: str, progress: Progress) -> Solution:
    """The answer of a problem with side rows by the path `ilp` or `core`, within a face of it.

    Raises InfeasibleError and EmptyScopeError where there is none, UsageError for another path.
    """
    if path not in (ILP, CORE):
        raise UsageError(f"the path `{path}` does not apply: there are balance rules", f"use `{ILP}` or `{CORE}`")
    if path == ILP:
        search = ilp_search()
    else:
        from turnabout.matching.solvers.core import core_search

        search = core_search(problem)
    require_answer(problem, face, some_answer)
    try:
        pairs, stages, unique = run_sided(problem, face, search, progress)
    except EmptyScopeError as empty:

        def again(changed: Problem) -> Solution:
            return solve_sided(changed, first_face(changed), path, lambda _: None)

        # Within a part of the whole face the reason is that part, and whoever asked for it knows.
        raise diagnosed(problem, again) if same_face(face, first_face(problem)) else empty from empty
    return Solution(
        pairs=tuple(np.flatnonzero(pairs).tolist()),
        stages=stages,
        unique=unique,
        path=path,
        solver=ilp.solver_name(),
        digest=problem_digest(problem),
    )


def run_sided(
    problem: Problem, face: Face, search: Search, progress: Progress
) -> tuple[Bools, tuple[StageResult, ...], bool]:
    """The answer (bool[E]), the stages, and whether the program's stages left one answer, as `run_stages`.

    The face must have an answer. Raises EmptyScopeError where the rows leave none.
    """
    if search.trusting:
        try:
            return _run(problem, face, search, progress)
        except EmptyScopeError:  # the rows cost something in a stage that was taken not to be touched
            search = replace(search, trusting=False)
    if search.some(first_scope(problem, face)) is None:
        raise EmptyScopeError
    return _run(problem, face, search, progress)


def _run(
    problem: Problem, face: Face, search: Search, progress: Progress
) -> tuple[Bools, tuple[StageResult, ...], bool]:
    scope, pairs = first_scope(problem, face), None
    results: list[StageResult] = []
    for stage in problem.stages:
        progress(stage)
        if stage == WORST_PAIR:
            result, scope, pairs = _worst_pair(problem, scope, search)
        else:
            result, scope, pairs = _linear(stage, stage_objective(problem, stage), scope, search)
        results.append(result)
    if pairs is None:
        pairs = search.some(scope)
        if pairs is None:
            raise EmptyScopeError
    if any(result.side is not None and result.side.by == BY_GAP for result in results):
        # Ties are between best answers; as long as a better one is not excluded, there is nothing to break.
        return pairs, tuple(results), False
    unique = is_alone(scope, pairs)
    for result, answer in _ties(problem, scope, pairs, search, progress):
        results.append(result)
        pairs = answer
    return pairs, tuple(results), unique


def _linear(
    name: str, objective: Objective, scope: Scope, search: Search, row: str | None = None
) -> tuple[StageResult, Scope, Bools | None]:
    free, prices = best_of_face(scope.face, objective)
    inside = Scope(narrowed(scope.face, objective, prices), scope.rows)
    pairs: Bools | None = free
    if not keeps_rows(scope, free):
        # Of the best answers without the rows one may keep them; if not, the rows cost something.
        trusted = search.trusting and name in TRUSTED
        pairs = None if trusted else search.some(inside)
        found = None if trusted or pairs is not None else search.best(scope, objective)
        if found is not None:
            pairs = found.pairs
            return _stage(name, row or name, objective, scope, found)
        if not trusted and pairs is None:
            raise EmptyScopeError
    result, following, _ = _stage(name, row or name, objective, scope, Found(free, 1, {}, prices, searched=True))
    return result, following, pairs


def _stage(name: str, row: str, objective: Objective, scope: Scope, found: Found) -> tuple[StageResult, Scope, Bools]:
    value = worth(scope.face, objective, found.pairs)
    limit = scaled_bound(scope, objective, found.scale, found.multipliers, found.prices) // found.scale
    by = BY_PRICES if limit == value else BY_SOLVER if found.searched else BY_GAP
    side = SideProof(found.scale, tuple(sorted(found.multipliers.items())), by)
    following = scope_after(scope, row, objective, value, found.scale, found.multipliers, found.prices)
    return StageResult(name, value, limit, found.prices, side=side), following, found.pairs


def _worst_pair(problem: Problem, scope: Scope, search: Search) -> tuple[StageResult, Scope, Bools | None]:
    values = thresholds(problem)
    zero = Prices(np.zeros_like(scope.face.mentor_low), np.zeros_like(scope.face.mentee_low))
    if not len(values):
        return StageResult(WORST_PAIR, 0, 0, zero, side=SideProof(1, (), BY_PRICES)), scope, None
    index, free = 0, largest_threshold(problem, scope.face)
    pairs = None if search.trusting else search.some(above(scope, problem, int(values[free])))
    if search.trusting or pairs is not None:
        index = free
    else:
        low, high = 0, free - 1
        while low < high:
            middle = (low + high + 1) // 2
            if (tried := search.some(above(scope, problem, int(values[middle])))) is not None:
                low, pairs = middle, tried
            else:
                high = middle - 1
        index = low
    value = int(values[index])
    following = int(values[index + 1]) if index + 1 < len(values) else None
    forced = (scope.face.state == MADE) & ~problem.locked & (problem.points == value)
    result = StageResult(WORST_PAIR, value, value, zero, following, side=SideProof(1, (), BY_PRICES))
    if following is not None and not forced.any():
        higher = above(scope, problem, following)
        result = _too_much(result, higher, by_rows=index < free)
    return result, tight(above(scope, problem, value)), pairs


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


def _ties(
    problem: Problem, scope: Scope, pairs: Bools, search: Search, progress: Progress
) -> Iterator[tuple[StageResult, Bools]]:
    for tie_round in range(TIE_ROUNDS):
        if is_alone(scope, pairs):
            return
        progress(TIE)
        objective = tie_objective(problem, scope.face, tie_round)
        result, scope, answer = _linear(TIE, objective, scope, search, row=f"{TIE} {tie_round + 1}")
        pairs = pairs if answer is None else answer
        yield result, pairs
    if not is_alone(scope, pairs):
        raise NotProvenError(f"{TIE_ROUNDS} rounds of the tie stage left more than one answer", "change the program id")


def is_alone(scope: Scope, pairs: Bools) -> bool:
    """Whether a scope holds no answer but `pairs`: by its face, or since none differs from it in anything."""
    if is_only_answer(scope.face, pairs):
        return True
    differs: Ints = np.where(pairs, -1, 1) * (scope.face.state == FREE)
    other = ilp.best_in(scope, Objective(differs, no_gain, no_gain))
    return other is None or bool((other == pairs).all())


def same_face(one: Face, other: Face) -> bool:
    """Whether two faces of one problem leave the same pairs open and made."""
    return bool((one.state == other.state).all())
