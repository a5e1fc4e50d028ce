"""Repairs under balance rules: the frontier against trying every set of pairs, and rules that ask for changes themselves."""

import random
from dataclasses import replace

import numpy as np
import pytest

from support_matching import everything, stage_values
from support_pairing import key, miniature, part, require_best_plans
from support_sided import everything_sided, random_sided
from turnabout.errors import NotProvenError
from turnabout.matching.advice import repair
from turnabout.matching.advice.repair import frontier, released
from turnabout.matching.advice.repair_ruled import best_under_rules, fewest_changes
from turnabout.matching.pairing import pair_program
from turnabout.matching.solvers.quotas import EmptyScopeError

TABLE = {"ann": {"xia": 5, "yan": 1}, "ben": {"xia": 1, "yan": 5}}
SITES = {"ann": {"site": "lisbon"}, "xia": {"site": "lisbon"}, "ben": {"site": "london"}, "yan": {"site": "london"}}
TODAY = {("ann", "xia"): "active", ("ben", "yan"): "active"}
ACROSS = {"id": "across-sites", "across": "site"}


@pytest.mark.parametrize("first", range(0, 300, 100))
def test_every_number_of_changes_is_as_good_as_trying_everything(first: int) -> None:
    compared = bounded = 0
    for seed in range(first, first + 100):
        problem = random_sided(seed)
        possible = everything(problem).pairs  # what stands today need not keep the rules
        if not len(possible) or not len(problem.points):
            continue
        standing = possible[random.Random(seed).randrange(len(possible))] & ~problem.locked
        answers = everything_sided(problem).pairs
        if not len(answers):
            assert fewest_changes(problem, standing) is None
            continue
        values = np.array(stage_values(replace(problem, locked=problem.locked | standing), answers))
        changes = (standing & ~answers).sum(1)
        top = best_under_rules(problem, standing, None)
        assert fewest_changes(problem, standing) == changes.min()
        assert top.values == max(map(tuple, values.tolist())), seed
        before: tuple[int, ...] = ()
        for most in range(changes.min(), changes.min() + 3):
            best = max(map(tuple, values[changes <= most].tolist()))
            found = best_under_rules(problem, standing, most, before, top.values)
            assert found.values == best, (seed, most)
            winners = (changes <= most) & (values == best).all(1)
            assert ((answers == found.pairs).all(1) & winners).any(), (seed, most)
            assert (standing & ~found.pairs).sum() == changes[winners].min(), (seed, most)
            before = best
            compared += 1
            bounded += best != top.values
    assert compared > 60
    assert bounded > 3


def test_the_frontier_of_a_program_is_that_of_trying_everything() -> None:
    compared = improved = 0
    for seed in range(60):
        dice = random.Random(seed)
        mentors, mentees = "abc"[: dice.randint(2, 3)], "xyz"[: dice.randint(2, 3)]
        table = {m: {e: dice.randint(1, 5) for e in mentees} for m in mentors}
        people = {m: part("mentor", capacity=dice.randint(1, 2)) for m in mentors} | {e: {} for e in mentees}
        people = {name: {**given, "site": dice.choice(("lisbon", "london"))} for name, given in people.items()}
        rule = dice.choice(
            (
                {**ACROSS, "at_least_percent": dice.choice((25, 50, 100))},
                {**ACROSS, "at_least": dice.randint(1, 2)},
                {**ACROSS, "at_most": dice.randint(0, 1)},
                {"id": "everybody", "each": "person", "of": "mentor", "at_least": 1},
                {"id": "each-site", "each": "site", "of": "mentee", "at_least": 1, "at_most": 2},
            )
        )
        stages = dice.choice((["coverage", "worst-pair", "total"], ["total", "load"], ["coverage", "load", "total"]))
        today = dict.fromkeys(zip(mentors, dice.sample(mentees, len(mentees)), strict=False), "active")
        workspace = miniature(table, today, people, stages=stages, balance=[rule])
        movable = tuple(key(*pair) for pair in sorted(today))
        posed, standing = released(workspace, "p", None, movable)
        answers = everything_sided(posed).pairs
        if not len(answers):
            with pytest.raises(NotProvenError):
                frontier(workspace, "p")
            continue
        told = frontier(workspace, "p")
        assert told.plans[0].changes == (standing & ~answers).sum(1).min()
        improved += require_best_plans(told, posed, standing, answers, seed)
        compared += len(told.plans)
    assert compared > 60
    assert improved > 10


def test_a_rule_that_the_pairs_of_today_break_begins_the_frontier_where_it_can_be_kept() -> None:
    workspace = miniature(TABLE, TODAY, SITES, balance=[{**ACROSS, "at_least": 1}])
    with pytest.raises(EmptyScopeError):
        pair_program(workspace, "p")
    told = frontier(workspace, "p")
    assert [(plan.changes, len(plan.given_up)) for plan in told.plans] == [(2, 2)]
    assert {made.key for made in told.plans[0].pairing.made} == {key("ann", "yan"), key("ben", "xia")}
    assert "`across-sites` (at least 1 pair across sites)" in told.refusal
    assert (told.complete, told.needed) == (True, 2)


def test_a_rule_that_no_number_of_changes_keeps_is_told_as_pair_tells_it() -> None:
    workspace = miniature(TABLE, TODAY, SITES, balance=[{**ACROSS, "at_least": 3}])
    with pytest.raises(EmptyScopeError) as caught:
        frontier(workspace, "p")
    assert "the balance rule `across-sites` (at least 3 pairs across sites)" in caught.value.message
    with pytest.raises(EmptyScopeError):
        frontier(miniature(TABLE, TODAY, SITES, balance=[{**ACROSS, "at_least": 1}]), "p", limit=1)


def test_above_the_size_for_the_model_only_what_is_exact_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    swapped = {("ann", "yan"): "active", ("ben", "xia"): "active"}
    workspace = miniature(TABLE, swapped, SITES, balance=[{**ACROSS, "at_most": 2}])
    told = frontier(workspace, "p", largest=3)
    assert ([plan.changes for plan in told.plans], told.undecided, told.ruled) == ([0, 2], (1,), True)
    monkeypatch.setattr(repair, "MODEL_PAIRS", 3)
    told = frontier(workspace, "p")
    assert ([plan.changes for plan in told.plans], told.complete, told.needed) == ([0], False, None)
    assert told.movable == (key("ann", "yan"), key("ben", "xia"))
