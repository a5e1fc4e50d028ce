"""A binary heap of (key, node) in two arrays, compiled: what the searches of the kernel take the nearest node from."""

from typing import NamedTuple

import numpy as np

from turnabout.matching.problem import Ids, Ints
from turnabout.matching.solvers.compiled import compiled_part


class Heap(NamedTuple):
    """Keys and nodes. Whoever uses the heap knows how many entries are in use; none has a smaller key than its parent."""

    key: Ints
    node: Ids


def new_heap(room: int) -> Heap:
    """Space for `room` entries; it takes memory only where entries come to stand."""
    return Heap(np.empty(room, np.int64), np.empty(room, np.int32))


@compiled_part
def push(heap: Heap, size: int, key: int, node: int) -> None:
    """Adds an entry to `size` others. There must be room."""
    keys, nodes, at = heap.key, heap.node, size
    while at > 0:
        parent = (at - 1) >> 1
        if keys[parent] <= key:
            break
        keys[at], nodes[at] = keys[parent], nodes[parent]
        at = parent
    keys[at], nodes[at] = key, node


@compiled_part
def drop_first(heap: Heap, size: int) -> None:
    """Takes out the entry with the smallest key, which is the first; `size` others are left."""
    keys, nodes = heap.key, heap.node
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
