"""Who may meet whom in a program: the people, their places, points, and the reason for each exclusion."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from turnabout.errors import UsageError
from turnabout.ids import PairKey
from turnabout.matching.criteria import Cohort, common_table, score
from turnabout.matching.exclusions import exclusions
from turnabout.matching.problem import Bools, Ints, Places, Problem, problem_from_pairs, stage_faults
from turnabout.model import Pair, Participant, Program, Role, Status, Vetoes
from turnabout.relations import earlier_pairs
from turnabout.workspace import Workspace

VETO = "veto"


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """Every possible pair of a program: n mentees are rows, m mentors columns of each table."""

    cohort: Cohort
    points: Ints  # [n, m]
    criteria: Mapping[str, Ints]  # each [n, m]
    forbidden: Mapping[str, Bools]  # by rule, each [n, m]
    standing: Mapping[PairKey, Pair]  # pairs that exist today and stay
    row: Mapping[str, int]  # of each mentee
    column: Mapping[str, int]  # of each mentor

    def permitted(self) -> Bools:
        """The pairs that no rule forbids; bool[n, m]."""
        allowed = np.ones(self.points.shape, np.bool_)
        for table in self.forbidden.values():
            allowed &= ~table
        return allowed

    def reasons(self, mentor: str, mentee: str) -> tuple[str, ...]:
        """The rules that forbid this pair, in the order of the program file."""
        cell = self.row[mentee], self.column[mentor]
        return tuple(rule for rule, table in self.forbidden.items() if table[cell])


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
    cohort = Cohort(program, workspace.topics, mentors, mentees, common_table(program, mentees, mentors))
    points, criteria = score(cohort)
    row = {person.id: at for at, person in enumerate(mentees)}
    column = {person.id: at for at, person in enumerate(mentors)}
    forbidden = exclusions(cohort, workspace.people, earlier_pairs(workspace.pairs.values(), program.id))
    if vetoes is not None:
        table = np.zeros(points.shape, np.bool_)
        for key in vetoes.pairs:
            if key.mentor in column and key.mentee in row:
                table[row[key.mentee], column[key.mentor]] = True
        forbidden[VETO] = table
    return Candidates(cohort, points, criteria, forbidden, standing, row, column)


def _side(workspace: Workspace, program: Program, role: Role, standing: set[str]) -> tuple[Participant, ...]:
    return tuple(
        person
        for person in workspace.members(program.id, role)
        if person.status is Status.ACTIVE or person.id in standing
    )


def problem(found: Candidates) -> Problem:
    """The pairing problem of these candidates: standing pairs are locked, everybody else is free within the rules.

    Raises UsageError where the program's stages are none that can be solved in this order.
    """
    program = found.cohort.program
    if faults := stage_faults(program.pairing.stages, minimums=False):
        raise UsageError(f"{program.path}: {faults[0].message}", "a good order is `[coverage, worst-pair, total]`")
    allowed = found.permitted()
    locked = [(key.mentor, key.mentee) for key in found.standing]
    for mentor, mentee in locked:  # they stay, whatever a rule says of new pairs
        allowed[found.row[mentee], found.column[mentor]] = True
    mentors, mentees = found.cohort.mentors, found.cohort.mentees
    pairs = [
        (mentors[column].id, mentees[row].id, int(found.points[row, column]))
        for row, column in zip(*(cells.tolist() for cells in np.nonzero(allowed)), strict=True)
    ]
    places = program.pairing.mentor_capacity, program.pairing.mentee_capacity
    return problem_from_pairs(
        program.id,
        {p.id: _places(p, program.id, places[0], sum(p.id == mentor for mentor, _ in locked)) for p in mentors},
        {p.id: _places(p, program.id, places[1], sum(p.id == mentee for _, mentee in locked)) for p in mentees},
        pairs,
        locked=locked,
        keep=locked,
        stages=program.pairing.stages,
    )


def _places(person: Participant, program: str, usual: int, taken: int) -> Places:
    part = person.programs[program]
    stated = usual if part.capacity is None else part.capacity
    # Somebody who is paused keeps their pairs and gets no new ones.
    most = max(stated, taken) if person.status is Status.ACTIVE else taken
    return Places(capacity=most, priority=1 + part.priority)
