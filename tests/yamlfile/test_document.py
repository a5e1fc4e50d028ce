"""Where things stand in a document, asked in both directions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from turnabout.diagnostics import Position
from turnabout.yamlfile import Document, emit, load

TEXT = """\
title: Digital
windows:
  - day: mon
    start: "12:00"
empty:
"""


def document(text: str = TEXT) -> Document:
    made, found = load("x.yaml", text.encode())
    assert made is not None, found
    return made


@pytest.mark.parametrize(
    ("path", "value", "key"),
    [
        (("title",), (1, 8), (1, 1)),
        (("windows", 0), (3, 5), (3, 5)),  # a list's entries have no key
        (("windows", 0, "start"), (4, 12), (4, 5)),
        (("windows", 0, "end"), (3, 5), (3, 5)),  # what is missing stands where it would
        (("windows", 7, "day"), (3, 3), (3, 3)),
        (("nothing", "here"), (1, 1), (1, 1)),
        ((), (1, 1), (1, 1)),
    ],
)
def test_what_is_asked_for_is_found_or_its_nearest_ancestor(
    path: tuple[str | int, ...], value: tuple[int, int], key: tuple[int, int]
) -> None:
    assert document().at(*path) == Position("x.yaml", *value)
    assert document().key_at(*path) == Position("x.yaml", *key)


def test_a_place_leads_back_to_the_longest_path_that_begins_there() -> None:
    made = document()
    assert made.path_at(Position("x.yaml", 3, 5)) == ("windows", 0, "day")
    assert made.path_at(Position("x.yaml", 4, 12)) == ("windows", 0, "start")
    assert made.path_at(Position("x.yaml", 4, 6)) == ()


keys = st.sampled_from(["a", "b", "ab", "c-d"])
leaves = st.integers(0, 9)
inner = st.lists(leaves, max_size=2) | st.dictionaries(keys, leaves, max_size=2)
data = st.dictionaries(keys, leaves | inner | st.lists(inner, max_size=2), max_size=3)


@given(data)
def test_every_value_and_key_is_found_again_from_where_it_stands(value: object) -> None:
    made = document(emit(value))
    for path in made.values.keys() | made.keys.keys():
        for position in (made.at(*path), made.key_at(*path)):
            again = made.path_at(position)
            # Another path may begin at the same place, and then one lies in the other.
            assert again[: len(path)] == path or path[: len(again)] == again
            assert position in (made.at(*again), made.key_at(*again))
