"""`turnabout.frozen` against the standard library's decorator: the same classes, made quicker."""

import copy
import dataclasses
import pickle
from dataclasses import field
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from turnabout.diagnostics import Diagnostic, Position
from turnabout.frozen import dataclass
from turnabout.model.participant import Window


@dataclass(frozen=True, slots=True, order=True)
class Ours:
    """With every kind of field that we use."""

    name: str
    number: int = 7
    names: dict[str, int] = field(default_factory=dict, compare=False)
    hidden: int = field(default=0, compare=False, repr=False)


@dataclasses.dataclass(frozen=True, slots=True, order=True)
class Theirs:
    """The same."""

    name: str
    number: int = 7
    names: dict[str, int] = field(default_factory=dict, compare=False)
    hidden: int = field(default=0, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Nothing:
    """Without fields."""


values = st.fixed_dictionaries(
    {"name": st.sampled_from(["", "a", "b"])},
    optional={"number": st.integers(0, 2), "names": st.just({"a": 1}), "hidden": st.integers(0, 1)},
)


@given(values, values)
def test_values_compare_hash_and_print_as_the_originals_do(one: dict[str, Any], other: dict[str, Any]) -> None:
    mine, theirs = (Ours(**one), Ours(**other)), (Theirs(**one), Theirs(**other))
    assert repr(mine).replace("Ours", "Theirs") == repr(theirs)
    assert list(map(hash, mine)) == list(map(hash, theirs))
    for compare in ("__eq__", "__ne__", "__lt__", "__le__", "__gt__", "__ge__"):
        assert getattr(mine[0], compare)(mine[1]) == getattr(theirs[0], compare)(theirs[1])
    assert dataclasses.asdict(mine[0]) == dataclasses.asdict(theirs[0])
    assert dataclasses.asdict(dataclasses.replace(mine[0], number=9)) == dataclasses.asdict(
        dataclasses.replace(theirs[0], number=9)
    )


def test_a_value_is_frozen_and_has_no_room_for_more() -> None:
    value = Ours("a")
    for name in ("name", "unknown"):
        with pytest.raises(dataclasses.FrozenInstanceError, match=name):
            setattr(value, name, 1)
        with pytest.raises(dataclasses.FrozenInstanceError, match=name):
            delattr(value, name)
    assert not hasattr(value, "__dict__")


def test_a_default_is_made_anew_for_each_value() -> None:
    assert Ours("a").names is not Ours("a").names


def test_copies_and_pickles_are_equal() -> None:
    value = Ours("a", 1, {"b": 2}, 3)
    for again in (copy.copy(value), copy.deepcopy(value), pickle.loads(pickle.dumps(value))):
        assert dataclasses.asdict(again) == dataclasses.asdict(value)


def test_patterns_match_and_arguments_are_checked() -> None:
    match Ours("a", 1):
        case Ours(name, number):
            assert (name, number) == ("a", 1)
    with pytest.raises(TypeError, match=r"Ours.__init__\(\) missing 1 required positional argument: 'name'"):
        Ours()  # type: ignore[call-arg]  # that is the test
    with pytest.raises(TypeError, match="unexpected keyword"):
        Ours("a", other=1)  # type: ignore[call-arg]  # that is the test


def test_values_of_other_classes_are_never_equal_and_have_no_order() -> None:
    assert Ours("a") != Theirs("a")
    assert Nothing() == Nothing()
    assert hash(Nothing()) == hash(Nothing())
    assert Nothing() != Ours("a")
    with pytest.raises(TypeError, match="not supported"):
        assert Ours("a") < Theirs("a")  # type: ignore[operator]  # that is the test
    with pytest.raises(TypeError, match="not supported"):
        assert Nothing() < Nothing()  # type: ignore[operator]  # that is the test


def test_our_own_values_sort_as_they_should() -> None:
    assert Diagnostic(Position("a", 2), "X", "m") < Diagnostic(Position("a", 10), "X", "m")
    assert sorted([Window(1, 1, 2), Window(0, 3, 4)])[0].day == 0
