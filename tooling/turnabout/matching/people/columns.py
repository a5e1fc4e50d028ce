"""People as columns: what criteria and rules read of everybody, as arrays, so that they look at many pairs at once."""

import datetime
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from turnabout.hours import offset, regimes, utc_windows
from turnabout.matching.people.weeks import Minutes, Pieces, Weeks, pieces_of, weeks_of
from turnabout.matching.problem import Ints
from turnabout.model import Participant, Program, Topic, Window
from turnabout.relations import affinity, managers_above

Counts = NDArray[np.float32]
"""Small whole numbers: a product of two such tables is exact below 2**24 in whatever order it is added up."""
Points = NDArray[np.int32]
WISHES, LINE, EARLIER, STANDING, VETO = "wishes", "reporting_line", "not_paired_before", "standing", "veto"
GIVEN = "given_points"
BLOCK = 1 << 17
"""Pairs looked at together: their tables fit into a processor's cache."""
ROOM = 1 << 25
"""Windows times weeks whose common time is known at once, in two bytes each."""


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """The k mentors or mentees of a program, in order of id; every column has a row for each person.

    Equal numbers in `department`, `site` and `style` mean the same one on both sides, and 0 that none is stated. The
    columns of `languages`, `interests` and `topics` are the words that both sides use; `topics` holds a mentee's
    priorities (1-5), and of a mentor the best proficiency (1-5) in the topic, doubled, a related topic counting half.
    """

    ids: tuple[str, ...]
    level: Ints  # [k]
    department: Ints  # [k]
    site: Ints  # [k]
    style: Ints  # [k]
    languages: Counts  # [k, words], 1 or 0
    interests: Counts  # [k, words], 1 or 0
    topics: Counts  # [k, topics]
    sought: Ints  # [k] sum of all priorities of a mentee, also of topics that nobody offers; 0 for a mentor
    week: Ints  # [k] whose weeks are alike, as the row in `weeks`
    weeks: Weeks

    def of(self, rows: slice | Ints) -> "Side":
        """The same columns for some of the people."""
        arrays = [each.name for each in fields(self) if each.name not in ("ids", "weeks")]
        ids = self.ids[rows] if isinstance(rows, slice) else tuple(self.ids[row] for row in rows.tolist())
        return replace(self, ids=ids, **{name: getattr(self, name)[rows] for name in arrays})


@dataclass(frozen=True, slots=True, eq=False)
class Listed:
    """A few pairs with a number each, in order of mentee: wishes, lines of managers, pairs of before, refusals."""

    mentee: Ints
    mentor: Ints
    number: Ints

    def of(self, rows: slice) -> "Listed":
        """Those of some of the mentees (a slice without a step), counted from its first."""
        low, high = np.searchsorted(self.mentee, (rows.start, rows.stop))
        return Listed(self.mentee[low:high] - rows.start, self.mentor[low:high], self.number[low:high])


@dataclass(frozen=True, eq=False)
class Columns:
    """Everything that criteria and rules read: n mentees are the rows, m mentors the columns of every table.

    `minutes` is the length of a session; `listed` holds pairs that are known one by one. Where these are some mentees of a
    stretch, `within` is the stretch: what their windows have in common with weeks is found once for all of it.
    """

    mentees: Side
    mentors: Side
    listed: Mapping[str, Listed]
    minutes: int
    within: "Columns | None" = None

    @property
    def shape(self) -> tuple[int, int]:
        """How many mentees and mentors there are."""
        return len(self.mentees.ids), len(self.mentors.ids)

    def of(self, rows: slice) -> "Columns":
        """The same for some of the mentees (a slice without a step) with all mentors."""
        return Columns(
            self.mentees.of(rows),
            self.mentors,
            {name: each.of(rows) for name, each in self.listed.items()},
            self.minutes,
        )

    def between(self, mentees: Ints, mentors: Ints) -> "Columns":
        """The same for some of the mentees with some of the mentors, both by number in ascending order."""
        n, m = self.shape
        row, column = np.full(n, -1), np.full(m, -1)
        row[mentees], column[mentors] = np.arange(len(mentees)), np.arange(len(mentors))
        lists = {}
        for name, each in self.listed.items():
            kept = (row[each.mentee] >= 0) & (column[each.mentor] >= 0)
            lists[name] = Listed(row[each.mentee[kept]], column[each.mentor[kept]], each.number[kept])
        return Columns(self.mentees.of(mentees), self.mentors.of(mentors), lists, self.minutes)

    def one(self, row: int, column: int) -> "Columns":
        """The same for one mentee with one mentor."""
        return self.of(slice(row, row + 1)).between(np.zeros(1, np.int64), np.array([column]))

    def blocks(self, stretch: slice | None = None, pairs: int | None = None) -> Iterator[slice]:
        """The mentees, or a stretch of them, in pieces, so that a table over one piece and all mentors stays small.

        `pairs` is how many such a table may have; None for as many as a processor's cache holds.
        """
        n, m = self.shape
        first, last = (0, n) if stretch is None else (stretch.start, stretch.stop)
        height = max(1, (pairs or BLOCK) // max(m, 1))
        return (slice(start, min(start + height, last)) for start in range(first, last, height))

    def stretches(self) -> Iterator[slice]:
        """The mentees in as few pieces as leave room for what their windows have in common with the mentors' weeks."""
        n, _ = self.shape
        most = max(1, ROOM // max(1, self.mentors.weeks.window.shape[2]))
        waiting = [slice(0, n)]
        while waiting:
            rows = waiting.pop()
            count = rows.stop - rows.start
            if count > 1 and len(self.mentees.weeks.windows_of(self.mentees.week[rows])) > most:
                middle = rows.start + count // 2
                waiting += [slice(middle, rows.stop), slice(rows.start, middle)]
            else:
                yield rows

    def parts(self) -> Iterator[tuple[slice, "Columns"]]:
        """The mentees block by block, each as columns of their own."""
        for many in self.stretches():
            stretch = self.of(many)
            for rows in self.blocks(many):
                yield rows, replace(self.of(rows), within=stretch)

    @cached_property
    def weeks_in_common(self) -> tuple[Minutes, Ints, Ints]:
        """Minutes of the longest common piece for every two different weeks, and the row and column of each person."""
        rows, row = np.unique(self.mentees.week, return_inverse=True)
        return self.pieces.longest(rows), row.astype(np.int64), self.mentors.week

    @cached_property
    def pieces(self) -> Pieces:
        """What every window of the mentees has in common with each week of the mentors."""
        if self.within is not None:
            return self.within.pieces
        return pieces_of(self.mentees.weeks, np.unique(self.mentees.week), self.mentors.weeks)

    def gap(self) -> Points:
        """How many levels each mentee is above each mentor; int32[n, m]."""
        return np.subtract.outer(self.mentees.level.astype(np.int32), self.mentors.level.astype(np.int32))

    def numbers(self, name: str) -> Points:
        """The numbers of the listed pairs as a table, int32[n, m], with zeros elsewhere."""
        table = np.zeros(self.shape, np.int32)
        each = self.listed[name]
        table[each.mentee, each.mentor] = each.number
        return table


def columns_of(
    program: Program,
    topics: Mapping[str, Topic],
    mentors: Sequence[Participant],
    mentees: Sequence[Participant],
    people: Mapping[str, Participant],
    earlier: Collection[tuple[str, str]] = (),
    standing: Collection[tuple[str, str]] = (),
    refused: Collection[tuple[str, str]] | None = None,
    given: Mapping[tuple[str, str], int] | None = None,
) -> Columns:
    """The columns of these people. `people` is everybody, for the lines of managers; `earlier`, `standing` and `refused`
    are pairs (mentor, mentee); `refused` None means that no file of vetoes is in force, `given` None that no table gives
    the points.
    """
    rows, columns = ({person.id: at for at, person in enumerate(side)} for side in (mentees, mentors))

    def listed(pairs: Iterable[tuple[str, str, int]]) -> Listed:
        cells = sorted((rows[e], columns[m], number) for m, e, number in pairs if m in columns and e in rows)
        table = np.array(cells, np.int64).reshape(-1, 3)
        return Listed(table[:, 0].copy(), table[:, 1].copy(), table[:, 2].copy())

    lists = {
        WISHES: listed(_wishes(mentors, mentees)),
        LINE: listed(_lines(people, rows, columns)),
        EARLIER: listed((*pair, 1) for pair in earlier),
        STANDING: listed((*pair, 1) for pair in standing),
    }
    if refused is not None:
        lists[VETO] = listed((*pair, 1) for pair in refused)
    if given is not None:
        # One more, since 0 stands for pairs that are not listed.
        lists[GIVEN] = listed((*pair, 1 + points) for pair, points in given.items())
    sides = _sides(program, topics, mentees, mentors)
    return Columns(*sides, lists, program.minutes)


def _wishes(mentors: Sequence[Participant], mentees: Sequence[Participant]) -> Iterator[tuple[str, str, int]]:
    """Mentor and mentee where one wishes for the other, with how many of the two do."""
    count: dict[tuple[str, str], int] = {}
    for mentee in mentees:
        for wish in mentee.wishes:
            count[wish, mentee.id] = 1
    for mentor in mentors:
        for wish in mentor.wishes:
            count[mentor.id, wish] = count.get((mentor.id, wish), 0) + 1
    return ((*pair, number) for pair, number in count.items())


def _lines(
    people: Mapping[str, Participant], mentees: Mapping[str, int], mentors: Mapping[str, int]
) -> Iterator[tuple[str, str, int]]:
    """Mentor and mentee where one is above the other in a line of managers, with the levels between."""
    levels: dict[tuple[str, str], int] = {}
    for person in (*mentors, *mentees):
        for manager, distance in managers_above(people, person).items():
            for pair in ((person, manager), (manager, person)):
                if pair[0] in mentors and pair[1] in mentees:
                    levels[pair] = min(distance, levels.get(pair, distance))
    return ((mentor, mentee, distance) for (mentor, mentee), distance in levels.items())


def _sides(
    program: Program, topics: Mapping[str, Topic], mentees: Sequence[Participant], mentors: Sequence[Participant]
) -> tuple[Side, Side]:
    sides = mentees, mentors
    mondays = regimes({p.time_zone for p in (*mentees, *mentors)}, program.starts, program.ends)
    languages = _words([[frozenset(p.languages) for p in side] for side in sides])
    interests = _words([[frozenset(i.casefold() for i in p.interests) for p in side] for side in sides])
    codes = [_codes(sides, of) for of in (lambda p: p.department, lambda p: p.site, lambda p: p.style or "")]
    skills = _topics(topics, mentees, mentors)
    made = []
    for at, side in enumerate(sides):
        week, weeks = _weeks(side, mondays)
        made.append(
            Side(
                ids=tuple(person.id for person in side),
                level=np.array([person.level for person in side], np.int64),
                department=codes[0][at],
                site=codes[1][at],
                style=codes[2][at],
                languages=languages[at],
                interests=interests[at],
                topics=skills[at],
                sought=np.array([0 if at else sum(person.seeks.values()) for person in side], np.int64),
                week=week,
                weeks=weeks,
            )
        )
    return made[0], made[1]


def _codes(sides: tuple[Sequence[Participant], ...], of: Callable[[Participant], str]) -> list[Ints]:
    """A number for each different text, the same on both sides; 0 for the empty one."""
    texts = sorted({of(person) for side in sides for person in side} - {""})
    number = {"": 0} | {text: at for at, text in enumerate(texts, start=1)}
    return [np.array([number[of(person)] for person in side], np.int64) for side in sides]


def _words(sides: list[list[frozenset[str]]]) -> list[Counts]:
    """Who has which word; a word that only one side has can be nobody's in common, so it has no column."""
    shared = sorted(frozenset().union(*sides[0]) & frozenset().union(*sides[1]))
    at = {word: index for index, word in enumerate(shared)}
    tables = []
    for side in sides:
        table = np.zeros((len(side), len(shared)), np.float32)
        for row, words in enumerate(side):
            table[row, [at[word] for word in words if word in at]] = 1
        tables.append(table)
    return tables


def _topics(
    topics: Mapping[str, Topic], mentees: Sequence[Participant], mentors: Sequence[Participant]
) -> tuple[Counts, Counts]:
    """Priorities of the mentees and best doubled proficiency of the mentors in every topic sought; [n, t], [m, t]."""
    sought = sorted({topic for mentee in mentees for topic in mentee.seeks})
    offered = sorted({topic for mentor in mentors for topic in mentor.offers})
    at = {topic: index for index, topic in enumerate(sought)}
    # Doubled, so that half an affinity stays a whole number.
    near = {o: [(at[s], round(2 * degree)) for s in sought if (degree := affinity(topics, o, s))] for o in offered}
    wanted = np.zeros((len(mentees), len(sought)), np.float32)
    for row, mentee in enumerate(mentees):
        for topic, priority in mentee.seeks.items():
            wanted[row, at[topic]] = priority
    best = np.zeros((len(mentors), len(sought)), np.float32)
    for row, mentor in enumerate(mentors):
        for topic, skill in mentor.offers.items():
            for column, degree in near[topic]:
                best[row, column] = max(best[row, column], degree * skill)
    return wanted, best


def _weeks(people: Sequence[Participant], mondays: Sequence[datetime.date]) -> tuple[Ints, Weeks]:
    """Whose weeks are alike, and the different weeks: many people of one site give the same windows."""
    number: dict[tuple[str, tuple[Window, ...]], int] = {}
    # Looked up once: the hash of a week is that of all its windows.
    week = np.array([number.setdefault((p.time_zone, p.availability), len(number)) for p in people], np.int64)
    row, weeks = weeks_of(
        [[utc_windows(each, offset(zone, monday)) for monday in mondays] for zone, each in number], len(mondays)
    )
    return row[week], weeks
