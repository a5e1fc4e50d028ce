"""The right prices from any that prove an answer, compiled: Dijkstra's search where `prices.py` needs Bellman and Ford's.

Both solve the same difference constraints. Prices that prove the answer make every arc of that graph non-negative, so
each person is settled once; the distances do not depend on the prices that the search started from.

Nearly all arcs lead from a mentor over a pair that is not made to a mentee, and hardly any of them matters: whom the
outside reaches within some length needs no arc as long, provided that its mentor is no nearer than the outside is. That
is supposed at first. One look at all pairs then shows whether it was so; where it was not, all arcs are searched.
"""

from typing import NamedTuple

import numpy as np

from turnabout.matching.problem import Ids, Ints
from turnabout.matching.solvers.compiled import compiled_lean
from turnabout.matching.solvers.kernel_heap import Heap, drop_first, new_heap, push
from turnabout.matching.solvers.kernel_side import FAR, Pairs, Side, least

ROUNDS = 2
"""How often the lengths of paths from the outside are improved before arcs are left out."""


class _Arcs(NamedTuple):
    """The arcs that leave mentor i are `begin[i]:begin[i + 1]` of `mentee` and `length`."""

    begin: Ids
    mentee: Ids
    length: Ints


def right_prices(mentors: Side, mentees: Side, pairs: Pairs) -> tuple[Ints, Ints]:
    """The greatest potentials that are nowhere positive, of mentors [m] and mentees [n], as prices with outside at 0.

    `pairs` as the mentees want them. Lengths are those of `prices.py` with the present prices as potentials.
    """
    (mentor_last, mentor_next), (mentee_last, mentee_next) = _margins(mentors), _margins(mentees)
    leave, within = np.concatenate((mentor_last, mentee_next)), np.concatenate((mentor_next, mentee_last))
    for _ in range(ROUNDS):
        _reach(mentors, mentees, pairs, within, least(mentors.price))
    mentor, mentee = _potentials(mentors, mentees, pairs, within, leave, within[len(mentor_last) :])
    if _is_short(mentees, pairs, mentor, mentee, least(mentor)):
        mentor, mentee = _potentials(mentors, mentees, pairs, within, leave, np.full_like(mentee_last, FAR))
    has_pairs = np.zeros(len(mentor), dtype=bool)
    has_pairs[pairs.giver] = True
    return np.where(has_pairs, mentor, 0), np.where(np.diff(mentees.begin) > 0, mentee, 0)


def _margins(side: Side) -> tuple[Ints, Ints]:
    """What everybody's last place above the least earns, and what is missing for the next one; FAR where there is none."""
    last, following = np.full(len(side.load), FAR, dtype=np.int64), np.full(len(side.load), FAR, dtype=np.int64)
    above, below = np.flatnonzero(side.load > side.low), np.flatnonzero(side.load < side.high)
    last[above] = side.gain[side.start[above] + side.load[above] - 1] + side.price[above]
    following[below] = -side.gain[side.start[below] + side.load[below]] - side.price[below]
    return last, following


def _potentials(
    mentors: Side, mentees: Side, pairs: Pairs, within: Ints, leave: Ints, shorter: Ints
) -> tuple[Ints, Ints]:
    """The prices that arcs shorter than `shorter` [n] give: distances from all people at 0, the outside's taken away.

    `within` are lengths of some paths from the outside to people, its arcs among them, and `leave` the arcs back:
    mentors first, [m + n], FAR where there is none.
    """
    m, most = len(mentors.load), len(pairs.points)
    arcs = _Arcs(np.zeros(m + 2, np.int32), np.empty(most, np.int32), np.empty(most, np.int64))
    _list_arcs(mentors, mentees, pairs, shorter, least(mentors.price), arcs)
    stack, heap = np.empty(len(leave), np.int32), new_heap(int(arcs.begin[m]) + len(mentees.slot))
    key = np.concatenate((-mentors.price, mentees.price))
    first = np.argsort(key)
    outside = _settle(mentors, mentees, pairs, arcs, key, first, key[first], leave, stack, heap, 0)
    np.minimum(key, np.where(within < FAR, outside + within, FAR), out=key)
    first = np.flatnonzero(key >= outside)
    first = first[np.argsort(key[first])]
    _settle(mentors, mentees, pairs, arcs, key, first, key[first], np.full_like(leave, FAR), stack, heap, FAR)
    return key[:m] + mentors.price - outside, mentees.price - key[m:] + outside


@compiled_lean
def _reach(mentors: Side, mentees: Side, pairs: Pairs, within: Ints, least: int) -> None:
    """Lowers `within`, what the outside reaches people in, by one more pair on the way: to mentees, and back to mentors."""
    m = len(mentors.load)
    for mentee in range(len(mentees.load)):
        nearest = within[m + mentee]
        for pair in range(mentees.begin[mentee], mentees.begin[mentee + 1]):
            length = mentees.price[mentee] - pairs.points[pair]
            if length + least >= nearest:  # whatever the mentor's price: spares fetching it
                continue
            mentor = pairs.giver[pair]
            length += mentors.price[mentor]
            if within[mentor] < nearest - length and not pairs.made[pair]:
                nearest = length + within[mentor]
        within[m + mentee] = nearest
        for at in range(mentees.start[mentee], mentees.start[mentee] + mentees.load[mentee]):
            pair = mentees.slot[at]
            mentor = pairs.giver[pair]
            reached = nearest + pairs.points[pair] - mentees.price[mentee] - mentors.price[mentor]
            within[mentor] = min(within[mentor], reached)


@compiled_lean
def _list_arcs(mentors: Side, mentees: Side, pairs: Pairs, shorter: Ints, least: int, arcs: _Arcs) -> None:
    """Fills `arcs` with those shorter than `shorter` of their mentees."""
    begin = arcs.begin  # first counted two places on, so that filling moves everything to where it belongs
    for step in range(2):
        for mentee in range(len(shorter)):
            for pair in range(mentees.begin[mentee], mentees.begin[mentee + 1]):
                length = mentees.price[mentee] - pairs.points[pair]
                if length + least >= shorter[mentee]:
                    continue
                mentor = pairs.giver[pair]
                length += mentors.price[mentor]
                if length >= shorter[mentee] or pairs.made[pair]:
                    continue
                if step == 0:
                    begin[mentor + 2] += 1
                else:
                    arcs.mentee[begin[mentor + 1]], arcs.length[begin[mentor + 1]] = mentee, length
                    begin[mentor + 1] += 1
        if step == 0:
            for mentor in range(2, len(begin)):
                begin[mentor] += begin[mentor - 1]


@compiled_lean
def _settle(
    mentors: Side,
    mentees: Side,
    pairs: Pairs,
    arcs: _Arcs,
    key: Ints,
    first: Ints,
    waiting: Ints,
    leave: Ints,
    stack: Ids,
    heap: Heap,
    outside: int,
) -> int:
    """Lowers the `key` of all nodes nearer than the outside to their distance; how far the outside is, at most `outside`.

    `first` are the nodes that wait, sorted by their keys `waiting`; `stack` holds nodes reached without a step, which
    need not queue.
    """
    m = len(mentors.load)
    following, stacked, queued, length = 0, 0, 0, 0
    while True:
        if stacked > 0:
            stacked -= 1
            node = stack[stacked]
        else:
            if following < len(first) and (queued == 0 or waiting[following] <= heap.key[0]):
                length, node = waiting[following], first[following]
                following += 1
            elif queued > 0:
                length, node = heap.key[0], heap.node[0]
                queued -= 1
                drop_first(heap, queued)
            else:
                return outside
            if length >= outside:
                return outside
            if key[node] < length:
                continue
        if leave[node] < outside - length:
            outside = length + leave[node]
        is_mentor = node < m
        if is_mentor:
            begin, end = arcs.begin[node], arcs.begin[node + 1]
        else:
            begin = mentees.start[node - m]
            end = begin + mentees.load[node - m]
        for at in range(begin, end):
            if is_mentor:
                other, reached = m + arcs.mentee[at], length + arcs.length[at]
            else:
                pair = mentees.slot[at]
                other = pairs.giver[pair]
                reached = length + pairs.points[pair] - mentees.price[node - m] - mentors.price[other]
            if reached >= key[other]:
                continue
            key[other] = reached
            if reached == length:
                stack[stacked] = other
                stacked += 1
            else:
                push(heap, queued, reached, other)
                queued += 1


@compiled_lean
def _is_short(mentees: Side, pairs: Pairs, mentor: Ints, mentee: Ints, least: int) -> bool:
    """Whether a pair that is not made brings more than these prices of its two people."""
    for j in range(len(mentee)):
        for pair in range(mentees.begin[j], mentees.begin[j + 1]):
            if mentee[j] + least >= pairs.points[pair]:  # whatever the mentor's price: spares fetching it
                continue
            if mentor[pairs.giver[pair]] + mentee[j] < pairs.points[pair] and not pairs.made[pair]:
                return True
    return False
