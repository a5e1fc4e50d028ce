"""Takes a loaded file apart for the formatter: every character of it ends up in an entry, a value or a comment."""

import re
from dataclasses import dataclass
from typing import Any

from turnabout.yamlfile.document import Document, Path
from turnabout.yamlfile.fmt_remarks import QUOTED, Run, share
from turnabout.yamlfile.fmt_tree import Atom, Block, Entry, Shape

# Spaces, comments and empty lines up to the next sign that means something.
_SPACE = re.compile(r"(?:[ \t]*(?:#[^\n]*)?\n)*[ \t]*")
_COLON = re.compile(r"[ \t]*:")
_BEHIND = re.compile(r"[ \t]*(?:#[^\n]*)?(?=\n)")
_HEADER = re.compile(r"[|>]([+-]?)([1-9]?)([+-]?)")


class UnorderedError(ValueError):
    """The file is written in a way that the formatter does not know: `offset` says where, the text what."""

    def __init__(self, offset: int, message: str) -> None:
        super().__init__(message)
        self.offset = offset


@dataclass(slots=True)
class _Cursor:
    """Everything before `offset` has found its place."""

    document: Document
    text: str
    offset: int


def take_apart(document: Document, text: str) -> Block | Atom:
    """The tree of `text`, which ends in a line feed, has no carriage returns and loads as `document`.

    What stands above the first entry is left to the caller. Raises UnorderedError for what is legal and hardly ever
    seen: keys that begin with `?`, and the end mark `...`.
    """
    start, _ = document.spans[()]
    cursor = _Cursor(document, text, start)
    tree = _value(cursor, (), start, document.data, -1)
    run = _run(cursor, len(text))
    if isinstance(tree, Block):
        share(run, tree, at_end=True)
    elif any(run.texts):
        tree.below = run.texts
    return tree


def _value(cursor: _Cursor, path: Path, start: int, data: Any, parent: int) -> Block | Atom:
    """The value at `path`, which begins at `start`; `parent` is the column of the entry it belongs to."""
    text = cursor.text
    if isinstance(data, dict | list) and text[start] not in "[{":
        column = _column(text, start)
        block = Block(path, column + 0.5 if isinstance(data, list) and column == parent else column)
        entries = data.items() if isinstance(data, dict) else enumerate(data)
        for key, value in entries:
            _entry(cursor, block, key, value)
        return block
    if text[start] in "|>":
        return _text(cursor, start, parent)
    _, end = cursor.document.spans[path]
    shape = Shape.FLOW if text[start] in "[{" else Shape.WORDS
    cursor.offset = end
    lines = text[start:end].split("\n")
    return Atom(shape, lines, _column(text, start), remark=_behind(cursor))


def _entry(cursor: _Cursor, block: Block, key: str | int, data: Any) -> None:
    text, path = cursor.text, (*block.path, key)
    start = _next(text, cursor.offset)
    run = _run(cursor, start)
    lead = share(run, block) if block.entries else run.texts
    name, cursor.offset = _name(text, start, key)
    entry = Entry(key, name, _column(text, start), Atom(Shape.WORDS, [""]), lead=lead)
    begin, end = cursor.document.spans[path]
    if begin == end:
        entry.value = Atom(Shape.WORDS, [""], remark=_behind(cursor))
    elif begin != _next(text, cursor.offset):
        raise UnorderedError(start, "something unknown between a key and its value")
    else:
        run = _run(cursor, begin)
        entry.value = _value(cursor, path, begin, data, entry.column)
        entry.remark = run.remark
        if isinstance(entry.value, Block):
            entry.value.entries[0].lead = run.texts
        else:
            entry.value.moved, entry.value.above = run.several, run.texts
    block.entries.append(entry)


def _name(text: str, start: int, key: str | int) -> tuple[str, int]:
    """What stands before the value (`key:` or `-`), and where it ends."""
    if isinstance(key, int):
        if text[start] != "-":
            raise UnorderedError(start, "something unknown before an entry of a list")
        return "-", start + 1
    quoted = QUOTED.match(text, start)
    end = quoted.end() if quoted else start + len(key)
    if not quoted and text[start:end] != key:
        raise UnorderedError(start, "a key that begins with `?`" if text[start] == "?" else "something unknown")
    colon = _COLON.match(text, end)
    if colon is None:
        raise UnorderedError(start, "a key without its colon beside it")
    return f"{text[start:end]}:", colon.end()


def _text(cursor: _Cursor, start: int, parent: int) -> Atom:
    """A block of text with every line that is part of it; the cursor ends on the line feed of its last line."""
    text = cursor.text
    stop = text.index("\n", start)
    header = text[start:stop].rstrip(" \t")
    signs = _HEADER.match(header)
    digit, keeps = (signs[2], "+" in signs[0]) if signs else ("", False)
    rows = text[stop + 1 :].split("\n")[:-1]
    blank = next((number for number, row in enumerate(rows) if row.strip(" ")), len(rows))
    inner = parent + int(digit) if digit else _inner(rows[: blank + 1], parent)
    count = next((n for n, row in enumerate(rows) if row.strip(" ") and _indent(row) < inner), len(rows))
    rows = rows[:count]
    while rows and not keeps and not rows[-1][inner:]:
        rows.pop()
    cursor.offset = stop + sum(len(row) + 1 for row in rows)
    lines = [header, *(row[inner:] for row in rows)]
    return Atom(Shape.TEXT, lines, _column(text, start), indent=int(digit or 2), keeps=keeps)


def _inner(rows: list[str], parent: int) -> int:
    """The indentation of a text that does not state it: its first line's, or that of its longest empty line."""
    *empty, first = rows or [""]
    if first.strip(" ") and _indent(first) > parent:
        return _indent(first)
    return max([parent + 1, *map(len, empty), len(first) if not first.strip(" ") else 0])


def _behind(cursor: _Cursor) -> str:
    """The comment on the rest of the line, with the spaces before it; the cursor ends on the line feed."""
    match = _BEHIND.match(cursor.text, cursor.offset)
    if match is None:
        raise UnorderedError(cursor.offset, "something unknown behind a value")
    cursor.offset = match.end()
    return match[0].rstrip(" \t")


def _run(cursor: _Cursor, end: int) -> Run:
    """The comments and empty lines from the cursor to `end`, where the cursor then stands."""
    first, *rest = cursor.text[cursor.offset : end].split("\n")
    for line in (first, *rest):
        if line.strip(" \t") and not line.lstrip(" \t").startswith("#"):
            raise UnorderedError(cursor.offset, "something unknown below a value")
    # What follows the last line feed is only the indentation of what comes next.
    lines = [(_indent(line), line.strip(" \t")) for line in rest[:-1]]
    cursor.offset = end
    return Run(first.rstrip(" \t"), lines, bool(rest))


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" \t"))


def _next(text: str, offset: int) -> int:
    match = _SPACE.match(text, offset)
    return match.end() if match else offset


def _column(text: str, offset: int) -> int:
    return offset - (text.rfind("\n", 0, offset) + 1)
