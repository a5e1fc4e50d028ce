"""Fairness and sensitivity: counted by hand on small programs, and against changing the files."""

from dataclasses import replace

import numpy as np

from support_pairing import key, miniature, part
from turnabout.matching.advice.fairness import band, blocking, fairness
from turnabout.matching.advice.sensitivity import priorities, rule_prices, weight_moves
from turnabout.matching.advice.whatif import Changes, changed
from turnabout.matching.pairing import pair_program
from turnabout.matching.people.candidates import candidates, problem
from turnabout.model import Program, Role, Vetoes
from turnabout.workspace import Workspace

TABLE = {"ann": {"xia": 5, "yan": 4}, "ben": {"xia": 3, "yan": 1}}


def test_the_worst_off_are_named_among_new_and_standing_pairs() -> None:
    told = fairness(pair_program(miniature(TABLE, {("ben", "yan"): "active"}), "p"))
    assert (told.worst_new.key, told.worst_new.points) == (key("ann", "xia"), 10000)
    assert (told.worst_standing.key, told.worst_standing.points) == (key("ben", "yan"), 2000)
    assert told.load == {1: 2}
    empty = fairness(pair_program(miniature(TABLE, people={"ann": {"level": 9}, "ben": {"level": 9}}), "p"))
    assert (empty.worst_new, empty.worst_standing, empty.load) == (None, None, {0: 2})


def test_two_who_would_rather_have_each_other_are_counted() -> None:
    # Worst pair first: ann with yan (4) and ben with xia (3), though ann and xia (5) would both prefer each other.
    pairing = pair_program(miniature(TABLE), "p")
    assert {each.key for each in pairing.made} == {key("ann", "yan"), key("ben", "xia")}
    assert (blocking(pairing, leave_standing=True), blocking(pairing, leave_standing=False)) == (1, 1)
    held = pair_program(miniature(TABLE, {("ann", "yan"): "active"}), "p")
    assert (blocking(held, leave_standing=True), blocking(held, leave_standing=False)) == (1, 0)
    content = pair_program(miniature({"ann": {"xia": 5, "yan": 1}, "ben": {"xia": 1, "yan": 5}}), "p")
    assert blocking(content, leave_standing=True) == 0
    refused = pair_program(miniature(TABLE), "p", Vetoes("p", "v", frozenset({key("ann", "xia")})))
    assert blocking(refused, leave_standing=True) == 0, "a pair that is not available is no better one"


def test_rates_hide_small_groups_and_those_that_would_give_them_away() -> None:
    mentors = {f"m{n:02}": {f"e{n:02}": 3} for n in range(12)}
    sites = ["lisbon"] * 6 + ["london"] * 5 + ["nairobi"]
    people = {f"m{n:02}": {"site": site} for n, site in enumerate(sites)}
    people |= {f"e{n:02}": {"site": "lisbon", "level": 9 if n < 6 else 1} for n in range(12)}
    told = fairness(pair_program(miniature(mentors, people=people), "p"))
    by_site = {rate.group: rate for rate in told.rates if (rate.role, rate.by) == (Role.MENTOR, "site")}
    # nairobi is too small, and with the total known it would follow from the two others: the smaller goes as well.
    assert {group for group, rate in by_site.items() if rate.people is not None} == {"lisbon"}
    assert (by_site["nairobi"].people, by_site["nairobi"].without) == (None, None)
    assert (by_site["london"].people, by_site["london"].without) == (None, None)
    levels = {rate.group: rate.without for rate in told.rates if (rate.role, rate.by) == (Role.MENTEE, "level")}
    assert levels == {"1-3": 6, "7-9": 0}
    assert band(12) == "10-12"


def test_the_price_of_a_rule_is_what_the_program_without_it_reaches() -> None:
    people = {"ben": {"department": "sales"}, "cat": {"languages": ["pl"]}}
    workspace = miniature({**TABLE, "cat": {"xia": 2, "yan": 5}}, people=people, rules={"common_minutes": 30})
    pairing = pair_program(workspace, "p")
    prices = {price.rule: price for price in rule_prices(pairing)}
    assert set(prices) == {
        "reporting_line",
        "different_department",
        "level_gap",
        "common_language",
        "common_minutes",
        "not_paired_before",
    }
    for rule, off in (
        ("different_department", False),
        ("common_language", False),
        ("level_gap", 0),
        ("reporting_line", 0),
    ):
        without = pair_program(changed(workspace, "p", Changes(rules={rule: off})), "p")
        assert (prices[rule].without.covered, prices[rule].without.total) == (without.covered, without.total), rule
    assert prices["common_language"].without.covered == pairing.covered + 1
    refused = Vetoes("p", "v", frozenset({key("ann", "xia")}))
    assert "veto" not in {price.rule for price in rule_prices(pair_program(workspace, "p", refused))}


def test_a_level_gap_is_never_dropped_so_far_that_a_senior_would_mentor() -> None:
    workspace = miniature({"ann": {"xia": 5}}, people={"ann": {"level": 8}, "xia": {"level": 7}})
    price = next(each for each in rule_prices(pair_program(workspace, "p")) if each.rule == "level_gap")
    assert price.without.covered == 0


def test_a_weight_halved_or_doubled_moves_what_the_program_file_would() -> None:
    people = {"xia": {"style": "try-first"}, "ben": {"style": "try-first"}, "ann": {"style": "talk-first"}}
    workspace = miniature(
        {"ann": {"xia": 4}, "ben": {"xia": 2}}, people=people, weights={"topics": 5, "style": 3}, stages=["total"]
    )
    pairing = pair_program(workspace, "p")
    moves = {each.criterion: each for each in weight_moves(pairing)}
    # ann 8000 * 5, ben 4000 * 5 + 10000 * 3: ben has more, until topics count double or style half.
    assert [made.key for made in pairing.made] == [key("ben", "xia")]
    assert (moves["topics"].halved, moves["topics"].doubled) == (0, 1)
    assert (moves["style"].halved, moves["style"].doubled) == (1, 0)


def test_priority_is_said_to_help_only_where_it_did() -> None:
    table = {"ann": {"xia": 1, "yan": 5, "zoe": 1}}
    helped = pair_program(miniature(table, people={"xia": part("mentee", priority=1)}), "p")
    assert [(each.person, each.paired, each.paired_without) for each in priorities(helped)] == [("xia", True, False)]
    needless = pair_program(miniature(table, people={"yan": part("mentee", priority=2)}), "p")
    assert [(each.priority, each.paired, each.paired_without) for each in priorities(needless)] == [(2, True, True)]
    vain = {"xia": part("mentee", priority=1), "yan": part("mentee", priority=2)}
    assert [(each.person, each.paired) for each in priorities(pair_program(miniature(table, people=vain), "p"))] == [
        ("xia", False),
        ("yan", True),
    ]
    assert priorities(pair_program(miniature(table), "p")) == ()


def test_points_of_halved_weights_are_rounded_as_those_of_the_file() -> None:
    found = candidates(*in_miniature(topics=6, hours=2, style=4))
    scoring = replace(found.scoring, weights={"topics": 6, "hours": 4, "style": 8})
    doubled = replace(found, scoring=scoring)
    assert np.array_equal(
        problem(doubled).points, problem(candidates(*in_miniature(topics=3, hours=2, style=4))).points
    )


def in_miniature(**weights: int) -> tuple[Workspace, Program]:
    workspace = miniature(TABLE, weights=weights)
    return workspace, workspace.program("p")
