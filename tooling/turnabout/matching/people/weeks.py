"""Weeks as arrays: the windows in which people are free, and the longest piece that two weeks have in common.

There are far fewer windows than weeks: people of one place are free at the same times, on different days. So each window
is compared with the other side's weeks once, and a week with them by what its few windows have given.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from turnabout.hours import WEEK
from turnabout.matching.problem import Ints

Minutes = NDArray[np.int16]
TOGETHER = 1 << 16
"""Windows times weeks that are compared together: their tables fit into a processor's cache."""


@dataclass(frozen=True, slots=True, eq=False)
class Weeks:
    """The windows of w different weeks in UTC, those with most windows first, in g daylight-saving regimes.

    A week has at most s windows; one that it does not use is empty. Equal windows of one regime have one number.
    """

    window: Ints  # [g, s, w] which of the different windows
    used: Ints  # [s] how many weeks, from the first, have this window
    regime: Ints  # [g + 1] the windows of a regime are those from its number on, up to that of the next
    start: Minutes  # [windows] in minutes of the week
    end: Minutes  # [windows]

    def windows_of(self, rows: Ints) -> Ints:
        """The different windows of some of the weeks, ascending."""
        found = np.zeros(len(self.start), np.bool_)
        found[self.window[:, :, rows]] = True
        return np.flatnonzero(found)


@dataclass(frozen=True, slots=True, eq=False)
class Pieces:
    """The longest piece that each window of some weeks has in common with each of w other weeks.

    `of` are the weeks that it was made for, in ascending order; `row` says where a window of theirs stands in `minutes`.
    """

    of: Ints  # [r]
    row: Ints  # [g, s, r]
    used: Ints  # [s] how many of these weeks, from the first, have this window
    minutes: Minutes  # [windows, w], none below 0

    def longest(self, weeks: Ints) -> Minutes:
        """Minutes of the longest common piece of these weeks (ascending, some of `of`) with each of the others, int16[k, w].

        In the worst regime, as `turnabout.hours.common_minutes` says of two people.
        """
        at = np.searchsorted(self.of, weeks)
        heights = np.searchsorted(at, self.used).tolist()
        worst = np.full((len(at), self.minutes.shape[1]), WEEK if len(self.row) else 0, np.int16)
        longest = np.empty_like(worst)
        for rows in self.row:
            longest.fill(0)
            for slot, height in enumerate(heights):
                piece = longest[:height]
                np.maximum(piece, self.minutes[rows[slot, at[:height]]], out=piece)
            np.minimum(worst, longest, out=worst)
        return worst


def weeks_of(in_utc: Sequence[Sequence[Sequence[tuple[int, int]]]], regimes: int) -> tuple[Ints, Weeks]:
    """Weeks, each the windows of every regime as `turnabout.hours.utc_windows` gives them; first the row of each week."""
    most = np.array([max(map(len, found), default=0) for found in in_utc], np.int64)
    ordered = np.argsort(-most, kind="stable")
    slots = int(most.max(initial=0))
    times = np.zeros((2, regimes, slots, len(ordered)), np.int64)
    for row, at in enumerate(ordered.tolist()):
        for regime, windows in enumerate(in_utc[at]):
            if windows:
                times[:, regime, : len(windows), row] = np.array(windows).T
    # One number for regime, start and end, in this order.
    first = np.arange(regimes + 1) * (WEEK + 1) ** 2
    different, window = np.unique(first[:-1, None, None] + times[0] * (WEEK + 1) + times[1], return_inverse=True)
    start, end = np.divmod(different % (WEEK + 1) ** 2, WEEK + 1)
    row_of = np.empty_like(ordered)
    row_of[ordered] = np.arange(len(ordered))
    return row_of, Weeks(
        window=window.reshape(times.shape[1:]),
        used=(most > np.arange(slots)[:, None]).sum(axis=1),
        regime=np.searchsorted(different, first),
        start=start.astype(np.int16),
        end=end.astype(np.int16),
    )


def pieces_of(ours: Weeks, rows: Ints, theirs: Weeks) -> Pieces:
    """What some of our weeks (ascending) have in common with all of theirs, window by window."""
    windows = ours.windows_of(rows)
    row = np.zeros(len(ours.start), np.int64)
    row[windows] = np.arange(len(windows))
    minutes = np.zeros((len(windows), theirs.window.shape[2]), np.int16)
    for regime, slots in enumerate(theirs.window):
        low, high = np.searchsorted(windows, ours.regime[regime : regime + 2]).tolist()
        for some in _runs(low, high, max(1, TOGETHER // max(1, minutes.shape[1]))):
            _compare(minutes[some], ours, windows[some], theirs, slots)
    return Pieces(rows, row[ours.window[:, :, rows]], np.searchsorted(rows, ours.used), minutes)


def _runs(low: int, high: int, step: int) -> Iterator[slice]:
    return (slice(start, min(start + step, high)) for start in range(low, high, step))


def _compare(longest: Minutes, ours: Weeks, windows: Ints, theirs: Weeks, slots: Ints) -> None:
    """Fills `longest` [windows, w], zeros before, with what our windows share with their weeks' windows, slot by slot."""
    # Copied out first: numpy is slow at comparing a number with a row, and quick with two rows.
    our_start, our_end = (np.repeat(each[windows, None], longest.shape[1], axis=1) for each in (ours.start, ours.end))
    room = np.empty((2, *longest.shape), np.int16)
    for slot, width in zip(slots, theirs.used.tolist(), strict=True):
        until, since = room[:, :, :width]
        np.minimum(our_end[:, :width], theirs.end[slot[:width]], out=until)
        np.maximum(our_start[:, :width], theirs.start[slot[:width]], out=since)
        until -= since
        piece = longest[:, :width]
        np.maximum(piece, until, out=piece)
