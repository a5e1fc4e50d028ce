"""Where a changed problem starts from: the answer of the problem before, with its prices, carried over by the people's ids."""

from collections.abc import Sequence
from itertools import count

import numpy as np

from turnabout.matching.problem import TIE, Bools, Ints, Problem
from turnabout.matching.solution import Solution
from turnabout.matching.solvers.kernel import Start


def starts(problem: Problem, before: Problem, answer: Solution) -> dict[str, Start]:
    """For every stage of the answer, as `run_stages` names it: the pairs made, and the prices of the mentors.

    Who was not there starts with a price of 0, and pairs that are no candidates any more are left out. The answer is a
    best one in each of its stages, so with the prices of the stage all of it is still proven, but for what has changed.
    """
    places = _places(problem.mentors, before.mentors)
    pairs = _pairs(problem, before, answer.pairs)
    rounds = count(1)
    found = {}
    for stage in answer.stages:
        name = f"{TIE} {next(rounds)}" if stage.name == TIE else stage.name
        found[name] = Start(pairs, np.where(places < 0, 0, stage.prices.mentor[places]))
    return found


def _places(names: Sequence[str], earlier: Sequence[str]) -> Ints:
    """Where each name stood earlier, -1 where it did not; both are sorted."""
    if names == earlier:
        return np.arange(len(names))
    place = {name: index for index, name in enumerate(earlier)}
    return np.array([place.get(name, -1) for name in names], dtype=np.int64)


def _pairs(problem: Problem, before: Problem, made: Sequence[int]) -> Bools:
    """The candidate pairs of the problem (bool[E]) that were made before."""
    result = np.zeros(len(problem.points), dtype=bool)
    edges = np.array(made, dtype=np.int64)
    mentor = _places(before.mentors, problem.mentors)[before.mentor[edges]]
    row = np.searchsorted(before.indptr, edges, side="right") - 1
    mentee = _places(before.mentees, problem.mentees)[row]
    key = mentee * len(problem.mentors) + mentor
    wide = problem.mentee * len(problem.mentors) + problem.mentor
    at = np.searchsorted(wide, key[(mentor >= 0) & (mentee >= 0)])
    asked = key[(mentor >= 0) & (mentee >= 0)]
    at = np.minimum(at, max(len(wide) - 1, 0))
    if len(wide):
        result[at[wide[at] == asked]] = True
    return result
