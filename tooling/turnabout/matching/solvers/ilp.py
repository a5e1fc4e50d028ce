"""The readable path: one stage as an integer program in PuLP, solved by HiGHS, written the way the mathematics reads."""

import math
from collections.abc import Sequence
from importlib.metadata import version

import numpy as np
import pulp

from turnabout.errors import NotProvenError
from turnabout.matching.face import FREE, MADE, Face, Gain, Objective, loads, places
from turnabout.matching.limit import NO_LIMIT, Limit, OutOfTimeError
from turnabout.matching.problem import Bools, Ints
from turnabout.matching.scope import Row, Scope, keeps_rows

Variables = dict[int, pulp.LpVariable]


def solver_name() -> str:
    """The modeller and the solver with their versions."""
    return f"PuLP {version('pulp')} with HiGHS {version('highspy')}"


def best_pairs(face: Face, objective: Objective) -> Bools:
    """An answer of the face with the greatest value, bool[E]. Raises NotProvenError if HiGHS reports no optimum."""
    pairs = best_in(Scope(face, ()), objective)
    if pairs is None:
        raise NotProvenError("HiGHS found no best pairing", "run the command again with --path flow")
    return pairs


def best_in(scope: Scope, objective: Objective, gap: int = 0, limit: Limit = NO_LIMIT) -> Bools | None:
    """An answer of the scope with the greatest value, bool[E], or None if HiGHS finds that there is none.

    With `gap` any answer will do that HiGHS knows to miss the greatest value by no more points than this: not a part of
    the value, since HiGHS does not see the pairs that are decided. Raises OutOfTimeError with the best answer so far where
    the limit passes, and NotProvenError where HiGHS ends otherwise, or rounds an answer that breaks a row.
    """
    pairs: Bools = scope.face.state == MADE
    if not (scope.face.state == FREE).any():  # HiGHS knows no empty model
        return pairs if keeps_rows(scope, pairs) else None
    if limit.passed:
        raise OutOfTimeError
    program, make = stage_model(scope.face, objective, scope.rows)
    # HiGHS stops by default at a relative gap of 1e-4, and more threads only change which optimum it meets first.
    seconds = limit.left()
    most = None if math.isinf(seconds) else max(seconds, 0.0)
    outcome = program.solve(pulp.HiGHS(msg=False, gapRel=0, gapAbs=gap or None, threads=1, timeLimit=most))
    # PuLP 3 keeps both statuses with the problem, PuLP 4 returns them; 1 is "optimal" in both. PuLP 3 also calls answers
    # optimal that were cut off by a limit, so its `status` is not asked whether this is an optimum.
    if hasattr(program, "sol_status"):
        optimal, any_found, status = program.sol_status == 1, program.sol_status in (1, 2), program.status
    else:
        optimal, any_found, status = outcome.status == 1 and outcome.has_solution, outcome.has_solution, outcome.status
    if not any_found and status == pulp.LpStatusInfeasible:
        return None
    if any_found:
        pairs[[e for e, variable in make.items() if round(variable.value()) == 1]] = True
    if not optimal and limit.passed:
        raise OutOfTimeError(pairs if any_found and keeps_rows(scope, pairs) else None)
    if not optimal:
        raise NotProvenError("HiGHS found no best pairing", "run the command again with another --path")
    if not keeps_rows(scope, pairs):
        raise NotProvenError("HiGHS rounded an answer that breaks a balance rule or an earlier stage")
    return pairs


def stage_model(face: Face, objective: Objective, rows: Sequence[Row] = ()) -> tuple[pulp.LpProblem, Variables]:
    """The integer program of one stage, and its variable for every free pair by index.

    Variables are named by index: PuLP 3 writes `a-b` as `a_b`, which would make two people one.
    """
    # data
    free = np.flatnonzero(face.state == FREE).tolist()
    counted = (objective, *(row.objective for row in rows))
    sides = (
        ("mentor", face.mentor, face.mentor_low, face.mentor_high, [each.mentor_gain for each in counted]),
        ("mentee", face.mentee, face.mentee_low, face.mentee_high, [each.mentee_gain for each in counted]),
    )
    program = pulp.LpProblem("pairing", pulp.LpMaximize)

    # variables: make this pair?
    make = {e: program.add_variable(f"make_{e}", 0, 1, "Integer") for e in free}
    terms = [_terms(each.points, make) for each in counted]
    certain = [int(each.points[face.state == MADE].sum()) for each in counted]

    # constraints: everybody has from `low` to `high` partners; where a place is rewarded, whether it is filled counts
    for side, (name, person_of, low, high, gains) in enumerate(sides):
        made = loads(face, face.state == MADE)[side].tolist()
        partners: list[list[pulp.LpVariable]] = [[] for _ in made]
        for e in free:
            partners[int(person_of[e])].append(make[e])
        rewards = [_rewards(high, gain) for gain in gains]
        for which, reward in enumerate(rewards):
            certain[which] += sum(r for p, places_of in reward.items() for t, r in places_of.items() if t <= low[p])
        rewarded = {p for reward in rewards for p, places_of in reward.items() if max(places_of) > low[p]}
        for p, pairs in enumerate(partners):
            if not pairs:
                continue
            if p in rewarded:
                open_places = range(int(low[p]) + 1, int(high[p]) + 1)
                filled = {t: program.add_variable(f"{name}_{p}_has_{t}", 0, 1, "Integer") for t in open_places}
                program += made[p] + pulp.lpSum(pairs) == int(low[p]) + pulp.lpSum(filled.values()), f"{name}_{p}"
                for which, reward in enumerate(rewards):
                    terms[which] += [reward[p][t] * filled[t] for t in filled if reward.get(p, {}).get(t)]
            else:
                program += made[p] + pulp.lpSum(pairs) >= int(low[p]), f"{name}_{p}_least"
                program += made[p] + pulp.lpSum(pairs) <= int(high[p]), f"{name}_{p}_most"

    # constraints: balance rules, and earlier stages that must lose nothing
    nothing = [0 * make[free[0]]] if free else []
    for at, row in enumerate(rows, start=1):
        if row.low is not None:
            program += certain[at] + pulp.lpSum(terms[at] or nothing) >= row.low, f"row_{at}_least"
        if row.high is not None:
            program += certain[at] + pulp.lpSum(terms[at] or nothing) <= row.high, f"row_{at}_most"

    # objective: the points of the pairs made and the rewards of the places filled
    program += pulp.lpSum(terms[0] or nothing)
    return program, make


def _terms(points: Ints, make: Variables) -> list[pulp.LpAffineExpression]:
    of_pair = points.tolist()
    return [of_pair[e] * make[e] for e in make if of_pair[e]]


def _rewards(high: Ints, gain: Gain) -> dict[int, dict[int, int]]:
    """For people with a reward on any place: the number and the reward of each such place."""
    person, number = places(high)
    reward = gain(person, number)
    which = np.flatnonzero(reward)
    result: dict[int, dict[int, int]] = {}
    for p, t, r in zip(person[which].tolist(), number[which].tolist(), reward[which].tolist(), strict=True):
        result.setdefault(p, {})[t] = r
    return result
