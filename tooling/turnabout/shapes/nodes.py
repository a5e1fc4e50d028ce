"""Finds the part of a JSON Schema that speaks about a value, and whether that value is private."""

import re
from collections.abc import Mapping
from typing import Any

Node = Mapping[str, Any]


def nodes_along(schema: Node, path: tuple[str | int, ...]) -> list[Node]:
    """The schema nodes from the root to the value at `path`; shorter than the path where the schema says nothing."""
    node: Node = resolved(schema, schema)
    nodes = [node]
    for step in path:
        child = _child(node, step)
        if not isinstance(child, Mapping):
            break
        node = resolved(schema, child)
        nodes.append(node)
    return nodes


def is_private(schema: Node, path: tuple[str | int, ...]) -> bool:
    """Whether the value, or anything that holds it, is marked `x-private`; what the schema does not know is private."""
    nodes = nodes_along(schema, path)
    return len(nodes) <= len(path) or any(node.get("x-private") is True for node in nodes)


def node_by_pointer(schema: Node, pointer: tuple[str | int, ...]) -> Node:
    """The schema node that an engine's schema path leads to, or an empty one."""
    node: Any = schema
    for step in pointer:
        try:
            node = node[step]
        except (KeyError, IndexError, TypeError):
            return {}
    return node if isinstance(node, Mapping) else {}


def resolved(schema: Node, node: Node) -> Node:
    """The node that a local `$ref` stands for; the node itself where it has none. Chains end after 16 links."""
    for _ in range(16):
        reference = node.get("$ref")
        if not isinstance(reference, str) or not reference.startswith("#/"):
            return node
        steps = [step.replace("~1", "/").replace("~0", "~") for step in reference[2:].split("/")]
        # What stands beside a reference is ignored by draft-07, but our own mark is ours.
        private = node.get("x-private") is True
        node = node_by_pointer(schema, tuple(steps))
        if private:
            node = {**node, "x-private": True}
    return node


def _child(node: Node, step: str | int) -> Any:
    if isinstance(step, int):
        items = node.get("items")
        if isinstance(items, list):
            return items[step] if step < len(items) else node.get("additionalItems")
        return items
    properties = node.get("properties", {})
    if step in properties:
        return properties[step]
    for pattern, child in node.get("patternProperties", {}).items():
        if re.search(pattern, step):
            return child
    return node.get("additionalProperties")
