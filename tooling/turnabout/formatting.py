"""Decides what `turnabout fmt` makes of each file: the order of keys from its schema, the editors' line from its path."""

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any

from turnabout.diagnostics import Diagnostic
from turnabout.file_codes import FileCode
from turnabout.frozen import dataclass
from turnabout.shapes.nodes import nodes_along
from turnabout.workspace import Files, check_file, placed
from turnabout.yamlfile import load
from turnabout.yamlfile.document import Path
from turnabout.yamlfile.fmt import FormatError, format_text
from turnabout.yamlfile.fmt_write import Order

# Written by the tool alone, and compared byte by byte.
GENERATED = frozenset({"certificate"})


@dataclass(frozen=True, slots=True)
class Formatted:
    """The new texts of the files that would change, and why some were left as they are; `seen` counts all files."""

    changes: Mapping[str, str]
    diagnostics: tuple[Diagnostic, ...]
    seen: int


def format_files(
    files: Files,
    schemas: Mapping[str, Mapping[str, Any]],
    only: Callable[[str], bool],
    progress: Callable[[int], object],
) -> Formatted:
    """What becomes of the files that `only` chooses by path. A file with a fault in itself stays, and so do certificates."""
    places, found = placed(files)
    orders = {kind: key_order(schema) for kind, schema in schemas.items()}
    found = [fault for fault in found if only(fault.position.path)]
    chosen = {path: where.kind for path, where in places.items() if only(path) and where.kind not in GENERATED}
    changes: dict[str, str] = {}
    for done, (path, kind) in enumerate(chosen.items(), start=1):
        before = files.contents[path]
        after, faults = format_file(path, kind, before, orders[kind])
        found += faults
        if after is not None and after.encode() != before:
            changes[path] = after
        progress(done)
    return Formatted(changes, tuple(sorted(found)), len(chosen))


def format_file(path: str, kind: str, content: bytes, order: Order) -> tuple[str | None, list[Diagnostic]]:
    """The file's text in order, or None with what is wrong with it."""
    data, faults = check_file(path, kind, content)
    document = None if data is None else load(path, content)[0]
    if document is None:
        return None, faults
    try:
        return format_text(document, content.decode("utf-8"), order, schema_beside(path, kind)), []
    except FormatError as fault:
        message = f"expected a file that can be put in order, found one that cannot: {fault}"
        fix = "write this place in a plainer way; the file was left as it is"
        return None, [Diagnostic(fault.position, FileCode.ORDER, message, fix)]


def key_order(schema: Mapping[str, Any]) -> Order:
    """The keys of each mapping in the order of the schema's properties; none where the keys are free."""

    @cache
    def order(path: Path) -> tuple[str, ...]:
        nodes = nodes_along(schema, path)
        return tuple(nodes[-1].get("properties", ())) if len(nodes) > len(path) else ()

    return order


def schema_beside(path: str, kind: str) -> str:
    """The schema's path as seen from the file, for the line on top that tells editors."""
    return "../" * path.count("/") + f"schema/{kind}.schema.json"


def below(paths: Iterable[str]) -> Callable[[str], bool]:
    """Whether a path is one of these or lies in one of these folders; with none, every path does."""
    wanted = tuple(paths)
    folders = tuple(f"{path}/" for path in wanted)
    return lambda path: not wanted or path in wanted or path.startswith(folders)
