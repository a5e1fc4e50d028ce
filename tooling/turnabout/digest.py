"""A fingerprint of everything a pairing depends on, so that a certificate can say which state of the files it is about."""

import dataclasses
import datetime
import hashlib
import json
from collections.abc import Mapping
from typing import Any

from turnabout.model import Pair, Participant, Program
from turnabout.relations import earlier_pairs, managers_above
from turnabout.workspace import Workspace


def inputs_digest(workspace: Workspace, program_id: str) -> str:
    """`sha256:` and 64 hexadecimal digits over what the solver reads of this program, and nothing else.

    A changed name, note or comment leaves it as it is; a changed topic, window, rule or standing pair does not.
    Drafts are results, not inputs. Vetoes are outside the repository and not in it.
    """
    program = workspace.programs[program_id]
    members = [person for person in workspace.people.values() if program_id in person.programs]
    earlier = earlier_pairs(workspace.pairs.values(), program_id)
    ids = {person.id for person in members}
    inputs = {
        "program": _program(program),
        "people": [_person(workspace, person, program_id) for person in members],
        "standing": [_pair(pair) for pair in workspace.pairs_of(program_id) if pair.stays],
        "earlier": sorted(pair for pair in earlier if set(pair) <= ids),
        "topics": [(topic.id, topic.parent) for topic in workspace.topics.values()],
    }
    text = json.dumps(inputs, sort_keys=True, ensure_ascii=True, separators=(",", ":"), default=_plain)
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"


def _program(program: Program) -> dict[str, Any]:
    return {
        "id": program.id,
        "dates": (program.starts, program.ends),
        "minutes": program.minutes,
        "pairing": _pairing(program),
    }


def _pairing(program: Program) -> dict[str, Any]:
    """What the file says of pairing. What came later counts only where it is used, so that older digests stay."""
    stated = dataclasses.asdict(program.pairing)
    return {name: value for name, value in stated.items() if value or name not in ("balance", "criteria")}


def _person(workspace: Workspace, person: Participant, program_id: str) -> dict[str, Any]:
    part = person.programs[program_id]
    return {
        "id": person.id,
        "part": (part.role, part.capacity, part.priority),
        "status": person.status,
        "level": person.level,
        "department": person.department,
        "site": person.site,
        "zone": person.time_zone,
        "languages": sorted(person.languages),
        "windows": sorted(dataclasses.astuple(window) for window in person.availability),
        "line": managers_above(workspace.people, person.id),
        "offers": person.offers,
        "seeks": person.seeks,
        "interests": sorted(interest.casefold() for interest in person.interests),
        "style": person.style,
        "wishes": sorted(person.wishes),
    }


def _pair(pair: Pair) -> tuple[str, str, str]:
    return pair.key.mentor, pair.key.mentee, pair.status.value


def _plain(value: object) -> object:
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"{type(value).__name__} has no place in a digest")
