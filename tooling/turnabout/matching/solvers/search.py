"""How a scope with side rows is searched: what a search gives, what becomes of it when time is up, and the readable one."""

from collections.abc import Callable
from dataclasses import dataclass

from turnabout.matching.face import Objective, Prices, worth
from turnabout.matching.limit import Limit, OutOfTimeError
from turnabout.matching.problem import Bools
from turnabout.matching.scope import Scope, is_answer, nothing
from turnabout.matching.solvers import ilp
from turnabout.matching.solvers.multipliers import priced_rows


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """The answer of a linear stage with the multipliers and prices of its bound; `searched`: nothing better exists."""

    pairs: Bools
    scale: int
    multipliers: dict[str, int]
    prices: Prices
    searched: bool


@dataclass(frozen=True, slots=True)
class Search:
    """How a scope is searched. `best`: a best answer for an objective; `some`: any; both None where there is none.

    `trusting`: stages are taken not to be touched by the rows, and only if nothing is left in the end solved with them.
    `limit` is that of the whole search; a part of it is given to each call. Where that passes, `best` gives what it has,
    `searched` or not, or the answer that is known already, and `some` what it has; without any answer both raise
    OutOfTimeError. `near`: the search was shown an answer, and the best ones are likely to be much the same.
    """

    best: Callable[[Scope, Objective, Bools | None, Limit], Found | None]
    some: Callable[[Scope, Limit], Bools | None]
    trusting: bool
    limit: Limit
    near: bool = False


def ilp_search(limit: Limit, shown: Bools | None = None) -> Search:
    """The search of the readable path: the whole model of every scope, but for whether there is any answer where `shown`,
    any pairs (bool[E]), is one.
    """

    def some(scope: Scope, within: Limit) -> Bools | None:
        return shown if shown is not None and is_answer(scope, shown) else any_in(scope, nothing(scope), within)

    return Search(_best, some, trusting=False, limit=limit, near=shown is not None)


def _best(scope: Scope, objective: Objective, known: Bools | None, limit: Limit) -> Found | None:
    try:
        pairs, searched = ilp.best_in(scope, objective, limit=limit), True
    except OutOfTimeError as stopped:
        pairs, searched = better(scope, objective, stopped.pairs, known), False
    if pairs is None:
        return None
    priced = priced_rows(scope, objective, enough=worth(scope.face, objective, pairs), limit=limit)
    return Found(pairs, priced.scale, priced.multipliers, priced.prices, searched)


def better(scope: Scope, objective: Objective, one: Bools | None, other: Bools | None) -> Bools:
    """The one of two answers that is worth more, the first of equals. OutOfTimeError where there is neither."""
    answers = [pairs for pairs in (one, other) if pairs is not None]
    if not answers:
        raise OutOfTimeError
    return max(answers, key=lambda pairs: worth(scope.face, objective, pairs))


def any_in(scope: Scope, objective: Objective, limit: Limit) -> Bools | None:
    """Any answer of the scope, looked for by an objective; None where there is none. OutOfTimeError where none is found."""
    try:
        return ilp.best_in(scope, objective, limit=limit)
    except OutOfTimeError as stopped:
        if stopped.pairs is None:
            raise
        return stopped.pairs
