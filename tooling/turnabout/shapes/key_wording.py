"""Words for what is wrong with the keys of a mapping: unknown, missing, forbidden, or in another form."""

import re
from typing import Any

from turnabout.diagnostics import Diagnostic
from turnabout.ids import id_fault, nearest
from turnabout.shapes.codes import Code
from turnabout.shapes.nodes import Node, is_private, node_by_pointer, nodes_along, resolved
from turnabout.shapes.phrases import Case, Finding, choices, description_of, example_of, safe_name, tick
from turnabout.yamlfile import Document

# Comparing words is slow; a file with more unknown keys than this is not misspelt, it is another kind of file.
_OFFERS = 50


def offers(case: Case) -> dict[str, str | None]:
    """Each unknown key of the mapping, with the known key that it is most like, best one that is not there yet."""
    known = _known(case.node)
    patterns = tuple(case.node.get("patternProperties", {}))
    free = [key for key in known if key not in case.value]
    unknown = [
        key for key in case.value if key not in known and not any(re.search(pattern, key) for pattern in patterns)
    ]
    return {
        key: (nearest(key, free) or nearest(key, known)) if number < _OFFERS else None
        for number, key in enumerate(unknown)
    }


def _known(node: Node) -> list[str]:
    return [key for key, child in node.get("properties", {}).items() if child is not False]


def unknown_key(case: Case) -> list[Diagnostic]:
    """A complaint for each key that the schema does not know, at the key."""
    free = [key for key in _known(case.node) if key not in case.value]
    found = []
    private = is_private(case.schema, case.path)
    for key, offer in offers(case).items():
        shown = "another" if private else tick(key)
        if offer is not None and offer in case.value:
            fix = f"delete it, or move its value to `{offer}`"
        elif offer is not None:
            fix = f"write `{offer}`, if that is what you mean; else delete it"
        elif free:
            fix = f"delete it, or choose one of {choices(free)}"
        else:
            fix = "delete it"
        message = f"expected a known key in {case.name}, found {shown}"
        found.append(Diagnostic(case.document.key_at(*case.path, key), Code.UNKNOWN_KEY, message, fix))
    return found


def missing_key(case: Case) -> list[Diagnostic]:
    """A complaint about a key that has to be there, at its parent."""
    key = case.missing
    node = node_by_pointer(case.node, ("properties", key))
    description = description_of(node)
    fix = f"add `{key}: {example_of(node) or '…'}`" + (f": {description}" if description else "")
    # The parent's own key says better than its first line where something is missing.
    where = case.document.key_at(*case.path)
    return [Diagnostic(where, Code.MISSING_KEY, f"expected the key `{key}` in {case.name}, found none", fix)]


def key_forms(schema: Node, document: Document, finding: Finding) -> list[Diagnostic]:
    """A complaint for each key that is no id, or for the whole mapping where the names follow another rule."""
    names = _names(schema, finding)
    value: Any = document.data
    for step in finding.path:
        value = value[step]
    found = []
    private = is_private(schema, finding.path)
    name = safe_name(schema, finding.path)
    for key in value:
        shown = "another" if private else tick(key)
        long = len(key) > names.get("maxLength", len(key))
        if long or len(key) < names.get("minLength", 0):
            message = f"expected a {'shorter' if long else 'longer'} key in {name}, found {shown}"
            fix = f"write at {'most' if long else 'least'} {names['maxLength' if long else 'minLength']} characters"
        elif "pattern" in names and re.search(names["pattern"], key) is None:
            message = f"expected an id as key in {name}, found {shown}"
            fix = id_fault(key) or "write the key in the form that the reference page shows"
        elif "enum" in names and key not in names["enum"]:
            message = f"expected one of {choices(names['enum'])} as key in {name}, found {shown}"
            offer = nearest(key, names["enum"])
            fix = f"write `{offer}`, if that is what you mean" if offer else "choose one of them"
        else:
            continue
        found.append(Diagnostic(document.key_at(*finding.path, key), Code.KEY_FORM, message, fix))
    return found


def _names(schema: Node, finding: Finding) -> Node:
    """What the schema asks of the keys. Behind a `$ref` the engine's path no longer says that it is about keys."""
    steps = finding.pointer
    if "propertyNames" in steps:
        return resolved(schema, node_by_pointer(schema, steps[: steps.index("propertyNames") + 1]))
    return resolved(schema, nodes_along(schema, finding.path)[-1].get("propertyNames", {}))


def forbidden_key(case: Case) -> list[Diagnostic]:
    """A complaint about a key that the schema forbids here."""
    where = case.document.key_at(*case.path)
    return [Diagnostic(where, Code.OTHER, f"expected no {case.name} here, found one", "delete it")]
