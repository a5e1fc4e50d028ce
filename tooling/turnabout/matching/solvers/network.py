"""Stages without rows, for those that have some: a network problem solved by whatever is quickest for its size."""

from turnabout.matching.face import FREE, MADE, Face, Objective, Prices
from turnabout.matching.improve import best_from
from turnabout.matching.prices import NotOptimalError, prices_of
from turnabout.matching.problem import Bools
from turnabout.matching.solvers.compiled import numba_version

SMALL = 10_000
"""Pairs up to which SciPy is quick enough; above, numba is used where it is installed."""


def network(face: Face, objective: Objective, near: tuple[Bools, Prices] | None = None) -> tuple[Bools, Prices | None]:
    """A best answer of the face (bool[E]), with its prices where they come for nothing.

    Without prices its word is good for a step of a search, not for a proof. `near` is an answer of the same face for an
    objective that is much the same, with its prices: a place to start from.
    """
    if not (face.state == FREE).any():
        return face.state == MADE, None
    if len(face.state) > SMALL and numba_version() is not None:
        from turnabout.matching.solvers import kernel

        return kernel.best(face, objective, None if near is None else kernel.Start(near[0], near[1].mentor))
    from turnabout.matching.solvers import flow

    if flow.cells_needed(face)[1]:
        return flow.best_pairs(face, objective), None
    from turnabout.matching.solvers import ilp

    return ilp.best_pairs(face, objective), None


def best_of_face(face: Face, objective: Objective) -> tuple[Bools, Prices]:
    """A best answer of the face (bool[E]) with the prices that prove it. The face must have an answer."""
    pairs, prices = network(face, objective)
    if prices is not None:
        return pairs, prices
    try:
        return pairs, prices_of(face, objective, pairs)
    except NotOptimalError:
        pairs = best_from(face, objective, pairs)
        return pairs, prices_of(face, objective, pairs)


def some_answer(face: Face, objective: Objective) -> Bools:
    """As `best_of_face`, for those who want no prices."""
    return network(face, objective)[0]
