"""The map of a table: which column goes to which field of a participant, checked against the table's headers."""

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import field
from pathlib import Path
from typing import Any

from turnabout.diagnostics import Diagnostic, Position, Severity, has_errors
from turnabout.frozen import dataclass
from turnabout.intake.codes import Code
from turnabout.intake.sensitive import sensitive
from turnabout.intake.table import Table, letters, tidy
from turnabout.workspace import read_outside
from turnabout.yamlfile import Document

REQUIRED = ("role", "level", "department", "time_zone", "languages")
CONSENTS = ("profile", "languages", "pair", "story")
_POINTS = 3


@dataclass(frozen=True, slots=True)
class Column:
    """Where a field comes from. `indexes` of columns from 0; `target` is the field; `values` by tidied cell; `empty` None: nothing."""

    target: str
    indexes: tuple[int, ...]
    values: Mapping[str, str | int] = field(default_factory=dict)
    separator: str = ""
    empty: str | int | None = None
    points: int = _POINTS
    date_order: str = "year-month-day"

    def meaning(self, text: str) -> str | int:
        """What a tidied cell, or an entry of one, stands for: itself where the map does not say."""
        if text in self.values:
            return self.values[text]
        folded = text.casefold()
        return next((value for key, value in self.values.items() if key.casefold() == folded), text)


@dataclass(frozen=True, slots=True)
class FormMap:
    """A checked map. `columns` by field, in the map's order; `constants` hold values as a participant's file does."""

    path: str
    columns: Mapping[str, Column]
    constants: Mapping[str, Any] = field(default_factory=dict)
    consent_text: str = ""
    columns_at: Position = field(default_factory=lambda: Position(""))


def read_map(path: Path, table: Table) -> tuple[FormMap | None, list[Diagnostic]]:
    """The map at `path` for this table, or None where it has errors; and all that is wrong with it, warnings too.

    UsageError where the file cannot be read.
    """
    document, found = read_outside(path, "map")
    if document is None:
        return None, found
    made, more = check_map(document, table)
    return made, sorted([*found, *more])


def check_map(document: Document, table: Table) -> tuple[FormMap | None, list[Diagnostic]]:
    """The map that a document of the right shape holds, or None where it does not fit the table; and why not."""
    data = document.data
    known: dict[str, list[int]] = {}
    for index, header in enumerate(table.headers):
        if header:
            known.setdefault(header, []).append(index)
    found: list[Diagnostic] = []
    columns = {
        name: _filled(name, entry, _indexes(document, name, table, known, found))
        for name, entry in data["columns"].items()
    }
    ignored: set[int] = set()
    for number, header in enumerate(data.get("ignore", ())):
        at = document.at("ignore", number)
        indexes = known.get(tidy(header), [])
        if not indexes:
            found.append(_unknown(at, header, known))
        ignored.update(indexes)
    constants = data.get("constants", {})
    found += _fields(document, columns, constants)
    found += _mapped(document, table, columns, ignored)
    # A header with a slip in it leaves its column over: one complaint is enough.
    if all(each.code != Code.UNKNOWN_HEADER for each in found):
        found += _left_over(table, columns, ignored)
    if has_errors(found):
        return None, sorted(found)
    made = FormMap(document.path, columns, constants, data.get("consent_text", ""), document.key_at("columns"))
    return made, sorted(found)


def _filled(name: str, entry: Mapping[str, Any], indexes: tuple[int, ...]) -> Column:
    """The column with what the map says of it, and the usual where it says nothing."""
    return Column(
        target=name,
        indexes=indexes,
        values={
            tidy(cell): tidy(value) if isinstance(value, str) else value
            for cell, value in entry.get("values", {}).items()
        },
        separator=entry.get("separator", ""),
        empty=entry.get("empty"),
        points=entry.get("points", _POINTS),
        date_order=entry.get("date_order", "year-month-day"),
    )


def _indexes(
    document: Document, name: str, table: Table, known: Mapping[str, list[int]], found: list[Diagnostic]
) -> tuple[int, ...]:
    """The table's columns that a field of the map is filled from; what is wrong with one goes to `found`."""
    entry = document.data["columns"][name]
    places: list[tuple[tuple[str | int, ...], str]] = [(("columns", name, "from"), entry["from"])]
    places += [(("columns", name, "also", number), header) for number, header in enumerate(entry.get("also", ()))]
    taken = [_column(document.at(*place), header, table, known, found) for place, header in places]
    return tuple(index for index in taken if index is not None)


def _column(
    at: Position, header: str, table: Table, known: Mapping[str, list[int]], found: list[Diagnostic]
) -> int | None:
    """The index of the one column with this header that may be mapped; else what is wrong goes to `found`."""
    indexes = known.get(tidy(header), [])
    if not indexes:
        found.append(_unknown(at, header, known))
        return None
    if len(indexes) > 1:
        which = " and ".join(letters(index) for index in indexes)
        message = f"expected one column with the header {table.name(indexes[0])}, found columns {which}"
        found.append(Diagnostic(at, Code.HEADER_TWICE, message, "rename the headers in the table so that they differ"))
        return None
    word = sensitive(header)
    if word is not None:
        found.append(
            Diagnostic(
                at,
                Code.SENSITIVE_MAPPED,
                f"expected a column that may be taken over, found {table.name(indexes[0])}, sensitive for its `{word}`",
                "move the header to `ignore`; if the column asks for something else, rename it in the table",
            )
        )
        return None
    return indexes[0]


def _unknown(at: Position, header: str, known: Mapping[str, list[int]]) -> Diagnostic:
    folded = {each.casefold(): each for each in sorted(known, reverse=True)}
    alike = difflib.get_close_matches(tidy(header).casefold(), sorted(folded), n=1)
    fix = f"did you mean `{folded[alike[0]]}`?" if alike else "copy the header from the first row of the table"
    return Diagnostic(at, Code.UNKNOWN_HEADER, f"expected a header of the table, found `{tidy(header)}`", fix)


def _fields(document: Document, columns: Mapping[str, Column], constants: Mapping[str, Any]) -> Iterator[Diagnostic]:
    """What is missing for a participant, and what comes from two places."""
    for name in constants:
        if name in columns:
            yield Diagnostic(
                document.key_at("constants", name),
                Code.FIELD_TWICE,
                f"expected `{name}` once, found it in `columns` and in `constants`",
                f"for cells that are empty, write `empty` under `columns.{name}`; delete one of the two",
            )
    wanted = [*REQUIRED, *(["joined"] if any(f"consent_{each}" in columns for each in CONSENTS) else [])]
    for name in wanted:
        if name not in columns and name not in constants:
            yield Diagnostic(
                document.key_at("columns"),
                Code.FIELD_MISSING,
                f"expected `{name}` in `columns` or `constants`, found it in neither",
                f"name the column with `{name}` in it, or write one value for everybody under `constants`",
            )
    if "id" not in columns and "name" not in columns:
        yield Diagnostic(
            document.key_at("columns"),
            Code.FIELD_MISSING,
            "expected `name` or `id` in `columns`, found neither",
            "name the column with people's names in it, or one with a code for each person",
        )


def _mapped(document: Document, table: Table, columns: Mapping[str, Column], ignored: set[int]) -> Iterator[Diagnostic]:
    for name, column in columns.items():
        at = document.at("columns", name, "from")
        for index in column.indexes:
            if index in ignored:
                yield Diagnostic(
                    at,
                    Code.FIELD_TWICE,
                    f"expected {table.name(index)} in `columns` or in `ignore`, found it in both",
                    "delete one of the two",
                )
            if column.empty is None and table.rows and not any(row.cells[index].strip() for row in table.rows):
                yield Diagnostic(
                    at,
                    Code.COLUMN_EMPTY,
                    f"expected answers in {table.name(index)}, found none",
                    "check that this is the column you mean",
                    Severity.WARNING,
                )


def _left_over(table: Table, columns: Mapping[str, Column], ignored: set[int]) -> Iterator[Diagnostic]:
    """A warning for each column with answers that the map does not speak of."""
    used = {index for column in columns.values() for index in column.indexes} | ignored
    for index, header in enumerate(table.headers):
        if index in used or not header or not any(row.cells[index].strip() for row in table.rows):
            continue
        word = sensitive(header)
        if word is not None:
            yield Diagnostic(
                table.at(table.header_row, index),
                Code.SENSITIVE_DROPPED,
                f"left out {table.name(index)}, sensitive for its `{word}`",
                "delete the column from the export, or put its header under `ignore` in the map",
                Severity.WARNING,
            )
        else:
            yield Diagnostic(
                table.at(table.header_row, index),
                Code.COLUMN_UNUSED,
                f"left out {table.name(index)}, which the map does not name",
                "put its header under `columns`, or under `ignore`, in the map",
                Severity.WARNING,
            )
