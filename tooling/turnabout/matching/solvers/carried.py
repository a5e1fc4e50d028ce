"""What a changed problem shares with the one before: people and pairs found again by the people's ids."""

from collections.abc import Sequence

import numpy as np

from turnabout.matching.problem import Bools, Ints, Problem


def places_of(names: Sequence[str], earlier: Sequence[str]) -> Ints:
    """Where each name stood earlier, -1 where it did not; both are sorted."""
    if names == earlier:
        return np.arange(len(names))
    place = {name: index for index, name in enumerate(earlier)}
    return np.array([place.get(name, -1) for name in names], dtype=np.int64)


def carried_pairs(problem: Problem, before: Problem, made: Sequence[int]) -> Bools:
    """The candidate pairs of the problem (bool[E]) that were made before."""
    result = np.zeros(len(problem.points), dtype=bool)
    edges = np.array(made, dtype=np.int64)
    mentor = places_of(before.mentors, problem.mentors)[before.mentor[edges]]
    row = np.searchsorted(before.indptr, edges, side="right") - 1
    mentee = places_of(before.mentees, problem.mentees)[row]
    key = mentee * len(problem.mentors) + mentor
    wide = problem.mentee * len(problem.mentors) + problem.mentor
    at = np.searchsorted(wide, key[(mentor >= 0) & (mentee >= 0)])
    asked = key[(mentor >= 0) & (mentee >= 0)]
    at = np.minimum(at, max(len(wide) - 1, 0))
    if len(wide):
        result[at[wide[at] == asked]] = True
    return result
