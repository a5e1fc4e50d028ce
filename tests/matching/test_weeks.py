"""The longest common piece of many weeks at once, against the definition for two weeks."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support_people import windows
from turnabout.hours import longest_common, utc_windows
from turnabout.matching.people import weeks
from turnabout.matching.people.weeks import pieces_of, weeks_of

OFFSETS = st.sampled_from([-300, -240, 0, 60, 120, 330])
"""Of zones from UTC, in minutes."""


@st.composite
def sides(draw: st.DrawFn) -> list[list[list[tuple[tuple[int, int], ...]]]]:
    """Two sides of weeks, each with its windows in UTC in each of the same number of regimes."""
    regimes = draw(st.integers(1, 3))
    return [
        [[utc_windows(week, draw(OFFSETS)) for _ in range(regimes)] for week in draw(st.lists(windows(), max_size=6))]
        for _ in range(2)
    ]


@settings(max_examples=150)
@given(sides(), st.sampled_from([1, weeks.TOGETHER]), st.data())
def test_the_longest_piece_of_two_weeks_is_that_of_their_windows_in_the_worst_regime(made, together, data) -> None:
    ours, theirs = made
    regimes = len((ours or theirs or [[]])[0])
    (row, our_weeks), (column, their_weeks) = (weeks_of(side, regimes) for side in made)
    known = sorted(data.draw(st.sets(st.integers(0, len(ours) - 1))) if ours else set())
    asked = [each for each in known if data.draw(st.booleans())]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(weeks, "TOGETHER", together)  # 1: each window is compared by itself
        found = pieces_of(our_weeks, np.array(known, np.int64), their_weeks).longest(np.array(asked, np.int64))
    assert found.shape == (len(asked), len(theirs))
    for a, our_week in enumerate(ours):
        for b, their_week in enumerate(theirs):
            if row[a] in asked:
                each = [longest_common(*two) for two in zip(our_week, their_week, strict=True)]
                assert found[asked.index(row[a]), column[b]] == max(0, min(each))


def test_weeks_stand_in_order_of_how_many_windows_they_have_and_equal_windows_have_one_number() -> None:
    morning, noon, evening = (540, 600), (720, 780), (1140, 1200)
    row, found = weeks_of([[[noon]], [[]], [[morning, noon, evening]], [[evening]]], 1)
    assert row.tolist() == [1, 3, 0, 2]
    assert found.used.tolist() == [3, 1, 1]
    assert found.window[0, 0, 1] == found.window[0, 1, 0]  # noon
    assert found.window[0, 0, 2] == found.window[0, 2, 0]  # evening
    assert len(found.windows_of(row)) == 4  # and the empty one


def test_without_a_regime_nobody_has_common_time() -> None:
    _, found = weeks_of([(), ()], 0)
    assert pieces_of(found, np.arange(2), found).longest(np.arange(2)).tolist() == [[0, 0], [0, 0]]
