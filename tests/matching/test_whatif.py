"""What if: each change does what the same change in the files would do, and nothing else moves."""

import pytest

from support_pairing import key, miniature
from turnabout.errors import UsageError
from turnabout.matching.advice.change import Numbers
from turnabout.matching.advice.whatif import Changes, changed, compare
from turnabout.matching.pairing import pair_program
from turnabout.model import Status, Vetoes

TABLE = {"ann": {"xia": 5, "yan": 4}, "ben": {"xia": 3, "yan": 1}, "cat": {"xia": 1, "yan": 2}}


def test_without_somebody_their_pair_is_over_and_the_partner_finds_another() -> None:
    workspace = miniature(TABLE, {("ann", "xia"): "active", ("ann", "yan"): "draft"})
    told = compare(workspace, "p", Changes(without=("ann",)))
    assert (told.gone, told.new) == ((key("ann", "xia"),), (key("ben", "xia"),))
    assert told.mentors_losing == (), "who left is not listed as left out"
    assert told.mentors_gaining == ("ben",)
    assert workspace.people["ann"].status is Status.ACTIVE


def test_capacity_lets_a_mentor_take_two() -> None:
    workspace = miniature(TABLE, stages=["coverage", "total"])
    told = compare(workspace, "p", Changes(capacities={"ann": 2}))
    assert (told.now, told.then) == (Numbers(2, 6000, 14000), Numbers(2, 8000, 18000))
    assert (told.new, told.gone) == ((key("ann", "xia"),), (key("ben", "xia"),))
    assert told.mentors_losing == ("ben",)


def test_forbidden_and_together_are_kept_and_count_as_new_pairs() -> None:
    workspace = miniature(TABLE, stages=["coverage", "total"])
    told = compare(workspace, "p", Changes(forbidden=(("ann", "yan"),), together=(("ben", "yan"),)))
    made = {each.key for each in told.after.made}
    assert made == {key("ann", "xia"), key("ben", "yan")}
    assert told.then == Numbers(2, 2000, 12000), "a pair made on request is nobody's choice, but it is a new pair"
    with pytest.raises(UsageError):
        compare(workspace, "p", Changes(forbidden=(("ann", "yan"),), together=(("ann", "yan"),)))


def test_a_forbidden_pair_of_today_is_taken_as_ended() -> None:
    workspace = miniature(TABLE, {("ann", "xia"): "active"}, rules={"not_paired_before": False})
    told = compare(workspace, "p", Changes(forbidden=(("ann", "xia"),)))
    assert key("ann", "xia") in told.gone
    assert told.after.covered == 2


def test_a_pair_that_is_not_available_cannot_be_made_on_request() -> None:
    refused = Vetoes("p", "v", frozenset({key("ann", "xia")}))
    with pytest.raises(UsageError) as caught:
        compare(miniature(TABLE), "p", Changes(together=(("ann", "xia"),)), refused)
    assert "not available for this pairing" in caught.value.message
    told = compare(miniature(TABLE), "p", Changes(capacities={"ben": 2}), refused)
    assert key("ann", "xia") not in {each.key for each in (*told.before.made, *told.after.made)}


def test_a_rule_and_a_stage_do_what_the_program_file_would() -> None:
    workspace = miniature(TABLE, people={"ann": {"level": 4}})
    told = compare(workspace, "p", Changes(rules={"level_gap": 4}, stages=("total",)))
    same = miniature(TABLE, people={"ann": {"level": 4}}, rules={"level_gap": 4}, stages=["total"])
    assert {each.key for each in told.after.made} == {each.key for each in pair_program(same, "p").made}
    assert "ann" in told.mentors_losing


def test_a_rule_that_pairs_of_today_would_break_is_noted() -> None:
    workspace = miniature(TABLE, {("ann", "xia"): "active"}, {"ann": {"level": 5}})
    told = compare(workspace, "p", Changes(rules={"level_gap": 3}, together=(("cat", "yan"),)))
    assert told.notes == ("ann with xia stands, and would break `level_gap`",)
    close = miniature(TABLE, people={"cat": {"department": "sales"}})
    told = compare(close, "p", Changes(together=(("cat", "yan"),)))
    assert told.notes == ("cat with yan would need an exception from `different_department`",)


def test_other_weights_are_compared_with_the_pairs_of_now_under_them() -> None:
    workspace = miniature(TABLE, weights={"topics": 1, "style": 1}, stages=["coverage", "total"])
    told = compare(workspace, "p", Changes(weights={"style": 0}))
    assert told.now.total == (14000 + 2 * 5000) / 2
    assert (told.then.total, told.same_pairs) == (14000, 14000)
    assert (told.new, told.gone) == ((), ())
    with pytest.raises(UsageError) as caught:
        compare(workspace, "p", Changes(weights={"style": 0, "topics": 0}))
    assert "no criterion would count" in caught.value.message


def test_of_equally_good_answers_the_one_that_moves_least_is_compared() -> None:
    """All pairs are worth the same: a change that needs nothing moves nothing."""
    table = {m: dict.fromkeys("wxyz", 3) for m in "abcd"}
    for person in "abcd":
        told = compare(miniature(table), "p", Changes(capacities={person: 3}))
        assert (told.new, told.gone) == ((), ())
        told = compare(miniature({**table, "e": dict.fromkeys("wxyz", 3)}), "p", Changes(without=(person,)))
        assert len(told.gone) <= 1


def test_people_who_do_not_take_part_are_refused() -> None:
    workspace = miniature(TABLE, people={"cat": {"programs": {"q": {"role": "mentor"}}}, "ben": {"status": "paused"}})
    for changes in (
        Changes(without=("cat",)),
        Changes(capacities={"cat": 2}),
        Changes(together=(("cat", "yan"),)),
        Changes(together=(("ben", "yan"),)),
        Changes(without=("nobody",)),
    ):
        with pytest.raises(UsageError):
            changed(workspace, "p", changes)


def test_the_words_name_every_change() -> None:
    changes = Changes(
        {"topics": 3}, {"common_topic": True}, {"ann": 2}, ("ben",), (("a", "x"),), (("b", "y"),), ("total",)
    )
    assert changes.words() == [
        "weight of topics: 3",
        "rule common_topic: true",
        "capacity of ann: 2",
        "without ben",
        "a not with x",
        "b together with y",
        "stages: total",
    ]
