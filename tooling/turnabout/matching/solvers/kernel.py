"""The path for large programs: stages solved by compiled successive shortest paths, which carry prices (extra `large`).

Arrays of a face go in, an answer and its prices come out. A stage may start from any answer and any prices of the
mentors, for example those of the program as it stood: what they still prove is kept, and only the rest is searched.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from turnabout.errors import NotProvenError
from turnabout.matching.face import FREE, MADE, Face, Gain, Objective, Prices, loads, no_gain, places
from turnabout.matching.problem import Bools, Ints, Problem
from turnabout.matching.solvers.compiled import numba_version
from turnabout.matching.solvers.fullest import fullest
from turnabout.matching.solvers.kernel_auction import SHRINK, auctioned
from turnabout.matching.solvers.kernel_paths import FAR, Pairs, Side, new_search, serve
from turnabout.matching.solvers.kernel_prices import right_prices
from turnabout.matching.solvers.kernel_start import grouped, settled
from turnabout.matching.solvers.kernel_threshold import highest, lowered
from turnabout.matching.solvers.stages import Engine

EVEN = 500
"""Places are short on neither side where the sides differ by less than one place in so many."""

EMPTY = "no pairing keeps everybody's least number of partners"


@dataclass(frozen=True, slots=True, eq=False)
class Start:
    """Where to start from: any pairs (bool[E]), and a price of every mentor (int64[m])."""

    pairs: Bools
    mentor_price: Ints


@dataclass(frozen=True, slots=True, eq=False)
class _Network:
    """The free pairs of a face and the places that they can fill, as the kernel wants them; `free` picks them of all."""

    free: Ints | slice
    mentors: Side
    mentees: Side
    wanted: Pairs  # mentees want, mentors give
    offered: Pairs  # mentors want, mentees give


def solver_name() -> str:
    """What computes, with the version of the compiler."""
    return f"shortest paths, numba {numba_version()}"


def engine(starts: Mapping[str, Start] | None = None) -> Engine:
    """The kernel as the engine of `run_stages`; `starts` by the name of a stage."""
    known = starts or {}

    def best_of_stage(name: str, face: Face, objective: Objective) -> tuple[Bools, Prices]:
        return best(face, objective, known.get(name))

    def threshold_of_stage(problem: Problem, face: Face) -> int:
        judged = ~problem.locked
        forced = problem.points[judged & (face.state == MADE)]
        found = threshold(face, problem.points, judged, int(min(problem.points[judged].max(), forced.min(initial=FAR))))
        if found is None:
            raise NotProvenError(EMPTY)
        return found

    return Engine(best_of_stage, threshold_of_stage)


def best(face: Face, objective: Objective, start: Start | None = None) -> tuple[Bools, Prices]:
    """An answer of the face with the greatest value (bool[E]), and the prices that `prices.prices_of` finds for it.

    Raises NotProvenError where the face has no answer.
    """
    network = _network(face, objective)
    mentors, mentees, wanted = network.mentors, network.mentees, network.wanted
    if start is not None:
        wanted.made[:] = start.pairs[network.free]
        mentors.price[:] = start.mentor_price
        solved = _served(mentees, mentors, wanted)
    elif len(wanted.points) and _is_even(mentors, mentees):
        if np.ptp(wanted.points) <= SHRINK:
            wanted.made[fullest(wanted.wanter, wanted.giver, mentees.high, mentors.high)] = True
        elif mentees.high.max() <= 1 and not mentors.gain.any():
            auctioned(mentees, mentors, wanted)
        solved = _served(mentees, mentors, wanted)
    elif _room(mentors) < _room(mentees):
        solved = _served(mentors, mentees, network.offered)
    else:
        solved = _served(mentees, mentors, wanted)
    if not solved:
        raise NotProvenError(EMPTY)
    pairs: Bools = face.state == MADE
    pairs[network.free] |= wanted.made
    return pairs, Prices(*right_prices(mentors, mentees, wanted))


def threshold(face: Face, points: Ints, judged: Bools, most: int) -> int | None:
    """The largest z, not above `most`, for which the face has an answer without judged pairs below z.

    None where it has no answer at all. `points` and `judged` are int64[E] and bool[E].
    """
    network = _network(face, Objective(np.where(judged, points, FAR), no_gain, no_gain))
    mentors, mentees, heights = network.mentors, network.mentees, network.wanted.points
    for side, people in ((mentees, network.wanted.wanter), (mentors, network.wanted.giver)):
        most = highest(people, heights, side.low, most)
    search = new_search(len(mentors.load) + len(mentees.load))
    found = lowered(mentees, mentors, network.wanted, search, most)
    found = lowered(mentors, mentees, network.offered, search, found) if found >= 0 else found
    return found if found >= 0 else None


def _network(face: Face, objective: Objective) -> _Network:
    made_mentor, made_mentee = loads(face, face.state == MADE)
    is_free = face.state == FREE
    free = slice(None) if is_free.all() else np.flatnonzero(is_free)
    mentor, mentee, points = face.mentor[free], face.mentee[free], objective.points[free]
    made = np.zeros(len(points), dtype=bool)
    return _Network(
        free,
        _side(made_mentor, face.mentor_low, face.mentor_high, objective.mentor_gain, grouped(mentor, len(made_mentor))),
        _side(made_mentee, face.mentee_low, face.mentee_high, objective.mentee_gain, _rows(mentee, len(made_mentee))),
        Pairs(mentee, mentor, points, made),
        Pairs(mentor, mentee, points, made),
    )


def _side(made: Ints, low: Ints, high: Ints, gain: Gain, listed: tuple[Ints, NDArray[np.int32]]) -> Side:
    """One side of the free pairs: its places beyond those that are decided, and the list of everybody's pairs."""
    room = np.maximum(high - made, 0)
    person, number = places(room)
    start = np.cumsum(room) - room
    reward = gain(person, number + made[person])
    price = np.zeros(len(made), dtype=np.int64)
    price[room > 0] = -reward[start[room > 0]]
    return Side(
        price=price,
        load=np.zeros(len(made), dtype=np.int64),
        low=np.maximum(low - made, 0),
        high=room,
        start=start,
        gain=reward,
        slot=np.full(len(person), -1, dtype=np.int64),
        begin=listed[0],
        order=listed[1],
    )


def _rows(sorted_ids: Ints, people: int) -> tuple[Ints, NDArray[np.int32]]:
    """As `grouped`, for pairs that are sorted by person: they need no list."""
    counts = np.bincount(sorted_ids, minlength=people)
    begin = np.concatenate((np.zeros(1, dtype=np.int64), np.cumsum(counts, dtype=np.int64)))
    return begin, np.zeros(0, dtype=np.int32)


def _served(scarce: Side, ample: Side, pairs: Pairs) -> bool:
    """Whether the stage has an answer; if so, it is found. The side with fewer places wants first: its chains are short."""
    settled(scarce, ample, pairs)
    search = new_search(len(scarce.load) + len(ample.load))
    mirrored = Pairs(pairs.giver, pairs.wanter, pairs.points, pairs.made)
    return serve(scarce, ample, pairs, search) >= 0 and serve(ample, scarce, mirrored, search) >= 0


def _room(side: Side) -> int:
    return int(side.high.sum())


def _is_even(mentors: Side, mentees: Side) -> bool:
    """Whether neither side has places to spare."""
    return abs(_room(mentors) - _room(mentees)) * EVEN <= min(_room(mentors), _room(mentees))
