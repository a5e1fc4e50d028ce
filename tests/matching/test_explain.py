"""Explanations are exact: what forbidding, forcing or a place more would give is compared with trying everything."""

from dataclasses import replace

import numpy as np
import pytest

from support_matching import everything, random_problem, stage_values
from turnabout.errors import UsageError
from turnabout.matching.advice.change import Change, Numbers, numbers
from turnabout.matching.advice.explain import (
    NO_CANDIDATE,
    NO_PLACE,
    NOT_WORTH_IT,
    PLACES_TAKEN,
    RunnerUp,
    explain_made,
    explain_unmade,
    explain_unpaired,
    one_more_place,
)
from turnabout.matching.advice.infeasible import InfeasibleError
from turnabout.matching.problem import COVERAGE, STAGES, TOTAL, WORST_PAIR, Places, Problem, problem_from_pairs
from turnabout.matching.solution import Solution
from turnabout.matching.solvers import solve


@pytest.fixture
def small() -> tuple[Problem, Solution]:
    problem = problem_from_pairs(
        "small",
        {"ann": Places(1), "ben": Places(1), "cat": Places(0), "dan": Places(1)},
        {"xia": Places(), "yan": Places(), "zoe": Places(), "una": Places()},
        [("ann", "xia", 9), ("ann", "yan", 8), ("ben", "xia", 7), ("ben", "yan", 3), ("ben", "zoe", 2)],
        stages=(COVERAGE, TOTAL),
    )
    return problem, solve(problem)


def test_a_made_pair_has_points_runners_up_and_the_cost_of_forbidding_it(small) -> None:
    problem, solution = small
    assert numbers(problem, solution) == Numbers(2, 7, 15)
    found = explain_made(problem, solution, "ann", "yan")
    assert (found.points, found.locked) == (8, False)
    assert found.other_mentor == RunnerUp("ben", 3, 5)
    assert found.other_mentee == RunnerUp("xia", 9, -1)
    assert found.forbidden == Change(
        before=Numbers(2, 7, 15),
        after=Numbers(2, 3, 12),
        dropped=(("ann", "yan"), ("ben", "xia")),
        added=(("ann", "xia"), ("ben", "yan")),
    )


def test_a_pair_that_was_not_made_has_the_cost_of_forcing_it(small) -> None:
    problem, solution = small
    found = explain_unmade(problem, solution, "ben", "zoe")
    assert found.points == 2
    assert found.forced == Change(
        Numbers(2, 7, 15),
        Numbers(2, 2, 11),
        dropped=(("ann", "yan"), ("ben", "xia")),
        added=(("ann", "xia"), ("ben", "zoe")),
    )
    assert explain_unmade(problem, solution, "ann", "zoe").points is None
    assert explain_unmade(problem, solution, "ann", "zoe").forced is None


def test_a_person_without_a_partner_has_a_reason(small) -> None:
    problem, solution = small
    zoe = explain_unpaired(problem, solution, "zoe", "mentee")
    assert (zoe.reason, zoe.candidates, zoe.cheapest) == (PLACES_TAKEN, ("ben",), "ben")
    assert zoe.holders == (("ben", "xia"),)
    assert explain_unpaired(problem, solution, "una", "mentee").reason == NO_CANDIDATE
    assert explain_unpaired(problem, solution, "dan", "mentor").reason == NO_CANDIDATE
    assert explain_unpaired(problem, solution, "cat", "mentor").reason == NO_PLACE
    change = one_more_place(problem, solution, "ben", "mentor")
    assert change.after == Numbers(3, 2, 17)
    assert (change.dropped, change.added) == ((), (("ben", "zoe"),))


def test_somebody_whose_pair_is_not_worth_it_is_told_so() -> None:
    problem = problem_from_pairs(
        "worth",
        {"ann": Places(), "ben": Places()},
        {"xia": Places(), "yan": Places(2)},
        [("ann", "xia", 5), ("ben", "yan", 9), ("ann", "yan", 1)],
        stages=(COVERAGE, WORST_PAIR, TOTAL),
    )
    solution = solve(problem)
    change = one_more_place(problem, solution, "ann", "mentor")
    assert change == Change(Numbers(2, 5, 14), Numbers(2, 5, 14))
    roomy = replace(problem, capacity=problem.capacity + 1, stages=("keep", COVERAGE, WORST_PAIR, TOTAL))
    assert explain_made(roomy, solve(roomy), "ann", "xia").other_mentee == RunnerUp("yan", 1, 4)
    idle = problem_from_pairs(
        "idle",
        {"ann": Places(2), "ben": Places()},
        {"xia": Places(), "yan": Places(2)},
        [("ann", "xia", 5), ("ann", "yan", 9), ("ben", "yan", 1)],
        stages=(COVERAGE, WORST_PAIR, TOTAL),
    )
    found = explain_unpaired(idle, solve(idle), "ben", "mentor")
    assert (found.reason, found.candidates, found.cheapest) == (NOT_WORTH_IT, ("yan",), None)


def test_a_locked_pair_is_explained_by_its_lock_and_blocks_others() -> None:
    problem = problem_from_pairs(
        "locks",
        {"ann": Places(), "ben": Places()},
        {"xia": Places(), "yan": Places()},
        [("ann", "xia", 1), ("ann", "yan", 8), ("ben", "yan", 2)],
        locked=[("ann", "xia")],
    )
    solution = solve(problem)
    locked = explain_made(problem, solution, "ann", "xia")
    assert (locked.locked, locked.forbidden) == (True, None)
    blocked = explain_unmade(problem, solution, "ann", "yan")
    assert (blocked.full, blocked.forced) == (("ann",), None)


def test_a_change_that_leaves_nothing_names_the_conflict() -> None:
    problem = problem_from_pairs(
        "must",
        {"ann": Places()},
        {"xia": Places(1, 1), "yan": Places()},
        [("ann", "xia", 1), ("ann", "yan", 8)],
    )
    solution = solve(problem)
    for change in (
        explain_made(problem, solution, "ann", "xia").forbidden,
        explain_unmade(problem, solution, "ann", "yan").forced,
    ):
        assert change.after is None
        assert change.conflict.people == ("xia",)


def test_forbidding_and_forcing_agree_with_trying_everything() -> None:
    compared = 0
    for seed in range(250):
        problem = random_problem(seed, single=True)
        problem = replace(problem, stages=tuple(s for s in STAGES if s in problem.stages and s != "keep") or (TOTAL,))
        if problem.stages[0] not in (COVERAGE, TOTAL):
            problem = replace(problem, stages=(COVERAGE, *problem.stages))
        try:
            solution = solve(problem)
        except InfeasibleError:
            continue
        answers = everything(problem)
        values = np.array(answers.values)
        made = answers.pairs[:, :]
        for edge in range(len(problem.points)):
            mentor, mentee = problem.pair(edge)
            if edge in solution.pairs:
                change, left = explain_made(problem, solution, mentor, mentee).forbidden, ~made[:, edge]
            else:
                change, left = explain_unmade(problem, solution, mentor, mentee).forced, made[:, edge]
            if change is None or change.after is None:
                assert not left.any() or problem.locked[edge]
                continue
            pairs = {problem.pair(e) for e in solution.pairs} - set(change.dropped) | set(change.added)
            after = np.array([[problem.pair(e) in pairs for e in range(len(problem.points))]])
            assert stage_values(problem, after)[0] == max(map(tuple, values[left].tolist())), (seed, edge)
            assert change.after.total == int(problem.points[after[0]].sum())
            compared += 1
    assert compared > 200


def test_questions_about_nobody_are_refused(small) -> None:
    problem, solution = small
    for ask in (
        lambda: explain_made(problem, solution, "ann", "xia"),
        lambda: explain_made(problem, solution, "bob", "xia"),
        lambda: explain_unmade(problem, solution, "ann", "yan"),
        lambda: explain_unmade(problem, solution, "bob", "yan"),
        lambda: explain_unmade(problem, solution, "ann", "bob"),
        lambda: explain_unpaired(problem, solution, "yan", "mentee"),
        lambda: explain_unpaired(problem, solution, "ann", "mentee"),
        lambda: one_more_place(problem, solution, "xia", "mentor"),
    ):
        with pytest.raises(UsageError):
            ask()
