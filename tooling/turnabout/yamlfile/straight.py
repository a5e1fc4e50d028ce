"""Builds plain data from libyaml's events where nothing is unusual: the loop behind `quick`, imported with the parser."""

from typing import Any

from yaml import YAMLError
from yaml._yaml import CParser
from yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    DocumentStartEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceStartEvent,
    StreamEndEvent,
    StreamStartEvent,
)

from turnabout.yamlfile.characters import FORBIDDEN_IN_VALUE
from turnabout.yamlfile.limits import MAX_DEPTH, MAX_EVENTS
from turnabout.yamlfile.scalars import UnusualError, is_text, plain

# Words recur from file to file; the bounds keep the texts of a large program out of memory.
_WORDS_KEPT = 20_000
_WORD_LONGEST = 40
_words: dict[str, Any] = {}
_keys: dict[str, str] = {}


def read(text: str) -> Any:
    """The data. Raises UnusualError; characters that may not stand in a file have been looked for before."""
    try:
        return _read(CParser(text).get_event, "\\" in text)
    except YAMLError as fault:
        raise UnusualError from fault


def _read(next_event: Any, escapes: bool) -> Any:
    """One loop, because it runs once for each key and value of each file."""
    words, keys = _words, _keys
    holder: list[Any] = []
    container: Any = holder
    is_map = False
    key: str | None = None
    stack: list[tuple[Any, bool]] = []
    documents = 0
    for _ in range(MAX_EVENTS):
        event = next_event()
        kind = type(event)
        if kind is ScalarEvent:
            value = event.value
            style = event.style
            if event.anchor or event.tag or (escapes and style == '"' and FORBIDDEN_IN_VALUE.search(value)):
                raise UnusualError
            if is_map and key is None:
                key = keys.get(value)
                if key is None or style:
                    key = _key(value, style)
                if key in container:
                    raise UnusualError
                container[key] = None
                continue
            if not style:
                try:
                    value = words[value]
                except KeyError:
                    value = _word(value)
            if is_map:
                container[key] = value
                key = None
            else:
                container.append(value)
        elif kind is MappingStartEvent or kind is SequenceStartEvent:
            if event.anchor or event.tag or len(stack) >= MAX_DEPTH or (is_map and key is None):
                raise UnusualError
            child: Any = {} if kind is MappingStartEvent else []
            if is_map:
                container[key] = child
            else:
                container.append(child)
            stack.append((container, is_map))
            container, is_map, key = child, kind is MappingStartEvent, None
        elif kind is StreamEndEvent:
            if not holder or holder == [None]:
                raise UnusualError
            return holder[0]
        elif kind is DocumentStartEvent:
            documents += 1
            if documents > 1 or event.version or event.tags:
                raise UnusualError
        elif kind is AliasEvent:
            raise UnusualError
        elif kind is not StreamStartEvent and kind is not DocumentEndEvent:
            container, is_map = stack.pop()
            key = None
    raise UnusualError


def _key(value: str, style: str | None) -> str:
    """The key itself; one that needs no quotes is remembered, for most files have the same ones."""
    if style:
        if not value:
            raise UnusualError
        return value
    if value == "<<" or not is_text(value):
        raise UnusualError
    if len(_keys) < _WORDS_KEPT:
        _keys[value] = value
    return value


def _word(value: str) -> Any:
    if " - " in value:  # perhaps a list that YAML took for text
        raise UnusualError
    try:
        meant = plain(value)
    except ValueError as fault:
        raise UnusualError from fault
    if len(value) <= _WORD_LONGEST and len(_words) < _WORDS_KEPT:
        _words[value] = meant
    return meant
