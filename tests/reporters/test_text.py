import random

from hypothesis import given
from hypothesis import strategies as st

from turnabout.diagnostics import Diagnostic, Position, Severity
from turnabout.reporters import render, repeats, summary_line

ERROR = Diagnostic(
    Position("program/pairs/digital-2026/ana-ruiz--lee-wong.yaml", 4, 9),
    "PAIR004",
    "mentor `ana-ruiz` has 3 active pairs, capacity is 2",
    "end one pair, or raise `capacity` in program/participants/ana-ruiz.yaml:7",
)
WARNING = Diagnostic(Position("a.yaml", 1, 2), "CERT001", "older than its inputs", "", Severity.WARNING)


def test_a_diagnostic_is_place_code_message_and_an_indented_fix():
    assert render([ERROR]) == (
        "program/pairs/digital-2026/ana-ruiz--lee-wong.yaml:4:9: PAIR004 mentor `ana-ruiz` has 3 active pairs, capacity is 2\n"
        "    fix: end one pair, or raise `capacity` in program/participants/ana-ruiz.yaml:7\n"
        "\n"
        "1 error in 1 file\n"
    )


def test_a_warning_says_so():
    assert render([WARNING]) == "a.yaml:1:2: CERT001 (warning) older than its inputs\n\n1 warning in 1 file\n"


def test_the_summary_counts_and_says_that_all_is_well_only_for_nothing():
    assert summary_line([]) == "no errors, no warnings"
    assert render([]) == "no errors, no warnings\n"
    assert summary_line([WARNING]) == "1 warning in 1 file"
    assert summary_line([WARNING, ERROR, ERROR]) == "2 errors, 1 warning in 2 files"
    many = [Diagnostic(Position(f"{number}.yaml"), "A001", "x") for number in range(1234)]
    assert summary_line(many) == "1,234 errors in 1,234 files"


def excerpt(line: str, column: int) -> list[str]:
    text = render([Diagnostic(Position("a", 1, column), "A001", "x")], {"a": line})
    return text.split("\n")[1:3]


def test_the_caret_stands_under_the_column():
    assert excerpt("ab: no", 5) == ["    1 | ab: no", "      |     ^"]
    assert excerpt("日本: no\r", 5) == ["    1 | 日本: no", "      |       ^"]
    assert excerpt("e\u0301: no", 5) == ["    1 | e\u0301: no", "      |    ^"]
    assert excerpt("", 1) == ["    1 |", "      | ^"]
    assert excerpt("\ta: 1", 2) == ["    1 |  a: 1", "      |  ^"]


def test_a_long_line_is_cut_around_the_column():
    line, caret = excerpt("x" * 500 + "!" + "y" * 500, 501)
    assert len(line) < 110
    assert line.startswith("    1 | …x")
    assert line.endswith("y…")
    assert line[caret.index("^")] == "!"
    line, caret = excerpt("x" * 200, 200)
    assert line[caret.index("^")] == "x"
    assert len(caret) == len(line)


def test_a_line_that_the_source_does_not_have_is_no_fault_of_the_report():
    assert "|" not in render([Diagnostic(Position("a", 9, 1), "A001", "x")], {"a": "one"})
    assert "|" not in render([Diagnostic(Position("b", 1, 1), "A001", "x")], {"a": "one"})


def test_colour_adds_nothing_but_colour():
    plain = render([ERROR, WARNING], {"a.yaml": "key"})
    coloured = render([ERROR, WARNING], {"a.yaml": "key"}, colour=True)
    assert "\033[31mPAIR004\033[0m" in coloured
    assert "\033[33mCERT001 (warning)\033[0m" in coloured
    for code in ("0", "1", "2", "31", "32", "33"):
        coloured = coloured.replace(f"\033[{code}m", "")
    assert coloured == plain


@given(st.text(), st.text(), st.integers(1, 50), st.integers(1, 200))
def test_nothing_that_a_file_holds_steers_the_terminal(text, message, line, column):
    found = [Diagnostic(Position("a.yaml", line, column), "A001", message, text)]
    shown = render(found, {"a.yaml": text})
    assert all(letter == "\n" or letter.isprintable() or ord(letter) > 0x9F for letter in shown)
    assert not set(shown) & set("\u202e\u2066\ufeff\r")


def test_the_order_is_that_of_the_places_whatever_the_order_of_the_input():
    found = [
        Diagnostic(Position(path, line, column), "A001", "x") for path in "ba" for line in (10, 9) for column in (2, 1)
    ]
    expected = render(found)
    assert [line.split(" ")[0] for line in expected.split("\n")[:3]] == ["a:9:1:", "a:9:2:", "a:10:1:"]
    for seed in range(5):
        shuffled = found.copy()
        random.Random(seed).shuffle(shuffled)
        assert render(shuffled) == expected


def test_the_same_words_in_many_places_are_said_three_times_and_then_only_where():
    many = [Diagnostic(Position(f"p/{number:03}.yaml", 2), "A001", "no topic", "add one") for number in range(200)]
    text = render([*many, ERROR])
    assert text.count("fix: add one") == 3
    assert "p/002.yaml:2:1: A001 no topic\n    fix: add one\n    the same 197 times more: p/003.yaml:2, " in text
    assert "p/010.yaml:2 and 189 more\n" in text
    assert "PAIR004" in text
    assert text.endswith("201 errors in 201 files\n")
    assert repeats(many)
    assert not repeats([ERROR])


def test_every_complaint_is_whole_where_that_is_asked_for():
    many = [Diagnostic(Position("a.csv", number, 8), "A001", "no topic") for number in range(2, 12)]
    assert render(many, every=True).count("A001 no topic") == 10
    assert "the same 7 times more: a.csv:5,6,7,8,9,10,11\n" in render(many)


def test_four_of_a_kind_and_other_words_under_one_code_are_whole():
    assert "the same" not in render([Diagnostic(Position("a", line), "A001", "x") for line in range(1, 5)])
    assert "the same" not in render([Diagnostic(Position("a", line), "A001", f"x{line}") for line in range(1, 50)])
    assert "the same" in render([ERROR] * 5)
    assert render([ERROR] * 5).count("PAIR004") == 3
