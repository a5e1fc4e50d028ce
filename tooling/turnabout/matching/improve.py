"""Any answer of a stage made the best one, exactly: negative cycles are found by Bellman-Ford and cancelled (Klein 1967).

Solvers are quicker. This is for an answer that a solver wrongly called best, and for the checker, which has no solver.
"""

from dataclasses import dataclass

import numpy as np

from turnabout.matching.face import FREE, Face, Objective, loads
from turnabout.matching.prices import margins
from turnabout.matching.problem import Bools, Ints


@dataclass(frozen=True, slots=True, eq=False)
class _Arcs:
    """Possible changes of an answer, sorted by `head`: each costs the points it loses; `edge` is -1 for places."""

    tail: Ints
    head: Ints
    cost: Ints
    edge: Ints


def best_from(face: Face, objective: Objective, pairs: Bools) -> Bools:
    """A best answer of the face (bool[E]), starting from any answer `pairs` of it."""
    while len(
        cycles := _negative_cycles(_changes(face, objective, pairs), len(face.mentor_low) + len(face.mentee_low))
    ):
        pairs = pairs.copy()
        pairs[cycles] ^= True
    return pairs


def _changes(face: Face, objective: Objective, pairs: Bools) -> _Arcs:
    """Nodes are mentors, mentees and the outside; an arc moves one partner, as in `unique.py`."""
    mentors = len(face.mentor_low)
    mentor_load, mentee_load = loads(face, pairs)
    last, following = margins(mentor_load, face.mentor_low, face.mentor_high, objective.mentor_gain)
    mentee_last, mentee_following = margins(mentee_load, face.mentee_low, face.mentee_high, objective.mentee_gain)
    outside = mentors + len(mentee_load)
    is_free = face.state == FREE
    # First the pairs that are not made, whose heads are the mentees in their order: it is less to sort.
    free = np.concatenate((np.flatnonzero(is_free & ~pairs), np.flatnonzero(is_free & pairs)))
    mentor, mentee, made, points = face.mentor[free], mentors + face.mentee[free], pairs[free], objective.points[free]
    parts = [(np.where(made, mentee, mentor), np.where(made, mentor, mentee), np.where(made, points, -points), free)]
    for people, enters, leaves, cost_in, cost_out in (
        (np.arange(mentors), mentor_load < face.mentor_high, mentor_load > face.mentor_low, -following, last),
        (
            mentors + np.arange(len(mentee_load)),
            mentee_load > face.mentee_low,
            mentee_load < face.mentee_high,
            mentee_last,
            -mentee_following,
        ),
    ):
        beyond, nothing = np.full(len(people), outside), np.full(len(people), -1)
        parts.append((beyond[enters], people[enters], cost_in[enters], nothing[enters]))
        parts.append((people[leaves], beyond[leaves], cost_out[leaves], nothing[leaves]))
    tail, head, cost, edge = (np.concatenate([part[k] for part in parts]) for k in range(4))
    order = np.argsort(head, kind="stable")
    return _Arcs(tail[order], head[order], cost[order], edge[order])


def _negative_cycles(arcs: _Arcs, outside: int) -> list[int]:
    """The pairs on disjoint cycles of negative cost, empty where there is none."""
    if not len(arcs.head):
        return []
    starts = np.flatnonzero(np.concatenate(([True], arcs.head[1:] != arcs.head[:-1])))
    sizes = np.diff(np.concatenate((starts, [len(arcs.head)])))
    heads = arcs.head[starts]
    distance = np.zeros(outside + 1, dtype=np.int64)
    reached_by = np.full(outside + 1, -1, dtype=np.int64)
    while True:
        offered = distance[arcs.tail] + arcs.cost
        best = np.minimum.reduceat(offered, starts)
        shorter = best < distance[heads]
        if not shorter.any():
            return []
        hits = np.flatnonzero((offered == np.repeat(best, sizes)) & np.repeat(shorter, sizes))
        nodes, first = np.unique(arcs.head[hits], return_index=True)
        reached_by[nodes] = hits[first]
        distance[heads[shorter]] = best[shorter]
        if cycles := _cycles(arcs, reached_by.tolist()):
            return cycles


def _cycles(arcs: _Arcs, reached_by: list[int]) -> list[int]:
    """The pairs on the cycles of a graph in which every node has at most one arc in; all such cycles are negative."""
    colour = [0] * len(reached_by)
    pairs: list[int] = []
    for start in range(len(reached_by)):
        node = start
        while colour[node] == 0 and reached_by[node] >= 0:
            colour[node] = start + 1
            node = int(arcs.tail[reached_by[node]])
        if colour[node] == start + 1:
            stop = node
            while True:
                if arcs.edge[reached_by[node]] >= 0:
                    pairs.append(int(arcs.edge[reached_by[node]]))
                node = int(arcs.tail[reached_by[node]])
                if node == stop:
                    break
        colour[node] = colour[node] or start + 1
    return pairs
