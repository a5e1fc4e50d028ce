"""Finds the topic that somebody typed: ids, titles and aliases, compared without regard to case and blanks."""

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import field
from typing import Any

from turnabout.frozen import dataclass
from turnabout.intake.names import slug
from turnabout.intake.table import tidy
from turnabout.model import Topic
from turnabout.yamlfile import clean_text, emit

_TITLE_MAX = 60


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """`words` maps each way of writing a topic to the ids it may mean; `titles` each id to its title."""

    words: Mapping[str, tuple[str, ...]]
    titles: Mapping[str, str]
    _alike: dict[str, str | None] = field(default_factory=dict, compare=False)

    def find(self, text: str) -> tuple[str, ...]:
        """The ids of the topics that `text` may mean: one if all is well, none if unknown, several if ambiguous."""
        return self.words.get(tidy(text).casefold(), ())

    def nearest(self, text: str) -> str | None:
        """The title of the topic that is written most like `text`, or None where none is alike enough."""
        word = tidy(text).casefold()
        if word not in self._alike:
            # The same wrong spelling comes in many rows.
            found = difflib.get_close_matches(word, sorted(self.words), n=1, cutoff=0.7)
            self._alike[word] = self.titles[self.words[found[0]][0]] if found else None
        return self._alike[word]


def vocabulary(topics: Mapping[str, Topic]) -> Vocabulary:
    """All ways of writing these topics."""
    words: dict[str, tuple[str, ...]] = {}
    for topic in topics.values():
        for word in (topic.id, topic.title, *topic.aliases):
            key = tidy(word).casefold()
            if topic.id not in words.get(key, ()):
                words[key] = (*words.get(key, ()), topic.id)
    return Vocabulary(words, {topic.id: topic.title for topic in topics.values()})


def entries_to_add(missing: Iterable[str], known: Vocabulary) -> str:
    """What to add under `topics` in program/topics.yaml so that each missing text is a topic; empty where none can be.

    In order of title; texts that differ only in case or blanks become one entry, the first as sorted.
    """
    made: dict[str, dict[str, Any]] = {}
    for text in sorted(set(missing), key=lambda each: (each.casefold(), each)):
        title = tidy(clean_text(text))
        id_ = slug(title)
        if id_ is None or id_ in known.titles or not title or len(title) > _TITLE_MAX:
            continue
        made.setdefault(id_, {"id": id_, "title": title})
    return emit({"topics": list(made.values())}).removeprefix("topics:\n") if made else ""
