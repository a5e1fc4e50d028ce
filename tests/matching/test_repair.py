"""Repair: the frontier between changes and what is reached, on miniature programs and against trying everything."""

import random
from dataclasses import replace

import pytest

from support_matching import everything
from support_pairing import key, miniature, part, require_best_plans
from turnabout.matching.advice.edits import with_ended, without_person
from turnabout.matching.advice.repair import Frontier, frontier, released
from turnabout.matching.pairing import pair_program

ACTIVE = {"status": "active"}


def gains(told: Frontier) -> list[tuple[int, int, int]]:
    return [plan.gain for plan in told.plans]


def test_one_pair_given_up_lets_somebody_else_in() -> None:
    # ben can only take xia; ann could take both xia and yan and has xia today.
    workspace = miniature({"ann": {"xia": 3, "yan": 3}, "ben": {"xia": 2, "yan": 0}}, {("ann", "xia"): "active"})
    workspace = replace(workspace, programs={"p": replace_rules(workspace, common_topic=True)})
    told = frontier(workspace, "p")
    assert gains(told) == [(1, 0, 6000), (2, 4000, 10000)]
    assert told.plans[1].given_up == (key("ann", "xia"),)
    assert [made.key for made in told.plans[1].pairing.made] == [key("ann", "yan"), key("ben", "xia")]
    assert (told.complete, told.needed, told.movable) == (True, 1, (key("ann", "xia"),))


def replace_rules(workspace, **rules):
    program = workspace.programs["p"]
    return replace(program, pairing=replace(program.pairing, rules=replace(program.pairing.rules, **rules)))


def test_nothing_is_gained_where_all_is_well_and_nothing_moves_that_is_locked_or_paused() -> None:
    table = {"ann": {"xia": 1, "yan": 5}, "ben": {"xia": 5, "yan": 1}}
    free = frontier(miniature(table, {("ann", "xia"): "active", ("ben", "yan"): "active"}), "p")
    assert [len(plan.given_up) for plan in free.plans] == [0, 0, 2]
    assert gains(free)[2] == (2, 10000, 20000)
    for fixed in ({"status": "active", "lock": True}, {"status": "paused"}):
        told = frontier(miniature(table, {("ann", "xia"): fixed, ("ben", "yan"): fixed}), "p")
        assert (len(told.plans), told.movable, told.complete, told.needed) == (1, (), True, 0)
    paused = {"ann": {"status": "paused"}}
    told = frontier(miniature(table, {("ann", "xia"): "active", ("ben", "yan"): "active"}, paused), "p")
    assert told.movable == (key("ben", "yan"),)
    good = frontier(miniature(table, {("ann", "yan"): "active", ("ben", "xia"): "active"}), "p")
    assert (len(good.plans), good.complete, good.needed) == (1, True, 0)


def test_the_way_can_be_cut_and_says_how_far_it_is() -> None:
    table = {"ann": {"xia": 1, "yan": 5}, "ben": {"xia": 5, "yan": 1}}
    told = frontier(miniature(table, {("ann", "xia"): "active", ("ben", "yan"): "active"}), "p", limit=1)
    assert (len(told.plans), told.complete, told.needed) == (2, False, 2)
    assert told.plans[1].given_up == ()


def test_the_frontier_is_that_of_trying_everything() -> None:
    improved = 0
    for seed in range(40):
        dice = random.Random(seed)
        mentors, mentees = "abcd"[: dice.randint(2, 4)], "xyzw"[: dice.randint(2, 4)]
        table = {m: {e: dice.randint(0, 5) for e in mentees} for m in mentors}
        capacities = {m: part("mentor", capacity=dice.randint(1, 2)) for m in mentors}
        stages = dice.choice((["coverage", "worst-pair", "total"], ["total", "load"], ["coverage", "load", "total"]))
        rules = {"common_topic": True}
        if sum(bool(n) for row in table.values() for n in row.values()) > 11:
            continue
        workspace = miniature(table, {}, capacities, stages=stages, rules=rules)
        today = [(m, e) for m in mentors for e in mentees if table[m][e]]
        dice.shuffle(today)
        pairs, used = {}, set()
        for m, e in today:
            if dice.random() < 0.6 and m not in used and e not in used:
                pairs[m, e] = "active"
                used |= {m, e}
        workspace = miniature(table, pairs, capacities, stages=stages, rules=rules)
        told = frontier(workspace, "p")
        if not told.movable:
            continue
        posed, standing = released(workspace, "p", None, told.movable)
        improved += require_best_plans(told, posed, standing, everything(posed).pairs, seed)
    assert improved > 10


def test_the_plan_is_what_pair_answers_once_the_pairs_given_up_are_ended() -> None:
    table = {"ann": {"xia": 3, "yan": 3}, "ben": {"xia": 2, "yan": 0}}
    workspace = miniature(table, {("ann", "xia"): "active"}, rules={"common_topic": True})
    plan = frontier(workspace, "p").plans[1]
    later = pair_program(with_ended(workspace, plan.given_up), "p")
    assert [made.key for made in later.made] == [made.key for made in plan.pairing.made]
    assert workspace.pairs[key("ann", "xia")].status == "active", "the workspace itself is never changed"


def test_somebody_who_left_is_replaced_without_touching_the_others() -> None:
    table = {"ann": {"xia": 3, "yan": 3}, "ben": {"xia": 2, "yan": 2}, "cat": {"xia": 1, "yan": 1}}
    workspace = miniature(table, {("ann", "xia"): "active", ("ben", "yan"): "active"})
    left = without_person(workspace, "p", "ann")
    first = frontier(left, "p").plans[0]
    assert [made.key for made in first.pairing.made] == [key("ben", "yan"), key("cat", "xia")]


@pytest.mark.parametrize("limit", [0, 1])
def test_a_limit_of_no_changes_gives_the_plan_of_pair(limit: int) -> None:
    table = {"ann": {"xia": 1, "yan": 5}, "ben": {"xia": 5, "yan": 1}}
    workspace = miniature(table, {("ann", "xia"): "active", ("ben", "yan"): "active"})
    told = frontier(workspace, "p", limit=limit)
    assert len(told.plans) == limit + 1
    assert told.plans[0].pairing.total == pair_program(workspace, "p").total


def test_above_the_size_for_the_integer_program_only_the_two_ends_are_given() -> None:
    table = {"ann": {"xia": 1, "yan": 5}, "ben": {"xia": 5, "yan": 1}}
    workspace = miniature(table, {("ann", "xia"): "active", ("ben", "yan"): "active"})
    told = frontier(workspace, "p", largest=3)
    assert [plan.changes for plan in told.plans] == [0, 2]
    assert told.plans[1].gain == frontier(workspace, "p").plans[2].gain
    assert [plan.changes for plan in frontier(workspace, "p", limit=1, largest=3).plans] == [0]
