"""What others may depend on in a participant's file, in a few words each: enough to say whom a change can concern."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from turnabout.model import Role, Status


class Card(NamedTuple):
    """One participant as others see them. `parts` are (program, role); empty text stands for what is left out."""

    name: str
    level: int
    status: str
    manager: str
    forge: str
    key: str
    parts: tuple[tuple[str, str], ...]
    wishes: tuple[str, ...]


def card(data: Mapping[str, Any]) -> Card:
    """The card of a participant file whose shape has been checked."""
    return Card(
        name=data.get("name", ""),
        level=data["level"],
        status=data["status"],
        manager=data.get("manager", ""),
        forge=data.get("forge", ""),
        key=data.get("key", ""),
        parts=tuple((program, part["role"]) for program, part in data["programs"].items()),
        wishes=tuple(data.get("wishes", ())),
    )


def bounds(cards: Mapping[str, Card]) -> dict[tuple[str, str], int]:
    """By (program, role) of the active people: the highest level of the mentees, the lowest of the mentors."""
    # Many people have the same parts, and few levels.
    levels: dict[tuple[tuple[str, str], ...], set[int]] = {}
    active = Status.ACTIVE.value
    for each in cards.values():
        if each.status == active:
            levels.setdefault(each.parts, set()).add(each.level)
    found: dict[tuple[str, str], int] = {}
    for parts, of_them in levels.items():
        for part in parts:
            outermost = max if part[1] == Role.MENTEE else min
            found[part] = outermost((*of_them, found[part]) if part in found else of_them)
    return found
