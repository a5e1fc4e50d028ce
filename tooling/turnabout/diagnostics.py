"""One complaint about one place in one file, and what mends it."""

from enum import StrEnum

from turnabout.frozen import dataclass


class Severity(StrEnum):
    """Errors fail a check; warnings are shown and do not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place in a file: path with forward slashes, relative to the repository; line and column count from 1."""

    path: str
    line: int = 1
    column: int = 1


@dataclass(frozen=True, slots=True, order=True)
class Diagnostic:
    """One complaint. Sorts by place, then by code, so that every rendering has one order.

    `message` is lower case without a full stop, values in backticks, expected before found. `fix` is something a
    non-programmer can do. Neither ever holds the value of a private field.
    """

    position: Position
    code: str
    message: str
    fix: str = ""
    severity: Severity = Severity.ERROR


def has_errors(diagnostics: "list[Diagnostic] | tuple[Diagnostic, ...]") -> bool:
    """Whether any of them fails a check."""
    return any(diagnostic.severity is Severity.ERROR for diagnostic in diagnostics)
