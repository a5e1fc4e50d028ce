"""Vetoes: pairs that somebody refuses, kept outside the repository."""

from collections.abc import Mapping
from typing import Any

from turnabout.frozen import dataclass
from turnabout.ids import PairKey


@dataclass(frozen=True, slots=True)
class Vetoes:
    """All refusals for one program. Never shown, logged or stored by the tool."""

    program: str
    path: str
    pairs: frozenset[PairKey]


def vetoes(path: str, data: Mapping[str, Any]) -> Vetoes:
    """The refusals that a checked vetoes file lists."""
    program = data["program"]
    return Vetoes(program, path, frozenset(PairKey(program, each["mentor"], each["mentee"]) for each in data["vetoes"]))
