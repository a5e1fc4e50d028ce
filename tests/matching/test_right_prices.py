"""The quick look at prices agrees with the search for them, on every answer and every other list of prices."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from support_matching import everything, random_problem
from turnabout.matching.face import Prices, first_face, narrowed, worth
from turnabout.matching.objectives import stage_objective
from turnabout.matching.prices import prices_of
from turnabout.matching.problem import Problem
from turnabout.matching.proof.right_prices import are_right

LINEAR = ("coverage", "total", "keep", "load")


def best_answers(problem: Problem, stages: list[str]):
    """Face, objective and every best answer of the last of these stages."""
    face, sets = first_face(problem), everything(problem).pairs
    for stage in stages:
        objective = stage_objective(problem, stage)
        if not len(sets):
            return
        worths = np.array([worth(face, objective, pairs) for pairs in sets])
        sets = sets[worths == worths.max()]
        if stage == stages[-1]:
            yield from ((face, objective, pairs) for pairs in sets)
        face = narrowed(face, objective, prices_of(face, objective, sets[0]))


@settings(deadline=None, max_examples=200)
@given(st.integers(0, 100_000), st.lists(st.sampled_from(LINEAR), min_size=1, max_size=3, unique=True))
def test_the_prices_found_are_right_and_no_others(seed: int, stages: list[str]) -> None:
    dice = np.random.default_rng(seed)
    for face, objective, pairs in best_answers(random_problem(seed), stages):
        prices = prices_of(face, objective, pairs)
        assert are_right(face, objective, pairs, prices)
        both = np.concatenate((prices.mentor, prices.mentee))
        split = len(prices.mentor)
        others = [
            both + step * np.eye(len(both), dtype=np.int64)[person] for person in range(len(both)) for step in (-1, 1)
        ]
        others += [both + dice.integers(-2, 3, len(both)) for _ in range(10)]
        others += [both + shift * np.where(np.arange(len(both)) < split, 1, -1) for shift in (-1, 1)]
        for other in others:
            same = np.array_equal(other, both)
            assert are_right(face, objective, pairs, Prices(other[:split], other[split:])) == same


@settings(deadline=None, max_examples=100)
@given(st.integers(0, 100_000), st.sampled_from(LINEAR))
def test_no_prices_are_right_for_an_answer_that_is_not_the_best(seed: int, stage: str) -> None:
    problem = random_problem(seed)
    face, objective = first_face(problem), stage_objective(problem, stage)
    best = list(best_answers(problem, [stage]))
    for _, _, pairs in best[:1]:
        prices = prices_of(face, objective, pairs)
        most = worth(face, objective, pairs)
        for other in everything(problem).pairs:
            if worth(face, objective, other) < most:
                assert not are_right(face, objective, other, prices)
