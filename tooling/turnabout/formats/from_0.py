"""From format 0 to 1: surveys, milestones and survey results had the key `on`, which now is `date`."""

from collections.abc import Mapping

from turnabout.diagnostics import Diagnostic, Position
from turnabout.layout import place
from turnabout.yamlfile.document import Path
from turnabout.yamlfile.rename import Renamed, rename_keys

OLD, NEW = "on", "date"
# Kind of file -> what holds the key; 0 stands for any entry of a list.
_HOLDERS: dict[str, tuple[str | int, ...]] = {"program": ("surveys", 0), "pair": ("milestones", 0), "feedback": ()}


def rewrite(texts: Mapping[str, str]) -> tuple[dict[str, str], list[Diagnostic]]:
    """The texts that change, and what is wrong with files that hold an old key and could not be read afterwards."""
    changed: dict[str, str] = {}
    found: list[Diagnostic] = []
    for path, text in texts.items():
        renamed, positions, faults = _renamed(path, text)
        if faults and positions:
            found += faults
        elif positions:
            changed[path] = renamed
    return changed, found


def sign(path: str, content: bytes) -> Position | None:
    """Where the file's first key of format 0 stands, or None."""
    if OLD.encode() not in content:
        return None
    try:
        _, positions, _ = _renamed(path, content.decode("utf-8"))
    except UnicodeDecodeError:
        return None
    return positions[0] if positions else None


def _renamed(path: str, text: str) -> Renamed:
    where = place(path)
    if isinstance(where, str) or where.kind not in _HOLDERS or OLD not in text:
        return text, [], []
    above = _HOLDERS[where.kind]

    def new_name(keys: Path) -> str | None:
        shape = tuple(key if isinstance(key, str) else 0 for key in keys)
        return NEW if shape == (*above, OLD) else None

    return rename_keys(path, text, new_name)
