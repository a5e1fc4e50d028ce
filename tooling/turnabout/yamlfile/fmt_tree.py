"""What a file is to the formatter: entries with the comments that belong to them, and values as the lines they were written in."""

from dataclasses import dataclass, field
from enum import Enum

# Comment lines without their indentation; an empty string is an empty line.
Remarks = list[str]


class Shape(Enum):
    """How a value that is no block of entries was written; each has its own rule for further lines."""

    WORDS = "plain or quoted text, a number, or nothing: the indentation of further lines means nothing"
    FLOW = "brackets: further lines keep their distance from the first"
    TEXT = "a block of text: further lines are data behind their common indentation"


@dataclass(slots=True)
class Atom:
    """A value in the characters that its author chose.

    `lines` holds the first line and the further ones, those of a block of text without their common indentation;
    `above` is what stands between the key and a value that begins on a later line; `moved` says that it does.
    """

    shape: Shape
    lines: list[str]
    column: int = 0
    moved: bool = False
    above: Remarks = field(default_factory=list)
    # The comment behind the value, with the spaces before it.
    remark: str = ""
    # A block of text: the digit in its first line, or 2; and whether the empty lines below belong to it.
    indent: int = 2
    keeps: bool = False
    # Only where the value is the whole file.
    below: Remarks = field(default_factory=list)


@dataclass(slots=True)
class Entry:
    """One key of a mapping (`name` is `key:`) or one item of a list (`name` is `-`), `column` spaces in.

    `lead` stands above it; `deep` below it and further in; `tail` below it with an empty line before what follows.
    """

    key: str | int
    name: str
    column: int
    value: "Atom | Block"
    lead: Remarks = field(default_factory=list)
    # The comment behind the name where the value begins on a later line, with the spaces before it.
    remark: str = ""
    deep: Remarks = field(default_factory=list)
    tail: Remarks = field(default_factory=list)


@dataclass(slots=True)
class Block:
    """A mapping or list of several lines; `tail` are the comments behind its last entry.

    `level` is its column, or half a column more for a list whose dashes stand right under the key: a comment there is
    the mapping's.
    """

    path: tuple[str | int, ...]
    level: float
    entries: list[Entry] = field(default_factory=list)
    tail: Remarks = field(default_factory=list)
