"""Checks all files, and where an earlier state is known only what has changed since: the findings are the same."""

import datetime
import hashlib
from collections.abc import Callable, Iterable, Mapping, Set

from turnabout import rules
from turnabout.cards import Card, card
from turnabout.diagnostics import Diagnostic
from turnabout.documents import Documents
from turnabout.files import Files
from turnabout.focus import Change, Focus, affected, focused
from turnabout.frozen import dataclass
from turnabout.layout import Place, place
from turnabout.workspace import Workspace, assemble, check_file, placed

ByPath = Mapping[str, tuple[Diagnostic, ...]]
DIGEST = 16  # bytes


@dataclass(frozen=True, slots=True)
class State:
    """What a run found, and about which files: enough for the next run to leave out what has not changed.

    `digests` of all files that have a place; `unsound` are those that are not part of the workspace. `faults` are what
    the loader and the schemas found, `findings` what the rules did, which holds for `today` only.
    """

    today: datetime.date
    digests: Mapping[str, bytes]
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
    digests = _digests(files.contents, places)
    known: Mapping[str, bytes] = {} if before is None else before.digests
    fresh = [path for path, digest in digests.items() if known.get(path) != digest]
    gone = {path: _place(path) for path in known if path not in places}
    documents, cards, faults = _unchanged(files, digests, {*fresh, *gone}, before)
    for done, path in enumerate(fresh, start=len(places) - len(fresh) + 1):
        where = places[path]
        data, complaints = check_file(path, where.kind, files.contents[path])
        if complaints:
            faults[path] = tuple(complaints)
        if data is not None:
            documents.add(path, data)
            if where.kind == "participant":
                cards[where.id] = card(data)
        if progress is not None:
            progress(done)
    workspace = assemble(documents, places, cards)
    focus = None
    if before is not None and before.today == today:
        moved = gone.keys() | {path for path in fresh if path not in known}
        changed = gone | {path: places[path] for path in fresh}
        focus = affected(Change(changed, moved, places, files.contents, before.cards, cards, before.findings))
    findings = _findings(workspace, today, {} if before is None else before.findings, focus)
    state = State(today, digests, documents.lacking(places), cards, faults, findings)
    every = sorted([*found, *_all(faults), *_all(findings)])
    return Checked(workspace, tuple(every), state, len(places) if focus is None else len(focus.paths & places.keys()))


def _unchanged(
    files: Files, paths: Iterable[str], differing: Set[str], before: State | None
) -> tuple[Documents, dict[str, Card], dict[str, tuple[Diagnostic, ...]]]:
    """Documents, cards and faults of the files that are as they were before."""
    documents = Documents(files.contents)
    if before is None:
        return documents, {}, {}
    documents.add_unread(path for path in paths if path not in differing and path not in before.unsound)
    others = {where.id for where in map(_place, differing) if where.kind == "participant"}
    cards = {person: known for person, known in before.cards.items() if person not in others}
    return documents, cards, {path: found for path, found in before.faults.items() if path not in differing}


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


def _digests(contents: Mapping[str, bytes], paths: Iterable[str]) -> dict[str, bytes]:
    """Of each file the first half of its SHA-256, for which processors have instructions."""
    sha256 = hashlib.sha256
    return {path: sha256(contents[path]).digest()[:DIGEST] for path in paths}
