"""Why these pairs: numbers for sentences, from solving the same problem again with one thing changed.

Every answer here is exact, or says that it is not: with balance rules on large programs a search may leave a gap. The
changed problem keeps as many pairs of the answer as it can, after all of the program's own stages, so that what moves
has to move.
"""

from dataclasses import dataclass, replace

import numpy as np

from turnabout.errors import UsageError
from turnabout.matching.advice.change import Change, Pair, changed_by, made, near_to
from turnabout.matching.face import MADE, OUT, first_face, loads
from turnabout.matching.problem import Bools, Ints, Problem
from turnabout.matching.solution import Solution
from turnabout.matching.solvers import quickest_path, solve

NO_CANDIDATE, NO_PLACE, PLACES_TAKEN, NOT_WORTH_IT = "no-candidate", "no-place", "places-taken", "not-worth-it"
HELD_BY_RULES = "balance-rules"


@dataclass(frozen=True, slots=True)
class RunnerUp:
    """Somebody's best candidate among those not paired with them; `lost` is below zero where that one has more points."""

    person: str
    points: int
    lost: int


@dataclass(frozen=True, slots=True)
class MadePair:
    """A pair of the answer: its points, the best alternative of either person, and what forbidding it would cost."""

    mentor: str
    mentee: str
    points: int
    locked: bool
    other_mentor: RunnerUp | None
    other_mentee: RunnerUp | None
    forbidden: Change | None
    """None for a locked pair: the lock is the reason."""


@dataclass(frozen=True, slots=True)
class UnmadePair:
    """A pair that was not made: its points (None if it is no candidate) and what forcing it would cost.

    `full` names those of the two whose places all hold locked pairs; then it cannot be forced and `forced` is None.
    """

    mentor: str
    mentee: str
    points: int | None
    full: tuple[str, ...] = ()
    forced: Change | None = None


@dataclass(frozen=True, slots=True)
class UnpairedPerson:
    """Somebody without a partner and why: no candidate, no place of their own, all candidates taken, not worth it, or held
    by balance rules, without which they would have a partner though nobody had a place more.

    `holders` are the pairs that hold the candidates' places. `cheapest` is the candidate with most points, where one
    more place would be enough (all candidates taken). What a pairing would cost is told by `explain_unmade`.
    """

    person: str
    reason: str
    candidates: tuple[str, ...]
    holders: tuple[Pair, ...] = ()
    cheapest: str | None = None


def explain_made(problem: Problem, solution: Solution, mentor: str, mentee: str) -> MadePair:
    """Why a pair of the answer was made. Raises UsageError if it was not."""
    edge = problem.edge(mentor, mentee)
    pairs = made(problem, solution)
    if edge is None or not pairs[edge]:
        raise UsageError(f"the pair `{mentor}` with `{mentee}` was not made", "ask why it was not")
    column, row = problem.mentor == problem.mentor[edge], problem.mentee == problem.mentee[edge]
    locked = bool(problem.locked[edge])
    return MadePair(
        mentor=mentor,
        mentee=mentee,
        points=int(problem.points[edge]),
        locked=locked,
        other_mentor=_runner_up(problem, edge, row & ~pairs, 0),
        other_mentee=_runner_up(problem, edge, column & ~pairs, 1),
        forbidden=None if locked else changed_by(problem, solution, edge, OUT),
    )


def explain_unmade(problem: Problem, solution: Solution, mentor: str, mentee: str) -> UnmadePair:
    """Why a pair was not made, and what forcing it would cost. Raises UsageError if it was made or nobody is so named."""
    for name, names, role in ((mentor, problem.mentors, "mentor"), (mentee, problem.mentees, "mentee")):
        if name not in names:
            raise UsageError(f"there is no {role} `{name}`")
    edge = problem.edge(mentor, mentee)
    if edge is None:
        return UnmadePair(mentor, mentee, None)
    if edge in solution.pairs:
        raise UsageError(f"the pair `{mentor}` with `{mentee}` was made", "ask why it was")
    given, taken = loads(first_face(problem), problem.locked)
    column, row = problem.mentor[edge], problem.mentee[edge]
    full = [(mentor, given[column] >= problem.capacity[column]), (mentee, taken[row] >= problem.demand[row])]
    names = tuple(name for name, is_full in full if is_full)
    forced = None if names else changed_by(problem, solution, edge, MADE)
    return UnmadePair(mentor, mentee, int(problem.points[edge]), names, forced)


def explain_unpaired(problem: Problem, solution: Solution, person: str, role: str) -> UnpairedPerson:
    """Why somebody (`role` is `mentor` or `mentee`) has no partner. Raises UsageError if they have one."""
    own, other, names, others, places, room = _side(problem, role)
    if person not in names:
        raise UsageError(f"there is no {role} `{person}`")
    index, pairs = names.index(person), made(problem, solution)
    mine = own == index
    if pairs[mine].any():
        raise UsageError(f"the {role} `{person}` has a partner", "ask about the pair")
    if not places[index]:
        return UnpairedPerson(person, NO_PLACE, ())
    edges = np.flatnonzero(mine)
    edges = edges[np.lexsort((other[edges], -problem.points[edges]))]
    candidates = tuple(others[other[edge]] for edge in edges.tolist())
    if not candidates:
        return UnpairedPerson(person, NO_CANDIDATE, ())
    load = np.bincount(other[pairs], minlength=len(others))
    holders = tuple(
        sorted(problem.pair(edge) for edge in np.flatnonzero(pairs & np.isin(other, other[edges])).tolist())
    )
    if problem.side and _has_partner_without_rules(problem, solution, mine):
        return UnpairedPerson(person, HELD_BY_RULES, candidates, holders)
    taken = bool((load >= room)[other[edges]].all())
    return UnpairedPerson(
        person, PLACES_TAKEN if taken else NOT_WORTH_IT, candidates, holders, candidates[0] if taken else None
    )


def _has_partner_without_rules(problem: Problem, solution: Solution, mine: Bools) -> bool:
    free = near_to(replace(problem, side=()), made(problem, solution))
    pairs = solve(free, quickest_path(free, first_face(free))).pairs
    return bool(mine[list(pairs)].any())


def one_more_place(problem: Problem, solution: Solution, person: str, role: str) -> Change:
    """What one more place for somebody (`role` is `mentor` or `mentee`) would change in the whole answer."""
    names = problem.mentors if role == "mentor" else problem.mentees
    if person not in names:
        raise UsageError(f"there is no {role} `{person}`")
    more = np.arange(len(names)) == names.index(person)
    changed = (
        replace(problem, capacity=problem.capacity + more)
        if role == "mentor"
        else replace(problem, demand=problem.demand + more)
    )
    return changed_by(changed, solution)


def _runner_up(problem: Problem, edge: int, others: Bools, side: int) -> RunnerUp | None:
    """The pair with most points among `others`; of equals the first by id."""
    edges = np.flatnonzero(others)
    if not len(edges):
        return None
    best = int(edges[np.argmax(problem.points[edges])])
    points = int(problem.points[best])
    return RunnerUp(problem.pair(best)[side], points, int(problem.points[edge]) - points)


def _side(problem: Problem, role: str) -> tuple[Ints, Ints, tuple[str, ...], tuple[str, ...], Ints, Ints]:
    mentor = problem.mentor.astype(np.int64)
    if role == "mentor":
        return mentor, problem.mentee, problem.mentors, problem.mentees, problem.capacity, problem.demand
    return problem.mentee, mentor, problem.mentees, problem.mentors, problem.demand, problem.capacity
