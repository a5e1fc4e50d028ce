"""What a balance rule costs and decides: against the program file without it, and in words that name the right reason."""

import random
from dataclasses import replace

import numpy as np
import pytest

from support_matching import stage_values
from support_pairing import key, miniature, part
from support_sided import everything_sided, random_sided
from turnabout.matching.advice.change import Numbers, made
from turnabout.matching.advice.explain import HELD_BY_RULES, explain_made, explain_unmade, explain_unpaired
from turnabout.matching.advice.infeasible import InfeasibleError
from turnabout.matching.advice.rules_dropped import (
    RuleReason,
    rules_about_pair,
    rules_about_person,
    without_each,
)
from turnabout.matching.advice.sensitivity import rule_prices
from turnabout.matching.advice.whatif import Changes, changed
from turnabout.matching.pairing import pair_program
from turnabout.matching.problem import COVERAGE, KEEP, TOTAL
from turnabout.matching.solvers import solve
from turnabout.matching.solvers.quotas import EmptyScopeError
from turnabout.model import Vetoes

TABLE = {"ann": {"xia": 5, "yan": 3}, "ben": {"xia": 2, "yan": 4}}
SITES = {"ann": {"site": "lisbon"}, "xia": {"site": "lisbon"}, "ben": {"site": "london"}, "yan": {"site": "london"}}
ACROSS = {"id": "across-sites", "across": "site", "at_least": 2}


def about(workspace, *people: str) -> tuple[RuleReason, ...]:
    pairing = pair_program(workspace, "p", whole=True)
    alone = without_each(pairing)
    return (
        rules_about_pair(pairing, alone, *people) if len(people) == 2 else rules_about_person(pairing, alone, *people)
    )


def test_a_pair_made_or_not_made_for_a_rule_is_told_so_with_exact_numbers() -> None:
    workspace = miniature(TABLE, people=SITES, balance=[ACROSS])
    asks = ("asks for at least 2 pairs across sites",)
    free = Numbers(2, 8000, 18000)
    for pair, counts in ((("ann", "yan"), True), (("ben", "xia"), True), (("ann", "xia"), False)):
        assert about(workspace, *pair) == (RuleReason(("across-sites",), asks, counts, free, exact=True),)
    loose = miniature(TABLE, people=SITES, balance=[{**ACROSS, "at_least": 0}])
    assert about(loose, "ann", "yan") == about(loose, "ann", "xia") == (), "a rule that moves nothing is no reason"


def test_a_pair_that_only_gives_way_is_not_said_to_break_the_rule() -> None:
    # Without the rule ann would share with xia; for it ben must, and ann gets yan, who is at her own site.
    people = {**SITES, "yan": {"site": "lisbon"}}
    table = {"ann": {"xia": 5, "yan": 1}, "ben": {"xia": 1}}
    rule = {**ACROSS, "at_least": 1}
    workspace = miniature(table, people=people, balance=[rule], rules={"common_topic": True}, stages=["total"])
    (reason,) = about(workspace, "ann", "yan")
    assert (reason.rules, reason.counts) == (("across-sites",), None)


def test_a_person_without_partner_is_told_the_rule_and_who_it_would_be() -> None:
    workspace = miniature(
        {"ann": {"xia": 5}}, people=SITES, balance=[{"id": "few", "across": "site", "at_least_percent": 100}]
    )
    (reason,) = about(workspace, "xia")
    assert (reason.partners, reason.without) == (("ann",), Numbers(1, 10000, 10000))
    assert reason.asks == ("asks that at least 100 % of all pairs are pairs across sites",)
    pairing = pair_program(workspace, "p")
    assert explain_unpaired(pairing.problem, pairing.solution, "xia", "mentee").reason == HELD_BY_RULES
    assert "or none that the balance rules allow" in pairing.mentees_without[0].sentence
    assert "or whom the balance rules ask for" in pairing.mentors_without[0].sentence


def test_rules_that_only_together_keep_two_apart_are_named_together() -> None:
    both = [
        {"id": "lisbon-cap", "mentor": {"site": "lisbon"}, "at_most": 0},
        {"id": "home-cap", "mentee": {"site": "lisbon"}, "at_most": 0},
    ]
    workspace = miniature({"ann": {"xia": 5}}, people=SITES, balance=both)
    (reason,) = about(workspace, "ann", "xia")
    assert reason.rules == ("lisbon-cap", "home-cap")
    assert reason.counts is None
    assert about(workspace, "xia")[0].rules == ("lisbon-cap", "home-cap")


def test_a_rule_for_each_person_and_one_for_each_site_are_reasons_too() -> None:
    table = {"ann": {"xia": 5, "yan": 5}, "ben": {"xia": 1, "yan": 1}}
    capacities = {"ann": part("mentor", capacity=2)}
    spread = {"id": "spread", "each": "person", "of": "mentor", "at_least": 1}
    workspace = miniature(table, people=capacities, balance=[spread], stages=["coverage", "total"])
    partner = next(pair.key.mentee for pair in pair_program(workspace, "p").made if pair.key.mentor == "ben")
    (reason,) = about(workspace, "ben", partner)
    assert (reason.rules, reason.asks) == (("spread",), ("asks that every mentor has at least 1 partner",))
    people = {**{name: {"site": name[0] + "-town"} for name in "abcdxyz"}}
    table = {m: {e: 5 if (m, e) == ("a", "x") else 1 for e in "xyz"} for m in "abcd"}
    cap = {"id": "cap", "each": "site", "of": "mentor", "at_most": 0}
    reason = about(miniature(table, people=people, balance=[cap]), "a", "x")[0]
    assert reason.asks == ("asks for at most 0 pairs with a mentor in a-town",)


def test_without_each_rule_is_what_the_program_file_without_it_gives() -> None:
    compared = 0
    for seed in range(25):
        dice = random.Random(seed)
        table = {m: {e: dice.randint(1, 5) for e in "xyz"} for m in "abc"}
        people = {name: {"site": dice.choice(("lisbon", "london"))} for name in "abcxyz"}
        rules = [
            {"id": "across-sites", "across": "site", "at_least": dice.randint(0, 2)},
            {"id": "everybody", "each": "person", "of": "mentee", "at_least": dice.randint(0, 1)},
            {"id": "cap", "mentor": {"site": "lisbon"}, "at_most": dice.randint(1, 2)},
        ]
        workspace = miniature(table, people=people, balance=rules)
        try:
            pairing = pair_program(workspace, "p")
        except (EmptyScopeError, InfeasibleError):
            continue
        prices = {each.rule: each for each in rule_prices(pairing) if each.balance}
        for rule in rules:
            right = pair_program(changed(workspace, "p", Changes(balance={rule["id"]: None})), "p")
            price = prices[rule["id"]]
            assert price.without == Numbers(right.covered, right.worst, right.total), (seed, rule["id"])
            assert price.exact
            compared += 1
    assert compared > 40


def test_a_refused_pair_is_no_reason_and_no_partner() -> None:
    refused = Vetoes("p", "v", frozenset({key("ann", "xia")}))
    pairing = pair_program(miniature(TABLE, people=SITES, balance=[ACROSS]), "p", refused)
    alone = without_each(pairing)
    assert all(("ann", "xia") not in each.pairs for each in alone)
    assert all("ann" not in each.partners for each in rules_about_person(pairing, alone, "xia"))
    assert {each.rule for each in rule_prices(pairing)}.isdisjoint({"veto"})


@pytest.mark.parametrize("first", [0, 150])
def test_forbidding_and_forcing_under_rules_agree_with_trying_everything(first: int) -> None:
    compared = impossible = 0
    for seed in range(first, first + 150):
        problem = random_sided(seed, single=True)
        stages = tuple(stage for stage in problem.stages if stage != KEEP)
        problem = replace(problem, stages=stages if stages[:1] in ((COVERAGE,), (TOTAL,)) else (COVERAGE, TOTAL))
        answers = everything_sided(problem)
        if not len(answers.pairs):
            continue
        solution = solve(problem)
        values = np.array(answers.values)
        for edge in range(len(problem.points)):
            mentor, mentee = problem.pair(edge)
            if edge in solution.pairs:
                change, left = explain_made(problem, solution, mentor, mentee).forbidden, ~answers.pairs[:, edge]
            else:
                change, left = explain_unmade(problem, solution, mentor, mentee).forced, answers.pairs[:, edge]
            if change is None:
                assert not left.any() or problem.locked[edge]
                continue
            if change.after is None:
                assert not left.any(), (seed, edge)
                assert change.rules or change.conflict
                impossible += bool(change.rules)
                continue
            pairs = {problem.pair(e) for e in solution.pairs} - set(change.dropped) | set(change.added)
            after = np.array([[problem.pair(e) in pairs for e in range(len(problem.points))]])
            assert stage_values(problem, after)[0] == max(map(tuple, values[left].tolist())), (seed, edge)
            assert change.exact
            compared += 1
    assert compared > 60
    assert impossible > 5


def test_marks_of_an_answer_are_its_pairs() -> None:
    problem = random_sided(3)
    solution = solve(problem)
    assert np.flatnonzero(made(problem, solution)).tolist() == list(solution.pairs)
