"""The proof read back where side rows are in force: every stage's bound again from multipliers and prices, in whole numbers.

A bound that reaches the value proves a stage. Where it does not, the certificate must say so, and the gap is what is not
proven: HiGHS may have searched it, which is then its word (`unproven`).
"""

import numpy as np

from turnabout.matching.face import MADE, OUT, Face, loads, worth
from turnabout.matching.objectives import stage_objective, tie_objective
from turnabout.matching.problem import TIE, WORST_PAIR, Bools, Problem
from turnabout.matching.scope import Scope, above, fault_of, first_scope, nothing, scaled_bound, scope_after, tight
from turnabout.matching.side import BY_GAP, BY_PRICES, BY_SOLVER, SETTLED, SideProof
from turnabout.matching.solution import Solution, StageResult
from turnabout.matching.unique import is_only_answer


def sided_faults(problem: Problem, solution: Solution, face: Face, pairs: Bools) -> list[str]:
    """What is wrong with an answer (bool[E], in the face) or its proof; the stages have the right names already."""
    faults = [
        f"the balance rule `{row.name}` ({row.words}) counts {row.count(pairs)}; expected {_limits(row.low, row.high)}"
        for row in problem.side
        if not row.holds(pairs)
    ]
    if faults:
        return faults
    scope, unique, ties = first_scope(problem, face), False, 0
    for index, stage in enumerate(solution.stages):
        if index == len(problem.stages):
            unique = is_only_answer(scope.face, pairs)
        if index >= len(problem.stages) and is_only_answer(scope.face, pairs):
            return [f"round {ties + 1} of the tie stage decides nothing: one answer was left before it"]
        faults = _outside(problem, scope, pairs)
        if faults:
            return [f"stage `{stage.name}`: {fault}" for fault in faults]
        if stage.side is None:
            return [f"stage `{stage.name}`: there are no multipliers for the balance rules"]
        if stage.name == WORST_PAIR:
            faults, scope = _worst_pair_faults(problem, scope, pairs, stage, stage.side)
        else:
            ties += stage.name == TIE
            faults, scope = _linear_faults(problem, scope, pairs, stage, stage.side, ties)
        if faults:
            return [f"stage `{stage.name}`: {fault}" for fault in faults]
    faults = _outside(problem, scope, pairs)
    if not ties:
        unique = is_only_answer(scope.face, pairs)
    if unique and not solution.unique and not any(_by(stage) == BY_GAP for stage in solution.stages):
        faults.append("several answers were said to be left before the tie stage, which is not so")
    if solution.unique and (ties or any(_by(stage) == BY_GAP for stage in solution.stages)):
        faults.append("one answer was said to be left before the tie stage, which is not so")
    return faults


def unproven(solution: Solution) -> list[str]:
    """For every stage whose bound does not reach its value, what stands behind it instead; empty: prices prove all."""
    said = []
    for stage in solution.stages:
        if _by(stage) == BY_SOLVER and stage.name == WORST_PAIR:
            said.append(f"stage `{stage.name}`: that {stage.next_points} points are too much is HiGHS's word")
        elif _by(stage) == BY_SOLVER:
            gap = stage.bound - stage.value
            said.append(
                f"stage `{stage.name}`: prices prove {stage.bound}; that the last {gap} cannot be had is HiGHS's word"
            )
        elif _by(stage) == BY_GAP and stage.name == WORST_PAIR:
            said.append(
                f"stage `{stage.name}`: reached {stage.value}; whether more is possible was not found out in time"
            )
        elif _by(stage) == BY_GAP and stage.name == TIE:
            said.append("of several best answers this is one; which one the fixed rule takes was not found out in time")
        elif _by(stage) == BY_GAP:
            said.append(f"stage `{stage.name}`: reached {stage.value}, and nothing above {stage.bound} is possible")
    return said


def unsettled(solution: Solution) -> bool:
    """Whether a gap is wider than any search accepts by itself, so that only the limit of time explains it."""
    return any(
        stage.name in (WORST_PAIR, TIE) or (stage.bound - stage.value) * SETTLED > abs(stage.value)
        for stage in solution.stages
        if _by(stage) == BY_GAP
    )


def _by(stage: StageResult) -> str:
    return BY_PRICES if stage.side is None else stage.side.by


def _linear_faults(
    problem: Problem, scope: Scope, pairs: Bools, stage: StageResult, side: SideProof, ties: int
) -> tuple[list[str], Scope]:
    tie = stage.name == TIE
    objective = tie_objective(problem, scope.face, ties - 1) if tie else stage_objective(problem, stage.name)
    multipliers = dict(side.multipliers)
    if fault := _proof_fault(problem, scope, stage, side, least_scale=1):
        return [fault], scope
    value = worth(scope.face, objective, pairs)
    limit = scaled_bound(scope, objective, side.scale, multipliers, stage.prices) // side.scale
    faults = []
    if value != stage.value:
        faults.append(f"the pairs are worth {value}, not {stage.value}")
    if limit != stage.bound:
        faults.append(f"the multipliers and prices prove a bound of {limit}, not {stage.bound}")
    if (value == limit) != (side.by == BY_PRICES) and not faults:
        faults.append(f"`{side.by}` was said to stand behind {value}, but prices prove {limit}")
    if faults:
        return faults, scope
    row = f"{TIE} {ties}" if tie else stage.name
    return [], scope_after(scope, row, objective, value, side.scale, multipliers, stage.prices)


def _worst_pair_faults(
    problem: Problem, scope: Scope, pairs: Bools, stage: StageResult, side: SideProof
) -> tuple[list[str], Scope]:
    judged = ~problem.locked
    values = np.unique(problem.points[judged])
    if not len(values):
        claims = (stage.value, stage.bound, stage.next_points, stage.needed)
        return (
            [] if claims == (0, 0, None, None) else ["every candidate pair is locked, so nothing is to prove"]
        ), scope
    if stage.value not in values:
        return [f"no pair that is not locked has {stage.value} points"], scope
    low = np.flatnonzero(pairs & judged & (problem.points < stage.value)).tolist()
    if low:
        return [f"{_pair(problem, low[0])} has fewer points than the {stage.value} of the worst pair"], scope
    higher = values[values > stage.value]
    following = int(higher[0]) if len(higher) else None
    forced = (scope.face.state == MADE) & judged & (problem.points == stage.value)
    after = tight(above(scope, problem, stage.value))
    if following is None or forced.any():
        told = (stage.bound, stage.next_points, stage.needed, side.by)
        fine = told == (stage.value, following, None, BY_PRICES)
        return ([] if fine else ["nothing is to prove here, but a bound or prices are given"]), after
    if fault := _proof_fault(problem, scope, stage, side, least_scale=0):
        return [fault], scope
    empty = above(scope, problem, following)
    limit = scaled_bound(empty, nothing(empty), 0, dict(side.multipliers), stage.prices)
    if (stage.next_points, stage.needed, stage.bound) != (following, 0, limit):
        found = f"found {stage.next_points}, {stage.needed} and {stage.bound}"
        return [f"expected a bound of {limit} for 0 needed at {following} points, {found}"], scope
    if (limit < 0) != (side.by == BY_PRICES):
        return [f"the prices do not prove that a worst pair of {following} points is too much"], scope
    return [], after


def _proof_fault(problem: Problem, scope: Scope, stage: StageResult, side: SideProof, least_scale: int) -> str | None:
    shapes = (stage.prices.mentor.shape, stage.prices.mentee.shape)
    if shapes != ((len(problem.mentors),), (len(problem.mentees),)):
        return "there is not one whole price for every person"
    if side.scale < least_scale:
        return f"expected a scale of at least {least_scale}, found {side.scale}"
    if side.by not in (BY_PRICES, BY_SOLVER, BY_GAP):
        return f"`{side.by}` is nothing that can stand behind a value"
    return fault_of(scope, side.scale, dict(side.multipliers))


def _outside(problem: Problem, scope: Scope, pairs: Bools) -> list[str]:
    """Whether the answer has left the scope: an earlier stage's proof rules out something that is made, or asks for more."""
    face = scope.face
    kinds = (
        (pairs & (face.state == OUT), "is made, but the proof of the stages before is without it"),
        (~pairs & (face.state == MADE), "is not made, but the proof of the stages before has it"),
    )
    faults = [
        f"{_pair(problem, edge)} {words}" for marked, words in kinds for edge in np.flatnonzero(marked)[:5].tolist()
    ]
    mentor, mentee = loads(face, pairs)
    for names, load, low, high in (
        (problem.mentors, mentor, face.mentor_low, face.mentor_high),
        (problem.mentees, mentee, face.mentee_low, face.mentee_high),
    ):
        faults += [
            f"`{names[person]}` has {load[person]} partners, the proof of the stages before asks for "
            f"{_limits(int(low[person]), int(high[person]))}"
            for person in np.flatnonzero((load < low) | (load > high))[:5].tolist()
        ]
    return faults


def _limits(low: int | None, high: int | None) -> str:
    if low is not None and high is not None:
        return f"{low} to {high}"
    return f"at least {low}" if low is not None else f"at most {high}"


def _pair(problem: Problem, edge: int) -> str:
    mentor, mentee = problem.pair(edge)
    return f"`{mentor}` with `{mentee}`"
