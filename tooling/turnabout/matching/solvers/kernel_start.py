"""What successive shortest paths start from, compiled: as much of an earlier answer as its prices still prove."""

import numpy as np
from numpy.typing import NDArray

from turnabout.matching.problem import Ints
from turnabout.matching.solvers.compiled import compiled
from turnabout.matching.solvers.kernel_paths import FAR, Pairs, Side


@compiled
def grouped(person_of: Ints, people: int) -> tuple[Ints, NDArray[np.int32]]:
    """The pairs listed person by person, and where the list of each begins, [people + 1] and [pairs]."""
    begin = np.zeros(people + 1, np.int64)
    for pair in range(len(person_of)):
        begin[person_of[pair] + 1] += 1
    for person in range(people):
        begin[person + 1] += begin[person]
    following = begin.copy()
    order = np.empty(len(person_of), np.int32)
    for pair in range(len(person_of)):
        person = person_of[pair]
        order[following[person]] = pair
        following[person] += 1
    return begin, order


@compiled
def settled(wants: Side, gives: Side, pairs: Pairs) -> None:
    """Fills loads and slots with the pairs made as far as there is room, gives every wanter the least price that the
    givers' prices allow, and drops what these prices do not prove. The invariant of `kernel_paths.py` then holds.
    """
    for pair in range(len(pairs.made)):
        if pairs.made[pair]:
            giver, wanter = pairs.giver[pair], pairs.wanter[pair]
            if gives.load[giver] < gives.high[giver] and wants.load[wanter] < wants.high[wanter]:
                _take(gives, giver, pair)
                _take(wants, wanter, pair)
            else:
                pairs.made[pair] = False
    for giver in range(len(gives.load)):
        load = gives.load[giver]
        if load > gives.low[giver]:
            gives.price[giver] = max(gives.price[giver], -gives.gain[gives.start[giver] + load - 1])
    listed = len(wants.order) > 0
    for wanter in range(len(wants.load)):
        first, load = wants.start[wanter], wants.load[wanter]
        price, tight = np.int64(-FAR), np.int64(FAR)
        if load > wants.low[wanter]:
            price = -wants.gain[first + load - 1]
        for at in range(wants.begin[wanter], wants.begin[wanter + 1]):
            pair = wants.order[at] if listed else at
            worth = pairs.points[pair] - gives.price[pairs.giver[pair]]
            if pairs.made[pair]:
                tight = min(tight, worth)
            else:
                price = max(price, worth)
        if price == -FAR:
            price = np.int64(0) if tight == FAR else tight
        wants.price[wanter] = price
        if tight >= price:
            continue
        for at in range(first + load - 1, first - 1, -1):
            pair = wants.slot[at]
            giver = pairs.giver[pair]
            if pairs.points[pair] - gives.price[giver] < price:
                pairs.made[pair] = False
                _drop(wants, wanter, pair)
                _drop(gives, giver, pair)


@compiled
def _take(side: Side, person: int, pair: int) -> None:
    side.slot[side.start[person] + side.load[person]] = pair
    side.load[person] += 1


@compiled
def _drop(side: Side, person: int, pair: int) -> None:
    at = side.start[person]
    while side.slot[at] != pair:
        at += 1
    side.load[person] -= 1
    side.slot[at] = side.slot[side.start[person] + side.load[person]]
