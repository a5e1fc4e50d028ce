"""A program's scoring as small tables: over kinds of people, over counts of words and over minutes.

A criterion or a rule reads only some columns, so it says the same of everybody who is alike in these. Here the functions
of `criteria.py` and `exclusions.py` are asked once about each kind. Nothing of them is written a second time, so the
compiled pass (`kernel_points.py`), which looks their answers up and adds them, cannot round otherwise than they do.
"""

from collections.abc import Collection, Iterator
from typing import Any

import numpy as np

from turnabout.matching.people.columns import (
    EARLIER,
    LINE,
    STANDING,
    VETO,
    WISHES,
    Columns,
    Counts,
    Listed,
    Points,
    Side,
)
from turnabout.matching.people.criteria import CRITERIA, FULL
from turnabout.matching.people.exclusions import forbidden, rules_in_force
from turnabout.matching.people.kernel_points import FORBIDDING, Common, Kinds, Noted, Rounding, Rows, Tables, Words
from turnabout.matching.people.scoring import Scoring
from turnabout.matching.people.weeks import weeks_of
from turnabout.matching.problem import Ints

KINDS = {
    "level": ("level", "level_gap"),
    "department": ("viewpoint", "different_department"),
    "site": ("viewpoint",),
    "style": ("style",),
}
"""Columns with one number for everybody, and the criteria and rules that read them. `viewpoint` is the sum of what it says
of departments alone and of sites alone: where nothing is stated, it gives nothing."""
WORDS = {
    "topics": ("topics", "common_topic"),
    "interests": ("interests",),
    "languages": ("languages", "common_language"),
}
"""Columns of words, and what reads how much of them two people share (of `topics`: and how much is sought at all)."""
MINUTES = ("hours", "common_minutes")
LISTED = (WISHES, LINE, EARLIER, VETO)
ALIKE = {**KINDS, "languages": WORDS["languages"]}
"""Columns in which most people are like many others."""
ROWS = 1 << 24
"""Kinds of mentees times mentors up to which a column has a row for each kind: to add one costs less than looking up."""
LARGEST = 1 << 24
"""Entries that a table over kinds may have."""

_NO_WEEKS = weeks_of([()], 0)[1]


def why_not(columns: Columns, scoring: Scoring) -> str:
    """Why this cannot be said in small tables, in words that end a sentence; empty where it can."""
    if strange := sorted(scoring.criteria.keys() - CRITERIA.keys()):
        return f"`{strange[0]}` is no criterion of the tool" if strange != ["given"] else "a table gives the points"
    if sum(scoring.weights[name] for name in scoring.criteria) * FULL >= FORBIDDING:
        return "the weights are too large"
    for name in _read(KINDS, _in_force(columns, scoring)):
        ours, theirs = (len(_kinds(side, name)[0]) for side in (columns.mentees, columns.mentors))
        if ours * theirs > LARGEST:
            return f"there are {ours} by {theirs} kinds of {name}"
    for name in WORDS:
        if _most_in_common(columns, name).max(initial=0) > np.iinfo(np.uint16).max:
            return f"somebody has too many {name}"
    return ""


def tabulated(columns: Columns, scoring: Scoring) -> Iterator[tuple[slice, Tables]]:
    """The tables of a program for which `why_not` has nothing to say, for one stretch of mentees after the other."""
    names = _in_force(columns, scoring)
    in_rows = [name for name in _read(ALIKE, names) if len(_kinds(columns.mentees, name)[0]) * columns.shape[1] <= ROWS]
    kinds, words = ([name for name in _read(readers, names) if name not in in_rows] for readers in (KINDS, WORDS))
    rows = _over_rows(columns, scoring, names, in_rows)
    tables = _over_kinds(columns, scoring, names, kinds), _over_words(columns, scoring, names, words)
    noted = _noted(columns, scoring, names)
    for stretch in columns.stretches():
        common = _over_weeks(columns.of(stretch), scoring, names, stretch.start)
        yield stretch, Tables(rows, *tables, common, noted, rounding(scoring))


def rounding(scoring: Scoring) -> Rounding:
    """How a sum becomes points: by a factor and a shift with x // (2 * whole) == x * factor >> shift for 0 <= x < 2**31.

    With d = 2 * whole, shift = 31 + the bits of d - 1, and factor = 2**shift // d + 1 the factor is less than a part in
    2**31 too large (Granlund and Montgomery 1994, theorem 4.2). Where nothing counts, all are zeros.
    """
    whole = sum(scoring.weights[name] for name in scoring.criteria)
    if not whole:
        return Rounding(0, np.uint32(0), np.uint64(0))
    shift = 31 + (2 * whole - 1).bit_length()
    return Rounding(whole, np.uint32((1 << shift) // (2 * whole) + 1), np.uint64(shift))


def _in_force(columns: Columns, scoring: Scoring) -> set[str]:
    """The criteria that count, and the rules that forbid."""
    return {*scoring.criteria, *rules_in_force(columns, scoring.rules)}


def _read(readers: dict[str, tuple[str, ...]], names: Collection[str]) -> list[str]:
    """The columns that something in force reads."""
    return [column for column, reading in readers.items() if any(name in names for name in reading)]


def _sums(columns: Columns, scoring: Scoring, names: Collection[str]) -> Points:
    """What the named criteria and rules say of every pair, as the compiled pass adds it up; int32[n, m]."""
    total = np.zeros(columns.shape, np.int32)
    for name in names:
        if name in scoring.criteria:
            total += scoring.weights[name] * scoring.criteria[name](columns)
        else:
            total -= FORBIDDING * forbidden(columns, scoring.rules, name).astype(np.int32)
    return total


def _people(count: int, **columns: Any) -> Side:
    """Some people of whom nothing is known but these columns."""
    none, no_words = np.zeros(count, np.int64), np.zeros((count, 0), np.float32)
    unknown = dict.fromkeys(("level", "department", "site", "style", "sought", "week"), none)
    words = dict.fromkeys(("languages", "interests", "topics"), no_words)
    return Side(**{"ids": ("",) * count, **unknown, **words, "weeks": _NO_WEEKS, **columns})


def _kinds(side: Side, name: str) -> tuple[Ints, Ints]:
    """Somebody of each kind of people who are alike in a column, and the kind of each person."""
    column = getattr(side, name)
    if column.ndim == 2:  # words, which are 1 or 0
        column = np.packbits(column > 0, axis=1)
    _, somebody, kind = np.unique(column, axis=0, return_index=True, return_inverse=True)
    return somebody, kind.astype(np.int64)


def _of_column(columns: Columns, scoring: Scoring, names: Collection[str], name: str, who: Ints, whom: Ints) -> Points:
    """What all that reads a column says of these mentees with these mentors."""
    mentees = _people(len(who), **{name: getattr(columns.mentees, name)[who]})
    mentors = _people(len(whom), **{name: getattr(columns.mentors, name)[whom]})
    reading = sorted(each for each in ALIKE[name] if each in names)
    return _sums(Columns(mentees, mentors, {}, columns.minutes), scoring, reading)


def _over_rows(columns: Columns, scoring: Scoring, names: Collection[str], read: Collection[str]) -> Rows:
    n, m = columns.shape
    row, sums = [np.zeros((0, n), np.int64)], [np.zeros((0, m), np.int32)]
    for name in read:
        who, kind = _kinds(columns.mentees, name)
        row.append(sum(map(len, sums)) + kind[None])
        sums.append(_of_column(columns, scoring, names, name, who, np.arange(m)))
    return Rows(np.concatenate(row), np.concatenate(sums))


def _over_kinds(columns: Columns, scoring: Scoring, names: Collection[str], read: Collection[str]) -> Kinds:
    n, m = columns.shape
    first, mentor = [np.zeros((0, n), np.int64)], [np.zeros((0, m), np.uint32)]
    tables = [np.zeros(0, np.int32)]
    for name in read:
        (who, row), (whom, column) = _kinds(columns.mentees, name), _kinds(columns.mentors, name)
        first.append(sum(map(len, tables)) + row[None] * len(whom))
        mentor.append(column[None].astype(np.uint32))
        tables.append(_of_column(columns, scoring, names, name, who, whom).ravel())
    return Kinds(np.concatenate(first), np.concatenate(mentor), np.concatenate(tables))


def _over_words(columns: Columns, scoring: Scoring, names: Collection[str], read: Collection[str]) -> Words:
    n, m = columns.shape
    base, size, begin = np.zeros((0, n), np.int64), np.zeros((0, n), np.int64), np.zeros((0, n + 1), np.int64)
    word, times = np.zeros(0, np.int32), np.zeros(0, np.uint16)
    has, counts = np.zeros((0, m), np.uint8), np.zeros(0, np.int32)
    for name in read:
        ours: Counts = getattr(columns.mentees, name)
        theirs: Counts = getattr(columns.mentors, name)
        reading = [each for each in WORDS[name] if each in names]
        amounts, kind = np.unique(columns.mentees.sought * (name == "topics"), return_inverse=True)
        most = np.zeros(len(amounts), np.int64)
        np.maximum.at(most, kind, _most_in_common(columns, name))
        tables = [
            _of_counts(columns, scoring, name, reading, *each)
            for each in zip(amounts.tolist(), most.tolist(), strict=True)
        ]
        sizes = np.array([len(each) for each in tables])
        base = np.vstack((base, len(counts) + (np.cumsum(sizes) - sizes)[kind]))
        size = np.vstack((size, sizes[kind]))
        counts = np.concatenate((counts, *tables))
        row, column = np.nonzero(ours > 0)
        begin = np.vstack((begin, len(word) + np.searchsorted(row, np.arange(n + 1))))
        word = np.concatenate((word, (len(has) + column).astype(np.int32)))
        times = np.concatenate((times, ours[row, column].astype(np.uint16)))
        has = np.vstack((has, theirs.T.astype(np.uint8, order="C")))
    return Words(base, size, begin, word, times, np.ascontiguousarray(has), counts)


def _most_in_common(columns: Columns, name: str) -> Ints:
    """What everybody's words can count together, at most."""
    ours: Counts = getattr(columns.mentees, name)
    theirs: Counts = getattr(columns.mentors, name)
    most: Ints = (ours.sum(axis=1) * theirs.max(initial=0)).astype(np.int64)
    return most


def _of_counts(
    columns: Columns, scoring: Scoring, name: str, reading: Collection[str], sought: int, most: int
) -> Points:
    """What each count from 0 to `most` gives a mentee who seeks so much; of three, the last holds for more as well."""
    count = np.arange(most + 1)
    # One word in common, as often as it is to be counted.
    mentees = _people(len(count), sought=np.full(len(count), sought), **{name: count[:, None].astype(np.float32)})
    mentors = _people(1, **{name: np.ones((1, 1), np.float32)})
    given = _sums(Columns(mentees, mentors, {}, columns.minutes), scoring, reading)[:, 0]
    return given[:3] if (given[2:] == given[2:3]).all() else given


def _over_weeks(columns: Columns, scoring: Scoring, names: Collection[str], begin: int) -> Common:
    minutes = _of_minutes(columns, scoring, [name for name in MINUTES if name in names])
    week, mentor_week = columns.mentees.week, columns.mentors.week.astype(np.uint32)
    if not len(minutes):
        none = np.zeros((0, 0, len(week)), np.int64)
        return Common(begin, none, np.zeros_like(week), np.zeros((0, 0), np.int16), mentor_week, minutes)
    pieces = columns.pieces
    at = np.searchsorted(pieces.of, week)
    return Common(
        begin=begin,
        row=np.ascontiguousarray(pieces.row[:, :, at]),
        used=(pieces.used[:, None] > at).sum(axis=0),
        pieces=pieces.minutes,
        mentor_week=mentor_week,
        minutes=minutes,
    )


def _of_minutes(columns: Columns, scoring: Scoring, reading: Collection[str]) -> Points:
    """What each length of the common time gives, up to the longest that makes a difference; empty where none counts."""
    if not reading:
        return np.zeros(0, np.int32)
    lengths = np.arange(1 + max(2 * columns.minutes, scoring.rules.common_minutes), dtype=np.int16)
    week, weeks = weeks_of([[[(0, length)]] for length in lengths.tolist()], 1)
    mentees = _people(len(lengths), week=week, weeks=weeks)
    mentors = _people(1, weeks=weeks_of([[[(0, int(lengths[-1]))]]], 1)[1])
    return np.ascontiguousarray(_sums(Columns(mentees, mentors, {}, columns.minutes), scoring, reading)[:, 0])


def _noted(columns: Columns, scoring: Scoring, names: Collection[str]) -> Noted:
    """What criteria and rules say of pairs that are listed one by one."""
    n, _ = columns.shape
    mentee, mentor, number = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    for name in LISTED:
        if name not in names:
            continue
        pairs = columns.listed[name]
        each = np.arange(len(pairs.mentee))
        alone = Columns(
            _people(len(each)), _people(1), {name: Listed(each, np.zeros_like(each), pairs.number)}, columns.minutes
        )
        mentee.append(pairs.mentee)
        mentor.append(pairs.mentor)
        number.append(_sums(alone, scoring, [name])[:, 0].astype(np.int64))
    order = np.argsort(np.concatenate(mentee), kind="stable")
    standing, everybody = columns.listed[STANDING], np.arange(n + 1)
    return Noted(
        begin=np.searchsorted(np.concatenate(mentee)[order], everybody),
        mentor=np.concatenate(mentor)[order],
        number=np.concatenate(number)[order],
        standing_begin=np.searchsorted(standing.mentee, everybody),
        standing=standing.mentor,
    )
