"""Checks the schemas themselves: against the draft-07 metaschema, and against the house rules that keep them readable."""

from collections.abc import Iterator, Mapping
from typing import Any

from turnabout.shapes.formats import FORMATS

_DRAFT = "http://json-schema.org/draft-07/schema#"
_NEEDED = ("title", "description", "examples")


def check_schema(schema: Mapping[str, Any]) -> list[str]:
    """What is wrong with the schema, one sentence each, with the place in it; an empty list where nothing is.

    Beside the metaschema: it says that it is draft-07; every property has a title, a description and examples that
    fit it; every object refuses unknown keys or describes them; no `oneOf` or `anyOf`; only formats that we check.
    """
    # Late: the reference engine takes long to import and only the tests and `doctor` need it.
    import jsonschema  # type: ignore[import-untyped]  # its stubs are a package of their own

    engine = jsonschema.Draft7Validator
    errors = sorted(engine(engine.META_SCHEMA).iter_errors(dict(schema)), key=lambda error: list(map(str, error.path)))
    faults = [f"{_place(tuple(error.absolute_path))}: {error.message}" for error in errors]
    if faults:
        return faults
    if schema.get("$schema") != _DRAFT:
        faults.append(f'#: "$schema" is not "{_DRAFT}"')
    for place, node, is_property in _nodes((), schema, False):
        faults.extend(f"{_place(place)}: {fault}" for fault in _house_rules(node, is_property))
        checker = jsonschema.FormatChecker(formats=())
        for name, check in FORMATS.items():
            checker.checks(name)(lambda value, check=check: not isinstance(value, str) or check(value))
        fitting = engine({**node, "definitions": schema.get("definitions", {})}, format_checker=checker)
        for number, example in enumerate(node.get("examples", [])):
            faults.extend(
                f"{_place(place)}: example {number + 1} does not fit: {error.message}"
                for error in fitting.iter_errors(example)
            )
    return faults


def _place(path: tuple[str | int, ...]) -> str:
    return "#" + "".join(f"/{step}" for step in path)


def _house_rules(node: Mapping[str, Any], is_property: bool) -> Iterator[str]:
    if is_property and "$ref" not in node:
        yield from (f"no {key}" for key in _NEEDED if not node.get(key))
    if node.get("type") == "object" and "additionalProperties" not in node:
        yield 'an object without "additionalProperties"'
    if node.get("additionalProperties") is True:
        yield '"additionalProperties" is true'
    yield from (f'"{key}": its errors cannot be read' for key in ("oneOf", "anyOf") if key in node)
    name = node.get("format")
    if name is not None and name not in FORMATS:
        yield f'the format "{name}" is not one that we check'


def _nodes(
    place: tuple[str | int, ...], node: Any, is_property: bool
) -> Iterator[tuple[tuple[str | int, ...], Mapping[str, Any], bool]]:
    """Every schema inside the schema, with its place and whether it describes a property."""
    if not isinstance(node, Mapping):
        return
    yield place, node, is_property
    for key in ("properties", "patternProperties", "definitions"):
        for name, child in node.get(key, {}).items():
            yield from _nodes((*place, key, name), child, key != "definitions")
    for key in ("additionalProperties", "items", "additionalItems", "contains", "not", "if", "then", "else"):
        child = node.get(key)
        children = child if isinstance(child, list) else [child]
        for number, entry in enumerate(children):
            where = (*place, key, number) if isinstance(child, list) else (*place, key)
            yield from _nodes(where, entry, False)
    for key in ("allOf", "anyOf", "oneOf"):
        for number, child in enumerate(node.get(key, [])):
            yield from _nodes((*place, key, number), child, False)
