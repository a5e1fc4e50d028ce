"""What hardly ever happens to a file, and must be a sentence all the same: each way out that other tests do not take."""

import pytest

from turnabout.diagnostics import Position
from turnabout.yamlfile import SpliceError, append, emit, load, splice
from turnabout.yamlfile.emit import emit_item
from turnabout.yamlfile.events import build
from turnabout.yamlfile.fmt import format_text
from turnabout.yamlfile.limits import MAX_BYTES
from turnabout.yamlfile.rename import rename_keys


def loaded(text):
    document, found = load("p.yaml", text.encode())
    assert found == []
    return document


def test_a_character_that_the_reader_refuses_itself_is_a_complaint():
    """`load` looks for such characters first; who renames keys does not."""
    document, (fault,) = build("p.yaml", "a: \x07\n")
    assert (document.data, fault.position, fault.code) == (None, Position("p.yaml"), "YAML029")


def test_a_word_behind_items_in_braces_stands_on_a_line_of_its_own():
    assert emit_item("word", 2, inline=True) == ["  - word"]
    text = "a:\n  - {b: 1}\n"
    assert append(loaded(text), text, ("a",), "word") == f"{text}  - word\n"


@pytest.mark.parametrize("value", [{1: "a key that is no text"}, float("nan"), {"deep": float("inf")}])
def test_what_no_file_can_hold_is_neither_added_nor_appended(value):
    text = "a: [x]\nb:\n  - x\n"
    with pytest.raises(SpliceError):
        splice(loaded(text), text, ("c",), value)
    with pytest.raises(SpliceError):
        append(loaded(text), text, ("b",), value)


def test_a_list_that_is_the_whole_file_and_empty_takes_no_item():
    with pytest.raises(SpliceError, match="expected a key before the list"):
        append(loaded("[]\n"), "[]\n", (), "x")


def test_a_file_that_is_one_list_or_one_word_can_be_changed_as_well():
    assert append(loaded("- a\n"), "- a\n", (), "b") == "- a\n- b\n"
    assert splice(loaded("a # why\n"), "a # why\n", (), "b") == "b # why\n"


def test_a_single_word_with_a_comment_right_above_it_is_in_order():
    text = "# why\nword\n"
    assert format_text(loaded(text), text, lambda _: ()) == text


def new_name(path):
    return {"old": "new"}.get(path[-1])


def test_a_key_is_renamed_where_it_stands_in_quotes_or_without():
    text = "# old: stays\nold: 'old' # why\nlist:\n  - \"old\": 1\n"
    changed, positions, found = rename_keys("p.yaml", text, new_name)
    assert changed == "# old: stays\nnew: 'old' # why\nlist:\n  - new: 1\n"
    assert positions == [Position("p.yaml", 2, 1), Position("p.yaml", 4, 5)]
    assert found == []


def test_a_key_whose_new_name_is_taken_stays_and_is_told():
    text = "new: 1\nold: 2\n"
    changed, positions, (fault,) = rename_keys("p.yaml", text, new_name)
    assert (changed, positions) == (text, [Position("p.yaml", 2, 1)])
    assert (fault.code, fault.position, fault.fix) == (
        "YAML016",
        Position("p.yaml", 2, 1),
        "delete the line with `old`",
    )


def test_a_file_that_is_too_large_is_not_looked_into_for_keys():
    text = f"old: {emit('x' * MAX_BYTES)}"
    changed, positions, (fault,) = rename_keys("p.yaml", text, new_name)
    assert (changed, positions, fault.code) == (text, [], "YAML001")
