"""The points of pairs in one pass, compiled: for a mentee after the other, small tables are looked up and added.

Which tables these are, `tabulated.py` says. All numbers are whole: a sum of weighted criteria in the low bits, from which
FORBIDDING is taken once for each rule that forbids the pair. The sign then says whether any does, and the low bits are
still the sum.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from turnabout.hours import WEEK
from turnabout.matching.people.columns import Minutes, Points
from turnabout.matching.problem import Ints
from turnabout.matching.solvers.compiled import compiled

FORBIDDING = 1 << 26
"""More than the criteria of a pair can sum up to; eight times as much fits into 32 bits, sign apart."""


class Kinds(NamedTuple):
    """f tables over kinds of people: the row that begins at `first[f, mentee]` has an entry for each kind of mentor."""

    first: Ints  # [f, n]
    mentor: NDArray[np.uint32]  # [f, m]
    table: Points


class Words(NamedTuple):
    """s products of a mentee's words (`word`, so many `times`) with those that a mentor `has`, and what each count gives.

    The table of a mentee has `size` entries from `base` on; where there are three, the last holds for more as well.
    """

    base: Ints  # [s, n]
    size: Ints  # [s, n]
    begin: Ints  # [s, n + 1]
    word: NDArray[np.int32]
    times: NDArray[np.uint16]
    has: NDArray[np.uint8]  # [words, m]
    table: Points


class Common(NamedTuple):
    """Everybody's week, the windows of the weeks as in `columns.Weeks`, and what each length of the common time gives.

    The last entry of `minutes` holds for more as well; where common time does not count, there is none.
    """

    week: Ints  # [n]
    starts: Minutes  # [g, weeks, slots]
    ends: Minutes
    mentor_week: NDArray[np.uint32]  # [m]
    mentor_starts: Minutes  # [g, slots, weeks]
    mentor_ends: Minutes
    mentor_used: Ints  # [slots]
    minutes: Points


class Noted(NamedTuple):
    """Pairs that are known one by one, in order of mentee: what is added to a pair's sum, and the pairs that stand."""

    begin: Ints  # [n + 1]
    mentor: Ints
    number: Ints
    standing_begin: Ints  # [n + 1]
    standing: Ints


class Tables(NamedTuple):
    """All that is looked up and added."""

    kinds: Kinds
    words: Words
    common: Common
    noted: Noted


@compiled
def score(tables: Tables, whole: int, factor: np.uint32, shift: np.uint64, first: int, points: Points) -> None:
    """Fills `points` (int32[rows, m]) for the mentees from `first` on; -1 where a rule forbids a pair that does not stand.

    Rounded half up: (2 * sum + whole) // (2 * whole), where x // (2 * whole) is `x * factor >> shift`.
    """
    kinds, words, common, noted = tables.kinds, tables.words, tables.common, tables.noted
    m = points.shape[1]
    regimes, slots, weeks = common.mentor_starts.shape
    count, by_week = np.empty(m, np.uint16), np.zeros(weeks, np.int32)
    longest, least = np.empty(weeks, np.int16), np.empty(weeks, np.int16)
    most = len(common.minutes) - 1
    for row in range(points.shape[0]):
        i, total = first + row, points[row]
        if most >= 0:
            least[:] = WEEK if regimes else 0
            for regime in range(regimes):
                longest[:] = 0
                for window in range(common.starts.shape[2]):
                    start = common.starts[regime, common.week[i], window]
                    end = common.ends[regime, common.week[i], window]
                    if start == end:
                        continue
                    for slot in range(slots):
                        starts, ends = common.mentor_starts[regime, slot], common.mentor_ends[regime, slot]
                        for week in range(common.mentor_used[slot]):
                            # In 16 bits, or a processor would take four times as long for it.
                            piece = np.int16(min(end, ends[week]) - max(start, starts[week]))
                            longest[week] = max(longest[week], piece)
                for week in range(weeks):
                    least[week] = min(least[week], longest[week])
            for week in range(weeks):
                by_week[week] = common.minutes[np.uint32(min(least[week], most))]
        for j in range(m):
            total[j] = by_week[common.mentor_week[j]]
        for at in range(kinds.first.shape[0]):
            table, kind = kinds.table[kinds.first[at, i] :], kinds.mentor[at]
            for j in range(m):
                total[j] += table[kind[j]]
        for at in range(words.base.shape[0]):
            count[:] = 0
            for each in range(words.begin[at, i], words.begin[at, i + 1]):
                has, times = words.has[words.word[each]], words.times[each]
                for j in range(m):
                    count[j] += np.uint16(np.uint16(has[j]) * times)
            table = words.table[words.base[at, i] : words.base[at, i] + words.size[at, i]]
            if len(table) == 3:  # as most have: without looking up
                none, one, more = table
                for j in range(m):
                    total[j] += none if count[j] == 0 else (one if count[j] == 1 else more)
            else:
                for j in range(m):
                    total[j] += table[count[j]]
        for at in range(noted.begin[i], noted.begin[i + 1]):
            total[noted.mentor[at]] += noted.number[at]
        for at in range(noted.standing_begin[i], noted.standing_begin[i + 1]):
            total[noted.standing[at]] &= FORBIDDING - 1
        for j in range(m):
            rounded = np.int32((np.uint64(np.uint32(2 * total[j] + whole)) * np.uint64(factor)) >> shift)
            total[j] = rounded if total[j] >= 0 else -1


@compiled
def best(points: Points, mentor: Ints, found: Ints) -> None:
    """Fills a row of `mentor` and `found` (the points) for each row of `points` (int32[rows, m]): the best, unordered.

    As many as there is room for; of equals the first. What is not filled has -1 in `found`.
    """
    most = mentor.shape[1]
    for row in range(points.shape[0]):
        worst, place, filled = -1, 0, 0
        for piece in range(0, points.shape[1], 64):
            last = min(piece + 64, points.shape[1])
            top = np.int32(-1)
            for j in range(piece, last):
                top = max(top, points[row, j])
            if top <= worst:
                continue
            for j in range(piece, last):
                if points[row, j] <= worst:
                    continue
                if filled < most:
                    place = filled
                    filled += 1
                mentor[row, place], found[row, place] = j, points[row, j]
                if filled == most:
                    worst, place = found[row, 0], 0
                    for at in range(1, most):
                        # Of equals the last goes first, so that the first stay.
                        if found[row, at] < worst or (found[row, at] == worst and mentor[row, at] > mentor[row, place]):
                            worst, place = found[row, at], at
        for at in range(filled, most):
            found[row, at] = -1
