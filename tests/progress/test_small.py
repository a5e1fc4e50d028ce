from hypothesis import given
from hypothesis import strategies as st

from turnabout.progress.small import shown
from turnabout.small_groups import SMALL_GROUP


def test_groups_of_five_are_shown_and_groups_of_four_are_not() -> None:
    assert shown({"a": range(5), "b": range(10, 15)}) == {"a", "b"}
    assert shown({"a": range(4)}) == frozenset()


def test_one_small_group_hides_the_next_smallest_as_well() -> None:
    assert shown({"a": range(9), "b": range(10, 16), "c": range(20, 22)}) == {"a"}


def test_small_groups_that_are_large_together_hide_nothing_else() -> None:
    assert shown({"a": range(9), "b": range(10, 13), "c": range(20, 23)}) == {"a"}


def test_one_person_in_two_groups_is_one_person() -> None:
    assert shown({"a": [1, 1, 2, 2, 3]}) == frozenset()


@given(st.dictionaries(st.text("abc", min_size=1, max_size=3), st.frozensets(st.integers(0, 30)), max_size=8))
def test_nothing_hidden_can_be_worked_out_from_the_total(groups: dict[str, frozenset[int]]) -> None:
    visible = shown(groups)
    hidden = frozenset().union(*(members for key, members in groups.items() if key not in visible))
    assert all(len(groups[key]) >= SMALL_GROUP for key in visible)
    assert not visible or not hidden or len(hidden) >= SMALL_GROUP
    assert shown(dict(reversed(groups.items()))) == visible
