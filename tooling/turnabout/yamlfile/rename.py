"""Renames keys of a file in place, even those that the dialect refuses: for files from before a key had its name."""

from collections.abc import Callable

from turnabout.diagnostics import Diagnostic, Position
from turnabout.yamlfile.codes import Code
from turnabout.yamlfile.document import Path
from turnabout.yamlfile.limits import MAX_BYTES
from turnabout.yamlfile.load import load

Renamed = tuple[str, list[Position], list[Diagnostic]]


def rename_keys(path: str, text: str, renamed: Callable[[Path], str | None]) -> Renamed:
    """The text with other names for some keys, where they stand, and what keeps the result from loading.

    `renamed` is given the path of each key and returns its new name or None. Nothing else changes: values, comments,
    spaces and line ends stay. A key whose new name already stands beside it is a complaint, and the text stays.
    """
    if len(text) > MAX_BYTES:
        return text, [], load(path, text.encode())[1]
    # Late: the only module that imports PyYAML.
    from turnabout.yamlfile.events import build

    document, _ = build(path, text)
    names = {where: name for where in document.keys if (name := renamed(where)) is not None}
    positions = sorted(document.key_at(*where) for where in names)
    taken = [where for where, name in names.items() if (*where[:-1], name) in document.keys]
    if taken:
        return text, positions, [_taken(document.key_at(*where), where, names[where]) for where in taken]
    lines = text.split("\n")
    for where in sorted(names, key=lambda each: document.keys[each], reverse=True):
        line, column = document.keys[where]
        row, old = lines[line - 1], str(where[-1])
        end = column - 1 + len(old) + (2 if row[column - 1] in "\"'" else 0)
        lines[line - 1] = row[: column - 1] + names[where] + row[end:]
    changed = "\n".join(lines)
    _, found = load(path, changed.encode())
    return changed, positions, found


def _taken(position: Position, where: Path, name: str) -> Diagnostic:
    message = f"expected one of `{where[-1]}` and `{name}`, which is its new name, found both"
    return Diagnostic(position, Code.DUPLICATE_KEY, message, f"delete the line with `{where[-1]}`")
