"""The worst-pair stage of large programs, compiled: a threshold that is lowered only where somebody is stuck above it.

Everybody who must have a partner is given one by a chain of changes as in `kernel_paths.py`, over pairs above the
threshold. Where none is left, those reached have too few places above it between them (Hall's theorem), whatever else is
done: the threshold falls to the best pair that leads on. Source: Derigs and Zimmermann 1978.
"""

import numpy as np

from turnabout.matching.problem import Ids, Ints
from turnabout.matching.solvers.compiled import compiled_lean, compiled_part
from turnabout.matching.solvers.kernel_heap import drop_first, push
from turnabout.matching.solvers.kernel_paths import Search, change, forget
from turnabout.matching.solvers.kernel_side import Pairs, Side

STUCK = -1


@compiled_lean
def lowered(wants: Side, gives: Side, pairs: Pairs, search: Search, threshold: int) -> int:
    """The largest threshold, not above the one given, with which every wanter has the least number of partners.

    Points of pairs are what counts against the threshold; it is only lowered, so that one side can go on from what the
    other reached. STUCK where no threshold is low enough.
    """
    for person in range(len(wants.load)):
        while wants.load[person] < wants.low[person]:
            end, threshold, seen = _nearest_room(person, wants, gives, pairs, search, threshold)
            if end < 0:
                return STUCK
            change(person, end, wants, gives, pairs, search)
            forget(seen, search)
    return threshold


@compiled_part
def _nearest_room(
    source: int, wants: Side, gives: Side, pairs: Pairs, search: Search, threshold: int
) -> tuple[int, int, int]:
    """Where a chain from `source` ends whose worst pair is best (-1: nowhere), the threshold then, and the nodes seen."""
    dist, by, stack, heap = search.dist, search.by, search.stack, search.heap
    wanters, rows = len(wants.load), len(wants.order) == 0
    dist[source], stack[0], search.seen[0] = 0, source, source
    stacked, seen, waiting = 1, 1, 0
    while True:
        node = -1
        if stacked > 0:
            stacked -= 1
            node = stack[stacked]
        while node < 0 and waiting > 0:  # nothing above the threshold leads on: lower it
            height, pair = -heap.key[0], heap.node[0]
            waiting -= 1
            drop_first(heap, waiting)
            other = wanters + pairs.giver[pair]
            if dist[other] != 0:
                node, threshold = other, min(threshold, height)
                dist[node], by[node], search.seen[seen] = 0, pair, node
                seen += 1
        if node < 0:
            return -1, threshold, seen
        wanting = node < wanters
        if wanting:
            first, last = wants.begin[node], wants.begin[node + 1]
        else:
            first = gives.start[node - wanters]
            last = first + gives.load[node - wanters]
            if last - first < gives.high[node - wanters]:
                return node, threshold, seen
        for at in range(first, last):
            if wanting:
                pair = at if rows else wants.order[at]
                giver = pairs.giver[pair]
                other = wanters + giver
                if dist[other] == 0 or pairs.made[pair]:
                    continue
                if pairs.points[pair] < threshold:
                    push(heap, waiting, -pairs.points[pair], pair)
                    waiting += 1
                    continue
                ends = gives.load[giver] < gives.high[giver]
            else:
                pair = gives.slot[at]
                other = pairs.wanter[pair]
                if dist[other] == 0:
                    continue
                ends = wants.load[other] > wants.low[other]
            dist[other], by[other], search.seen[seen], stack[stacked] = 0, pair, other, other
            seen += 1
            stacked += 1
            if ends:
                return other, threshold, seen


def highest(people: Ids, best: Ints, low: Ids, most: int) -> int:
    """The threshold that nobody with a least number of partners can beat: the worst of their best pairs.

    `best` are points of pairs, `people` the person of each.
    """
    most_of = np.full(len(low), -1, dtype=np.int64)
    np.maximum.at(most_of, people, best)
    return min(most, int(most_of[low > 0].min(initial=most)))
