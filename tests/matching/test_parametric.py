"""Plans found by a price on changes are held against trying every set of pairs, and against the integer program."""

import random
from dataclasses import replace

import numpy as np

from support_large import sparse_problem
from support_matching import everything, random_problem, stage_values
from turnabout.matching.problem import COVERAGE, TOTAL, WORST_PAIR, Places, problem_from_pairs
from turnabout.matching.solution import FLOW
from turnabout.matching.solvers import solve
from turnabout.matching.solvers.limited import Repaired, best_of_all, best_with_changes
from turnabout.matching.solvers.limited_model import value_of
from turnabout.matching.solvers.parametric import best_at_corner


def test_a_corner_is_as_good_as_trying_everything_with_as_few_changes() -> None:
    found = 0
    for seed in range(200):
        problem = random_problem(seed, minimums=False, single=seed % 3 > 0)
        answers = everything(problem)
        if not answers.values or not len(problem.points):
            continue
        standing = answers.pairs[random.Random(seed).randrange(len(answers.pairs))] & ~problem.locked
        values = np.array(stage_values(replace(problem, locked=problem.locked | standing), answers.pairs))
        changes = (standing & ~answers.pairs).sum(1)
        for most in range(4):
            corner = best_at_corner(problem, standing, most)
            if corner is None:
                continue
            best = max(map(tuple, values[changes <= most].tolist()))
            assert corner.values == best, (seed, most)
            winners = (changes <= most) & (values == best).all(1)
            assert ((answers.pairs == corner.pairs).all(1) & winners).any(), (seed, most)
            assert (standing & ~corner.pairs).sum() == changes[winners].min(), (seed, most)
            found += 1
    assert found > 500


def test_between_two_corners_there_is_no_answer() -> None:
    """Two pairs can only be swapped together: one change is between none and two."""
    points = [("a", "x", 1), ("b", "y", 1), ("a", "y", 5), ("b", "x", 5)]
    people = {name: Places() for name in "ab"}, {name: Places() for name in "xy"}
    problem = problem_from_pairs("swap", *people, points, stages=(COVERAGE, TOTAL))
    standing = problem.points == 1
    assert best_at_corner(problem, standing, 1) is None
    none, both = (best_at_corner(problem, standing, most) for most in (0, 2))
    assert none is not None
    assert both is not None
    assert (none.values, both.values) == ((2, 2), (2, 10))


def test_a_corner_is_what_the_integer_program_finds() -> None:
    problem = sparse_problem(60, 6, 1.1, stages=(COVERAGE, WORST_PAIR, TOTAL))
    today = sparse_problem(60, 6, 1.1, stages=(TOTAL,), top=0)
    standing = np.zeros(len(problem.points), dtype=bool)
    standing[list(solve(today, FLOW).pairs)] = True
    best = best_of_all(problem, standing)
    before = best_at_corner(problem, standing, 0)
    assert before is not None
    assert before.values[0] == value_of(problem, standing, COVERAGE, before.pairs)
    corners = 0
    for most in range(1, 7):
        by_program = best_with_changes(problem, standing, most, best, before)
        corner = best_at_corner(problem, standing, most)
        if corner is not None:
            assert isinstance(corner, Repaired)
            assert corner.values == by_program.values
            assert np.array_equal(corner.pairs & standing, by_program.pairs & standing)
            corners += 1
        before = by_program
    assert corners > 1
