"""Sign-up tables of invented people, maps for them, and a program to import them into."""

import csv
import io
from collections.abc import Mapping, Sequence

import openpyxl

from support_workspace import MINIATURE, built
from turnabout.diagnostics import Diagnostic
from turnabout.intake.convert import Plan, plan
from turnabout.intake.mapping import FormMap, check_map
from turnabout.intake.table import Table, parse_table
from turnabout.shapes import Shapes
from turnabout.workspace import schemas
from turnabout.yamlfile import Document, load

PROGRAM = "digital-2026"
HEADERS = ("Timestamp", "Your Name", "Mentor or mentee?", "Grade", "Department", "Which topics?", "How many?")
NORA = ("2026-07-20 09:15:00", "Nora Lindqvist", "Mentor", "2", "Finance", "Generative AI, Short video", "2")
OMAR = ("2026-07-21", "Omar Haddad", "mentee", "6", "Sales & Service", "genai", "")

MAP = """\
columns:
  joined: {from: Timestamp}
  name: {from: "Your Name"}
  role: {from: "Mentor or mentee?"}
  level: {from: Grade}
  department: {from: Department}
  topics: {from: "Which topics?", separator: ","}
  capacity: {from: "How many?"}
constants:
  time_zone: Europe/Lisbon
  languages: [en]
"""

PSEUDONYMOUS = MINIATURE | {
    "program/digital-2026.yaml": MINIATURE["program/digital-2026.yaml"].replace(
        "privacy: named", "privacy: pseudonymous"
    )
}
SECOND = MINIATURE | {"program/finance-2026.yaml": MINIATURE["program/digital-2026.yaml"]}


def csv_bytes(*rows: Sequence[str], delimiter: str = ",") -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()


def xlsx_bytes(*rows: Sequence[object]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def table_of(*rows: Sequence[str]) -> Table:
    table, found = parse_table("sign-ups.csv", csv_bytes(*rows))
    assert table is not None
    assert found == []
    return table


def sign_ups(*changes: Mapping[str, str]) -> Table:
    """A table with a row for each change laid over Nora's."""
    return table_of(HEADERS, *(tuple((dict(zip(HEADERS, NORA, strict=True)) | each).values()) for each in changes))


def document_of(text: str) -> Document:
    document, faults = load("map.yaml", text.encode())
    assert document is not None, faults
    assert Shapes(schemas()).check("map", document) == []
    return document


def checked(text: str, table: Table) -> tuple[FormMap | None, list[Diagnostic]]:
    return check_map(document_of(text), table)


def mapped(text: str, table: Table) -> FormMap:
    form, found = checked(text, table)
    assert form is not None, found
    return form


def planned(
    table: Table, text: str = MAP, files: dict[str, str] = MINIATURE, program: str = PROGRAM, *, partial: bool = False
) -> Plan:
    workspace, faults = built(files)
    assert faults == []
    contents = {path: each.encode() for path, each in files.items()}
    return plan(table, mapped(text, table), workspace, program, contents, partial=partial)


def places(found: Sequence[Diagnostic]) -> list[tuple[int, int, str]]:
    """Line, column and code of each."""
    return [(each.position.line, each.position.column, each.code) for each in found]
