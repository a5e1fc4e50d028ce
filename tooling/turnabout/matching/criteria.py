"""The criteria: pure functions from people to points, 0 to 10,000, for every mentee (row) and mentor (column) at once.

All arithmetic is in integers, so that no platform, thread count or library version can round a point differently.
"""

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from turnabout.hours import offset, regimes, utc_windows
from turnabout.matching.problem import Ints
from turnabout.model import Participant, Program, Topic
from turnabout.relations import affinity

FULL = 10_000
USUAL_GAP = 4  # levels: the middle of the two to six that published schemes report


@dataclass(frozen=True, slots=True)
class Cohort:
    """Everybody who can be paired in one program. n mentees are rows, m mentors are columns of every table."""

    program: Program
    topics: Mapping[str, Topic]
    mentors: tuple[Participant, ...]
    mentees: tuple[Participant, ...]
    common: Ints  # [n, m] longest common piece of a week, in minutes


Criterion = Callable[[Cohort], Ints]


def common_table(program: Program, mentees: Sequence[Participant], mentors: Sequence[Participant]) -> Ints:
    """Minutes of the longest common weekly piece, in the worst daylight-saving regime; int64[n, m].

    The same figure as `turnabout.hours.common_minutes`, for all pairs at once: every window of one side is laid against
    every window of the other, and the longest overlap of each pair of people is kept.
    """
    worst: Ints | None = None
    for monday in regimes({p.time_zone for p in (*mentees, *mentors)}, program.starts, program.ends):
        rows, row_starts, row_ends = _windows(mentees, monday)
        columns, column_starts, column_ends = _windows(mentors, monday)
        overlap = np.minimum(row_ends[:, None], column_ends) - np.maximum(row_starts[:, None], column_starts)
        longest = np.maximum.reduceat(np.maximum.reduceat(overlap, rows, axis=0), columns, axis=1)
        worst = longest if worst is None else np.minimum(worst, longest)
    table = np.zeros((len(mentees), len(mentors)), np.int64) if worst is None else worst
    return np.maximum(table, 0)


def _windows(people: Sequence[Participant], monday: datetime.date) -> tuple[Ints, Ints, Ints]:
    first: list[int] = []
    starts: list[int] = []
    ends: list[int] = []
    for person in people:
        first.append(len(starts))
        # Somebody without windows gets an empty one: it overlaps with nothing.
        for start, end in utc_windows(person.availability, offset(person.time_zone, monday)) or ((0, 0),):
            starts.append(start)
            ends.append(end)
    return np.array(first), np.array(starts), np.array(ends)


def shared_counts(mentees: Sequence[frozenset[str]], mentors: Sequence[frozenset[str]]) -> Ints:
    """How many words each mentee (row) shares with each mentor (column); int64[n, m]."""
    words = {word: at for at, word in enumerate(sorted(frozenset().union(*mentees, *mentors)))}

    def table(people: Sequence[frozenset[str]]) -> Ints:
        has = np.zeros((len(people), len(words)), np.int64)
        for row, each in enumerate(people):
            has[row, [words[word] for word in each]] = 1
        return has

    return table(mentees) @ table(mentors).T


def topics(cohort: Cohort) -> Ints:
    """How much of what the mentee seeks the mentor offers: priority times the best proficiency, over all priorities.

    A sibling, parent or child topic counts half.
    """
    sought = sorted({topic for mentee in cohort.mentees for topic in mentee.seeks})
    wanted = np.array([[mentee.seeks.get(topic, 0) for topic in sought] for mentee in cohort.mentees], np.int64)
    best = np.array([[_best(cohort, mentor, topic) for topic in sought] for mentor in cohort.mentors], np.int64)
    if not sought:
        return np.zeros((len(cohort.mentees), len(cohort.mentors)), np.int64)
    # `best` is in tenths: proficiency 1-5, doubled so that half an affinity stays a whole number.
    return _share(wanted @ best.T, 10 * wanted.sum(axis=1, keepdims=True))


def _best(cohort: Cohort, mentor: Participant, topic: str) -> int:
    return max((round(2 * affinity(cohort.topics, o, topic)) * skill for o, skill in mentor.offers.items()), default=0)


def _share(part: Ints, whole: Ints) -> Ints:
    """`part / whole` of FULL, rounded half up; 0 where the whole is 0."""
    safe: Ints = np.maximum(whole, 1)
    result: Ints = (2 * FULL * part + safe) // (2 * safe)
    return result


def hours(cohort: Cohort) -> Ints:
    """The longest common piece of a week; full points from twice the length of a session."""
    enough = 2 * cohort.program.minutes
    return np.minimum(cohort.common, enough) * FULL // enough


def level(cohort: Cohort) -> Ints:
    """Full points four levels apart, 2,000 less for each level more or less."""
    gap = np.array([[e.level - m.level for m in cohort.mentors] for e in cohort.mentees], np.int64)
    table: Ints = np.maximum(0, FULL - 2_000 * np.abs(gap.reshape(cohort.common.shape) - USUAL_GAP))
    return table


def viewpoint(cohort: Cohort) -> Ints:
    """Half for another department, half for another site."""
    department = _differs(cohort, lambda person: person.department)
    return (department + _differs(cohort, lambda person: person.site)) * (FULL // 2)


def _differs(cohort: Cohort, of: Callable[[Participant], str]) -> Ints:
    mentees, mentors = (np.array([of(p) for p in side], dtype=str) for side in (cohort.mentees, cohort.mentors))
    differs: Ints = ((mentees[:, None] != mentors) & (mentees != "")[:, None] & (mentors != "")).astype(np.int64)
    return differs


def interests(cohort: Cohort) -> Ints:
    """Half for one interest in common, full for two or more: enough to begin a conversation."""
    sides = [[frozenset(i.casefold() for i in p.interests) for p in side] for side in (cohort.mentees, cohort.mentors)]
    return np.minimum(shared_counts(*sides), 2) * (FULL // 2)


def languages(cohort: Cohort) -> Ints:
    """Half for one language in common, full for two or more."""
    sides = [[frozenset(p.languages) for p in side] for side in (cohort.mentees, cohort.mentors)]
    return np.minimum(shared_counts(*sides), 2) * (FULL // 2)


def style(cohort: Cohort) -> Ints:
    """Full points for the same way of working; half where one of the two has not said."""
    mentees, mentors = (np.array([p.style or "" for p in side], dtype=str) for side in (cohort.mentees, cohort.mentors))
    unknown = (mentees == "")[:, None] | (mentors == "")
    return np.where(unknown, FULL // 2, (mentees[:, None] == mentors) * FULL).astype(np.int64)


def wishes(cohort: Cohort) -> Ints:
    """Half for the wish of one side, full when both wish for each other."""
    mentee_row = {person.id: row for row, person in enumerate(cohort.mentees)}
    mentor_column = {person.id: column for column, person in enumerate(cohort.mentors)}
    table = np.zeros(cohort.common.shape, np.int64)
    for row, mentee in enumerate(cohort.mentees):
        for wish in mentee.wishes:
            if wish in mentor_column:
                table[row, mentor_column[wish]] += FULL // 2
    for column, mentor in enumerate(cohort.mentors):
        for wish in mentor.wishes:
            if wish in mentee_row:
                table[mentee_row[wish], column] += FULL // 2
    return table


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


def score(cohort: Cohort) -> tuple[Ints, dict[str, Ints]]:
    """Points of every pair (int64[n, m], the weighted mean of the criteria, rounded once, half up) and each criterion's."""
    weights = cohort.program.pairing.weights
    tables = {name: criterion(cohort) for name, criterion in CRITERIA.items() if weights.get(name)}
    return weighted(tables, weights, cohort.common.shape), tables


def weighted(tables: Mapping[str, Ints], weights: Mapping[str, int], shape: tuple[int, ...]) -> Ints:
    """The weighted mean of the tables, rounded once, half up; int64[n, m], zeros where there is no table."""
    whole = sum(weights[name] for name in tables)
    total = np.zeros(shape, np.int64)
    for name, table in tables.items():
        total += weights[name] * table
    points: Ints = (2 * total + whole) // (2 * whole) if whole else total
    return points
