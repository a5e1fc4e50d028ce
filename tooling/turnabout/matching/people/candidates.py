"""Who may meet whom in a program: the people as columns, how their pairs are scored, and the reason for each exclusion."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from turnabout.errors import UsageError
from turnabout.ids import PairKey
from turnabout.matching.people.balance import with_balance
from turnabout.matching.people.cells import Cells, cells_where, joined
from turnabout.matching.people.columns import GIVEN, VETO, Columns, Points, columns_of
from turnabout.matching.people.exclusions import exclusions, rules_in_force
from turnabout.matching.people.scorer import Scorer, scorer_of
from turnabout.matching.people.scoring import (
    FORBIDDEN,
    Scoring,
    criterion_tables,
    given_scoring,
    points_table,
    scoring_of,
)
from turnabout.matching.problem import Ints, Problem, stage_faults
from turnabout.model import GivenPoints, Pair, Participant, Program, Role, Status, Topic, Vetoes
from turnabout.relations import earlier_pairs
from turnabout.workspace import Workspace

_TOGETHER = 200
"""Pairs whose criteria are found together: a table of 200 by 200 costs little more than one cell."""
__all__ = ["GIVEN", "VETO", "Candidates", "Cohort", "candidates", "problem"]


@dataclass(frozen=True, slots=True)
class Cohort:
    """Everybody who can be paired in one program, in order of id. n mentees are rows, m mentors are columns of a table."""

    program: Program
    topics: Mapping[str, Topic]
    mentors: tuple[Participant, ...]
    mentees: tuple[Participant, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """Every possible pair of a program. Nothing is kept of a pair: its points and reasons are found when asked for."""

    cohort: Cohort
    columns: Columns
    scoring: Scoring
    standing: Mapping[PairKey, Pair]  # pairs that exist today and stay
    row: Mapping[str, int]  # of each mentee
    column: Mapping[str, int]  # of each mentor
    given: GivenPoints | None = None  # in place of the criteria

    @property
    def possible(self) -> int:
        """How many pairs there are, whatever the rules say of them."""
        return len(self.row) * len(self.column)

    @property
    def rules(self) -> tuple[str, ...]:
        """What forbids pairs here, in the order of the program file."""
        return rules_in_force(self.columns, self.scoring.rules)

    def reasons(self, mentor: str, mentee: str) -> tuple[str, ...]:
        """The rules that forbid this pair, in the order of the program file."""
        pair = self.columns.one(self.row[mentee], self.column[mentor])
        return tuple(rule for rule, table in exclusions(pair, self.scoring.rules) if table[0, 0])

    def points_of(self, mentor: str, mentee: str) -> int:
        """The points of this pair, whatever the rules say of it."""
        return int(points_table(self.columns.one(self.row[mentee], self.column[mentor]), self.scoring)[0, 0])

    def criteria_of(self, pairs: Sequence[tuple[str, str]]) -> list[dict[str, int]]:
        """What each criterion gives these pairs (mentor, mentee), 0 to 10,000, before weighing; in their order."""
        found: list[dict[str, int]] = []
        for start in range(0, len(pairs), _TOGETHER):
            some = pairs[start : start + _TOGETHER]
            rows, row = np.unique([self.row[mentee] for _, mentee in some], return_inverse=True)
            columns, column = np.unique([self.column[mentor] for mentor, _ in some], return_inverse=True)
            tables = criterion_tables(self.columns.between(rows, columns), self.scoring)
            values = {name: table[row, column].tolist() for name, table in tables.items()}
            found += [{name: values[name][at] for name in values} for at in range(len(some))]
        return found

    @property
    def scorer(self) -> Scorer:
        """Who scores the pairs."""
        return scorer_of(self.columns, self.scoring)

    def blocks(self) -> Iterator[tuple[slice, Points]]:
        """All mentees in pieces, each with its points [rows, m]: FORBIDDEN where a rule forbids the pair.

        A pair that stands has points whatever a rule says: it stays.
        """
        return self.scorer.blocks()


def candidates(workspace: Workspace, program: Program, vetoes: Vetoes | None = None) -> Candidates:
    """All possible pairs of the program. Everybody who is active takes part, and whoever stands in a pair today.

    Raises UsageError where a side has nobody.
    """
    standing = {pair.key: pair for pair in workspace.pairs_of(program.id) if pair.stays}
    mentors = _side(workspace, program, Role.MENTOR, {key.mentor for key in standing})
    mentees = _side(workspace, program, Role.MENTEE, {key.mentee for key in standing})
    for people, word in ((mentors, "mentor"), (mentees, "mentee")):
        if not people:
            raise UsageError(
                f"program `{program.id}` has no active {word}",
                f"import sign-ups, or give somebody the role `{word}` under `programs` in their participant file",
            )
    given = workspace.given.get(program.id)
    return Candidates(
        cohort=Cohort(program, workspace.topics, mentors, mentees),
        columns=columns_of(
            program,
            workspace.topics,
            mentors,
            mentees,
            workspace.people,
            earlier_pairs(workspace.pairs.values(), program.id),
            [(key.mentor, key.mentee) for key in standing],
            None if vetoes is None else [(key.mentor, key.mentee) for key in vetoes.pairs],
            None if given is None else given.points,
        ),
        scoring=scoring_of(program) if given is None else given_scoring(program),
        standing=standing,
        row={person.id: at for at, person in enumerate(mentees)},
        column={person.id: at for at, person in enumerate(mentors)},
        given=given,
    )


def _side(workspace: Workspace, program: Program, role: Role, standing: set[str]) -> tuple[Participant, ...]:
    return tuple(
        person
        for person in workspace.members(program.id, role)
        if person.status is Status.ACTIVE or person.id in standing
    )


def problem(found: Candidates) -> Problem:
    """The pairing problem with all of these candidates: standing pairs are locked, everybody else is free within the rules.

    Raises UsageError where the program's stages are none that can be solved in this order.
    """
    return posed(found, joined([cells_where(table != FORBIDDEN, table, rows) for rows, table in found.blocks()]))


def posed(found: Candidates, cells: Cells) -> Problem:
    """The problem with some of the candidates, among them the standing pairs.

    Raises UsageError where the program's stages are none that can be solved in this order.
    """
    program = found.cohort.program
    if faults := stage_faults(program.pairing.stages, minimums=False):
        raise UsageError(f"{program.path}: {faults[0].message}", "a good order is `[coverage, worst-pair, total]`")
    n, m = found.columns.shape
    locked = np.array([found.row[key.mentee] * m + found.column[key.mentor] for key in found.standing], np.int64)
    stays = np.isin(cells.key, locked)
    posed = Problem(
        program=program.id,
        mentors=found.columns.mentors.ids,
        mentees=found.columns.mentees.ids,
        capacity=_places(found.cohort.mentors, program.id, program.pairing.mentor_capacity, locked % m),
        mentor_minimum=np.zeros(m, np.int64),
        demand=_places(found.cohort.mentees, program.id, program.pairing.mentee_capacity, locked // m),
        mentee_minimum=np.zeros(n, np.int64),
        priority=np.array([1 + person.programs[program.id].priority for person in found.cohort.mentees], np.int64),
        indptr=np.searchsorted(cells.key, np.arange(n + 1) * m).astype(np.int64),
        mentor=(cells.key % m).astype(np.int32),
        points=cells.points,
        locked=stays,
        keep=stays.copy(),
        stages=program.pairing.stages,
    )
    return with_balance(posed, program.pairing.balance, found.cohort.mentors, found.cohort.mentees)


def _places(people: tuple[Participant, ...], program: str, usual: int, standing: Ints) -> Ints:
    """The most partners of everybody, given who stands in a pair. Somebody paused keeps theirs and gets no new ones."""
    taken = np.bincount(standing, minlength=len(people))
    stated = [person.programs[program].capacity for person in people]
    most = np.array([usual if each is None else each for each in stated], np.int64)
    active = np.array([person.status is Status.ACTIVE for person in people])
    places: Ints = np.where(active, np.maximum(most, taken), taken).astype(np.int64)
    return places
