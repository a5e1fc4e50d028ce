"""Pairs: who the two are, how many a person has, and which state the pair is in."""

import datetime
from collections.abc import Iterator

from turnabout.diagnostics import Severity
from turnabout.ids import PairKey
from turnabout.model import Pair, PairStatus, Participant, Program, Role, Status
from turnabout.rules.registry import Finding, rule
from turnabout.workspace import Workspace

_OVER = (PairStatus.COMPLETED, PairStatus.ENDED)


def planned(pair: Pair) -> bool:
    """Whether the two meet or are about to: draft, active or paused."""
    return pair.status not in _OVER


def sides(workspace: Workspace, pair: Pair) -> Iterator[tuple[Role, Participant]]:
    """Mentor and mentee, as far as their files are without faults."""
    for role, person_id in ((Role.MENTOR, pair.key.mentor), (Role.MENTEE, pair.key.mentee)):
        person = workspace.people.get(person_id)
        if person is not None:
            yield role, person


def with_program(workspace: Workspace) -> Iterator[tuple[Pair, Program]]:
    """Every pair whose program's file is without faults."""
    for pair in workspace.pairs.values():
        program = workspace.programs.get(pair.key.program)
        if program is not None:
            yield pair, program


_TWO = """
    # program/participants/ben-okoro.yaml
    programs: {digital-2026: {role: mentor}}
    # program/participants/mia-sato.yaml
    programs: {digital-2026: {role: mentee}}
    # program/pairs/digital-2026/ben-okoro--mia-sato.yaml
    status: draft
"""


@rule(
    "PAIR001",
    passing=_TWO,
    failing="""
    # program/participants/ben-okoro.yaml
    programs: {digital-2025: {role: mentor}}
    # program/pairs/digital-2026/ben-okoro--mia-sato.yaml
    status: draft  # <-
    """,
)
def both_take_part(workspace: Workspace, _today: datetime.date) -> Iterator[Finding]:
    """Ensure both people of a pair take part in its program.

    A pair in a program that one of them never joined has no rules, no consent and no training behind it. Add the
    program to the person's file, or remove the pair.
    """
    for pair in workspace.pairs.values():
        for role, person in sides(workspace, pair):
            if pair.key.program not in person.programs:
                yield Finding(
                    workspace.at(pair.path, "status"),
                    f"{role} `{person.id}` does not take part in `{pair.key.program}`",
                    f"add the program to `programs` in {person.path}, or remove the pair",
                )


@rule(
    "PAIR002",
    passing=_TWO,
    failing="""
    # program/pairs/digital-2026/mia-sato--ben-okoro.yaml
    status: draft  # <-
    """,
)
def roles_as_named(workspace: Workspace, _today: datetime.date) -> Iterator[Finding]:
    """Ensure a pair's file names the mentor first, and both play that role in the program.

    The mentor is the junior who shares, the mentee the senior who learns: `<mentor>--<mentee>.yaml`. Every other tool
    means it the other way round, so this is the most common slip. Rename the file, or correct `role` in the person's
    file.
    """
    for pair in workspace.pairs.values():
        for role, person in sides(workspace, pair):
            part = person.programs.get(pair.key.program)
            if part is not None and part.role is not role:
                yield Finding(
                    workspace.at(pair.path, "status"),
                    f"expected the {_meaning(role)}, found `{person.id}`, who is a {part.role} in `{pair.key.program}`",
                    f"rename the file to `{pair.key.mentee}--{pair.key.mentor}.yaml`, or correct `role` in {person.path}",
                )


def _meaning(role: Role) -> str:
    if role is Role.MENTOR:
        return "mentor (the junior who shares) first in the file's name"
    return "mentee (the senior who learns) second in the file's name"


@rule(
    "PAIR003",
    passing=_TWO,
    failing="""
    # program/participants/ben-okoro.yaml
    status: withdrawn
    until: "2026-10-15"
    # program/pairs/digital-2026/ben-okoro--mia-sato.yaml
    status: draft  # <-
    """,
)
def nobody_withdrawn(workspace: Workspace, _today: datetime.date) -> Iterator[Finding]:
    """Ensure nobody who left is in a pair that goes on.

    The partner would wait for somebody who does not come. End the pair with `status: ended` and `until`; ending needs
    no reason. Pairing again finds the partner somebody else.
    """
    for pair in workspace.pairs.values():
        for role, person in sides(workspace, pair):
            if planned(pair) and person.status is Status.WITHDRAWN:
                yield Finding(
                    workspace.at(pair.path, "status"),
                    f"{role} `{person.id}` has withdrawn, the pair is still `{pair.status}`",
                    "set `status` to `ended` and add `until`, or remove the draft",
                )


def _load(workspace: Workspace) -> Iterator[tuple[Role, Participant, Program, list[Pair]]]:
    """Everybody's pairs in each program: those that stand by their first day, then the drafts."""
    keys = workspace.derived(_keys_by_side)
    loaded = {
        (pair.key.program, person.id, role)
        for pair in workspace.pairs.values()
        for role, person in sides(workspace, pair)
        if planned(pair)
    }
    for program_id, person_id, role in loaded:
        program = workspace.programs.get(program_id)
        if program is not None:
            pairs = filter(planned, (workspace.pairs[key] for key in keys[program_id, person_id, role]))
            ordered = sorted(pairs, key=lambda each: (not each.status.stands, each.since or program.starts, each.key))
            yield role, workspace.people[person_id], program, ordered


def _keys_by_side(workspace: Workspace) -> dict[tuple[str, str, Role], list[PairKey]]:
    found: dict[tuple[str, str, Role], list[PairKey]] = {}
    for key in workspace.pairs:
        found.setdefault((key.program, key.mentor, Role.MENTOR), []).append(key)
        found.setdefault((key.program, key.mentee, Role.MENTEE), []).append(key)
    return found


def _capacity(role: Role, person: Participant, program: Program) -> int:
    part = person.programs.get(program.id)
    if part is None:
        return 10  # Not in this program at all, which is reported; the schema's largest capacity.
    if part.capacity is not None:
        return part.capacity
    return program.pairing.mentor_capacity if role is Role.MENTOR else program.pairing.mentee_capacity


def _or_raise(workspace: Workspace, person: Participant, program: Program) -> str:
    """The other way out, with its place; none for a person who is not in this program at all."""
    part = person.programs.get(program.id)
    if part is None:
        return ""
    if part.capacity is not None:
        place = workspace.at(person.path, "programs", program.id, "capacity")
        return f", or raise `capacity` in {place.path}:{place.line}"
    place = workspace.key_at(person.path, "programs", program.id)
    return f", or raise the person's capacity: add `capacity` below {place.path}:{place.line}"


@rule(
    "PAIR004",
    passing="""
    # program/participants/ana-ruiz.yaml
    programs: {digital-2026: {role: mentor, capacity: 2}}
    # program/pairs/digital-2026/ana-ruiz--mia-sato.yaml
    status: draft
    """,
    failing="""
    # program/participants/ana-ruiz.yaml
    programs: {digital-2026: {role: mentor, capacity: 1}}
    # program/pairs/digital-2026/ana-ruiz--mia-sato.yaml
    status: active  # <-
    since: "2026-10-19"
    charter: {mentor: "2026-10-26", mentee: "2026-10-26"}
    """,
)
def within_capacity(workspace: Workspace, _today: datetime.date) -> Iterator[Finding]:
    """Ensure nobody has more pairs than their capacity.

    Active and paused pairs take up a place, and drafts that are about to. Where a person has too many, the pairs that
    came last are named. End one, or ask the person before you raise the number.
    """
    for role, person, program, pairs in _load(workspace):
        capacity = _capacity(role, person, program)
        standing = sum(pair.status.stands for pair in pairs)
        for pair in pairs[capacity:]:
            if pair.status.stands:
                count, way_out = f"{standing} active pairs", "end one pair"
            else:
                count, way_out = f"{len(pairs)} pairs with the drafts", "remove one draft"
            yield Finding(
                workspace.at(pair.path, "status"),
                f"{role} `{person.id}` has {count}, capacity is {capacity}",
                f"{way_out}{_or_raise(workspace, person, program)}",
            )


@rule(
    "PAIR005",
    passing=_TWO,
    failing="""
    # program/pairs/digital-2026/ben-okoro--ben-okoro.yaml
    status: draft  # <-
    """,
)
def two_people(workspace: Workspace, _today: datetime.date) -> Iterator[Finding]:
    """Ensure a pair is of two different people.

    Nobody is their own mentor; two ids were probably typed alike. Remove the file, or rename it.
    """
    for pair in workspace.pairs.values():
        if pair.key.mentor == pair.key.mentee:
            yield Finding(
                workspace.at(pair.path, "status"),
                f"expected two people, found `{pair.key.mentor}` on both sides",
                "rename or remove the file",
            )


@rule(
    "PAIR006",
    passing="""
    # program/pairs/digital-2026/ana-ruiz--lee-wong.yaml
    status: active
    since: "2026-09-14"
    """,
    failing="""
    # program/participants/ben-okoro.yaml
    training:
      - {module: leading-upward, completed: "2026-09-02"}
    # program/participants/mia-sato.yaml
    training: []
    # program/pairs/digital-2026/ben-okoro--mia-sato.yaml
    status: active  # <-
    since: "2026-10-19"
    """,
)
def trained_before_active(workspace: Workspace, today: datetime.date) -> Iterator[Finding]:
    """Ensure both sides completed their training before their pair is active.

    A junior who leads upward, and a senior who listens, do something neither has practised. Complete the modules, keep
    the pair a draft until then, or add an exception for `training` with an approver and a last day.
    """
    for pair, program in with_program(workspace):
        if pair.status is not PairStatus.ACTIVE or excepted(pair, "training", today):
            continue
        for role, person in sides(workspace, pair):
            for module in program.training[role]:
                if module not in person.training:
                    yield Finding(
                        workspace.at(pair.path, "status"),
                        f"{role} `{person.id}` has not completed the module `{module}`",
                        f"add it to `training` in {person.path} once it is completed, or set `status` to `draft`",
                    )


def excepted(pair: Pair, rule_name: str, today: datetime.date) -> bool:
    """Whether somebody allowed this pair to break the rule, and that still holds."""
    return pair.exception is not None and pair.exception.rule == rule_name and pair.exception.expires >= today


@rule(
    "PAIR007",
    severity=Severity.WARNING,
    passing="""
    # program/pairs/digital-2026/ana-ruiz--lee-wong.yaml
    since: "2026-09-14"
    charter: {mentor: "2026-09-21", mentee: "2026-09-21"}
    """,
    failing="""
    # program/pairs/digital-2026/ana-ruiz--lee-wong.yaml
    since: "2026-09-14"
    charter:  # <-
      mentor: "2026-09-21"
    """,
)
def charter_agreed(workspace: Workspace, today: datetime.date) -> Iterator[Finding]:
    """Ensure both sides agreed to the charter within the days that the program gives them.

    The charter says what stays between the two and how either can leave; the junior needs it most. Read it together in
    the first session, and add the day on which each side agreed.
    """
    for pair, program in with_program(workspace):
        if pair.status is PairStatus.ACTIVE and pair.since is not None:
            late = (today - pair.since).days > program.charter_days
            missing = [role for role in ("mentor", "mentee") if role not in pair.charter]
            if late and missing:
                yield Finding(
                    workspace.key_at(pair.path, "charter"),
                    f"{' and '.join(missing)} had {program.charter_days} days from `{pair.since}` to agree to the "
                    "charter",
                    "ask the two to read it together, and add the day under `charter`",
                )


@rule(
    "PAIR008",
    severity=Severity.WARNING,
    passing="""
    # program/pairs/digital-2026/ana-ruiz--lee-wong.yaml
    lock: true
    """,
    failing="""
    # program/pairs/digital-2026/ben-okoro--mia-sato.yaml
    status: ended
    since: "2026-09-14"
    until: "2026-10-15"
    lock: true  # <-
    """,
)
def lock_has_effect(workspace: Workspace, _today: datetime.date) -> Iterator[Finding]:
    """Ensure only pairs that go on are locked.

    A lock keeps a pair whatever the solver would prefer; a pair that is over must not be brought back by it. Remove
    `lock`.
    """
    for pair in workspace.pairs.values():
        if pair.lock and not planned(pair):
            yield Finding(
                workspace.at(pair.path, "lock"), f"the pair is `{pair.status}` and still locked", "remove `lock`"
            )
