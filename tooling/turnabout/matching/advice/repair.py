"""Repair after somebody left: what giving up 0, 1, 2 … of the pairs that stand would gain, exactly, and the plan for each."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from turnabout.errors import NotProvenError, UsageError
from turnabout.ids import PairKey
from turnabout.matching.advice.edits import with_ended
from turnabout.matching.pairing import Pairing, pair_program
from turnabout.matching.people.candidates import candidates, problem
from turnabout.matching.problem import WORST_PAIR, Bools, Problem
from turnabout.matching.solvers.limited import Repaired, best_of_all, best_with_changes
from turnabout.matching.solvers.limited_model import value_of
from turnabout.matching.solvers.parametric import best_at_corner
from turnabout.model import PairStatus, Status, Vetoes
from turnabout.workspace import Workspace

LIMIT = 10
LARGEST = 3_600
"""Possible pairs up to which the integer program with the row on changes takes a second or two for each plan."""


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """The best pairing that gives up at most `changes` pairs; `given_up` are those it does give up, in order of id.

    `pairing` is what `pair` will answer once a coordinator has ended those pairs, `workspace` the files as they are then.
    """

    changes: int
    given_up: tuple[PairKey, ...]
    pairing: Pairing
    workspace: Workspace

    @property
    def gain(self) -> tuple[int, int, int]:
        """Coverage, worst new pair and total: for seeing whether one plan reaches more than another."""
        return self.pairing.covered, self.pairing.worst or 0, self.pairing.total


@dataclass(frozen=True, slots=True, eq=False)
class Frontier:
    """One plan for each number of changes from 0, but for those `undecided`. All plans are on the frontier.

    `movable` are the pairs that could be given up. `complete`: the last plan is the best of all, whatever the number of
    changes; `needed` is how many that takes. `undecided`: numbers of changes that only an integer program could tell the
    best plan of, with too many possible pairs for one; it is at least as good as that of the plan before.
    """

    plans: tuple[Plan, ...]
    movable: tuple[PairKey, ...]
    complete: bool
    needed: int
    undecided: tuple[int, ...] = ()


def frontier(
    workspace: Workspace,
    program_id: str,
    vetoes: Vetoes | None = None,
    limit: int = LIMIT,
    progress: Callable[[str], object] | None = None,
    largest: int = LARGEST,
) -> Frontier:
    """The plans for 0 to `limit` changes, or fewer where more would gain nothing.

    Without changes the plan is that of `pair`, proven by prices, and so is the best of all. Between them, prices prove
    the plans at the corners of the frontier. Elsewhere an integer program with one row on changes says which pairs to
    give up, up to `largest` possible pairs; all else in the plan is again proven by prices, given those pairs.
    Locked pairs, paused pairs and pairs of paused people are never given up. Raises what `pair_program` raises.
    """
    tell = progress or (lambda _: None)
    first = Plan(0, (), pair_program(workspace, program_id, vetoes), workspace)
    movable = tuple(
        key for key, pair in first.pairing.found.standing.items() if _is_movable(workspace, key, pair.lock, pair.status)
    )
    if not movable:
        return Frontier((first,), (), complete=True, needed=0)
    posed, standing = released(workspace, program_id, vetoes, movable)
    if posed.side:
        raise UsageError(
            f"program `{program_id}` has balance rules, and a repair cannot weigh them against changes yet",
            "ask `turnabout what-if --without PERSON`, end the pairs that should move, and run `turnabout pair` again",
        )
    tell("any number of changes")
    best = best_of_all(posed, standing)
    needed = int((standing & ~best.answer.pairs).sum())
    plans = [first]
    answer = _answer_of(first.pairing, posed, standing)
    undecided = []
    for changes in range(1, min(needed, limit) + 1):
        tell(f"{changes} of at most {min(needed, limit)} changes")
        found = best.answer if changes == needed else best_at_corner(posed, standing, changes)
        if found is None and len(posed.points) <= largest:
            found = best_with_changes(posed, standing, changes, best, answer)
        if found is None:
            undecided.append(changes)
            continue
        answer = found
        plans.append(_plan(workspace, program_id, vetoes, posed, standing, answer, changes, plans[-1]))
    return Frontier(tuple(plans), movable, complete=needed <= limit, needed=needed, undecided=tuple(undecided))


def released(
    workspace: Workspace, program_id: str, vetoes: Vetoes | None, movable: tuple[PairKey, ...]
) -> tuple[Problem, Bools]:
    """The problem where the movable pairs are candidates like any other, though no rule forbids them; and which they are.

    A person with more pairs than places keeps the places that the pairs take up today.
    """
    posed = problem(candidates(workspace, workspace.program(program_id), vetoes))
    edges = [edge for key in movable if (edge := posed.edge(key.mentor, key.mentee)) is not None]
    standing = np.isin(np.arange(len(posed.points)), edges)
    return replace(posed, locked=posed.locked & ~standing), standing


def _answer_of(pairing: Pairing, posed: Problem, standing: Bools) -> Repaired:
    """The pairing without changes as an answer of the problem in which the pairs of today could move."""
    of_made = (posed.edge(made.key.mentor, made.key.mentee) for made in pairing.made)
    edges = [edge for edge in of_made if edge is not None]
    pairs = np.isin(np.arange(len(posed.points)), edges)
    judged = ~standing & ~posed.locked
    worst = int(posed.points[judged & pairs].min(initial=int(posed.points[judged].max(initial=0))))
    values = tuple(worst if stage == WORST_PAIR else value_of(posed, standing, stage, pairs) for stage in posed.stages)
    return Repaired(pairs, values)


def _is_movable(workspace: Workspace, key: PairKey, lock: bool, status: PairStatus) -> bool:
    active = all(workspace.people[person].status is Status.ACTIVE for person in (key.mentor, key.mentee))
    return active and status is PairStatus.ACTIVE and not lock


def _plan(
    workspace: Workspace,
    program_id: str,
    vetoes: Vetoes | None,
    posed: Problem,
    standing: Bools,
    answer: Repaired,
    changes: int,
    before: Plan,
) -> Plan:
    """The plan in which the pairs that the answer does without are over; the plan before where it gains nothing."""
    given_up = tuple(
        sorted(PairKey(program_id, *posed.pair(edge)) for edge in np.flatnonzero(standing & ~answer.pairs).tolist())
    )
    if len(given_up) == len(before.given_up):
        return replace(before, changes=changes)
    then = with_ended(workspace, given_up)
    pairing = pair_program(then, program_id, vetoes)
    # Two solvers on two models: what the plan reaches must be what the model with the row on changes promised.
    if pairing.total != int(posed.points[answer.pairs].sum()) or pairing.covered != _covered(posed, answer.pairs):
        raise NotProvenError(f"the repair with {changes} changes is not proven", "use `turnabout pair` instead")
    return Plan(changes, given_up, pairing, then)


def _covered(posed: Problem, pairs: Bools) -> int:
    return len(np.unique(posed.mentee[pairs]))
