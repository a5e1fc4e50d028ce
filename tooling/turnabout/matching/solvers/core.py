"""The core path, for balance rules on large programs: multipliers price the rules away, and a small core settles the rest.

1. Multipliers on the few rows give a bound, and network answers near it (`multipliers.py`).
2. What all near answers share is taken as made, and what none has is left out: a core of about one pair for each mentee.
   Its best answer, found by the readable model, differs from the bound by a gap that is then known.
3. If the gap is too wide, the core is all that costs no more than the gap. No better answer lies outside it
   (reduced-cost fixing), so its best answer is the best of all.
"""

from dataclasses import replace

import numpy as np

from turnabout.matching.face import FREE, MADE, OUT, Objective, narrowed, no_gain, worth
from turnabout.matching.problem import Bools, Problem
from turnabout.matching.scope import Scope, tight, weighed
from turnabout.matching.solvers import ilp
from turnabout.matching.solvers.multipliers import Priced, empty_proof, priced_rows
from turnabout.matching.solvers.sided import Found, Search

NEAR = 12
"""Answers, beside two for each row, whose pairs make the first core."""
ACCEPTED = 100_000
"""A gap of one part in this many is not worth a search: it is told, and the stage is not called optimal."""

CLOSE = 1e-6
"""The part of the bound that a step towards better multipliers has to promise here."""


def core_search(problem: Problem) -> Search:
    """The search of the core path. It takes coverage and worst pair not to be touched by the rows until shown otherwise."""
    points = Objective(problem.points, no_gain, no_gain)

    def some(scope: Scope) -> Bools | None:
        if empty_proof(scope) is not None:
            return None
        priced = priced_rows(scope, points, close=CLOSE)
        found = ilp.best_in(_shared(scope, priced), points)
        return ilp.best_in(scope, points) if found is None else found

    return Search(best_of_core, some, trusting=True)


def best_of_core(scope: Scope, objective: Objective) -> Found | None:
    """An answer of the scope that misses the bound by one part in 100,000 at most, or the best; None where there is none."""
    priced = priced_rows(scope, objective, close=CLOSE)
    if priced.empty:
        return None
    limit = priced.bound // priced.scale
    best: Bools | None = None
    for core in (_shared, _near):
        pairs = ilp.best_in(core(scope, priced), objective, gap=abs(limit) * 8 // (10 * ACCEPTED))
        if pairs is None or (
            best is not None and worth(scope.face, objective, pairs) <= _value(scope, objective, best)
        ):
            continue
        best, value = pairs, worth(scope.face, objective, pairs)
        if value == limit or (limit - value) * ACCEPTED <= abs(value):
            return Found(pairs, priced.scale, priced.multipliers, priced.prices, searched=value == limit)
    room = None if best is None else priced.bound - priced.scale * _value(scope, objective, best)
    pairs = ilp.best_in(scope if room is None else _within(scope, objective, priced, room), objective)
    if pairs is None:
        return None
    return Found(pairs, priced.scale, priced.multipliers, priced.prices, searched=True)


def _value(scope: Scope, objective: Objective, pairs: Bools) -> int:
    return worth(scope.face, objective, pairs)


def _shared(scope: Scope, priced: Priced) -> Scope:
    """The answers between the nearest ones: with what all of these have, and without what none of them has."""
    answers = priced.answers[: NEAR + 2 * len(scope.rows)]
    times = np.zeros(len(scope.face.state), dtype=np.int64)
    for answer in answers:
        times[answer] += 1
    free = scope.face.state == FREE
    state = np.where(free & (times == 0), OUT, np.where(free & (times == len(answers)), MADE, scope.face.state))
    return tight(Scope(replace(scope.face, state=state.astype(np.int8)), scope.rows))


def _near(scope: Scope, priced: Priced) -> Scope:
    """The answers made of pairs that any answer met on the way has."""
    used = np.zeros(len(scope.face.state), dtype=bool)
    for answer in priced.answers:
        used[answer] = True
    state = np.where((scope.face.state == FREE) & ~used, OUT, scope.face.state)
    return tight(Scope(replace(scope.face, state=state.astype(np.int8)), scope.rows))


def _within(scope: Scope, objective: Objective, priced: Priced, room: int) -> Scope:
    """All answers that miss the bound by no more than `room`, and perhaps some others."""
    face = narrowed(scope.face, weighed(scope, objective, priced.scale, priced.multipliers), priced.prices, room)
    return Scope(face, scope.rows)
