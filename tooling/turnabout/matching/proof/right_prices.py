"""Whether prices are the ones that an answer determines, without searching for them: one look at every pair.

`prices.py` finds them as the greatest solution of difference constraints, by shortest paths. A solution is the greatest
one if and only if every value is held up by a chain of constraints that are exactly met, beginning at the top.
"""

import numpy as np

from turnabout.matching.face import FREE, Face, Objective, Prices, loads, reduced
from turnabout.matching.prices import margins
from turnabout.matching.problem import Bools, Ints


def are_right(face: Face, objective: Objective, pairs: Bools, prices: Prices, cost: Ints | None = None) -> bool:
    """Whether `prices` are `prices_of(face, objective, pairs)`; they then prove `pairs` (bool[E]) optimal in this stage.

    `cost`: what `reduced` says, where it is known.
    """
    free, cost = face.state == FREE, reduced(face, objective, prices) if cost is None else cost
    if (free & np.where(pairs, cost < 0, cost > 0)).any():
        return False
    open_people = np.concatenate(loads(face, free)) > 0
    value = np.concatenate((prices.mentor, -prices.mentee, [0]))  # the last one is the outside
    if value[:-1][~open_people].any():
        return False
    slack_in, slack_out = _slack_at_the_edge(face, objective, pairs, prices)
    if min(slack_in[open_people].min(initial=0), slack_out[open_people].min(initial=0)) < 0:
        return False
    judged = np.append(open_people, True)
    reached = judged & (value == value[judged].max())
    if reached[judged].all():
        return True
    # Constraints that are exactly met, as arcs from the value that holds up to the value that is held up: few at the edge
    # and of pairs made; of the many of other pairs, those that lead to somebody who is held up already say nothing.
    mentors, outside, met = len(prices.mentor), len(open_people), free & (cost == 0)
    let_in, let_out = (np.flatnonzero(open_people & (slack == 0)) for slack in (slack_in, slack_out))
    made = np.flatnonzero(met & pairs)
    tail = np.concatenate((mentors + face.mentee[made], np.full(len(let_in), outside), let_out))
    head = np.concatenate((face.mentor[made], let_in, np.full(len(let_out), outside)))
    reached = _reached(tail, head, reached)
    other = np.flatnonzero(met & ~pairs & np.repeat(~reached[mentors:outside], face.degree))
    tail = np.concatenate((tail, face.mentor[other]))
    head = np.concatenate((head, mentors + face.mentee[other]))
    return bool(_reached(tail, head, reached)[judged].all())


def _slack_at_the_edge(face: Face, objective: Objective, pairs: Bools, prices: Prices) -> tuple[Ints, Ints]:
    """By how much everybody's value is below what the outside allows, and above what the outside asks: [m + n] each."""
    mentor_load, mentee_load = loads(face, pairs)
    last, following = margins(mentor_load, face.mentor_low, face.mentor_high, objective.mentor_gain)
    mentee_last, mentee_following = margins(mentee_load, face.mentee_low, face.mentee_high, objective.mentee_gain)
    return (
        np.concatenate((-following - prices.mentor, mentee_last + prices.mentee)),
        np.concatenate((last + prices.mentor, -mentee_following - prices.mentee)),
    )


def _reached(tail: Ints, head: Ints, reached: Bools) -> Bools:
    """The nodes that arcs lead to from those already reached, and these."""
    reached = reached.copy()
    while True:
        new = reached[tail]
        if not new.any():
            return reached
        reached[head[new]] = True
        waiting = ~new & ~reached[head]
        tail, head = tail[waiting], head[waiting]
