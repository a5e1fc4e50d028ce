"""Runs the engine over documents and turns what it finds into diagnostics."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from turnabout.diagnostics import Diagnostic
from turnabout.shapes.formats import FORMATS
from turnabout.shapes.nodes import nodes_along
from turnabout.shapes.phrases import Finding
from turnabout.shapes.wording import whole_number_with_point, worded
from turnabout.yamlfile import Document

if TYPE_CHECKING:
    import jsonschema_rs


class Shapes:
    """The schemas by kind, each compiled once, when the first document of its kind is checked."""

    def __init__(self, schemas: Mapping[str, Mapping[str, Any]]) -> None:
        self._schemas = dict(schemas)
        self._validators: dict[str, jsonschema_rs.Draft7Validator] = {}

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds that have a schema, sorted."""
        return tuple(sorted(self._schemas))

    def fits(self, kind: str, data: Any) -> bool:
        """Whether the engine finds nothing: quicker than `check` where that is the case, as it is for most files."""
        return self._validator(kind).is_valid(data)

    def check(self, kind: str, document: Document) -> list[Diagnostic]:
        """Every fault of the document's shape, in the order of the file. Raises KeyError for an unknown kind."""
        schema = self._schemas[kind]
        errors = self._validator(kind).iter_errors(document.data)
        found = worded(schema, document, [_finding(error, document.data) for error in errors])
        for path in _pointed(document.data):
            node = nodes_along(schema, path)[-1]
            if node.get("type") == "integer":
                found.append(whole_number_with_point(schema, document, path))
        return sorted(found)

    def _validator(self, kind: str) -> "jsonschema_rs.Draft7Validator":
        validator = self._validators.get(kind)
        if validator is None:
            # Late: the only import of the engine.
            import jsonschema_rs

            validator = jsonschema_rs.Draft7Validator(
                dict(self._schemas[kind]),
                validate_formats=True,
                formats=dict(FORMATS),
                # Linear time: a pattern can never hang on a text that somebody sent.
                pattern_options=jsonschema_rs.RegexOptions(),
            )
            self._validators[kind] = validator
        return validator


def _finding(error: "jsonschema_rs.ValidationError", data: Any) -> Finding:
    return Finding(
        keyword=type(error.kind).__name__,
        path=_true_path(error.instance_path, data),
        pointer=tuple(error.schema_path),
        missing=getattr(error.kind, "property", ""),
    )


_NUMBER = re.compile(r"\+?[0-9]+")


def _true_path(steps: Iterable[str | int], data: Any) -> tuple[str | int, ...]:
    """The engine's path with keys as keys: it reports the keys "7", "07" and "+7" of a mapping as the number 7."""
    path: list[str | int] = []
    for step in steps:
        if isinstance(data, dict) and step not in data:
            step = next(key for key in data if _NUMBER.fullmatch(key) and int(key) == step)
        path.append(step)
        data = data[step]
    return tuple(path)


def _pointed(data: Any) -> Iterator[tuple[str | int, ...]]:
    """Paths of numbers such as 2.0: JSON Schema takes them for whole ones, Python does not."""
    stack: list[tuple[tuple[str | int, ...], Any]] = [((), data)]
    while stack:
        path, value = stack.pop()
        if isinstance(value, float) and value.is_integer():
            yield path
        elif isinstance(value, dict | list):
            entries: Iterable[tuple[str | int, Any]] = value.items() if isinstance(value, dict) else enumerate(value)
            stack.extend(((*path, step), entry) for step, entry in entries if isinstance(entry, dict | list | float))
