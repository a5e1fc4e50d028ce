"""Whether a face holds one answer only, decided exactly."""

import numpy as np

from turnabout.matching.face import FREE, Face, loads
from turnabout.matching.problem import Bools, Ints


def is_only_answer(face: Face, pairs: Bools) -> bool:
    """Whether `pairs` (bool[E]) is the only answer in its face.

    Another answer differs from it by cycles of changes: drop a free pair, make a free pair, let somebody have one
    partner more or fewer. Each is an arc between two people, or between a person and the outside; someone who may have
    both more and fewer is one with the outside. The answer is alone if the arcs form no directed cycle.
    """
    mentors, mentees = len(face.mentor_low), len(face.mentee_low)
    outside = mentors + mentees
    load = np.concatenate(loads(face, pairs))
    more = load < np.concatenate((face.mentor_high, face.mentee_high))
    fewer = load > np.concatenate((face.mentor_low, face.mentee_low))
    node = np.where(more & fewer, outside, np.arange(outside))
    free = np.flatnonzero(face.state == FREE)
    mentor, mentee, made = node[face.mentor[free]], node[mentors + face.mentee[free]], pairs[free]
    # A partner moves along the arc: out of the mentor when a pair is made, out of the mentee when one is dropped.
    tail, head = np.where(made, mentee, mentor), np.where(made, mentor, mentee)
    is_mentor = np.arange(outside) < mentors
    # A mentor with room takes a partner from outside; a mentee with room hands one there. With fewer it is reversed.
    inward, outward = np.where(is_mentor, more, fewer), np.where(is_mentor, fewer, more)
    enters, leaves = np.flatnonzero(inward & ~(more & fewer)), np.flatnonzero(outward & ~(more & fewer))
    tail = np.concatenate((tail, np.full(len(enters), outside), leaves))
    head = np.concatenate((head, enters, np.full(len(leaves), outside)))
    return _acyclic(tail, head, outside + 1)


def _acyclic(tail: Ints, head: Ints, nodes: int) -> bool:
    """Whether a directed graph has no cycle: peels off nodes without an arc in or without one out."""
    while len(tail):
        has_out, has_in = np.zeros(nodes, dtype=bool), np.zeros(nodes, dtype=bool)
        has_out[tail] = has_in[head] = True
        kept = has_in[tail] & has_out[head]
        if kept.all():
            return False
        tail, head = tail[kept], head[kept]
    return True
