"""Whom a change can concern: the part of a workspace outside which no finding of any rule can have changed.

The set may be too large, never too small. Each step below answers one question: which findings, located in which files,
does a rule derive from what has changed? A property test compares the answer with complete runs.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import field, replace

from turnabout.cards import Card, bounds
from turnabout.diagnostics import Diagnostic
from turnabout.frozen import dataclass
from turnabout.ids import PairKey
from turnabout.layout import Place
from turnabout.lazy import Part
from turnabout.workspace import Workspace

# Rules offer the nearest id of all: what they say about an unknown one can change with every id that comes or goes.
_OFFERS_IDS = "REF"
# Few files that look far: always checked.
_ALWAYS = frozenset({"topics", "program", "feedback", "certificate"})
_FIRST_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Change:
    """What differs between two states of the files: places by path, and what there was and is."""

    changed: Mapping[str, Place]
    moved: Collection[str]  # those of `changed` that came or went
    places: Mapping[str, Place]
    contents: Mapping[str, bytes]
    before: Mapping[str, Card]
    after: Mapping[str, Card]
    findings: Mapping[str, tuple[Diagnostic, ...]]  # of the rules, before


@dataclass(frozen=True, slots=True)
class Focus:
    """What is checked again."""

    people: set[str] = field(default_factory=set)
    pairs: set[PairKey] = field(default_factory=set)
    sessions: set[PairKey] = field(default_factory=set)
    paths: set[str] = field(default_factory=set)


def affected(change: Change) -> Focus | None:
    """What the change can concern, or None where that is everything."""
    kinds = {where.kind for where in change.changed.values()}
    if kinds & {"topics", "program"}:
        return None
    ids = {where.id for where in change.changed.values() if where.kind == "participant"}
    differing = {each for each in ids if change.before.get(each) != change.after.get(each)}
    # Levels are compared with the highest of all mentees and the lowest of all mentors.
    if differing and bounds(change.before) != bounds(change.after):
        return None
    focus = Focus()
    below = _below(change, ids)
    for where in change.changed.values():
        if where.pair is not None:
            focus.pairs.add(where.pair)
            focus.sessions.add(where.pair)
            # Loads, and who was whose partner before.
            ids |= {where.pair.mentor, where.pair.mentee}
    focus.people.update(ids, below, _naming(change, differing))
    texts = _texts_with(change, differing)
    if change.moved:
        texts |= {path for path, found in change.findings.items() if any(_offers(each) for each in found)}
    for path, where in change.places.items():
        if where.pair is not None and where.kind == "pair":
            sides = {where.pair.mentor, where.pair.mentee}
            if sides & ids:
                focus.sessions.add(where.pair)
            if sides & ids or sides & below or path in texts:
                focus.pairs.add(where.pair)
        elif path in texts:
            _add(focus, where)
    focus.paths.update(_paths(focus, change.places), change.changed)
    return focus


def focused(workspace: Workspace, focus: Focus) -> Workspace:
    """The workspace whose mappings go through the focus only, and look up everything."""
    return replace(
        workspace,
        documents=Part(workspace.documents, focus.paths),
        people=Part(workspace.people, focus.people),
        pairs=Part(workspace.pairs, focus.pairs),
        sessions=Part(workspace.sessions, focus.sessions),
        source=workspace,
    )


def _offers(found: Diagnostic) -> bool:
    return found.code.startswith(_OFFERS_IDS)


def _add(focus: Focus, where: Place) -> None:
    if where.kind == "participant":
        focus.people.add(where.id)
    elif where.kind == "session" and where.pair is not None:
        focus.sessions.add(where.pair)


def _paths(focus: Focus, places: Mapping[str, Place]) -> Iterator[str]:
    """The files of everybody and everything in the focus, and those that are always checked."""
    last, inside = None, False
    for path, (kind, person, _, pair, _, _) in places.items():
        if kind == "participant":
            if person in focus.people:
                yield path
        elif kind == "session":
            # A pair's sessions lie beside each other, and looking for a pair costs more than all the rest here.
            if pair is not last:
                last, inside = pair, pair in focus.sessions
            if inside:
                yield path
        elif kind in _ALWAYS or pair in focus.pairs:
            yield path


def _below(change: Change, ids: set[str]) -> set[str]:
    """Everybody below these people in the line of managers, before or after: whose line, or circle, has changed."""
    if not ids:
        return set()
    reports: dict[str, list[str]] = {}
    for person, card in (*_cards(change.before, ids), *change.after.items()):
        if card.manager:
            reports.setdefault(card.manager, []).append(person)
    found: set[str] = set()
    waiting = list(ids)
    while waiting:
        new = set(reports.get(waiting.pop(), ())) - found
        found |= new
        waiting += new
    return found


def _cards(cards: Mapping[str, Card], ids: Collection[str]) -> Iterator[tuple[str, Card]]:
    return ((each, cards[each]) for each in ids if each in cards)


def _naming(change: Change, ids: set[str]) -> set[str]:
    """Who wishes for one of these people, or has a value in common with them that must be nobody else's."""
    if not ids:
        return set()
    mine = {value for cards in (change.before, change.after) for _, card in _cards(cards, ids) for value in _own(card)}
    return {
        person
        for person, card in change.after.items()
        if not ids.isdisjoint(card.wishes) or ((card.forge or card.key) and not mine.isdisjoint(_own(card)))
    }


def _own(card: Card) -> Iterator[str]:
    return (value for value in (card.forge, card.key) if value)


def _texts_with(change: Change, ids: set[str]) -> set[str]:
    """The pairs and sessions whose texts may name one of these people, where their name has changed."""
    words = set()
    for each in ids:
        names = {cards[each].name for cards in (change.before, change.after) if each in cards}
        if len(names) != 1 or not (each in change.before and each in change.after):
            words |= {match[0] for name in names if (match := _FIRST_WORD.search(_folded(name)))}
    if not words:
        return set()
    return {
        path
        for path, where in change.places.items()
        if where.kind in ("pair", "session") and _may_name(change.contents[path], words)
    }


def _may_name(content: bytes, words: set[str]) -> bool:
    """Whether one of the words can stand in a text of the file; with a backslash, any could."""
    text = _folded(content.decode("utf-8", "replace"))
    return "\\" in text or any(word in text for word in words)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()
