"""Copies of a workspace with one thing changed, in memory only: for asking what would be if. Nothing is ever written."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from turnabout.ids import PairKey
from turnabout.model import Pair, PairStatus, Program, Status
from turnabout.workspace import Workspace


def with_program(workspace: Workspace, program: Program) -> Workspace:
    """The workspace with this program in place of the one with its id."""
    return replace(workspace, programs={**workspace.programs, program.id: program})


def with_capacity(workspace: Workspace, program_id: str, person_id: str, capacity: int) -> Workspace:
    """The workspace where somebody who takes part in the program may have `capacity` partners in it."""
    person = workspace.people[person_id]
    part = replace(person.programs[program_id], capacity=capacity)
    changed = replace(person, programs={**person.programs, program_id: part})
    return replace(workspace, people={**workspace.people, person_id: changed})


def with_pair(workspace: Workspace, key: PairKey, **fields: Any) -> Workspace:
    """The workspace where the pair's fields are these; a pair that is none yet becomes a draft with them."""
    pair = workspace.pairs.get(key) or _draft(key)
    return _with_pairs(workspace, {key: replace(pair, **fields)})


def with_ended(workspace: Workspace, keys: tuple[PairKey, ...]) -> Workspace:
    """The workspace where these pairs are over, as a coordinator would end them."""
    ended = {key: replace(workspace.pairs[key], status=PairStatus.ENDED, lock=False) for key in keys}
    return _with_pairs(workspace, ended)


def without_person(workspace: Workspace, program_id: str, person_id: str) -> Workspace:
    """The workspace where somebody has withdrawn and their pairs of the program are over; drafts with them are gone."""
    person = replace(workspace.people[person_id], status=Status.WITHDRAWN)
    workspace = replace(workspace, people={**workspace.people, person_id: person})
    theirs = [pair for pair in workspace.pairs_of(program_id) if person_id in (pair.key.mentor, pair.key.mentee)]
    drafts = {pair.key for pair in theirs if pair.status is PairStatus.DRAFT}
    workspace = replace(workspace, pairs={key: pair for key, pair in workspace.pairs.items() if key not in drafts})
    return with_ended(workspace, tuple(pair.key for pair in theirs if pair.status.stands))


def _with_pairs(workspace: Workspace, pairs: Mapping[PairKey, Pair]) -> Workspace:
    return replace(workspace, pairs=dict(sorted({**workspace.pairs, **pairs}.items())))


def _draft(key: PairKey) -> Pair:
    from turnabout.model.pair import pair

    return pair(key, key.path, {"status": "draft"})
