"""Miniature programs with points that a test chooses, as workspaces: people, pairs and settings in a few words."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from support_matching import stage_values
from support_people import person, plan
from turnabout.ids import PairKey
from turnabout.matching.advice.repair import Frontier
from turnabout.matching.problem import Problem
from turnabout.model import Topic
from turnabout.model.pair import pair
from turnabout.workspace import Workspace


def miniature(
    table: Mapping[str, Mapping[str, int]],
    pairs: Mapping[tuple[str, str], Any] | None = None,
    people: Mapping[str, Mapping[str, Any]] | None = None,
    **pairing: Any,
) -> Workspace:
    """A program `p` in which mentor `m` with mentee `e` has `2000 * table[m][e]` points (1 to 5; 0 is no topic at all).

    `pairs` gives a status, or fields with `lock`; `people` changes fields of somebody's file.
    """
    mentees = sorted({mentee for row in table.values() for mentee in row})
    topics = {f"t-{mentee}": Topic(f"t-{mentee}", f"Topic of {mentee}", "", (), None) for mentee in mentees}
    more = people or {}
    everybody = {
        name: person(
            name,
            "mentor",
            **{"offers": [{"topic": f"t-{e}", "proficiency": n} for e, n in row.items() if n], **more.get(name, {})},
        )
        for name, row in table.items()
    }
    everybody |= {
        name: person(name, "mentee", **{"seeks": [{"topic": f"t-{name}", "priority": 1}], **more.get(name, {})})
        for name in mentees
    }
    made = {}
    for (mentor, mentee), given in (pairs or {}).items():
        key = PairKey("p", mentor, mentee)
        made[key] = pair(key, key.path, {"status": given} if isinstance(given, str) else given)
    return Workspace(
        topics=topics,
        programs={"p": plan(**pairing)},
        people=dict(sorted(everybody.items())),
        pairs=dict(sorted(made.items())),
    )


def part(role: str, **fields: Any) -> dict[str, Any]:
    """The `programs` field of somebody with this role and these settings."""
    return {"programs": {"p": {"role": role, **fields}}}


def key(mentor: str, mentee: str) -> PairKey:
    return PairKey("p", mentor, mentee)


def require_best_plans(told: Frontier, posed: Problem, standing: np.ndarray, answers: np.ndarray, seed: int) -> int:
    """Holds every plan of a repair against all `answers` (one row each) of the problem in which today's pairs could move.

    Returns how many plans give a pair up: a test says how many it needs.
    """
    judged = replace(posed, locked=standing)
    values = np.array(stage_values(judged, answers))
    changes = (standing & ~answers).sum(1)
    best: tuple[int, ...] = ()
    for offered in told.plans:
        best = max(map(tuple, values[changes <= offered.changes].tolist()))
        made = {(each.key.mentor, each.key.mentee) for each in offered.pairing.made}
        row = np.array([[posed.pair(e) in made for e in range(len(posed.points))]])
        assert stage_values(judged, row)[0] == best, (seed, offered.changes)
        assert len(offered.given_up) <= offered.changes
    assert told.complete, seed
    assert max(map(tuple, values.tolist())) == best, seed
    return sum(len(offered.given_up) > 0 for offered in told.plans)
