"""The integer program of a repair: one stage over a face, with a row that bounds how many standing pairs are given up."""

import hashlib
from dataclasses import dataclass

import numpy as np
import pulp

from turnabout.errors import NotProvenError
from turnabout.matching.face import FREE, MADE, Face, loads
from turnabout.matching.problem import COVERAGE, KEEP, LOAD, TOTAL, Bools, Ints, Problem

FEWEST, TIE = "fewest", "tie"
"""The stages after the program's own: as many standing pairs as possible stay, and a hash decides which."""


@dataclass(frozen=True, slots=True, eq=False)
class Task:
    """What the integer program is about: a face, at most `most` changes, and what stages outside the face must reach."""

    problem: Problem
    standing: Bools
    most: int
    face: Face
    reached: dict[str, int]

    @property
    def judged(self) -> Bools:
        """The pairs that count in the worst-pair stage."""
        return ~self.standing & ~self.problem.locked


def value_of(problem: Problem, standing: Bools, stage: str, pairs: Bools) -> int:
    """The value of an answer (bool[E]) in a linear stage, in whole numbers; greater is better."""
    if stage == COVERAGE:
        return int(problem.priority[np.unique(problem.mentee[pairs])].sum())
    if stage == LOAD:
        return -int((np.bincount(problem.mentor[pairs], minlength=1) ** 2).sum())
    return int(weights_of(problem, standing, stage)[pairs].sum())


def weights_of(problem: Problem, standing: Bools, stage: str) -> Ints:
    """What each pair counts in a stage that is a sum over pairs: total, keep, and the two after the program's own."""
    if stage == TOTAL:
        return problem.points
    if stage == KEEP:
        return problem.keep.astype(np.int64)
    weights: Ints = standing.astype(np.int64)
    if stage == TIE:  # which of the standing pairs stay: one answer, whatever the solver meets first
        for edge in np.flatnonzero(standing).tolist():
            text = "\n".join((problem.program, *problem.pair(edge)))
            weights[edge] = 1 + int.from_bytes(hashlib.sha256(text.encode()).digest()[:2], "big")
    return weights


def solved(task: Task, stage: str) -> Bools:
    """The answer with the greatest value in the stage, bool[E]. Raises NotProvenError unless it reaches all it must."""
    pairs = answer(task, stage)
    if pairs is None:
        raise NotProvenError("HiGHS found no best repair", "try a smaller `--max-changes`")
    for name, least in task.reached.items():
        if value_of(task.problem, task.standing, name, pairs) < least:
            raise NotProvenError("HiGHS rounded an answer of the repair", "try a smaller `--max-changes`")
    return pairs


def answer(task: Task, stage: str | None) -> Bools | None:
    """An answer with the greatest value in the stage (None: any answer), bool[E], or None where there is none."""
    pairs: Bools = task.face.state == MADE
    free = np.flatnonzero(task.face.state == FREE).tolist()
    if not free:
        kept = int(pairs[task.standing].sum()) >= int(task.standing.sum()) - task.most
        reached = (value_of(task.problem, task.standing, name, pairs) >= least for name, least in task.reached.items())
        return pairs if kept and all(reached) else None
    model, make = _model(task, stage, free)
    outcome = model.solve(pulp.HiGHS(msg=False, gapRel=0, threads=1))
    # As in `ilp.py`: PuLP 3 keeps the solution status with the problem, PuLP 4 returns it.
    optimal = model.sol_status == 1 if hasattr(model, "sol_status") else outcome.status == 1 and outcome.has_solution
    if not optimal:
        return None
    pairs[[e for e, variable in make.items() if round(variable.value()) == 1]] = True
    return pairs


def _model(task: Task, stage: str | None, free: list[int]) -> "tuple[pulp.LpProblem, dict[int, pulp.LpVariable]]":
    """The integer program, and its variable for every free pair by index."""
    # data: the free pairs of every mentor and mentee, and how many partners they have for certain
    problem, face = task.problem, task.face
    made = face.state == MADE
    given, taken = (side.tolist() for side in loads(face, made))
    of_mentor: list[list[int]] = [[] for _ in problem.mentors]
    of_mentee: list[list[int]] = [[] for _ in problem.mentees]
    for e in free:
        of_mentor[int(face.mentor[e])].append(e)
        of_mentee[int(face.mentee[e])].append(e)
    program = pulp.LpProblem("repair", pulp.LpMaximize)

    # variables: make this pair?
    make = {e: program.add_variable(f"make_{e}", 0, 1, "Integer") for e in free}

    # constraints: everybody has from `low` to `high` partners
    for name, sides, fixed, low, high in (
        ("mentor", of_mentor, given, face.mentor_low.tolist(), face.mentor_high.tolist()),
        ("mentee", of_mentee, taken, face.mentee_low.tolist(), face.mentee_high.tolist()),
    ):
        for p, pairs in enumerate(sides):
            if pairs:
                if low[p] > fixed[p]:
                    program += fixed[p] + pulp.lpSum(make[e] for e in pairs) >= low[p], f"{name}_{p}_least"
                program += fixed[p] + pulp.lpSum(make[e] for e in pairs) <= high[p], f"{name}_{p}_most"

    # what is counted: terms of free pairs beside what is certain, for the changes and for every stage that matters
    certain = {"changes": int(made[task.standing].sum())}
    terms: dict[str, list[pulp.LpAffineExpression]] = {"changes": [make[e] for e in free if task.standing[e]]}
    for each in dict.fromkeys((*task.reached, *((stage,) if stage else ()))):
        certain[each] = value_of(problem, task.standing, each, made)
        if each == COVERAGE:  # covered[j]: mentee j, without a partner for certain, has one
            terms[each] = []
            for j, pairs in enumerate(of_mentee):
                if pairs and not taken[j]:
                    covered = program.add_variable(f"covered_{j}", 0, 1, "Integer")
                    program += covered <= pulp.lpSum(make[e] for e in pairs), f"covered_{j}_by"
                    terms[each].append(int(problem.priority[j]) * covered)
        elif each == LOAD:  # place[t]: mentor i has more than t partners; t * t is the sum of 2k + 1 below t
            terms[each] = []
            for i, pairs in enumerate(of_mentor):
                places = [given[i] + t for t in range(len(pairs))]
                place = {t: program.add_variable(f"load_{i}_{t}", 0, 1, "Integer") for t in places}
                if pairs:
                    program += pulp.lpSum(make[e] for e in pairs) == pulp.lpSum(place.values()), f"load_{i}"
                terms[each] += [-(2 * t + 1) * place[t] for t in places]
        else:
            weights = weights_of(problem, task.standing, each).tolist()
            terms[each] = [weights[e] * make[e] for e in free if weights[e]]

    # constraints: at most K of the standing pairs are given up, and the stages before lose nothing
    least = {"changes": int(task.standing.sum()) - task.most, **task.reached}
    for each, needed in least.items():
        if terms[each]:
            program += certain[each] + pulp.lpSum(terms[each]) >= needed, f"least_{each}"
        elif certain[each] < needed:  # nothing free helps: a row that cannot be met says so
            program += pulp.lpSum(make.values()) <= -1, f"least_{each}"

    # objective: this stage
    program += pulp.lpSum(terms[stage] if stage and terms[stage] else make.values())
    return program, make
