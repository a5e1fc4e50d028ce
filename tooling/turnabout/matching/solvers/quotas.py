"""Balance rules that nobody can keep: the smallest set in conflict, in plain words, and the cheapest ways out of it."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from turnabout.errors import NotProvenError
from turnabout.matching.face import Objective, first_face, no_gain
from turnabout.matching.problem import Bools, Problem
from turnabout.matching.scope import Scope, first_scope, nothing
from turnabout.matching.side import SideRow
from turnabout.matching.solution import Solution
from turnabout.matching.solvers import ilp


@dataclass(frozen=True, slots=True, eq=False)
class QuotaConflict:
    """Balance rules and locked pairs (indices) that cannot be kept together; without any one of them all others can."""

    rules: tuple[SideRow, ...]
    locked: tuple[int, ...]
    minimums: bool
    """Whether somebody's least number of partners is part of it."""


@dataclass(frozen=True, slots=True)
class QuotaWayOut:
    """One change that ends the conflict: mentees with a mentor and sum of points that the pairing then reaches."""

    change: str
    covered: int
    total: int


class EmptyScopeError(NotProvenError):
    """No answer keeps all balance rules with capacities, minimums and locks; `conflict` says which, if it was sought."""

    def __init__(
        self,
        problem: Problem | None = None,
        conflict: QuotaConflict | None = None,
        ways_out: tuple[QuotaWayOut, ...] = (),
    ) -> None:
        message = "no pairing keeps all balance rules"
        hint = "no single change ends it: loosen one of them, and ask again"
        if problem is not None and conflict is not None:
            message = f"no pairing exists: {_sentence(problem, conflict)}"
            of = len(problem.mentees)
            ways = [
                f"  {w.change}: {w.covered} of {of} mentees have a mentor, {w.total} points in all" for w in ways_out
            ]
            hint = "\n".join(["the ways out, best first:", *ways]) if ways else hint
        super().__init__(message, hint)
        self.conflict = conflict
        self.ways_out = ways_out


def diagnosed(problem: Problem, solve: Callable[[Problem], Solution]) -> EmptyScopeError:
    """The error that says why no answer keeps all side rows; `solve` tells what each way out gives."""
    conflict = conflict_of(problem)
    return EmptyScopeError(problem, conflict, tuple(_ways_out(problem, conflict, solve)))


def conflict_of(problem: Problem) -> QuotaConflict:
    """A smallest set of rules and locks without an answer: whatever can be left out of it, is (deletion filter)."""
    rules, locked = list(problem.side), np.flatnonzero(problem.locked).tolist()
    minimums = bool(problem.mentor_minimum.any() or problem.mentee_minimum.any())

    def posed(some_rules: list[SideRow], some_locks: list[int], least: bool) -> Problem:
        locks = np.isin(np.arange(len(problem.points)), some_locks)
        zero = np.int64(least)
        return replace(
            problem,
            side=tuple(some_rules),
            locked=locks,
            mentor_minimum=problem.mentor_minimum * zero,
            mentee_minimum=problem.mentee_minimum * zero,
        )

    if minimums and _any(posed(rules, locked, False)) is None:
        minimums = False
    for lock in list(locked):
        rest = [other for other in locked if other != lock]
        if _any(posed(rules, rest, minimums)) is None:
            locked = rest
    for rule in list(rules):
        remaining = [other for other in rules if other is not rule]
        if _any(posed(remaining, locked, minimums)) is None:
            rules = remaining
    return QuotaConflict(tuple(rules), tuple(locked), minimums)


def _any(problem: Problem) -> Bools | None:
    scope = first_scope(problem, first_face(problem))
    face = scope.face
    if (face.mentor_low > face.mentor_high).any() or (face.mentee_low > face.mentee_high).any():
        return None
    return ilp.best_in(scope, nothing(scope))


def _ways_out(problem: Problem, conflict: QuotaConflict, solve: Callable[[Problem], Solution]) -> list[QuotaWayOut]:
    """Every single change that leaves an answer, best result first; a limit is moved no further than it has to be."""
    found = []
    for rule in conflict.rules:
        others = tuple(other for other in problem.side if other is not rule)
        changed = [(f"drop the balance rule `{rule.name}`", replace(problem, side=others))]
        if loosened := _loosened(problem, rule, others):
            sides = tuple(loosened if other is rule else other for other in problem.side)
            changed.insert(0, (_change(rule, loosened), replace(problem, side=sides)))
        found += [way for way in (_tried(words, posed, solve) for words, posed in changed) if way is not None]
    for edge in conflict.locked:
        mentor, mentee = problem.pair(edge)
        released = problem.locked & (np.arange(len(problem.points)) != edge)
        way = _tried(f"release `{mentor}` with `{mentee}`", replace(problem, locked=released), solve)
        found += [way] if way is not None else []
    return sorted(found, key=lambda way: (-way.covered, -way.total))


def _loosened(problem: Problem, rule: SideRow, others: tuple[SideRow, ...]) -> SideRow | None:
    """The rule with its limit moved to the nearest that can be kept with all others, or None if it is no plain number."""
    if (rule.coefficients != 1).any():
        return None
    points = np.zeros(len(problem.points), dtype=np.int64)
    points[rule.edges] = 1
    scope = first_scope(replace(problem, side=others), first_face(problem))
    most, least = (_extreme(scope, sign * points) for sign in (1, -1))
    if most is None or least is None:
        return None
    if rule.low is not None and rule.count(most) < rule.low:
        return replace(rule, low=rule.count(most))
    return replace(rule, high=rule.count(least)) if rule.high is not None and rule.count(least) > rule.high else None


def _extreme(scope: Scope, points: np.ndarray[tuple[int], np.dtype[np.int64]]) -> Bools | None:
    return ilp.best_in(scope, Objective(points, no_gain, no_gain))


def _change(rule: SideRow, loosened: SideRow) -> str:
    if loosened.low != rule.low:
        return f"lower the least of `{rule.name}` from {rule.low} to {loosened.low}"
    return f"raise the most of `{rule.name}` from {rule.high} to {loosened.high}"


def _tried(words: str, problem: Problem, solve: Callable[[Problem], Solution]) -> QuotaWayOut | None:
    if _any(problem) is None:
        return None
    pairs = list(solve(problem).pairs)
    return QuotaWayOut(words, len(np.unique(problem.mentee[pairs])), int(problem.points[pairs].sum()))


def _sentence(problem: Problem, conflict: QuotaConflict) -> str:
    parts = [f"the balance rule `{rule.name}` ({rule.words})" for rule in conflict.rules]
    parts += ["the pair `{}` with `{}` that must stay".format(*problem.pair(edge)) for edge in conflict.locked]
    parts += ["everybody's least number of partners"] if conflict.minimums else []
    if len(parts) == 1:
        return f"{parts[0]} cannot be kept, whatever else is given up"
    return f"{', '.join(parts[:-1])} and {parts[-1]} cannot be kept together"
