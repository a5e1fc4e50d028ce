"""The core path and multipliers: against trying everything, against the readable path, and what they say where they stop."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support_sided import everything_sided, random_sided
from turnabout.errors import UsageError
from turnabout.matching.face import Objective, Prices, first_face, no_gain, worth
from turnabout.matching.objectives import stage_objective
from turnabout.matching.problem import Places, Problem, problem_from_pairs
from turnabout.matching.proof.check import check
from turnabout.matching.proof.check_sided import unproven
from turnabout.matching.scope import first_scope, scaled_bound
from turnabout.matching.side import BY_GAP, GivenRow
from turnabout.matching.solvers import sided_path, solve
from turnabout.matching.solvers.multipliers import empty_proof, priced_rows
from turnabout.matching.solvers.quotas import EmptyScopeError

seeds = st.integers(0, 100_000)


@pytest.mark.parametrize("first", range(0, 60, 30))
def test_the_core_path_finds_what_trying_everything_finds(first: int) -> None:
    found = 0
    for seed in range(first, first + 30):
        problem = random_sided(seed, minimums=False)
        everything = everything_sided(problem)
        if not len(everything.pairs):
            with pytest.raises(EmptyScopeError):
                solve(problem, "core")
            continue
        solution = solve(problem, "core")
        assert tuple(stage.value for stage in solution.stages[: len(problem.stages)]) == everything.best, seed
        assert check(problem, solution) == [], seed
        assert solution.pairs == solve(problem, "ilp").pairs, seed
        found += 1
    assert found > 5


@settings(deadline=None, max_examples=50)
@given(seeds, st.sampled_from(("coverage", "total", "keep", "load")), st.integers(0, 1_000))
def test_no_answer_exceeds_the_bound_whatever_multipliers_and_prices(seed: int, stage: str, dice_seed: int) -> None:
    problem = random_sided(seed)
    scope, objective = first_scope(problem, first_face(problem)), stage_objective(problem, stage)
    dice = np.random.default_rng(dice_seed)
    size, scale = int(dice.choice([1, 10, 2000])), int(dice.choice([1, 7, 1000]))
    multipliers = {
        row.name: int(dice.integers(0, size + 1)) * (1 if row.low is not None else -1) for row in problem.side
    }
    prices = Prices(
        dice.integers(-size, size + 1, len(problem.mentors)), dice.integers(-size, size + 1, len(problem.mentees))
    )
    limit = scaled_bound(scope, objective, scale, multipliers, prices)
    answers = everything_sided(problem).pairs
    assert all(scale * worth(scope.face, objective, pairs) <= limit for pairs in answers)


@settings(deadline=None, max_examples=30)
@given(seeds)
def test_a_proof_that_there_is_no_answer_is_never_wrong(seed: int) -> None:
    problem = random_sided(seed, minimums=False)
    scope = first_scope(problem, first_face(problem))
    if empty_proof(scope) is not None:
        assert not len(everything_sided(problem).pairs)


@settings(deadline=None, max_examples=20)
@given(seeds)
def test_more_steps_never_make_the_bound_worse_than_without_multipliers(seed: int) -> None:
    problem = random_sided(seed, minimums=False)
    scope, objective = first_scope(problem, first_face(problem)), Objective(problem.points, no_gain, no_gain)
    free = priced_rows(type(scope)(scope.face, ()), objective)
    priced = priced_rows(scope, objective)
    assert priced.bound // priced.scale <= free.bound // free.scale


def crowd(mentees: int) -> Problem:
    """A problem with a share and a cap that both bind, too large for trying everything."""
    dice = np.random.default_rng([7, mentees])
    mentors = [f"m{index:04}" for index in range(mentees * 6 // 10)]
    names = [f"e{index:04}" for index in range(mentees)]
    pairs = [
        (mentors[at], name, int(dice.integers(1, 10_001)))
        for name in names
        for at in dice.choice(len(mentors), 12, replace=False)
    ]
    site = {name: int(dice.integers(0, 3)) for name in (*mentors, *names)}
    apart = [(a, b) for a, b, _ in pairs if site[a] != site[b]]
    share = tuple((a, b, 10 if site[a] != site[b] else -90) for a, b, _ in pairs)
    most = len(names) // 2
    rows = (
        GivenRow("across-sites", "at least 90 % across sites", share, 0),
        GivenRow(
            "cap", "at most half with a mentor of site 0", tuple((*p, 1) for p in apart if not site[p[0]]), None, most
        ),
    )
    people = {name: Places(2) for name in mentors}, {name: Places() for name in names}
    return problem_from_pairs("crowd", *people, pairs, balance=rows)


def test_a_crowd_is_solved_to_a_gap_that_is_told_and_checks() -> None:
    problem = crowd(60)
    core, whole = solve(problem, "core"), solve(problem, "ilp")
    assert check(problem, core) == []
    assert check(problem, whole) == []
    for one, other in zip(core.stages[:3], whole.stages[:3], strict=True):
        assert one.value <= other.value
        assert (other.value - one.value) * 100_000 <= other.value
        if one.side.by == BY_GAP:
            assert one.bound >= other.value
            assert any("is possible" in said for said in unproven(core))


def test_the_core_path_answers_twice_the_same() -> None:
    problem = crowd(40)
    assert solve(problem, "core").pairs == solve(problem, "core").pairs


def test_the_path_follows_from_the_size() -> None:
    problem = crowd(40)
    assert sided_path(first_face(problem)) == "ilp"
    assert solve(problem).path == "ilp"
    with pytest.raises(UsageError, match="balance rules"):
        solve(problem, "flow")
