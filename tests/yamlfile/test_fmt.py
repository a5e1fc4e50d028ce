"""The formatter on its own: any legal file, any order of keys."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from support_format import NAMES, files, text_of
from support_yaml import data, keys
from turnabout.yamlfile import SpliceError, emit, load, splice
from turnabout.yamlfile.fmt import FormatError, format_text, same_data
from turnabout.yamlfile.fmt_remarks import comments
from turnabout.yamlfile.limits import MAX_BYTES

ORDERS = st.permutations(NAMES)
SCHEMA = "../schema/x.schema.json"


def loaded(text):
    document, found = load("p.yaml", text.encode())
    assert found == []
    assert document is not None
    return document


def formatted(text, keys=("a", "b", "c"), schema=None):
    return format_text(loaded(text), text, lambda _: keys, schema)


@given(files(), ORDERS)
def test_any_file_keeps_its_data_and_each_comment_once_and_changes_once(made, keys):
    text = text_of(made)
    document, _ = load("p.yaml", text.encode())
    assume(document is not None)
    once = formatted(text, keys)
    assert same_data(loaded(once).data, document.data)
    assert [comment for comment in made.comments if once.count(comment) != 1] == []
    assert once == formatted(once, keys)


@given(files(), ORDERS)
def test_the_keys_stand_in_order_wherever_a_mapping_may_be_reordered(made, keys):
    text = text_of(made)
    document, _ = load("p.yaml", text.encode())
    assume(document is not None)
    after = loaded(formatted(text, keys))
    stack = [()]
    while stack:
        path = stack.pop()
        value = after.data
        for step in path:
            value = value[step]
        if isinstance(value, dict):
            # Braces over several lines stay as they are.
            first, last = after.values[path][0], max((after.keys[*path, key][0] for key in value), default=0)
            start, end = after.spans[path]
            if (end - start > 0 and last == first) or after.values[path] == after.keys.get(
                (*path, next(iter(value), ""))
            ):
                assert list(value) == sorted(value, key=keys.index)
        if isinstance(value, dict | list):
            stack += [(*path, step) for step in (value if isinstance(value, dict) else range(len(value)))]


@given(files(), ORDERS, st.data())
def test_a_changed_field_is_a_changed_line_and_stays_in_order(made, keys, draw):
    text = text_of(made)
    document, _ = load("p.yaml", text.encode())
    assume(document is not None)
    once = formatted(text, keys)
    document = loaded(once)
    single = [
        path
        for path, (start, end) in document.spans.items()
        if start < end and "\n" not in once[start:end] and once[start] not in "[{|>"
    ]
    assume(single)
    path = draw.draw(st.sampled_from(single))
    try:
        changed = splice(document, once, path, "changed")
    except SpliceError:
        assume(False)
    again = formatted(changed, keys)
    assert again == changed
    pairs = list(zip(once.split("\n"), again.split("\n"), strict=True))
    assert sum(one != other for one, other in pairs) == 1


@given(st.dictionaries(keys, data, min_size=1))
def test_what_the_tool_writes_is_in_order_already(value):
    text = emit(value, ("on top",), SCHEMA)
    assert format_text(loaded(text), text, lambda _: (), SCHEMA) == text


CASES = {
    "a comment above a key goes where the key goes": (
        "b: 1\n# about a,\n# in two lines\na: 2\n",
        "# about a,\n# in two lines\na: 2\nb: 1\n",
    ),
    "a comment behind a value stays on its line": ("b: 1   # why\na: 2 # too\n", "a: 2 # too\nb: 1   # why\n"),
    "comments on top stay on top": ("# top\n\n# about b\nb: 1\na: 2\n", "# top\n\na: 2\n\n# about b\nb: 1\n"),
    "comments at the end stay at the end": ("b: 1\na: 2\n\n# the end\n", "a: 2\nb: 1\n\n# the end\n"),
    "a comment under a key and apart from the next stays with it": (
        "b: 1\n# said of b\n\nc: 3\na: 2\n",
        "a: 2\nb: 1\n# said of b\n\nc: 3\n",
    ),
    "comments below the last key and those at the end do not run together": (
        "b: 1\n# said of b\n\na: 2\n# the end\n",
        "a: 2\nb: 1\n# said of b\n\n# the end\n",
    ),
    "entries commented out stay inside": (
        "b:\n    # - x\n    # - y\na: 2\n",
        "a: 2\nb:\n  # - x\n  # - y\n",
    ),
    "a comment at the end of a group stays in the group": (
        "b:\n    a: 1\n\n    # last in b\na: 2\n",
        "a: 2\nb:\n  a: 1\n\n  # last in b\n",
    ),
    "a comment under a long text does not become text": (
        "b: |\n    one\n  # no text\na: 2\n",
        "a: 2\nb: |\n  one\n# no text\n",
    ),
    "lists are indented and dashes have one space": (
        "a:\n- x\n-   b: 1\n    a: 2\n",
        "a:\n  - x\n  - a: 2\n    b: 1\n",
    ),
    "a comment above the first key of an item goes above the item": (
        "a:\n  - b: 1\n    # about a\n    a: 2\n",
        "a:\n  # about a\n  - a: 2\n    b: 1\n",
    ),
    "a comment behind a dash stays behind it": ("a:\n  -   # one\n      b: 1\n", "a:\n  -   # one\n    b: 1\n"),
    "lists in lists": ("a:\n- - x\n  -   - z\n", "a:\n  - - x\n    - - z\n"),
    "colons and spaces": ("b :   1  \n'a':  2\n", "'a': 2\nb: 1\n"),
    "empty lines": ("\n\na: 1\n\n\n\nb:\n\n  c: 1\n\n\n", "a: 1\n\nb:\n  c: 1\n"),
    "quotes and long texts stay": (
        "b: 'one\n     two'\na: >-\n      word\n      word\n\n      word\n",
        "a: >-\n  word\n  word\n\n  word\nb: 'one\n  two'\n",
    ),
    "a text that keeps its empty lines keeps them": ("b: |+\n  x\n\n\na: 1\n", "a: 1\nb: |+\n  x\n\n\n"),
    "spaces at the end of a text are text": ("b: |\n   x  \n   y\na: 1\n", "a: 1\nb: |\n  x  \n  y\n"),
    "a stated indentation is kept": ("b:\n    a: |1\n       x\n", "b:\n  a: |1\n     x\n"),
    "a text without a last line feed does not get one": ("b: |\n  x\na: |\n  y", "a: |-\n  y\nb: |\n  x\n"),
    "a backslash holds its space": ('a: "x\\ \n      y"\n', 'a: "x\\ \n  y"\n'),
    "braces on one line are put in order": ("a: {c:  1, b: {c, a: 2} }\n", "a: {b: {a: 2, c}, c:  1 }\n"),
    "braces over several lines stay": (
        "b:\n    a: {c: 1, # one\n        b: 2}\n",
        "b:\n  a: {c: 1, # one\n      b: 2}\n",
    ),
    "a value on the next line stays there": (
        "b:   # far\n     # below\n     x\na: 1\n",
        "a: 1\nb:   # far\n  # below\n  x\n",
    ),
    "keys that the order does not name follow as they were": ("z: 1\nc: 2\nx: 3\n", "c: 2\nz: 1\nx: 3\n"),
    "a list as the whole file": ("# top\n- b: 1\n  a: 2\n# end\n", "# top\n- a: 2\n  b: 1\n# end\n"),
    "one value as the whole file": (
        "# top\n\n{b: 1,   a: 2}   # so\n# end\n",
        "# top\n\n{a: 2,   b: 1}   # so\n# end\n",
    ),
    "a document mark stays": ("---\nb: 1\na: 2\n", "---\na: 2\nb: 1\n"),
}


@pytest.mark.parametrize(("before", "after"), CASES.values(), ids=CASES)
def test_each_thing_finds_its_place(before, after):
    assert formatted(before) == after
    assert formatted(after) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a: 1\n", f"# yaml-language-server: $schema={SCHEMA}\n\na: 1\n"),
        ("# on a\na: 1\n", f"# yaml-language-server: $schema={SCHEMA}\n\n# on a\na: 1\n"),
        ("# top\n\na: 1\n", f"# yaml-language-server: $schema={SCHEMA}\n\n# top\n\na: 1\n"),
        (
            "# yaml-language-server: $schema=../../x.schema.json\n# top\na: 1\n",
            f"# yaml-language-server: $schema={SCHEMA}\n# top\na: 1\n",
        ),
        (
            "# top\n#yaml-language-server: $schema=x.json\n\n# on a\na: 1\n",
            f"# yaml-language-server: $schema={SCHEMA}\n# top\n\n# on a\na: 1\n",
        ),
        (
            "a: 1\n\n# yaml-language-server: $schema=x.json\n\nb: |\n  # yaml-language-server: $schema=x.json\n",
            f"# yaml-language-server: $schema={SCHEMA}\n\na: 1\n\nb: |\n  # yaml-language-server: $schema=x.json\n",
        ),
        (
            "# yaml-language-server: $schema=https://example.org/s/x.schema.json\na: 1\n",
            "# yaml-language-server: $schema=https://example.org/s/x.schema.json\na: 1\n",
        ),
        (
            "# yaml-language-server: $schema=https://example.org/s/y.schema.json\na: 1\n",
            f"# yaml-language-server: $schema={SCHEMA}\na: 1\n",
        ),
    ],
    ids=range(8),
)
def test_the_line_for_editors_is_added_or_set_right(before, after):
    assert formatted(before, schema=SCHEMA) == after
    assert formatted(after, schema=SCHEMA) == after


def test_line_ends_of_windows_stay():
    text = "b: |\r\n    x\r\n    y\r\na:   1\r\n"
    assert formatted(text) == "a: 1\r\nb: |\r\n  x\r\n  y\r\n"


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("a: 1\n? b\n: 2\n", 2, 1),
        ("a: 1\n...\n", 1, 5),
        ("a:\n  - ? b\n    : 2\n", 2, 5),
    ],
    ids=range(3),
)
def test_what_is_hardly_ever_seen_is_refused_at_its_place(text, line, column):
    with pytest.raises(FormatError) as refused:
        formatted(text)
    assert (refused.value.position.line, refused.value.position.column) == (line, column)


def test_comments_are_found_where_no_value_is():
    text = "a: \"# no\"   # 1\n'b # no': |  # 2\n  # no\nc#no: [x#no, # 3\n  z]\n# 4\n"
    found = comments(loaded(text), text)
    assert [text[offset : offset + len(comment)] for offset, comment in found] == [comment for _, comment in found]
    assert [comment for _, comment in found] == ["# 1", "# 2", "# 3", "# 4"]


@pytest.mark.parametrize(
    "text", ["- a\n" * 3 + "#" * (MAX_BYTES - 12), "a:\n" + "- b\n" * 9000 + "#" * (MAX_BYTES - 36_010)]
)
def test_a_file_that_would_grow_over_the_limit_stays(text):
    with pytest.raises(FormatError, match="YAML001"):
        formatted(text)


def test_a_text_that_is_not_the_documents_is_not_written():
    with pytest.raises(FormatError, match="values"):
        format_text(loaded("a: 1\n"), "a: 2\n", lambda _: ())
