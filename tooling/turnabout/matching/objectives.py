"""What each stage maximises, as points of pairs and rewards for places."""

from dataclasses import replace
from hashlib import sha256

import numpy as np

from turnabout.matching.face import FREE, MADE, Face, Objective, loads, no_gain
from turnabout.matching.problem import COVERAGE, KEEP, LOAD, TOTAL, Ints, Problem

TIE_BITS = 20
TIE_ROUNDS = 256 // TIE_BITS
"""Whole slices of 20 bits in one SHA-256."""


def stage_objective(problem: Problem, stage: str) -> Objective:
    """The objective of coverage, total, keep or load (worst pair is a search for a threshold instead)."""
    nothing = np.zeros(len(problem.points), dtype=np.int64)
    if stage == COVERAGE:

        def first_mentor(person: Ints, place: Ints) -> Ints:
            return np.where(place == 1, problem.priority[person], 0)

        return Objective(nothing, no_gain, first_mentor)
    if stage == TOTAL:
        return Objective(problem.points, no_gain, no_gain)
    if stage == KEEP:
        return Objective(problem.keep.astype(np.int64), no_gain, no_gain)
    if stage == LOAD:

        def spread(person: Ints, place: Ints) -> Ints:
            return 1 - 2 * place + 0 * person  # t^2 is the sum of 2k - 1 over k = 1..t

        return Objective(nothing, spread, no_gain)
    raise ValueError(f"stage {stage} has no linear objective")


def reach_objective(face: Face) -> Objective:
    """One for every place below somebody's least number of partners: all are filled, or the face is empty."""

    def mentor_needs(person: Ints, place: Ints) -> Ints:
        return (place <= face.mentor_low[person]).astype(np.int64)

    def mentee_needs(person: Ints, place: Ints) -> Ints:
        return (place <= face.mentee_low[person]).astype(np.int64)

    return Objective(np.zeros(len(face.state), dtype=np.int64), mentor_needs, mentee_needs)


def needed(face: Face) -> int:
    """The places that have to be filled, on both sides together."""
    return int(face.mentor_low.sum() + face.mentee_low.sum())


def relaxed_face(face: Face) -> Face:
    """The face without anybody's least number of partners; pairs made stay made."""
    mentor, mentee = loads(face, face.state == MADE)
    return replace(face, mentor_low=mentor, mentee_low=mentee)


def tie_objective(problem: Problem, face: Face, tie_round: int) -> Objective:
    """Weights for one round of the tie stage: 20 bits of SHA-256 over program, mentor and mentee, next slice each round.

    Only pairs that are still free have one: the others are decided.
    """
    points = np.zeros(len(problem.points), dtype=np.int64)
    free = np.flatnonzero(face.state == FREE)
    people = zip(face.mentor[free].tolist(), face.mentee[free].tolist(), strict=True)
    texts = (f"{problem.program}\n{problem.mentors[i]}\n{problem.mentees[j]}" for i, j in people)
    hashes = np.frombuffer(b"".join(sha256(text.encode()).digest() for text in texts), np.uint8)
    # a slice of 20 bits lies within three bytes, and begins with the first or in the middle of it
    first, odd = divmod(TIE_BITS * tie_round, 8)
    high, middle, low = (hashes[first + at :: 32].astype(np.int64) for at in range(3))
    points[free] = ((high << 16 | middle << 8 | low) >> (4 - odd)) & ((1 << TIE_BITS) - 1)
    return Objective(points, no_gain, no_gain)
