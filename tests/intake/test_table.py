"""CSV tables: what a spreadsheet's user sees is what is read, and what cannot be read is told in place."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support_intake import HEADERS, NORA, OMAR, csv_bytes, places
from turnabout.errors import UsageError
from turnabout.intake import table as limits
from turnabout.intake.csvfile import sniff
from turnabout.intake.table import letters, parse_table, read_table, tidy


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_each_usual_delimiter_is_found(delimiter: str) -> None:
    table, found = parse_table("a.csv", csv_bytes(HEADERS, NORA, OMAR, delimiter=delimiter))
    assert table is not None
    assert (table.headers, [row.cells for row in table.rows], found) == (HEADERS, [NORA, OMAR], [])


def test_lists_in_cells_do_not_pass_for_columns() -> None:
    assert sniff("id,topics\na,x;y;z\nb,x;y\n") == ","
    assert sniff("Name;What, if any;Role\nAna;x, y, z;mentor\n") == ";"
    assert sniff("one column\nonly\n") == ","
    assert sniff("") == ","


def test_the_line_that_spreadsheets_obey_and_hide_is_obeyed_and_not_counted() -> None:
    table, found = parse_table("a.csv", b"sep=;\r\na;b\r\n1,5;2\r\n")
    assert table is not None
    assert (table.headers, table.rows[0].number, table.rows[0].cells, found) == (("a", "b"), 2, ("1,5", "2"), [])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_each_usual_encoding_is_read(encoding: str) -> None:
    table, found = parse_table("a.csv", "Naïve,b\nZoë,王\n".encode(encoding))
    assert table is not None
    assert (table.headers, table.rows[0].cells, found) == (("Naïve", "b"), ("Zoë", "王"), [])


@pytest.mark.parametrize("content", ["a,b\nx,y\nZoë,z\n".encode("cp1252"), "a,b\nx,y\nZoë".encode("latin-1")])
def test_another_encoding_is_told_at_its_line(content: bytes) -> None:
    table, found = parse_table("a.csv", content)
    assert (table, places(found)) == (None, [(3, 1, "IMPORT001")])
    assert "CSV UTF-8" in found[0].fix


@pytest.mark.parametrize("content", ["a,b\nx,y\n".encode("utf-16-le"), b"\xff\xfea\0b", b"a\0,b\n"])
def test_utf16_without_its_mark_or_its_end_is_told(content: bytes) -> None:
    table, found = parse_table("a.csv", content)
    assert (table, [each.code for each in found]) == (None, ["IMPORT001"])


def test_rows_are_counted_as_a_spreadsheet_shows_them() -> None:
    table, found = parse_table("a.csv", b'a,b\n"two\nlines",x\n\n,\nlast,y\n')
    assert table is not None
    assert [(row.number, row.cells) for row in table.rows] == [(2, ("two\nlines", "x")), (5, ("last", "y"))]
    assert found == []


def test_rows_that_are_too_long_are_left_out_and_short_ones_are_filled() -> None:
    table, found = parse_table("a.csv", b"a,b,c\n1,2,3,4\n1,2\n1,2,3,,\n")
    assert table is not None
    assert [(row.number, row.cells) for row in table.rows] == [(3, ("1", "2", "")), (4, ("1", "2", "3"))]
    assert [(*place, str(each.severity)) for place, each in zip(places(found), found, strict=True)] == [
        (2, 4, "IMPORT006", "error"),
        (3, 1, "IMPORT006", "warning"),
    ]
    assert "column D" in found[0].message


def test_headers_are_tidied_and_odd_ones_are_told_with_their_letters() -> None:
    table, found = parse_table(
        "a.csv", b" Your \n Name ,x,,x,\n1,2,3,4,\n".replace(b" Your \n Name ", b'" Your \n Name "')
    )
    assert table is not None
    assert table.headers == ("Your Name", "x", "", "x")
    assert places(found) == [(1, 3, "IMPORT008"), (1, 4, "IMPORT007")]
    assert "column C" in found[0].message
    assert "column D" in found[1].message
    assert "column B" in found[1].message


def test_a_long_header_is_shortened_for_messages() -> None:
    table, _ = parse_table(
        "a.csv", csv_bytes(("a", "Would you like to be a mentor or a mentee this year?"), ("1", "2"))
    )
    assert table is not None
    assert table.name(1) == "`Would you like to be a mentor or a ment…` (column B)"


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xef\xbb\xbf", b" , ,\n"])
def test_an_empty_file_is_told(content: bytes) -> None:
    table, found = parse_table("a.csv", content)
    assert (table, places(found)) == (None, [(1, 1, "IMPORT003")])


def test_headers_without_rows_are_told() -> None:
    _, found = parse_table("a.csv", b"a,b\n")
    assert places(found) == [(1, 1, "IMPORT003")]


@pytest.mark.parametrize(
    ("content", "row"),
    [(b'a,b\n1,2\n3,"open\n5,6\n', 3), (b'a,b\n"x" y,2\n', 2), (b"a,b\n1,2\n3," + b"x" * 140_000, 3)],
)
def test_broken_quotes_and_endless_cells_are_told_at_their_row(content: bytes, row: int) -> None:
    _, found = parse_table("a.csv", content)
    assert (row, 1, "IMPORT005") in places(found)


def test_limits_are_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(limits, "MAX_ROWS", 2)
    monkeypatch.setattr(limits, "MAX_COLUMNS", 2)
    monkeypatch.setattr(limits, "MAX_BYTES", 100)
    assert parse_table("a.csv", b"a,b\n1,2\n1,2\n")[1] == []
    assert places(parse_table("a.csv", b"a,b\n1,2\n1,2\n1,2\n")[1]) == [(4, 1, "IMPORT002")]
    assert places(parse_table("a.csv", b"a,b,c\n1,2,3\n")[1]) == [(1, 1, "IMPORT002")]
    (tmp_path / "big.csv").write_bytes(b"a" * 101)
    assert places(read_table(tmp_path / "big.csv")[1]) == [(1, 1, "IMPORT002")]


def test_a_file_that_is_not_there_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        read_table(tmp_path / "none.csv")
    with pytest.raises(UsageError, match="cannot be read"):
        read_table(tmp_path)


def test_a_csv_file_has_no_sheets(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(csv_bytes(HEADERS, NORA))
    with pytest.raises(UsageError, match="no sheets"):
        read_table(tmp_path / "a.csv", "Form")


def test_letters_are_those_of_a_spreadsheet() -> None:
    assert [letters(column) for column in (0, 25, 26, 51, 52, 701, 702)] == ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]


@given(content=st.binary(max_size=300))
def test_any_bytes_give_a_table_or_a_complaint(content: bytes) -> None:
    table, found = parse_table("a.csv", content)
    assert table is not None or found
    assert found == sorted(found)


CELL = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=12)


@given(
    rows=st.lists(st.tuples(CELL, CELL, CELL), min_size=1, max_size=6),
    delimiter=st.sampled_from(",;\t"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    end=st.sampled_from(["\n", "\r\n"]),
)
def test_what_a_spreadsheet_writes_is_read_back(
    rows: list[tuple[str, str, str]], delimiter: str, encoding: str, end: str
) -> None:
    text = io.StringIO()
    headers = ("first header", "second header", "third header")
    writer = csv.writer(text, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL)
    writer.writerows([headers, *rows])
    table, found = parse_table("a.csv", text.getvalue().encode(encoding))
    assert table is not None
    assert table.headers == headers
    wanted = [(number, row) for number, row in enumerate(rows, start=2) if any(cell.strip() for cell in row)]
    assert [(row.number, row.cells) for row in table.rows] == wanted
    assert {each.code for each in found} <= {"IMPORT003"}


@given(text=st.text())
def test_tidy_text_has_single_blanks_and_stays_tidy(text: str) -> None:
    once = tidy(text)
    assert tidy(once) == once
    assert once == once.strip()
    assert "  " not in once


def test_headers_cannot_play_tricks_on_a_terminal() -> None:
    table, _ = parse_table("a.csv", "a\x1b[31m`b`\u202e,c\n1,2\n".encode())
    assert table is not None
    assert table.headers == ("a[31m`b`", "c")
    assert table.name(0) == "`a[31m'b'` (column A)"


def test_a_table_whose_rows_all_end_early_is_told_once() -> None:
    table, found = parse_table("a.csv", b"a,b,c\n1\n2\n3,4\n5,6,7\n")
    assert table is not None
    assert [row.cells for row in table.rows] == [("1", "", ""), ("2", "", ""), ("3", "4", ""), ("5", "6", "7")]
    assert places(found) == [(2, 1, "IMPORT006")]
    assert "2 more rows" in found[0].message
