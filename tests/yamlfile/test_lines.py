"""Reading by lines: what it takes it reads as the full loader does, and what it cannot be sure of it does not take."""

import json
import random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from turnabout.yamlfile import UnusualError, load, quick
from turnabout.yamlfile.limits import MAX_DEPTH, MAX_EVENTS

words = st.sampled_from(
    ["a", "b c", "it's", "x#y", "1", "-1", "1.0", "0x1F", "12:30", "true", "no", "a:b", "-", "- a", "a - b", "é", ".", "=", "\u00a0", "a :", "n: b"]
)  # fmt: skip
quoted = st.sampled_from(['"a"', '"b: #c"', "'d'", "'it''s'", '"\\n"', '""', '"a" b'])
brackets = st.recursive(
    st.one_of(words, quoted),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]"),
        st.lists(st.tuples(st.sampled_from("ab"), inner), max_size=3).map(
            lambda items: "{" + ", ".join(f"{key}: {value}" for key, value in items) + "}"
        ),
    ),
    max_leaves=6,
)
values = st.one_of(
    st.just(""), words, quoted, brackets, st.sampled_from(["|", "|-", ">", ">-", "|+", ">2", "#c", "&a"])
)
lines = st.builds(
    lambda indent, dash, key, value, behind: f"{' ' * indent}{dash}{key}{value}{behind}",
    st.sampled_from([0, 0, 0, 2, 2, 4, 1, 3, 6]),
    st.sampled_from(["", "", "- ", "-   ", "-"]),
    st.sampled_from(["", "a: ", "b: ", "c:", "d:   ", "1: ", "no: ", "a b: ", '"e": ']),
    values,
    st.sampled_from(["", "", "", " ", " # why", "#", ":", "  "]),
)


def agree(text: str) -> bool:
    """Whether the file was taken; where it was, the full loader finds nothing and has the same data."""
    try:
        data = quick(text.encode())
    except UnusualError:
        return False
    document, found = load("program/x.yaml", text.encode())
    assert document is not None, found
    # As text: 1, 1.0 and True are equal to Python, and not to us; neither is the order of keys.
    assert json.dumps(data) == json.dumps(document.data)
    return True


@settings(max_examples=3000)
@given(st.lists(lines, min_size=1, max_size=9).map("\n".join), st.sampled_from(["\n", "", "\n\n", "\n  \n"]))
@example("a:\n- b\n- c: d\n  e:\n  - f", "\n")
@example("a: >-\n  b\n\n\n  c", "\n\n")
@example("- - a", "\n")
@example("a: b\n  c", "\n")
def test_lines_in_any_order(text: str, end: str) -> None:
    agree(text + end)


@settings(max_examples=500)
@given(brackets, st.sampled_from(["", " ", " # why", "#", " ]", ","]))
def test_brackets_of_any_kind(text: str, behind: str) -> None:
    agree(f"a: {text}{behind}\n")


TAKEN = {
    "a list at the column of its key": "a:\n- b\nc: d\n",
    "a list further in": "a:\n  - b\nc: d\n",
    "groups in a list": "- a: b\n  c: d\n-   e: f\n    g: h\n",
    "a group below its dash": "-\n  a: b\n",
    "a list in a group in a list": "- a:\n  - b\n  c: d\n",
    "nothing behind a key": "a:\nb: # why\n",
    "comments": "# a\na: b # c\n   # d\n# e\n",
    "quotes": "a: \"b: #c\"\nd: 'e' # f\n",
    "brackets": 'a: [b, {c: d, e: []}, "f, g"] # h\ni: {j: {}}\n',
    "brackets without spaces": "a: [b,c]\n",
    "brackets with a space behind the inner ones": "a: [[b] , {c: d} ]\n",
    "blocks of text": "a: |\n  b\n   c\n\nd: >-\n  e\n  f\n\n  g\nh: |-\n    # i\n",
    "signs inside of words": "a: b, c] #\nd: e#f:g\nh: -i\n",
    "carriage returns": "a: b\r\nc:\r\n  - d\r\n",
}


@pytest.mark.parametrize("text", TAKEN.values(), ids=TAKEN)
def test_what_plain_files_hold_is_taken(text: str) -> None:
    assert agree(text)


LEFT = {
    "nothing": "# only this\n",
    "a word alone": "a\n",
    "a root further in": "  a: b\n",
    "a text that goes on": "a: b\n  c\n",
    "a text that seems to go on as a list": "a: b\n  - c\n",
    "a list behind a value": "a: b\n- c\n",
    "a key in a list": "a:\n  - b\n  c: d\n",
    "a dash in a group": "a: b\n- c\n",
    "a step back to nowhere": "a:\n    b: c\n  d: e\n",
    "two dashes": "- - a\n",
    "a key given twice": "a: b\na: c\n",
    "a key given twice in brackets": "a: {b: c, b: d}\n",
    "a key that is a number": "1: a\n",
    "a key that is a number in brackets": "a: {1: b}\n",
    "a key in a list in brackets": "a: [b: c]\n",
    "a word without key in brackets": "a: {b}\n",
    "an open bracket": "a: [b\n",
    "a bracket too many": "a: [b]]\n",
    "the wrong bracket": "a: [b}\n",
    "brackets with nothing between the commas": "a: [b, , c]\n",
    "brackets that end with a comma": "a: [b, ]\n",
    "a comment that touches its bracket": "a: [b]#c\n",
    "a colon in a text": "a: b: c\n",
    "a doubtful word": "a: no\n",
    "a doubtful word in brackets": "a: [no]\n",
    "a swallowed dash": "a: b - c\n",
    "a long number": "a: 1234567890123456789\n",
    "an escape": 'a: "\\n"\n',
    "a quote in quotes": "a: 'it''s'\n",
    "an open quote": 'a: "b\n',
    "an anchor": "a: &b c\n",
    "an alias": "a: *b\n",
    "a tag": "a: !b c\n",
    "a merge": "<<: {a: b}\n",
    "a directive": "%YAML 1.1\n---\na: b\n",
    "a document mark": "---\na: b\n",
    "a second document": "a: b\n---\nc: d\n",
    "a text with its end kept": "a: |+\n  b\n",
    "a text with a given edge": "a: |2\n  b\n",
    "a text that does not begin": "a: |\nb: c\n",
    "a text at the end of the file": "a: |",
    "a text that begins with an empty line": "a: |\n\n  b\n",
    "a text with spaces alone on a line": "a: |\n  b\n  \n  c\n",
    "a text without a last line feed": "a: |\n  b",
    "a folded text with a line further in": "a: >\n  b\n   c\n",
    "an unseen character": "a: b\u202e\n",
    "a TAB": "a:\tb\n",
}


@pytest.mark.parametrize("text", LEFT.values(), ids=LEFT)
def test_what_is_not_plain_is_left_to_the_full_loader(text: str) -> None:
    with pytest.raises(UnusualError):
        quick(text.encode())


def test_deep_and_large_files_are_left_to_the_full_loader() -> None:
    deep = "".join(f"{' ' * level}a:\n" for level in range(MAX_DEPTH))
    for text in (deep, f"a: {'[' * MAX_DEPTH}{']' * MAX_DEPTH}\n", "- a\n" * (MAX_EVENTS // 4)):
        assert not agree(text)


@pytest.mark.parametrize("blocks", range(9, 15))
def test_levels_of_lines_and_of_brackets_together_stay_below_the_limit(blocks: int) -> None:
    for brackets_in_it in range(9, 15):
        flow = "[" * brackets_in_it + "]" * brackets_in_it
        agree("".join(f"{'  ' * level}a:\n" for level in range(blocks)) + f"{'  ' * blocks}a: {flow}\n")
        agree("".join(f"{'    ' * level}- a:\n" for level in range(blocks)) + f"{'    ' * blocks}- a: {flow}\n")


def test_nothing_is_taken_that_has_more_events_than_the_limit() -> None:
    """The densest files of the grammar, just below the number of characters from which files are left alone."""
    for piece in ("-\n", "- a\n", "- []\n"):
        text = piece * ((MAX_EVENTS - 4 * MAX_DEPTH) // len(piece))
        assert agree(text)
    keys = "".join(f"{number:x}_:\n" for number in range(4_000))
    assert agree(keys[: MAX_EVENTS - 4 * MAX_DEPTH].rpartition("\n")[0] + "\n")


def test_more_words_than_are_remembered_are_read_as_well() -> None:
    for first in range(0, 30_000, 1_000):
        numbers = range(first, first + 1_000)
        assert quick("".join(f"k{number}: w{number}\n" for number in numbers).encode()) == {
            f"k{number}": f"w{number}" for number in numbers
        }


@pytest.mark.parametrize("seed", range(20))
def test_what_was_read_before_changes_nothing(seed: int) -> None:
    """Words are remembered from file to file: neither their order nor what a caller does to the data may show."""
    texts = list(TAKEN.values())
    random.Random(seed).shuffle(texts)
    for text in texts:
        data = quick(text.encode())
        (data.clear if isinstance(data, dict | list) else str)()
        assert agree(text)
