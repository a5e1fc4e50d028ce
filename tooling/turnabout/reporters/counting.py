"""Counts diagnostics in words, so that every rendering ends with the same sentence."""

from collections.abc import Iterable

from turnabout.diagnostics import Diagnostic, Severity
from turnabout.wording import counted


def tally(diagnostics: Iterable[Diagnostic]) -> tuple[int, int, int]:
    """How many errors, warnings, and different files."""
    diagnostics = list(diagnostics)
    errors = sum(diagnostic.severity is Severity.ERROR for diagnostic in diagnostics)
    return errors, len(diagnostics) - errors, len({diagnostic.position.path for diagnostic in diagnostics})


def summary_line(diagnostics: Iterable[Diagnostic]) -> str:
    """Such as "2 errors, 1 warning in 3 files"; that all is well it says only where there is nothing at all."""
    errors, warnings, files = tally(diagnostics)
    parts = [counted(number, noun) for number, noun in ((errors, "error"), (warnings, "warning")) if number]
    return f"{', '.join(parts)} in {counted(files, 'file')}" if parts else "no errors, no warnings"
