"""What each file of the data interface holds: one description from which its JSON Schema and its documentation are made."""

from collections.abc import Iterator, Mapping
from typing import Any

from turnabout.frozen import dataclass

SCHEMA_FOLDER = "api/v1/schemas"


@dataclass(frozen=True, slots=True)
class Field:
    """One member of an object. `kind` is a JSON type, `date`, `list` (of `inner` objects) or `words` (a list of strings).

    `empty` tells that it may be null.
    """

    name: str
    kind: str
    about: str
    inner: tuple["Field", ...] = ()
    empty: bool = False


def schema(name: str, title: str, fields: tuple[Field, ...]) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of the file `name`.json; every member is always there and no other one is."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{name}.schema.json",
        "title": title,
        **_object(fields),
    }


def _object(fields: tuple[Field, ...]) -> dict[str, Any]:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": [each.name for each in fields],
        "properties": {each.name: {"description": each.about, **_value(each)} for each in fields},
    }


def _value(each: Field) -> dict[str, Any]:
    if each.kind == "list":
        return {"type": "array", "items": _object(each.inner)}
    if each.kind == "words":
        return {"type": "array", "items": {"type": "string"}}
    found = _object(each.inner) if each.kind == "object" else {"type": "string" if each.kind == "date" else each.kind}
    if each.kind == "date":
        found["format"] = "date"
    return found | {"type": [found["type"], "null"]} if each.empty else found


def flat(fields: tuple[Field, ...], path: str = "") -> Iterator[tuple[str, str, str]]:
    """Every member with its dotted path, its type in words and what it says."""
    kinds: Mapping[str, str] = {"list": "list", "words": "list of strings", "date": "date"}
    for each in fields:
        here = f"{path}{each.name}"
        yield here, kinds.get(each.kind, each.kind) + (" or null" if each.empty else ""), each.about
        yield from flat(each.inner, f"{here}[]." if each.kind == "list" else f"{here}.")
