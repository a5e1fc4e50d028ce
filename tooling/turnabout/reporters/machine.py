"""Diagnostics for programs: one JSON object with a version, so that its readers survive our next idea."""

import json
from collections.abc import Iterable
from typing import Any

from turnabout.diagnostics import Diagnostic
from turnabout.reporters.counting import tally

VERSION = 1


def as_json(diagnostics: Iterable[Diagnostic]) -> str:
    """`{"version", "summary": {errors, warnings, files}, "diagnostics": [{path, line, column, ...}]}`, by place."""
    ordered = sorted(diagnostics)
    errors, warnings, files = tally(ordered)
    report = {
        "version": VERSION,
        "summary": {"errors": errors, "warnings": warnings, "files": files},
        "diagnostics": [_entry(diagnostic) for diagnostic in ordered],
    }
    return json.dumps(report, ensure_ascii=False, indent=2) + "\n"


def _entry(diagnostic: Diagnostic) -> dict[str, Any]:
    position = diagnostic.position
    return {
        "path": position.path,
        "line": position.line,
        "column": position.column,
        "severity": diagnostic.severity.value,
        "code": diagnostic.code,
        "message": diagnostic.message,
        "fix": diagnostic.fix,
    }
