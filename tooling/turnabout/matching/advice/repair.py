"""Repair after somebody left: what giving up 0, 1, 2 … of the pairs that stand would gain, exactly, and the plan for each."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from turnabout.errors import NotProvenError
from turnabout.ids import PairKey
from turnabout.matching.advice.edits import with_ended
from turnabout.matching.advice.infeasible import InfeasibleError
from turnabout.matching.advice.repair_ruled import best_under_rules, fewest_changes
from turnabout.matching.pairing import Pairing, pair_program
from turnabout.matching.people.candidates import candidates, problem
from turnabout.matching.problem import WORST_PAIR, Bools, Problem
from turnabout.matching.solvers import MODEL_PAIRS
from turnabout.matching.solvers.limited import Repaired, best_of_all, best_with_changes
from turnabout.matching.solvers.limited_model import value_of
from turnabout.matching.solvers.parametric import best_at_corner
from turnabout.matching.solvers.quotas import EmptyScopeError
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
    changes; `needed` is how many that takes, None where that is not known. `undecided`: numbers of changes that only an
    integer program could tell the best plan of, with too many possible pairs for one; it is at least as good as that of
    the plan before. `ruled`: balance rules are in force. `refusal` says why there is no plan with fewer changes than the
    first one has; empty where that has none.
    """

    plans: tuple[Plan, ...]
    movable: tuple[PairKey, ...]
    complete: bool
    needed: int | None
    undecided: tuple[int, ...] = ()
    ruled: bool = False
    refusal: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class _Search:
    """Where plans come from: the best of all, the fewest changes that any has, and the best with so many changes.

    `find` is told the answer with one change less, if there is one; its None says that it cannot tell.
    """

    top: Repaired
    fewest: int
    find: Callable[[int, Repaired | None], Repaired | None]


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

    With balance rules an integer program finds every plan but the first, up to 20,000 possible pairs; and if the rules
    cannot be kept without changes, the plans begin where they can.
    Locked pairs, paused pairs and pairs of paused people are never given up. Raises what `pair_program` raises.
    """
    tell = progress or (lambda _: None)
    try:
        plans = [Plan(0, (), pair_program(workspace, program_id, vetoes), workspace)]
        refused = None
    except (EmptyScopeError, InfeasibleError) as fault:
        plans, refused = [], fault
    today = candidates(workspace, workspace.program(program_id), vetoes).standing
    movable = tuple(key for key, pair in today.items() if _is_movable(workspace, key, pair.lock, pair.status))
    if not refused and not movable:
        return Frontier(tuple(plans), (), complete=True, needed=0)
    posed, standing = released(workspace, program_id, vetoes, movable)
    ruled = bool(posed.side or refused)
    tell("any number of changes")
    search = (_by_model if ruled else _by_prices)(posed, standing, largest)
    needed = None if search is None else int((standing & ~search.top.pairs).sum())
    undecided = []
    if search is not None and needed is not None:
        answer = _answer_of(plans[0].pairing, posed, standing) if plans else None
        for changes in range(max(search.fewest, 1), min(needed, limit) + 1):
            tell(f"{changes} of at most {min(needed, limit)} changes")
            found = search.top if changes == needed else search.find(changes, answer)
            if found is None:
                undecided.append(changes)
                continue
            answer = found
            plans.append(_plan(workspace, program_id, vetoes, posed, standing, answer, changes, plans[-1:]))
    if refused is not None and not plans:
        raise refused
    return Frontier(
        plans=tuple(plans),
        movable=movable,
        complete=needed is not None and needed <= limit,
        needed=needed,
        undecided=tuple(undecided),
        ruled=ruled,
        refusal="" if refused is None else refused.message,
    )


def _by_prices(posed: Problem, standing: Bools, largest: int) -> _Search:
    best = best_of_all(posed, standing)

    def find(changes: int, before: Repaired | None) -> Repaired | None:
        found = best_at_corner(posed, standing, changes)
        if found is None and before is not None and len(posed.points) <= largest:
            return best_with_changes(posed, standing, changes, best, before)
        return found

    return _Search(best.answer, 0, find)


def _by_model(posed: Problem, standing: Bools, largest: int) -> _Search | None:
    """None where there is no answer, or too many possible pairs for the readable model."""
    fewest = fewest_changes(posed, standing) if len(posed.points) <= MODEL_PAIRS else None
    if fewest is None:
        return None
    top = best_under_rules(posed, standing, None)

    def find(changes: int, before: Repaired | None) -> Repaired | None:
        if len(posed.points) > largest:
            return None
        return best_under_rules(posed, standing, changes, () if before is None else before.values, top.values)

    return _Search(top, fewest, find)


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
    before: Sequence[Plan],
) -> Plan:
    """The plan in which the pairs that the answer does without are over; the plan before, if any, where it gains nothing."""
    given_up = tuple(
        sorted(PairKey(program_id, *posed.pair(edge)) for edge in np.flatnonzero(standing & ~answer.pairs).tolist())
    )
    for plan in before:
        if len(given_up) == len(plan.given_up):
            return replace(plan, changes=changes)
    then = with_ended(workspace, given_up)
    pairing = pair_program(then, program_id, vetoes)
    # Two solvers on two models: what the plan reaches must be what the model with the row on changes promised.
    promised = dict(zip(posed.stages, answer.values, strict=True))
    reached = {stage.name: stage.value for stage in pairing.solution.stages}
    if any(reached[stage] != value for stage, value in promised.items() if stage != WORST_PAIR):
        raise NotProvenError(f"the repair with {changes} changes is not proven", "use `turnabout pair` instead")
    return Plan(changes, given_up, pairing, then)
