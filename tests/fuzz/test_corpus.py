"""Every file of the corpus goes through its target: no exception, within the time and the memory that were promised."""

import io
import os
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

import support_fuzz
from support_fuzz import CORPUS, GROWTH, SECONDS, fuzz_form, fuzz_lines, fuzz_load, fuzz_markdown, fuzz_table
from support_memory import forget_peak, peak

TARGETS = {
    "form": fuzz_form,
    "lines": fuzz_lines,
    "load": fuzz_load,
    "markdown": fuzz_markdown,
    "table": fuzz_table,
}
FILES = sorted(path.relative_to(CORPUS).as_posix() for path in CORPUS.glob("*/*"))


@pytest.fixture(scope="module", autouse=True)
def warm() -> None:
    """Schemas are compiled and libraries imported before anything is measured."""
    fuzz_form((CORPUS / "form" / "session.form").read_bytes())
    fuzz_load((CORPUS / "load" / "participant.yaml").read_bytes())
    fuzz_markdown((CORPUS / "markdown" / "person.md").read_bytes())
    fuzz_table((CORPUS / "table" / "sign-ups.xlsx").read_bytes())


@pytest.mark.parametrize("name", FILES)
def test_a_file_of_the_corpus_is_taken_within_the_limits(name: str) -> None:
    content = (CORPUS / name).read_bytes()
    forget_peak()
    before, started = peak(), time.process_time()
    TARGETS[name.split("/")[0]](content)
    assert time.process_time() - started < SECONDS
    assert peak() - before < GROWTH


def test_the_corpus_is_small_enough_to_be_read() -> None:
    assert len(FILES) > 30
    assert sum((CORPUS / name).stat().st_size for name in FILES) < 300_000


HOSTILE_TABLES = {
    "commas": b"," * (20 * 1024 * 1024),
    "line-feeds": b"\n" * (20 * 1024 * 1024),
    "rows-of-commas": (b"," * 400 + b"\n") * 50_000,
    "short-rows": b"a,b\n" + b"x,y\n" * 4_000_000,
    "cells": (b",".join(b"%02x" % n for n in range(256)) + b"\n") * (20 * 1024 * 1024 // 768),
    "one-record": b'"ab\n",' * (20 * 1024 * 1024 // 6),
    "quotes": b'"' * (20 * 1024 * 1024),
    "one-cell": b"a\n" + b"x" * (20 * 1024 * 1024),
    "wide-characters": b"a\n" + "\U0001f600\n".encode() * 3_000_000,
    "utf-16": b"\xff\xfe" + b"a\0,\0" * (4 * 1024 * 1024),
    "declared": b"sep=;\n" + b";" * (20 * 1024 * 1024),
    "headers": b",".join(b"h%d" % n for n in range(1_000_000)) + b"\nx\n",
}
MEASURED = """
import sys, time
from support_memory import peak
from turnabout.intake import workbook  # and openpyxl with it, if only for its size
import openpyxl
from turnabout.intake.table import parse_table
content = open(sys.argv[1], "rb").read()
before, started = peak(), time.process_time()
table, found = parse_table(sys.argv[1], content)
assert table is not None or found
print(peak() - before, time.process_time() - started)
"""


def workbook(**parts: bytes) -> bytes:
    """A sound workbook of one row, with parts replaced or added."""
    names = {"sheet": "xl/worksheets/sheet1.xml", "texts": "xl/sharedStrings.xml", "styles": "xl/styles.xml"}
    wanted = {names.get(name, name): content for name, content in parts.items()}
    made = io.BytesIO()
    with (
        zipfile.ZipFile(CORPUS / "table" / "sign-ups.xlsx") as old,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new,
    ):
        for name in {*old.namelist(), *wanted}:
            new.writestr(name, wanted[name] if name in wanted else old.read(name))
    return made.getvalue()


SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
TEXTS = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
HOSTILE_WORKBOOKS: dict[str, Callable[[], bytes]] = {
    "texts": lambda: workbook(texts=TEXTS + b"<si><t>" + b"x" * 400_000_000 + b"</t></si></sst>"),
    "many-texts": lambda: workbook(texts=TEXTS + b"<si><t>xy</t></si>" * 20_000_000 + b"</sst>"),
    "fifteen-mb-of-texts": lambda: workbook(texts=TEXTS + b"<si><t>xy</t></si>" * 780_000 + b"</sst>"),
    "styles": lambda: workbook(styles=b"<styleSheet>" + b"<font/>" * 20_000_000 + b"</styleSheet>"),
    "four-mb-of-styles": lambda: workbook(styles=b"<styleSheet>" + b"<font/>" * 500_000 + b"</styleSheet>"),
    "long-tag": lambda: workbook(sheet=SHEET + b'<row r="' + b"1" * 300_000_000 + b'"/></sheetData></worksheet>'),
    "outside-of-rows": lambda: workbook(sheet=SHEET[:-11] + b"<cols>" + b"<col/>" * 10_000_000 + b"</cols></worksheet>"),
    "far-cells": lambda: workbook(
        sheet=SHEET + b"".join(b'<row><c r="XFD%d"><v>1</v></c></row>' % n for n in range(1, 100_000)) + b"</sheetData></worksheet>"
    ),
    "far-row": lambda: workbook(
        sheet=SHEET + b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="A1048576"><v>1</v></c></row></sheetData></worksheet>'
    ),
    "blank-rows": lambda: workbook(sheet=SHEET + b"<row/>" * 10_000_000 + b"</sheetData></worksheet>"),
    "wide-blank-rows": lambda: workbook(
        sheet=SHEET + b"".join(b'<row><c r="XFD%d"/></row>' % n for n in range(1, 200_000)) + b"</sheetData></worksheet>"
    ),
    "one-long-cell": lambda: workbook(
        sheet=SHEET + b'<row><c t="inlineStr"><is><t>' + b"x" * 300_000_000 + b"</t></is></c></row></sheetData></worksheet>"
    ),
    "entities": lambda: workbook(
        sheet=b'<!DOCTYPE x [<!ENTITY a "' + b"x" * 1000 + b'"><!ENTITY b "' + b"&a;" * 1000 + b'"><!ENTITY c "' + b"&b;" * 1000
        + b'">]>' + SHEET + b"<row><c><v>&c;</v></c></row></sheetData></worksheet>"
    ),
    "one-row": lambda: workbook(sheet=SHEET + b"<row>" + b"<c><v>1</v></c>" * 5_000_000 + b"</row></sheetData></worksheet>"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE_WORKBOOKS)
def test_no_workbook_costs_more_memory_than_was_promised(name: str, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(HOSTILE_WORKBOOKS[name]())
    growth, seconds = measured(path)
    assert growth < GROWTH
    assert seconds < 30


def measured(path: Path) -> tuple[int, float]:
    """How many bytes and seconds it costs a process of its own to read the table."""
    environ = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, str(path)], env=environ, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    growth, seconds = done.stdout.split()
    return int(growth), float(seconds)


@pytest.mark.parametrize("name", HOSTILE_TABLES)
def test_no_table_costs_more_memory_than_was_promised(name: str, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(HOSTILE_TABLES[name])
    growth, seconds = measured(path)
    assert growth < GROWTH
    assert seconds < 30


def test_the_fuzzers_dictionary_is_what_libfuzzer_takes() -> None:
    words = support_fuzz.words()
    assert "mentor" in words
    assert "status: " in words
    assert all(0 < len(word.encode()) <= 64 for word in words)
