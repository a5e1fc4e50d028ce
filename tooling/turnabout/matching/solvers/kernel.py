"""The path for large programs: stages solved by compiled successive shortest paths, which carry prices (extra `large`).

Arrays of a face go in, an answer and its prices come out. A stage may start from any answer and any prices of the
mentors, for example those of the program as it stood: what they still prove is kept, and only the rest is searched.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from turnabout.errors import NotProvenError
from turnabout.matching.face import FREE, MADE, Face, Gain, Objective, Prices, counts, loads, no_gain, places
from turnabout.matching.problem import Bools, Ints, Problem
from turnabout.matching.solvers.compiled import numba_version
from turnabout.matching.solvers.fullest import fullest
from turnabout.matching.solvers.kernel_auction import SHRINK, auctioned
from turnabout.matching.solvers.kernel_paths import new_search, serve
from turnabout.matching.solvers.kernel_prices import right_prices
from turnabout.matching.solvers.kernel_side import FAR, Pairs, Side, least, listed, somebody_wants
from turnabout.matching.solvers.kernel_start import settled
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
    pairs: Pairs  # mentees want, mentors give


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
    mentors, mentees, pairs = network.mentors, network.mentees, network.pairs
    mentors_first = False
    if start is not None:
        pairs.made[:] = start.pairs[network.free]
        mentors.price[:] = start.mentor_price
    elif len(pairs.points) and _is_even(mentors, mentees):
        if np.ptp(pairs.points) <= SHRINK:
            pairs.made[fullest(pairs.wanter, pairs.giver, mentees.high, mentors.high)] = True
        elif mentees.high.max() <= 1 and not mentors.gain.any():
            auctioned(mentees, mentors, pairs)
    else:
        mentors_first = _room(mentors) < _room(mentees)
    if not (_served(mentors, mentees, _seen_by_givers(pairs)) if mentors_first else _served(mentees, mentors, pairs)):
        raise NotProvenError(EMPTY)
    made: Bools = face.state == MADE
    made[network.free] |= pairs.made
    return made, Prices(*right_prices(mentors, mentees, pairs))


def threshold(face: Face, points: Ints, judged: Bools, most: int) -> int | None:
    """The largest z, not above `most`, for which the face has an answer without judged pairs below z.

    None where it has no answer at all. `points` and `judged` are int64[E] and bool[E].
    """
    network = _network(face, Objective(np.where(judged, points, FAR), no_gain, no_gain))
    mentors, mentees, pairs = network.mentors, network.mentees, network.pairs
    for side, people in ((mentees, pairs.wanter), (mentors, pairs.giver)):
        most = highest(people, pairs.points, side.low, most)
    search = new_search(mentees, mentors, pairs)
    found = lowered(mentees, mentors, pairs, search, most)
    if found >= 0 and mentors.low.any():
        found = lowered(listed(mentors, pairs.giver), mentees, _seen_by_givers(pairs), search, found)
    return found if found >= 0 else None


def _network(face: Face, objective: Objective) -> _Network:
    made_mentor, made_mentee = loads(face, face.state == MADE)
    is_free = face.state == FREE
    free = slice(None) if is_free.all() else np.flatnonzero(is_free)
    # What compiled functions take has one type, or they would be compiled anew.
    mentor, mentee = (np.require(people[free], np.int32, ["C", "W"]) for people in (face.mentor, face.mentee))
    points = np.require(objective.points[free], np.int64, ["C", "W"])
    degree = face.degree if isinstance(free, slice) else counts(mentee, len(made_mentee))
    begin = np.concatenate(([0], np.cumsum(degree)))
    return _Network(
        free,
        _side(made_mentor, face.mentor_low, face.mentor_high, objective.mentor_gain, np.zeros(1, np.int64)),
        _side(made_mentee, face.mentee_low, face.mentee_high, objective.mentee_gain, begin),
        Pairs(mentee, mentor, points, np.zeros(len(points), dtype=bool)),
    )


def _side(made: Ints, low: Ints, high: Ints, gain: Gain, begin: Ints) -> Side:
    """One side of the free pairs: its places beyond those that are decided, for people who stand in the order of the
    pairs, where the pairs of each begin; others are `listed` when they want.
    """
    room = np.maximum(high - made, 0)
    person, number = places(room)
    start = np.cumsum(room) - room
    reward = gain(person, number + made[person])
    price = np.zeros(len(made), dtype=np.int64)
    price[room > 0] = -reward[start[room > 0]]
    return Side(
        price=price,
        load=np.zeros(len(made), dtype=np.int32),
        low=np.maximum(low - made, 0).astype(np.int32),
        high=room.astype(np.int32),
        start=start.astype(np.int32),
        gain=np.require(reward, np.int64, ["C", "W"]),
        slot=np.full(len(person), -1, dtype=np.int32),
        begin=begin.astype(np.int32),
        order=np.zeros(0, dtype=np.int32),
    )


def _seen_by_givers(pairs: Pairs) -> Pairs:
    """The same pairs, wanted by those who gave."""
    return pairs._replace(wanter=pairs.giver, giver=pairs.wanter)


def _served(wants: Side, gives: Side, pairs: Pairs) -> bool:
    """Whether the stage has an answer; if so, it is found. The side with fewer places wants first: its chains are short."""
    search = new_search(wants, gives, pairs)
    wants = _by_person(wants, pairs)
    settled(wants, gives, pairs, least(gives.price))
    if serve(wants, gives, pairs, search, least(gives.price)) < 0:
        return False
    if not somebody_wants(gives):
        return True
    turned = _seen_by_givers(pairs)
    return serve(_by_person(gives, turned), wants, turned, search, least(wants.price)) >= 0


def _by_person(side: Side, pairs: Pairs) -> Side:
    """The wanting side, with lists where its people do not stand in the order of the pairs."""
    return side if len(side.begin) > 1 else listed(side, pairs.wanter)


def _room(side: Side) -> int:
    return int(side.high.sum())


def _is_even(mentors: Side, mentees: Side) -> bool:
    """Whether neither side has places to spare."""
    return abs(_room(mentors) - _room(mentees)) * EVEN <= min(_room(mentors), _room(mentees))
