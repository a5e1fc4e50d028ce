"""Reads a table of given points, CSV with the columns mentor, mentee, points and perhaps why; located faults for the rest.

Cells are separated by commas, or by semicolons as some spreadsheets do. The columns may stand in any order.
"""

import csv
import hashlib
import io
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from turnabout.diagnostics import Diagnostic, Position
from turnabout.ids import nearest
from turnabout.matching.people.criteria import FULL
from turnabout.model.given_points import GivenPoints

CODE = "points"
MOST_BYTES = 64_000_000
MOST_ROWS = 1_000_000
MOST_FAULTS = 100
"""After so many the rest is not read: somebody who is told a hundred faults has been told enough."""
_GUESSED = 10
"""Faults up to which a name like the one found is looked for: among many people that takes its time."""
LONGEST_WHY = 400
"""As in the schema of pairs, which is where a reason goes."""
NEEDED = ("mentor", "mentee", "points")
WHY = "why"
_DIGITS = 9
"""More digits cannot be points, and a million of them would take minutes to read."""
_LONGEST_SHOWN = 60
_NO_TEXT = "save the table as CSV in UTF-8"
_HEAD = "the first line names the columns: mentor,mentee,points and, if you like, why"

Sides = Mapping[str, Collection[str]]
"""The ids of everybody who takes part, under `mentor` and `mentee`."""


@dataclass(slots=True)
class _Found:
    """What has been read, and what is wrong; `lines` says where each pair stands."""

    path: str
    sides: Sides
    points: dict[tuple[str, str], int] = field(default_factory=dict)
    why: dict[tuple[str, str], str] = field(default_factory=dict)
    lines: dict[tuple[str, str], int] = field(default_factory=dict)
    faults: list[Diagnostic] = field(default_factory=list)

    def fault(self, line: int, message: str, fix: str) -> None:
        self.faults.append(Diagnostic(Position(self.path, line), CODE, message, fix))


def read_points(
    content: bytes, path: str, program: str, sides: Sides
) -> tuple[GivenPoints | None, tuple[Diagnostic, ...]]:
    """The points in a table, or None with what is wrong in it, in order of its lines.

    `path` only names the file in messages. A pair that a hard rule forbids is no fault: the rule holds all the same.
    """
    found = _Found(path, sides)
    _read(found, content)
    if found.faults:
        return None, tuple(sorted(found.faults))
    return GivenPoints(program, _digest(found.points), found.points, found.why), ()


def _read(found: _Found, content: bytes) -> None:
    if len(content) > MOST_BYTES:
        found.fault(1, f"expected at most {MOST_BYTES} bytes, found more", "leave out pairs that nobody would make")
        return
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = content.count(b"\n", 0, fault.start) + 1
        found.fault(line, f"expected text in UTF-8, found the byte `{content[fault.start]:#04x}`", _NO_TEXT)
        return
    first = text.partition("\n")[0]
    separator = ";" if ";" in first and "," not in first else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows = ((reader.line_num, row) for row in reader if any(row))
    try:
        head = next(rows, (1, []))
        if (columns := _columns(found, *head)) is not None:
            _rows(found, columns, len(head[1]), rows)
    except csv.Error as fault:
        found.fault(max(reader.line_num, 1), f"not valid CSV: {fault}", _NO_TEXT)


def _columns(found: _Found, line: int, head: Sequence[str]) -> dict[str, int] | None:
    """Where each column stands; None with a fault where they are not those expected."""
    names = [name.strip().lower() for name in head]
    known = (*NEEDED, WHY)
    for name in names:
        if name not in known:
            alike = nearest(name, known)
            found.fault(
                line,
                f"expected the columns {', '.join(NEEDED)} and perhaps {WHY}, found `{name[:_LONGEST_SHOWN]}`",
                f"did you mean `{alike}`?" if alike else _HEAD,
            )
            return None
        if names.count(name) > 1:
            found.fault(line, f"the column `{name}` is there twice", "keep one of the two")
            return None
    if missing := [name for name in NEEDED if name not in names]:
        found.fault(line, f"the column `{missing[0]}` is missing", _HEAD)
        return None
    return {name: names.index(name) for name in names}


def _rows(found: _Found, columns: Mapping[str, int], width: int, rows: Iterator[tuple[int, list[str]]]) -> None:
    for number, (line, row) in enumerate(rows, start=1):
        if number > MOST_ROWS:
            found.fault(
                line, f"expected at most {MOST_ROWS} pairs, found more", "leave out pairs that nobody would make"
            )
            return
        if len(found.faults) >= MOST_FAULTS:
            found.fault(line, "the rest is not read: there are too many faults", "mend those above first")
            return
        if len(row) == width:
            _row(found, line, {name: row[at].strip() for name, at in columns.items()})
        else:
            found.fault(line, f"expected {width} values, found {len(row)}", "put text with commas in quotes")


def _row(found: _Found, line: int, cells: Mapping[str, str]) -> None:
    known = [_is_person(found, line, cells, role) for role in ("mentor", "mentee")]
    points = _points(found, line, cells["points"])
    reason = _why(found, line, cells.get(WHY, ""))
    if not all(known):
        return
    pair = cells["mentor"], cells["mentee"]
    if pair in found.lines:
        said = f"the pair `{pair[0]}` with `{pair[1]}` stands in line {found.lines[pair]} already"
        found.fault(line, said, "keep one of the two lines")
        return
    found.lines[pair] = line
    if points is not None:
        found.points[pair] = points
    if reason:
        found.why[pair] = reason


def _is_person(found: _Found, line: int, cells: Mapping[str, str], role: str) -> bool:
    name = cells[role]
    if name in found.sides[role]:
        return True
    shown = name[:_LONGEST_SHOWN]
    other = "mentee" if role == "mentor" else "mentor"
    if name in found.sides[other]:
        found.fault(
            line,
            f"expected a {role} under `{role}`, found the {other} `{shown}`",
            "the mentor is the junior who shares, the mentee the senior who learns",
        )
    else:
        alike = nearest(shown, found.sides[role]) if len(found.faults) < _GUESSED else None
        found.fault(
            line,
            f"expected the id of a {role} of the program, found `{shown}`",
            f"did you mean `{alike}`?" if alike else "ids are the names of the files in program/participants",
        )
    return False


def _points(found: _Found, line: int, cell: str) -> int | None:
    if cell.isascii() and cell.isdigit() and len(cell) <= _DIGITS and int(cell) <= FULL:
        return int(cell)
    found.fault(
        line,
        f"expected whole points from 0 to {FULL}, found `{cell[:_LONGEST_SHOWN]}`",
        "leave the line out where the two are no pair",
    )
    return None


def _why(found: _Found, line: int, cell: str) -> str:
    if len(cell) <= LONGEST_WHY and cell.isprintable():
        return cell
    found.fault(
        line, f"expected at most {LONGEST_WHY} characters on one line under `{WHY}`, found others", "write one sentence"
    )
    return ""


def _digest(points: Mapping[tuple[str, str], int]) -> str:
    rows = sorted((mentor, mentee, number) for (mentor, mentee), number in points.items())
    return f"sha256:{hashlib.sha256(json.dumps(rows, separators=(',', ':')).encode()).hexdigest()}"
