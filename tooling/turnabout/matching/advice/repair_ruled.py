"""The best answer with at most K of the standing pairs given up, where balance rules are in force.

Such rules break the network already, so prices decide nothing here: the bound on changes is one more row beside theirs, and
the readable integer program solves every stage. A stage is kept for those after it by a row of its own.
"""

from collections.abc import Callable

import numpy as np

from turnabout.errors import NotProvenError
from turnabout.matching.face import Face, Objective, first_face, no_gain, without, worth
from turnabout.matching.objectives import stage_objective
from turnabout.matching.problem import WORST_PAIR, Bools, Ints, Problem
from turnabout.matching.scope import Row, Scope, first_scope, nothing
from turnabout.matching.solvers.bisection import last_that
from turnabout.matching.solvers.ilp import best_in
from turnabout.matching.solvers.limited import Repaired
from turnabout.matching.solvers.limited_model import FEWEST, TIE, weights_of

Values = tuple[int, ...]
CHANGES = "pairs kept"
"""The name of the row on changes: no id of a rule has a space."""


def fewest_changes(problem: Problem, standing: Bools) -> int | None:
    """How many of the pairs `standing` (bool[E]) have to be given up for the rules at least; None if that does not help."""
    scope = first_scope(problem, first_face(problem))
    pairs = best_in(scope, _kept(standing)) if _leaves_room(scope.face) else None
    return None if pairs is None else int((standing & ~pairs).sum())


def best_under_rules(
    problem: Problem, standing: Bools, most: int | None, least: Values = (), greatest: Values = ()
) -> Repaired:
    """The best answer that gives up at most `most` (None: any number) of the pairs `standing` (bool[E]), and of equally good
    ones the one that gives up fewest; a hash decides between those.

    `least` and `greatest` are the values of answers known to be no better and no worse, stage by stage: what they agree
    about is not searched. Standing pairs do not count in the worst-pair stage. There must be an answer.
    """
    scope = first_scope(problem, first_face(problem))
    if most is not None:
        row = Row(CHANGES, _kept(standing), int(standing.sum()) - most, None)
        scope = Scope(scope.face, (*scope.rows, row))
    values: list[int] = []
    for at, stage in enumerate(problem.stages):
        low, high = (known[at] if known and known[:at] == tuple(values) else None for known in (least, greatest))
        if stage == WORST_PAIR:
            value, scope = _worst_pair(problem, ~standing & ~problem.locked, scope, low, high)
        else:
            objective = stage_objective(problem, stage)
            value = low if low is not None and low == high else _greatest(scope, objective)[0]
            scope = _reaching(scope, stage, objective, value)
        values.append(value)
    kept, _ = _greatest(scope, _kept(standing))
    scope = _reaching(scope, FEWEST, _kept(standing), kept)
    _, pairs = _greatest(scope, Objective(weights_of(problem, standing, TIE), no_gain, no_gain))
    return Repaired(pairs, tuple(values))


def _kept(standing: Bools) -> Objective:
    return Objective(standing.astype(np.int64), no_gain, no_gain)


def _greatest(scope: Scope, objective: Objective) -> tuple[int, Bools]:
    pairs = best_in(scope, objective)
    if pairs is None:
        raise NotProvenError("HiGHS found no best repair", "try a smaller `--max-changes`")
    return worth(scope.face, objective, pairs), pairs


def _reaching(scope: Scope, name: str, objective: Objective, value: int) -> Scope:
    return Scope(scope.face, (*scope.rows, Row(f"stage {name}", objective, value, None, is_stage=True)))


def _worst_pair(problem: Problem, judged: Bools, scope: Scope, low: int | None, high: int | None) -> tuple[int, Scope]:
    """The largest threshold that leaves an answer, and the answers above it: bisection between what is known."""
    values: Ints = np.unique(problem.points[judged])
    if not len(values):
        return 0, scope

    def above(index: int) -> Scope:
        return Scope(without(scope.face, judged & (problem.points < values[index])), scope.rows)

    first = 0 if low is None else int(np.searchsorted(values, low))
    last = len(values) - 1 if high is None else int(np.searchsorted(values, high))
    index = _last(first, last, lambda at: _has_answer(above(at)))
    return int(values[index]), above(index)


def _has_answer(scope: Scope) -> bool:
    return _leaves_room(scope.face) and best_in(scope, nothing(scope)) is not None


def _leaves_room(face: Face) -> bool:
    """Whether everybody has candidates enough: the model says nothing of people without any."""
    return bool((face.mentor_low <= face.mentor_high).all() and (face.mentee_low <= face.mentee_high).all())


def _last(first: int, last: int, holds: Callable[[int], bool]) -> int:
    """The last index from `first`, where it holds, for which it does; the end is tried first, since it often does."""
    if first < last and holds(last):
        return last
    return last_that(first, last - (first < last), holds)
