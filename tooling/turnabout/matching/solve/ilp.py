"""The readable path: one stage as an integer program in PuLP, solved by HiGHS, written the way the mathematics reads."""

from importlib.metadata import version

import numpy as np
import pulp

from turnabout.errors import NotProvenError
from turnabout.matching.face import FREE, MADE, Face, Gain, Objective, loads, places
from turnabout.matching.problem import Bools, Ints


def solver_name() -> str:
    """The modeller and the solver with their versions."""
    return f"PuLP {version('pulp')} with HiGHS {version('highspy')}"


def best_pairs(face: Face, objective: Objective) -> Bools:
    """An answer of the face with the greatest value, bool[E]. Raises NotProvenError if HiGHS reports no optimum."""
    program, make = stage_model(face, objective)
    # HiGHS stops by default at a relative gap of 1e-4, and more threads only change which optimum it meets first.
    outcome = program.solve(pulp.HiGHS(msg=False, gapRel=0, threads=1))
    # PuLP 3 keeps the solution status with the problem, PuLP 4 returns it; 1 is "optimal" in both. PuLP 3 also calls
    # answers optimal that were cut off by a limit, so its `status` is not asked.
    optimal = (
        program.sol_status == 1 if hasattr(program, "sol_status") else outcome.status == 1 and outcome.has_solution
    )
    if not optimal:
        raise NotProvenError("HiGHS found no best pairing", "run the command again with --path flow")
    pairs: Bools = face.state == MADE
    pairs[[e for e, variable in make.items() if round(variable.value()) == 1]] = True
    return pairs


def stage_model(face: Face, objective: Objective) -> "tuple[pulp.LpProblem, dict[int, pulp.LpVariable]]":
    """The integer program of one stage, and its variable for every free pair by index.

    Variables are named by index: PuLP 3 writes `a-b` as `a_b`, which would make two people one.
    """
    # data
    free = np.flatnonzero(face.state == FREE).tolist()
    points = objective.points.tolist()
    sides = (
        ("mentor", face.mentor, face.mentor_low, face.mentor_high, objective.mentor_gain),
        ("mentee", face.mentee, face.mentee_low, face.mentee_high, objective.mentee_gain),
    )
    program = pulp.LpProblem("pairing", pulp.LpMaximize)

    # variables: make this pair?
    make = {e: program.add_variable(f"make_{e}", 0, 1, "Integer") for e in free}

    # constraints: everybody has from `low` to `high` partners; where a place is rewarded, whether it is filled counts
    rewards: list[pulp.LpAffineExpression] = []
    for side, (name, person_of, low, high, gain) in enumerate(sides):
        made = loads(face, face.state == MADE)[side].tolist()
        partners: list[list[pulp.LpVariable]] = [[] for _ in made]
        for e in free:
            partners[int(person_of[e])].append(make[e])
        rewarded = _rewarded_places(low, high, gain)
        for p, pairs in enumerate(partners):
            if not pairs:
                continue
            if p in rewarded:
                filled = {t: program.add_variable(f"{name}_{p}_has_{t}", 0, 1, "Integer") for t in rewarded[p]}
                program += made[p] + pulp.lpSum(pairs) == int(low[p]) + pulp.lpSum(filled.values()), f"{name}_{p}"
                rewards += [rewarded[p][t] * filled[t] for t in filled]
            else:
                program += made[p] + pulp.lpSum(pairs) >= int(low[p]), f"{name}_{p}_least"
                program += made[p] + pulp.lpSum(pairs) <= int(high[p]), f"{name}_{p}_most"

    # objective: the points of the pairs made and the rewards of the places filled
    program += pulp.lpSum([points[e] * make[e] for e in free] + rewards)
    return program, make


def _rewarded_places(low: Ints, high: Ints, gain: Gain) -> dict[int, dict[int, int]]:
    """For people with a reward on any open place: the number and the reward of every open place."""
    person, number = places(high)
    reward = gain(person, number)
    result: dict[int, dict[int, int]] = {}
    for p, t, r in zip(person.tolist(), number.tolist(), reward.tolist(), strict=True):
        if t > low[p]:
            result.setdefault(p, {})[t] = r
    return {p: open_places for p, open_places in result.items() if any(open_places.values())}
