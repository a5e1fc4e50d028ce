"""Orders the keys of mappings in braces, where one is written on one line; the commas and spaces between stay."""

from typing import Any

from turnabout.yamlfile.document import Document, Path
from turnabout.yamlfile.fmt_write import Order


def arrange(document: Document, text: str, order: Order) -> str:
    """The text with the keys in braces in `order`; all else, and every line's length, as it was."""
    lines = [0]
    while (found := text.find("\n", lines[-1])) >= 0:
        lines.append(found + 1)
    starts = {path: lines[line - 1] + column - 1 for path, (line, column) in document.keys.items()}
    done, pieces = 0, []
    for path, (start, end) in sorted(document.spans.items(), key=lambda item: item[1]):
        if start >= done and text[start : start + 1] in ("{", "[") and end > start:
            pieces += [text[done:start], _arranged(document, text, starts, path, order)]
            done = end
    return "".join([*pieces, text[done:]])


def _arranged(document: Document, text: str, starts: dict[Path, int], path: Path, order: Order) -> str:
    """The text of the value at `path`, which is a collection in brackets, or anything inside one."""
    start, end = document.spans[path]
    data = _at(document.data, path)
    if not isinstance(data, dict | list) or not data:
        return text[start:end]
    keys = list(data) if isinstance(data, dict) else range(len(data))
    places, parts = [], []
    for key in keys:
        begin, stop = document.spans[*path, key]
        first = starts.get((*path, key), begin)
        places.append((first, stop))
        parts.append(text[first:begin] + _arranged(document, text, starts, (*path, key), order))
    if isinstance(data, dict) and "\n" not in text[start:end]:
        wanted = {key: number for number, key in enumerate(order(path))}
        ranks = [wanted.get(key, len(wanted)) for key in data]
        parts = [parts[number] for number in sorted(range(len(parts)), key=lambda number: ranks[number])]
    pieces, done = [], start
    for (first, stop), part in zip(places, parts, strict=True):
        pieces += [text[done:first], part]
        done = stop
    return "".join([*pieces, text[done:end]])


def _at(data: Any, path: Path) -> Any:
    for step in path:
        data = data[step]
    return data
