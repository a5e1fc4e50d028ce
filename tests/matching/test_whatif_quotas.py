"""What if balance rules, or the weights of own criteria, were others: as the program file with them, and plain when impossible."""

from dataclasses import replace

import pytest

from support_pairing import key, miniature
from turnabout.cli.balance_option import balance_changes
from turnabout.errors import NotProvenError, UsageError
from turnabout.matching.advice import gaps
from turnabout.matching.advice.change import Numbers
from turnabout.matching.advice.whatif import Changes, changed, compare
from turnabout.matching.pairing import pair_program
from turnabout.matching.side import BY_GAP, BY_SOLVER
from turnabout.model import Vetoes

TABLE = {"ann": {"xia": 5, "yan": 3}, "ben": {"xia": 2, "yan": 4}}
SITES = {"ann": {"site": "lisbon"}, "xia": {"site": "lisbon"}, "ben": {"site": "london"}, "yan": {"site": "london"}}
ACROSS = {"id": "across-sites", "across": "site", "at_least": 2}
BOTH, APART = Numbers(2, 8000, 18000), Numbers(2, 4000, 10000)


@pytest.mark.parametrize(
    ("given", "settings"),
    [
        (["x=off"], {"x": None}),
        (["x=across:site,at_least_percent:40"], {"x": {"across": "site", "at_least_percent": 40}}),
        (["x=at_most:none"], {"x": {"at_most": None}}),
        (
            ["x=mentor.site:lisbon,mentor.level:3,mentee.topic:ai", "y=each:person,of:mentor,at_least:1"],
            {
                "x": {"mentor": {"site": "lisbon", "level": 3}, "mentee": {"topic": "ai"}},
                "y": {"each": "person", "of": "mentor", "at_least": 1},
            },
        ),
    ],
)
def test_a_balance_option_says_what_to_change(given: list[str], settings: dict[str, object]) -> None:
    assert balance_changes(given) == settings


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (["x"], "expects ID=KEY:VALUE or ID=off, found `x`"),
        (["Big Name=off"], "expects ID=KEY:VALUE or ID=off"),
        (["x=at_leat:3"], "found `at_leat:3`"),
        (["x=at_least"], "expected settings such as `at_least:3`, found `at_least`"),
        (["x=at_least:-1"], "expected a whole number from 0 to 100000, found `-1`"),
        (["x=at_least_percent:101"], "from 0 to 100, found `101`"),
        (["x=mentor.level:13"], "from 1 to 12, found `13`"),
        (["x=across:level"], "expected one of department, site, found `level`"),
        (["x=mentor.site:Li sbon"], "expected the name of a site"),
        (["x=at_least:1,at_least:2"], "`at_least` is given twice"),
        (["x=mentor.site:a,mentor.site:b"], "`mentor.site` is given twice"),
        (["x=at_least:1", "x=off"], "given twice for `x`"),
    ],
)
def test_a_balance_option_that_says_nothing_is_a_plain_sentence(given: list[str], words: str) -> None:
    with pytest.raises(UsageError) as caught:
        balance_changes(given)
    assert words in caught.value.message
    assert caught.value.hint


def test_a_rule_can_be_added_bounded_otherwise_and_dropped() -> None:
    free, ruled = miniature(TABLE, people=SITES), miniature(TABLE, people=SITES, balance=[ACROSS])
    added = compare(free, "p", Changes(balance={"across-sites": {"across": "site", "at_least": 2}}))
    assert (added.now, added.then) == (BOTH, APART)
    assert added.new == (key("ann", "yan"), key("ben", "xia"))
    dropped = compare(ruled, "p", Changes(balance={"across-sites": None}))
    assert (dropped.now, dropped.then, dropped.gone) == (APART, BOTH, added.new)
    looser = changed(ruled, "p", Changes(balance={"across-sites": {"at_least": None, "at_most_percent": 50}}))
    rule = looser.programs["p"].pairing.balance[0]
    assert (rule.across, rule.at_least, rule.at_most_percent) == ("site", None, 50)
    assert pair_program(looser, "p").total == BOTH.total


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"at_most": 1}, "at least 2 and at most 1: no pairing can be both"),
        ({"at_least_percent": 60, "at_most_percent": 50}, "at least 60 % and at most 50 %"),
        ({"at_least": None}, "would ask for nothing"),
        ({"each": "person"}, "is one for each person"),
    ],
)
def test_a_rule_that_contradicts_itself_is_refused_before_anything_is_solved(
    settings: dict[str, object], words: str
) -> None:
    with pytest.raises(UsageError) as caught:
        compare(miniature(TABLE, people=SITES, balance=[ACROSS]), "p", Changes(balance={"across-sites": settings}))
    assert words in caught.value.message


def test_a_rule_to_drop_that_is_not_there_gets_the_nearest_name() -> None:
    workspace = miniature(TABLE, people=SITES, balance=[ACROSS])
    with pytest.raises(UsageError) as caught:
        changed(workspace, "p", Changes(balance={"across-site": None}))
    assert caught.value.hint == "did you mean `across-sites`?"


def test_what_nobody_can_keep_is_told_with_the_ways_out_and_that_the_changes_lead_there() -> None:
    settings = {"across": "site", "at_least": 3}
    with pytest.raises(NotProvenError) as caught:
        compare(miniature(TABLE, people=SITES), "p", Changes(balance={"across-sites": settings}))
    assert caught.value.message == (
        "with these changes no pairing exists: the balance rule `across-sites` (at least 3 pairs across sites) cannot be "
        "kept, whatever else is given up"
    )
    assert "lower the least of `across-sites` from 3 to 2: 2 of 2 mentees have a mentor" in caught.value.hint
    everybody = {"each": "person", "of": "mentee", "at_least": 1}
    with pytest.raises(NotProvenError) as caught:
        compare(miniature({"ann": {"xia": 5, "yan": 3}}), "p", Changes(balance={"everybody": everybody}))
    assert caught.value.message.startswith("with these changes no pairing exists: mentees `xia` and `yan` together")


def test_a_rule_about_nobody_is_noted() -> None:
    settings = {"mentee": {"site": "atlantis"}, "at_most": 1}
    told = compare(miniature(TABLE, people=SITES), "p", Changes(balance={"atlantis": settings}))
    assert told.notes == ("the balance rule `atlantis` counts no pair that could be made",)


def test_a_pair_that_is_not_available_stays_out_whatever_rule_is_dropped() -> None:
    refused = Vetoes("p", "v", frozenset({key("ann", "xia")}))
    told = compare(
        miniature(TABLE, people=SITES, balance=[ACROSS]), "p", Changes(balance={"across-sites": None}), refused
    )
    assert key("ann", "xia") not in {each.key for each in told.after.made}
    assert not [note for note in told.notes if "veto" in note or "available" in note]
    only = miniature({"ann": {"xia": 5}}, people=SITES)
    with pytest.raises(NotProvenError) as caught:  # xia could only be with ann
        compare(only, "p", Changes(balance={"one": {"at_least": 1}}), refused)
    assert "veto" not in caught.value.message + caught.value.hint


def test_the_words_name_every_change_of_a_balance_rule() -> None:
    changes = Changes(
        balance={
            "a": None,
            "b": {"across": "site", "at_least_percent": 40, "at_most": None},
            "c": {"mentor": {"site": "lisbon", "level": 3}, "at_most": 2},
        }
    )
    assert changes.words() == [
        "balance rule a: dropped",
        "balance rule b: across site, at least 40 %, no `at_most` any more",
        "balance rule c: a mentor with site lisbon and level 3, at most 2",
    ]


def test_a_gap_is_said_and_bounds_the_difference() -> None:
    solution = pair_program(
        miniature(TABLE, people=SITES, balance=[ACROSS], stages=["coverage", "total"]), "p"
    ).solution
    total = solution.stages[1]
    assert gaps.is_exact(solution)
    assert gaps.gap_words(solution) == []

    def with_total(value: int, bound: int, by: str):
        stage = replace(total, value=value, bound=bound, side=replace(total.side, by=by))
        return replace(solution, stages=(solution.stages[0], stage))

    searched, open_before, open_after = (
        with_total(100, 130, BY_SOLVER),
        with_total(100, 130, BY_GAP),
        with_total(90, 95, BY_GAP),
    )
    assert gaps.is_exact(searched), "what a complete search found is the best"
    assert not gaps.is_exact(searched, open_after)
    assert gaps.total_between(open_before, open_after) == (90 - 130, 95 - 100)
    assert gaps.total_between(searched, open_after) == (90 - 100, 95 - 100)
    assert gaps.gap_words(open_before) == [
        "`total` reaches 100; up to 130 is not excluded, so a figure about it is not exact"
    ]
    coverage = replace(solution.stages[0], side=replace(solution.stages[0].side, by=BY_GAP))
    assert gaps.total_between(solution, replace(solution, stages=(coverage, total))) is None
