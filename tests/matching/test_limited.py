"""The repair model is held against trying every set of pairs, for every bound on changes and every order of stages."""

import random
from dataclasses import replace

import numpy as np

from support_matching import everything, random_problem, stage_values
from turnabout.matching.solvers.limited import Repaired, best_of_all, best_with_changes


def test_the_model_is_as_good_as_trying_everything_for_every_number_of_changes() -> None:
    compared = bounded = 0
    for seed in range(300):
        problem = random_problem(seed, minimums=False)
        dice = random.Random(seed)
        answers = everything(problem)
        if not answers.values or not len(problem.points):
            continue
        # What stands today has to be possible today.
        today = answers.pairs[dice.randrange(len(answers.pairs))]
        standing = today & ~problem.locked
        values = np.array(stage_values(replace(problem, locked=problem.locked | standing), answers.pairs))
        changes = (standing & ~answers.pairs).sum(1)
        best_all = best_of_all(problem, standing)
        before = Repaired(today, tuple(values[(answers.pairs == today).all(1)][0].tolist()))
        free = None
        for most in (None, 0, 1, 2):
            allowed = np.ones(len(changes), dtype=bool) if most is None else changes <= most
            best = max(map(tuple, values[allowed].tolist()))
            found = best_all.answer if most is None else best_with_changes(problem, standing, most, best_all, before)
            assert found.values == best, (seed, most)
            winners = allowed & (values == best).all(1)
            same = (answers.pairs == found.pairs).all(1)
            assert (same & winners).any(), (seed, most)
            if found is not before:
                assert (standing & ~found.pairs).sum() == changes[winners].min(), (seed, most)
                before = before if most is None else found
            free = best if most is None else free
            bounded += best != free
            compared += 1
    assert compared > 600
    assert bounded > 80


def test_the_pairs_given_up_do_not_depend_on_what_the_solver_meets_first() -> None:
    """Two equal ways to serve everybody: the hash decides, and renaming the order of input changes nothing."""
    from turnabout.matching.problem import Places, problem_from_pairs

    pairs = [("a", "x", 4), ("b", "y", 4), ("a", "z", 4), ("b", "z", 4), ("c", "x", 4), ("c", "y", 4)]
    chosen = set()
    for order in (pairs, pairs[::-1], pairs[3:] + pairs[:3]):
        problem = problem_from_pairs(
            "p", {m: Places() for m in "abc"}, {e: Places() for e in "xyz"}, order, stages=("coverage", "total")
        )
        standing = np.array([problem.pair(e) in {("a", "x"), ("b", "y")} for e in range(len(problem.points))])
        today = Repaired(standing, (2, 8))
        found = best_with_changes(problem, standing, 1, best_of_all(problem, standing), today)
        chosen.add(tuple(problem.pair(e) for e in np.flatnonzero(standing & ~found.pairs).tolist()))
    assert len(chosen) == 1
    assert len(chosen.pop()) == 1
