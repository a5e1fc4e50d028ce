"""Loads one YAML file strictly: bytes in; data with positions, or every complaint, out. Never an exception for what a file holds."""

import re
from dataclasses import replace

from turnabout.diagnostics import Diagnostic, Position
from turnabout.errors import EnvironmentFaultError
from turnabout.yamlfile.characters import FORBIDDEN_IN_TEXT, character_name
from turnabout.yamlfile.codes import Code
from turnabout.yamlfile.document import Document
from turnabout.yamlfile.limits import MAX_BYTES, MAX_UNSEEN
from turnabout.yamlfile.syntax import tab_indent

_BOM = b"\xef\xbb\xbf"
_TAB_INDENT = re.compile(r"^ *\t[ \t]*(?=[^ \t\r\n])", re.MULTILINE)


def load(path: str, content: bytes) -> tuple[Document | None, list[Diagnostic]]:
    """The document, or None with at least one diagnostic; the diagnostics stand in the order of the file.

    `path` is relative to the repository, with forward slashes. Limits: 256 KB, depth 24, 20,000 events, integers of
    18 digits; each is checked before the work that it limits.
    """
    if len(content) > MAX_BYTES:
        return None, [
            Diagnostic(
                Position(path),
                Code.TOO_LARGE,
                f"expected at most {MAX_BYTES // 1024} KB, found more",
                "split the file, or shorten the texts in it",
            )
        ]
    found: list[Diagnostic] = []
    if content.startswith(_BOM):
        content = content[len(_BOM) :]
        found.append(
            Diagnostic(
                Position(path),
                Code.BYTE_ORDER_MARK,
                "the file begins with a byte order mark, which nobody can see",
                "save the file as `UTF-8` without BOM",
            )
        )
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as fault:
        return None, [*found, _undecodable(path, content, fault.start)]
    unseen = list(FORBIDDEN_IN_TEXT.finditer(text))
    if unseen:
        found.extend(
            Diagnostic(
                _position(path, text, match.start()),
                Code.UNSEEN_CHARACTER,
                f"expected text, found {character_name(match[0])}",
                "delete this character: delete the word around it and type it again",
            )
            for match in unseen[:MAX_UNSEEN]
        )
        if len(unseen) > MAX_UNSEEN:
            return None, found
        # One for one, so that the positions of everything else still hold.
        text = FORBIDDEN_IN_TEXT.sub("\N{REPLACEMENT CHARACTER}", text)
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


def _position(path: str, text: str, offset: int) -> Position:
    line_start = text.rfind("\n", 0, offset) + 1
    return Position(path, text.count("\n", 0, offset) + 1, offset - line_start + 1)


def _inside(found: list[Diagnostic], text: str) -> list[Diagnostic]:
    """The faults where an editor can show them: libyaml puts the end of a file on a line below the last."""
    last = text.count("\n") + 1
    return [
        replace(fault, position=_position(fault.position.path, text, len(text)))
        if fault.position.line > last
        else fault
        for fault in found
    ]


def _undecodable(path: str, content: bytes, offset: int) -> Diagnostic:
    before = content[:offset].decode("utf-8")
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        message, offset = "expected `UTF-8`, found `UTF-16`", 0
    else:
        message = f"expected `UTF-8`, found the byte `0x{content[offset]:02x}`, which is from another encoding"
    return Diagnostic(
        _position(path, before, len(before)), Code.NOT_UTF8, message, "save the file with the encoding `UTF-8`"
    )


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
