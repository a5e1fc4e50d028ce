"""Prices of a stage recovered from its answer alone, exactly: they prove the answer, or show that it can be improved."""

from collections.abc import Callable

import numpy as np

from turnabout.errors import NotProvenError
from turnabout.matching.face import FREE, Face, Gain, Objective, Prices, loads
from turnabout.matching.problem import Bools, Ids, Ints

_FAR = np.int64(1) << 60
TOGETHER = 32
"""Rows of a table that are looked at together: few enough to stay in the processor's cache."""


class NotOptimalError(NotProvenError):
    """An answer that can be improved was offered as the best one."""


def prices_of(face: Face, objective: Objective, pairs: Bools) -> Prices:
    """The prices that prove `pairs` (bool[E]) optimal in this stage: the same for every optimal answer.

    Complementary slackness asks, with q_j = -v_j: q_j <= u_i - s_e for a free pair left out, u_i <= q_j + s_e for a free
    pair made, and bounds on u_i and q_j from the last place taken and the next one. These are difference constraints;
    shortest paths from a source before all people solve them (Bellman-Ford), and the solution is the greatest one that
    is nowhere positive, so it does not depend on which optimal answer it came from. The prices are then shifted so that
    a place outside costs nothing, and people whose number of partners is settled cost nothing.
    Raises NotOptimalError if there are none, which means that the answer is not optimal.
    """
    free = face.state == FREE
    offers, made = _offers(face, objective.points, free & ~pairs), np.flatnonzero(free & pairs)
    made = made[np.argsort(face.mentor[made], kind="stable")]
    made_mentee, made_points = face.mentee[made], objective.points[made]
    columns, column_starts = _groups(face.mentor[made])

    mentor_load, mentee_load = loads(face, pairs)
    mentor_last, mentor_next = margins(mentor_load, face.mentor_low, face.mentor_high, objective.mentor_gain)
    mentee_last, mentee_next = margins(mentee_load, face.mentee_low, face.mentee_high, objective.mentee_gain)

    u = np.zeros(len(mentor_load), dtype=np.int64)
    q = np.zeros(len(mentee_load), dtype=np.int64)
    outside = np.int64(0)
    changed = np.ones(len(u), dtype=bool)
    for _ in range(len(u) + len(q) + 3):
        before = (u.copy(), q.copy(), outside)
        q = np.minimum(np.minimum(q, offers(u, changed)), outside + mentee_last)
        if len(made):
            u[columns] = np.minimum(u[columns], np.minimum.reduceat(q[made_mentee] + made_points, column_starts))
        u = np.minimum(u, outside - mentor_next)
        outside = min(outside, (u + mentor_last).min(initial=_FAR), (q - mentee_next).min(initial=_FAR))
        if outside == before[2] and np.array_equal(u, before[0]) and np.array_equal(q, before[1]):
            mentor_open, mentee_open = loads(face, free)
            return Prices(np.where(mentor_open > 0, u - outside, 0), np.where(mentee_open > 0, outside - q, 0))
        changed = u != before[0]
    raise NotOptimalError("the solver's answer can be improved, so it is not the best one")


def _offers(face: Face, points: Ints, left_out: Bools) -> Callable[[Ints, Bools], Ints]:
    """A function from the potentials of mentors to the least u_i - s_e over the pairs left out of every mentee, int64[n].

    Where these fill most of a table, it looks at the rows of the mentors that have changed, bool[m], and no others.
    """
    mentors, mentees = len(face.mentor_low), len(face.mentee_low)
    if 2 * np.count_nonzero(left_out) > mentors * mentees:
        table = _table(face, points, left_out)

        def from_table(u: Ints, changed: Bools) -> Ints:
            rows, least = np.flatnonzero(changed), np.full(mentees, _FAR)
            for at in range(0, len(rows), TOGETHER):
                some = rows[at : at + TOGETHER]
                least = np.minimum(least, (u[some, None] - table[some]).min(axis=0))
            return least

        return from_table
    pairs = np.flatnonzero(left_out)
    points = points[pairs]
    mentor = face.mentor[pairs].astype(np.intp)
    people, starts = _groups(face.mentee[pairs])

    def from_lists(u: Ints, _: Bools) -> Ints:
        least = np.full(mentees, _FAR)
        if len(people):
            least[people] = np.minimum.reduceat(u[mentor] - points, starts)
        return least

    return from_lists


def _table(face: Face, points: Ints, left_out: Bools) -> Ints:
    """The points of the pairs left out, a row for every mentor, int64[m, n]; far below zero where there is no such pair."""
    mentors, mentees = len(face.mentor_low), len(face.mentee_low)
    if len(points) == mentors * mentees:  # every pair, by mentee and mentor: the table itself
        by_mentee = np.where(left_out, points, -_FAR)
    else:
        by_mentee, pairs = np.full(mentors * mentees, -_FAR), np.flatnonzero(left_out)
        by_mentee[face.mentee[pairs] * np.int64(mentors) + face.mentor[pairs]] = points[pairs]
    return np.ascontiguousarray(by_mentee.reshape(mentees, mentors).T)


def _groups(sorted_ids: Ids) -> tuple[Ids, Ints]:
    """The distinct values of a sorted array and where each begins."""
    if not len(sorted_ids):
        return sorted_ids, np.zeros(0, dtype=np.int64)
    starts = np.flatnonzero(np.concatenate(([True], sorted_ids[1:] != sorted_ids[:-1])))
    return sorted_ids[starts], starts


def margins(load: Ints, low: Ints, high: Ints, gain: Gain) -> tuple[Ints, Ints]:
    """The reward of everybody's last place above the least, and of the next one; far away where there is none."""
    person = np.arange(len(load))
    return np.where(load > low, gain(person, load), _FAR), np.where(load < high, gain(person, load + 1), -_FAR)
