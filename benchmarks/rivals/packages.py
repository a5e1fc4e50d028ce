"""Packages made for this very purpose: `mentor-match` and `matching`, which overwrite each other's files on disk."""

from typing import Any

import numpy as np


def mentor_match() -> Any:
    """`mentor-match`: its step from a table of scores to pairs. Its own scoring, pair by pair in Python, is left out."""
    import sys

    from matching.process import calculate_matches

    def run(instance: Any) -> np.ndarray:
        places = np.repeat(np.arange(instance.mentors), instance.capacity)
        costs = (sys.maxsize - instance.table()[:, places]).tolist()
        found = np.array(calculate_matches(costs))
        return found[:, 0] * instance.mentors + places[found[:, 1]]

    return run


def matching() -> Any:
    """`matching`: a stable matching by Gale and Shapley, where everybody ranks by points. Not the best total."""
    import sys
    import warnings

    from matching.games import HospitalResident

    sys.setrecursionlimit(10**6)  # it copies people who know one another

    warnings.simplefilter("ignore")

    def run(instance: Any) -> np.ndarray:
        mentee, mentor, points = instance.mentee, instance.mentor, instance.points
        by_mentee = np.lexsort((mentor, -points, mentee))
        by_mentor = np.lexsort((mentee, -points, mentor))
        residents = {
            f"e{j}": [f"m{i}" for i in mentor[by_mentee[low:high]].tolist()]
            for j, (low, high) in enumerate(zip(instance.start[:-1], instance.start[1:], strict=True))
        }
        ends = np.cumsum(np.bincount(mentor, minlength=instance.mentors))
        hospitals = {
            f"m{i}": [f"e{j}" for j in mentee[part].tolist()]
            for i, part in enumerate(np.split(by_mentor, ends[:-1]))
            if len(part)
        }
        room = {name: int(instance.capacity[int(name[1:])]) for name in hospitals}
        found = HospitalResident.create_from_dictionaries(residents, hospitals, room).solve()
        made = [(int(str(j)[1:]), int(str(i)[1:])) for i, seniors in found.items() for j in seniors]
        key = mentee.astype(np.int64) * instance.mentors + mentor
        return np.searchsorted(key, [j * instance.mentors + i for j, i in made])

    return run
