"""The mathematics behind a proof: bounds, faces, prices, uniqueness, and improvement, each against trying everything."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support_matching import everything, random_problem, stage_values
from turnabout.matching.face import FREE, MADE, OUT, Prices, bound, first_face, narrowed, tightened, worth
from turnabout.matching.improve import best_from
from turnabout.matching.objectives import stage_objective
from turnabout.matching.prices import NotOptimalError, prices_of
from turnabout.matching.problem import WORST_PAIR
from turnabout.matching.unique import is_only_answer

LINEAR = ("coverage", "total", "keep", "load")
seeds = st.integers(0, 100_000)


def members(face, sets):
    """Those sets of pairs that lie in a face."""
    inside = sets[:, face.state == MADE].all(1) & ~sets[:, face.state == OUT].any(1)
    for people, low, high in (
        (face.mentor, face.mentor_low, face.mentor_high),
        (face.mentee, face.mentee_low, face.mentee_high),
    ):
        load = sets.astype(int) @ (people[:, None] == np.arange(len(low))).astype(int)
        inside &= (load >= low).all(1) & (load <= high).all(1)
    return sets[inside]


@settings(deadline=None, max_examples=150)
@given(seeds, st.sampled_from(LINEAR), st.integers(0, 1_000))
def test_no_answer_exceeds_the_bound_whatever_the_prices(seed: int, stage: str, price_seed: int) -> None:
    problem = random_problem(seed)
    face, objective = first_face(problem), stage_objective(problem, stage)
    dice = np.random.default_rng(price_seed)
    size = int(dice.choice([1, 3, 10, 2000]))
    prices = Prices(
        dice.integers(-size, size + 1, len(problem.mentors)), dice.integers(-size, size + 1, len(problem.mentees))
    )
    limit = bound(face, objective, prices)
    assert all(worth(face, objective, pairs) <= limit for pairs in everything(problem).pairs)


@settings(deadline=None, max_examples=150)
@given(seeds, st.sampled_from(LINEAR))
def test_every_best_answer_has_the_same_prices_and_they_reach_the_bound(seed: int, stage: str) -> None:
    problem = random_problem(seed)
    face, objective = first_face(problem), stage_objective(problem, stage)
    sets = everything(problem).pairs
    worths = [worth(face, objective, pairs) for pairs in sets]
    found = []
    for pairs, value in zip(sets, worths, strict=True):
        if value < max(worths):
            with pytest.raises(NotOptimalError):
                prices_of(face, objective, pairs)
        else:
            prices = prices_of(face, objective, pairs)
            assert bound(face, objective, prices) == value
            found.append((prices.mentor.tolist(), prices.mentee.tolist()))
    assert all(one == found[0] for one in found)


@settings(deadline=None, max_examples=150)
@given(seeds, st.lists(st.sampled_from(LINEAR), min_size=1, max_size=4, unique=True))
def test_the_narrowed_face_holds_the_best_answers_and_no_others(seed: int, stages: list[str]) -> None:
    problem = random_problem(seed)
    face, sets = first_face(problem), everything(problem).pairs
    for stage in stages:
        if not len(sets):
            return
        objective = stage_objective(problem, stage)
        worths = np.array([worth(face, objective, pairs) for pairs in sets])
        best = sets[worths == worths.max()]
        face = narrowed(face, objective, prices_of(face, objective, best[0]))
        sets = members(face, sets)
        assert np.array_equal(sets, best)
        assert all(is_only_answer(face, pairs) == (len(best) == 1) for pairs in best)


@settings(deadline=None, max_examples=100)
@given(seeds, st.sampled_from(LINEAR))
def test_any_answer_improves_to_a_best_one(seed: int, stage: str) -> None:
    problem = random_problem(seed)
    face, objective = first_face(problem), stage_objective(problem, stage)
    sets = everything(problem).pairs
    for start in sets[:: max(1, len(sets) // 20)]:
        best = best_from(face, objective, start)
        assert worth(face, objective, best) == max(worth(face, objective, pairs) for pairs in sets)
        assert len(members(face, best[None, :])) == 1


@settings(deadline=None, max_examples=60)
@given(seeds)
def test_tightening_and_worth_agree_with_the_definitions(seed: int) -> None:
    problem = random_problem(seed)
    face, answers = first_face(problem), everything(problem)
    assert len(members(tightened(face), answers.pairs)) == len(answers.pairs)
    linear = [index for index, stage in enumerate(problem.stages) if stage != WORST_PAIR]
    for pairs, values in zip(answers.pairs, stage_values(problem, answers.pairs), strict=True):
        for index in linear:
            assert worth(face, stage_objective(problem, problem.stages[index]), pairs) == values[index]


def test_a_face_with_nothing_free_has_prices_of_zero() -> None:
    problem = random_problem(3)
    face = first_face(problem)
    nobody = {"mentor_low": face.mentor_low * 0, "mentee_low": face.mentee_low * 0}
    settled = tightened(replace(face, state=np.where(face.state == FREE, OUT, face.state).astype(np.int8), **nobody))
    prices = prices_of(settled, stage_objective(problem, "total"), settled.state == MADE)
    assert not prices.mentor.any()
    assert not prices.mentee.any()


def test_a_stage_without_a_linear_objective_is_refused() -> None:
    with pytest.raises(ValueError, match="worst-pair"):
        stage_objective(random_problem(1), WORST_PAIR)
