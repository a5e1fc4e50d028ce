"""Builds the document from libyaml's events, without recursion, and reports everything that the dialect refuses."""

from collections.abc import Callable
from typing import Any

from yaml import MarkedYAMLError, YAMLError
from yaml._yaml import CParser
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from turnabout.diagnostics import Diagnostic
from turnabout.yamlfile import complaints
from turnabout.yamlfile.document import Document, Path
from turnabout.yamlfile.limits import MAX_DEPTH, MAX_EVENTS
from turnabout.yamlfile.scalars import DoubtfulError, TooLongError, is_text, plain
from turnabout.yamlfile.syntax import Fault, directive, reword

# Stands for a key that was refused, so that its value still finds a place.
_REFUSED = "\0"


def build(path: str, text: str) -> tuple[Document, list[Diagnostic]]:
    """The document and its faults, in the order found; with any fault the document is only good for its positions."""
    document = Document(path, None, {}, {}, {})
    found: list[Diagnostic] = []
    try:
        data = _read(document, text, found)
    except MarkedYAMLError as fault:
        found.append(reword(path, text, _fault(fault)))
        data = None
    except YAMLError:
        # A reader error: cannot happen after the checks of `load`, and is still no reason to stop.
        found.append(reword(path, text, Fault("unreadable", (1, 1))))
        data = None
    return Document(path, data, document.values, document.keys, document.spans), found


def _fault(fault: MarkedYAMLError) -> Fault:
    mark, context_mark = fault.problem_mark, fault.context_mark
    return Fault(
        problem=fault.problem or "",
        place=(mark.line + 1, mark.column + 1) if mark else (1, 1),
        context=fault.context or "",
        context_place=(context_mark.line + 1, context_mark.column + 1) if context_mark else None,
    )


def _read(document: Document, text: str, found: list[Diagnostic]) -> Any:
    """The data. One loop, because it runs once for each key and value of each file; whatever is rare is a function."""
    path, values, keys, spans = document.path, document.values, document.keys, document.spans
    # Any: the stubs leave open whether an event has marks; those of this parser do.
    next_event: Callable[[], Any] = CParser(text).get_event
    escapes = "\\" in text
    # The root stands in a list of one, so that it needs no case of its own.
    holder: Any = []
    # The open container, the path to it, the key that waits for its value, where the container began.
    container: Any = holder
    prefix: Path = ()
    is_map = False
    key: str | None = None
    started, flow = 0, False
    stack: list[tuple[Any, Path, bool, str | None, int, bool]] = []
    last_end = documents = 0
    for _ in range(MAX_EVENTS):
        event = next_event()
        kind = type(event)
        mark = event.start_mark
        place = (mark.line + 1, mark.column + 1)
        if kind is ScalarEvent:
            value: Any = event.value
            style = event.style
            if event.anchor or event.tag:
                found.extend(complaints.decorated(path, place, event.anchor, event.tag))
            elif escapes and style == '"':
                found.extend(complaints.unseen(path, place, value))
            if is_map and key is None:
                here: Path = (*prefix, value)
                if not value or (not style and not is_text(value)):
                    found.append(complaints.bad_key(path, place, value))
                elif value == "<<" and not style:
                    found.append(complaints.merge_key(path, place))
                elif value in container:
                    found.append(complaints.duplicate(path, place, value, keys[here][0]))
                key = value
                keys[here] = place
                container[value] = None
                continue
            end = event.end_mark.index
            if not style:
                if " - " in value:
                    found.extend(complaints.swallowed_dash(path, place[0], text[mark.index : end]))
                try:
                    value = plain(value)
                except TooLongError:
                    found.append(complaints.long_number(path, place))
                except DoubtfulError:
                    found.append(complaints.doubtful_word(path, place, value))
            elif style in "|>":
                end = _block_end(text, mark.index, end)
            last_end = end
            if is_map:
                here = (*prefix, key)  # type: ignore[arg-type]  # a key is pending, as checked above
                container[key] = value
                key = None
            else:
                here = (*prefix, len(container)) if stack else ()
                container.append(value)
            values[here] = place
            spans[here] = (mark.index, end)
        elif kind is MappingStartEvent or kind is SequenceStartEvent:
            if event.anchor or event.tag:
                found.extend(complaints.decorated(path, place, event.anchor, event.tag))
            if len(stack) >= MAX_DEPTH:
                found.append(complaints.too_deep(path, place))
                return None
            child: Any = {} if kind is MappingStartEvent else []
            waiting = None
            if not is_map:
                here = (*prefix, len(container)) if stack else ()
                container.append(child)
            elif key is not None:
                here = (*prefix, key)
                container[key] = child
            else:
                found.append(complaints.bad_key(path, place, None))
                # The pair's value comes next and finds this key waiting.
                here, waiting = (*prefix, _REFUSED), _REFUSED
            values[here] = place
            stack.append((container, prefix, is_map, waiting, started, flow))
            container, prefix, is_map, key = child, here, kind is MappingStartEvent, None
            started, flow = mark.index, event.flow_style
        elif kind is MappingEndEvent or kind is SequenceEndEvent:
            # A block collection "ends" where the next thing begins; its last value's end is what a reader would say.
            last_end = max(last_end, event.end_mark.index) if flow else last_end
            spans[prefix] = (started, last_end)
            container, prefix, is_map, key, started, flow = stack.pop()
        elif kind is AliasEvent:
            found.append(complaints.alias(path, place))
            if not is_map:
                container.append(None)
            else:
                key = _REFUSED if key is None else None
        elif kind is DocumentStartEvent:
            documents += 1
            if event.version or event.tags:
                found.append(directive(path, place[0]))
            if documents > 1:
                found.append(complaints.second_document(path, place))
                return None
        elif kind is StreamEndEvent:
            return _whole(path, holder, spans, found)
    found.append(complaints.too_many(path, place))
    return None


def _whole(path: str, holder: list[Any], spans: dict[Path, tuple[int, int]], found: list[Diagnostic]) -> Any:
    """The root's data; a file with nothing but comments is a fault, unless something else is wrong with it."""
    start, end = spans.get((), (0, 0))
    if start == end and not found:
        found.append(complaints.empty(path))
    return holder[0] if holder else None


def _block_end(text: str, start: int, end: int) -> int:
    """Where a block of text ends for a reader: behind its last line, before the empty lines that follow it.

    With the "keep" sign (`|+`) those empty lines belong to the value.
    """
    header = text[start:end].split("\n", 1)[0]
    if "+" in header.split("#", 1)[0]:
        return end
    return start + len(text[start:end].rstrip(" \r\n"))
