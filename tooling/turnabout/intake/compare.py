"""Tells how a table and the file of somebody who has one differ; the file is never overwritten."""

from collections.abc import Iterator
from typing import Any

from turnabout.diagnostics import Diagnostic, Severity
from turnabout.intake.codes import Code
from turnabout.intake.records import Record
from turnabout.intake.table import Table
from turnabout.yamlfile import Document

_PRIVATE = frozenset({"wishes", "forge"})
_LONGEST = 60


def differing(made: Record, document: Document, program: str) -> Iterator[tuple[str, ...]]:
    """The paths of values that came from a cell and are others in the file; constants are not compared.

    Topics are compared without their points, which most forms do not ask for; consent without its date.
    """
    old, new = document.data, made.data
    paths: list[tuple[str, ...]] = [(key,) for key in new if key not in ("programs", "status", "consent")]
    if program in old["programs"]:
        paths += [("programs", program, key) for key in new["programs"][program]]
    paths += [("consent", purpose, "audience") for purpose in new.get("consent", {})]
    for path in paths:
        if made.column_of(path) is not None and _comparable(old, path) != _comparable(new, path):
            yield path


def differences(
    table: Table, made: Record, document: Document, program: str, settled: frozenset[str]
) -> Iterator[Diagnostic]:
    """A warning for each difference between the table and the file, but for the fields in `settled`."""
    for path in differing(made, document, program):
        if path[0] in settled and len(path) == 1:
            continue
        here, there = _comparable(document.data, path), _comparable(made.data, path)
        index = made.column_of(path) or 0
        where = document.at(*path) if here is not None else document.at()
        name = ".".join(path)
        if path[0] in _PRIVATE:
            message = f"expected the same `{name}` in table and file, found another one in {table.name(index)}"
        else:
            message = (
                f"expected {_shown(here)} for `{name}` as in the file, found {_shown(there)} in {table.name(index)}"
            )
        fix = f"if the table is right, change {where.path}:{where.line} yourself"
        yield Diagnostic(table.at(made.row, index), Code.DIFFERS, message, fix, Severity.WARNING)
    if document.data["status"] != "active":
        where = document.at("status")
        yield Diagnostic(
            table.at(made.row, 0),
            Code.DIFFERS,
            f"expected an active person to sign up, found `{made.id}` to be `{document.data['status']}`",
            f"if they are back, write `active` in {where.path}:{where.line}",
            Severity.WARNING,
        )


def _comparable(data: Any, path: tuple[str, ...]) -> Any:
    for key in path:
        if not isinstance(data, dict) or key not in data:
            return None
        data = data[key]
    if path[0] in ("offers", "seeks"):
        return sorted(each["topic"] for each in data)
    return data


def _shown(value: Any) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, list):
        value = ", ".join(" ".join(map(str, each.values())) if isinstance(each, dict) else str(each) for each in value)
    text = str(value).replace("`", "'")
    return f"`{text if len(text) <= _LONGEST else text[: _LONGEST - 1] + '…'}`"
