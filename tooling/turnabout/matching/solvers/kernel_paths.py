"""Successive shortest paths, compiled: one person at a time gets a partner more by the cheapest chain of changes.

Both sides of the program look alike. Somebody on the side that *wants* a partner asks people on the side that *gives*
itself; one of these who has no place left is freed by a partner, who wants another in turn. The chain ends with a giver
who has a place left, or with a wanter who does with a partner fewer. How much a chain loses is its length: Dijkstra's
search finds the shortest one, in what pairs bring beyond the prices of their two people, which is never negative.

Invariant, before and after each path (complementary slackness; r = points - both prices, earned = gain + price):

    free pair not made: r <= 0        pair made: r >= 0
    place taken, above the least: earned >= 0        next place: earned <= 0, except for those who still want one

When nobody wants a place, the invariant proves the answer (`face.py`). Sources: Edmonds and Karp 1972, Tomizawa 1971.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from turnabout.matching.problem import Bools, Ints
from turnabout.matching.solvers.compiled import compiled
from turnabout.matching.solvers.kernel_heap import Heap, new_heap, pop, push

FAR = 1 << 62


class Side(NamedTuple):
    """The people of one side. Place t (from 1) of person p stands at `start[p] + t - 1` in `gain` and `slot`."""

    price: Ints
    load: Ints
    low: Ints
    high: Ints
    start: Ints
    gain: Ints
    slot: Ints  # the pairs made
    begin: Ints  # the pairs of person p are begin[p]:begin[p + 1] ...
    order: NDArray[np.int32]  # ... of this list of pairs, or the pairs themselves where it is empty


class Pairs(NamedTuple):
    """The pairs as the wanting side sees them: who wants, who gives, the points, and whether the pair is made."""

    wanter: Ints
    giver: Ints
    points: Ints
    made: Bools


class Search(NamedTuple):
    """Room for a search. Nodes are the wanters, then the givers; `dist` is FAR for all between two searches."""

    dist: Ints
    by: Ints  # the pair that reached a node
    stack: Ints
    seen: Ints
    heap: Heap


def new_search(nodes: int) -> Search:
    """Room for searches over so many people."""
    return Search(
        np.full(nodes, FAR, dtype=np.int64),
        np.full(nodes, -1, dtype=np.int64),
        np.empty(nodes, dtype=np.int64),
        np.empty(nodes, dtype=np.int64),
        new_heap(1024),
    )


@compiled
def wants_more(side: Side, person: int) -> bool:
    """Whether a place has to be filled, or earns something."""
    load = side.load[person]
    if load >= side.high[person]:
        return False
    return bool(load < side.low[person] or side.gain[side.start[person] + load] + side.price[person] > 0)


@compiled
def serve(wants: Side, gives: Side, pairs: Pairs, search: Search) -> int:
    """Finds a partner for everybody who wants one, and leaves nobody wanting; the number of paths.

    -1 where somebody cannot have the least number of partners.
    """
    paths = 0
    heap = search.heap
    for person in range(len(wants.load)):
        while wants_more(wants, person):
            end, length, seen, heap = nearest_end(person, wants, gives, pairs, search, heap)
            if end < 0:
                return -1
            reprice(length, seen, wants, gives, search)
            change(person, end, wants, gives, pairs, search)
            forget(seen, search)
            paths += 1
    return paths


@compiled
def nearest_end(
    source: int, wants: Side, gives: Side, pairs: Pairs, search: Search, heap: Heap
) -> tuple[int, int, int, Heap]:
    """Where the cheapest chain from `source` ends (-1: nowhere), what it loses, how many nodes were seen, and the heap."""
    dist, by, stack, seen = search.dist, search.by, search.stack, search.seen
    wanters = len(wants.load)
    listed = len(wants.order) > 0
    heap.size[0] = 0
    load = wants.load[source]
    end, shortest = -1, FAR
    if load >= wants.low[source]:  # to do without costs what the place would earn
        end, shortest = source, wants.gain[wants.start[source] + load] + wants.price[source]
    dist[source], stack[0], seen[0] = 0, source, source
    stacked, count, length = 1, 1, 0
    while True:
        node = -1
        if stacked > 0:
            stacked -= 1
            node = stack[stacked]
        while node < 0 and heap.size[0] > 0:
            length, node = pop(heap)
            if length != dist[node]:  # since reached by a shorter way
                node = -1
        if node < 0 or length >= shortest:
            return end, shortest, count, heap
        if node < wanters:
            base = length + wants.price[node]
            for at in range(wants.begin[node], wants.begin[node + 1]):
                pair = wants.order[at] if listed else at
                giver = pairs.giver[pair]
                reached = base + gives.price[giver] - pairs.points[pair]
                other = wanters + giver
                if reached >= shortest or reached >= dist[other] or pairs.made[pair]:
                    continue
                if dist[other] == FAR:
                    seen[count] = other
                    count += 1
                dist[other], by[other] = reached, pair
                load = gives.load[giver]
                if load < gives.high[giver]:
                    lost = 0
                    if load >= gives.low[giver]:
                        lost = max(lost, -gives.gain[gives.start[giver] + load] - gives.price[giver])
                    if reached + lost < shortest:
                        end, shortest = other, reached + lost
                if reached == length:
                    stack[stacked] = other
                    stacked += 1
                elif reached < shortest:
                    heap = push(heap, reached, other)
        else:
            giver = node - wanters
            first = gives.start[giver]
            for at in range(first, first + gives.load[giver]):
                pair = gives.slot[at]
                other = pairs.wanter[pair]
                reached = length + pairs.points[pair] - gives.price[giver] - wants.price[other]
                if reached >= shortest or reached >= dist[other]:
                    continue
                if dist[other] == FAR:
                    seen[count] = other
                    count += 1
                dist[other], by[other] = reached, pair
                load = wants.load[other]
                if load > wants.low[other]:
                    lost = wants.gain[wants.start[other] + load - 1] + wants.price[other]
                    if reached + lost < shortest:
                        end, shortest = other, reached + lost
                if reached == length:
                    stack[stacked] = other
                    stacked += 1
                elif reached < shortest:
                    heap = push(heap, reached, other)


@compiled
def reprice(length: int, seen: int, wants: Side, gives: Side, search: Search) -> None:
    """Moves the prices of all nearer than `length` so that the pairs on the path bring just the prices of their people."""
    wanters = len(wants.load)
    for at in range(seen):
        node = search.seen[at]
        nearer = length - search.dist[node]
        if nearer > 0:
            if node < wanters:
                wants.price[node] -= nearer
            else:
                gives.price[node - wanters] += nearer


@compiled
def forget(seen: int, search: Search) -> None:
    """Clears the marks of a search."""
    for at in range(seen):
        search.dist[search.seen[at]] = FAR


@compiled
def change(source: int, end: int, wants: Side, gives: Side, pairs: Pairs, search: Search) -> None:
    """Makes and drops the pairs along the path from `source` to `end`."""
    wanters = len(wants.load)
    if end < wanters:
        if end == source:
            return
        dropped = search.by[end]
        pairs.made[dropped] = False
        _swap(wants, end, dropped, wants.slot[wants.start[end] + wants.load[end] - 1])
        wants.load[end] -= 1
        giver = pairs.giver[dropped]
    else:
        giver, dropped = end - wanters, -1
        gives.load[giver] += 1
    while True:
        made = search.by[wanters + giver]
        pairs.made[made] = True
        if dropped < 0:
            gives.slot[gives.start[giver] + gives.load[giver] - 1] = made
        else:
            _swap(gives, giver, dropped, made)
        wanter = pairs.wanter[made]
        if wanter == source:
            wants.slot[wants.start[source] + wants.load[source]] = made
            wants.load[source] += 1
            return
        dropped = search.by[wanter]
        pairs.made[dropped] = False
        _swap(wants, wanter, dropped, made)
        giver = pairs.giver[dropped]


@compiled
def _swap(side: Side, person: int, old: int, new: int) -> None:
    """Puts one pair into the slot of another."""
    at = side.start[person]
    while side.slot[at] != old:
        at += 1
    side.slot[at] = new
