"""What the answer hangs on: the price of each rule, what other weights would move, and whether priority helped.

Each figure comes from solving again with one thing changed. Of equally good answers the one that keeps most of today's
proposal is compared, so that what is said to move has to move.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from turnabout.matching.advice.change import Numbers, Pair, numbers
from turnabout.matching.advice.gaps import is_exact
from turnabout.matching.advice.rules_dropped import without_each
from turnabout.matching.pairing import Pairing, keeping
from turnabout.matching.people.candidates import GIVEN, VETO, Candidates, problem
from turnabout.matching.problem import Problem
from turnabout.matching.solution import made_pairs
from turnabout.matching.solvers import solve_again


@dataclass(frozen=True, slots=True)
class RulePrice:
    """What the pairing would reach without one rule, and how many pairs would be others then.

    `balance`: it is a quota over all pairs, and no hard rule. `exact`: both answers are the best ones.
    """

    rule: str
    without: Numbers
    moved: int
    balance: bool = False
    exact: bool = True


@dataclass(frozen=True, slots=True)
class WeightMoves:
    """How many of the pairs would be others if one criterion weighed half or double."""

    criterion: str
    halved: int
    doubled: int


@dataclass(frozen=True, slots=True)
class Priority:
    """Somebody with carried-over priority: whether they have a mentor now, and whether they would without it."""

    person: str
    priority: int
    paired: bool
    paired_without: bool


def rule_prices(pairing: Pairing) -> tuple[RulePrice, ...]:
    """The price of every rule in force, hard rules before balance rules, each in the order of the program file.
    `level_gap` is lowered to 0, never dropped: the mentor is the junior. Vetoes have no price.
    """
    found = pairing.found
    prices = []
    for rule in found.rules:
        if rule not in (GIVEN, VETO):
            dropped: dict[str, Any] = {rule: 0}
            then, pairs, exact = _again(pairing, problem(_with(found, rules=replace(found.scoring.rules, **dropped))))
            prices.append(RulePrice(rule, then, _moved(pairing, pairs), exact=exact))
    for without in without_each(pairing):
        moved = _moved(pairing, without.pairs)
        prices += [RulePrice(rule.id, without.numbers, moved, True, without.exact) for rule in without.rules]
    return tuple(prices)


def _with(found: Candidates, **changed: Any) -> Candidates:
    """The same people with something changed about how their pairs are scored."""
    return replace(found, scoring=replace(found.scoring, **changed))


def weight_moves(pairing: Pairing) -> tuple[WeightMoves, ...]:
    """For every criterion with a weight, how many pairs move if it is halved or doubled, in the order of the criteria.

    Empty where a table gives the points: then nothing is weighed.
    """
    found = pairing.found
    if found.given is not None:
        return ()
    weights = found.scoring.weights

    def moved(changed: dict[str, int]) -> int:
        return _moved(pairing, _again(pairing, problem(_with(found, weights=changed)))[1])

    return tuple(
        WeightMoves(
            name,
            # Weights are whole numbers: half of one is double of all the others.
            halved=moved({each: weights[each] * (1 if each == name else 2) for each in found.scoring.criteria}),
            doubled=moved({each: weights[each] * (2 if each == name else 1) for each in found.scoring.criteria}),
        )
        for name in found.scoring.criteria
    )


def priorities(pairing: Pairing) -> tuple[Priority, ...]:
    """Everybody with carried-over priority, in order of id; empty where nobody has any."""
    program = pairing.found.cohort.program.id
    first = {p.id: p.programs[program].priority for p in pairing.found.cohort.mentees if p.programs[program].priority}
    if not first:
        return ()
    posed = pairing.problem
    _, pairs, _ = _again(pairing, replace(posed, priority=np.ones_like(posed.priority)))
    now, then = {made.key.mentee for made in pairing.made}, {mentee for _, mentee in pairs}
    return tuple(Priority(person, first[person], person in now, person in then) for person in sorted(first))


def _again(pairing: Pairing, posed: Problem) -> tuple[Numbers, frozenset[Pair], bool]:
    near = keeping(posed, set(_pairs(pairing)))
    solution = solve_again(near, pairing.problem, pairing.solution)
    pairs = frozenset(made[:2] for made in made_pairs(near, solution))
    return numbers(near, solution), pairs, is_exact(pairing.solution, solution)


def _moved(pairing: Pairing, pairs: frozenset[Pair]) -> int:
    """How many of the pairs of now are gone; new people's first pairs do not count."""
    return sum(pair not in pairs for pair in _pairs(pairing))


def _pairs(pairing: Pairing) -> Iterator[Pair]:
    return ((made.key.mentor, made.key.mentee) for made in pairing.made)
