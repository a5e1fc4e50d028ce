"""Checks all files, and where an earlier state is known only what has changed since: the findings are the same."""

import datetime
import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from turnabout import rules
from turnabout.cards import Card, card
from turnabout.diagnostics import Diagnostic
from turnabout.documents import Documents, pack
from turnabout.files import Files
from turnabout.focus import Change, Focus, affected, focused
from turnabout.layout import Place, place
from turnabout.workspace import Workspace, assemble, check_file, placed

ByPath = Mapping[str, tuple[Diagnostic, ...]]


@dataclass(frozen=True, slots=True)
class State:
    """What a run found, and about which files: enough for the next run to leave out what has not changed.

    `digests` of all files that have a place; `unsound` are those that are not part of the workspace. `faults` are what
    the loader and the schemas found, `findings` what the rules did, which holds for `today` only.
    """

    today: datetime.date
    digests: Mapping[str, str]
    unsound: frozenset[str]
    cards: Mapping[str, Card]
    faults: ByPath
    findings: ByPath


@dataclass(frozen=True, slots=True)
class Checked:
    """The workspace, everything found in it in order, the state to go on from, and how many files were checked anew."""

    workspace: Workspace
    diagnostics: tuple[Diagnostic, ...]
    state: State
    anew: int


def check(
    files: Files,
    today: datetime.date,
    before: State | None = None,
    progress: Callable[[int], object] | None = None,
) -> Checked:
    """Everything that is wrong with `files`. `before` saves work and changes nothing about the result."""
    places, found = placed(files)
    digests = {path: _digest(files.contents[path]) for path in places}
    known: Mapping[str, str] = {} if before is None else before.digests
    packed: dict[str, bytes | None] = {}
    cards: dict[str, Card] = {}
    faults: dict[str, tuple[Diagnostic, ...]] = {}
    fresh = []
    for done, (path, where) in enumerate(places.items(), start=1):
        if before is None or known.get(path) != digests[path]:
            fresh.append(path)
            data, complaints = check_file(path, where.kind, files.contents[path])
            if complaints:
                faults[path] = tuple(complaints)
            if data is not None:
                packed[path] = pack(data)
                if where.kind == "participant":
                    cards[where.id] = card(data)
        else:
            if path in before.faults:
                faults[path] = before.faults[path]
            if path not in before.unsound:
                packed[path] = None
                if where.kind == "participant":
                    cards[where.id] = before.cards[where.id]
        if progress is not None:
            progress(done)
    workspace = assemble(Documents(files.contents, packed), places, cards)
    focus = None
    if before is not None and before.today == today:
        gone = {path: _place(path) for path in known.keys() - places.keys()}
        moved = gone.keys() | {path for path in fresh if path not in known}
        changed = gone | {path: places[path] for path in fresh}
        focus = affected(Change(changed, moved, places, files.contents, before.cards, cards, before.findings))
    findings = _findings(workspace, today, {} if before is None else before.findings, focus)
    state = State(today, digests, frozenset(places.keys() - packed.keys()), cards, faults, findings)
    every = sorted([*found, *_all(faults), *_all(findings)])
    return Checked(workspace, tuple(every), state, len(places) if focus is None else len(focus.paths & places.keys()))


def _place(path: str) -> Place:
    where = place(path)
    assert isinstance(where, Place)  # noqa: S101 - it was checked, so it had a place
    return where


def _findings(workspace: Workspace, today: datetime.date, before: ByPath, focus: Focus | None) -> ByPath:
    """What the rules find: outside of the focus what they found before."""
    if focus is None:
        return _by_path(rules.check(workspace, today))
    anew = _by_path(rules.check(focused(workspace, focus), today))
    kept = {path: found for path, found in before.items() if path not in focus.paths}
    # A rule may look beyond the focus from within; what stands there is what is remembered.
    return kept | {path: found for path, found in anew.items() if path in focus.paths}


def _by_path(found: Iterable[Diagnostic]) -> dict[str, tuple[Diagnostic, ...]]:
    sorted_out: dict[str, list[Diagnostic]] = {}
    for each in found:
        sorted_out.setdefault(each.position.path, []).append(each)
    return {path: tuple(complaints) for path, complaints in sorted_out.items()}


def _all(found: ByPath) -> list[Diagnostic]:
    return [each for complaints in found.values() for each in complaints]


def _digest(content: bytes) -> str:
    return hashlib.blake2b(content, digest_size=16).hexdigest()
