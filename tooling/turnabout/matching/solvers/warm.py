"""Where a changed problem starts from: the answer of the problem before, with its prices, carried over by the people's ids."""

from itertools import count

import numpy as np

from turnabout.matching.problem import TIE, Problem
from turnabout.matching.solution import Solution
from turnabout.matching.solvers.carried import carried_pairs, places_of
from turnabout.matching.solvers.kernel import Start


def starts(problem: Problem, before: Problem, answer: Solution) -> dict[str, Start]:
    """For every stage of the answer, as `run_stages` names it: the pairs made, and the prices of the mentors.

    Who was not there starts with a price of 0, and pairs that are no candidates any more are left out. The answer is a
    best one in each of its stages, so with the prices of the stage all of it is still proven, but for what has changed.
    """
    places = places_of(problem.mentors, before.mentors)
    pairs = carried_pairs(problem, before, answer.pairs)
    rounds = count(1)
    found = {}
    for stage in answer.stages:
        name = f"{TIE} {next(rounds)}" if stage.name == TIE else stage.name
        found[name] = Start(pairs, np.where(places < 0, 0, stage.prices.mentor[places]))
    return found
