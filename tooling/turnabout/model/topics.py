"""A topic: one entry of the controlled vocabulary."""

from collections.abc import Mapping
from typing import Any

from turnabout.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Topic:
    """What people offer and seek. `parent` is a wider topic's id."""

    id: str
    title: str
    about: str
    aliases: tuple[str, ...]
    parent: str | None


def topic(data: Mapping[str, Any]) -> Topic:
    """The topic that one entry of topics.yaml describes."""
    return Topic(data["id"], data["title"], data.get("about", ""), tuple(data.get("aliases", ())), data.get("parent"))
