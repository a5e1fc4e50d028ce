"""Pairing problems with few candidates for each of many people, as large as one likes, the same for the same seed."""

import numpy as np

from turnabout.matching.problem import Problem

STAGES = ("coverage", "worst-pair", "total")


def sparse_problem(
    mentees: int,
    each: int = 8,
    places: float = 1.2,
    *,
    seed: int = 1,
    top: int = 10_000,
    stages=STAGES,
    demand: int = 1,
) -> Problem:
    """Mentors have two places each, `places` in all for every mentee, who has `each` candidates drawn at random."""
    dice = np.random.default_rng([seed, mentees, each])
    mentors = max(round(mentees * places / 2), each)
    first = dice.integers(0, mentors, mentees)
    strides = np.array([stride for stride in range(1, mentors + 1) if np.gcd(stride, mentors) == 1])
    stride = dice.choice(strides, mentees)
    mentor = (first[:, None] + stride[:, None] * np.arange(each)) % mentors
    points = dice.integers(0, top + 1, mentor.shape)
    return Problem.of_pairs(
        mentor.ravel(),
        np.repeat(np.arange(mentees), each),
        points.ravel(),
        mentors=mentors,
        mentees=mentees,
        mentor_capacity=2,
        mentee_demand=demand,
        stages=stages,
        program="large",
    )
