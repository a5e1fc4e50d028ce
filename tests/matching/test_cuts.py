"""Cuts of a convex function: the lowest place, the nearest one that keeps a part of it, and slopes beside large values."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from turnabout.matching.problem import Ints
from turnabout.matching.solvers.cuts import Cut, Model, lowest, model_of, nearest


def bowl(at: Ints, bottom: Ints) -> Cut:
    """The convex function sum (y - bottom)^2 at a place."""
    away = at - bottom
    return Cut(at, int((away**2).sum()), 2 * away)


def asked(places: list[tuple[int, ...]], bottom: Ints, reach: int) -> tuple[list[Cut], Model]:
    cuts = [bowl(np.array(place, dtype=np.int64), bottom) for place in places]
    best = min(cuts, key=lambda cut: cut.value)
    return cuts, model_of(cuts, best, np.full(len(bottom), reach, dtype=np.int64), unit=100.0)


place = st.tuples(st.integers(0, 50), st.integers(0, 50))


@settings(deadline=None, max_examples=50)
@given(st.lists(place, min_size=1, max_size=6, unique=True), place)
def test_what_is_promised_is_never_less_than_what_can_be_had(
    places: list[tuple[int, int]], at: tuple[int, int]
) -> None:
    bottom = np.array(at, dtype=np.int64)
    cuts, model = asked(places, bottom, reach=50)
    found = lowest(model)
    assert found is not None
    assert found[1] >= min(cut.value for cut in cuts) - 1e-3  # the bottom is worth 0, and within reach
    assert ((found[0] >= 0) & (found[0] <= 50)).all()


@settings(deadline=None, max_examples=50)
@given(st.lists(place, min_size=1, max_size=6, unique=True), place)
def test_a_smaller_part_of_the_promise_is_never_farther_away(
    places: list[tuple[int, int]], at: tuple[int, int]
) -> None:
    _, model = asked(places, np.array(at, dtype=np.int64), reach=50)
    found = lowest(model)
    assert found is not None
    near, far = (nearest(model, part * found[1]) for part in (0.1, 0.9))
    assert near is not None
    assert far is not None
    best = model.best.at
    assert np.abs(near - best).max() <= np.abs(far - best).max() + 1  # places are rounded


def test_one_cut_promises_the_corner_and_the_nearest_place_that_keeps_a_tenth_is_a_tenth_of_the_way() -> None:
    cut = Cut(np.zeros(1, dtype=np.int64), 1_000, np.array([-2]))
    model = model_of([cut], cut, np.array([100]), unit=200.0)
    found = lowest(model)
    assert found is not None
    assert found[0].tolist() == [100]
    assert round(found[1]) == 200
    kept = nearest(model, 20.0)
    assert kept is not None
    assert kept.tolist() == [10]


def test_a_small_slope_counts_beside_cuts_of_large_values() -> None:
    # A slope of 1 beside values of 10^11: solvers of linear programs take numbers below 10^-9 for nothing.
    far = Cut(np.array([1_000_000, 0]), 400_000_000_000, np.array([400_000, 0]))
    best = Cut(np.array([0, 0]), 100_000_000_000, np.array([0, -1]))
    found = lowest(model_of([far, best], best, np.array([1_000_000, 1_000]), unit=1_000.0))
    assert found is not None
    assert found[0][1] == 1_000
    assert round(found[1]) == 1_000
