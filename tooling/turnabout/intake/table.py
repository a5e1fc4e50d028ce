"""A sign-up table as one value: headers and rows of text, with rows and columns as a spreadsheet's user counts them.

The only module of the intake that reads a table from the disk.
"""

import unicodedata
from pathlib import Path

from turnabout.diagnostics import Diagnostic, Position, Severity
from turnabout.errors import UsageError
from turnabout.frozen import dataclass
from turnabout.intake.codes import Code
from turnabout.intake.csvfile import Rows, read_csv
from turnabout.intake.limits import MAX_BYTES, MAX_COLUMNS, MAX_ROWS, TooLargeError
from turnabout.wording import counted
from turnabout.yamlfile import clean_text

_HEADER_SHOWN = 40
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".ods")


@dataclass(frozen=True, slots=True)
class Row:
    """One row: `number` counts from 1 with the header as row 1; as many cells as the table has headers."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Headers with single spaces, without blanks at their ends and unseen characters; cells exactly as shown; no blank rows."""

    path: str
    headers: tuple[str, ...]
    rows: tuple[Row, ...]
    header_row: int = 1

    def at(self, row: int, column: int) -> Position:
        """The place of a cell; `row` as counted in the sheet, `column` from 0."""
        return Position(self.path, row, column + 1)

    def name(self, column: int) -> str:
        """How messages call the column at this index from 0: its header, shortened, and its letters."""
        header = self.headers[column].replace("`", "'")
        short = header if len(header) <= _HEADER_SHOWN else f"{header[: _HEADER_SHOWN - 1].rstrip()}…"
        return f"`{short}` (column {letters(column)})" if short else f"column {letters(column)}"


def read_table(path: Path, sheet: str | None = None) -> tuple[Table | None, list[Diagnostic]]:
    """The table at `path`, CSV or XLSX by its first bytes, or None; and what is wrong with it, in order.

    Rows that have an error are not in it. Limits: 20 MB, 100,000 rows, 500 columns, 1,500,000 cells. UsageError where the file cannot
    be read, or has no such sheet.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            size = f"expected at most {MAX_BYTES // 1024**2} MB, found more"
            return None, [Diagnostic(Position(path.as_posix()), Code.TOO_LARGE, size, "export the sign-ups only")]
        content = path.read_bytes()
    except OSError as fault:
        raise UsageError(f"{path} cannot be read: {fault.strerror}", "check the name and the permissions") from fault
    return parse_table(path.as_posix(), content, sheet)


def parse_table(path: str, content: bytes, sheet: str | None = None) -> tuple[Table | None, list[Diagnostic]]:
    """The table in these bytes, as `read_table` returns it. UsageError where there is no such sheet."""
    try:
        return _parse(path, content, sheet)
    except TooLargeError as fault:
        message = f"expected at most {fault.limit}, found more"
        return None, [Diagnostic(Position(path, fault.row), Code.TOO_LARGE, message, "export the sign-ups only")]


def _parse(path: str, content: bytes, sheet: str | None) -> tuple[Table | None, list[Diagnostic]]:
    workbook = content.startswith((_ZIP, _OLE)) or path.lower().endswith(_WORKBOOKS)
    if workbook:
        # Late: openpyxl takes a tenth of a second to import, and most tables are CSV.
        from turnabout.intake.workbook import read_workbook

        rows, found = read_workbook(path, content, sheet, MAX_ROWS + 1)
    elif sheet is not None:
        raise UsageError(f"{path} is a CSV file, which has no sheets", "leave `--sheet` out")
    else:
        rows, found = read_csv(path, content, MAX_ROWS + 1)
    if len(rows) > MAX_ROWS + 1:
        return None, [
            *found,
            Diagnostic(
                Position(path, rows[-1][0]), Code.TOO_LARGE, f"expected at most {MAX_ROWS:,} rows, found more",
                "export the sign-ups only",
            ),
        ]  # fmt: skip
    if not rows:
        if not found:
            found.append(_empty(path, 1, "a row of headers, found an empty file"))
        return None, found
    return _assemble(path, rows, found, workbook=workbook)


def _assemble(
    path: str, rows: Rows, found: list[Diagnostic], *, workbook: bool
) -> tuple[Table | None, list[Diagnostic]]:
    (header_row, header_cells), body = rows[0], rows[1:]
    headers = [tidy(clean_text(cell)) for cell in header_cells]
    while headers and not headers[-1]:
        headers.pop()
    # Cells to the right of the last header widen a sheet, but break a CSV row: both are complained about per row.
    if len(headers) > MAX_COLUMNS:
        message = f"expected at most {MAX_COLUMNS} columns, found {len(headers)}"
        return None, [
            *found,
            Diagnostic(Position(path, header_row), Code.TOO_LARGE, message, "export the sign-ups only"),
        ]
    made: list[Row] = []
    short: list[tuple[int, int]] = []
    width = len(headers)
    for number, cells in body:
        extra = [column for column, cell in enumerate(cells[width:], start=width) if cell.strip()]
        if extra:
            found.append(
                Diagnostic(
                    Position(path, number, extra[0] + 1),
                    Code.RAGGED,
                    f"expected at most {width} cells, as there are headers, found one in column {letters(extra[0])}",
                    "give the column a header; or put text that holds the delimiter in double quotes",
                )
            )
            continue
        if len(cells) < width and not workbook:
            short.append((number, len(cells)))
        made.append(Row(number, (*cells[:width], *("" for _ in range(width - len(cells))))))
    if short:
        found.append(_short(path, width, short))
    table = Table(path, tuple(headers), tuple(made), header_row)
    found += _headers(table)
    if not body:
        found.append(_empty(path, header_row, "at least one row below the headers, found none"))
    return table, sorted(found)


def _short(path: str, width: int, short: list[tuple[int, int]]) -> Diagnostic:
    """One warning for all short rows, at the first: some programs leave out the empty cells at the end of each row."""
    (number, length), more = short[0], len(short) - 1
    message = f"expected {width} cells, as there are headers, found {length}; the others are taken as empty"
    return Diagnostic(
        Position(path, number),
        Code.RAGGED,
        f"{message}; {counted(more, 'more row is', 'more rows are')} short" if more else message,
        "check that no row has been broken in two",
        Severity.WARNING,
    )


def _headers(table: Table) -> list[Diagnostic]:
    found: list[Diagnostic] = []
    first: dict[str, int] = {}
    for column, header in enumerate(table.headers):
        if not header:
            if any(each.cells[column].strip() for each in table.rows):
                found.append(
                    Diagnostic(
                        table.at(table.header_row, column),
                        Code.HEADER_BLANK,
                        f"expected a header in column {letters(column)}, found none; the column is not taken over",
                        "write a header into the first row of the column",
                        Severity.WARNING,
                    )
                )
        elif first.setdefault(header, column) != column:
            found.append(
                Diagnostic(
                    table.at(table.header_row, column),
                    Code.HEADER_TWICE,
                    f"expected each header once, found {table.name(column)} in column {letters(first[header])} too",
                    "rename one of the two headers",
                    Severity.WARNING,
                )
            )
    return found


def _empty(path: str, row: int, expected: str) -> Diagnostic:
    return Diagnostic(Position(path, row), Code.EMPTY_TABLE, f"expected {expected}", "export the sign-ups again")


def tidy(text: str) -> str:
    """The text composed (NFC), with single spaces for all white space and none at the ends."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def letters(column: int) -> str:
    """The letters of the column at this index from 0, as spreadsheets show them: A to Z, AA, AB and so on."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
