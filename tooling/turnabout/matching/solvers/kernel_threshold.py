"""The worst-pair stage of large programs, compiled: a threshold that is lowered only where somebody is stuck above it.

Everybody who must have a partner is given one by a chain of changes as in `kernel_paths.py`, over pairs above the
threshold. Where none is left, those reached have too few places above it between them (Hall's theorem), whatever else is
done: the threshold falls to the best pair that leads on. Source: Derigs and Zimmermann 1978.
"""

import numpy as np

from turnabout.matching.problem import Ints
from turnabout.matching.solvers.compiled import compiled
from turnabout.matching.solvers.kernel_heap import Heap, pop, push
from turnabout.matching.solvers.kernel_paths import Pairs, Search, Side, change, forget

STUCK = -1


@compiled
def lowered(wants: Side, gives: Side, pairs: Pairs, search: Search, threshold: int) -> int:
    """The largest threshold, not above the one given, with which every wanter has the least number of partners.

    Points of pairs are what counts against the threshold; it is only lowered, so that one side can go on from what the
    other reached. STUCK where no threshold is low enough.
    """
    heap = search.heap
    for person in range(len(wants.load)):
        while wants.load[person] < wants.low[person]:
            end, threshold, seen, heap = _nearest_room(person, wants, gives, pairs, search, threshold, heap)
            if end < 0:
                return STUCK
            change(person, end, wants, gives, pairs, search)
            forget(seen, search)
    return threshold


@compiled
def _nearest_room(
    source: int, wants: Side, gives: Side, pairs: Pairs, search: Search, threshold: int, heap: Heap
) -> tuple[int, int, int, Heap]:
    """Where a chain from `source` ends whose worst pair is best, the threshold then, the nodes seen, and the heap."""
    dist, by, stack = search.dist, search.by, search.stack
    wanters, listed = len(wants.load), len(wants.order) > 0
    heap.size[0] = 0
    dist[source], stack[0], search.seen[0] = 0, source, source
    stacked, seen = 1, 1
    while True:
        node = -1
        if stacked > 0:
            stacked -= 1
            node = stack[stacked]
        else:  # nothing above the threshold leads on: lower it
            while heap.size[0] > 0 and node < 0:
                height, pair = pop(heap)
                other = wanters + pairs.giver[pair]
                if dist[other] != 0:
                    node, threshold = other, min(threshold, -height)
                    dist[node], by[node], search.seen[seen] = 0, pair, node
                    seen += 1
            if node < 0:
                return -1, threshold, seen, heap
        if node >= wanters:
            giver = node - wanters
            if gives.load[giver] < gives.high[giver]:
                return node, threshold, seen, heap
            for at in range(gives.start[giver], gives.start[giver] + gives.load[giver]):
                pair = gives.slot[at]
                other = pairs.wanter[pair]
                if dist[other] != 0:
                    dist[other], by[other], search.seen[seen], stack[stacked] = 0, pair, other, other
                    seen += 1
                    stacked += 1
                    if wants.load[other] > wants.low[other]:
                        return other, threshold, seen, heap
            continue
        for at in range(wants.begin[node], wants.begin[node + 1]):
            pair = wants.order[at] if listed else at
            other = wanters + pairs.giver[pair]
            if dist[other] == 0 or pairs.made[pair]:
                continue
            if pairs.points[pair] >= threshold:
                dist[other], by[other], search.seen[seen], stack[stacked] = 0, pair, other, other
                seen += 1
                stacked += 1
                if gives.load[pairs.giver[pair]] < gives.high[pairs.giver[pair]]:
                    return other, threshold, seen, heap
            else:
                heap = push(heap, -pairs.points[pair], pair)


def highest(people: Ints, best: Ints, low: Ints, most: int) -> int:
    """The threshold that nobody with a least number of partners can beat: the worst of their best pairs.

    `best` are points of pairs, `people` the person of each.
    """
    most_of = np.full(len(low), -1, dtype=np.int64)
    np.maximum.at(most_of, people, best)
    return min(most, int(most_of[low > 0].min(initial=most)))
