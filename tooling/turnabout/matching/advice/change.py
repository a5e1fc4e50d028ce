"""What one change makes of an answer: the same problem solved again near it, the three numbers, and the pairs that move."""

from collections.abc import Collection
from dataclasses import dataclass, replace

import numpy as np

from turnabout.errors import NotProvenError
from turnabout.matching.advice.gaps import is_exact, total_between
from turnabout.matching.advice.infeasible import Conflict, InfeasibleError
from turnabout.matching.face import FREE, Face, first_face, tightened
from turnabout.matching.problem import KEEP, Bools, Problem
from turnabout.matching.scope import Scope, first_scope, nothing
from turnabout.matching.solution import Solution
from turnabout.matching.solvers import quickest_path, solve_within

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Numbers:
    """What an answer reaches: mentees with a mentor, least points of a pair that is not locked, sum of points."""

    covered: int
    worst: int | None
    total: int


@dataclass(frozen=True, slots=True)
class Change:
    """The answer before and after a change, and the pairs that move. `after` is None where nothing is possible.

    `rules` are then the balance rules that cannot be kept any more: with any one of them left out all others can. Where
    `exact` is False, the best totals differ by some number in `total_between`, or by one that is not known.
    """

    before: Numbers
    after: Numbers | None
    dropped: tuple[Pair, ...] = ()
    added: tuple[Pair, ...] = ()
    conflict: Conflict | None = None
    rules: tuple[str, ...] = ()
    exact: bool = True
    total_between: tuple[int, int] | None = None


def numbers(problem: Problem, solution: Solution) -> Numbers:
    """What the answer reaches."""
    return numbers_of(problem, made(problem, solution))


def numbers_of(problem: Problem, pairs: Bools) -> Numbers:
    """What a set of pairs (bool[E]) reaches."""
    judged = problem.points[pairs & ~problem.locked]
    covered = len(np.unique(problem.mentee[pairs]))
    return Numbers(covered, int(judged.min()) if len(judged) else None, int(problem.points[pairs].sum()))


def made(problem: Problem, solution: Solution) -> Bools:
    """The pairs of the answer as marks, bool[E]."""
    pairs = np.zeros(len(problem.points), dtype=bool)
    pairs[list(solution.pairs)] = True
    return pairs


def marked(problem: Problem, pairs: Collection[Pair]) -> Bools:
    """Those of the pairs (mentor, mentee) that are candidates, as marks, bool[E]."""
    column = {name: index for index, name in enumerate(problem.mentors)}
    row = {name: index for index, name in enumerate(problem.mentees)}
    size = len(column)
    asked = [row[mentee] * size + column[mentor] for mentor, mentee in pairs if mentor in column and mentee in row]
    key = problem.mentee * size + problem.mentor
    return np.isin(key, np.array(asked, dtype=np.int64))


def near_to(problem: Problem, pairs: Bools) -> Problem:
    """The problem that, after all of its stages, keeps as many of these pairs (bool[E]) as it can."""
    if KEEP in problem.stages:  # a program that keeps today's pairs already says what should stay
        return problem
    return replace(problem, keep=pairs, stages=(*problem.stages, KEEP))


def changed_by(problem: Problem, solution: Solution, edge: int | None = None, state: int = FREE) -> Change:
    """The answer of the problem compared with `solution`; one pair may be left out or made from the start.

    A pair made from the start still counts in the worst-pair stage, unlike a lock.
    """
    pairs = made(problem, solution)
    again = near_to(problem, pairs)
    face = first_face(again)
    if edge is not None:
        states = face.state.copy()
        states[edge] = state
        face = tightened(replace(face, state=states))
    before = numbers_of(problem, pairs)
    try:
        other = solve_within(again, face, quickest_path(again, face))
    except InfeasibleError as error:
        return Change(before, None, conflict=error.conflict)
    except NotProvenError as fault:
        from turnabout.matching.solvers.quotas import EmptyScopeError  # loads PuLP, which other questions do without

        if not isinstance(fault, EmptyScopeError):
            raise
        return Change(before, None, rules=_rules_in_the_way(again, face))
    after = made(problem, other)
    exact = is_exact(solution, other)
    return Change(
        before=before,
        after=numbers_of(problem, after),
        dropped=_named(problem, pairs & ~after),
        added=_named(problem, after & ~pairs),
        exact=exact,
        total_between=None if exact else total_between(solution, other),
    )


def _rules_in_the_way(problem: Problem, face: Face) -> tuple[str, ...]:
    """A smallest set of balance rules that no answer of the face keeps: what can be left out of it, is."""
    from turnabout.matching.solvers.ilp import best_in

    scope = first_scope(problem, face)
    rows = list(scope.rows)
    for row in scope.rows:
        rest = [other for other in rows if other is not row]
        if best_in(Scope(face, tuple(rest)), nothing(scope)) is None:
            rows = rest
    return tuple(row.name for row in rows)


def _named(problem: Problem, pairs: Bools) -> tuple[Pair, ...]:
    return tuple(sorted(problem.pair(edge) for edge in np.flatnonzero(pairs).tolist()))
