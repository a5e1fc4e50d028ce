"""The checker finds every change of pairs, prices, points and claims."""

from dataclasses import replace

import numpy as np
import pytest

from support_matching import random_problem
from turnabout.matching.advice.infeasible import InfeasibleError
from turnabout.matching.face import Prices
from turnabout.matching.problem import (
    COVERAGE,
    STAGES,
    TOTAL,
    WORST_PAIR,
    Places,
    Problem,
    problem_digest,
    problem_from_pairs,
)
from turnabout.matching.proof.check import check
from turnabout.matching.solution import FLOW, Solution
from turnabout.matching.solvers import solve


def solved(seeds: range) -> list[tuple[Problem, Solution]]:
    found = []
    for seed in seeds:
        problem = random_problem(seed, single=True)
        try:
            found.append((problem, solve(problem, FLOW)))
        except InfeasibleError:
            continue
    return found


@pytest.fixture(scope="module")
def answers() -> list[tuple[Problem, Solution]]:
    return solved(range(150))


def with_stage(solution: Solution, index: int, **changes: object) -> Solution:
    stages = list(solution.stages)
    stages[index] = replace(stages[index], **changes)
    return replace(solution, stages=tuple(stages))


def test_what_the_engine_finds_is_proven(answers) -> None:
    assert len(answers) > 60
    assert all(check(problem, solution) == [] for problem, solution in answers)


def test_any_pair_left_out_or_put_in_is_found(answers) -> None:
    tried = 0
    for problem, solution in answers:
        for edge in range(len(problem.points)):
            pairs = set(solution.pairs) ^ {edge}
            assert check(problem, replace(solution, pairs=tuple(sorted(pairs)))), (problem, edge)
            tried += 1
    assert tried > 300


def test_any_price_changed_is_found_and_named_where_the_rest_still_proves(answers) -> None:
    tried = named = 0
    for problem, solution in answers[::3]:
        for index, stage in enumerate(solution.stages):
            for side, names in (("mentor", problem.mentors), ("mentee", problem.mentees)):
                for person, name in enumerate(names):
                    for step in (-1, 1):
                        prices = getattr(stage.prices, side).copy()
                        prices[person] += step
                        faults = check(
                            problem, with_stage(solution, index, prices=replace(stage.prices, **{side: prices}))
                        )
                        assert faults, (problem, stage, name, step)
                        assert f"stage `{stage.name}`" in faults[0]
                        named += any(f"the price of {side} `{name}` is" in fault for fault in faults)
                        tried += 1
    assert tried > 500
    assert named > tried / 2


def test_any_points_changed_are_found(answers) -> None:
    for problem, solution in answers:
        for edge in range(len(problem.points)):
            points = problem.points.copy()
            points[edge] += 1
            changed = replace(problem, points=points)
            assert check(changed, solution)[0].startswith("the proof belongs to another problem")


def test_points_changed_with_a_digest_made_to_fit_are_found_where_they_matter() -> None:
    problem = problem_from_pairs(
        "points",
        {"a": Places(), "b": Places()},
        {"x": Places(), "y": Places()},
        [("a", "x", 9), ("a", "y", 5), ("b", "x", 5), ("b", "y", 2)],
        stages=(TOTAL,),
    )
    solution = solve(problem)
    for edge in range(4):
        # A made pair with other points changes the total; one left out changes the answer where it becomes better.
        for points in (0, 20) if edge in solution.pairs else (20,):
            table = problem.points.copy()
            table[edge] = points
            changed = replace(problem, points=table)
            assert check(changed, replace(solution, digest=problem_digest(changed)))


def test_any_claim_changed_is_found(answers) -> None:
    for problem, solution in answers:
        assert check(problem, replace(solution, unique=not solution.unique))
        assert check(problem, replace(solution, digest="0" * 64))
        assert check(problem, replace(solution, stages=solution.stages[:-1]))
        assert check(problem, replace(solution, stages=(*solution.stages, solution.stages[-1])))
        assert check(problem, replace(solution, stages=solution.stages[::-1])) or len(solution.stages) == 1
        for index, stage in enumerate(solution.stages):
            assert check(problem, with_stage(solution, index, value=stage.value + 1))
            assert check(problem, with_stage(solution, index, value=stage.value - 1))
            assert check(problem, with_stage(solution, index, bound=stage.bound + 1))
            if stage.name == WORST_PAIR:
                assert check(problem, with_stage(solution, index, next_points=(stage.next_points or 0) + 1))
                assert check(problem, with_stage(solution, index, needed=(stage.needed or 0) + 1))


def test_lists_that_are_no_answer_are_refused(answers) -> None:
    problem, solution = next(answer for answer in answers if len(answer[1].pairs) > 1)
    for pairs in (solution.pairs[::-1], (*solution.pairs, solution.pairs[-1]), (len(problem.points),), (-1,)):
        assert check(problem, replace(solution, pairs=pairs)) == [
            "the pairs are not a sorted list of different candidate pairs"
        ]
    short = Prices(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64))
    assert check(problem, with_stage(solution, 0, prices=short)) == [
        f"stage `{problem.stages[0]}`: there is not one whole price for every person"
    ]


def test_a_worst_pair_proof_without_a_price_for_everybody_is_refused(answers) -> None:
    refused = 0
    for problem, solution in answers:
        for index, stage in enumerate(solution.stages):
            if stage.needed is not None:
                prices = Prices(stage.prices.mentor[:-1], stage.prices.mentee)
                faults = check(problem, with_stage(solution, index, prices=prices))
                assert faults == ["stage `worst-pair`: there is not one whole price for every person"]
                refused += 1
    assert refused > 5


def test_where_every_candidate_is_locked_nothing_is_to_prove() -> None:
    problem = problem_from_pairs(
        "locked", {"ann": Places()}, {"xia": Places()}, [("ann", "xia", 5)], locked=[("ann", "xia")], stages=STAGES
    )
    solution = solve(problem)
    assert [(stage.value, stage.bound) for stage in solution.stages] == [(1, 1), (0, 0), (5, 5), (0, 0), (-1, -1)]
    assert check(problem, solution) == []
    assert check(problem, with_stage(solution, 1, value=5)) == [
        "stage `worst-pair`: every candidate pair is locked, so nothing is to prove"
    ]


def test_broken_rules_are_named() -> None:
    problem = problem_from_pairs(
        "rules",
        {"ann": Places(1), "ben": Places(1, 1)},
        {"xia": Places(), "yan": Places()},
        [("ann", "xia", 5), ("ann", "yan", 4), ("ben", "xia", 3)],
        locked=[("ann", "yan")],
        stages=STAGES,
    )
    solution = solve(problem)
    assert check(problem, solution) == []
    assert check(problem, replace(solution, pairs=(0,))) == [
        "mentor `ben` has 0 partners; expected 1 to 1",
        "the locked pair `ann` with `yan` is not made",
    ]


def test_a_proof_for_an_answer_that_is_not_the_best_names_the_pair() -> None:
    problem = problem_from_pairs(
        "better",
        {"ann": Places(), "ben": Places()},
        {"xia": Places(), "yan": Places()},
        [("ann", "xia", 5), ("ann", "yan", 4), ("ben", "xia", 4), ("ben", "yan", 1)],
        stages=(COVERAGE, TOTAL),
    )
    solution = solve(problem)
    straight = tuple(edge for edge in range(4) if problem.points[edge] in (5, 1))
    faults = check(problem, replace(solution, pairs=straight))
    assert "stage `total`: the pairs are worth 6, not 8" in faults
    assert (
        "stage `total`: `ann` with `yan` is not made, but would bring more than the prices of its two people" in faults
    )
    assert "stage `total`: the pairs can be improved, so no prices prove them" in faults
