"""What a form asks to be written, as values, and the texts that come of it; what people wrote stays where it is."""

from collections.abc import Iterable, Mapping
from dataclasses import field
from typing import Any

from turnabout.formatting import format_file, key_order, schema_beside
from turnabout.frozen import dataclass
from turnabout.layout import Place, place
from turnabout.workspace import schemas
from turnabout.yamlfile import Document, SpliceError, append, emit, load, splice


@dataclass(frozen=True, slots=True)
class Write:
    """A new file. `sources` maps keys of the file to the fields that they come from."""

    path: str
    data: Mapping[str, Any]
    sources: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Change:
    """One value of a file that exists: replaced, or added under a new key; `source` is the field it comes from."""

    path: str
    keys: tuple[str, ...]
    value: Any
    source: str
    item: bool = False
    """Whether the value is one more entry of the list there, instead of the whole value."""


@dataclass(frozen=True, slots=True)
class Remove:
    """A file that goes."""

    path: str


Edit = Write | Change | Remove


def texts(edits: Iterable[Edit], contents: Mapping[str, bytes]) -> dict[str, str | None]:
    """The whole new text of each file that really changes, by path, None where it goes.

    SpliceError where a change has no place in its file.
    """
    made: dict[str, str | None] = {}
    for edit in edits:
        if isinstance(edit, Remove):
            made[edit.path] = None
        elif isinstance(edit, Write):
            made[edit.path] = emit(edit.data, schema=schema_beside(edit.path, _kind(edit.path)))
        else:
            before = made.get(edit.path) or contents[edit.path].decode("utf-8")
            made[edit.path] = _changed(edit, before)
    tidied = {path: text and _in_order(path, text, contents.get(path)) for path, text in made.items()}
    return {
        path: text for path, text in sorted(tidied.items()) if (text and text.encode("utf-8")) != contents.get(path)
    }


def _changed(edit: Change, text: str) -> str:
    document = _loaded(edit.path, text)
    if edit.keys not in document.spans:
        return splice(document, text, edit.keys, [edit.value] if edit.item else edit.value)
    if edit.item:
        return append(document, text, edit.keys, edit.value)
    if not isinstance(edit.value, list):
        return splice(document, text, edit.keys, edit.value)
    # Only an empty list is ever given entries, and that one by one.
    for entry in edit.value:
        text = append(_loaded(edit.path, text), text, edit.keys, entry)
    return text


def _loaded(path: str, text: str) -> Document:
    document, _ = load(path, text.encode("utf-8"))
    if document is None:
        raise SpliceError(f"{path} has faults")
    return document


def _in_order(path: str, text: str, before: bytes | None) -> str:
    """With new keys where the schema has them, if the file was in order before; else as it is."""
    order = key_order(schemas()[_kind(path)])
    if before is not None and format_file(path, _kind(path), before, order)[0] != before.decode("utf-8"):
        return text
    ordered, _ = format_file(path, _kind(path), text.encode("utf-8"), order)
    return text if ordered is None else ordered


def _kind(path: str) -> str:
    where = place(path)
    assert isinstance(where, Place), where  # noqa: S101 - every path comes from the layout
    return where.kind
