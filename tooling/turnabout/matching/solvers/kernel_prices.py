"""The right prices from any that prove an answer, compiled: Dijkstra's search where `prices.py` needs Bellman and Ford's.

Both solve the same difference constraints. Prices that prove the answer make every arc of that graph non-negative, so
each person is settled once; the distances do not depend on the prices that the search started from.
"""

import numpy as np

from turnabout.matching.problem import Ints
from turnabout.matching.solvers.compiled import compiled
from turnabout.matching.solvers.kernel_heap import Heap, new_heap, pop, push
from turnabout.matching.solvers.kernel_paths import Pairs, Side


def right_prices(mentors: Side, mentees: Side, pairs: Pairs) -> tuple[Ints, Ints]:
    """The greatest potentials that are nowhere positive, of mentors [m] and mentees [n], as prices with outside at 0.

    `pairs` as the mentees want them. Lengths are those of `prices.py` with the present prices as potentials.
    """
    m = len(mentors.load)
    key = np.concatenate((-mentors.price, mentees.price, [0]))
    first = np.argsort(key, kind="stable")
    _search(mentors, mentees, pairs, key, first, key[first], np.empty_like(key), new_heap(1024))
    mentor, mentee = key[:m] + mentors.price - key[-1], key[-1] - key[m:-1] + mentees.price
    return (
        np.where(np.diff(mentors.begin) > 0, mentor, 0),
        np.where(np.diff(mentees.begin) > 0, mentee, 0),
    )


@compiled
def _search(
    mentors: Side, mentees: Side, pairs: Pairs, key: Ints, first: Ints, waiting: Ints, stack: Ints, heap: Heap
) -> None:
    """Lowers `key` to the lengths of the shortest paths to mentors, mentees and the outside.

    `first` are all nodes sorted by key, `waiting` their keys; `stack` holds nodes reached without a step, which need
    not queue.
    """
    m, n = len(mentors.load), len(mentees.load)
    outside = m + n
    following, stacked, length = 0, 0, 0
    while True:
        if stacked > 0:
            stacked -= 1
            node = stack[stacked]
        elif following <= outside and (heap.size[0] == 0 or waiting[following] <= heap.key[0]):
            length, node = waiting[following], first[following]
            following += 1
            if key[node] < length:
                continue
        elif heap.size[0] > 0:
            length, node = pop(heap)
            if key[node] < length:
                continue
        else:
            return
        if node < m:
            i = node
            for at in range(mentors.begin[i], mentors.begin[i + 1]):
                pair = mentors.order[at]
                j = pairs.wanter[pair]
                if key[m + j] <= length or pairs.made[pair]:
                    continue
                reached = length + mentors.price[i] + mentees.price[j] - pairs.points[pair]
                if reached < key[m + j]:
                    key[m + j] = reached
                    if reached == length:
                        stack[stacked] = m + j
                        stacked += 1
                    else:
                        heap = push(heap, reached, m + j)
            load = mentors.load[i]
            if load > mentors.low[i]:
                reached = length + mentors.gain[mentors.start[i] + load - 1] + mentors.price[i]
                if reached < key[outside]:
                    key[outside] = reached
                    heap = push(heap, reached, outside)
        elif node < outside:
            j = node - m
            for at in range(mentees.start[j], mentees.start[j] + mentees.load[j]):
                pair = mentees.slot[at]
                i = pairs.giver[pair]
                reached = length + pairs.points[pair] - mentees.price[j] - mentors.price[i]
                if reached < key[i]:
                    key[i] = reached
                    if reached == length:
                        stack[stacked] = i
                        stacked += 1
                    else:
                        heap = push(heap, reached, i)
            load = mentees.load[j]
            if load < mentees.high[j]:
                reached = length - mentees.gain[mentees.start[j] + load] - mentees.price[j]
                if reached < key[outside]:
                    key[outside] = reached
                    heap = push(heap, reached, outside)
        else:
            for i in range(m):
                load = mentors.load[i]
                if load < mentors.high[i]:
                    reached = length - mentors.gain[mentors.start[i] + load] - mentors.price[i]
                    if reached < key[i]:
                        key[i] = reached
                        heap = push(heap, reached, i)
            for j in range(n):
                load = mentees.load[j]
                if load > mentees.low[j]:
                    reached = length + mentees.gain[mentees.start[j] + load - 1] + mentees.price[j]
                    if reached < key[m + j]:
                        key[m + j] = reached
                        heap = push(heap, reached, m + j)
