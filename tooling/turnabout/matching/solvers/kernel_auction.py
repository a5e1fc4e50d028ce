"""Prices to start from where hardly a place is spare, compiled: an auction with shrinking steps (Bertsekas 1988).

Without spare places the chains of `kernel_paths.py` get long. So the people of one side, who want one partner each, first
bid for the places of the other: for the partner who brings most at the present price, up to where the next best is as
good, and one step more. Whoever is outbid bids again. Steps of a tenth of the one before keep the number of bids small.
The result is only near the best one, and is not trusted: it is where the exact search starts.
"""

import numpy as np

from turnabout.matching.problem import Ids, Ints
from turnabout.matching.solvers.compiled import compiled_lean
from turnabout.matching.solvers.kernel_side import FAR, Pairs, Side

SHRINK = 10


def auctioned(bidders: Side, sellers: Side, pairs: Pairs) -> None:
    """Marks the pairs made after the last round (steps of 1) and sets the prices of the sellers, the lowest at 0.

    Nobody may have a pair yet, and `bidders` have one place at most.
    """
    held = np.full(len(bidders.load), -1, dtype=np.int32)
    value = np.zeros(len(sellers.slot), dtype=np.int64)
    seller, holder = np.zeros(len(sellers.load), dtype=np.int64), np.full_like(sellers.slot, -1)
    largest = int(np.abs(pairs.points).max(initial=0))
    step = largest
    while step > 1:
        step = max(step // SHRINK, 1)
        _release(bidders, sellers, pairs, seller, holder, value, held, step)
        _bid(bidders, sellers, pairs, seller, holder, value, held, step, -largest)
    pairs.made[held[held >= 0]] = True
    open_to = sellers.high > 0
    sellers.price[:] = np.where(open_to, seller - seller[open_to].min(initial=0 if not open_to.any() else FAR), 0)


@compiled_lean
def _release(
    bidders: Side, sellers: Side, pairs: Pairs, price: Ints, holder: Ids, value: Ints, held: Ids, step: int
) -> None:
    """Starts a round: all places of a seller cost the same, and who could gain more than a step elsewhere lets go."""
    listed = len(bidders.order) > 0
    for seller in range(len(price)):
        for place in range(sellers.start[seller], sellers.start[seller] + sellers.high[seller]):
            value[place] = price[seller]
    for bidder in range(len(held)):
        pair = held[bidder]
        if pair < 0:
            continue
        most = pairs.points[pair] - price[pairs.giver[pair]] + step
        for at in range(bidders.begin[bidder], bidders.begin[bidder + 1]):
            other = bidders.order[at] if listed else at
            if pairs.points[other] - price[pairs.giver[other]] > most and sellers.high[pairs.giver[other]] > 0:
                place = sellers.start[pairs.giver[pair]]
                while holder[place] != pair:
                    place += 1
                holder[place], held[bidder] = -1, -1
                break


@compiled_lean
def _bid(
    bidders: Side,
    sellers: Side,
    pairs: Pairs,
    price: Ints,
    holder: Ids,
    value: Ints,
    held: Ids,
    step: int,
    floor: int,
) -> None:
    """One round: everybody without a place bids, down to a gain of `floor`; whoever is outbid is next."""
    listed = len(bidders.order) > 0
    for person in range(len(held)):
        bidder = person if held[person] < 0 and bidders.high[person] > 0 else -1
        while bidder >= 0:
            first, second, best = np.int64(-FAR), np.int64(floor), -1
            for at in range(bidders.begin[bidder], bidders.begin[bidder + 1]):
                pair = bidders.order[at] if listed else at
                seller = pairs.giver[pair]
                gain = pairs.points[pair] - price[seller]
                if sellers.high[seller] == 0 or gain <= second:
                    continue
                if gain > first:
                    first, second, best = gain, max(first, second), pair
                else:
                    second = gain
            if best < 0:
                break
            seller = pairs.giver[best]
            begin, end = sellers.start[seller], sellers.start[seller] + sellers.high[seller]
            place = begin
            for at in range(begin + 1, end):
                if value[at] < value[place]:
                    place = at
            outbid = holder[place]
            value[place] = price[seller] + first - second + step
            holder[place], held[bidder] = best, best
            price[seller] = value[begin]
            for at in range(begin + 1, end):
                price[seller] = min(price[seller], value[at])
            if outbid < 0:
                break
            bidder = pairs.wanter[outbid]
            held[bidder] = -1
