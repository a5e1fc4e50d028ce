"""Puts a file in order: keys as asked for, spacing as everywhere, and not one comment or value lost."""

import re
from collections import Counter
from typing import Any

from turnabout.diagnostics import Position
from turnabout.yamlfile.document import Document
from turnabout.yamlfile.fmt_flow import arrange
from turnabout.yamlfile.fmt_read import UnorderedError, take_apart
from turnabout.yamlfile.fmt_remarks import comments
from turnabout.yamlfile.fmt_tree import Remarks
from turnabout.yamlfile.fmt_write import Order, put_together
from turnabout.yamlfile.load import load

MODELINE = "# yaml-language-server: $schema="
_MODELINE = re.compile(r"#\s*yaml-language-server:\s*\$schema=(\S*)")
_BLOCK_SIGNS = re.compile(r"([|>])\+?([1-9]?)\+?")


class FormatError(ValueError):
    """The file stays as it is: one sentence that says why, and the place."""

    def __init__(self, position: Position, message: str) -> None:
        super().__init__(message)
        self.position = position


def format_text(document: Document, text: str, order: Order, schema: str | None = None) -> str:
    """`text` with its keys in `order` and even spacing; `document` is what it loads as.

    Two spaces for each level, one behind each colon and dash, at most one empty line in a row, none at the end of
    lines but in texts; line ends stay as they are. Quotes, brackets and the lines of long texts are the author's. A
    comment above a key goes where the key goes, one behind a value stays there, those on top of the file stay on top.
    `schema` is what the editors' line on top shall name; a line that names the same file at a web address is left.

    The result loads as the same data and has the same comments, which is checked here; formatting it again changes
    nothing. Raises FormatError where that cannot be done.
    """
    windows = "\r\n" in text
    plain = _ended(document, text).replace("\r\n", "\n")
    if plain != text:
        document = _loaded(document.path, plain)
    result = _formatted(document, plain, order, schema)
    after = _loaded(document.path, result)
    if not same_data(document.data, after.data):
        raise FormatError(document.at(), "its values would not stay what they are")
    if _counted(document, plain, schema) != _counted(after, result, schema):
        raise FormatError(document.at(), "a comment would be lost")
    return result.replace("\n", "\r\n") if windows else result


def _formatted(document: Document, text: str, order: Order, schema: str | None) -> str:
    arranged = arrange(document, text, order)
    if schema is not None:
        arranged = _without_strays(document, text, arranged)
    if arranged != text:
        document, text = _loaded(document.path, arranged), arranged
    try:
        start, _ = document.spans[()]
        head, opening, gap = _head(text[: text.rfind("\n", 0, start) + 1], schema)
        tree = take_apart(document, text)
    except UnorderedError as fault:
        line = text.count("\n", 0, fault.offset) + 1
        column = fault.offset - text.rfind("\n", 0, fault.offset)
        raise FormatError(Position(document.path, line, column), str(fault)) from fault
    return put_together(head, opening, gap, tree, order)


def _head(text: str, schema: str | None) -> tuple[Remarks, Remarks, bool]:
    """What stays on top, what belongs to the first entry, and whether an empty line parts the two.

    The comments right above the first entry are its own, unless the editors' line is among them.
    """
    lines = [line.strip(" \t") for line in text.split("\n")[:-1]]
    for number, line in enumerate(lines):
        if line and not line.startswith(("#", "---")):
            raise UnorderedError(0, f"something unknown on line {number + 1}")
    last = next((n for n in range(len(lines), 0, -1) if not lines[n - 1].startswith("#")), 0)
    head, opening = lines[:last], lines[last:]
    if any(_MODELINE.match(line) for line in opening):
        head, opening = lines, []
    gap = bool(head) and not head[-1]
    while head and not head[-1]:
        head = head[:-1]
    while head and not head[0]:
        head = head[1:]
    if schema is None:
        return head, opening, gap
    named = next((match[1] for line in head if (match := _MODELINE.match(line))), None)
    wanted = named if named is not None and _hosted(named, schema) else schema
    first = f"{MODELINE}{wanted}"
    if named is None:
        return ([first, "", *head] if head else [first]), opening, gap or not head
    return [first, *(line for line in head if not _MODELINE.match(line))], opening, gap


def _without_strays(document: Document, text: str, arranged: str) -> str:
    """The text without editors' lines further down. `arranged` is the text with the same lines, each as long as it was."""
    top, _ = document.spans[()]
    for offset, comment in reversed(comments(document, text)):
        start = text.rfind("\n", 0, offset) + 1
        if offset > top and _MODELINE.match(comment) and not text[start:offset].strip():
            arranged = arranged[:start] + arranged[text.index("\n", offset) + 1 :]
    return arranged


def _hosted(named: str, schema: str) -> bool:
    """Whether the person chose a web address for the same schema."""
    return named.startswith("https://") and named.rsplit("/", 1)[-1] == schema.rsplit("/", 1)[-1]


def _ended(document: Document, text: str) -> str:
    """The text with its last line feed; a block of text that ended without one is told not to add it."""
    if text.endswith("\n"):
        return text
    ended = f"{text}\n"
    if same_data(document.data, _loaded(document.path, ended).data):
        return ended
    starts = [start for start, end in document.spans.values() if text[start:end].startswith(("|", ">"))]
    start = max(starts, default=0)
    return ended[:start] + _BLOCK_SIGNS.sub(r"\1\2-", ended[start:], count=1)


def _loaded(path: str, text: str) -> Document:
    document, found = load(path, text.encode())
    if document is None:
        raise FormatError(found[0].position, f"in order, it would be refused with `{found[0].code}`")
    return document


def _counted(document: Document, text: str, schema: str | None) -> Counter[str]:
    """How often each comment occurs, the editors' line left out where it is the formatter's."""
    found = [comment for _, comment in comments(document, text)]
    return Counter(comment for comment in found if schema is None or not _MODELINE.match(comment))


def same_data(one: Any, other: Any) -> bool:
    """Equality that tells true from 1 and 1 from 1.0; the order of keys does not count, that of lists does."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same_data(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same_data, one, other))
    return type(one) is type(other) and bool(one == other)
