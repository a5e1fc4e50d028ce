"""Suggestions: ranked by points, with the right words about places, and the exact cost of making each pair."""

import pytest

from support_pairing import key, miniature, part
from turnabout.errors import UsageError
from turnabout.matching.advice.edits import with_pair
from turnabout.matching.advice.suggest import CHOSEN, FREE, FULL, SELF_FULL, STANDS, TAKEN, suggestions
from turnabout.matching.pairing import pair_program
from turnabout.model import Role, Vetoes

TABLE = {
    "ann": {"xia": 5, "yan": 4, "zoe": 2},
    "ben": {"xia": 3, "yan": 1, "zoe": 3},
    "cat": {"xia": 1, "yan": 2, "zoe": 1},
}


def test_partners_are_ranked_by_points_with_the_cost_of_making_the_pair() -> None:
    workspace = miniature(TABLE)
    pairing = pair_program(workspace, "p")
    told = suggestions(pairing, "ann")
    assert (told.role, told.permitted, told.possible) == (Role.MENTOR, 3, 3)
    assert [(each.person, each.points) for each in told.listed] == [("xia", 10000), ("yan", 8000), ("zoe", 4000)]
    assert told.partners == (told.listed[0].person,)
    assert [each.place for each in told.listed] == [CHOSEN, TAKEN, TAKEN]
    for each in told.listed[1:]:
        forced = pair_program(with_pair(workspace, key("ann", each.person), lock=True), "p")
        assert (each.forced.after.covered, each.forced.after.total) == (forced.covered, forced.total)


def test_most_cuts_the_list_and_nothing_else() -> None:
    pairing = pair_program(miniature(TABLE), "p")
    assert suggestions(pairing, "zoe", 1).listed == suggestions(pairing, "zoe").listed[:1]
    assert suggestions(pairing, "zoe", 1).permitted == 3
    with pytest.raises(UsageError):
        suggestions(pairing, "zoe", 0)


def test_places_are_told_apart() -> None:
    people = {"cat": part("mentor", capacity=2)}
    pairing = pair_program(miniature(TABLE, {("ann", "xia"): "active", ("cat", "yan"): "active"}, people), "p")
    assert [(each.person, each.place) for each in suggestions(pairing, "zoe").listed] == [
        ("ben", CHOSEN),
        ("ann", FULL),
        ("cat", FREE),
    ]
    assert [(each.person, each.place) for each in suggestions(pairing, "xia").listed] == [
        ("ann", STANDS),
        ("ben", SELF_FULL),
        ("cat", SELF_FULL),
    ]
    assert all(each.forced is None for each in suggestions(pairing, "xia").listed)


def test_what_rules_forbid_is_counted_and_never_listed() -> None:
    people = {"ben": {"department": "sales"}, "cat": {"languages": ["pl"], "department": "sales"}}
    told = suggestions(pair_program(miniature(TABLE, people=people), "p"), "xia")
    assert [each.person for each in told.listed] == ["ann"]
    assert dict(told.forbidden) == {"different_department": 2, "common_language": 1}
    nobody = suggestions(pair_program(miniature(TABLE, people=people), "p", _refusing("ann")), "xia")
    assert (nobody.listed, nobody.permitted) == ((), 0)
    assert nobody.remedy


def _refusing(mentor: str) -> Vetoes:
    return Vetoes("p", "v", frozenset({key(mentor, "xia")}))


def test_a_pair_that_is_not_available_is_not_suggested_to_either_side() -> None:
    pairing = pair_program(miniature(TABLE), "p", _refusing("ann"))
    assert "ann" not in [each.person for each in suggestions(pairing, "xia").listed]
    assert "xia" not in [each.person for each in suggestions(pairing, "ann").listed]


def test_paused_people_are_neither_suggested_nor_asked_for() -> None:
    workspace = miniature(TABLE, {("ann", "xia"): "active"}, {"ann": {"status": "paused"}})
    pairing = pair_program(workspace, "p")
    assert "ann" not in [each.person for each in suggestions(pairing, "yan").listed]
    with pytest.raises(UsageError):
        suggestions(pairing, "ann")
