"""Loads one YAML file strictly: bytes in; data with positions, or every complaint, out. Never an exception for what a file holds."""

import re
from dataclasses import replace

from turnabout.diagnostics import Diagnostic
from turnabout.errors import EnvironmentFaultError
from turnabout.yamlfile.codes import Code
from turnabout.yamlfile.document import Document
from turnabout.yamlfile.syntax import tab_indent
from turnabout.yamlfile.text import position_in, read_text

_TAB_INDENT = re.compile(r"^ *\t[ \t]*(?=[^ \t\r\n])", re.MULTILINE)


def load(path: str, content: bytes) -> tuple[Document | None, list[Diagnostic]]:
    """The document, or None with at least one diagnostic; the diagnostics stand in the order of the file.

    `path` is relative to the repository, with forward slashes. Limits: 256 KB, depth 24, 20,000 events, integers of
    18 digits; each is checked before the work that it limits.
    """
    text, found = read_text(path, content)
    if text is None:
        return None, found
    # Late: the only module that imports PyYAML.
    try:
        from turnabout.yamlfile.events import build
    except ImportError as fault:
        raise EnvironmentFaultError(
            "PyYAML is missing or was built without libyaml", "install it with `pip install --only-binary :all: pyyaml`"
        ) from fault

    document, faults = build(path, text)
    found.extend(faults)
    if "\t" in text:
        found.extend(_tab_indents(document, text, found))
    if found:
        return None, sorted(_inside(found, text))
    return document, []


def _inside(found: list[Diagnostic], text: str) -> list[Diagnostic]:
    """The faults where an editor can show them: libyaml puts the end of a file on a line below the last."""
    last = text.count("\n") + 1
    return [
        replace(fault, position=position_in(fault.position.path, text, len(text)))
        if fault.position.line > last
        else fault
        for fault in found
    ]


def _tab_indents(document: Document, text: str, found: list[Diagnostic]) -> list[Diagnostic]:
    """A complaint for each key or value that libyaml let stand behind a TAB at the start of a line."""
    starts = set(document.values.values()) | set(document.keys.values())
    reported = {fault.position.line for fault in found if fault.code == Code.TAB_INDENT}
    found_here = []
    line, counted = 1, 0
    # Counts on from the last match: from the start each time would be quadratic.
    for match in _TAB_INDENT.finditer(text):
        line += text.count("\n", counted, match.start())
        counted = match.start()
        if (line, match.end() - match.start() + 1) in starts and line not in reported:
            found_here.append(tab_indent(document.path, line))
    return found_here
