"""A binary heap of (key, node) in two growing arrays, compiled: what the searches of the kernel take the nearest node from."""

from typing import NamedTuple

import numpy as np

from turnabout.matching.problem import Ints
from turnabout.matching.solvers.compiled import compiled


class Heap(NamedTuple):
    """Keys and nodes; the first `size[0]` entries are in use, and no entry has a smaller key than its parent."""

    key: Ints
    node: Ints
    size: Ints


def new_heap(room: int) -> Heap:
    """An empty heap with space for `room` entries."""
    return Heap(np.empty(room, np.int64), np.empty(room, np.int64), np.zeros(1, np.int64))


@compiled
def push(heap: Heap, key: int, node: int) -> Heap:
    """The heap with one entry more: the same arrays, or larger copies where these are full."""
    at = heap.size[0]
    if at == len(heap.key):
        wider, nodes = np.empty(2 * at, np.int64), np.empty(2 * at, np.int64)
        for entry in range(at):  # a slice would compile into a page of code
            wider[entry], nodes[entry] = heap.key[entry], heap.node[entry]
        heap = Heap(wider, nodes, heap.size)
    heap.size[0] = at + 1
    keys, nodes = heap.key, heap.node
    while at > 0:
        parent = (at - 1) >> 1
        if keys[parent] <= key:
            break
        keys[at], nodes[at] = keys[parent], nodes[parent]
        at = parent
    keys[at], nodes[at] = key, node
    return heap


@compiled
def pop(heap: Heap) -> tuple[int, int]:
    """The entry with the smallest key, taken out. The heap must not be empty."""
    keys, nodes = heap.key, heap.node
    least = keys[0], nodes[0]
    size = heap.size[0] - 1
    heap.size[0] = size
    if size > 0:
        key, node, at = keys[size], nodes[size], 0
        while 2 * at + 1 < size:
            child = 2 * at + 1
            if child + 1 < size and keys[child + 1] < keys[child]:
                child += 1
            if keys[child] >= key:
                break
            keys[at], nodes[at] = keys[child], nodes[child]
            at = child
        keys[at], nodes[at] = key, node
    return least
