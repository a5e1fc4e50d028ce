"""Turns one row into the data of one participant, and remembers which cell each value came from."""

from collections.abc import Mapping
from dataclasses import field
from typing import Any

from turnabout.diagnostics import Diagnostic, Severity
from turnabout.frozen import dataclass
from turnabout.intake.cells import SKIP, Cell, Fault, Known, read_cell
from turnabout.intake.codes import Code
from turnabout.intake.mapping import CONSENTS, REQUIRED, Column, FormMap
from turnabout.intake.table import Row, Table, tidy
from turnabout.yamlfile import clean_text

# The keys of a participant's file that come from the map as they are, in the schema's order.
_PLAIN = (
    "job_title", "level", "department", "site", "time_zone", "languages", "manager", "availability", "offers", "seeks",
    "interests", "style", "goals", "wishes",
)  # fmt: skip
_WHO = _PLAIN[: _PLAIN.index("availability")]
_ORDER = ("name", *_WHO, "status", "programs", *_PLAIN[len(_WHO) :], "consent", "forge")
_TOPICS = {"offers": "proficiency", "seeks": "priority"}
_LISTS = frozenset({"languages", "availability", "interests", "goals", "wishes", "topics", "offers", "seeks"})


@dataclass(frozen=True, slots=True)
class Record:
    """One person as the table has them. `sources` maps the path of a value to the index of its column from 0."""

    row: int
    id: str
    data: Mapping[str, Any]
    sources: Mapping[tuple[str | int, ...], int]

    def column_of(self, path: tuple[str | int, ...]) -> int | None:
        """The column that the value at `path`, or the nearest one above it, came from; None for a constant."""
        while path:
            if path in self.sources:
                return self.sources[path]
            path = path[:-1]
        return None


@dataclass(frozen=True, slots=True)
class Reading:
    """What the cells of one row say: `values` and `columns` by field, and what is wrong.

    `faulty` fields have an error, `unknown_topics` are texts that the vocabulary lacks.
    """

    values: dict[str, Any] = field(default_factory=dict)
    columns: dict[str, int] = field(default_factory=dict)
    found: list[Diagnostic] = field(default_factory=list)
    faulty: set[str] = field(default_factory=set)
    unknown_topics: list[str] = field(default_factory=list)


def read_row(table: Table, row: Row, form: FormMap, known: Known, only: frozenset[str] = frozenset()) -> Reading:
    """What this row says, constants included; `only` limits it to some fields."""
    reading = Reading({name: value for name, value in form.constants.items() if not only or name in only})
    for target, column in form.columns.items():
        if only and target not in only:
            continue
        for index in column.indexes:
            value, faults = _read(table, row, column, index, known)
            for fault in faults:
                reading.found.append(diagnostic(table, row.number, index, fault))
                if fault.severity is Severity.ERROR:
                    reading.faulty.add(target)
                if fault.missing:
                    reading.unknown_topics.append(fault.missing)
            if value is None:
                continue
            if target in _LISTS and target in reading.values:
                before = reading.values[target]
                value = [*before, *(each for each in value if each not in before)]
            reading.values[target] = value
            reading.columns.setdefault(target, index)
    return reading


def _read(table: Table, row: Row, column: Column, index: int, known: Known) -> tuple[Any, list[Fault]]:
    text = tidy(clean_text(row.cells[index]))
    if not text and index == column.indexes[0] and column.empty is not None:
        text = str(column.empty)
    if not text:
        return None, []
    return read_cell(Cell(column, text, table.name(index), known))


def diagnostic(table: Table, row: int, index: int, fault: Fault) -> Diagnostic:
    """The fault at its place in the table."""
    return Diagnostic(table.at(row, index), fault.code, fault.message, fault.fix, fault.severity)


def record(
    table: Table, row: Row, form: FormMap, program: str, person: str, reading: Reading, named: bool
) -> Record | None:
    """The participant that a row describes, in the schema's order; None where one is not to be made of it.

    What is missing is added to `reading.found`. `named` false leaves the name out.
    """
    values = reading.values
    _missing(table, row, form, reading)
    if reading.faulty or values["role"] == SKIP:
        return None
    data: dict[str, Any] = {}
    sources: dict[tuple[str | int, ...], int] = {}

    def put(path: tuple[str, ...], value: Any, target: str) -> None:
        place = data
        for key in path[:-1]:
            place = place.setdefault(key, {})
        place[path[-1]] = value
        if target in reading.columns:
            sources[path] = reading.columns[target]

    if named and "name" in values:
        put(("name",), values["name"], "name")
    for key in ("role", "capacity", "joined"):
        if key in values:
            put(("programs", program, key), values[key], key)
    data["status"] = "active"
    for key in _PLAIN:
        if key in _TOPICS:
            _put_topics(key, form, reading, data, sources)
        elif key in values:
            put((key,), values[key], key)
    for purpose in CONSENTS:
        target = f"consent_{purpose}"
        if target in values:
            put(("consent", purpose, "audience"), values[target], target)
            put(("consent", purpose, "given"), values["joined"], "joined")
            if form.consent_text:
                data["consent"][purpose]["text"] = form.consent_text
    if "forge" in values:
        put(("forge",), values["forge"], "forge")
    return Record(row.number, person, {key: data[key] for key in _ORDER if key in data}, sources)


def _missing(table: Table, row: Row, form: FormMap, reading: Reading) -> None:
    wanted = [*REQUIRED, *(["joined"] if any(f"consent_{each}" in reading.values for each in CONSENTS) else [])]
    if reading.values.get("role") == SKIP:
        # Nothing else in the row matters then.
        reading.faulty.clear()
        reading.found.clear()
        reading.unknown_topics.clear()
        return
    for target in wanted:
        if target in reading.values or target in reading.faulty:
            continue
        index = form.columns[target].indexes[0]
        reading.faulty.add(target)
        reading.found.append(
            Diagnostic(
                table.at(row.number, index),
                Code.CELL_MISSING,
                f"expected `{target}` in {table.name(index)}, found an empty cell",
                f"fill in the cell, or say what an empty one means in `columns.{target}.empty` in the map",
            )
        )


def _put_topics(
    key: str, form: FormMap, reading: Reading, data: dict[str, Any], sources: dict[tuple[str | int, ...], int]
) -> None:
    """Topics of the column itself, then those of `topics` where the role gives them to this side."""
    side = "offers" if reading.values["role"] == "mentor" else "seeks"
    entries: dict[str, tuple[int, int]] = {}
    for target in (key, "topics") if key == side else (key,):
        for each in reading.values.get(target, ()):
            entries.setdefault(each, (form.columns[target].points, reading.columns[target]))
    if entries:
        data[key] = [{"topic": each, _TOPICS[key]: points} for each, (points, _) in entries.items()]
        for number, (_, index) in enumerate(entries.values()):
            sources[key, number] = index
        sources[(key,)] = next(iter(entries.values()))[1]
