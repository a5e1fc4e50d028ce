"""Reads the bytes of a CSV file into rows of text: encoding, delimiter, quotes; never an exception."""

import csv
import itertools
import re
from collections.abc import Iterator

from turnabout.diagnostics import Diagnostic, Position
from turnabout.intake.codes import Code
from turnabout.intake.limits import Budget, TooLargeError

DELIMITERS = (",", ";", "\t")
# Records looked at to find the delimiter: the header and enough rows to see that they agree.
_LOOK_AT = 30
_SAVE_AS = "in the spreadsheet program, save the table again as `CSV UTF-8 (comma delimited)`"
_UTF8_BOM, _UTF16_BOMS = b"\xef\xbb\xbf", (b"\xff\xfe", b"\xfe\xff")

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")

# Rows as a spreadsheet's user counts them from 1, each with its cells.
Rows = list[tuple[int, tuple[str, ...]]]


def read_csv(path: str, content: bytes, limit: int) -> tuple[Rows, list[Diagnostic]]:
    """The rows of the file, blank ones left out but counted, and what is wrong with it.

    At most `limit` + 1 rows are read. Rows behind a fault in the quotes are missing: nothing there can be trusted.
    Raises TooLargeError as soon as the table costs more than its budget.
    """
    text, fault = _decode(path, content)
    if fault is not None:
        return [], [fault]
    delimiter, text = _declared(text)
    delimiter = delimiter or sniff(text)
    rows: Rows = []
    budget = Budget()
    reader = csv.reader(_lines(text, delimiter, budget), delimiter=delimiter, strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            budget.spend(number, len(cells))
            if any(cell.strip() for cell in cells):
                rows.append((number, tuple(cells)))
            if len(rows) > limit:
                break
    except csv.Error as error:
        return rows, [_broken(path, number + 1, str(error))]
    return rows, []


def _lines(text: str, delimiter: str = "", budget: Budget | None = None) -> Iterator[str]:
    """The lines with their ends, one at a time: a file object of the text would hold it again, four bytes a letter."""
    for match in _LINE.finditer(text):
        line = match[0]
        if budget is not None:
            # Before the reader makes a cell of each.
            budget.expect(line.count(delimiter))
        yield line


def sniff(text: str) -> str:
    """The delimiter: one that splits the header and under which most rows are as long as the header; comma if none.

    Where two do equally well, the one with more columns, then the order comma, semicolon, TAB.
    """

    def score(delimiter: str) -> tuple[bool, float, int]:
        budget = Budget()
        try:
            reader = csv.reader(_lines(text, delimiter, budget), delimiter=delimiter)
            rows = [row for row in itertools.islice(reader, _LOOK_AT) if row]
        except csv.Error:
            return False, 0.0, 0
        except TooLargeError:
            # It splits the text only too well: the choice where no other sign does.
            return True, 0.0, 0
        width = len(rows[0]) if rows else 0
        return width > 1, sum(len(row) == width for row in rows) / max(len(rows), 1), width

    # max returns the first of equals.
    return max(DELIMITERS, key=score)


def _decode(path: str, content: bytes) -> tuple[str, Diagnostic | None]:
    try:
        if content.startswith(_UTF16_BOMS):
            return content.decode("utf-16"), None
        content = content.removeprefix(_UTF8_BOM)
        text = content.decode("utf-8")
    except UnicodeDecodeError as fault:
        line = content[: fault.start].count(b"\n") + 1
        found = f"the byte `0x{content[fault.start]:02x}`, which is from another encoding"
        return "", Diagnostic(Position(path, line), Code.ENCODING, f"expected `UTF-8`, found {found}", _SAVE_AS)
    # UTF-16 without its mark reads as UTF-8 with a NUL behind, or in front of, each letter.
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        return "", Diagnostic(
            Position(path, line), Code.ENCODING, "expected `UTF-8` text, found a NUL, which no text has", _SAVE_AS
        )
    return text, None


def _declared(text: str) -> tuple[str, str]:
    """The delimiter of a first line such as `sep=;`, which spreadsheets obey and do not show, and the rest."""
    first, end, rest = text.partition("\n")
    name, sign = first.rstrip("\r")[:4], first.rstrip("\r")[4:]
    return (sign, rest) if end and name.lower() == "sep=" and sign in DELIMITERS else ("", text)


def _broken(path: str, row: int, problem: str) -> Diagnostic:
    if "field larger" in problem:
        return Diagnostic(
            Position(path, row),
            Code.QUOTES,
            "expected cells of less than 131,072 characters, found a longer one",
            "look for a double quote that is not closed in this row, or shorten the text",
        )
    found = "none up to the end of the file" if "unexpected end" in problem else "text behind one"
    return Diagnostic(
        Position(path, row),
        Code.QUOTES,
        f"expected a closing double quote at the end of a cell, found {found}",
        'write a double quote inside a cell twice (`""`), or export the table again',
    )
