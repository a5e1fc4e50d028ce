"""An item goes to the end of a list, and nothing else of the file moves."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from turnabout.yamlfile import SpliceError, append, clean_text, load
from turnabout.yamlfile.quoting import quoted

PLEDGE = {"text": "I ask the juniors first, and wait for what they say.", "state": "open"}
BLOCK = "- text: I ask the juniors first, and wait for what they say.\n    state: open\n"


def appended(text: str, *path: str, value: object = PLEDGE) -> str:
    document, found = load("pair.yaml", text.encode())
    assert document is not None, found
    return append(document, text, path or ("pledges",), value)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("pledges:\n  - text: a\n    state: open\n", f"pledges:\n  - text: a\n    state: open\n  {BLOCK}"),
        ("pledges:\n  - text: a  # why\n  # end\n", f"pledges:\n  - text: a  # why\n  {BLOCK}  # end\n"),
        ("pledges:\n  - text: a\n\nlock: true\n", f"pledges:\n  - text: a\n  {BLOCK}\nlock: true\n"),
        ("pledges:\n  - text: >-\n      a\n      b\n", f"pledges:\n  - text: >-\n      a\n      b\n  {BLOCK}"),
        ("pledges:\n  - text: a", f"pledges:\n  - text: a\n  {BLOCK}".rstrip("\n")),
        ("pledges:\r\n  - text: a\r\n", f"pledges:\n  - text: a\n  {BLOCK}".replace("\n", "\r\n")),
        ("pledges:\n- text: a\n", f"pledges:\n- text: a\n{BLOCK}".replace("\n    state", "\n  state")),
    ],
)  # fmt: skip
def test_the_item_stands_behind_the_last_and_every_other_character_stays(before: str, after: str) -> None:
    assert appended(before) == after


def test_an_item_is_written_as_the_one_before_it() -> None:
    assert appended("x:\n  - {a: 1}\n", "x", value={"a": 2}) == "x:\n  - {a: 1}\n  - {a: 2}\n"
    assert appended("x:\n  - a: 1\n", "x", value={"a": 2}) == "x:\n  - a: 1\n  - a: 2\n"


def test_an_empty_list_gets_its_first_item_and_keeps_its_comment() -> None:
    assert appended("x: []  # none yet\nlock: true\n", "x", value={"a": 1}) == (
        "x:  # none yet\n  - {a: 1}\nlock: true\n"
    )
    assert appended("a:\n  b: []\n", "a", "b", value="z") == "a:\n  b:\n    - z\n"


def test_a_list_deep_inside_grows_too() -> None:
    assert appended("a:\n  b:\n    - x\n", "a", "b", value="z") == "a:\n  b:\n    - x\n    - z\n"


@pytest.mark.parametrize(
    "text", ["pledges: [a]\n", "pledges: [ ]\n", "pledges: a\n", "pledges: {a: 1}\n", "lock: true\n"]
)
def test_what_is_no_list_with_a_line_for_each_item_is_left_alone(text: str) -> None:
    with pytest.raises(SpliceError):
        appended(text)


def test_what_cannot_be_written_is_refused() -> None:
    with pytest.raises(SpliceError):
        appended("pledges:\n  - a\n", value="\u202e")


@given(st.lists(st.text().map(clean_text), min_size=1, max_size=5), st.text().map(clean_text))
def test_whatever_the_texts_the_list_is_one_longer(items: list[str], more: str) -> None:
    text = "x:\n" + "".join(f"  - {quoted(each)}\n" for each in items) + "lock: 1  # stays\n"
    made = appended(text, "x", value=more)
    document, found = load("x.yaml", made.encode())
    assert document is not None, found
    assert document.data == {"x": [*items, more], "lock": 1}
    assert made.endswith("lock: 1  # stays\n")
