"""Multipliers for the rows of a scope: the dual function minimised by cuts, one network problem a step.

For any multipliers y >= 0 on the limits of the rows, D(y), the greatest worth of objective plus y times slack over the
face alone, is a bound (`scope.py`). D is convex and piecewise linear; every network problem gives its value and a slope,
and a master program over these cuts proposes the next y (`cuts.py`). Its floating point only proposes: multipliers are
rounded to whole numbers, and bounds follow in whole numbers.
"""

from dataclasses import dataclass

import numpy as np

from turnabout.matching.face import FREE, Face, Objective, Prices, places, worth
from turnabout.matching.limit import NO_LIMIT, Limit
from turnabout.matching.problem import Bools, Ints
from turnabout.matching.scope import Scope, nothing, scaled_bound, weighed
from turnabout.matching.solvers.cuts import Cut, lowest, model_of, nearest
from turnabout.matching.solvers.network import best_of_face, network

STEPS = 150
FINEST = 1_000
"""Parts of a point in which multipliers are counted, where points are small."""
LARGEST = 10_000_000
"""Points times parts, so that all sums stay far below 2^53."""
LEAST_KEPT, BOLDER = 0.1, 4.0
"""The part of the promise that a step has to keep: little, so that it is short, and more while the slope stays the same."""
FURTHER = 4
"""How much further a multiplier may go that is best at the end of its reach."""
CLOSE = 1e-8
"""The part of the bound that a step has to promise."""


@dataclass(frozen=True, slots=True, eq=False)
class Priced:
    """Multipliers (those not zero) with the prices of the face and the bound they prove, in units of 1 / `scale`.

    `answers` are those met on the way, as ascending indices of pairs, with the least bounds first. `empty`: the bound is
    below what any answer is worth, so the scope has none.
    """

    scale: int
    multipliers: dict[str, int]
    prices: Prices
    bound: int
    answers: tuple[Ints, ...]
    empty: bool


@dataclass(frozen=True, slots=True, eq=False)
class _Limit:
    """One limit of a row: its slack is sign * (worth in `objective` - value), at least 0 where it is kept."""

    name: str
    objective: Objective
    sign: int
    value: int

    def slack(self, face: Face, pairs: Bools) -> int:
        """The slack of an answer (bool[E])."""
        return self.sign * (worth(face, self.objective, pairs) - self.value)


def priced_rows(
    scope: Scope, objective: Objective, enough: int | None = None, close: float = CLOSE, limit: Limit = NO_LIMIT
) -> Priced:
    """The best multipliers found for a stage; `enough` is a bound (in points) that is good enough to stop.

    A step that promises less than the part `close` of the bound is the last, or the one in which the limit passes.
    """
    scale = max(1, min(FINEST, LARGEST // max(1, int(objective.points.max(initial=0)))))
    target = -1 if enough is None else scale * enough + scale - 1
    return _priced(scope, objective, scale, target if enough is not None else None, close, limit)


def empty_proof(scope: Scope) -> Priced | None:
    """Multipliers and prices whose bound below 0, with scale 0, proves the scope empty; None where none are found.

    The face itself must have an answer.
    """
    found = _priced(scope, nothing(scope), 0, -1, CLOSE, NO_LIMIT)
    return found if found.bound < 0 else None


def _priced(
    scope: Scope, objective: Objective, scale: int, target: int | None, least_step: float, limit: Limit
) -> Priced:
    limits = _limits(scope)
    most = _most(limits, scale)
    reach = _first_reach(scope, objective, scale, limits, most)
    least = scale * _least(scope.face, objective)
    y = np.zeros(len(limits), dtype=np.int64)
    cuts: list[Cut] = []
    answers: list[Ints] = []
    best: Cut | None = None
    near: tuple[Bools, Prices] | None = None
    promise, kept = 0.0, LEAST_KEPT
    while True:
        pairs, prices = network(scope.face, weighed(scope, objective, scale, _multipliers(limits, y)), near)
        near = near if prices is None else (pairs, prices)
        slope = np.array([each.slack(scope.face, pairs) for each in limits], dtype=np.int64)
        cuts.append(Cut(y, scale * worth(scope.face, objective, pairs) + int((slope * y).sum()), slope))
        answers.append(np.flatnonzero(pairs))
        kept = min(1.0, BOLDER * kept) if best is not None and np.array_equal(slope, best.slope) else LEAST_KEPT
        if best is None or cuts[-1].value < best.value:
            best, best_prices = cuts[-1], prices
        if best.value < least or (target is not None and best.value <= target) or len(cuts) == STEPS or limit.passed:
            break
        small = max(0.02 * scale, least_step * abs(best.value))
        following, promise, reach = _next_step(cuts, best, reach, most, small, promise, kept)
        if following is None:
            break
        y = following
    multipliers = _multipliers(limits, best.at)
    if best_prices is None:
        _, best_prices = best_of_face(scope.face, weighed(scope, objective, scale, multipliers))
    bound = scaled_bound(scope, objective, scale, multipliers, best_prices)
    nearest_first = sorted(range(len(cuts)), key=lambda at: cuts[at].value)
    return Priced(scale, multipliers, best_prices, bound, tuple(answers[at] for at in nearest_first), bound < least)


def _next_step(
    cuts: list[Cut], best: Cut, reach: Ints, most: Ints, small: float, before: float, kept: float
) -> tuple[Ints | None, float, Ints]:
    """The next y (None: the search is over), what the cuts promise, and how far multipliers reach now.

    Over is what promises less than `small`, or only places that were asked already, with no multiplier at the end of its
    reach; those who are there may go further. `before` is the promise of the step before.
    """
    asked = {cut.at.tobytes() for cut in cuts}
    while True:
        model = model_of(cuts, best, reach, before if before > 0 else max(1.0, abs(best.value) / 100))
        if (bottom := lowest(model)) is None:
            return None, before, reach
        place, promise = bottom
        if promise >= small:
            for proposed in (nearest(model, kept * promise), place):
                if proposed is not None and proposed.tobytes() not in asked:
                    return proposed, promise, reach
        ended = (place >= reach) & (reach < most)
        if not ended.any():
            return None, promise, reach
        reach = np.where(ended, np.minimum(FURTHER * reach, most), reach)


def _least(face: Face, objective: Objective) -> int:
    """What no answer is worth less than."""
    gains = (objective.mentor_gain(*places(face.mentor_high)), objective.mentee_gain(*places(face.mentee_high)))
    return int(np.minimum(objective.points, 0).sum() + sum(np.minimum(gain, 0).sum() for gain in gains))


def _most(limits: list[_Limit], scale: int) -> Ints:
    """The greatest multipliers that are tried: beyond, the sums could outgrow exact arithmetic.

    With scale 0 only their proportions matter.
    """
    if scale == 0:
        return np.full(len(limits), FINEST, dtype=np.int64)
    return np.array(
        [LARGEST // max(1, int(np.abs(limit.objective.points).max(initial=0))) for limit in limits], np.int64
    )


def _limits(scope: Scope) -> list[_Limit]:
    found = []
    for row in scope.rows:
        if row.low is not None:
            found.append(_Limit(row.name, row.objective, 1, row.low))
        if row.high is not None:
            found.append(_Limit(row.name, row.objective, -1, row.high))
    return found


def _first_reach(scope: Scope, objective: Objective, scale: int, limits: list[_Limit], most: Ints) -> Ints:
    """How far the first steps may go: a quarter of what a pair brings at most, for what a pair counts on average."""
    if scale == 0:
        return most
    free = scope.face.state == FREE
    brings = max(1, int(np.abs(objective.points[free]).max(initial=0)))
    sizes = []
    for limit in limits:
        counted = np.abs(limit.objective.points[free])
        sizes.append(max(1.0, float(counted[counted > 0].mean()) if counted.any() else 1.0))
    return np.clip(scale * brings / 4 / np.array(sizes), 1, most).astype(np.int64)


def _multipliers(limits: list[_Limit], y: Ints) -> dict[str, int]:
    """The multiplier of each row: that of its least minus that of its most."""
    found: dict[str, int] = {}
    for limit, number in zip(limits, y.tolist(), strict=True):
        found[limit.name] = found.get(limit.name, 0) + limit.sign * number
    return {name: number for name, number in found.items() if number}
