"""The points of pairs in one pass, compiled: for a mentee after the other, small tables are looked up and added.

Which tables these are, `tabulated.py` says. All numbers are whole: a sum of weighted criteria in the low bits, from which
FORBIDDING is taken once for each rule that forbids the pair. The sign then says whether any does, and the low bits are
still the sum.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from turnabout.hours import WEEK
from turnabout.matching.people.columns import Points
from turnabout.matching.people.weeks import Minutes
from turnabout.matching.problem import Ints
from turnabout.matching.solvers.compiled import compiled_lean, compiled_part

FORBIDDING = 1 << 26
"""More than the criteria of a pair can sum up to; eight times as much fits into 32 bits, sign apart."""
TOGETHER = 64
"""Sums that are passed over together where none of them is among the best."""


class Rows(NamedTuple):
    """f columns in which mentees are of few kinds: `row[f, mentee]` of `sums` is what they say of every mentor."""

    row: Ints  # [f, n]
    sums: Points  # [rows, m]


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
    """What the windows of a stretch of mentees have in common with weeks (`weeks.Pieces`), and what each length gives.

    The last entry of `minutes` holds for more as well; where common time does not count, there is none.
    """

    begin: int  # the first of the mentees
    row: Ints  # [g, s, mentees] where each of their windows stands in `pieces`
    used: Ints  # [mentees] how many windows they have
    pieces: Minutes  # [windows, weeks]
    mentor_week: NDArray[np.uint32]  # [m]
    minutes: Points


class Noted(NamedTuple):
    """Pairs that are known one by one, in order of mentee: what is added to a pair's sum, and the pairs that stand."""

    begin: Ints  # [n + 1]
    mentor: Ints
    number: Ints
    standing_begin: Ints  # [n + 1]
    standing: Ints


class Rounding(NamedTuple):
    """How a sum becomes points: (2 * sum + whole) // (2 * whole), where x // (2 * whole) is `x * factor >> shift`."""

    whole: int
    factor: np.uint32
    shift: np.uint64


class Tables(NamedTuple):
    """All that is looked up and added for a stretch of mentees, and how the sums become points."""

    rows: Rows
    kinds: Kinds
    words: Words
    common: Common
    noted: Noted
    rounding: Rounding


class Room(NamedTuple):
    """Where a mentee's sums are found. It is lent: what makes no arrays of its own is compiled in half the time."""

    total: Points  # [m]
    counts: NDArray[np.uint16]  # [m]
    by_week: Points  # [weeks]
    longest: Minutes  # [weeks]
    least: Minutes  # [weeks]


def room_for(tables: Tables) -> Room:
    """Room for the sums of one mentee with everybody."""
    (m,), weeks = tables.common.mentor_week.shape, tables.common.pieces.shape[1]
    return Room(
        np.empty(m, np.int32),
        np.empty(m, np.uint16),
        np.empty(weeks, np.int32),
        np.empty(weeks, np.int16),
        np.empty(weeks, np.int16),
    )


@compiled_part
def _rounded(total: np.int32, rounding: Rounding) -> np.int32:
    """The points for a sum that is not below 0, rounded half up."""
    return np.int32((np.uint64(np.uint32(2 * total + rounding.whole)) * np.uint64(rounding.factor)) >> rounding.shift)


@compiled_part
def _time_in_common(common: Common, i: int, room: Room) -> None:
    """Begins the sums of mentee `i` with what the time in common gives."""
    total, by_week, longest, least = room.total, room.by_week, room.longest, room.least
    at, most = i - common.begin, len(common.minutes) - 1
    if most < 0:
        total[:] = 0
        return
    least[:] = WEEK if common.row.shape[0] else 0
    for regime in range(common.row.shape[0]):
        longest[:] = 0
        for slot in range(common.used[at]):
            piece = common.pieces[common.row[regime, slot, at]]
            for week in range(len(longest)):
                longest[week] = max(longest[week], piece[week])
        for week in range(len(longest)):
            least[week] = min(least[week], longest[week])
    for week in range(len(by_week)):
        by_week[week] = common.minutes[np.uint32(min(least[week], most))]
    for j in range(len(total)):
        total[j] = by_week[common.mentor_week[j]]


@compiled_part
def _words_in_common(words: Words, i: int, room: Room) -> None:
    """Adds what the words give that mentee `i` shares with each mentor."""
    total, counts = room.total, room.counts
    for at in range(words.base.shape[0]):
        counts[:] = 0
        for each in range(words.begin[at, i], words.begin[at, i + 1]):
            has, times = words.has[words.word[each]], words.times[each]
            for j in range(len(counts)):
                counts[j] += np.uint16(np.uint16(has[j]) * times)
        table = words.table[words.base[at, i] : words.base[at, i] + words.size[at, i]]
        if len(table) == 3:  # as most have: without looking up
            none, one, more = table[0], table[1], table[2]
            for j in range(len(total)):
                total[j] += none if counts[j] == 0 else (one if counts[j] == 1 else more)
        else:
            for j in range(len(total)):
                total[j] += table[counts[j]]


@compiled_part
def _add_up(tables: Tables, i: int, room: Room) -> None:
    """Leaves in `room.total` the sum of mentee `i` with every mentor, below 0 where a rule forbids a pair that does not stand."""
    rows, kinds, noted, total = tables.rows, tables.kinds, tables.noted, room.total
    _time_in_common(tables.common, i, room)
    for at in range(rows.row.shape[0]):
        sums = rows.sums[rows.row[at, i]]
        for j in range(len(total)):
            total[j] += sums[j]
    for at in range(kinds.first.shape[0]):
        table, kind = kinds.table[kinds.first[at, i] :], kinds.mentor[at]
        for j in range(len(total)):
            total[j] += table[kind[j]]
    _words_in_common(tables.words, i, room)
    for at in range(noted.begin[i], noted.begin[i + 1]):
        total[noted.mentor[at]] += noted.number[at]
    for at in range(noted.standing_begin[i], noted.standing_begin[i + 1]):
        total[noted.standing[at]] &= FORBIDDING - 1


@compiled_lean
def find(tables: Tables, room: Room, first: int, points: Points, mentor: Ints, best: Ints) -> None:
    """Fills either `points` (int32[rows, m]), or `mentor` and `best` (the points), for the mentees from `first` on.

    `points` has -1 where a rule forbids a pair that does not stand. A row of `mentor` has those with most points first, as
    many as there is room for; of equals the first. What is not filled has -1 in `best`. What is not asked for has no rows:
    it is one function, since two would have to compile the sums twice.
    """
    total, rounding, most = room.total, tables.rounding, mentor.shape[1]
    for row in range(max(len(points), len(best))):
        _add_up(tables, first + row, room)
        if len(points):
            for j in range(len(total)):
                rounded = _rounded(total[j], rounding)
                points[row, j] = rounded if total[j] >= 0 else -1
            continue
        best[row] = -1
        worst, least = -1, 0
        for start in range(0, len(total), TOGETHER):
            stop = min(start + TOGETHER, len(total))
            top = np.int32(-1)
            for j in range(start, stop):
                top = max(top, total[j])
            if top < least:
                continue
            for j in range(start, stop):
                if total[j] < least:
                    continue
                rounded = _rounded(total[j], rounding)
                if rounded <= worst:
                    continue
                place = most - 1
                while place > 0 and best[row, place - 1] < rounded:
                    mentor[row, place], best[row, place] = mentor[row, place - 1], best[row, place - 1]
                    place -= 1
                mentor[row, place], best[row, place] = j, rounded
                worst = best[row, most - 1]
                # A smaller sum is rounded to no more than the worst: most are passed over without being rounded.
                least = max(0, (rounding.whole * (2 * worst + 1) + 1) // 2)
