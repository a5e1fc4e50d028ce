"""XLSX tables: cells as the sheet shows them, one visible sheet, and no exception whatever the bytes are."""

import datetime
import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support_intake import HEADERS, NORA, OMAR, csv_bytes, places, saved, xlsx_bytes
from turnabout.errors import UsageError
from turnabout.intake import sheetscan
from turnabout.intake import table as limits
from turnabout.intake.table import parse_table, read_table


def test_a_workbook_and_a_csv_file_of_the_same_cells_are_the_same_table(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(csv_bytes(HEADERS, NORA, OMAR))
    (tmp_path / "a.xlsx").write_bytes(xlsx_bytes(HEADERS, NORA, OMAR))
    one, two = read_table(tmp_path / "a.csv")[0], read_table(tmp_path / "a.xlsx")[0]
    assert one is not None
    assert two is not None
    assert (one.headers, one.rows) == (two.headers, two.rows)


def test_cells_are_shown_as_the_sheet_shows_them() -> None:
    values = [
        2.0, 2.5, 0.1 + 0.2, 3, True, None, "5+", datetime.date(2026, 3, 2), datetime.datetime.combine(datetime.date(2026, 3, 2), datetime.time(9, 5, 7)),
        datetime.time(14, 0),
    ]  # fmt: skip
    table, found = parse_table("a.xlsx", xlsx_bytes([f"h{n}" for n in range(len(values))], values))
    assert table is not None
    assert table.rows[0].cells == (
        "2", "2.5", "0.3", "3", "TRUE", "", "5+", "2026-03-02", "2026-03-02 09:05:07", "14:00",
    )  # fmt: skip
    assert found == []


def test_blank_rows_are_counted_and_left_out() -> None:
    table, _ = parse_table("a.xlsx", xlsx_bytes(["a", "b"], [], ["", None], [1, 2]))
    assert table is not None
    assert [(row.number, row.cells) for row in table.rows] == [(4, ("1", "2"))]


def test_merged_cells_and_hidden_rows_change_nothing() -> None:
    book = openpyxl.Workbook()
    for row in (["a", "b"], ["1", "2"], ["3", "4"]):
        book.active.append(row)
    book.active.merge_cells("A3:B3")
    book.active.row_dimensions[2].hidden = True
    table, found = parse_table("a.xlsx", saved(book))
    assert table is not None
    assert [row.cells for row in table.rows] == [("1", "2"), ("3", "")]
    assert found == []


def test_the_first_sheet_that_can_be_seen_is_read_and_the_others_are_named() -> None:
    book = openpyxl.Workbook()
    book.active.title = "Old"
    book.active.sheet_state = "hidden"
    for title, cell in (("Form", "x"), ("Notes", "y")):
        book.create_sheet(title).append(["header"])
        book[title].append([cell])
    table, found = parse_table("a.xlsx", saved(book))
    assert table is not None
    assert table.rows[0].cells == ("x",)
    assert places(found) == [(1, 1, "IMPORT010")]
    assert "`Notes`" in found[0].message
    chosen, found = parse_table("a.xlsx", saved(book), "Notes")
    assert chosen is not None
    assert (chosen.rows[0].cells, found) == (("y",), [])
    with pytest.raises(UsageError) as caught:
        parse_table("a.xlsx", saved(book), "Note")
    assert caught.value.hint == "did you mean `Notes`?"


def test_a_formula_gives_its_stored_result_and_without_one_a_warning() -> None:
    content = xlsx_bytes(["a", "b"], ["=1+1", "x"], ["=1+2", "=A2"])
    table, found = parse_table("a.xlsx", content)
    assert table is not None
    assert table.rows[0].cells == ("", "x")
    assert places(found) == [(2, 1, "IMPORT009"), (3, 2, "IMPORT009")]
    # What a spreadsheet program does when it saves.
    parts = unpacked(content)
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = (
        parts[sheet]
        .replace(b"<f>1+1</f><v />", b"<f>1+1</f><v>2</v>")
        .replace(b"<f>1+1</f><v/>", b"<f>1+1</f><v>2</v>")
    )
    table, found = parse_table("a.xlsx", packed(parts))
    assert table is not None
    assert table.rows[0].cells == ("2", "x")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.xlsx", b""),
        ("a.xlsx", b"a,b\n1,2\n"),
        ("a.xlsx", b"PK\x03\x04 and no more"),
        ("a.csv", b"PK\x03\x04 and no more"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        ("a.csv", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
    ],
)
def test_what_is_no_workbook_is_told_in_one_sentence(name: str, content: bytes) -> None:
    table, found = parse_table(name, content)
    assert (table, places(found)) == (None, [(1, 1, "IMPORT004")])


def test_an_open_document_file_is_called_one() -> None:
    content = packed({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<x/>"})
    assert "OpenDocument" in parse_table("a.ods", content)[1][0].message


def test_a_workbook_made_to_explode_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    parts = unpacked(xlsx_bytes(["a"], ["b"]))
    bomb = parts | {"xl/bomb.xml": b" " * (5 * 1024 * 1024)}
    assert places(parse_table("a.xlsx", packed(bomb))[1]) == [(1, 1, "IMPORT002")]
    for limit in ("MAX_SHEET", "_MAX_PLACES"):
        monkeypatch.setattr(sheetscan, limit, 1)
        assert places(parse_table("a.xlsx", packed(parts))[1]) == [(1, 1, "IMPORT002")]
        monkeypatch.undo()
    assert places(parse_table("a.xlsx", packed(parts))[1]) == []


def test_a_workbook_with_entities_is_refused_before_they_multiply() -> None:
    parts = unpacked(xlsx_bytes(["a"], ["b"]))
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = parts[sheet].replace(b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet', 1)
    assert places(parse_table("a.xlsx", packed(parts))[1]) == [(1, 1, "IMPORT004")]


def test_rows_and_columns_are_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_ROWS", 2)
    monkeypatch.setattr(limits, "MAX_COLUMNS", 2)
    assert places(parse_table("a.xlsx", xlsx_bytes(["a"], [1], [2], [3]))[1]) == [(4, 1, "IMPORT002")]
    assert places(parse_table("a.xlsx", xlsx_bytes(["a", "b", "c"], [1]))[1]) == [(1, 1, "IMPORT002")]


def test_a_cell_far_down_the_sheet_takes_no_time() -> None:
    parts = unpacked(xlsx_bytes(["a"], ["b"]))
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = parts[sheet].replace(b'<row r="2"', b'<row r="2000000000"').replace(b'r="A2"', b'r="A2000000000"')
    table, found = parse_table("a.xlsx", packed(parts))
    assert table is not None
    assert (table.rows, places(found)) == ((), [(1, 1, "IMPORT003")])


def unpacked(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: dict[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return content.getvalue()


SAMPLE = unpacked(xlsx_bytes(HEADERS, NORA, [1, 2.5, True, None, datetime.date(2026, 3, 2), "=A1", "x"]))


@given(content=st.binary(max_size=200))
def test_any_bytes_called_a_workbook_give_a_complaint(content: bytes) -> None:
    assert parse_table("a.xlsx", content)[1]
    assert parse_table("a.csv", b"PK\x03\x04" + content)[1]


@settings(max_examples=50)  # each opens a workbook
@given(data=st.data(), name=st.sampled_from(sorted(SAMPLE)))
def test_a_workbook_with_a_damaged_part_gives_a_table_or_a_complaint(data: st.DataObject, name: str) -> None:
    part = SAMPLE[name]
    start = data.draw(st.integers(0, len(part)))
    end = data.draw(st.integers(start, min(len(part), start + 40)))
    damaged = part[:start] + data.draw(st.binary(max_size=20)) + part[end:]
    table, found = parse_table("a.xlsx", packed(SAMPLE | {name: damaged}))
    assert table is not None or found


@settings(max_examples=50)  # each opens a workbook
@given(data=st.data(), name=st.sampled_from(sorted(SAMPLE)))
def test_a_workbook_with_other_words_in_its_xml_gives_a_table_or_a_complaint(data: st.DataObject, name: str) -> None:
    part = SAMPLE[name].decode()
    words = sorted(set(part.replace("<", " ").replace(">", " ").replace("=", " ").replace('"', " ").split()))
    word = data.draw(st.sampled_from(words))
    other = data.draw(st.sampled_from([*words, "", "-1", "99999999999999999999", "n", "d", "e", "1e400", "0"]))
    table, found = parse_table("a.xlsx", packed(SAMPLE | {name: part.replace(word, other).encode()}))
    assert table is not None or found


@given(name=st.sampled_from(sorted(SAMPLE)))
def test_a_workbook_without_one_of_its_parts_gives_a_table_or_a_complaint(name: str) -> None:
    table, found = parse_table("a.xlsx", packed({key: part for key, part in SAMPLE.items() if key != name}))
    assert table is not None or found


@given(cut=st.integers(0, 3000))
def test_a_workbook_cut_short_gives_a_complaint(cut: int) -> None:
    assert parse_table("a.xlsx", packed(SAMPLE)[:cut])[1]
