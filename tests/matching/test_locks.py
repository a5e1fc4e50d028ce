"""Pairs that must stay and cannot all stay: a sentence, the ways out, and what each would give."""

import pytest

from support_pairing import key, miniature, part
from turnabout.errors import UsageError
from turnabout.matching.advice.edits import with_capacity, with_pair
from turnabout.matching.pairing import pair_program
from turnabout.matching.people.candidates import candidates
from turnabout.matching.people.locks import ContradictionError, contradictions
from turnabout.model import Vetoes

TABLE = {"ann": {"xia": 3, "yan": 2}, "ben": {"xia": 1, "yan": 1}}
LOCK = {"status": "draft", "lock": True}


def refusal(workspace, vetoes=None) -> ContradictionError:
    with pytest.raises(ContradictionError) as caught:
        pair_program(workspace, "p", vetoes)
    return caught.value


def test_a_locked_draft_beside_a_pair_of_today_says_so_and_how_to_get_out() -> None:
    error = refusal(miniature(TABLE, {("ann", "xia"): "active", ("ann", "yan"): LOCK}))
    assert error.message == (
        "mentor `ann` has 2 pairs that must stay, with `xia` (a pair today) and `yan` (locked), but a capacity of 1"
    )
    assert error.exit_code == 3
    ways = {way.change: way.numbers for way in error.ways_out}
    assert set(ways) == {
        "raise the capacity of `ann` to 2",
        "end the pair `ann` with `xia`",
        "release the lock on `ann` with `yan`",
    }
    assert (ways["raise the capacity of `ann` to 2"].covered, ways["raise the capacity of `ann` to 2"].total) == (
        2,
        10000,
    )
    # xia goes to nobody who was hers before: ben takes her.
    assert ways["end the pair `ann` with `xia`"].total == 4000 + 2000
    assert ways["release the lock on `ann` with `yan`"].total == 6000 + 2000
    assert [way.numbers.total for way in error.ways_out] == [10000, 8000, 6000], "best first"
    assert "raise the capacity of `ann` to 2: 2 of 2 mentees have a mentor, 10000 points in all" in error.hint


def test_every_way_out_is_one_and_leads_where_it_says() -> None:
    workspace = miniature(TABLE, {("ann", "xia"): LOCK, ("ann", "yan"): LOCK})
    ways = {way.change: way.numbers for way in refusal(workspace).ways_out}
    raised = pair_program(with_capacity(workspace, "p", "ann", 2), "p")
    assert (raised.covered, raised.total) == (
        ways["raise the capacity of `ann` to 2"].covered,
        ways["raise the capacity of `ann` to 2"].total,
    )
    for mentee in ("xia", "yan"):
        released = pair_program(with_pair(workspace, key("ann", mentee), lock=False), "p")
        assert released.total == ways[f"release the lock on `ann` with `{mentee}`"].total


def test_locks_on_one_mentee_contradict_as_well_and_several_are_counted() -> None:
    locks = dict.fromkeys([("ann", "xia"), ("ben", "xia"), ("ann", "yan")], LOCK)
    found = contradictions(candidates(*_of(miniature(TABLE, locks))))
    assert [(each.role, each.person, len(each.pairs)) for each in found] == [("mentor", "ann", 2), ("mentee", "xia", 2)]
    assert refusal(miniature(TABLE, locks)).message.endswith("; 1 more like it")


def _of(workspace):
    return workspace, workspace.programs["p"]


def test_enough_capacity_is_no_contradiction_and_paused_people_keep_what_they_have() -> None:
    locks = dict.fromkeys([("ann", "xia"), ("ann", "yan")], LOCK)
    assert pair_program(miniature(TABLE, locks, {"ann": part("mentor", capacity=2)}), "p").covered == 2
    two = dict.fromkeys([("ann", "xia"), ("ann", "yan")], "active")
    assert pair_program(miniature(TABLE, two, {"ann": {"status": "paused"}}), "p").covered == 2


def test_a_lock_on_a_pair_that_is_not_available_says_no_more_than_that() -> None:
    workspace = miniature(TABLE, {("ann", "xia"): LOCK})
    error = refusal(workspace, Vetoes("p", "v", frozenset({key("ann", "xia")})))
    assert error.message == "the draft `ann` with `xia` is locked, but it is not available for this pairing"
    assert [way.change for way in error.ways_out] == ["release the lock on `ann` with `xia`"]
    assert "veto" not in error.message + error.hint


def test_an_empty_side_is_a_sentence() -> None:
    gone = {"ann": {"status": "withdrawn"}, "ben": {"status": "paused"}}
    with pytest.raises(UsageError) as caught:
        pair_program(miniature(TABLE, people=gone), "p")
    assert caught.value.message == "program `p` has no active mentor"


@pytest.mark.parametrize(
    ("stages", "words"),
    [
        (["worst-pair", "coverage"], "stage `worst-pair` before `coverage` and `total` would be met best by making no"),
        (["coverage", "coverage"], "stage `coverage` is named twice"),
        (["coverage", "speed"], "unknown stage `speed`"),
        ([], "no stage is named"),
    ],
)
def test_stages_that_cannot_be_solved_are_a_sentence(stages: list[str], words: str) -> None:
    with pytest.raises(UsageError) as caught:
        pair_program(miniature(TABLE, stages=stages), "p")
    assert words in caught.value.message
    assert caught.value.message.startswith("program/p.yaml: ")
