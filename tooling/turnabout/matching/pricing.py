"""All pairs of a program held against the prices of a solution: which of them it would have to know of.

A pair that is not held can be in no best answer if, in the first stage that decides about it, it brings less than the
prices of its two people, or has fewer points than the worst pair. Others are missing, and so is what would make the held
problem differ from the whole one in anything else:

- pairs for everybody's places, in every stage, since nobody can have more partners than candidates;
- a pair with the next possible points above the worst pair, which is to be proven impossible;
- every pair that all stages leave open, since the tie stage decides about it, and so does whether the answer is unique.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from turnabout.matching.face import FREE, MADE, first_face, loads, narrowed, without
from turnabout.matching.objectives import stage_objective
from turnabout.matching.people.cells import Cells, cells_where, joined
from turnabout.matching.people.columns import Points
from turnabout.matching.people.scoring import FORBIDDEN
from turnabout.matching.problem import MAX_POINTS, TOTAL, WORST_PAIR, Bools, Ints, Problem
from turnabout.matching.solution import StageResult

MORE = 8
"""Pairs of one mentee that are missed at once in one stage, at most: those that bring most beyond the prices."""

Tables = Callable[[], Iterator[tuple[slice, Points]]]
"""Blocks of mentees, each with the points of all their pairs, FORBIDDEN where a rule forbids the pair."""


@dataclass(frozen=True, slots=True, eq=False)
class _Found:
    """What one block of mentees adds: pairs beyond their prices, pairs left open by all stages, the next points above the
    worst pair, and for each stage the pairs of people who are short of them.
    """

    beyond: list[Cells]
    open: list[Cells]
    next: list[Cells]
    room: list[list[Cells]]


def missing_pairs(tables: Tables, held: Problem, stages: Sequence[StageResult]) -> Cells:
    """The pairs that the held problem has to know of, given the prices of its stages; none where they prove everything.

    `stages` begin with those of the program. What all stages leave open is missing once no pair brings more than its
    prices, for only then are the prices the last ones.
    """
    stages = stages[: len(held.stages)]
    short = _short_of_pairs(held, stages)
    found = _Found([], [], [], [[] for _ in short])
    for rows, table in tables():
        _look(found, rows, table, held, stages, short)
    missing = [*found.beyond, *_nearest(found.next)]
    if not any(len(each.key) for each in found.beyond):
        missing += found.open
    for (mentees, mentors), cells in zip(short, found.room, strict=True):
        asked = joined(cells)
        mentee, mentor = np.divmod(asked.key, len(held.mentors))
        for person, lacking in ((mentee, mentees), (mentor, mentors)):
            missing.append(_first_of_each(asked, person, asked.points, lacking))
    return joined(missing)


def _look(
    found: _Found,
    rows: slice,
    table: Points,
    held: Problem,
    stages: Sequence[StageResult],
    short: Sequence[tuple[Ints, Ints]],
) -> None:
    """Adds what one block of mentees has to say."""
    mentee = np.repeat(np.arange(table.shape[0]), np.diff(held.indptr[rows.start : rows.stop + 1]))
    unheld = table != FORBIDDEN
    unheld[mentee, held.mentor[held.indptr[rows.start] : held.indptr[rows.stop]]] = False
    left = unheld.copy()
    judged = held.points[~held.locked]
    for number, stage in enumerate(stages):
        if number < len(short):
            lacking = (short[number][0][rows] > 0)[:, None] | (short[number][1] > 0)
            found.room[number].append(cells_where(left & lacking, table, rows))
        if stage.name == WORST_PAIR:
            next_held = int(judged[judged > stage.value].min(initial=MAX_POINTS + 1))
            found.next.append(_next_above(table, unheld, rows, stage.value, next_held))
            if stage.needed is not None and stage.next_points is not None:
                found.beyond.append(
                    _most_beyond(left & (table >= stage.next_points), _beyond(table, stage, rows), table, rows)
                )
            left &= table >= stage.value
        elif stage.name == TOTAL or stage.prices.mentor.any() or stage.prices.mentee.any():
            beyond = _beyond(table, stage, rows)
            found.beyond.append(_most_beyond(left, beyond, table, rows))
            left &= beyond == 0
    found.open.append(cells_where(left, table, rows))


def _short_of_pairs(held: Problem, stages: Sequence[StageResult]) -> list[tuple[Ints, Ints]]:
    """How many open pairs everybody (mentees, mentors) lacks for their places, at the begin of each stage up to `total`.

    One is wanted of those without a place, too: whether somebody has an open pair decides whether they have a price.
    After `total`, all that is left open is held anyway.
    """
    face = first_face(held)
    short = []
    for stage in stages:
        made, open_ = loads(face, face.state == MADE), loads(face, face.state == FREE)
        mentors = np.maximum(np.maximum(held.capacity - made[0], 1) - open_[0], 0)
        short.append((np.maximum(np.maximum(held.demand - made[1], 1) - open_[1], 0), mentors))
        if stage.name == TOTAL:
            break
        if stage.name == WORST_PAIR:
            face = without(face, held.points < stage.value)
        else:
            face = narrowed(face, stage_objective(held, stage.name), stage.prices)
    return short


def _beyond(table: Points, stage: StageResult, rows: slice) -> Ints:
    """What each pair brings in a stage beyond the prices of its two people; only held pairs are kept or locked."""
    cost = np.add.outer(stage.prices.mentee[rows], stage.prices.mentor)
    return np.subtract(table if stage.name == TOTAL else np.int64(0), cost, dtype=np.int64)


def _next_above(table: Points, unheld: Bools, rows: slice, worst: int, next_held: int) -> Cells:
    """A pair with the least points above the worst pair, where no held pair that could be made or not has so few."""
    cells = cells_where(unheld & (table > worst) & (table < next_held), table, rows)
    least = np.lexsort((cells.key, cells.points))[:1]
    return Cells(cells.key[least], cells.points[least])


def _nearest(cells: Sequence[Cells]) -> list[Cells]:
    least = min((int(each.points[0]) for each in cells if len(each.key)), default=None)
    return [each for each in cells if len(each.key) and int(each.points[0]) == least][:1]


def _most_beyond(asked: Bools, beyond: Ints, table: Points, rows: slice) -> Cells:
    """Of the pairs asked for the few of each mentee that bring most beyond their prices."""
    over = asked & (beyond > 0)
    cells = cells_where(over, table, rows)
    mentee = cells.key // table.shape[1] - rows.start
    return _first_of_each(cells, mentee, beyond[over], np.full(table.shape[0], MORE))


def _first_of_each(cells: Cells, person: Ints, by: Ints, most: Ints) -> Cells:
    """Up to `most` (for each person) of everybody's pairs, those with most of `by` first; of equals the first by key."""
    order = np.lexsort((cells.key, -by, person))
    ranked = person[order]
    place = np.arange(len(order)) - np.searchsorted(ranked, ranked)
    kept = np.sort(order[place < most[ranked]])
    return Cells(cells.key[kept], cells.points[kept])
