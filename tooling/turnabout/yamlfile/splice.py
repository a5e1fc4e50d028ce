"""Changes one value of a file that a person edits, adds a key or an item of a list, and leaves every other character alone."""

import copy
import re
from typing import Any

from turnabout.yamlfile.document import Document
from turnabout.yamlfile.emit import emit_entry, emit_item
from turnabout.yamlfile.load import load
from turnabout.yamlfile.quoting import EmitError, scalar

_COMMENT = re.compile(r"[ \t]+#.*")


class SpliceError(ValueError):
    """The change cannot be made without touching more of the file: one sentence that says why."""


def splice(document: Document, text: str, path: tuple[str | int, ...], value: Any) -> str:
    """The text with `value` at `path`; `document` is what `text` loads as.

    Replaces an existing scalar by a scalar, or adds a new key, with any value, at the end of a block mapping.
    The result is loaded again and compared before it is returned. Raises SpliceError where neither is possible.
    """
    if path in document.spans:
        changed = _replaced(document, text, path, value)
    elif path and isinstance(path[-1], str) and isinstance(_value(document.data, path[:-1]), dict):
        changed = _added(document, text, path, value)
    else:
        raise SpliceError(f"expected a place in {document.path}, found none for {_words(path)}")
    return _verified(document, changed, path, value)


def append(document: Document, text: str, path: tuple[str | int, ...], value: Any) -> str:
    """The text with `value` as one more item of the list at `path`; `document` is what `text` loads as.

    The result is loaded again and compared before it is returned. Raises SpliceError where `path` is no list with a
    line for each item, and no empty one.
    """
    items = _value(document.data, path)
    start, end = document.spans.get(path, (0, 0))
    if not isinstance(items, list) or (text[start:end] != "[]" and text[start : start + 1] != "-"):
        raise SpliceError(f"expected a list with a line for each item at {_words(path)} in {document.path}, found none")
    if items:
        indent = document.values[path][1] - 1
        # As the item before it is written: half a list on one line each would be hard to read.
        inline = text[document.spans[*path, len(items) - 1][0]] in "{["
    elif path in document.keys:
        indent, inline = document.keys[path][1] + 1, isinstance(value, dict)
        kept = text[:start].rstrip(" ")
        text, end = kept + text[end:], len(kept)
    else:
        raise SpliceError(f"expected a key before the list at {_words(path)} in {document.path}, found none")
    try:
        lines = emit_item(value, indent, len(path) + 1, inline=inline)
    except EmitError as fault:
        raise SpliceError(str(fault)) from fault
    return _verified(document, _behind(text, end, lines), path, [*items, value])


def _verified(document: Document, changed: str, path: tuple[str | int, ...], value: Any) -> str:
    result, _ = load(document.path, changed.encode())
    if result is None or not _same(result.data, _expected(document.data, path, value)):
        raise SpliceError(f"{document.path} is written in a way that leaves no place for {_words(path)}")
    return changed


def _replaced(document: Document, text: str, path: tuple[str | int, ...], value: Any) -> str:
    start, end = document.spans[path]
    old = text[start:end]
    if isinstance(_value(document.data, path), dict | list):
        raise SpliceError(f"expected a single value at {_words(path)} in {document.path}, found a list or a group")
    new = _scalar(value)
    if not old:
        # An empty value has its place directly behind the colon or the dash.
        new = f" {new}"
    elif old[0] in "|>":
        # A comment behind the sign that opens the block stays behind the value.
        header = old.split("\n", 1)[0].rstrip("\r")
        comment = _COMMENT.search(header)
        new += comment[0] if comment else ""
        new += _newline(text) if old.endswith("\n") else ""
    return text[:start] + new + text[end:]


def _added(document: Document, text: str, path: tuple[str | int, ...], value: Any) -> str:
    parent = path[:-1]
    start, end = document.spans[parent]
    if text[start] == "{":
        raise SpliceError(
            f"expected a mapping of several lines at {_words(parent)} in {document.path}, found one in braces"
        )
    indent = document.values[parent][1] - 1
    try:
        lines = emit_entry(str(path[-1]), value, indent, len(parent) + 1)
    except EmitError as fault:
        raise SpliceError(str(fault)) from fault
    return _behind(text, end, lines)


def _behind(text: str, end: int, lines: list[str]) -> str:
    """The text with `lines` behind the line on which the value that ends at `end` stands, and behind its comment."""
    newline = _newline(text)
    line_end = end if text[:end].endswith("\n") else text.find("\n", end)
    if line_end < 0:
        return text + newline + newline.join(lines)
    if text[:end].endswith("\n"):
        line_end -= 1
    if text[line_end - 1 : line_end] == "\r":
        line_end -= 1
    return text[:line_end] + "".join(newline + line for line in lines) + text[line_end:]


def _scalar(value: Any) -> str:
    try:
        return scalar(value, flow=True)
    except EmitError as fault:
        raise SpliceError(str(fault)) from fault


def _newline(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def _value(data: Any, path: tuple[str | int, ...]) -> Any:
    for step in path:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return None
    return data


def _expected(data: Any, path: tuple[str | int, ...], value: Any) -> Any:
    if not path:
        return value
    data = copy.deepcopy(data)
    _value(data, path[:-1])[path[-1]] = value
    return data


def _same(one: Any, other: Any) -> bool:
    """Equality that tells true from 1 and 1 from 1.0, and counts the order of keys."""
    if isinstance(one, dict) and isinstance(other, dict):
        return list(one) == list(other) and all(_same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(map(_same, one, other))
    return type(one) is type(other) and bool(one == other)


def _words(path: tuple[str | int, ...]) -> str:
    return "`" + ".".join(str(step) for step in path) + "`" if path else "the whole file"
