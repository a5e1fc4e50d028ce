"""The optimal face: what every optimal answer shares after a stage, and the one bound that proves every stage.

A face is a set of answers: pairs still free, pairs made in all of them, and a range of partners for everybody. A stage
maximises, over the answers x of a face,

    sum_e s_e x_e + sum_i f_i(t_i) + sum_j g_j(t_j)        t_i, t_j: partners of mentor i, mentee j

with whole points s and concave rewards f, g for the number of partners. Give every mentor a price u_i and every mentee
a price v_j, whole numbers of any sign. Every partner of a person is a place; place number t earns its reward plus the
person's price, and a pair costs both prices:

    L(u, v) = sum_places earn + sum_pairs (s_e - u_i - v_j)

where what is free counts only if positive. The prices cancel in every answer, so none is worth more than L (Lagrangian
duality); an answer worth exactly L is proven optimal, and then every optimal answer takes whatever is free and
positive and leaves whatever is negative (complementary slackness). That is the face of the next stage.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from turnabout.matching.problem import Bools, Ids, Ints, Problem

OUT, FREE, MADE = 0, 1, 2
PART = 1_000_000
"""Pairs that are looked at together, where this takes copies of them."""
Gain = Callable[[Ints, Ints], Ints]
"""The reward of place number t (from 1) of person p: arrays in, array out; must not grow with t."""


@dataclass(frozen=True, slots=True, eq=False)
class Face:
    """m mentors, n mentees, E pairs; `state` is OUT, FREE or MADE; everybody has from `low` to `high` partners."""

    mentor: Ids  # [E]
    mentee: Ids  # [E], sorted
    degree: Ints  # [n] pairs of every mentee
    state: NDArray[np.int8]  # [E]
    mentor_low: Ints  # [m]
    mentor_high: Ints
    mentee_low: Ints  # [n]
    mentee_high: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Objective:
    """What a stage maximises: whole points of pairs [E], and rewards for the places of mentors and mentees."""

    points: Ints
    mentor_gain: Gain
    mentee_gain: Gain


@dataclass(frozen=True, slots=True, eq=False)
class Prices:
    """A whole price for every mentor [m] and mentee [n], of any sign, in the units of the stage."""

    mentor: Ints
    mentee: Ints


def no_gain(person: Ints, place: Ints) -> Ints:
    """No reward for the number of partners."""
    return np.zeros(np.broadcast(person, place).shape, dtype=np.int64)


def first_face(problem: Problem) -> Face:
    """All answers that keep capacities, minimums and locks."""
    degree = np.diff(problem.indptr)
    return tightened(
        Face(
            mentor=problem.mentor,
            mentee=np.repeat(np.arange(len(problem.mentees), dtype=np.int32), degree),
            degree=degree,
            state=np.where(problem.locked, np.int8(MADE), np.int8(FREE)),
            mentor_low=problem.mentor_minimum,
            mentor_high=problem.capacity,
            mentee_low=problem.mentee_minimum,
            mentee_high=problem.demand,
        )
    )


def loads(face: Face, pairs: Bools) -> tuple[Ints, Ints]:
    """The partners of every mentor [m] and mentee [n] among the chosen pairs (bool[E]).

    Where most are chosen, the others are counted and taken away: what is picked from the list is the smaller part.
    """
    mostly = 2 * np.count_nonzero(pairs) > len(pairs)
    picked = np.flatnonzero(~pairs if mostly else pairs)
    mentor = counts(face.mentor[picked], len(face.mentor_low))
    mentee = counts(face.mentee[picked], len(face.mentee_low))
    return (counts(face.mentor, len(mentor)) - mentor, face.degree - mentee) if mostly else (mentor, mentee)


def is_in(face: Face, pairs: Bools) -> bool:
    """Whether pairs (bool[E]) are an answer of the face."""
    mentor, mentee = loads(face, pairs)
    within = [(face.mentor_low <= mentor).all(), (mentor <= face.mentor_high).all()]
    within += [(face.mentee_low <= mentee).all(), (mentee <= face.mentee_high).all()]
    return bool((pairs >= (face.state == MADE)).all() and not (pairs & (face.state == OUT)).any() and all(within))


def counts(ids: Ids, people: int) -> Ints:
    """How often everybody stands in the list, int64[people]; in parts, since numpy counts a copy in 64 bits."""
    found = np.zeros(people, dtype=np.int64)
    for at in range(0, len(ids), PART):
        found += np.bincount(ids[at : at + PART], minlength=people)
    return found


def tightened(face: Face) -> Face:
    """The same answers with the ranges cut to what made and free pairs allow."""
    made, possible = loads(face, face.state == MADE), loads(face, face.state != OUT)
    return replace(
        face,
        mentor_low=np.maximum(face.mentor_low, made[0]),
        mentor_high=np.minimum(face.mentor_high, possible[0]),
        mentee_low=np.maximum(face.mentee_low, made[1]),
        mentee_high=np.minimum(face.mentee_high, possible[1]),
    )


def without(face: Face, dropped: Bools) -> Face:
    """The answers that do without the free pairs marked in `dropped` (bool[E])."""
    return tightened(replace(face, state=np.where((face.state == FREE) & dropped, OUT, face.state).astype(np.int8)))


def places(high: Ints) -> tuple[Ints, Ints]:
    """Every place of every person as (person, number from 1), for ranges that end at `high`."""
    size = np.maximum(high, 0)
    person = np.repeat(np.arange(len(high)), size)
    return person, np.arange(1, len(person) + 1) - np.repeat(np.cumsum(size) - size, size)


def worth(face: Face, objective: Objective, pairs: Bools) -> int:
    """The value of an answer (bool[E]) in a stage."""
    gains = 0
    for gain, load in zip((objective.mentor_gain, objective.mentee_gain), loads(face, pairs), strict=True):
        if gain is not no_gain:
            gains += int(gain(*places(load)).sum())
    return int(objective.points[pairs].sum()) + gains


def bound(face: Face, objective: Objective, prices: Prices, cost: Ints | None = None) -> int:
    """L(u, v): no answer of the face is worth more, whatever the prices. `cost`: what `reduced` says, where it is known."""
    cost = reduced(face, objective, prices) if cost is None else cost
    above = np.flatnonzero(cost > 0)  # with good prices only a few
    total = cost[face.state == MADE].sum() + cost[above[face.state[above] == FREE]].sum()
    for earned, fixed, _ in _earnings(face, objective, prices):
        total += earned[fixed].sum() + np.maximum(earned[~fixed], 0).sum()
    return int(total)


def narrowed(face: Face, objective: Objective, prices: Prices, room: int = 0, cost: Ints | None = None) -> Face:
    """The optimal answers of a stage, from prices whose bound is reached; with `room` at least all that miss it by less.

    An answer worth `room` less than the bound does without nothing that brings more, and has nothing that costs more.
    `cost` as in `bound`.
    """
    cost = reduced(face, objective, prices) if cost is None else cost
    free = face.state == FREE
    state = np.where(free & (cost > room), MADE, np.where(free & (cost < -room), OUT, face.state)).astype(np.int8)
    ranges = []
    for (earned, fixed, person), low in zip(
        _earnings(face, objective, prices), (face.mentor_low, face.mentee_low), strict=True
    ):
        taken = [
            np.bincount(person[~fixed & chosen], minlength=len(low)) for chosen in (earned > room, earned >= -room)
        ]
        ranges += [low + taken[0], low + taken[1]]
    return tightened(Face(face.mentor, face.mentee, face.degree, state, *ranges))


def reduced(face: Face, objective: Objective, prices: Prices) -> Ints:
    """What a pair brings beyond the prices of its two people: s_e - u_i - v_j, int64[E]."""
    of_mentee = np.repeat(prices.mentee, face.degree)  # pairs stand by mentee: nothing has to be looked up
    return objective.points - prices.mentor[face.mentor] - of_mentee


def _earnings(face: Face, objective: Objective, prices: Prices) -> list[tuple[Ints, Bools, Ints]]:
    """For mentors and mentees: what each place earns, whether it is below the least load, and whose it is."""
    result = []
    for low, high, gain, price in (
        (face.mentor_low, face.mentor_high, objective.mentor_gain, prices.mentor),
        (face.mentee_low, face.mentee_high, objective.mentee_gain, prices.mentee),
    ):
        person, number = places(high)
        result.append((gain(person, number) + price[person], number <= low[person], person))
    return result
