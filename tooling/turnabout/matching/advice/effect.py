"""The effect of a change of the files on a program's pairing: what the pairs in the files reach, and what pairing would."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from turnabout.digest import inputs_digest
from turnabout.errors import TurnaboutError
from turnabout.ids import PairKey
from turnabout.matching.advice.change import Numbers
from turnabout.matching.pairing import pair_near, pair_program
from turnabout.matching.people.candidates import Candidates, candidates
from turnabout.model import PairStatus
from turnabout.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Written:
    """What the pair files say at one state: the points of each pair that stands or is a draft, by today's criteria.

    Where a table outside the repository gave the points, they are those in the files.
    """

    points: Mapping[PairKey, int]
    mentees: int

    @property
    def numbers(self) -> Numbers:
        """Mentees with a mentor, the least points of all pairs, the sum of points."""
        return _numbers(self.points)


@dataclass(frozen=True, slots=True)
class Exchange:
    """Pairs that came and went and belong together: each shares somebody with another of them.

    `before` and `after` are the points of those that went and came.
    """

    gone: tuple[PairKey, ...]
    new: tuple[PairKey, ...]
    before: Numbers
    after: Numbers


@dataclass(frozen=True, slots=True)
class Again:
    """What pairing anew reaches before and after, and the pairs of its answer that the change moves."""

    before: Numbers
    after: Numbers
    new: tuple[PairKey, ...]
    gone: tuple[PairKey, ...]
    as_written: bool
    """Whether the drafts in the files are the answer itself."""
    drafts: int
    """How many drafts the answer has; those that stand are not the solver's choice."""


@dataclass(frozen=True, slots=True)
class Effect:
    """The effect on one program. `again` is None with the reason in `not_again`: no pairing is possible, or may be shown.

    `before` is None for a program that is new.
    """

    program: str
    title: str
    before: Written | None
    after: Written
    exchanges: tuple[Exchange, ...]
    again: Again | None
    not_again: str


def effects(before: Workspace, after: Workspace, sound: bool) -> tuple[Effect, ...]:
    """The effect on each program whose pairs, or whose answer, the change can concern; in order of id.

    Where the files after the change are not `sound`, nothing is paired again. Programs in which nobody takes part,
    before or after, have none.
    """
    found = (_effect(before, after, each, sound) for each in after.programs if _concerned(before, after, each))
    return tuple(each for each in found if each is not None)


def _concerned(before: Workspace, after: Workspace, program: str) -> bool:
    if program not in before.programs:
        return True
    if inputs_digest(before, program) != inputs_digest(after, program):
        return True
    return _keys(before, program) != _keys(after, program)


def _effect(before: Workspace, after: Workspace, program: str, sound: bool) -> Effect | None:
    try:
        now = _written(candidates(after, after.program(program)), after)
        then = _written(candidates(before, before.program(program)), before) if program in before.programs else None
    except TurnaboutError:  # a side has nobody, so there is nothing to pair
        return None
    again, reason = _paired_again(before, after, program) if sound else (None, "the files have errors to mend first")
    return Effect(
        program=program,
        title=after.programs[program].title,
        before=then,
        after=now,
        exchanges=() if then is None else _exchanges(then.points, now.points),
        again=again,
        not_again=reason,
    )


def _paired_again(before: Workspace, after: Workspace, program: str) -> tuple[Again | None, str]:
    for workspace in (before, after):
        proof = workspace.certificates.get(program)
        if _has_given_points(workspace, program):
            return None, "its points come from a table outside the repository: a coordinator who has it can pair again"
        if proof is not None and proof.data["withheld"]:
            # Without the vetoes the answer would be another one, and the difference would show whose they are.
            return (
                None,
                "some wishes not to be paired lie outside the repository: a coordinator who has them can pair again",
            )
    if program not in before.programs:
        return None, f"the program is new: `turnabout pair {program}` shows its pairs"
    try:
        was = pair_program(before, program)
        will = pair_near(after, program, {made.key for made in was.made})
    except TurnaboutError as fault:
        return None, fault.message
    old, new = ({made.key: made.points for made in pairing.made} for pairing in (was, will))
    chosen = {made.key for made in pair_program(after, program).made if made.new}
    drafts = {pair.key for pair in after.pairs_of(program) if pair.status is PairStatus.DRAFT and not pair.stays}
    again = Again(
        before=_numbers(old),
        after=_numbers(new),
        new=tuple(sorted(new.keys() - old.keys())),
        gone=tuple(sorted(old.keys() - new.keys())),
        as_written=chosen == drafts,
        drafts=len(chosen),
    )
    return again, ""


def _has_given_points(workspace: Workspace, program: str) -> bool:
    proof = workspace.certificates.get(program)
    return proof is not None and "points" in proof.data


def _keys(workspace: Workspace, program: str) -> set[tuple[PairKey, PairStatus]]:
    return {(pair.key, pair.status) for pair in workspace.pairs_of(program)}


def _written(found: Candidates, workspace: Workspace) -> Written:
    program = found.cohort.program.id
    as_stated = _has_given_points(workspace, program)
    points = {
        pair.key: (pair.points or 0) if as_stated else found.points_of(pair.key.mentor, pair.key.mentee)
        for pair in workspace.pairs_of(program)
        if (pair.status.stands or pair.status is PairStatus.DRAFT)
        and pair.key.mentor in found.column
        and pair.key.mentee in found.row
    }
    return Written(points, len(found.cohort.mentees))


def _numbers(points: Mapping[PairKey, int]) -> Numbers:
    return Numbers(len({key.mentee for key in points}), min(points.values(), default=None), sum(points.values()))


def _exchanges(before: Mapping[PairKey, int], after: Mapping[PairKey, int]) -> tuple[Exchange, ...]:
    gone, new = before.keys() - after.keys(), after.keys() - before.keys()
    return tuple(
        Exchange(
            gone=tuple(sorted(gone & group)),
            new=tuple(sorted(new & group)),
            before=_numbers({key: before[key] for key in gone & group}),
            after=_numbers({key: after[key] for key in new & group}),
        )
        for group in _connected(gone | new)
    )


def _connected(keys: Iterable[PairKey]) -> list[set[PairKey]]:
    """The pairs in groups that share nobody with one another, in order of their first pair."""
    groups: list[tuple[set[str], set[PairKey]]] = []
    for key in sorted(keys):
        people, pairs = {key.mentor, key.mentee}, {key}
        apart = []
        for group in groups:
            if group[0] & people:
                people, pairs = people | group[0], pairs | group[1]
            else:
                apart.append(group)
        groups = [*apart, (people, pairs)]
    return sorted((pairs for _, pairs in groups), key=min)
