"""What the kernel computes on: the two sides of a program and the pairs between them, as arrays.

People, places and pairs are numbered in 32 bits, prices and points in 64: at a million people the arrays are what fills
the memory, and waiting for memory is what takes the time.
"""

from typing import NamedTuple

import numpy as np

from turnabout.matching.problem import Bools, Ids, Ints
from turnabout.matching.solvers.compiled import compiled_lean, compiled_part

FAR = 1 << 62


class Side(NamedTuple):
    """The people of one side. Place t (from 1) of person p stands at `start[p] + t - 1` in `gain` and `slot`."""

    price: Ints
    load: Ids
    low: Ids
    high: Ids
    start: Ids
    gain: Ints
    slot: Ids  # the pairs made
    begin: Ids  # the pairs of person p are begin[p]:begin[p + 1] ...
    order: Ids  # ... of this list of pairs, or the pairs themselves where it is empty


class Pairs(NamedTuple):
    """The pairs as the wanting side sees them: who wants, who gives, the points, and whether the pair is made."""

    wanter: Ids
    giver: Ids
    points: Ints
    made: Bools


def listed(side: Side, person_of: Ids) -> Side:
    """The side with a list of everybody's pairs, for people who do not stand in the order of the pairs."""
    begin, order = grouped(person_of, len(side.load))
    return side._replace(begin=begin, order=order)


def grouped(person_of: Ids, people: int) -> tuple[Ids, Ids]:
    """Where the list of each person begins, [people + 1], and the pairs listed person by person, [pairs]."""
    begin, order = np.zeros(people + 1, dtype=np.int32), np.empty(len(person_of), dtype=np.int32)
    _group(person_of, begin, np.zeros(people, dtype=np.int32), order)
    return begin, order


@compiled_lean
def _group(person_of: Ids, begin: Ids, following: Ids, order: Ids) -> None:
    for pair in range(len(person_of)):
        begin[person_of[pair] + 1] += 1
    for person in range(len(following)):
        following[person] = begin[person]
        begin[person + 1] += begin[person]
    for pair in range(len(person_of)):
        person = person_of[pair]
        order[following[person]] = pair
        following[person] += 1


@compiled_part
def wants_more(side: Side, person: int) -> bool:
    """Whether a place has to be filled, or earns something."""
    load = side.load[person]
    if load >= side.high[person]:
        return False
    return bool(load < side.low[person] or side.gain[side.start[person] + load] + side.price[person] > 0)


@compiled_part
def loss_of_place(side: Side, person: int) -> int:
    """What is lost when the next place of a giver is filled; FAR where there is none."""
    load = side.load[person]
    if load >= side.high[person]:
        return FAR
    if load < side.low[person]:
        return 0
    lost: int = max(0, -side.gain[side.start[person] + load] - side.price[person])
    return lost


def somebody_wants(side: Side) -> bool:
    """Whether anybody wants a place more."""
    person = np.flatnonzero(side.load < side.high)
    load = side.load[person]
    earned = side.gain[side.start[person] + load] + side.price[person]
    return bool(((load < side.low[person]) | (earned > 0)).any())


def least(prices: Ints) -> int:
    """The smallest of all prices, FAR where there are none."""
    return int(prices.min(initial=FAR))
