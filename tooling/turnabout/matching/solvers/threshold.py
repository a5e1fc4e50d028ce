"""The worst-pair stage: the largest threshold that leaves an answer, found by bisection with a maximum flow.

The flow only searches. What it finds is proven by prices like every other stage, and checked without it.
"""

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_flow

from turnabout.matching.face import FREE, MADE, Face, loads, without
from turnabout.matching.problem import Ints, Problem
from turnabout.matching.solvers.bisection import last_that


def thresholds(problem: Problem) -> Ints:
    """The distinct points of all candidate pairs that are not locked, ascending."""
    return np.flatnonzero(np.bincount(problem.points[~problem.locked]))  # points are small: quicker than sorting


def largest_threshold(problem: Problem, face: Face) -> int:
    """The index in `thresholds` of the largest z for which the face has an answer without pairs below z.

    The face must have an answer, and there must be thresholds.
    """
    values = thresholds(problem)
    forced = problem.points[(face.state == MADE) & ~problem.locked]
    last = int(np.searchsorted(values, forced.min())) if len(forced) else len(values) - 1
    return last_that(0, last, lambda at: has_answer(without(face, problem.points < values[at])))


def has_answer(face: Face) -> bool:
    """Whether the free pairs can fill everybody's least number of places within the ranges.

    A circulation with lower bounds: source s, mentees, mentors, sink t; what must flow goes by way of a second source
    and sink, and exists if all of it arrives (Hoffman 1960).
    """
    made_mentor, made_mentee = loads(face, face.state == MADE)
    mentors, mentees = len(made_mentor), len(made_mentee)
    rows_low, rows_high = face.mentee_low - made_mentee, face.mentee_high - made_mentee
    columns_low, columns_high = face.mentor_low - made_mentor, face.mentor_high - made_mentor
    if (rows_low > rows_high).any() or (columns_low > columns_high).any():
        return False
    must = int(rows_low.sum() + columns_low.sum())
    if must == 0:
        return True
    free = face.state == FREE
    first, last, source, sink = (mentees + mentors + k for k in range(4))
    mentee_nodes, mentor_nodes = np.arange(mentees), mentees + np.arange(mentors)
    total = int(rows_high.sum() + columns_high.sum()) + must
    arcs = [
        (face.mentee[free], mentees + face.mentor[free], np.ones(int(free.sum()), dtype=np.int64)),
        (np.full(mentees, first), mentee_nodes, rows_high - rows_low),
        (np.full(mentees, source), mentee_nodes, rows_low),
        (mentor_nodes, np.full(mentors, last), columns_high - columns_low),
        (mentor_nodes, np.full(mentors, sink), columns_low),
        (np.array([first]), np.array([sink]), np.array([int(rows_low.sum())])),
        (np.array([source]), np.array([last]), np.array([int(columns_low.sum())])),
        (np.array([last]), np.array([first]), np.array([total])),
    ]
    tail, head, room = (np.concatenate([arc[part] for arc in arcs]) for part in range(3))
    nodes = mentees + mentors + 4
    graph = csr_array((room.astype(np.int32), (tail, head)), shape=(nodes, nodes))
    return int(maximum_flow(graph, source, sink).flow_value) == must
