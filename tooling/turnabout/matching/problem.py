"""The pairing problem as numbers: people, places, candidate pairs with integer points, and the stages to solve in order."""

import hashlib
import json
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from turnabout.matching.side import GivenRow, SideRow, row_faults

Ids = NDArray[np.int32]
"""Numbers of people or pairs; half as large, since lists of pairs are what fills the memory."""
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

COVERAGE, WORST_PAIR, TOTAL, KEEP, LOAD, TIE = "coverage", "worst-pair", "total", "keep", "load", "tie"
STAGES = (COVERAGE, WORST_PAIR, TOTAL, KEEP, LOAD)
DEFAULT_STAGES = (COVERAGE, WORST_PAIR, TOTAL)
MAX_POINTS = 1_000_000
MAX_PRIORITY = 1_000_000
MAX_CAPACITY = 100_000


@dataclass(frozen=True, slots=True)
class Places:
    """How many partners one person can have: at most `capacity` (a mentee's demand), at least `minimum`."""

    capacity: int = 1
    minimum: int = 0
    priority: int = 1
    """Weight of a mentee in the coverage stage; a mentor has none."""


@dataclass(frozen=True, slots=True)
class ProblemFault:
    """One thing wrong with the input. `place` is the way to it, e.g. `("pairs", 3)` or `("mentors", "ann")`."""

    place: tuple[str | int, ...]
    message: str


class ProblemError(ValueError):
    """The input describes no pairing problem; `faults` says all that is wrong, in order of the input."""

    def __init__(self, faults: Sequence[ProblemFault]) -> None:
        super().__init__("; ".join(fault.message for fault in faults))
        self.faults = tuple(faults)


@dataclass(frozen=True, slots=True, eq=False)
class Problem:
    """A checked pairing problem; people and pairs are sorted by id, so that equal input gives equal arrays.

    Candidate pairs stand in compressed rows by mentee: the pairs of mentee j are `indptr[j]:indptr[j + 1]`.
    m mentors, n mentees, E pairs.
    """

    program: str
    mentors: tuple[str, ...]
    mentees: tuple[str, ...]
    capacity: Ints  # [m] most mentees of a mentor
    mentor_minimum: Ints  # [m]
    demand: Ints  # [n] most mentors of a mentee
    mentee_minimum: Ints  # [n]
    priority: Ints  # [n] weight in the coverage stage, at least 1
    indptr: Ints  # [n + 1]
    mentor: Ids  # [E]
    points: Ints  # [E] 0..MAX_POINTS
    locked: Bools  # [E] pairs that must be made
    keep: Bools  # [E] pairs that exist today
    stages: tuple[str, ...]
    side: tuple[SideRow, ...] = ()  # conditions on all pairs together

    @classmethod
    def of_points(cls, points: ArrayLike, **options: Any) -> "Problem":
        """The problem with a table of points: mentors in rows, mentees in columns, shape (m, n), whole numbers.

        `permitted`, `locked` (must be made) and `keep` (is made today): true or false, shape (m, n); a pair that is not
        permitted needs no points and counts in no `balance` (`counted` of shape (m, n)). `mentors`, `mentees`: ids, m and n of them; without them `mentor-07` is row 7. All
        other options, and the errors, are those of `of_pairs`.
        """
        from turnabout.matching.instances.arrays import from_table

        return from_table(points, **options)

    @classmethod
    def of_pairs(cls, mentor: ArrayLike, mentee: ArrayLike, points: ArrayLike, **options: Any) -> "Problem":
        """The problem with these candidate pairs, in any order: three columns of length E.

        `mentor` and `mentee` are numbers from 0 of `mentors` (m) and `mentees` (n), each given as a list of ids or as the
        number of people; `points` are whole, 0 to 1,000,000. `locked` and `keep`: true or false, length E. For all or for
        each person: `mentor_capacity` and `mentee_demand` (most partners, from 1 to 100,000, 1 unless given),
        `mentor_minimum` and `mentee_minimum` (0), `priority` of mentees in the coverage stage (1). `stages`: names in
        the order in which they are solved. `balance`: rules about all pairs together, as `Balance`, whose `counted` has
        length E. `program`: a name, which takes part in breaking ties.

        People of the problem are sorted by id: `mentors[i]` is who has the index i in it. Raises ProblemError, a
        ValueError, with the place of every fault.
        """
        from turnabout.matching.instances.arrays import from_columns

        return from_columns(mentor, mentee, points, **options)

    @property
    def mentee(self) -> Ints:
        """The mentee of every pair, int64[E]."""
        return np.repeat(np.arange(len(self.mentees)), np.diff(self.indptr))

    def pair(self, edge: int) -> tuple[str, str]:
        """The ids of mentor and mentee of one candidate pair."""
        row = int(np.searchsorted(self.indptr, edge, side="right")) - 1
        return self.mentors[int(self.mentor[edge])], self.mentees[row]

    def edge(self, mentor: str, mentee: str) -> int | None:
        """The index of a candidate pair, or None where it is none."""
        row, column = bisect_left(self.mentees, mentee), bisect_left(self.mentors, mentor)
        if self.mentees[row : row + 1] != (mentee,) or self.mentors[column : column + 1] != (mentor,):
            return None
        low, high = int(self.indptr[row]), int(self.indptr[row + 1])
        at = low + int(np.searchsorted(self.mentor[low:high], column))
        return at if at < high and self.mentor[at] == column else None


def problem_from_pairs(
    program: str,
    mentors: Mapping[str, Places],
    mentees: Mapping[str, Places],
    pairs: Iterable[tuple[str, str, int]],
    *,
    forbidden: Iterable[tuple[str, str]] = (),
    locked: Iterable[tuple[str, str]] = (),
    keep: Iterable[tuple[str, str]] = (),
    stages: Sequence[str] = DEFAULT_STAGES,
    balance: Sequence[GivenRow] = (),
) -> Problem:
    """The problem with these people and candidate pairs (mentor, mentee, points), in any order.

    A pair that is also forbidden is no candidate; a pair to keep that is no candidate any more is left out.
    A mentee's `capacity` is the number of mentors wanted. Raises ProblemError with everything that is wrong.
    """
    pairs, forbidden, locked, keep = list(pairs), list(forbidden), list(locked), list(keep)
    faults = [
        *_people_faults("mentors", "mentor", mentors),
        *_people_faults("mentees", "mentee", mentees),
        *_pair_faults(pairs, mentors, mentees),
    ]
    for name, listed in (("forbidden", forbidden), ("locked", locked), ("keep", keep)):
        for index, pair in enumerate(listed):
            faults += _unknown((name, index), pair[0], pair[1], mentors, mentees)
    banned = set(forbidden)
    offered = {(mentor, mentee) for mentor, mentee, _ in pairs} - banned
    faults += _lock_faults(locked, banned, offered, mentors, mentees)
    faults += [ProblemFault(place, message) for place, message in row_faults(balance, offered, banned)]
    faults += stage_faults(stages, any(p.minimum for p in [*mentors.values(), *mentees.values()]))
    if faults:
        raise ProblemError(faults)
    row = {name: index for index, name in enumerate(sorted(mentees))}
    column = {name: index for index, name in enumerate(sorted(mentors))}
    chosen = sorted(
        (row[mentee], column[mentor], points) for mentor, mentee, points in pairs if (mentor, mentee) in offered
    )
    table = np.array(chosen, dtype=np.int64).reshape(-1, 3)
    key = table[:, 0] * len(column) + table[:, 1]

    def flags(listed: Iterable[tuple[str, str]]) -> Bools:
        return np.isin(key, np.array([row[b] * len(column) + column[a] for a, b in listed], dtype=np.int64))

    def of(people: Mapping[str, Places], field: str) -> Ints:
        return np.array([getattr(people[name], field) for name in sorted(people)], dtype=np.int64)

    def side_row(given: GivenRow) -> SideRow:
        counted = sorted((row[b] * len(column) + column[a], c) for a, b, c in given.pairs if (a, b) in offered)
        keys, coefficients = np.array(counted, dtype=np.int64).reshape(-1, 2).T
        edges = np.searchsorted(key, keys)
        return SideRow(given.name, given.words, edges, coefficients.copy(), given.low, given.high)

    degree = np.bincount(table[:, 0], minlength=len(row))
    return Problem(
        program=program,
        mentors=tuple(sorted(mentors)),
        mentees=tuple(sorted(mentees)),
        capacity=of(mentors, "capacity"),
        mentor_minimum=of(mentors, "minimum"),
        demand=of(mentees, "capacity"),
        mentee_minimum=of(mentees, "minimum"),
        priority=of(mentees, "priority"),
        indptr=np.concatenate(([0], np.cumsum(degree))).astype(np.int64),
        mentor=table[:, 1].astype(np.int32),
        points=table[:, 2].copy(),
        locked=flags(locked),
        keep=flags(keep),
        stages=tuple(stages),
        side=tuple(side_row(given) for given in balance),
    )


def problem_digest(problem: Problem) -> str:
    """SHA-256 over everything that the answer depends on, as 64 hexadecimal digits: ties a certificate to its problem."""
    head = [problem.program, problem.mentors, problem.mentees, problem.stages]
    digest = hashlib.sha256(json.dumps(head, ensure_ascii=True).encode())
    for array in (
        problem.capacity,
        problem.mentor_minimum,
        problem.demand,
        problem.mentee_minimum,
        problem.priority,
        problem.indptr,
        problem.mentor,
        problem.points,
        problem.locked,
        problem.keep,
    ):
        digest.update(np.ascontiguousarray(array, dtype="<i8").data)
    for row in problem.side:
        digest.update(json.dumps([row.name, row.words, row.low, row.high], ensure_ascii=True).encode())
        for array in (row.edges, row.coefficients):
            digest.update(np.ascontiguousarray(array, dtype="<i8").data)
    return digest.hexdigest()


def stage_faults(stages: Sequence[str], minimums: bool) -> list[ProblemFault]:
    """What is wrong with a list of stages; `minimums` says whether anybody must have a partner.

    Worst pair and load are best with nobody paired, so something before them has to ask for pairs.
    """
    faults = []
    if not stages:
        faults.append(ProblemFault(("stages",), f"no stage is named; expected at least one of {', '.join(STAGES)}"))
    for index, stage in enumerate(stages):
        if stage not in STAGES:
            faults.append(
                ProblemFault(("stages", index), f"unknown stage `{stage}`; expected one of {', '.join(STAGES)}")
            )
        elif stage in stages[:index]:
            faults.append(ProblemFault(("stages", index), f"stage `{stage}` is named twice"))
        elif stage in (WORST_PAIR, LOAD) and not minimums and not {COVERAGE, TOTAL} & set(stages[:index]):
            message = f"stage `{stage}` before `coverage` and `total` would be met best by making no pair at all"
            faults.append(ProblemFault(("stages", index), message))
    return faults


def _whole(value: Any) -> bool:
    return isinstance(value, int | np.integer) and not isinstance(value, bool)


def _range_fault(value: Any, low: int, high: int) -> str | None:
    """Why a value is no whole number from low to high (NaN, infinity, fractions and text are none), or None."""
    return (
        None
        if _whole(value) and low <= value <= high
        else f"expected a whole number from {low} to {high}, found `{value}`"
    )


def _people_faults(side: str, role: str, people: Mapping[str, Places]) -> list[ProblemFault]:
    faults = [] if people else [ProblemFault((side,), f"there are no {side}; expected at least one")]
    for name, places in people.items():
        before = len(faults)
        limits = (("capacity", 0, MAX_CAPACITY), ("minimum", 0, MAX_CAPACITY), ("priority", 1, MAX_PRIORITY))
        for field, low, high in limits:
            if fault := _range_fault(getattr(places, field), low, high):
                faults.append(ProblemFault((side, name, field), f"{field} of {role} `{name}`: {fault}"))
        if len(faults) == before and places.minimum > places.capacity:
            message = f"minimum of {role} `{name}` is {places.minimum}, above the capacity of {places.capacity}"
            faults.append(ProblemFault((side, name, "minimum"), message))
    return faults


def _unknown(
    place: tuple[str | int, ...], mentor: str, mentee: str, mentors: Mapping[str, Any], mentees: Mapping[str, Any]
) -> list[ProblemFault]:
    faults = []
    if mentor not in mentors:
        faults.append(ProblemFault((*place, 0), f"there is no mentor `{mentor}`"))
    if mentee not in mentees:
        faults.append(ProblemFault((*place, 1), f"there is no mentee `{mentee}`"))
    return faults


def _pair_faults(
    pairs: Sequence[tuple[str, str, int]], mentors: Mapping[str, Any], mentees: Mapping[str, Any]
) -> list[ProblemFault]:
    faults: list[ProblemFault] = []
    seen: dict[tuple[str, str], int] = {}
    for index, (mentor, mentee, points) in enumerate(pairs):
        if mentor not in mentors or mentee not in mentees:
            faults += _unknown(("pairs", index), mentor, mentee, mentors, mentees)
        # The common case first: there can be a million pairs.
        right = type(points) is int and 0 <= points <= MAX_POINTS
        if not right and (fault := _range_fault(points, 0, MAX_POINTS)):
            faults.append(ProblemFault(("pairs", index, 2), f"points of `{mentor}` with `{mentee}`: {fault}"))
        first = seen.setdefault((mentor, mentee), index)
        if first != index:
            message = f"the pair `{mentor}` with `{mentee}` is listed twice"
            faults.append(ProblemFault(("pairs", index), message))
    return faults


def _lock_faults(
    locked: Sequence[tuple[str, str]],
    banned: set[tuple[str, str]],
    offered: set[tuple[str, str]],
    mentors: Mapping[str, Places],
    mentees: Mapping[str, Places],
) -> list[ProblemFault]:
    faults: list[ProblemFault] = []
    load: dict[tuple[str, str], int] = {}
    for index, pair in enumerate(locked):
        mentor, mentee = pair
        if mentor not in mentors or mentee not in mentees:
            continue
        words = f"the pair `{mentor}` with `{mentee}` is locked"
        if pair in locked[:index]:
            faults.append(ProblemFault(("locked", index), f"{words} twice"))
            continue
        if pair in banned:
            faults.append(ProblemFault(("locked", index), f"{words} and forbidden"))
        elif pair not in offered:
            faults.append(ProblemFault(("locked", index), f"{words}, but no points are given for it"))
        for side, role, name, people in (
            ("mentors", "mentor", mentor, mentors),
            ("mentees", "mentee", mentee, mentees),
        ):
            load[side, name] = load.get((side, name), 0) + 1
            capacity = people[name].capacity
            if _whole(capacity) and load[side, name] == capacity + 1:
                message = f"more pairs are locked for {role} `{name}` than the capacity of {capacity}"
                faults.append(ProblemFault(("locked", index), message))
    return faults
