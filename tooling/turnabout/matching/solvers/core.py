"""The core path, for balance rules on large programs: multipliers price the rules away, and a small core settles the rest.

1. Multipliers on the few rows give a bound, and network answers near it (`multipliers.py`).
2. What all of the nearest answers share is taken as made, and what none has is left out: a core of a few hundred pairs.
   Its best answer, found by the readable model, differs from the bound by a gap that is then known. If that is too wide,
   or there is no answer, the core is what twice as many answers leave open.
3. If even all of them leave too wide a gap, the core is all that costs no more than the gap. No better answer lies
   outside it (reduced-cost fixing), so its best answer is the best of all.
"""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from turnabout.matching.face import FREE, MADE, OUT, Objective, narrowed, no_gain, worth
from turnabout.matching.limit import Limit, OutOfTimeError
from turnabout.matching.problem import Bools, Problem
from turnabout.matching.scope import Scope, tight, weighed
from turnabout.matching.side import SETTLED
from turnabout.matching.solvers import ilp
from turnabout.matching.solvers.multipliers import Priced, empty_proof, priced_rows
from turnabout.matching.solvers.search import Found, Search, any_in, better

CLOSE = 1e-6
"""The part of the bound that a step towards better multipliers has to promise here."""


def core_search(problem: Problem, limit: Limit) -> Search:
    """The search of the core path. It takes coverage and worst pair not to be touched by the rows until shown otherwise."""
    points = Objective(problem.points, no_gain, no_gain)

    def some(scope: Scope, within: Limit) -> Bools | None:
        if empty_proof(scope) is not None:
            return None
        for core in _cores(scope, priced_rows(scope, points, close=CLOSE, limit=within)):
            if (pairs := any_in(core, points, within)) is not None:
                return pairs
        return any_in(scope, points, within)

    return Search(best_of_core, some, trusting=True, limit=limit)


def best_of_core(scope: Scope, objective: Objective, known: Bools | None, limit: Limit) -> Found | None:
    """An answer of the scope that misses the bound by one part in 100,000 at most, or the best; None where there is none.

    Where the limit passes, the best so far, `known` among them; OutOfTimeError where there is none.
    """
    priced = priced_rows(scope, objective, close=CLOSE, limit=limit)
    if priced.empty:
        return None
    bound = priced.bound // priced.scale
    best: Bools | None = None

    def found(pairs: Bools, searched: bool) -> Found:
        return Found(pairs, priced.scale, priced.multipliers, priced.prices, searched)

    try:
        for core in _cores(scope, priced):
            pairs = ilp.best_in(core, objective, gap=abs(bound) // (10 * SETTLED), limit=limit)
            if pairs is None:
                continue
            best = better(scope, objective, best, pairs)
            value = worth(scope.face, objective, best)
            if value == bound or (bound - value) * SETTLED <= abs(value):
                return found(best, searched=value == bound)
        within = scope if best is None else _within(scope, objective, priced, best)
        pairs = ilp.best_in(within, objective, limit=limit)
    except OutOfTimeError as stopped:
        best = best if stopped.pairs is None else better(scope, objective, best, stopped.pairs)
        return found(better(scope, objective, best, known), searched=False)
    return None if pairs is None else found(pairs, searched=True)


def _cores(scope: Scope, priced: Priced) -> Iterator[Scope]:
    """The answers between the nearest ones: with what all of these have, and without what none of them has.

    A mixture of answers that keeps the rows at the least cost needs one more than there are rows, so that many are the
    first; then there are twice as many each time.
    """
    count = len(scope.rows) + 1
    free = scope.face.state == FREE
    while True:
        answers = priced.answers[:count]
        times = np.zeros(len(scope.face.state), dtype=np.int64)
        for answer in answers:
            times[answer] += 1
        state = np.where(free & (times == 0), OUT, np.where(free & (times == len(answers)), MADE, scope.face.state))
        yield tight(Scope(replace(scope.face, state=state.astype(np.int8)), scope.rows))
        if count >= len(priced.answers):
            return
        count *= 2


def _within(scope: Scope, objective: Objective, priced: Priced, pairs: Bools) -> Scope:
    """All answers that miss the bound by no more than `pairs`, and perhaps some others."""
    room = priced.bound - priced.scale * worth(scope.face, objective, pairs)
    face = narrowed(scope.face, weighed(scope, objective, priced.scale, priced.multipliers), priced.prices, room)
    return Scope(face, scope.rows)
