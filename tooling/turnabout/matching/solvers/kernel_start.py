"""What successive shortest paths start from, compiled: as much of an earlier answer as its prices still prove."""

import numpy as np

from turnabout.matching.solvers.compiled import compiled_lean, compiled_part
from turnabout.matching.solvers.kernel_paths import swap
from turnabout.matching.solvers.kernel_side import FAR, Pairs, Side, loss_of_place, wants_more


@compiled_lean
def settled(wants: Side, gives: Side, pairs: Pairs, least: int) -> None:
    """Fills loads and slots with the pairs made as far as there is room, gives every wanter the least price that the
    givers' prices allow, drops what these prices do not prove, and makes a best pair where that costs nobody anything.
    The invariant of `kernel_paths.py` then holds. No giver's price is below `least`.
    """
    for pair in range(len(pairs.made)):
        if pairs.made[pair]:
            giver, wanter = pairs.giver[pair], pairs.wanter[pair]
            if gives.load[giver] < gives.high[giver] and wants.load[wanter] < wants.high[wanter]:
                _take(wants, gives, pairs, pair)
            else:
                pairs.made[pair] = False
    for giver in range(len(gives.load)):
        load = gives.load[giver]
        if load > gives.low[giver]:
            gives.price[giver] = max(gives.price[giver], -gives.gain[gives.start[giver] + load - 1])
    rows, none = len(wants.order) == 0, len(pairs.made)
    for wanter in range(len(wants.load)):
        first, load = wants.start[wanter], wants.load[wanter]
        price, tight, best = np.int64(-FAR), np.int64(FAR), none
        if load > wants.low[wanter]:
            price = -wants.gain[first + load - 1]
        for at in range(wants.begin[wanter], wants.begin[wanter + 1]):
            pair = at if rows else wants.order[at]
            made = pairs.made[pair]
            if pairs.points[pair] - least <= price and not made:  # whatever the giver's price: spares fetching it
                continue
            worth = pairs.points[pair] - gives.price[pairs.giver[pair]]
            if made:
                tight = min(tight, worth)
            elif worth > price:
                price, best = worth, pair
        if price == -FAR:
            price = np.int64(0) if tight == FAR else tight
        wants.price[wanter] = price
        for at in range(first + load - 1, first - 1, -1):
            pair = wants.slot[at]
            if tight < price and pairs.points[pair] - gives.price[pairs.giver[pair]] < price:
                pairs.made[pair] = False
                _drop(wants, pairs.wanter[pair], pair)
                _drop(gives, pairs.giver[pair], pair)
        if best < none and wants_more(wants, wanter) and loss_of_place(gives, pairs.giver[best]) == 0:
            pairs.made[best] = True
            _take(wants, gives, pairs, best)


@compiled_part
def _take(wants: Side, gives: Side, pairs: Pairs, pair: int) -> None:
    wanter, giver = pairs.wanter[pair], pairs.giver[pair]
    wants.slot[wants.start[wanter] + wants.load[wanter]] = pair
    gives.slot[gives.start[giver] + gives.load[giver]] = pair
    wants.load[wanter] += 1
    gives.load[giver] += 1


@compiled_part
def _drop(side: Side, person: int, pair: int) -> None:
    side.load[person] -= 1
    first = side.start[person]
    swap(side.slot, first, pair, side.slot[first + side.load[person]])
