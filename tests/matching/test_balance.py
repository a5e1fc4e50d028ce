"""Balance rules: against trying everything, their proofs read back and tampered with, quotas of a program, conflicts."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support_sided import everything_sided, random_sided
from support_workspace import patched, sound
from turnabout.errors import NotProvenError
from turnabout.matching.advice.infeasible import InfeasibleError
from turnabout.matching.people.balance import with_balance
from turnabout.matching.people.candidates import candidates
from turnabout.matching.people.candidates import problem as problem_of
from turnabout.matching.problem import COVERAGE, TOTAL, Places, ProblemError, problem_digest, problem_from_pairs
from turnabout.matching.proof.certificate import certificate, solution_from_certificate
from turnabout.matching.proof.check import check
from turnabout.matching.proof.check_sided import unproven
from turnabout.matching.side import BY_PRICES, GivenRow
from turnabout.matching.solution import made_pairs
from turnabout.matching.solvers import solve
from turnabout.matching.solvers.quotas import EmptyScopeError
from turnabout.model import BalanceRule

seeds = st.integers(0, 100_000)
PEOPLE = {"ann": Places(2), "ben": Places(2)}, {"xia": Places(), "yan": Places(), "zoe": Places()}
PAIRS = [
    ("ann", "xia", 90),
    ("ann", "yan", 80),
    ("ann", "zoe", 70),
    ("ben", "xia", 10),
    ("ben", "yan", 20),
    ("ben", "zoe", 30),
]


def posed(*rows: GivenRow, **more):
    return problem_from_pairs("test", *PEOPLE, PAIRS, balance=rows, **more)


def of_ann(low: int | None = None, high: int | None = None) -> GivenRow:
    counted = tuple((a, b, 1) for a, b, _ in PAIRS if a == "ann")
    return GivenRow("ann", "pairs of ann", counted, low, high)


@pytest.mark.parametrize("first", range(0, 1_000, 100))
def test_the_answer_is_the_best_of_all_that_keep_the_rules(first: int) -> None:
    solved = 0
    for seed in range(first, first + 100):
        problem = random_sided(seed)
        everything = everything_sided(problem)
        if not len(everything.pairs):
            with pytest.raises((EmptyScopeError, InfeasibleError)):
                solve(problem)
            continue
        solution = solve(problem)
        pairs = np.isin(np.arange(len(problem.points)), solution.pairs)
        assert tuple(stage.value for stage in solution.stages[: len(problem.stages)]) == everything.best, seed
        assert (everything.winners == pairs).all(axis=1).any(), seed
        assert solution.unique == (len(everything.winners) == 1), seed
        assert check(problem, solution) == [], seed
        solved += 1
    assert solved > 20


@settings(deadline=None, max_examples=60)
@given(seeds)
def test_taking_a_rule_out_never_hurts(seed: int) -> None:
    problem = random_sided(seed)
    try:
        before = solve(problem)
    except (EmptyScopeError, InfeasibleError):
        return
    for at in range(len(problem.side)):
        after = solve(replace(problem, side=problem.side[:at] + problem.side[at + 1 :]))
        values = [tuple(s.value for s in each.stages[: len(problem.stages)]) for each in (before, after)]
        assert values[0] <= values[1]


def test_a_rule_that_binds_changes_the_pairs_and_its_price_is_in_the_proof() -> None:
    free, bound = solve(posed()), solve(posed(of_ann(high=1)))
    assert [pair[:2] for pair in made_pairs(posed(), free)] == [("ann", "xia"), ("ann", "yan"), ("ben", "zoe")]
    assert sum(a == "ann" for a, _, _ in made_pairs(posed(of_ann(high=1)), bound)) == 1
    problem = replace(posed(of_ann(high=1)), stages=(TOTAL,))
    (total, *_) = solve(problem).stages
    assert (total.value, total.bound, total.side.by) == (140, 140, BY_PRICES)
    assert dict(total.side.multipliers)["ann"] < 0


def test_the_certificate_goes_to_data_and_back_and_proves_itself() -> None:
    problem = posed(of_ann(high=1))
    data = certificate(problem, solve(problem))
    pairs = [(a, b) for a, b, _ in made_pairs(problem, solve(problem))]
    assert check(problem, solution_from_certificate(problem, data, pairs)) == []
    assert {"proof", "scale", "multipliers"} <= set(data["stages"][0])


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("value", 10_000, "are worth"),
        ("bound", 10_000, "prove a bound of"),
        ("scale", 0, "expected a scale"),
        ("multipliers", {"ann": 5}, "wrong sign"),
        ("multipliers", {"nobody": 5}, "there is no row"),
        ("multipliers", {}, "prove a bound of"),
        ("proof", "solver", "stand behind"),
        ("proof", "faith", "nothing that can stand"),
    ],
)
def test_a_tampered_stage_is_named(key: str, value: object, said: str) -> None:
    problem = replace(posed(of_ann(high=1)), stages=(COVERAGE, TOTAL))
    solution = solve(problem)
    data = certificate(problem, solution)
    data["stages"][1] |= {key: value}
    faults = check(problem, solution_from_certificate(problem, data, [problem.pair(edge) for edge in solution.pairs]))
    assert faults
    assert faults[0].startswith("stage `total`: ")
    assert said in faults[0]


def test_pairs_that_break_a_rule_are_named_with_it() -> None:
    free = posed()
    problem = posed(of_ann(high=1))
    solution = replace(solve(problem), pairs=solve(free).pairs)
    (fault,) = check(problem, solution)
    assert fault == "the balance rule `ann` (pairs of ann) counts 2; expected at most 1"


@settings(deadline=None, max_examples=60)
@given(seeds, st.integers(0, 1_000))
def test_a_claim_of_more_than_the_pairs_are_worth_is_never_accepted(seed: int, dice_seed: int) -> None:
    problem = random_sided(seed)
    try:
        solution = solve(problem)
    except (EmptyScopeError, InfeasibleError):
        return
    dice = np.random.default_rng(dice_seed)
    at = int(dice.integers(0, len(solution.stages)))
    stage = solution.stages[at]
    tampered = replace(stage, value=stage.value + int(dice.choice([-1, 1, 1000])))
    stages = (*solution.stages[:at], tampered, *solution.stages[at + 1 :])
    assert check(problem, replace(solution, stages=stages)) != []


def test_what_prices_do_not_prove_is_said() -> None:
    told = 0
    for seed in range(300):
        problem = random_sided(seed)
        try:
            solution = solve(problem)
        except NotProvenError:
            continue
        gaps = [stage for stage in solution.stages if stage.side.by != BY_PRICES]
        assert len(unproven(solution)) == len(gaps)
        told += bool(gaps)
    assert told


def test_the_digest_of_a_problem_covers_its_rules() -> None:
    digests = {problem_digest(posed(*rows)) for rows in ((), (of_ann(high=1),), (of_ann(high=2),), (of_ann(low=1),))}
    assert len(digests) == 4


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (GivenRow("a b", "", (), 1), "without spaces"),
        (GivenRow("ann", "", ()), "neither a least nor a most"),
        (of_ann(3, 2), "at least 3 and at most 2"),
        (GivenRow("x", "", (("ann", "nobody", 1),), 1), "no candidate pair"),
        (GivenRow("x", "", (("ann", "xia", 0),), 1), "other than 0"),
        (GivenRow("x", "", (("ann", "xia", 1), ("ann", "xia", 1)), 1), "listed twice"),
        (GivenRow("x", "", (("ann", "xia", 1),), 2**40), "within"),
    ],
)
def test_a_wrong_rule_is_refused_with_its_reason(row: GivenRow, said: str) -> None:
    with pytest.raises(ProblemError, match=said):
        posed(row)


def test_a_quota_nobody_can_meet_is_told_with_the_ways_out() -> None:
    with pytest.raises(EmptyScopeError) as caught:
        solve(posed(of_ann(low=3)))
    assert str(caught.value) == (
        "no pairing exists: the balance rule `ann` (pairs of ann) cannot be kept, whatever else is given up"
    )
    assert [way.change for way in caught.value.ways_out] == [
        "lower the least of `ann` from 3 to 2",
        "drop the balance rule `ann`",
    ]
    assert "3 of 3 mentees have a mentor, 200 points in all" in caught.value.hint


def test_a_lock_against_a_rule_is_told_with_both() -> None:
    with pytest.raises(EmptyScopeError, match="`ann` with `zoe` that must stay cannot be kept together") as caught:
        solve(posed(of_ann(high=0), locked=[("ann", "zoe")]))
    assert {way.change for way in caught.value.ways_out} == {
        "raise the most of `ann` from 0 to 1",
        "drop the balance rule `ann`",
        "release `ann` with `zoe`",
    }


def test_only_what_conflicts_is_named() -> None:
    other = GivenRow("ben", "pairs of ben", (("ben", "xia", 1),), None, 1)
    with pytest.raises(EmptyScopeError) as caught:
        solve(posed(other, of_ann(low=3)))
    assert [rule.name for rule in caught.value.conflict.rules] == ["ann"]


BASE = "# program/digital-2026.yaml\npairing:\n  stages: [coverage, total]\n  weights: {topics: 6}\n"


def quotas(text: str):
    """The side rows of the miniature program with these balance rules."""
    workspace = sound(patched(BASE + "  balance:\n" + text))
    return problem_of(candidates(workspace, workspace.program("digital-2026")))


def test_a_share_is_a_whole_number_row_over_all_pairs() -> None:
    problem = quotas("    - {id: across, across: department, at_least_percent: 40}\n")
    (row,) = problem.side
    assert (row.name, row.low, row.high) == ("across", 0, None)
    assert row.words == "at least 40 % of all pairs are pairs across departments"
    assert set(row.coefficients.tolist()) <= {3, -2}


def test_a_rule_for_each_value_becomes_one_row_for_each() -> None:
    problem = quotas("    - {id: team-cap, each: department, of: mentor, at_most: 1}\n")
    assert len(problem.side) > 1
    assert all(row.name.startswith("team-cap:") and row.high == 1 for row in problem.side)
    assert "with a mentor in department" in problem.side[0].words


def test_a_rule_for_each_person_is_a_number_of_partners_and_no_row() -> None:
    problem = quotas("    - {id: everybody, each: person, of: mentor, at_least: 1, at_most: 1}\n")
    assert problem.side == ()
    assert (problem.capacity <= np.maximum(1, problem.mentor_minimum)).all()
    assert problem.mentor_minimum.max() == 1


def test_limits_of_two_kinds_are_two_rows_with_names_of_their_own() -> None:
    problem = quotas("    - {id: both, across: department, at_least: 1, at_most_percent: 90}\n")
    assert [row.name for row in problem.side] == ["both:number", "both:most-percent"]


def test_a_problem_without_rules_stays_as_it_is() -> None:
    problem = posed()
    assert with_balance(problem, (), (), ()) is problem
    assert BalanceRule.__dataclass_fields__["at_least_percent"]
