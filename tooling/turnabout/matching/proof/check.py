"""The proof read back: every stage of an answer checked in whole numbers, without any solver.

Only the problem, the pairs and the prices are used. The faces are derived again from the prices, stage by stage, so a
wrong price shows in its own stage or in the next one. The prices themselves are compared with the ones that the pairs
determine (`prices.py`), since there is one right list of them.
"""

from collections.abc import Iterable, Sequence

import numpy as np

from turnabout.matching.face import (
    FREE,
    MADE,
    OUT,
    Face,
    Objective,
    Prices,
    bound,
    first_face,
    loads,
    narrowed,
    reduced,
    without,
    worth,
)
from turnabout.matching.improve import best_from
from turnabout.matching.objectives import needed, reach_objective, relaxed_face, stage_objective, tie_objective
from turnabout.matching.prices import NotOptimalError, prices_of
from turnabout.matching.problem import TIE, WORST_PAIR, Bools, Ints, Problem, problem_digest
from turnabout.matching.proof.check_sided import sided_faults
from turnabout.matching.proof.right_prices import are_right
from turnabout.matching.solution import Solution, StageResult
from turnabout.matching.unique import is_only_answer


def check(problem: Problem, solution: Solution) -> list[str]:
    """What is wrong with an answer or its proof, in plain sentences; empty where it is proven to be the one answer.

    Checking stops at the first stage that is not proven, since the stages after it rest on it. A proof that belongs to
    another problem is checked all the same: what it gets wrong shows where the two differ.
    """
    stale = "the proof belongs to another problem: people, pairs, points or stages were changed since"
    other = [] if solution.digest == problem_digest(problem) else [stale]
    return [*other, *_answer_faults(problem, solution)]


def _answer_faults(problem: Problem, solution: Solution) -> list[str]:
    edges = solution.pairs
    if list(edges) != sorted(set(edges)) or (edges and not 0 <= edges[0] <= edges[-1] < len(problem.points)):
        return ["the pairs are not a sorted list of different candidate pairs"]
    pairs = np.zeros(len(problem.points), dtype=bool)
    pairs[list(edges)] = True
    face = first_face(problem)
    faults = _member_faults(problem, face, pairs)
    names = [stage.name for stage in solution.stages]
    ties = names[len(problem.stages) :]
    if tuple(names[: len(problem.stages)]) != problem.stages or any(name != TIE for name in ties):
        return [
            *faults,
            f"expected the stages {', '.join(problem.stages)} and then only `tie`, found {', '.join(names)}",
        ]
    if faults:
        return faults
    if problem.side:
        return sided_faults(problem, solution, face, pairs)
    for index, stage in enumerate(solution.stages):
        tie_round = index - len(problem.stages)
        if tie_round >= 0 and is_only_answer(face, pairs):
            return [f"round {tie_round + 1} of the tie stage decides nothing: one answer was left before it"]
        if stage.name == WORST_PAIR:
            faults = _worst_pair_faults(problem, face, pairs, stage)
            following = without(face, problem.points < stage.value)
        else:
            objective = (
                tie_objective(problem, face, tie_round) if tie_round >= 0 else stage_objective(problem, stage.name)
            )
            faults, following = _linear_faults(problem, face, objective, pairs, stage)
        if faults:
            return [f"stage `{stage.name}`: {fault}" for fault in faults]
        face = following
    only = is_only_answer(face, pairs)
    if not only:
        faults.append("another answer is as good in every stage: rounds of the tie stage are missing")
    if solution.unique != (only and not ties):
        claimed = "one answer was" if solution.unique else "several answers were"
        faults.append(f"{claimed} said to be left before the tie stage, which is not so")
    return faults


def _member_faults(problem: Problem, face: Face, pairs: Bools) -> list[str]:
    """Capacities, minimums and locks."""
    faults = []
    mentor, mentee = loads(face, pairs)
    for role, names, load, low, high in (
        ("mentor", problem.mentors, mentor, problem.mentor_minimum, problem.capacity),
        ("mentee", problem.mentees, mentee, problem.mentee_minimum, problem.demand),
    ):
        for person in np.flatnonzero((load < low) | (load > high)).tolist():
            limits = f"{low[person]} to {high[person]}"
            faults.append(f"{role} `{names[person]}` has {load[person]} partners; expected {limits}")
    unmade = np.flatnonzero(problem.locked & ~pairs).tolist()
    return faults + [f"the locked pair {_pair(problem, edge)} is not made" for edge in unmade]


def _linear_faults(
    problem: Problem, face: Face, objective: Objective, pairs: Bools, stage: StageResult
) -> tuple[list[str], Face]:
    """What is wrong with a stage, and the face that it leaves where nothing is."""
    if fault := _shape_fault(problem, stage.prices):
        return [fault], face
    cost = reduced(face, objective, stage.prices)
    faults = _pair_faults(problem, face, pairs, cost)
    value, limit = worth(face, objective, pairs), bound(face, objective, stage.prices, cost)
    if value != stage.value:
        faults.append(f"the pairs are worth {value}, not {stage.value}")
    if limit != stage.bound:
        faults.append(f"the prices prove a bound of {limit}, not {stage.bound}")
    if value < limit:
        faults.append(f"the pairs are worth {value}, but the prices leave room for {limit}")
    if not faults and are_right(face, objective, pairs, stage.prices, cost):
        return [], narrowed(face, objective, stage.prices, cost=cost)
    return [*faults, *_wrong_prices(problem, face, objective, pairs, stage.prices)], face


def _wrong_prices(problem: Problem, face: Face, objective: Objective, pairs: Bools, prices: Prices) -> list[str]:
    """Which prices are not the ones that the pairs determine: the slow way, to say so."""
    try:
        right = prices_of(face, objective, pairs)
    except NotOptimalError:
        return ["the pairs can be improved, so no prices prove them"]
    return _price_faults(problem, prices, right)


def _pair_faults(problem: Problem, face: Face, pairs: Bools, cost: Ints, most: int = 5) -> list[str]:
    """Pairs that an earlier stage rules out or asks for, or what they bring beyond prices (`cost`); the first few by name."""
    free = face.state == FREE
    kinds: Sequence[tuple[Bools, str]] = (
        (pairs & (face.state == OUT), "is made, but every best answer of the stages before is without it"),
        (~pairs & (face.state == MADE), "is not made, but every best answer of the stages before has it"),
        (pairs & free & (cost < 0), "is made, but brings less than the prices of its two people"),
        (~pairs & free & (cost > 0), "is not made, but would bring more than the prices of its two people"),
    )
    return [
        f"{_pair(problem, edge)} {words}" for marked, words in kinds for edge in np.flatnonzero(marked)[:most].tolist()
    ]


def _price_faults(problem: Problem, claimed: Prices, right: Prices, most: int = 5) -> list[str]:
    faults = []
    for role, names, found, expected in (
        ("mentor", problem.mentors, claimed.mentor, right.mentor),
        ("mentee", problem.mentees, claimed.mentee, right.mentee),
    ):
        faults += [
            f"the price of {role} `{names[person]}` is {expected[person]}, not {found[person]}"
            for person in np.flatnonzero(found != expected)[:most].tolist()
        ]
    return faults


def _worst_pair_faults(problem: Problem, face: Face, pairs: Bools, stage: StageResult) -> list[str]:
    """The pairs not locked reach the threshold, and the next one is proven to be too much."""
    judged = ~problem.locked
    # No sorting: among a million points, finding two values takes a tenth of the time.
    if not judged.any():
        return [] if _claims(stage, 0, None) else ["every candidate pair is locked, so nothing is to prove"]
    if not (judged & (problem.points == stage.value)).any():
        return [f"no pair that is not locked has {stage.value} points"]
    faults = [
        f"{_pair(problem, edge)} has {problem.points[edge]} points, below the {stage.value} of the worst pair"
        for edge in np.flatnonzero(pairs & judged & (problem.points < stage.value)).tolist()
    ]
    faults += [
        f"{_pair(problem, edge)} is made, but every best answer of the stages before is without it"
        for edge in np.flatnonzero(pairs & (face.state == OUT)).tolist()
    ]
    above = problem.points[judged & (problem.points > stage.value)]
    following = int(above.min()) if len(above) else None
    forced = (face.state == MADE) & judged & (problem.points == stage.value)
    if following is None or forced.any():
        fine = _claims(stage, stage.value, following)
        return faults if fine else [*faults, "nothing is to prove here, but a bound or prices are given"]
    if fault := _shape_fault(problem, stage.prices):
        return [*faults, fault]
    relaxed, objective = relaxed_face(without(face, problem.points < following)), reach_objective(face)
    limit, places = bound(relaxed, objective, stage.prices), needed(face)
    if (stage.next_points, stage.needed, stage.bound) != (following, places, limit):
        faults.append(
            f"expected {places} needed places and a bound of {limit} at {following} points, "
            f"found {stage.needed}, {stage.bound} and {stage.next_points}"
        )
    if limit >= places:
        faults.append(f"the prices do not prove that a worst pair of {following} points is too much")
    if faults:
        return faults
    start = pairs & (relaxed.state == FREE) | (relaxed.state == MADE)
    best = best_from(relaxed, objective, start)
    if are_right(relaxed, objective, best, stage.prices):
        return []
    return _price_faults(problem, stage.prices, prices_of(relaxed, objective, best))


def _claims(stage: StageResult, value: int, following: int | None) -> bool:
    """Whether a stage that needs no prices claims just this, with all prices zero."""
    same = (stage.value, stage.bound, stage.next_points, stage.needed) == (value, value, following, None)
    return same and not stage.prices.mentor.any() and not stage.prices.mentee.any()


def _shape_fault(problem: Problem, prices: Prices) -> str | None:
    expected: Iterable[tuple[Ints, int]] = (
        (prices.mentor, len(problem.mentors)),
        (prices.mentee, len(problem.mentees)),
    )
    fine = all(array.shape == (size,) and array.dtype == np.int64 for array, size in expected)
    return None if fine else "there is not one whole price for every person"


def _pair(problem: Problem, edge: int) -> str:
    mentor, mentee = problem.pair(edge)
    return f"`{mentor}` with `{mentee}`"
