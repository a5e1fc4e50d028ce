import copy

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from support_yaml import data, keys, scalars
from turnabout.yamlfile import SpliceError, emit, load, splice

TEXT = """\
# a comment that stays
title: 'Digital 2026'   # why
capacity: 2
languages: [en, fr]  # spoken
windows:
  - {day: tue, from: "14:00"}   # early
  -   day: thu
      from: "09:00"  # late
note: |  # the note
  one
  two

# before the end
empty:   # nothing yet
group:
    # inside
    a: 1  # one

    # after a
last: x"""


def loaded(text):
    document, found = load("p.yaml", text.encode())
    assert found == []
    assert document is not None
    return document


def spliced(path, value, text=TEXT):
    return splice(loaded(text), text, path, value)


@pytest.mark.parametrize(
    ("path", "value", "old", "new"),
    [
        (("title",), "Finance", "'Digital 2026'   #", "Finance   #"),
        (("title",), "a: b", "'Digital 2026'   #", '"a: b"   #'),
        (("capacity",), 3, "capacity: 2", "capacity: 3"),
        (("capacity",), None, "capacity: 2", "capacity: null"),
        (("languages", 1), "no", "[en, fr]", '[en, "no"]'),
        (("languages", 0), "a, b", "[en, fr]", '["a, b", fr]'),
        (("windows", 0, "from"), "15:00", '"14:00"}   # early', '"15:00"}   # early'),
        (("windows", 1, "day"), "fri", "-   day: thu", "-   day: fri"),
        (("note",), "short", "|  # the note\n  one\n  two\n", "short  # the note\n"),
        (("note",), "a\nb\n", "|  # the note\n  one\n  two\n", '"a\\nb\\n"  # the note\n'),
        (("empty",), True, "empty:   #", "empty: true   #"),
        (("last",), False, "last: x", "last: false"),
    ],
)
def test_one_value_changes_and_nothing_else(path, value, old, new):
    assert TEXT.count(old) == 1
    assert spliced(path, value) == TEXT.replace(old, new)


@pytest.mark.parametrize(
    ("path", "value", "old", "new"),
    [
        (("until",), "2026-03-02", "last: x", 'last: x\nuntil: "2026-03-02"'),
        (("group", "b"), 2, "a: 1  # one\n", "a: 1  # one\n    b: 2\n"),
        (
            ("group", "b"),
            {"c": ["x"], "d": {"e": 1}},
            "# one\n",
            "# one\n    b:\n      c: [x]\n      d:\n        e: 1\n",
        ),
        (("windows", 1, "to"), "10:00", "# late\n", '# late\n      to: "10:00"\n'),
    ],
)
def test_a_new_key_goes_to_the_end_of_its_mapping(path, value, old, new):
    assert TEXT.count(old) == 1
    assert spliced(path, value) == TEXT.replace(old, new)


def test_line_ends_stay_as_they_are():
    text = "a: 1\r\nb:\r\n  c: |\r\n    x\r\nd: 2\r\n"
    assert spliced(("a",), 5, text) == text.replace("1", "5", 1)
    assert spliced(("b", "e"), 5, text) == text.replace("x\r\n", "x\r\n  e: 5\r\n")
    assert spliced(("e",), 5, text) == text + "e: 5\r\n"
    assert spliced(("b", "c"), 5, text) == text.replace("|\r\n    x\r\n", "5\r\n")


def test_a_block_that_keeps_its_empty_lines_keeps_them():
    text = "a:\n  b: |+\n    x\n\nc: 1\n"
    assert spliced(("a", "d"), 2, text) == "a:\n  b: |+\n    x\n\n  d: 2\nc: 1\n"


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ((), 1),
        (("windows",), 1),
        (("windows", 0), {}),
        (("windows", 2), "x"),
        (("windows", 0, "until"), "16:00"),
        (("title", "x"), 1),
        (("nowhere", "x"), 1),
        (("capacity",), [1]),
        (("capacity",), "\0"),
        (("new",), object()),
        (("new\0",), 1),
    ],
    ids=range(11),
)
def test_what_would_touch_more_of_the_file_is_refused(path, value):
    with pytest.raises(SpliceError):
        spliced(path, value)


@given(st.dictionaries(keys, data, min_size=1), st.data(), scalars)
def test_any_scalar_of_any_file_can_be_replaced(value, draw, new):
    text = emit(value)
    document = loaded(text)

    def at(path):
        found = document.data
        for step in path:
            found = found[step]
        return found

    places = [path for path in document.spans if not isinstance(at(path), dict | list)]
    assume(places)
    path = draw.draw(st.sampled_from(places))
    start, end = document.spans[path]
    changed = splice(document, text, path, new)
    assert changed.startswith(text[:start])
    assert changed.endswith(text[end:])
    expected = copy.deepcopy(document.data)
    holder = expected
    for step in path[:-1]:
        holder = holder[step]
    holder[path[-1]] = new
    assert loaded(changed).data == expected


@given(st.dictionaries(keys, data, min_size=1), keys, data)
def test_any_file_takes_a_new_key_at_its_end(value, key, new):
    assume(key not in value)
    text = emit(value)
    changed = splice(loaded(text), text, (key,), new)
    assert changed.startswith(text)
    assert loaded(changed).data == {**value, key: new}
