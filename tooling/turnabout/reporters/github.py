"""Diagnostics for a GitHub run: annotations on the changed lines, and a summary of the step in Markdown."""

import re
from collections.abc import Iterable

from turnabout.diagnostics import Diagnostic, Severity
from turnabout.reporters.counting import summary_line
from turnabout.wording import counted

# GitHub shows the first ten annotations of each kind in a step and drops the others without a word.
_SHOWN = 10
# A step's summary may have 1 MiB; what is longer fails the upload.
_SUMMARY_BYTES = 900_000
_SPACE = re.compile(r"\s+")
_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")


def annotations(diagnostics: Iterable[Diagnostic]) -> str:
    """Workflow commands, one a line: the first ten errors, then the first ten warnings, each by place."""
    ordered = sorted(diagnostics)
    shown = [
        diagnostic
        for severity in (Severity.ERROR, Severity.WARNING)
        for diagnostic in [found for found in ordered if found.severity is severity][:_SHOWN]
    ]
    return "".join(f"{_annotation(diagnostic)}\n" for diagnostic in shown)


def step_summary(diagnostics: Iterable[Diagnostic]) -> str:
    """All diagnostics as a Markdown table under one line that counts them, errors first."""
    ordered = sorted(diagnostics, key=lambda diagnostic: (diagnostic.severity is not Severity.ERROR, diagnostic))
    lines = [f"**{summary_line(ordered)}**", ""]
    if ordered:
        lines += ["| | place | code | what | fix |", "| --- | --- | --- | --- | --- |"]
    size = 0
    for number, diagnostic in enumerate(ordered):
        row = _row(diagnostic)
        size += len(row.encode()) + 1
        if size > _SUMMARY_BYTES:
            lines += ["", f"{counted(len(ordered) - number, 'more complaint')}: see the log of this step."]
            break
        lines.append(row)
    return "".join(f"{line}\n" for line in lines)


def _annotation(diagnostic: Diagnostic) -> str:
    position = diagnostic.position
    properties = {
        "file": position.path,
        "line": str(position.line),
        "col": str(position.column),
        "title": diagnostic.code,
    }
    head = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    text = f"{diagnostic.message}\nfix: {diagnostic.fix}" if diagnostic.fix else diagnostic.message
    return f"::{diagnostic.severity.value} {head}::{_data(text)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _row(diagnostic: Diagnostic) -> str:
    position = diagnostic.position
    place = f"{position.path}:{position.line}:{position.column}"
    cells = (
        diagnostic.severity.value,
        _escaped(place),
        diagnostic.code,
        _words(diagnostic.message),
        _words(diagnostic.fix),
    )
    return f"| {' | '.join(cells)} |"


def _words(text: str) -> str:
    """A message as Markdown: what stands in backticks becomes code, all other punctuation is only itself."""
    parts = text.split("`")
    if len(parts) % 2 == 0:
        return _escaped(text)
    return "".join(
        f"<code>{_escaped(part)}</code>" if number % 2 else _escaped(part) for number, part in enumerate(parts)
    )


def _escaped(text: str) -> str:
    """Text that Markdown and HTML read as text, whatever is in it: each ASCII punctuation sign as a numeric entity."""
    return _PUNCTUATION.sub(lambda sign: f"&#{ord(sign[0])};", _SPACE.sub(" ", text))
