"""Diagnostics as SARIF 2.1.0, which code scanning of several forges and editors reads."""

import json
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from turnabout import __version__
from turnabout.diagnostics import Diagnostic


def as_sarif(diagnostics: Iterable[Diagnostic]) -> str:
    """One run with one rule for each code that occurs and one result for each diagnostic, by place."""
    ordered = sorted(diagnostics)
    codes = sorted({str(diagnostic.code) for diagnostic in ordered})
    run = {
        "tool": {
            "driver": {"name": "turnabout", "version": __version__, "rules": [{"id": code} for code in codes]},
        },
        # Columns count characters, as in our positions.
        "columnKind": "unicodeCodePoints",
        "results": [_result(diagnostic, codes.index(str(diagnostic.code))) for diagnostic in ordered],
    }
    report = {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}
    return json.dumps(report, ensure_ascii=False, indent=2) + "\n"


def _result(diagnostic: Diagnostic, rule: int) -> dict[str, Any]:
    position = diagnostic.position
    text = f"{diagnostic.message}\nfix: {diagnostic.fix}" if diagnostic.fix else diagnostic.message
    return {
        "ruleId": diagnostic.code,
        "ruleIndex": rule,
        "level": diagnostic.severity.value,
        "message": {"text": text},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": quote(position.path)},
                    "region": {"startLine": position.line, "startColumn": position.column},
                }
            }
        ],
    }
