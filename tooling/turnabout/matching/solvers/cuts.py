"""A convex function as its cuts know it from below: what they promise at best, and the next place worth asking.

A cut is a value of the function and a slope there. Both questions are small linear programs. The lowest place of the cuts
(Kelley 1960) jumps about as long as there are few of them; the nearest one to the best place known that keeps a part of
what is promised (level method, Lemarechal, Nemirovskii and Nesterov 1995) takes half as many steps, and since steps are
short, each starts from an answer much like the one it looks for.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog

from turnabout.matching.problem import Ints

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Cut:
    """The function is worth `value` at `at`, and nowhere less than the plane through it with `slope`."""

    at: Ints
    value: int
    slope: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """Cuts around the best one, for places from 0 to `reach`: with d = (place - best.at) / reach, a cut promises that
    the function falls by no more than `short` - `steep` d below the best, all in units of `unit`.
    """

    best: Cut
    reach: Floats
    unit: float
    steep: Floats
    short: Floats


def model_of(cuts: Sequence[Cut], best: Cut, reach: Ints, unit: float) -> Model:
    """The cuts, differences from `best` in units of `unit`: about what is left to gain, as solvers drop what is tiny."""
    wide = np.maximum(reach, 1).astype(np.float64)
    steep = np.array([cut.slope for cut in cuts], dtype=np.float64) * (wide / unit)
    # whole numbers as long as they are large: the differences are small beside the values
    short = [best.value - cut.value - int((cut.slope * (best.at - cut.at)).sum()) for cut in cuts]
    return Model(best, wide, unit, steep, np.array(short, dtype=np.float64) / unit)


def lowest(model: Model) -> tuple[Ints, float] | None:
    """Where the cuts are lowest, and by how much they are below the best value there (the promise).

    None where the solver of linear programs gives up.
    """
    count, size = model.steep.shape
    # greatest g with g <= short - steep d for every cut
    found = linprog(
        np.append(np.zeros(size), -1.0),
        A_ub=np.column_stack((model.steep, np.ones(count))),
        b_ub=model.short,
        bounds=[*_ranges(model), (None, None)],
        method="highs",
    )
    return None if found.status != 0 else (_place(model, found.x[:-1]), float(found.x[-1]) * model.unit)


def nearest(model: Model, least: float) -> Ints | None:
    """The place nearest to the best one (largest difference, in parts of `reach`) where the cuts promise `least`.

    None where the solver of linear programs gives up.
    """
    count, size = model.steep.shape
    unit, ones = np.eye(size), -np.ones((size, 1))
    # least t with -t <= d <= t, where every cut still promises so much
    found = linprog(
        np.append(np.zeros(size), 1.0),
        A_ub=np.block([[model.steep, np.zeros((count, 1))], [unit, ones], [-unit, ones]]),
        b_ub=np.concatenate((model.short - least / model.unit, np.zeros(2 * size))),
        bounds=[*_ranges(model), (0.0, None)],
        method="highs",
    )
    return None if found.status != 0 else _place(model, found.x[:-1])


def _ranges(model: Model) -> list[tuple[float, float]]:
    low = -model.best.at / model.reach
    return list(zip(low.tolist(), (low + 1.0).tolist(), strict=True))


def _place(model: Model, moved: Floats) -> Ints:
    place: Ints = np.rint(np.clip(model.best.at + moved * model.reach, 0, model.reach)).astype(np.int64)
    return place
