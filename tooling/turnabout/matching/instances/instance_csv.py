"""Instances in CSV: a list of pairs, or a table with mentors in rows and mentees in columns. One place for everybody.

Cells are separated by commas, or by semicolons as some spreadsheets do.
"""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from turnabout.diagnostics import Diagnostic
from turnabout.ids import id_fault
from turnabout.matching.instances.arrays import from_columns
from turnabout.matching.instances.instance_error import InstanceError, at
from turnabout.matching.problem import DEFAULT_STAGES, MAX_POINTS, Problem, ProblemError

LIST_HEAD = ["mentor", "mentee", "points"]
TABLE_CORNERS = ("", "mentor")
"""What may stand in the first cell of a table."""
_DIGITS = 9
"""More digits cannot be points, and a million of them would take minutes to read."""
_LONGEST_SHOWN = 60
Row = tuple[int, list[str]]
"""The line on which a row ends, and its cells."""


@dataclass(slots=True)
class _Found:
    """What has been read: people with their numbers, the columns of `from_columns`, and what is wrong."""

    path: str
    mentors: dict[str, int] = field(default_factory=dict)
    mentees: dict[str, int] = field(default_factory=dict)
    mentor: list[int] = field(default_factory=list)
    mentee: list[int] = field(default_factory=list)
    points: list[int] = field(default_factory=list)
    faults: list[Diagnostic] = field(default_factory=list)

    def fault(self, line: int, column: int, message: str) -> None:
        self.faults.append(at(self.path, line, column, message))


def read_csv(text: str, path: str, name: str, stages: Sequence[str] = DEFAULT_STAGES) -> Problem:
    """The problem in a list with the columns mentor, mentee, points, or in a table; everybody has one place.

    In a table the first cell is empty or `mentor`, the other cells of the first line are the mentees, and every further
    line is a mentor with points; an empty cell is a pair that is not possible. `path` only names the file in messages.
    Raises InstanceError with the line of every fault, and in a table with the number of the cell as column.
    """
    found = _Found(path)
    rows = list(_rows(text.removeprefix("\ufeff"), path))
    head = rows[0][1] if rows else []
    if head == LIST_HEAD:
        _list(found, rows[1:])
    elif head and head[0] in TABLE_CORNERS:
        _table(found, head[1:], rows[1:])
    else:
        seen = ", ".join(head) if head else "an empty file"
        message = f"expected the columns {', '.join(LIST_HEAD)}, or a table whose first cell is empty, found `{seen}`"
        found.fault(1, 1, message)
        raise InstanceError(found.faults)
    if not found.faults:
        for side in ("mentors", "mentees"):
            if not getattr(found, side):
                found.fault(1, 1, f"there are no {side}; expected at least one")
    if found.faults:
        raise InstanceError(found.faults)
    try:
        return from_columns(
            found.mentor,
            found.mentee,
            found.points,
            mentors=list(found.mentors),
            mentees=list(found.mentees),
            stages=stages,
            program=name,
        )
    except ProblemError as error:
        raise InstanceError([at(path, 1, 1, fault.message) for fault in error.faults]) from error


def _rows(text: str, path: str) -> Iterator[Row]:
    """The rows that are not empty."""
    first = text.partition("\n")[0]
    separator = ";" if ";" in first and "," not in first else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        for row in reader:
            if row:
                yield reader.line_num, row
    except csv.Error as error:
        raise InstanceError([at(path, reader.line_num, 1, f"not valid CSV: {error}")]) from error


def _list(found: _Found, rows: Sequence[Row]) -> None:
    pairs: set[tuple[str, str]] = set()
    for line, row in rows:
        if len(row) != len(LIST_HEAD):
            found.fault(line, 1, f"expected {len(LIST_HEAD)} values, found {len(row)}")
            continue
        mentor, mentee, cell = row
        known = _person(found, found.mentors, mentor, line, 1) & _person(found, found.mentees, mentee, line, 1)
        points = _points(found, mentor, mentee, cell, line, 1)
        if (mentor, mentee) in pairs:
            found.fault(line, 1, f"the pair `{mentor}` with `{mentee}` is listed twice")
        elif known and points is not None:
            _add(found, mentor, mentee, points)
        pairs.add((mentor, mentee))


def _table(found: _Found, mentees: Sequence[str], rows: Sequence[Row]) -> None:
    for column, mentee in enumerate(mentees, start=2):
        if mentee in found.mentees:
            found.fault(1, column, f"the mentee `{mentee}` has two columns")
        _person(found, found.mentees, mentee, 1, column)
    for line, (mentor, *cells) in rows:
        if mentor in found.mentors:
            found.fault(line, 1, f"the mentor `{mentor}` has two lines")
        _person(found, found.mentors, mentor, line, 1)
        if len(cells) != len(mentees):
            found.fault(line, 1, f"expected {len(mentees) + 1} values, found {len(cells) + 1}")
            continue
        for column, (mentee, cell) in enumerate(zip(mentees, cells, strict=True), start=2):
            if cell and (points := _points(found, mentor, mentee, cell, line, column)) is not None and not found.faults:
                _add(found, mentor, mentee, points)


def _person(found: _Found, side: dict[str, int], name: str, line: int, column: int) -> bool:
    """Whether this is the id of a person, who is given a number."""
    if name in side:
        return True
    if fault := id_fault(name):
        found.fault(line, column, f"`{name[:_LONGEST_SHOWN]}`: {fault}")
        return False
    side[name] = len(side)
    return True


def _points(found: _Found, mentor: str, mentee: str, cell: str, line: int, column: int) -> int | None:
    if not (cell.isascii() and cell.isdigit() and len(cell) <= _DIGITS):
        found.fault(line, column, f"expected whole points, found `{cell[:_LONGEST_SHOWN]}`")
        return None
    if (points := int(cell)) > MAX_POINTS:
        words = (
            f"points of `{mentor}` with `{mentee}`: expected a whole number from 0 to {MAX_POINTS}, found `{points}`"
        )
        found.fault(line, column, words)
        return None
    return points


def _add(found: _Found, mentor: str, mentee: str, points: int) -> None:
    found.mentor.append(found.mentors[mentor])
    found.mentee.append(found.mentees[mentee])
    found.points.append(points)
