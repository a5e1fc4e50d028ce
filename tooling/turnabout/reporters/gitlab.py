"""Diagnostics as a GitLab code quality report, which GitLab shows in the merge request."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable

from turnabout.diagnostics import Diagnostic, Severity

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor"}


def code_quality(diagnostics: Iterable[Diagnostic]) -> str:
    """The JSON list that GitLab reads. A fingerprint is of path, code and message, so that it survives moved lines."""
    entries = []
    seen: Counter[str] = Counter()
    for diagnostic in sorted(diagnostics):
        position = diagnostic.position
        identity = "\0".join((position.path, diagnostic.code, diagnostic.message))
        seen[identity] += 1
        entries.append(
            {
                "description": diagnostic.message + (f" (fix: {diagnostic.fix})" if diagnostic.fix else ""),
                "check_name": diagnostic.code,
                "fingerprint": hashlib.sha256(f"{identity}\0{seen[identity]}".encode()).hexdigest(),
                "severity": _SEVERITIES[diagnostic.severity],
                "location": {"path": position.path, "lines": {"begin": position.line}},
            }
        )
    return json.dumps(entries, ensure_ascii=False, indent=2) + "\n"
