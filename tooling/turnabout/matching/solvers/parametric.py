"""The best answer with at most K of the standing pairs given up, without an integer program, where a price on changes finds it.

A bound on changes breaks the network; a price for each change does not. Whatever is best at a price is best among all
answers with as few changes, so it lies on the frontier, and prices prove it like every other stage. As the price falls
from where nothing is worth a change to nothing, such answers run through the corners of the frontier's convex hull. A
number of changes that is no corner is between two of them, and only an integer program knows (`limited.py`).

Only one stage has to be priced: those before it reach their best within K changes, and at a corner the number of changes
is fixed, so the stages after it are network problems again.
"""

from dataclasses import replace
from math import gcd

import numpy as np

from turnabout.matching.face import Face, Gain, Objective, first_face, narrowed, no_gain, worth
from turnabout.matching.objectives import stage_objective
from turnabout.matching.problem import WORST_PAIR, Bools, Ints, Problem
from turnabout.matching.solvers.limited import Repaired, worst_of_all
from turnabout.matching.solvers.limited_model import FEWEST, TIE, weights_of
from turnabout.matching.solvers.network import best_of_face
from turnabout.matching.solvers.threshold import has_answer


def best_at_corner(problem: Problem, standing: Bools, most: int) -> Repaired | None:
    """The best answer that gives up at most `most` of the pairs `standing` (bool[E]), fewest of them, ties by hash.

    None where that many changes are between two corners of the frontier. There must be an answer without changes.
    """
    face, judged = first_face(problem), ~standing & ~problem.locked
    values: list[int] = []
    for stage in problem.stages:
        if stage == WORST_PAIR:
            value, face = worst_of_all(
                problem, judged, face, lambda above: has_answer(above) and _extreme(above, standing, 1)[0] <= most
            )
        else:
            objective = stage_objective(problem, stage)
            corner = _best_within(face, objective, standing, most)
            if corner is None:
                return None
            pairs, face = corner
            value = worth(face, objective, pairs)
        values.append(value)
    for stage in (FEWEST, TIE):
        objective = Objective(weights_of(problem, standing, stage), no_gain, no_gain)
        pairs, face = _solved(face, objective)
    return Repaired(pairs, tuple(values))


def _solved(face: Face, objective: Objective) -> tuple[Bools, Face]:
    """A best answer of a face, and all of them."""
    pairs, prices = best_of_face(face, objective)
    return pairs, narrowed(face, objective, prices)


def _extreme(face: Face, standing: Bools, kept: int) -> tuple[int, Bools, Face]:
    """The fewest changes in a face (`kept` 1) or the most (-1), an answer with so many, and all of these."""
    pairs, extreme = _solved(face, Objective(kept * standing.astype(np.int64), no_gain, no_gain))
    return int((standing & ~pairs).sum()), pairs, extreme


def _best_within(face: Face, objective: Objective, standing: Bools, most: int) -> tuple[Bools, Face] | None:
    """A best answer with at most so many changes, and a face of such answers; None where `most` is between two corners."""
    best, following = _solved(face, objective)
    changes, kindest, _ = _extreme(following, standing, 1)
    if changes <= most:
        return kindest, following
    _, _, cautious = _extreme(face, standing, 1)
    pairs, cautious = _solved(cautious, objective)
    low = int((standing & ~pairs).sum()), worth(face, objective, pairs)
    high = changes, worth(face, objective, best)
    if low[0] == most:
        return pairs, cautious
    while True:
        # The price at which both are worth the same: if nothing is worth more, there is no corner between them.
        price, unit = high[1] - low[1], high[0] - low[0]
        shared = gcd(price, unit)
        _, tied = _solved(face, _with_price(objective, standing, price // shared, unit // shared))
        few, pairs, fewest = _extreme(tied, standing, 1)
        many, others, largest = _extreme(tied, standing, -1)
        if most == few:
            return pairs, fewest
        if most == many:
            return others, largest
        if few < most < many:
            return None
        if most < few:
            high = few, worth(face, objective, pairs)
        else:
            low = many, worth(face, objective, others)


def _with_price(objective: Objective, standing: Bools, price: int, unit: int) -> Objective:
    """`unit` times the objective, and `price` for each standing pair that is kept."""

    def times(gain: Gain) -> Gain:
        def scaled(person: Ints, place: Ints) -> Ints:
            return unit * gain(person, place)

        return scaled

    return replace(
        objective,
        points=unit * objective.points + price * standing,
        mentor_gain=times(objective.mentor_gain),
        mentee_gain=times(objective.mentee_gain),
    )
