"""Reading by entries: as by lines, whatever other files have left in memory."""

import json

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from turnabout.yamlfile import entries, lines
from turnabout.yamlfile.scalars import UnusualError

KEYS = st.sampled_from(["a", "b", "c-d", "e_1", "no", "1", "é", "-", "#f", ""])
BEHIND = st.sampled_from(
    [": x", ":", ": 1", ":  # y", ":x", ": no", ": [x, {v: z}]", ": |", ": >-", ": >", ": x: w", " x", ":\t", ":\r"]
)
BELOW = st.sampled_from(
    ["", "\n", "\n  x", "\n  x: w", "\n- x", "\n  - x\n  - w", "\n# x", "\n  # x", "\n  x\n\n  w", "\n   ", "\n    x: {v: z}"]
)  # fmt: skip
TEXTS = st.builds(
    lambda above, parts, end: above + "\n".join("".join(part) for part in parts) + end,
    st.sampled_from(["", "# x\n", "# x\n\n# y\n", "\n\n", "  # x\n", "---\n", "x\n"]),
    st.lists(st.tuples(KEYS, BEHIND, BELOW), max_size=5),
    st.sampled_from(["", "\n", "\n\n", "\n  \n"]),
)


def outcome(read, text: str) -> str:
    """What comes of reading, as text: to Python 1, 1.0 and True are equal. Keys keep their order in it."""
    try:
        return json.dumps(read(text))
    except UnusualError:
        return "unusual"


@settings(max_examples=2000)
@given(TEXTS)
@example("a: >-\n  x\nb: >-\n  x")  # a text without a line feed at its end is not for us, wherever it has been read
@example("a:\n- x\nb:\n- x\n")
@example("a: x\nno: x\n")
@example("a: x\nb: y\na: x\n")
@example("")
def test_what_is_read_by_entries_is_what_is_read_by_lines(text: str) -> None:
    expected = outcome(lines.read, text)
    # The second time from memory.
    assert [outcome(entries.read, text), outcome(entries.read, text)] == [expected, expected]


def test_an_entry_that_is_known_is_not_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    first = entries.read("known: [x, w]\nother: z\n")
    monkeypatch.setattr(entries, "lines", type("Counting", (), {"CHARACTERS": lines.CHARACTERS}))
    assert entries.read("other: [x, w]\nknown: z\n") == {"other": first["known"], "known": "z"}


def test_many_files_leave_little_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entries, "_KEPT", 50)
    for number in range(500):
        text = f"key{number}: value {number}\nlong: {'x' * 300} {number}\n"
        assert entries.read(text) == lines.read(text)
        assert len(entries._keys) + len(entries._values) <= 50
        assert all(len(behind) <= entries._LONGEST for behind in entries._values)


def test_a_file_that_is_too_long_is_too_long_from_memory_as_well() -> None:
    text = "".join(f"key{number}: {'x' * 150}\n" for number in range(lines.CHARACTERS // 150))
    half = text[: text.index("\n", len(text) // 2) + 1]
    assert entries.read(half) == entries.read(half)
    assert outcome(entries.read, text) == outcome(lines.read, text) == "unusual"
