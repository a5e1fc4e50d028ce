"""Small random pairing problems and an oracle that tries every set of pairs."""

import itertools
import random
from dataclasses import dataclass

import numpy as np
import pytest

from turnabout.matching.advice.infeasible import InfeasibleError
from turnabout.matching.problem import (
    COVERAGE,
    KEEP,
    LOAD,
    STAGES,
    TOTAL,
    WORST_PAIR,
    Places,
    Problem,
    problem_from_pairs,
    stage_faults,
)
from turnabout.matching.proof.check import check
from turnabout.matching.solution import Solution
from turnabout.matching.solvers import solve

# Every order of every choice of stages that is not refused.
ORDERS = [
    order
    for size in range(1, len(STAGES) + 1)
    for order in itertools.permutations(STAGES, size)
    if not stage_faults(order, minimums=False)
]


def random_problem(seed: int, *, single: bool = False, minimums: bool = True) -> Problem:
    """A problem with at most 11 candidate pairs; with `single` no pair could be made twice, so both paths apply."""
    dice = random.Random(seed)
    mentors = [f"m{index}" for index in range(dice.randint(1, 4))]
    mentees = [f"e{index}" for index in range(dice.randint(1, 4))]
    low = dice.choice((0, 0.15, 0.4)) if minimums else 0

    def places(most: int) -> Places:
        capacity = dice.randint(0 if dice.random() < 0.1 else 1, most)
        minimum = dice.randint(0, capacity) if dice.random() < low else 0
        return Places(capacity, minimum, dice.choice((1, 1, 1, 2, 5)))

    both = [(a, b) for a in mentors for b in mentees]
    candidates = dice.sample(both, dice.randint(0, min(11, len(both))))
    top = dice.choice((1, 2, 5, 1000))
    pairs = [(a, b, dice.randint(0, top)) for a, b in candidates]
    people = {a: places(3) for a in mentors}, {b: places(1 if single else 3) for b in mentees}
    room = {name: side[name].capacity for side in people for name in side}
    locked = []
    for a, b in candidates:
        if dice.random() < 0.12 and room[a] and room[b]:
            locked.append((a, b))
            room[a] -= 1
            room[b] -= 1
    keep = [pair for pair in candidates if dice.random() < 0.3]
    order = dice.choice(ORDERS)
    return problem_from_pairs("test", *people, pairs, locked=locked, keep=keep, stages=order)


@dataclass(frozen=True)
class Everything:
    """Every set of candidate pairs that keeps capacities, minimums and locks (one row each), and its stage values."""

    pairs: np.ndarray
    values: list[tuple[int, ...]]

    @property
    def best(self) -> tuple[int, ...]:
        return max(self.values)

    @property
    def winners(self) -> np.ndarray:
        return self.pairs[[value == self.best for value in self.values]]


def everything(problem: Problem) -> Everything:
    edges = len(problem.points)
    sets = (np.arange(2**edges)[:, None] >> np.arange(edges)) & 1 == 1
    given, taken = partners(problem, sets)
    fits = (given <= problem.capacity).all(1) & (given >= problem.mentor_minimum).all(1)
    fits &= (taken <= problem.demand).all(1) & (taken >= problem.mentee_minimum).all(1)
    fits &= sets[:, problem.locked].all(1)
    return Everything(sets[fits], stage_values(problem, sets[fits]))


def require_the_best(path: str, seeds: range, *, single: bool) -> tuple[int, int]:
    """Holds what `path` answers to these random problems against everything: values, uniqueness, proof, or none.

    Returns how many had an answer, and how many of those had several best ones: a test says how many it needs.
    """
    feasible = ties = 0
    for seed in seeds:
        problem = random_problem(seed, single=single)
        answers = everything(problem)
        if not answers.values:
            with pytest.raises(InfeasibleError):
                solve(problem, path)
            continue
        solution = solve(problem, path)
        assert tuple(stage.value for stage in solution.stages[: len(problem.stages)]) == answers.best, seed
        assert solution.unique == (len(answers.winners) == 1), seed
        assert check(problem, solution) == [], seed
        feasible += 1
        ties += not solution.unique
    return feasible, ties


def partners(problem: Problem, sets: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """How many partners every mentor and every mentee has in every set of pairs."""
    mentor = problem.mentor[:, None] == np.arange(len(problem.mentors))
    mentee = problem.mentee[:, None] == np.arange(len(problem.mentees))
    return sets.astype(int) @ mentor.astype(int), sets.astype(int) @ mentee.astype(int)


def stage_values(problem: Problem, sets: np.ndarray) -> list[tuple[int, ...]]:
    """The value of every set of pairs in every stage, straight from the definitions."""
    given, taken = partners(problem, sets)
    judged = ~problem.locked
    top = problem.points[judged].max(initial=0)
    value = {
        COVERAGE: (taken > 0) @ problem.priority,
        WORST_PAIR: np.where(sets & judged, problem.points, top).min(axis=1, initial=top),
        TOTAL: sets @ problem.points,
        KEEP: (sets & problem.keep).sum(1),
        LOAD: -(given**2).sum(1),
    }
    return [tuple(map(int, row)) for row in zip(*(value[stage] for stage in problem.stages), strict=True)]


def stages_as_data(solution: Solution) -> list[tuple[object, ...]]:
    """Everything that a proof says, for comparing two."""
    return [
        (s.name, s.value, s.bound, s.next_points, s.needed, s.prices.mentor.tolist(), s.prices.mentee.tolist())
        for s in solution.stages
    ]


def shuffled(problem: Problem, seed: int) -> Problem:
    """The same problem from its people and pairs in another order."""
    dice = random.Random(seed)

    def mixed(listed):
        result = list(listed)
        dice.shuffle(result)
        return result

    def of(edges: np.ndarray) -> list[tuple[str, str]]:
        return mixed(problem.pair(edge) for edge in np.flatnonzero(edges).tolist())

    mentors = zip(problem.mentors, problem.capacity.tolist(), problem.mentor_minimum.tolist(), strict=True)
    mentees = zip(
        problem.mentees,
        problem.demand.tolist(),
        problem.mentee_minimum.tolist(),
        problem.priority.tolist(),
        strict=True,
    )
    return problem_from_pairs(
        problem.program,
        {name: Places(*numbers) for name, *numbers in mixed(mentors)},
        {name: Places(*numbers) for name, *numbers in mixed(mentees)},
        mixed((*problem.pair(edge), points) for edge, points in enumerate(problem.points.tolist())),
        locked=of(problem.locked),
        keep=of(problem.keep),
        stages=problem.stages,
    )
