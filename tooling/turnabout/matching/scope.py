"""The scope of a stage where side rows are in force: a face and rows, and the one bound that proves every stage in it.

Every row, a balance rule or an earlier stage that must lose nothing, says that the worth r(x) of an answer in some
objective is at least `low` or at most `high`. With a multiplier m for every row (positive: priced at `low`, negative: at
`high`) no answer x of the scope, worth s(x), escapes

    scale * s(x)  <=  scale * s(x) + sum_rows m (r(x) - limit)  <=  L(u, v) - sum_rows m * limit

where L(u, v) is the bound of `face.py` for the objective scale * s + sum m r (Lagrangian relaxation of the rows). All
numbers are whole. Rows make a true integer program, so the bound need not be reached: what is missing is the gap. An
answer at least as good as a known one can do without everything that costs more than the gap, so the next stage goes on
in a narrower face (reduced-cost fixing); with no gap that is the optimal face. With scale 0 a bound below zero proves
that the scope is empty (Farkas).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from turnabout.matching.face import (
    FREE,
    OUT,
    Face,
    Objective,
    Prices,
    bound,
    is_in,
    narrowed,
    no_gain,
    tightened,
    worth,
)
from turnabout.matching.problem import Bools, Ints, Problem

Multipliers = Mapping[str, int]
"""Whole multipliers by the name of the row; a row that is not named has none."""


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """`low <= worth in objective <= high`, None for no limit; rows with rewards for places have no `high`."""

    name: str
    objective: Objective
    low: int | None
    high: int | None
    is_stage: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Scope:
    """The answers of a face that keep all rows."""

    face: Face
    rows: tuple[Row, ...]


def nothing(scope: Scope) -> Objective:
    """The objective that is 0 for every answer: for asking whether there is any."""
    return Objective(np.zeros(len(scope.face.state), dtype=np.int64), no_gain, no_gain)


def first_scope(problem: Problem, face: Face) -> Scope:
    """The face with the problem's side rows."""
    rows = []
    for row in problem.side:
        points = np.zeros(len(problem.points), dtype=np.int64)
        points[row.edges] = row.coefficients
        rows.append(Row(row.name, Objective(points, no_gain, no_gain), row.low, row.high))
    return Scope(face, tuple(rows))


def is_answer(scope: Scope, pairs: Bools) -> bool:
    """Whether pairs (bool[E]) are an answer of the scope."""
    return is_in(scope.face, pairs) and keeps_rows(scope, pairs)


def keeps_rows(scope: Scope, pairs: Bools) -> bool:
    """Whether an answer of the face (bool[E]) keeps all rows."""
    for row in scope.rows:
        value = worth(scope.face, row.objective, pairs)
        if (row.low is not None and value < row.low) or (row.high is not None and value > row.high):
            return False
    return True


def weighed(scope: Scope, objective: Objective, scale: int, multipliers: Multipliers) -> Objective:
    """Scale * objective + sum of multiplier * row; concave as long as `fault_of` finds nothing."""
    parts = [
        (scale, objective),
        *((multipliers[row.name], row.objective) for row in scope.rows if _has(row, multipliers)),
    ]
    points = np.zeros(len(objective.points), dtype=np.int64)
    for factor, part in parts:
        points += factor * part.points

    def mentor_gain(person: Ints, place: Ints) -> Ints:
        return sum((factor * part.mentor_gain(person, place) for factor, part in parts), no_gain(person, place))

    def mentee_gain(person: Ints, place: Ints) -> Ints:
        return sum((factor * part.mentee_gain(person, place) for factor, part in parts), no_gain(person, place))

    return Objective(points, mentor_gain, mentee_gain)


def fault_of(scope: Scope, scale: int, multipliers: Multipliers) -> str | None:
    """Why these multipliers prove nothing here, or None: unknown rows, or a sign without a limit to price."""
    rows = {row.name: row for row in scope.rows}
    if scale < 0:
        return "the scale is below zero"
    for name, multiplier in multipliers.items():
        if name not in rows:
            return f"there is no row `{name}` at this stage"
        if (multiplier > 0 and rows[name].low is None) or (multiplier < 0 and rows[name].high is None):
            return f"the multiplier of `{name}` has the wrong sign"
    return None


def scaled_bound(scope: Scope, objective: Objective, scale: int, multipliers: Multipliers, prices: Prices) -> int:
    """What scale * worth of no answer exceeds, for multipliers without fault; the bound is this // scale."""
    limits = 0
    for row in scope.rows:
        multiplier = multipliers.get(row.name, 0)
        limit = row.low if multiplier > 0 else row.high
        limits += multiplier * (limit or 0)
    return bound(scope.face, weighed(scope, objective, scale, multipliers), prices) - limits


def scope_after(
    scope: Scope, name: str, objective: Objective, value: int, scale: int, multipliers: Multipliers, prices: Prices
) -> Scope:
    """The answers of the scope worth at least `value` in a stage, as narrow as its proof makes them.

    Nothing that costs more than the gap is in any of them. Where there is no gap, and no earlier stage was priced, the
    narrowed face and the rows that cost say all; otherwise the stage itself becomes a row, called `stage NAME`.
    """
    room = scaled_bound(scope, objective, scale, multipliers, prices) - scale * value
    face = narrowed(scope.face, weighed(scope, objective, scale, multipliers), prices, room)
    rows = [_tightened(row, multipliers.get(row.name, 0), room) for row in scope.rows]
    if room or any(row.is_stage and _has(row, multipliers) for row in rows):
        rows.append(Row(f"stage {name}", objective, value, None, is_stage=True))
    return Scope(face, tuple(rows))


def _tightened(row: Row, multiplier: int, room: int) -> Row:
    """A row that costs stays near its limit: every unit beyond it costs the multiplier, and only `room` is there."""
    if row.is_stage or not multiplier:
        return row
    if multiplier > 0 and row.low is not None:
        most = row.low + room // multiplier
        return replace(row, high=most if row.high is None else min(row.high, most))
    least = (row.high or 0) - room // -multiplier
    return replace(row, low=least if row.low is None else max(row.low, least))


def _has(row: Row, multipliers: Multipliers) -> bool:
    return multipliers.get(row.name, 0) != 0


def above(scope: Scope, problem: Problem, least: int) -> Scope:
    """The answers of the scope in which no free pair that is not locked has less than `least` points.

    Unlike `without`, it leaves everybody's range alone, so that prices can prove it empty.
    """
    face = scope.face
    state = np.where((face.state == FREE) & ~problem.locked & (problem.points < least), OUT, face.state)
    return Scope(replace(face, state=state.astype(np.int8)), scope.rows)


def tight(scope: Scope) -> Scope:
    """The same answers with everybody's range cut to what made and free pairs allow."""
    return Scope(tightened(scope.face), scope.rows)
