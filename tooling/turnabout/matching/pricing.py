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
from typing import NamedTuple

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


class _Pairs(NamedTuple):
    """Some pairs of a block of mentees, as `Cells`, with their people by number."""

    key: Ints
    points: Ints
    mentee: Ints
    mentor: Ints

    def where(self, marked: Bools) -> "_Pairs":
        """Those of the pairs that are marked."""
        at = np.flatnonzero(marked)
        return self if len(at) == len(self.key) else _Pairs(*(each[at] for each in self))

    @property
    def cells(self) -> Cells:
        """The pairs alone."""
        return Cells(self.key, self.points)


@dataclass(frozen=True, slots=True, eq=False)
class _Asked:
    """What all blocks of mentees are held against: for each stage up to `total` how many pairs people are short of, and
    for each stage the next points above its worst pair.
    """

    held: Problem
    stages: Sequence[StageResult]
    short: Sequence[tuple[Ints, Ints]]
    next_held: Sequence[int]


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
    asked = _Asked(held, stages, short, [_next_held(held, stage) for stage in stages])
    found = _Found([], [], [], [[] for _ in short])
    for rows, table in tables():
        _look(found, rows, table, asked)
    missing = [*found.beyond, *_nearest(found.next)]
    if not any(len(each.key) for each in found.beyond):
        missing += found.open
    for (mentees, mentors), cells in zip(short, found.room, strict=True):
        room = joined(cells)
        for person, lacking in zip(np.divmod(room.key, len(held.mentors)), (mentees, mentors), strict=True):
            of_these = np.flatnonzero(lacking[person])
            some = Cells(room.key[of_these], room.points[of_these])
            missing.append(_first_of_each(some, person[of_these], some.points, lacking))
    return joined(missing)


def _next_held(held: Problem, stage: StageResult) -> int:
    """The next points above those of the worst pair that a held pair has, locked ones apart."""
    above = ~held.locked & (held.points > stage.value)
    return int(held.points[above].min(initial=MAX_POINTS + 1))


def _look(found: _Found, rows: slice, table: Points, asked: _Asked) -> None:
    """Adds what one block of mentees has to say."""
    held, short = asked.held, asked.short
    mentee = np.repeat(np.arange(table.shape[0]), np.diff(held.indptr[rows.start : rows.stop + 1]))
    permitted = table != FORBIDDEN
    permitted[mentee, held.mentor[held.indptr[rows.start] : held.indptr[rows.stop]]] = False
    unheld = left = _pairs_where(permitted, table, rows)
    for number, stage in enumerate(asked.stages):
        if number < len(short) and (short[number][0][rows].any() or short[number][1].any()):
            lacking = (short[number][0][left.mentee] > 0) | (short[number][1][left.mentor] > 0)
            found.room[number].append(left.where(lacking).cells)
        if stage.name == WORST_PAIR:
            found.next.append(_next_above(unheld, stage.value, asked.next_held[number]))
            if stage.needed is not None and stage.next_points is not None:
                above = left.where(left.points >= stage.next_points)
                found.beyond.append(_most_beyond(above, _beyond(above, stage)))
            left = left.where(left.points >= stage.value)
        elif stage.name == TOTAL or stage.prices.mentor.any() or stage.prices.mentee.any():
            beyond = _beyond(left, stage)
            found.beyond.append(_most_beyond(left, beyond))
            left = left.where(beyond == 0)
    found.open.append(left.cells)


def _pairs_where(marked: Bools, table: Points, rows: slice) -> _Pairs:
    """The marked pairs of a block of mentees."""
    cells = cells_where(marked, table, rows)
    mentee = cells.key // table.shape[1]
    return _Pairs(cells.key, cells.points, mentee, cells.key - mentee * table.shape[1])


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


def _beyond(pairs: _Pairs, stage: StageResult) -> Ints:
    """What each pair brings in a stage beyond the prices of its two people; only held pairs are kept or locked."""
    cost: Ints = stage.prices.mentee[pairs.mentee] + stage.prices.mentor[pairs.mentor]
    return pairs.points - cost if stage.name == TOTAL else -cost


def _next_above(unheld: _Pairs, worst: int, next_held: int) -> Cells:
    """A pair with the least points above the worst pair, where no held pair that could be made or not has so few."""
    cells = unheld.where((unheld.points > worst) & (unheld.points < next_held)).cells
    least = np.lexsort((cells.key, cells.points))[:1]
    return Cells(cells.key[least], cells.points[least])


def _nearest(cells: Sequence[Cells]) -> list[Cells]:
    least = min((int(each.points[0]) for each in cells if len(each.key)), default=None)
    return [each for each in cells if len(each.key) and int(each.points[0]) == least][:1]


def _most_beyond(pairs: _Pairs, beyond: Ints) -> Cells:
    """Of the pairs the few of each mentee that bring most beyond their prices."""
    over = beyond > 0
    some = pairs.where(over)
    return _first_of_each(some.cells, some.mentee, beyond[over], MORE)


def _first_of_each(cells: Cells, person: Ints, by: Ints, most: Ints | int) -> Cells:
    """Up to `most` (of each person, by number) of everybody's pairs, those with most of `by` first; of equals the first by key."""
    order = np.lexsort((cells.key, -by, person))
    ranked = person[order]
    place = np.arange(len(order)) - np.searchsorted(ranked, ranked)
    kept = np.sort(order[place < (most[ranked] if isinstance(most, np.ndarray) else most)])
    return Cells(cells.key[kept], cells.points[kept])
