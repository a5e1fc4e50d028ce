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

from turnabout.matching.problem import Ids, Ints
from turnabout.matching.solvers.compiled import compiled_lean, compiled_part
from turnabout.matching.solvers.kernel_heap import Heap, drop_first, new_heap, push
from turnabout.matching.solvers.kernel_side import FAR, Pairs, Side, loss_of_place, wants_more


class Search(NamedTuple):
    """Room for a search. Nodes are the wanters, then the givers; `dist` is FAR for all between two searches."""

    dist: Ints
    by: Ids  # the pair that reached a node
    stack: Ids
    seen: Ids
    heap: Heap


def new_search(wants: Side, gives: Side, pairs: Pairs) -> Search:
    """Room for searches between these people. Every pair is looked at from one side at a time, once in a search."""
    nodes = len(wants.load) + len(gives.load)
    return Search(
        np.full(nodes, FAR, dtype=np.int64),
        np.empty(nodes, dtype=np.int32),
        np.empty(nodes, dtype=np.int32),
        np.empty(nodes, dtype=np.int32),
        new_heap(len(pairs.points) + len(gives.slot) + 1),
    )


@compiled_lean
def serve(wants: Side, gives: Side, pairs: Pairs, search: Search, least: int) -> int:
    """Finds a partner for everybody who wants one, and leaves nobody wanting; the number of paths.

    `least` is what no giver's price is below; prices of givers only rise. -1 where somebody cannot have the least number
    of partners.
    """
    paths = 0
    for person in range(len(wants.load)):
        while wants_more(wants, person):
            end, length, seen = nearest_end(person, wants, gives, pairs, search, least)
            if end < 0:
                return -1
            reprice(length, seen, wants, gives, search)
            change(person, end, wants, gives, pairs, search)
            forget(seen, search)
            paths += 1
    return paths


@compiled_part
def nearest_end(
    source: int, wants: Side, gives: Side, pairs: Pairs, search: Search, least: int
) -> tuple[int, int, int]:
    """Where the cheapest chain from `source` ends (-1: nowhere), what it loses, and how many nodes were seen."""
    dist, by, stack, seen, heap = search.dist, search.by, search.stack, search.seen, search.heap
    wanters = len(wants.load)
    rows = len(wants.order) == 0
    load = wants.load[source]
    end, shortest = -1, FAR
    if load >= wants.low[source]:  # to do without costs what the place would earn
        end, shortest = source, wants.gain[wants.start[source] + load] + wants.price[source]
    dist[source], stack[0], seen[0] = 0, source, source
    stacked, count, waiting, length = 1, 1, 0, 0
    while True:
        node = -1
        if stacked > 0:
            stacked -= 1
            node = stack[stacked]
        while node < 0 and waiting > 0:
            length, node = heap.key[0], heap.node[0]
            waiting -= 1
            drop_first(heap, waiting)
            if length != dist[node]:  # since reached by a shorter way
                node = -1
        if node < 0 or length >= shortest:
            return end, shortest, count
        wanting = node < wanters
        if wanting:
            base = length + wants.price[node]
            first, last = wants.begin[node], wants.begin[node + 1]
        else:
            base = length - gives.price[node - wanters]
            first = gives.start[node - wanters]
            last = first + gives.load[node - wanters]
        for at in range(first, last):
            if wanting:
                pair = at if rows else wants.order[at]
                points = pairs.points[pair]
                if base + least - points >= shortest:  # whatever the giver's price: spares fetching it
                    continue
                giver = pairs.giver[pair]
                other, reached = wanters + giver, base + gives.price[giver] - points
                if reached >= shortest or reached >= dist[other] or pairs.made[pair]:
                    continue
                lost = loss_of_place(gives, giver)
            else:
                pair = gives.slot[at]
                other = pairs.wanter[pair]
                reached = base + pairs.points[pair] - wants.price[other]
                if reached >= shortest or reached >= dist[other]:
                    continue
                lost, load = FAR, wants.load[other]
                if load > wants.low[other]:
                    lost = wants.gain[wants.start[other] + load - 1] + wants.price[other]
            if dist[other] == FAR:
                seen[count] = other
                count += 1
            dist[other], by[other] = reached, pair
            if lost < shortest - reached:
                end, shortest = other, reached + lost
            if reached == length:
                stack[stacked] = other
                stacked += 1
            elif reached < shortest:
                push(heap, waiting, reached, other)
                waiting += 1


@compiled_part
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


@compiled_part
def forget(seen: int, search: Search) -> None:
    """Clears the marks of a search."""
    for at in range(seen):
        search.dist[search.seen[at]] = FAR


@compiled_part
def change(source: int, end: int, wants: Side, gives: Side, pairs: Pairs, search: Search) -> None:
    """Makes and drops the pairs along the path from `source` to `end`."""
    wanters = len(wants.load)
    if end < wanters:
        if end == source:
            return
        dropped = search.by[end]
        pairs.made[dropped] = False
        swap(wants.slot, wants.start[end], dropped, wants.slot[wants.start[end] + wants.load[end] - 1])
        wants.load[end] -= 1
        giver = pairs.giver[dropped]
    else:
        giver, dropped = end - wanters, np.int32(-1)
        gives.load[giver] += 1
    while True:
        made = search.by[wanters + giver]
        pairs.made[made] = True
        if dropped < 0:
            gives.slot[gives.start[giver] + gives.load[giver] - 1] = made
        else:
            swap(gives.slot, gives.start[giver], dropped, made)
        wanter = pairs.wanter[made]
        if wanter == source:
            wants.slot[wants.start[source] + wants.load[source]] = made
            wants.load[source] += 1
            return
        dropped = search.by[wanter]
        pairs.made[dropped] = False
        swap(wants.slot, wants.start[wanter], dropped, made)
        giver = pairs.giver[dropped]


@compiled_part
def swap(slot: Ids, at: int, old: int, new: int) -> None:
    """Puts one pair into the slot of another, which is at `at` or after it."""
    while slot[at] != old:
        at += 1
    slot[at] = new
