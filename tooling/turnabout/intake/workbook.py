"""Reads the bytes of an XLSX workbook into rows of text, cells as a reader of the sheet sees them; never an exception.

The only module that uses openpyxl.
"""

import datetime
import io
import itertools
import struct
import warnings
import xml.parsers.expat
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from turnabout.diagnostics import Diagnostic, Position, Severity
from turnabout.errors import UsageError
from turnabout.ids import nearest
from turnabout.intake.codes import Code
from turnabout.intake.csvfile import Rows
from turnabout.intake.limits import MAX_LINES, Budget
from turnabout.intake.sheetscan import scan
from turnabout.yamlfile import clean_text

_OLE = b"\xd0\xcf\x11\xe0"
# What openpyxl and the libraries below it raise on bytes that are no workbook; it documents none of them.
_BROKEN = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    SyntaxError,  # XML that cannot be parsed
    TypeError,
    ValueError,
    struct.error,
    xml.parsers.expat.ExpatError,
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
)


def read_workbook(path: str, content: bytes, sheet: str | None, limit: int) -> tuple[Rows, list[Diagnostic]]:
    """The rows of one sheet (by default the first that is not hidden), blank ones left out but counted.

    Numbers without a fraction have none, dates are ISO, formulas give their stored results. At most `limit` + 1 rows.
    UsageError where there is no such sheet, TooLargeError as soon as the table costs more than its budget.
    """
    if content.startswith(_OLE):
        return [], [_not_a_workbook(path, "a workbook of the old kind (`.xls`) or one with a password")]
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            if "mimetype" in names and "xl/workbook.xml" not in names:
                return [], [_not_a_workbook(path, "an OpenDocument file")]
            formulas = scan(archive)
    except _BROKEN:
        return [], [_not_a_workbook(path, "a damaged one")]
    # openpyxl warns of features that it does not keep; a reader of values loses nothing by them.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return _read(path, content, sheet, limit, formulas=formulas)
        except _BROKEN:
            return [], [_not_a_workbook(path, "a damaged one")]


def _read(path: str, content: bytes, sheet: str | None, limit: int, *, formulas: bool) -> tuple[Rows, list[Diagnostic]]:
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    shown = [each.title for each in book.worksheets if each.sheet_state == "visible"]
    found: list[Diagnostic] = []
    if sheet is not None and sheet not in book.sheetnames:
        alike = nearest(sheet, book.sheetnames)
        known = ", ".join(f"`{clean_text(each)}`" for each in book.sheetnames)
        raise UsageError(
            f"there is no sheet `{sheet}` in {path}",
            f"did you mean `{alike}`?" if alike else f"sheets there: {known}",
        )
    if sheet is None and not shown:
        return [], [_not_a_workbook(path, "one without a sheet that can be seen")]
    if sheet is None and len(shown) > 1:
        others = ", ".join(f"`{clean_text(each)}`" for each in shown[1:])
        found.append(
            Diagnostic(
                Position(path),
                Code.SHEETS,
                f"read the sheet `{clean_text(shown[0])}` only, found also {others}",
                "name the sheet you mean with `--sheet`",
                Severity.WARNING,
            )
        )
    title = shown[0] if sheet is None else sheet
    rows: Rows = []
    for number, cells in _rows(book, title):
        rows.append((number, tuple(shown_as(cell) for cell in cells)))
        if len(rows) > limit:
            return rows, found
    if formulas:
        raw = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=False)
        found += _without_result(path, dict(rows), _rows(raw, title))
    return rows, found


def _rows(book: Any, title: str) -> Iterator[tuple[int, tuple[Any, ...]]]:
    worksheet = book[title]
    # The sheet's own statement of its size is often wrong.
    worksheet.reset_dimensions()
    rows = worksheet.iter_rows(min_row=1, values_only=True)
    budget = Budget()
    for number, cells in enumerate(itertools.islice(rows, MAX_LINES), start=1):
        budget.spend(number, len(cells), sum(cell is not None for cell in cells))
        if any(cell is not None and cell != "" for cell in cells):
            yield number, cells


def shown_as(value: object) -> str:
    """The text that a reader of the sheet sees, dates and times in ISO form."""
    match value:
        case None:
            return ""
        case bool():
            return str(value).upper()
        case float():
            # Fifteen digits are what a spreadsheet keeps.
            return format(value, ".15g")
        case datetime.datetime():
            midnight = value.time() == datetime.time()
            return value.date().isoformat() if midnight else value.isoformat(" ", "seconds")
        case datetime.time():
            return value.isoformat("seconds" if value.second else "minutes")
        case _:
            return str(value)


def _without_result(
    path: str, rows: dict[int, tuple[str, ...]], raw: Iterator[tuple[int, tuple[Any, ...]]]
) -> list[Diagnostic]:
    """A warning for the first cell of each column that has a formula and no stored result."""
    first: dict[int, int] = {}
    for number, cells in raw:
        results = rows.get(number, ())
        for column, cell in enumerate(cells):
            empty = column >= len(results) or not results[column]
            if isinstance(cell, str) and cell.startswith("=") and empty:
                first.setdefault(column, number)
    return [
        Diagnostic(
            Position(path, number, column + 1),
            Code.FORMULA,
            "expected a value, found a formula whose result is not stored",
            "open the workbook in a spreadsheet program, save it there, and import it again",
            Severity.WARNING,
        )
        for column, number in sorted(first.items())
    ]


def _not_a_workbook(path: str, found: str) -> Diagnostic:
    return Diagnostic(
        Position(path),
        Code.WORKBOOK,
        f"expected a workbook, found {found}",
        "open it in a spreadsheet program and save it as `.xlsx` without a password, or as `CSV UTF-8`",
    )
