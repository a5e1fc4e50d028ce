import html
import re

from hypothesis import given
from hypothesis import strategies as st

from turnabout.diagnostics import Diagnostic, Position, Severity
from turnabout.reporters import annotations, step_summary


def faults(number: int, severity: Severity = Severity.ERROR) -> list[Diagnostic]:
    return [Diagnostic(Position("a.yaml", line), "A001", "x", "", severity) for line in range(1, number + 1)]


def test_an_annotation_names_file_line_column_and_code():
    found = [Diagnostic(Position("a/b.yaml", 3, 7), "REF001", "no person `x`", "write `y`", Severity.WARNING)]
    assert annotations(found) == "::warning file=a/b.yaml,line=3,col=7,title=REF001::no person `x`%0Afix: write `y`\n"
    assert annotations([]) == ""


def test_what_would_end_a_command_is_escaped():
    found = [Diagnostic(Position("a,b:c%.yaml"), "A001", "50% of\r\nthis::that", "a, b: c")]
    assert annotations(found) == (
        "::error file=a%2Cb%3Ac%25.yaml,line=1,col=1,title=A001::50%25 of%0D%0Athis::that%0Afix: a, b: c\n"
    )


def test_the_first_ten_of_each_kind_are_shown_errors_first():
    lines = annotations(faults(30, Severity.WARNING) + faults(12)).splitlines()
    assert [line.split(" ")[0] for line in lines] == ["::error"] * 10 + ["::warning"] * 10
    assert "line=10," in lines[9]
    assert "line=1," in lines[10]


def test_the_summary_has_all_of_them_errors_first():
    text = step_summary(faults(30, Severity.WARNING) + faults(12))
    assert text.startswith("**12 errors, 30 warnings in 1 file**\n")
    rows = [line for line in text.splitlines() if line.startswith(("| error", "| warning"))]
    assert len(rows) == 42
    assert rows[11].startswith("| error")
    assert rows[12].startswith("| warning")
    assert step_summary([]) == "**no errors, no warnings**\n\n"


def test_the_summary_stays_below_what_github_takes_and_says_what_is_missing():
    long = [Diagnostic(Position("a.yaml", line), "A001", "é" * 900, "") for line in range(1, 1001)]
    text = step_summary(long)
    assert len(text.encode()) < 1024 * 1024
    shown = text.count("| error")
    assert 0 < shown < 1000
    assert f"{1000 - shown} more complaints: see the log" in text


def test_backticks_become_code_and_nothing_else_is_markdown():
    found = [Diagnostic(Position("a.yaml"), "A001", "found `<b>|x`, [a](javascript:b) `", "a `b` c")]
    row = step_summary(found).splitlines()[-1]
    assert "| a <code>b</code> c |" in row
    assert "<b>" not in row
    assert "](" not in row
    assert row.count("|") == 6


@given(st.text(), st.text())
def test_any_message_is_one_row_that_says_what_it_said(message, path):
    lines = step_summary([Diagnostic(Position(path), "A001", message)]).splitlines(keepends=False)
    text = step_summary([Diagnostic(Position(path), "A001", message)])
    row = text.split("\n")[4]
    assert text.count("\n") == 5
    assert row.count("|") == 6
    cell = html.unescape(re.sub("</?code>", "", row.split("|")[4]))
    kept = "".join(message.split())
    shown = "".join(cell.split())
    assert shown in (kept, kept.replace("`", ""))
    assert lines


@given(st.text(), st.text(), st.text())
def test_any_annotation_is_one_command(path, message, fix):
    text = annotations([Diagnostic(Position(path), "A001", message, fix)])
    assert text.count("\n") == 1
    assert "\r" not in text
    head = text.split("::", 2)[1]
    assert re.fullmatch(r"error file=[^,:]*,line=1,col=1,title=A001", head, re.DOTALL)
