"""Decides what becomes of one person of a table: a new file, an addition to their file, or nothing."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from turnabout.diagnostics import Diagnostic
from turnabout.frozen import dataclass
from turnabout.intake.codes import Code
from turnabout.intake.compare import differences, differing
from turnabout.intake.records import Record
from turnabout.intake.table import Table
from turnabout.layout import participant_path
from turnabout.shapes import Shapes
from turnabout.workspace import Workspace, schemas
from turnabout.yamlfile import Document, SpliceError, emit, load, splice

SCHEMA = "../../schema/participant.schema.json"
# What an export of HR knows better than the file; single values, so that they can be changed in place.
UPDATABLE = frozenset({"department", "job_title", "level", "manager", "site", "time_zone"})


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of one person. `kind` is created, joined, updated, unchanged or faulty; `text` the whole new file."""

    kind: str
    path: str = ""
    text: str = ""
    found: tuple[Diagnostic, ...] = ()


def settle(
    table: Table,
    made: Record,
    program: str,
    workspace: Workspace,
    contents: Mapping[str, bytes],
    update: frozenset[str] = frozenset(),
) -> Outcome:
    """What becomes of the person. Fields in `update` (some of UPDATABLE) are changed in an existing file, others are not."""
    person = workspace.people.get(made.id)
    if person is None and ("participant", made.id) in workspace.declared:
        message = f"expected a file without faults for `{made.id}`, found one with faults"
        return _faulty(_at_row(table, made, Code.FAULTY_FILE, message, "run `turnabout validate` and mend it first"))
    if person is None:
        path, text = participant_path(made.id), emit(made.data, schema=SCHEMA)
        faults = _ill_formed(table, made, path, text)
        return Outcome("faulty", found=faults) if faults else Outcome("created", path, text)
    document = workspace.documents[person.path]
    joins = program not in person.programs
    changes: list[tuple[tuple[str, ...], Any]] = [
        (path, made.data[path[0]]) for path in differing(made, document, program) if path[0] in update & UPDATABLE
    ]
    if joins:
        changes.append((("programs", program), made.data["programs"][program]))
    told = tuple(differences(table, made, document, program, frozenset(path[0] for path, _ in changes)))
    if not changes:
        return Outcome("unchanged", person.path, found=told)
    text = contents[person.path].decode("utf-8")
    for keys, value in changes:
        try:
            text = _spliced(person.path, text, keys, value)
        except SpliceError as fault:
            return _faulty(*told, _no_place(table, made, person.path, keys, value, fault))
    faults = _ill_formed(table, made, person.path, text)
    if faults:
        return _faulty(*told, *faults)
    return Outcome("joined" if joins else "updated", person.path, text, told)


def _spliced(path: str, text: str, keys: tuple[str, ...], value: Any) -> str:
    document, _ = load(path, text.encode("utf-8"))
    if document is None:
        raise SpliceError(f"{path} cannot be read")
    return splice(document, text, keys, value)


def _faulty(*found: Diagnostic) -> Outcome:
    return Outcome("faulty", found=found)


def _no_place(
    table: Table, made: Record, path: str, keys: tuple[str, ...], value: Any, fault: SpliceError
) -> Diagnostic:
    shown = "{" + ", ".join(f"{key}: {each}" for key, each in value.items()) + "}" if isinstance(value, dict) else value
    message = f"expected a place for `{'.'.join(keys)}` in {path}, found none: {fault}"
    return _at_row(table, made, Code.FAULTY_FILE, message, f"write `{keys[-1]}: {shown}` there yourself")


def _ill_formed(table: Table, made: Record, path: str, text: str) -> tuple[Diagnostic, ...]:
    """What is wrong with the shape of the new text, each told at the cell it came from."""
    document, faults = load(path, text.encode("utf-8"))
    if document is not None:
        faults = _shapes().check("participant", document)
    return tuple(_at_cell(table, made, document, faults))


def _at_cell(table: Table, made: Record, document: Document | None, faults: list[Diagnostic]) -> Iterator[Diagnostic]:
    for fault in faults:
        index = None if document is None else made.column_of(document.path_at(fault.position))
        if index is None:
            yield _at_row(table, made, Code.CELL, fault.message, "correct the row")
            continue
        fix = "correct the cell, or say what it means under `values` in the map"
        yield Diagnostic(table.at(made.row, index), fault.code, f"{fault.message}, from {table.name(index)}", fix)


@cache
def _shapes() -> Shapes:
    return Shapes(schemas())


def _at_row(table: Table, made: Record, code: Code, message: str, fix: str) -> Diagnostic:
    return Diagnostic(table.at(made.row, 0), code, message, fix)
