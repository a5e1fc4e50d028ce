"""What if: the program with some things changed in memory, paired again, and what that moves."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from turnabout.errors import NotProvenError, UsageError
from turnabout.ids import PairKey
from turnabout.matching.advice.change import Numbers
from turnabout.matching.advice.edits import with_capacity, with_ended, with_pair, with_program, without_person
from turnabout.matching.advice.gaps import gap_words
from turnabout.matching.advice.quota_change import Settings, change_words, with_quotas
from turnabout.matching.pairing import Pairing, pair_near, pair_program
from turnabout.matching.people.candidates import GIVEN, VETO
from turnabout.matching.people.criteria import CRITERIA
from turnabout.model import Program, Role, Status, Vetoes
from turnabout.workspace import Workspace

Two = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Changes:
    """What to change. Weights, hard rules and balance rules by name; the pairs are (mentor, mentee); empty means unchanged.

    Weights may be those of own criteria. A balance rule is changed by `with_quotas`: None drops it.
    """

    weights: Mapping[str, int] = field(default_factory=dict)
    rules: Mapping[str, Any] = field(default_factory=dict)
    capacities: Mapping[str, int] = field(default_factory=dict)
    without: tuple[str, ...] = ()
    forbidden: tuple[Two, ...] = ()
    together: tuple[Two, ...] = ()
    stages: tuple[str, ...] = ()
    balance: Mapping[str, Settings | None] = field(default_factory=dict)

    def words(self) -> list[str]:
        """Every change in a line."""
        return [
            *(f"weight of {name}: {weight}" for name, weight in self.weights.items()),
            *(f"rule {name}: {str(value).lower()}" for name, value in self.rules.items()),
            *change_words(self.balance),
            *(f"capacity of {person}: {most}" for person, most in self.capacities.items()),
            *(f"without {person}" for person in self.without),
            *(f"{mentor} not with {mentee}" for mentor, mentee in self.forbidden),
            *(f"{mentor} together with {mentee}" for mentor, mentee in self.together),
            *([f"stages: {', '.join(self.stages)}"] if self.stages else []),
        ]


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """The pairing before and after the changes. `new` and `gone` are pairs, the four lists of people hold ids.

    `same_pairs` is what the pairs of before would have in points under changed weights, None where weights stay as they
    are or those pairs would not all be possible.
    """

    before: Pairing
    after: Pairing
    now: Numbers
    then: Numbers
    new: tuple[PairKey, ...]
    gone: tuple[PairKey, ...]
    mentees_gaining: tuple[str, ...]
    mentees_losing: tuple[str, ...]
    mentors_gaining: tuple[str, ...]
    mentors_losing: tuple[str, ...]
    same_pairs: int | None
    notes: tuple[str, ...]


def compare(workspace: Workspace, program_id: str, changes: Changes, vetoes: Vetoes | None = None) -> Comparison:
    """The pairing now and with the changes. Of equally good answers the one that moves fewest pairs is compared.

    Raises UsageError for people who do not take part, pairs that are not available and changes that contradict
    themselves, and what `pair_program` raises; of the changed program it says that the changes lead there.
    """
    later = changed(workspace, program_id, changes)
    before = pair_program(workspace, program_id, vetoes)
    refused = frozenset() if vetoes is None else vetoes.pairs
    for mentor, mentee in changes.together:
        if PairKey(program_id, mentor, mentee) in refused:
            raise UsageError(f"`{mentor}` with `{mentee}` is not available for this pairing", "talk to the facilitator")
    if both := set(changes.together) & set(changes.forbidden):
        mentor, mentee = min(both)
        raise UsageError(f"`{mentor}` with `{mentee}` is both together and forbidden", "drop one of the two options")
    keys = frozenset(PairKey(program_id, *pair) for pair in changes.forbidden)
    all_refused = Vetoes(program_id, "", refused | keys) if refused | keys else None
    made = {each.key for each in before.made}
    after = _near(later, program_id, made, all_refused, before)
    then = {each.key for each in after.made}
    sides = [(_people(made, role), _people(then, role)) for role in Role]
    away = set(changes.without)
    return Comparison(
        before=before,
        after=after,
        now=_numbers(before, before),
        then=_numbers(after, before),
        new=tuple(sorted(then - made)),
        gone=tuple(sorted(made - then)),
        mentors_gaining=tuple(sorted(sides[0][1] - sides[0][0])),
        mentors_losing=tuple(sorted(sides[0][0] - sides[0][1] - away)),
        mentees_gaining=tuple(sorted(sides[1][1] - sides[1][0])),
        mentees_losing=tuple(sorted(sides[1][0] - sides[1][1] - away)),
        same_pairs=_same_pairs(before, after) if changes.weights else None,
        notes=tuple(_notes(before, after, changes)),
    )


def _near(workspace: Workspace, program_id: str, made: set[PairKey], vetoes: Vetoes | None, before: Pairing) -> Pairing:
    try:
        return pair_near(workspace, program_id, made, vetoes, before)
    except NotProvenError as fault:
        raise NotProvenError(f"with these changes {fault.message}", fault.hint) from fault


def changed(workspace: Workspace, program_id: str, changes: Changes) -> Workspace:
    """The workspace with the changes, in memory. A forbidden pair that stands is taken as ended; see also `compare`."""
    program = workspace.program(program_id)
    for person in (*changes.capacities, *changes.without, *(name for two in changes.together for name in two)):
        if program_id not in workspace.person(person).programs:
            raise UsageError(f"`{person}` takes no part in `{program_id}`", "name somebody who has signed up for it")
    if changes.weights and program_id in workspace.given:
        raise UsageError("weights count for nothing where a table gives the points", "leave `--weight` out")
    workspace = with_program(workspace, _program(program, changes))
    for person, most in changes.capacities.items():
        workspace = with_capacity(workspace, program_id, person, most)
    for person in changes.without:
        workspace = without_person(workspace, program_id, person)
    for pair in changes.together:
        for person in pair:
            if workspace.people[person].status is not Status.ACTIVE:
                raise UsageError(f"`{person}` is paused or has withdrawn", "nobody is paired anew while that is so")
        workspace = with_pair(workspace, PairKey(program_id, *pair), lock=True)
    stand = {pair.key for pair in workspace.pairs_of(program_id) if pair.stays}
    return with_ended(workspace, tuple(sorted({PairKey(program_id, *pair) for pair in changes.forbidden} & stand)))


def _program(program: Program, changes: Changes) -> Program:
    pairing = program.pairing
    weights, criteria = (
        {name: weight for name, weight in {**now, **then}.items() if weight}
        for now, then in (
            (pairing.weights, {name: weight for name, weight in changes.weights.items() if name in CRITERIA}),
            (pairing.criteria, {name: weight for name, weight in changes.weights.items() if name not in CRITERIA}),
        )
    )
    if not weights and not criteria:
        raise UsageError("with these weights no criterion would count", "leave at least one weight above 0")
    pairing = replace(
        pairing,
        weights=weights,
        criteria=dict(sorted(criteria.items())),
        rules=replace(pairing.rules, **changes.rules),
        stages=changes.stages or pairing.stages,
        balance=with_quotas(pairing.balance, changes.balance),
    )
    return replace(program, pairing=pairing)


def _numbers(pairing: Pairing, before: Pairing) -> Numbers:
    """A pair that would be made on request counts as new: only pairs that stand today are nobody's choice."""
    new = [made.points for made in pairing.made if made.key not in before.found.standing]
    return Numbers(pairing.covered, min(new, default=None), pairing.total)


def _people(keys: set[PairKey], role: Role) -> set[str]:
    return {getattr(key, role.value) for key in keys}


def _same_pairs(before: Pairing, after: Pairing) -> int | None:
    edges = [after.problem.edge(made.key.mentor, made.key.mentee) for made in before.made]
    points = [int(after.problem.points[edge]) for edge in edges if edge is not None]
    return sum(points) if len(points) == len(edges) else None


def _notes(before: Pairing, after: Pairing, changes: Changes) -> list[str]:
    """What else a coordinator has to know: rules that pairs made on request, or pairs that stand, would break; balance rules
    that count nothing; and what is not proven.
    """
    notes = [
        f"the balance rule `{row.name}` counts no pair that could be made"
        for row in after.problem.side
        if row.name.partition(":")[0] in changes.balance and not (row.coefficients > 0).any()
    ]
    for when, pairing in (("now", before), ("then", after)):
        notes += [f"{when} {said}" for said in gap_words(pairing.solution)]
    for key, pair in after.found.standing.items():
        reasons = after.found.reasons(key.mentor, key.mentee)
        rules = [rule for rule in reasons if rule not in (GIVEN, VETO)]
        asked = (key.mentor, key.mentee) in changes.together
        if asked and GIVEN in reasons:
            notes.append(f"{pair.key.mentor} with {pair.key.mentee} is not in the table of points, so it would have 0")
        if not asked:
            rules = [rule for rule in rules if rule not in before.found.reasons(key.mentor, key.mentee)]
        if rules:
            said = " and ".join(f"`{rule}`" for rule in rules)
            how = "would need an exception from" if asked else "stands, and would break"
            notes.append(f"{pair.key.mentor} with {pair.key.mentee} {how} {said}")
    return notes
