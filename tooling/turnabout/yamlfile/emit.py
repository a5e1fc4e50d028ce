"""Writes data as YAML that reads as if a person had written it, and that loads as exactly what it was."""

import re
from collections.abc import Mapping, Sequence

from turnabout.yamlfile.limits import MAX_DEPTH
from turnabout.yamlfile.quoting import EmitError, check_text, is_plain, quoted, scalar

__all__ = ["EmitError", "emit", "emit_entry", "emit_item"]

WIDTH = 100
# A list of sentences reads better with a line for each; a list of words on one line.
_SHORT = 30
_SMALL_MAP = 4
_BREAK = re.compile(r"(?<=[^ ]) (?=[^ ])")


def emit(data: object, comment_header: Sequence[str] = (), schema: str | None = None) -> str:
    """The file's text, ending in a line feed: the editors' schema line, the comment lines, the data in its own order.

    Block style with two spaces; lists of short words and small maps in lists on one line where they fit 100 columns;
    long text folded, text of several lines as a block. `load` of the result gives the data back.
    Raises EmitError for what `load` would refuse: other types, keys that are no text, unseen characters, depth over 24.
    """
    head = [f"# yaml-language-server: $schema={schema}"] if schema else []
    head += [f"# {line}".rstrip() for line in comment_header]
    for line in head:
        check_text(line)
        if "\n" in line:
            raise EmitError("expected comments of one line each")
    return "".join(f"{line}\n" for line in [*head, *_node(data, 0, 1)])


def emit_entry(key: str, value: object, indent: int, depth: int = 1) -> list[str]:
    """The lines of `key: value` in a block mapping whose keys stand `indent` spaces in."""
    name = _key(key)
    if isinstance(value, Mapping | list | tuple):
        inline = _inline(value, indent + len(name) + 2) if not isinstance(value, Mapping) or not value else None
        if inline is not None:
            return [f"{' ' * indent}{name}: {inline}"]
        return [f"{' ' * indent}{name}:", *_node(value, indent + 2, depth + 1)]
    first, *rest = _text(value, indent + len(name) + 2, indent + 2)
    return [f"{' ' * indent}{name}: {first}", *rest]


def emit_item(value: object, indent: int, depth: int = 1, *, inline: bool = False) -> list[str]:
    """The lines of one more item of a block list whose dashes stand `indent` spaces in; on one line where it fits."""
    line = _inline(value, indent + 2) if inline else None
    return _item(value, indent, depth) if line is None else [f"{' ' * indent}- {line}"]


def _node(data: object, indent: int, depth: int) -> list[str]:
    """The lines of a value that begins on a line of its own."""
    if depth > MAX_DEPTH:
        raise EmitError(f"expected at most {MAX_DEPTH} levels")
    pad = " " * indent
    if isinstance(data, Mapping) and data:
        return [line for key, value in data.items() for line in emit_entry(key, value, indent, depth)]
    if isinstance(data, list | tuple) and data:
        # One shape for the whole list: half of it on one line each would be hard to read.
        inline = [_inline(item, indent + 2) if isinstance(item, Mapping) else None for item in data]
        if all(text is not None for text in inline):
            return [f"{pad}- {text}" for text in inline]
        return [line for item in data for line in _item(item, indent, depth)]
    if isinstance(data, Mapping | list | tuple):
        return [f"{pad}{'{}' if isinstance(data, Mapping) else '[]'}"]
    # A block of text needs an indent even at the root.
    first, *rest = _text(data, indent, indent + 2)
    return [f"{pad}{first}", *rest]


def _item(item: object, indent: int, depth: int) -> list[str]:
    pad = " " * indent
    if not isinstance(item, Mapping | list | tuple):
        first, *rest = _text(item, indent + 2, indent + 2)
        return [f"{pad}- {first}", *rest]
    if isinstance(item, list | tuple):
        inline = _inline(item, indent + 2)
        if inline is not None:
            return [f"{pad}- {inline}"]
    first, *rest = _node(item, indent + 2, depth + 1)
    return [f"{pad}- {first.lstrip(' ')}", *rest]


def _key(key: object) -> str:
    if not isinstance(key, str):
        raise EmitError(f"expected text as key, found {type(key).__name__}")
    check_text(key)
    if not key:
        raise EmitError("expected text as key, found nothing")
    name = key if is_plain(key, flow=True) else quoted(key)
    # YAML reads a key of more than 1,024 characters as something else.
    if len(name) > 1000:
        raise EmitError("expected a key of at most 1,000 characters")
    return name


def _inline(value: object, column: int) -> str | None:
    """A list of short words, or a small map of them, on one line; None where it would not fit or not read well."""
    if isinstance(value, Mapping):
        if len(value) > _SMALL_MAP or any(isinstance(entry, Mapping | list | tuple) for entry in value.values()):
            return None
        parts = [scalar(entry, flow=True) for entry in value.values()]
        line = "{" + ", ".join(f"{_key(key)}: {part}" for key, part in zip(value, parts, strict=True)) + "}"
    elif isinstance(value, list | tuple):
        if any(isinstance(entry, Mapping | list | tuple) for entry in value):
            return None
        parts = [scalar(entry, flow=True) for entry in value]
        line = "[" + ", ".join(parts) + "]"
    else:
        return None
    if any(len(part) > _SHORT for part in parts) or column + len(line) > WIDTH:
        return None
    return line


def _text(value: object, column: int, indent: int) -> list[str]:
    """A scalar that begins at `column`; further lines, if any, are complete and stand `indent` spaces in."""
    one_line = scalar(value)
    if not isinstance(value, str):
        return [one_line]
    pad = " " * indent
    if "\n" in value:
        body = value.removesuffix("\n")
        lines = body.split("\n")
        # A block takes its indent from its first line and drops nothing only if no line ends or begins oddly.
        if body and lines[0][:1] not in ("", " ") and lines[-1] and not any(_odd(line) for line in lines):
            return ["|" if body != value else "|-", *(f"{pad}{line}" if line else "" for line in lines)]
        return [one_line]
    if column + len(one_line) <= WIDTH or value[:1] in ("", " ") or _odd(value):
        return [one_line]
    return [">-", *(f"{pad}{line}" for line in _folded(value, max(40, WIDTH - indent)))]


def _odd(line: str) -> bool:
    return line != line.rstrip(" ") or "\t" in line


def _folded(text: str, width: int) -> list[str]:
    """Lines that a reader joins with one space each; text is only broken at single spaces."""
    lines: list[str] = []
    for word in _BREAK.split(text):
        if lines and len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines
