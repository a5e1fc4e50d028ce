"""The loop over the stages where side rows are in force: each goes on in the scope that the one before leaves."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import numpy as np

from turnabout.errors import NotProvenError, UsageError
from turnabout.matching.face import FREE, Face, Objective, first_face, narrowed, no_gain, worth
from turnabout.matching.limit import NO_LIMIT, Limit, OutOfTimeError
from turnabout.matching.objectives import TIE_ROUNDS, stage_objective, tie_objective
from turnabout.matching.problem import COVERAGE, TIE, WORST_PAIR, Bools, Ints, Problem, problem_digest
from turnabout.matching.scope import Scope, first_scope, keeps_rows, scaled_bound, scope_after
from turnabout.matching.side import BY_GAP, BY_PRICES, BY_SOLVER, SideProof
from turnabout.matching.solution import CORE, ILP, Solution, StageResult
from turnabout.matching.solvers import ilp
from turnabout.matching.solvers.network import best_of_face, some_answer
from turnabout.matching.solvers.quotas import EmptyScopeError, diagnosed
from turnabout.matching.solvers.search import Found, Search, ilp_search
from turnabout.matching.solvers.stages import require_answer
from turnabout.matching.solvers.worst_sided import restated, worst_pair
from turnabout.matching.unique import is_only_answer

Progress = Callable[[str], object]
TRUSTED = (COVERAGE, WORST_PAIR)
"""Stages that balance rules seldom cost anything: the core path takes it that they do not until it is shown otherwise."""


def solve_sided(
    problem: Problem,
    face: Face,
    path: str,
    progress: Progress,
    limit: Limit = NO_LIMIT,
    near: Bools | None = None,
) -> Solution:
    """The answer of a problem with side rows by the path `ilp` or `core`, within a face of it.

    `near`: pairs (bool[E]) that are likely to be much the same. They spare `ilp` to look for an answer where they are one;
    `core` could leave another gap with them, and does without.

    Where the limit passes, the best answer so far: each stage says what is proven of it. Raises OutOfTimeError where there
    is none by then, InfeasibleError and EmptyScopeError where there is none at all, UsageError for another path.
    """
    if path not in (ILP, CORE):
        raise UsageError(f"the path `{path}` does not apply: there are balance rules", f"use `{ILP}` or `{CORE}`")
    if path == ILP:
        search = ilp_search(limit, near)
    else:
        from turnabout.matching.solvers.core import core_search

        search = core_search(problem, limit)
    require_answer(problem, face, some_answer)
    try:
        pairs, stages, unique = run_sided(problem, face, search, progress)
    except EmptyScopeError as empty:

        def again(changed: Problem) -> Solution:
            return solve_sided(changed, first_face(changed), path, lambda _: None)

        # Within a part of the whole face the reason is that part, and whoever asked for it knows.
        if limit.passed or not same_face(face, first_face(problem)):
            raise
        raise diagnosed(problem, again) from empty
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
            return _run(problem, face, search, progress, None)
        except EmptyScopeError:  # the rows cost something in a stage that was taken not to be touched
            search = replace(search, trusting=False)
    known = None
    try:
        known = search.some(first_scope(problem, face), search.limit)
        if known is None:
            raise EmptyScopeError
    except OutOfTimeError:
        pass  # a stage may still come upon an answer
    return _run(problem, face, search, progress, known)


def _run(
    problem: Problem, face: Face, search: Search, progress: Progress, pairs: Bools | None
) -> tuple[Bools, tuple[StageResult, ...], bool]:
    scope = first_scope(problem, face)
    results: list[StageResult] = []
    for stage in problem.stages:
        progress(stage)
        if stage == WORST_PAIR:
            result, scope, pairs = worst_pair(problem, scope, search, pairs)
        else:
            result, scope, pairs = _linear(stage, stage_objective(problem, stage), scope, search, pairs)
        results.append(result)
    if pairs is None:
        pairs = search.some(scope, search.limit)
        if pairs is None:
            raise EmptyScopeError
    if any(_has_gap(result) for result in results):
        results, scope = _restated(problem, face, pairs, results)
    if any(_has_gap(result) for result in results):
        # Ties are between best answers; as long as a better one is not excluded, there is nothing to break.
        return pairs, tuple(results), False
    if is_alone(scope, pairs, search.limit):
        return pairs, tuple(results), True
    for result, answer in _ties(problem, scope, pairs, search, progress):
        results.append(result)
        pairs = answer
    return pairs, tuple(results), False


def _restated(
    problem: Problem, face: Face, pairs: Bools, results: Sequence[StageResult]
) -> tuple[list[StageResult], Scope]:
    """The results for the answer that came of all stages, which in one with a gap may be worth more than what it had
    found, and the scope that they leave.
    """
    scope, told = first_scope(problem, face), []
    for result in results:
        if result.name == WORST_PAIR:
            again, scope = restated(problem, scope, pairs, result)
        else:
            assert result.side is not None  # noqa: S101 - tells mypy what every stage here has
            side = result.side
            found = Found(pairs, side.scale, dict(side.multipliers), result.prices, searched=side.by == BY_SOLVER)
            objective = stage_objective(problem, result.name)
            again, scope, _ = _stage(result.name, result.name, objective, scope, found)
        told.append(again)
    return told, scope


def _has_gap(result: StageResult) -> bool:
    return result.side is not None and result.side.by == BY_GAP


def _in_time(search: Search, scope: Scope) -> Bools | None:
    """Any answer of a scope; None where there is none, or none was found in half of the time that is left."""
    try:
        return search.some(scope, search.limit.half())
    except OutOfTimeError:
        return None


def _linear(
    name: str, objective: Objective, scope: Scope, search: Search, known: Bools | None, row: str | None = None
) -> tuple[StageResult, Scope, Bools | None]:
    """The stage's result, the scope that it leaves and its answer; `known` is an answer of the scope, or None."""
    free, prices = best_of_face(scope.face, objective)
    inside = Scope(narrowed(scope.face, objective, prices), scope.rows)
    pairs: Bools | None = free
    if not keeps_rows(scope, free):
        # Of the best answers without the rows one may keep them; if not, the rows cost something.
        trusted = search.trusting and name in TRUSTED
        pairs = None if trusted else _in_time(search, inside)
        found = None if trusted or pairs is not None else search.best(scope, objective, known, search.limit)
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


def _ties(
    problem: Problem, scope: Scope, pairs: Bools, search: Search, progress: Progress
) -> Iterator[tuple[StageResult, Bools]]:
    for tie_round in range(TIE_ROUNDS):
        progress(TIE)
        objective = tie_objective(problem, scope.face, tie_round)
        result, scope, answer = _linear(TIE, objective, scope, search, pairs, row=f"{TIE} {tie_round + 1}")
        pairs = pairs if answer is None else answer
        yield result, pairs
        # What a round leaves open is little, so that is found out whatever the limit says.
        if _has_gap(result) or is_alone(scope, pairs):
            return
    raise NotProvenError(f"{TIE_ROUNDS} rounds of the tie stage left more than one answer", "change the program id")


def is_alone(scope: Scope, pairs: Bools, limit: Limit = NO_LIMIT) -> bool:
    """Whether a scope holds no answer but `pairs`: by its face, or since none differs from it in anything.

    False where that was not found out in time.
    """
    if is_only_answer(scope.face, pairs):
        return True
    differs: Ints = np.where(pairs, -1, 1) * (scope.face.state == FREE)
    try:
        other = ilp.best_in(scope, Objective(differs, no_gain, no_gain), limit=limit)
    except OutOfTimeError:
        return False
    return other is None or bool((other == pairs).all())


def same_face(one: Face, other: Face) -> bool:
    """Whether two faces of one problem leave the same pairs open and made."""
    return bool((one.state == other.state).all())
