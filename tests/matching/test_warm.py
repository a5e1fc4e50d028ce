"""Solving again from the answer before: always the answer that solving from nothing gives, whatever has changed."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from support_large import sparse_problem
from support_matching import stages_as_data
from support_sided import random_sided
from turnabout.matching.advice.infeasible import InfeasibleError
from turnabout.matching.problem import Problem
from turnabout.matching.solution import FLOW, KERNEL, Solution
from turnabout.matching.solvers import kernel, solve, solve_again
from turnabout.matching.solvers.quotas import EmptyScopeError
from turnabout.matching.solvers.stages import run_stages
from turnabout.matching.solvers.warm import starts

STAGES = ("coverage", "worst-pair", "total", "keep")


def without_mentee(problem: Problem, gone: int) -> Problem:
    kept = problem.mentee != gone
    degree = np.delete(np.diff(problem.indptr), gone)
    return replace(
        problem,
        mentees=problem.mentees[:gone] + problem.mentees[gone + 1 :],
        indptr=np.concatenate(([0], np.cumsum(degree))),
        **{name: np.delete(getattr(problem, name), gone) for name in ("demand", "mentee_minimum", "priority")},
        **{name: getattr(problem, name)[kept] for name in ("mentor", "points", "locked", "keep")},
    )


def changes(problem: Problem, seed: int) -> dict[str, Problem]:
    dice = np.random.default_rng(seed)
    one = int(dice.integers(len(problem.mentors)))
    capacity = np.where(np.arange(len(problem.mentors)) == one, 0, problem.capacity)
    raised = np.where(np.arange(len(problem.mentors)) == one, 4, problem.capacity)
    few = dice.random(len(problem.points)) < 0.01
    points = np.where(few, dice.integers(0, 10_000, len(few)), problem.points)
    return {
        "nothing": problem,
        "a mentor left": replace(problem, capacity=capacity),
        "a capacity raised": replace(problem, capacity=raised),
        "other points": replace(problem, points=points),
        "all points": replace(problem, points=problem.points // 2),
        "a mentee left": without_mentee(problem, int(dice.integers(len(problem.mentees)))),
        "other stages": replace(problem, stages=("total",)),
    }


@pytest.mark.parametrize("places", [0.9, 1.0, 1.3])
def test_starting_from_the_answer_before_changes_nothing_but_the_way(places: float) -> None:
    problem = sparse_problem(200, 6, places, stages=STAGES)
    before = solve(problem, KERNEL)
    for name, changed in changes(problem, 5).items():
        engine = kernel.engine(starts(changed, problem, before))
        pairs, stages, unique = run_stages(changed, kernel_face(changed), engine, str)
        right = solve(changed, FLOW)
        assert tuple(np.flatnonzero(pairs).tolist()) == right.pairs, name
        assert unique == right.unique, name
        assert stages_as_data(replace(right, stages=stages)) == stages_as_data(right), name
        if changed.mentees != problem.mentees:  # and back: somebody came
            back = kernel.engine(starts(problem, changed, right))
            assert (
                tuple(np.flatnonzero(run_stages(problem, kernel_face(problem), back, str)[0]).tolist()) == before.pairs
            )


def kernel_face(problem: Problem):
    from turnabout.matching.face import first_face

    return first_face(problem)


def test_starts_carry_pairs_and_prices_over_by_the_ids_of_people() -> None:
    problem = sparse_problem(60, 5, 1.1, top=50)
    answer = solve(problem, KERNEL)
    smaller = without_mentee(problem, 7)
    known = starts(smaller, problem, answer)
    carried = {smaller.pair(edge) for edge in np.flatnonzero(known["total"].pairs).tolist()}
    made = {problem.pair(edge) for edge in answer.pairs}
    assert carried == {pair for pair in made if pair[1] != problem.mentees[7]}
    assert [name for name in known if name.startswith("tie")] == [
        f"tie {number}" for number in range(1, len(answer.stages) - 2)
    ]
    assert known["total"].mentor_price.tolist() == answer.stages[2].prices.mentor.tolist()


def test_a_large_program_solved_again_says_which_path_ran() -> None:
    problem = sparse_problem(2_600, 8)
    first = solve(problem)
    again = solve_again(problem, problem, first)
    assert (first.path, again.path) == (FLOW, KERNEL)
    assert again.pairs == first.pairs
    assert stages_as_data(again) == stages_as_data(first)


@pytest.mark.parametrize("first", range(0, 180, 60))
def test_with_balance_rules_an_answer_that_is_shown_changes_nothing_but_the_way(first: int) -> None:
    compared = 0
    for seed in range(first, first + 60):
        problem = random_sided(seed)
        before = answer_of(lambda problem=problem: solve(problem))
        if before is None:
            continue
        halved = replace(problem, points=problem.points // 2)
        for changed in (problem, halved, replace(problem, side=problem.side[1:])):
            again, anew = (
                answer_of(lambda to=to, changed=changed: to(changed)) for to in (near(problem, before), solve)
            )
            assert (again is None) == (anew is None), seed
            if again is None or anew is None:
                continue
            assert (again.pairs, again.unique) == (anew.pairs, anew.unique), seed
            assert stages_as_data(again) == stages_as_data(anew), seed
            compared += 1
    assert compared > 20


def near(before: Problem, answer: Solution) -> Callable[[Problem], Solution]:
    return lambda problem: solve_again(problem, before, answer)


def answer_of(solving: Callable[[], Solution]) -> Solution | None:
    """None where there is no answer."""
    try:
        return solving()
    except (EmptyScopeError, InfeasibleError):
        return None
