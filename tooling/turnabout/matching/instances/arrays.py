"""Problems from arrays: a table of points, or columns of mentor, mentee and points, checked whole and without Python loops.

`Problem.of_points` and `Problem.of_pairs` are the doors to it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from turnabout.ids import id_fault
from turnabout.matching.problem import (
    DEFAULT_STAGES,
    MAX_CAPACITY,
    MAX_POINTS,
    MAX_PRIORITY,
    Bools,
    Ints,
    Problem,
    ProblemError,
    ProblemFault,
    stage_faults,
)
from turnabout.matching.side import MAX_COEFFICIENT, Balance, SideRow, limit_faults

MAX_PEOPLE = 5_000_000
"""Of one side. A small file can name a large number."""
MOST_TOLD = 5
"""Faults of one kind that are told one by one."""
Place = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """The people of one side in sorted order: `position[given]` is where the person given as number `given` stands."""

    names: tuple[str, ...]
    position: Ints


def from_table(
    points: ArrayLike,
    *,
    permitted: ArrayLike | None = None,
    locked: ArrayLike | None = None,
    keep: ArrayLike | None = None,
    balance: Sequence[Balance] = (),
    **people: Any,
) -> Problem:
    """`Problem.of_points`; `people` are the arguments that `from_columns` has beside the columns."""
    table = np.asarray(points)
    if table.ndim != 2:
        raise _error(("points",), f"expected a table of mentors by mentees, found {_shape(table)}")
    table = _numbers("points", table)
    locks, kept = (_mask(name, mask, table.shape) for name, mask in (("locked", locked), ("keep", keep)))
    counts = [_counted(at, row, table.shape) for at, row in enumerate(balance)]
    allowed = np.ones(table.shape, dtype=bool) if permitted is None else _mask("permitted", permitted, table.shape)
    faults = list(_range_faults("points", table, 0, MAX_POINTS, allowed))
    for row, column in np.argwhere(locks & ~allowed)[:MOST_TOLD].tolist():
        place = ("locked", row, column)
        faults.append(ProblemFault(place, f"locked[{row}, {column}]: the pair is locked, but not permitted"))
    if faults:
        raise ProblemError(faults)
    for name, size in (("mentors", table.shape[0]), ("mentees", table.shape[1])):
        given: Any = people.setdefault(name, size)
        found = given if isinstance(given, int) else len(given)
        if found != size:
            raise _error((name,), f"expected {size}, as many as the table of points has, found {found}")
    by_mentee = allowed.T
    mentee, mentor = np.nonzero(by_mentee)
    return from_columns(
        mentor,
        mentee,
        table.T[by_mentee],
        locked=locks.T[by_mentee],
        keep=kept.T[by_mentee],
        balance=[replace(row, counted=count.T[by_mentee]) for row, count in zip(balance, counts, strict=True)],
        **people,
    )


def from_columns(
    mentor: ArrayLike,
    mentee: ArrayLike,
    points: ArrayLike,
    *,
    mentors: int | Sequence[str],
    mentees: int | Sequence[str],
    mentor_capacity: ArrayLike = 1,
    mentee_demand: ArrayLike = 1,
    mentor_minimum: ArrayLike = 0,
    mentee_minimum: ArrayLike = 0,
    priority: ArrayLike = 1,
    locked: ArrayLike | None = None,
    keep: ArrayLike | None = None,
    balance: Sequence[Balance] = (),
    stages: Sequence[str] = DEFAULT_STAGES,
    program: str = "problem",
) -> Problem:
    """`Problem.of_pairs`."""
    sides = _side("mentor", mentors), _side("mentee", mentees)
    columns = {
        name: _column(name, values) for name, values in (("mentor", mentor), ("mentee", mentee), ("points", points))
    }
    size = columns["points"].shape
    for name in ("mentor", "mentee"):
        if columns[name].shape != size:
            raise _error((name,), f"expected {size[0]} entries, one for every pair, found {len(columns[name])}")
    faults = [
        *_range_faults("mentor", columns["mentor"], 0, len(sides[0].names) - 1),
        *_range_faults("mentee", columns["mentee"], 0, len(sides[1].names) - 1),
        *_range_faults("points", columns["points"], 0, MAX_POINTS),
        *(ProblemFault(*each) for each in limit_faults([(row.name, row.least, row.most) for row in balance])),
    ]
    counts = [_counted(at, row, size) for at, row in enumerate(balance)]
    for at, count in enumerate(counts):
        faults += _range_faults(f"balance[{at}].counted", count, -MAX_COEFFICIENT, MAX_COEFFICIENT)
    numbers: dict[str, Ints] = {}
    for name, values, side, low, high in (
        ("mentor_capacity", mentor_capacity, sides[0], 1, MAX_CAPACITY),
        ("mentor_minimum", mentor_minimum, sides[0], 0, MAX_CAPACITY),
        ("mentee_demand", mentee_demand, sides[1], 1, MAX_CAPACITY),
        ("mentee_minimum", mentee_minimum, sides[1], 0, MAX_CAPACITY),
        ("priority", priority, sides[1], 1, MAX_PRIORITY),
    ):
        column = _for_everybody(name, values, len(side.names))
        faults += _range_faults(name, column, low, high)
        numbers[name] = column
    if faults:
        raise ProblemError(faults)
    ordered = {
        name: _sorted(column, sides[0] if name.startswith("mentor") else sides[1]) for name, column in numbers.items()
    }
    column_of, row_of = sides[0].position[_ints(columns["mentor"])], sides[1].position[_ints(columns["mentee"])]
    key = row_of * len(sides[0].names) + column_of
    order = None if (key[1:] > key[:-1]).all() else np.argsort(key, kind="stable")

    def sort(values: NDArray[Any]) -> NDArray[Any]:
        return values if order is None else values[order]

    key = sort(key)
    locks, kept = (_mask(name, mask, size) for name, mask in (("locked", locked), ("keep", keep)))
    problem = Problem(
        program=program,
        mentors=sides[0].names,
        mentees=sides[1].names,
        capacity=ordered["mentor_capacity"],
        mentor_minimum=ordered["mentor_minimum"],
        demand=ordered["mentee_demand"],
        mentee_minimum=ordered["mentee_minimum"],
        priority=ordered["priority"],
        indptr=np.searchsorted(sort(row_of), np.arange(len(sides[1].names) + 1)).astype(np.int64),
        mentor=sort(column_of).astype(np.int32),
        points=sort(_ints(columns["points"])),
        locked=sort(locks),
        keep=sort(kept),
        stages=tuple(stages),
        side=tuple(_side_row(row, sort(_ints(count))) for row, count in zip(balance, counts, strict=True)),
    )
    faults += _faults_together(problem, key)
    if fault := id_fault(program):
        faults.append(ProblemFault(("program",), f"`{program}`: {fault}"))
    if faults:
        raise ProblemError(faults)
    return problem


def _faults_together(problem: Problem, key: Ints) -> Iterator[ProblemFault]:
    """What is wrong between columns that are right one by one; `key` is sorted, one number for every pair."""
    for edge in np.flatnonzero(key[1:] == key[:-1])[:MOST_TOLD].tolist():
        mentor, mentee = problem.pair(edge)
        yield ProblemFault(("mentor", edge), f"the pair `{mentor}` with `{mentee}` is listed twice")
    mentee_of = problem.mentee
    for role, names, capacity, minimum, of in (
        ("mentor", problem.mentors, problem.capacity, problem.mentor_minimum, problem.mentor),
        ("mentee", problem.mentees, problem.demand, problem.mentee_minimum, mentee_of),
    ):
        load = np.bincount(of[problem.locked], minlength=len(names))
        for person in np.flatnonzero(minimum > capacity)[:MOST_TOLD].tolist():
            message = (
                f"minimum of {role} `{names[person]}` is {minimum[person]}, above the capacity of {capacity[person]}"
            )
            yield ProblemFault((f"{role}_minimum", person), message)
        for person in np.flatnonzero(load > capacity)[:MOST_TOLD].tolist():
            message = f"more pairs are locked for {role} `{names[person]}` than the capacity of {capacity[person]}"
            yield ProblemFault(("locked",), message)
    yield from stage_faults(problem.stages, bool(problem.mentor_minimum.any() or problem.mentee_minimum.any()))


def _counted(at: int, row: Balance, shape: tuple[int, ...]) -> NDArray[Any]:
    """What each pair counts in a balance rule, as numbers of the shape of the points."""
    counted = np.asarray(row.counted)
    if counted.shape != shape:
        raise _error((f"balance[{at}].counted",), f"expected the shape of the points, {shape}, found {counted.shape}")
    return counted.astype(np.int64) if counted.dtype == np.bool_ else _numbers(f"balance[{at}].counted", counted)


def _side_row(row: Balance, counted: Ints) -> SideRow:
    edges = np.flatnonzero(counted)
    return SideRow(row.name, row.words or row.name, edges, counted[edges], row.least, row.most)


def _side(role: str, people: int | Sequence[str]) -> Side:
    """People numbered in order, or sorted by their ids."""
    place = (f"{role}s",)
    if isinstance(people, int | np.integer):
        if people < 1:
            raise _error(place, f"there are no {role}s; expected at least one")
        if people > MAX_PEOPLE:
            raise _error(place, f"expected at most {MAX_PEOPLE}, found {people}")
        width = len(str(people - 1))
        # Leading zeros make the order of the ids that of the numbers.
        return Side(tuple(f"{role}-{number:0{width}}" for number in range(people)), np.arange(people))
    names = [str(name) for name in people]
    if not names:
        raise _error(place, f"there are no {role}s; expected at least one")
    faults = [
        ProblemFault((*place, at), f"`{name}`: {fault}") for at, name in enumerate(names) if (fault := id_fault(name))
    ]
    order = sorted(range(len(names)), key=names.__getitem__)
    faults += [
        ProblemFault((*place, there), f"the id `{names[there]}` is given twice")
        for here, there in pairwise(order)
        if names[here] == names[there]
    ]
    if faults:
        raise ProblemError(faults[:MOST_TOLD])
    position = np.empty(len(names), dtype=np.int64)
    position[order] = np.arange(len(names))
    return Side(tuple(names[at] for at in order), position)


def _column(name: str, values: ArrayLike) -> NDArray[Any]:
    column = np.asarray(values)
    if column.ndim != 1:
        raise _error((name,), f"expected one column, found {_shape(column)}")
    return _numbers(name, column)


def _for_everybody(name: str, values: ArrayLike, size: int) -> NDArray[Any]:
    """One number for all, or one for each person."""
    column = _numbers(name, np.asarray(values))
    if column.ndim == 0:
        return np.full(size, column)
    if column.shape != (size,):
        raise _error((name,), f"expected one number or a column of {size}, found {_shape(column)}")
    return column


def _numbers(name: str, array: NDArray[Any]) -> NDArray[Any]:
    if not array.size and array.dtype.kind == "f":  # the type that numpy gives an empty list
        return array.astype(np.int64)
    if array.dtype.kind not in "iuf":
        raise _error((name,), f"expected whole numbers, found the type `{array.dtype}`")
    return array


def _mask(name: str, values: ArrayLike | None, shape: tuple[int, ...]) -> Bools:
    if values is None:
        return np.zeros(shape, dtype=bool)
    mask = np.asarray(values)
    if mask.dtype != np.bool_:
        raise _error((name,), f"expected true and false, found the type `{mask.dtype}`")
    if mask.shape != shape:
        raise _error((name,), f"expected the shape of the points, {shape}, found {mask.shape}")
    return mask


def _range_faults(
    name: str, array: NDArray[Any], low: int, high: int, judged: Bools | None = None
) -> Iterator[ProblemFault]:
    """Entries that are no whole number from `low` to `high`; the first few one by one."""
    wrong = ~((array >= low) & (array <= high))  # in this form NaN is wrong
    if array.dtype.kind == "f":
        wrong |= array != np.floor(array)
    if judged is not None:
        wrong &= judged
    if not wrong.any():
        return
    places = np.argwhere(wrong)
    for at in places[:MOST_TOLD].tolist():
        way = f"{name}[{', '.join(map(str, at))}]"
        message = f"{way}: expected a whole number from {low} to {high}, found `{array[tuple(at)]}`"
        yield ProblemFault((name, *at), message)
    if len(places) > MOST_TOLD:
        yield ProblemFault((name,), f"{name}: {len(places) - MOST_TOLD} more entries are wrong in the same way")


def _sorted(column: NDArray[Any], side: Side) -> Ints:
    result = np.empty(len(column), dtype=np.int64)
    result[side.position] = column
    return result


def _ints(column: NDArray[Any]) -> Ints:
    return column.astype(np.int64, copy=False)


def _shape(array: NDArray[Any]) -> str:
    return "a single value" if array.ndim == 0 else f"{array.ndim} dimension{'s' * (array.ndim > 1)}, {array.shape}"


def _error(place: Place, message: str) -> ProblemError:
    return ProblemError([ProblemFault(place, f"{place[0]}: {message}")])
