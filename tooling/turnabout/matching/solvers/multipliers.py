"""Multipliers for the rows of a scope: the dual function minimised by cutting planes, one network problem a step.

For any multipliers y >= 0 on the limits of the rows, D(y), the greatest worth of objective plus y times slack over the
face alone, is a bound (`scope.py`). D is convex and piecewise linear; every network problem gives its value and a slope.
A master program over the slopes so far proposes the next y within a box around the best (Kelley 1960; boxstep, Marsten
1975). Its floating point only proposes: multipliers are rounded to whole numbers, and bounds follow in whole numbers.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog

from turnabout.matching.face import FREE, Face, Objective, Prices, places, worth
from turnabout.matching.problem import Bools, Ints
from turnabout.matching.scope import Scope, nothing, scaled_bound, weighed
from turnabout.matching.solvers.network import best_of_face, network

Floats = NDArray[np.float64]

STEPS = 150
FINEST = 1_000
"""Parts of a point in which multipliers are counted, where points are small."""
LARGEST = 10_000_000
"""Points times parts, so that all sums stay far below 2^53."""
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


def priced_rows(scope: Scope, objective: Objective, enough: int | None = None, close: float = CLOSE) -> Priced:
    """The best multipliers found for a stage; `enough` is a bound (in points) that is good enough to stop.

    A step that promises less than the part `close` of the bound is the last.
    """
    scale = max(1, min(FINEST, LARGEST // max(1, int(objective.points.max(initial=0)))))
    target = -1 if enough is None else scale * enough + scale - 1
    return _priced(scope, objective, scale, target if enough is not None else None, close)


def empty_proof(scope: Scope) -> Priced | None:
    """Multipliers and prices whose bound below 0, with scale 0, proves the scope empty; None where none are found.

    The face itself must have an answer.
    """
    found = _priced(scope, nothing(scope), 0, -1, CLOSE)
    return found if found.bound < 0 else None


def _priced(scope: Scope, objective: Objective, scale: int, target: int | None, least_step: float) -> Priced:
    limits = _limits(scope)
    y = np.zeros(len(limits), dtype=np.int64)
    box = _first_box(scope, objective, scale, limits)
    met: dict[bytes, tuple[int, Ints]] = {}
    cuts: list[tuple[int, Ints, Ints]] = []
    most = _most(limits)
    least = scale * _least(scope.face, objective)
    best, centre = None, y
    near: tuple[Bools, Prices] | None = None
    for _ in range(STEPS):
        pairs, prices = network(scope.face, weighed(scope, objective, scale, _multipliers(limits, y)), near)
        near = near if prices is None else (pairs, prices)
        slope = np.array([each.slack(scope.face, pairs) for each in limits], dtype=np.int64)
        value = scale * worth(scope.face, objective, pairs) + int((slope * y).sum())
        met[y.tobytes()] = (value, np.flatnonzero(pairs))
        cuts.append((value, slope, y))
        if best is None or value < best:
            best, centre = value, y
            box = box if scale == 0 else box * 1.5
        else:
            box = box if scale == 0 else box * 0.7
        if best < least or (target is not None and best <= target):
            break
        y, promise = _proposed(cuts, best, centre, box, most)
        close = promise < max(0.02 * scale, least_step * abs(best))
        if close or y.tobytes() in met:
            inside = (y > centre - box + 1) | (centre - box <= 0), y < centre + box - 1
            if scale == 0 or (np.logical_and(*inside).all() and close):
                break
            box = box * 2
            y, promise = _proposed(cuts, best, centre, box, most)
            if y.tobytes() in met:
                break
    multipliers = _multipliers(limits, centre)
    _, prices = best_of_face(scope.face, weighed(scope, objective, scale, multipliers))
    bound = scaled_bound(scope, objective, scale, multipliers, prices)
    nearest = sorted(range(len(cuts)), key=lambda at: cuts[at][0])
    return Priced(
        scale, multipliers, prices, bound, tuple(met[cuts[at][2].tobytes()][1] for at in nearest), bound < least
    )


def _least(face: Face, objective: Objective) -> int:
    """What no answer is worth less than."""
    gains = (objective.mentor_gain(*places(face.mentor_high)), objective.mentee_gain(*places(face.mentee_high)))
    return int(np.minimum(objective.points, 0).sum() + sum(np.minimum(gain, 0).sum() for gain in gains))


def _most(limits: list[_Limit]) -> Ints:
    """The greatest multipliers that are tried: beyond, the sums could outgrow exact arithmetic."""
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


def _first_box(scope: Scope, objective: Objective, scale: int, limits: list[_Limit]) -> Floats:
    """How far the first steps may go: a sixteenth of what a pair brings at most, for what a pair counts on average."""
    if scale == 0:
        return np.full(len(limits), float(FINEST))
    free = scope.face.state == FREE
    most = max(1, int(np.abs(objective.points[free]).max(initial=0)))
    sizes = []
    for limit in limits:
        counted = np.abs(limit.objective.points[free])
        sizes.append(max(1.0, float(counted[counted > 0].mean()) if counted.any() else 1.0))
    return np.maximum(scale * most / 16 / np.array(sizes), 1.0)


def _multipliers(limits: list[_Limit], y: Ints) -> dict[str, int]:
    """The multiplier of each row: that of its least minus that of its most."""
    found: dict[str, int] = {}
    for limit, number in zip(limits, y.tolist(), strict=True):
        found[limit.name] = found.get(limit.name, 0) + limit.sign * number
    return {name: number for name, number in found.items() if number}


def _proposed(
    cuts: list[tuple[int, Ints, Ints]], best: int, centre: Ints, box: Floats, most: Ints
) -> tuple[Ints, float]:
    """The y in the box where the cuts promise the least bound, and by how much less than the best it is."""
    slopes = np.array([slope for _, slope, _ in cuts], dtype=np.float64)
    known = np.array([value - best - int((slope * y).sum()) for value, slope, y in cuts], dtype=np.float64)
    unit = max(1.0, float(np.abs(known).max()))
    table = np.column_stack((slopes / unit, -np.ones(len(cuts))))
    around = zip(centre.tolist(), box.tolist(), most.tolist(), strict=True)
    ranges = [(max(0.0, c - b), min(float(m), c + b)) for c, b, m in around]
    cost = np.zeros(len(box) + 1)
    cost[-1] = 1.0
    found = linprog(cost, A_ub=table, b_ub=-known / unit, bounds=[*ranges, (None, None)], method="highs")
    if found.status != 0:  # the master is never empty; a failure of its floating point ends the search
        return centre, 0.0
    return np.rint(found.x[:-1]).astype(np.int64), -float(found.x[-1]) * unit
