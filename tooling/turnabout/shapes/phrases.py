"""The words that all wordings of shape share: names of values, their kinds, what the schema says about them."""

from typing import Any

from turnabout.diagnostics import Position
from turnabout.frozen import dataclass
from turnabout.shapes.nodes import Node, is_private, nodes_along
from turnabout.yamlfile import Document
from turnabout.yamlfile.quoting import EmitError, scalar

Path = tuple[str | int, ...]

SHOWN = 40


@dataclass(frozen=True, slots=True)
class Finding:
    """What the engine says: its name for the fault, the value's path, the schema's path, a missing key's name."""

    keyword: str
    path: Path
    pointer: Path
    missing: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """Everything that one wording needs: `node` is the schema node with the broken keyword, `limit` its value."""

    schema: Node
    document: Document
    path: Path
    node: Node
    limit: Any
    value: Any
    missing: str

    @property
    def where(self) -> Position:
        """Where the value begins."""
        return self.document.at(*self.path)

    @property
    def name(self) -> str:
        """What to call the value."""
        return safe_name(self.schema, self.path)

    @property
    def found(self) -> str:
        """The value as a message may show it: never a private one, never a long one."""
        if isinstance(self.value, dict | list) or is_private(self.schema, self.path):
            return kind_of(self.value)
        return shown_value(self.value) or kind_of(self.value)


def named(path: Path) -> str:
    """What to call a value: its key, which entry of which list, or the file."""
    entries = []
    while path and isinstance(path[-1], int):
        entries.append(f"entry {path[-1] + 1} of ")
        path = path[:-1]
    return "".join(entries) + (tick(str(path[-1])) if path else "the file")


def safe_name(schema: Node, path: Path) -> str:
    """As `named`, but a key that somebody chose inside a private mapping is as private as its value."""
    for depth, step in enumerate(path):
        if isinstance(step, str) and is_private(schema, path[:depth]):
            declared = nodes_along(schema, path[:depth])[-1].get("properties", {})
            if step not in declared:
                return f"a value in {named(path[:depth])}"
    return named(path)


def kind_of(value: Any) -> str:
    """The kind of a value in words."""
    if isinstance(value, bool):
        return "true or false"
    if value is None:
        return "nothing"
    names = {dict: "a group of keys", list: "a list", str: "text", int: "a number", float: "a number with a point"}
    return names[type(value)]


def tick(text: str) -> str:
    """Text in backticks, on one line, not endless."""
    text = " ".join(text.split()).replace("`", "'")
    return f"`{text if len(text) <= SHOWN else text[: SHOWN - 1] + '…'}`"


def shown_value(value: Any) -> str | None:
    """A scalar in backticks, or None where it is too long to help or empty."""
    if value is None or value == "":
        return None
    text = value if isinstance(value, str) else scalar(value)
    return tick(text) if len(text) <= SHOWN else None


def choices(words: list[str], limit: int = 20) -> str:
    """The words in backticks, with commas, and how many more there are."""
    shown = ", ".join(tick(word) for word in words[:limit])
    return shown + (f" and {len(words) - limit} more" if len(words) > limit else "")


def description_of(node: Node) -> str:
    """The first sentence of the schema's description, as the tail of a sentence of ours."""
    text = str(node.get("description", "")).strip().split(". ", 1)[0].removesuffix(".")
    return text[:1].lower() + text[1:] if text[1:2].islower() or text[1:2] == " " else text


def example_of(node: Node) -> str:
    """The schema's first example as YAML would have it, or nothing where it is no short single value."""
    examples = node.get("examples") or [None]
    example = examples[0]
    if example is None or isinstance(example, dict | list):
        return ""
    try:
        text = scalar(example)
    except EmitError:
        return ""
    return text if len(text) <= SHOWN and "`" not in text else ""


def as_described(node: Node) -> str:
    """A fix made of what the schema says about the value."""
    example, description = example_of(node), description_of(node)
    like = f"write it as in `{example}`" if example else "write it as described"
    return f"{like}: {description}" if description else like
