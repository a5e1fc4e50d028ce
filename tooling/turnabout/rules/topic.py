"""The list of topics: ids once, parents that exist, names that mean one thing."""

import datetime
from collections.abc import Iterator
from typing import Any

from turnabout.ids import nearest
from turnabout.layout import FOLDER
from turnabout.rules.registry import Finding, rule
from turnabout.workspace import Workspace

PATH = f"{FOLDER}/topics.yaml"


def _entries(workspace: Workspace) -> list[dict[str, Any]]:
    return list(workspace.data(PATH)["topics"]) if PATH in workspace.documents else []


@rule(
    "TOPIC001",
    passing="""
    # program/topics.yaml
    topics:
      - {id: generative-ai, title: Generative AI}
      - {id: short-video, title: Short video}
      - {id: accessibility, title: Accessibility}
    """,
    failing="""
    # program/topics.yaml
    topics:
      - {id: generative-ai, title: Generative AI}
      - {id: short-video, title: Short video}
      - {id: accessibility, title: Accessibility}
      - id: short-video  # <-
        title: Vertical video
    """,
)
def ids_once(workspace: Workspace, _today: datetime.date) -> Iterator[Finding]:
    """Ensure every topic is listed once.

    Of two topics with one id only the last one would count. Remove one of them, or give it an id of its own.
    """
    seen: dict[str, int] = {}
    for at, entry in enumerate(_entries(workspace)):
        first = seen.setdefault(entry["id"], at)
        if first != at:
            line = workspace.at(PATH, "topics", first, "id").line
            yield Finding(
                workspace.at(PATH, "topics", at, "id"),
                f"topic `{entry['id']}` is already listed at line {line}",
                "remove one of the two, or give it an id of its own",
            )


@rule(
    "TOPIC002",
    passing="""
    # program/topics.yaml
    topics:
      - {id: generative-ai, title: Generative AI}
      - {id: short-video, title: Short video, parent: generative-ai}
      - {id: accessibility, title: Accessibility}
    """,
    failing="""
    # program/topics.yaml
    topics:
      - {id: generative-ai, title: Generative AI}
      - id: short-video
        title: Short video
        parent: generative  # <-
      - {id: accessibility, title: Accessibility}
    """,
)
def parent_known(workspace: Workspace, _today: datetime.date) -> Iterator[Finding]:
    """Ensure the wider topic that a topic names exists.

    Siblings count as half a match; a parent that does not exist has no children. Correct the id, or remove `parent`.
    """
    for at, entry in enumerate(_entries(workspace)):
        parent = entry.get("parent")
        if parent is not None and parent not in workspace.topics:
            alike = nearest(parent, workspace.topics)
            yield Finding(
                workspace.at(PATH, "topics", at, "parent"),
                f"there is no topic `{parent}`",
                f"did you mean `{alike}`?" if alike else "correct the id, or remove `parent`",
            )


@rule(
    "TOPIC003",
    passing="""
    # program/topics.yaml
    topics:
      - {id: generative-ai, title: Generative AI, parent: accessibility}
      - {id: short-video, title: Short video}
      - {id: accessibility, title: Accessibility}
    """,
    failing="""
    # program/topics.yaml
    topics:
      - {id: generative-ai, title: Generative AI, parent: accessibility}
      - {id: short-video, title: Short video}
      - id: accessibility
        title: Accessibility
        parent: generative-ai  # <-
    """,
)
def parents_end(workspace: Workspace, _today: datetime.date) -> Iterator[Finding]:
    """Ensure no topic is its own wider topic, directly or through others.

    Two topics cannot each be wider than the other. Remove `parent` from one topic of the circle. One line of each
    circle is named: that of the topic whose id comes first.
    """
    position = {entry["id"]: at for at, entry in enumerate(_entries(workspace))}
    for topic in workspace.topics.values():
        trail = [topic.id]
        above = topic.parent
        while above is not None and above not in trail and above in workspace.topics:
            trail.append(above)
            above = workspace.topics[above].parent
        if above == topic.id and topic.id == min(trail):
            chain = " under ".join(f"`{each}`" for each in [*trail, topic.id])
            yield Finding(
                workspace.at(PATH, "topics", position[topic.id], "parent"),
                f"the wider topics go round in a circle: {chain}",
                "remove `parent` from one of them",
            )


@rule(
    "TOPIC004",
    passing="""
    # program/topics.yaml
    topics:
      - {id: generative-ai, title: Generative AI, aliases: [GenAI]}
      - {id: short-video, title: Short video}
      - {id: accessibility, title: Accessibility}
    """,
    failing="""
    # program/topics.yaml
    topics:
      - {id: generative-ai, title: Generative AI, aliases: [GenAI]}
      - id: short-video
        title: Short video
        aliases:
          - genai  # <-
      - {id: accessibility, title: Accessibility}
    """,
)
def names_unambiguous(workspace: Workspace, _today: datetime.date) -> Iterator[Finding]:
    """Ensure every id, title and alias means one topic.

    Sign-ups name topics in their own words, without regard to capital letters; a word that stands for two topics would
    be guessed. Keep the word at one topic.
    """
    owner: dict[str, str] = {}
    named: list[tuple[str, str, tuple[str | int, ...]]] = []
    for at, entry in enumerate(_entries(workspace)):
        owner.setdefault(entry["id"].casefold(), entry["id"])
        named.append((entry["title"], entry["id"], ("topics", at, "title")))
        named += [
            (alias, entry["id"], ("topics", at, "aliases", number))
            for number, alias in enumerate(entry.get("aliases", ()))
        ]
    for word, topic, keys in named:
        other = owner.setdefault(word.casefold(), topic)
        if other != topic:
            yield Finding(
                workspace.at(PATH, *keys),
                f"`{word}` already stands for the topic `{other}`",
                "keep the word at one of the two topics",
            )
