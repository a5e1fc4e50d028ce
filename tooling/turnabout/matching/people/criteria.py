"""The criteria: pure functions from columns to points, 0 to 10,000, for every mentee (row) and mentor (column) at once.

All arithmetic is in whole numbers, or in floating point where it is exact, so that no platform, thread count or library
version can round a point differently.
"""

from collections.abc import Callable, Mapping
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from turnabout.matching.people.columns import WISHES, Columns, Counts, Points
from turnabout.matching.problem import Ints

FULL = 10_000
USUAL_GAP = 4  # levels: the middle of the two to six that published schemes report

Criterion = Callable[[Columns], Points]
Number = TypeVar("Number", bound=np.generic)


def topics(columns: Columns) -> Points:
    """How much of what the mentee seeks the mentor offers: priority times the best proficiency, over all priorities.

    A sibling, parent or child topic counts half. Rounded half up; 0 where nothing is sought.
    """
    # In tenths: proficiency 1-5, doubled. Products and sums of such small numbers are exact, and so is a quotient's floor.
    part = shared_counts(columns.mentees.topics, columns.mentors.topics).astype(np.float64)
    whole = np.maximum(10 * columns.mentees.sought, 1)[:, None]
    part *= 2 * FULL
    part += whole
    part /= 2 * whole
    points: Points = part.astype(np.int32)
    return points


def hours(columns: Columns) -> Points:
    """The longest common piece of a week; full points from twice the length of a session."""
    enough = 2 * columns.minutes
    common, row, column = columns.weeks_in_common
    return spread(np.minimum(common, enough).astype(np.int32) * FULL // enough, row, column)


def level(columns: Columns) -> Points:
    """Full points four levels apart, 2,000 less for each level more or less."""
    ours, theirs = columns.mentees.level, columns.mentors.level
    kinds = np.arange(1 + max(ours.max(initial=0), theirs.max(initial=0)))
    table = np.maximum(FULL - 2_000 * np.abs(np.subtract.outer(kinds, kinds) - USUAL_GAP), 0)
    return spread(table.astype(np.int32), ours, theirs)


def viewpoint(columns: Columns) -> Points:
    """Half for another department, half for another site."""
    return _half_if_other(columns.mentees.department, columns.mentors.department) + _half_if_other(
        columns.mentees.site, columns.mentors.site
    )


def interests(columns: Columns) -> Points:
    """Half for one interest in common, full for two or more: enough to begin a conversation."""
    return _up_to_two(shared_counts(columns.mentees.interests, columns.mentors.interests))


def languages(columns: Columns) -> Points:
    """Half for one language in common, full for two or more."""
    return _up_to_two(shared_counts(columns.mentees.languages, columns.mentors.languages))


def style(columns: Columns) -> Points:
    """Full points for the same way of working; half where one of the two has not said."""
    ours, theirs = columns.mentees.style, columns.mentors.style
    kinds = np.arange(1 + max(ours.max(initial=0), theirs.max(initial=0)))
    table = np.where((kinds[:, None] == 0) | (kinds == 0), FULL // 2, (kinds[:, None] == kinds) * FULL)
    return spread(table.astype(np.int32), ours, theirs)


def wishes(columns: Columns) -> Points:
    """Half for the wish of one side, full when both wish for each other."""
    return columns.numbers(WISHES) * (FULL // 2)


def spread(table: NDArray[Number], row: Ints, column: Ints) -> NDArray[Number]:
    """A table over kinds of people as one over people: `row` and `column` say of which kind each person is."""
    return np.take(table[row], column, axis=1)


def shared_counts(mentees: Counts, mentors: Counts) -> Counts:
    """Of each mentee (row) with each mentor (column) the sum of products; of 1 and 0 that is how many words they share."""
    product: Counts = mentees @ mentors.T
    return product


def _half_if_other(ours: Ints, theirs: Ints) -> Points:
    """Half the points where both have said what theirs is and it differs."""
    kinds = np.arange(1 + max(ours.max(initial=0), theirs.max(initial=0)))
    table = (kinds[:, None] != kinds) & (kinds[:, None] > 0) & (kinds > 0)
    return spread(table.astype(np.int32) * (FULL // 2), ours, theirs)


def _up_to_two(count: Counts) -> Points:
    np.minimum(count, 2, out=count)
    count *= FULL // 2
    return count.astype(np.int32)


CRITERIA: Mapping[str, Criterion] = {
    "topics": topics,
    "hours": hours,
    "level": level,
    "viewpoint": viewpoint,
    "interests": interests,
    "languages": languages,
    "style": style,
    "wishes": wishes,
}


def weighted(tables: Mapping[str, Points], weights: Mapping[str, int], shape: tuple[int, int]) -> Points:
    """The weighted mean of the tables, rounded once, half up; int32[n, m], zeros where there is no table."""
    whole = sum(weights[name] for name in tables)
    total, share = np.zeros(shape, np.int32), np.empty(shape, np.int32)
    for name, table in tables.items():
        total += np.multiply(table, weights[name], out=share)
    if whole:
        total *= 2
        total += whole
        total //= 2 * whole
    return total
