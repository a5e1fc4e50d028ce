"""Participants among one another: managers, levels, wishes, and the dates in their files."""

import datetime
from collections.abc import Iterator
from typing import Any

from turnabout.cards import bounds
from turnabout.diagnostics import Position, Severity
from turnabout.model import Role, Status
from turnabout.relations import manager_cycles
from turnabout.rules.part import running
from turnabout.rules.registry import Finding, rule
from turnabout.workspace import Workspace


@rule(
    "PART011",
    passing="""
    # program/participants/ana-ruiz.yaml
    manager: external:00c0ffee
    """,
    failing="""
    # program/participants/ana-ruiz.yaml
    manager: ana-ruiz  # <-
    """,
)
def not_own_manager(workspace: Workspace, _today: datetime.date) -> Iterator[Finding]:
    """Ensure nobody is their own manager.

    The reporting line would end before it begins, and the check that keeps a junior away from their own line would see
    nothing. Name the manager, or leave the field out for somebody who has none.
    """
    for person in workspace.people.values():
        if person.manager == person.id:
            yield Finding(
                workspace.at(person.path, "manager"),
                f"`{person.id}` is named as their own manager",
                "name the manager, or remove the line",
            )


@rule(
    "PART012",
    passing="""
    # program/participants/ana-ruiz.yaml
    manager: mia-sato
    """,
    failing="""
    # program/participants/ben-okoro.yaml
    manager: mia-sato  # <-
    # program/participants/mia-sato.yaml
    manager: ben-okoro
    """,
)
def managers_end(workspace: Workspace, _today: datetime.date) -> Iterator[Finding]:
    """Ensure the line of managers does not go round in a circle.

    In a circle everybody is above everybody, and nobody can say who reports to whom. Correct one manager. The line that
    is named is in the file of the person whose id comes first.
    """
    for circle in manager_cycles(workspace.people):
        if len(circle) > 1:
            chain = " to ".join(f"`{person}`" for person in (*circle, circle[0]))
            yield Finding(
                workspace.at(workspace.people[circle[0]].path, "manager"),
                f"the reporting line goes round in a circle: {chain}",
                "correct the manager of one of them",
            )


@rule(
    "PART013",
    severity=Severity.WARNING,
    passing="""
    # program/participants/ben-okoro.yaml
    level: 2
    """,
    failing="""
    # program/participants/ben-okoro.yaml
    level: 8  # <-
    """,
)
def level_fits_role(workspace: Workspace, today: datetime.date) -> Iterator[Finding]:
    """Ensure mentors are junior and mentees senior.

    In reverse mentoring the mentor is the junior who shares, the mentee the senior who learns. A mentor above all
    mentees, or a mentee below all mentors, usually means that somebody filled in the form the usual way round. Change
    `role`, or correct `level`.
    """
    parts = [
        (person, program, role)
        for person in workspace.people.values()
        for program, role in running(workspace, person, today)
    ]
    levels = workspace.derived(_levels) if parts else {}
    top = {program: level for (program, role), level in levels.items() if role == Role.MENTEE}
    bottom = {program: level for (program, role), level in levels.items() if role == Role.MENTOR}
    for person, program, role in parts:
        if role is Role.MENTOR and person.level >= top.get(program.id, person.level + 1):
            yield Finding(
                workspace.at(person.path, "level"),
                f"a mentor is the junior: expected a level below {top[program.id]}, the highest of all mentees in "
                f"`{program.id}`, found {person.level}",
                "change `role` to mentee, or correct `level`",
            )
        if role is Role.MENTEE and person.level <= bottom.get(program.id, person.level - 1):
            yield Finding(
                workspace.at(person.path, "level"),
                f"a mentee is the senior: expected a level above {bottom[program.id]}, the lowest of all mentors in "
                f"`{program.id}`, found {person.level}",
                "change `role` to mentor, or correct `level`",
            )


def _levels(workspace: Workspace) -> dict[tuple[str, str], int]:
    return bounds(workspace.cards)


@rule(
    "PART014",
    severity=Severity.WARNING,
    passing="""
    # program/participants/ben-okoro.yaml
    status: withdrawn
    until: "2026-10-15"
    """,
    failing="""
    # program/participants/ben-okoro.yaml
    status: withdrawn  # <-
    """,
)
def leaving_has_a_date(workspace: Workspace, _today: datetime.date) -> Iterator[Finding]:
    """Ensure somebody who left has the day from which that holds.

    Whose data is to be removed, and when, is counted from this day. No reason is asked for. Add `until`.
    """
    for person in workspace.people.values():
        if person.status is Status.WITHDRAWN and person.until is None:
            yield Finding(
                workspace.at(person.path, "status"),
                "`withdrawn` stands without the day from which it holds",
                "add `until` with that day",
            )


@rule(
    "PART015",
    severity=Severity.WARNING,
    passing="""
    # program/participants/ben-okoro.yaml
    status: paused
    until: "2026-12-01"
    """,
    failing="""
    # program/participants/ben-okoro.yaml
    status: paused
    until: "2026-10-15"  # <-
    """,
)
def pause_not_over(workspace: Workspace, today: datetime.date) -> Iterator[Finding]:
    """Ensure a pause that is over is ended.

    People whose file still says `paused` get no new pairs, also after they came back. Ask them, and set `status` to
    `active`, or give the pause a later end.
    """
    for person in workspace.people.values():
        if person.status is Status.PAUSED and person.until is not None and person.until < today:
            yield Finding(
                workspace.at(person.path, "until"),
                f"the pause ended on `{person.until}`",
                "ask the person, then set `status` to `active` or move the date",
            )


@rule(
    "PART016",
    passing="""
    # program/participants/ana-ruiz.yaml
    wishes: [lee-wong]
    """,
    failing="""
    # program/participants/ana-ruiz.yaml
    wishes:
      - ana-ruiz  # <-
    """,
)
def no_wish_for_oneself(workspace: Workspace, _today: datetime.date) -> Iterator[Finding]:
    """Ensure nobody wishes to be paired with themselves.

    Such a wish takes the place of a real one. Remove it.
    """
    for person in workspace.people.values():
        for at, wish in enumerate(person.wishes):
            if wish == person.id:
                yield Finding(
                    workspace.at(person.path, "wishes", at),
                    "expected the id of somebody else, found the person's own",
                    "remove the line",
                )


@rule(
    "PART017",
    severity=Severity.WARNING,
    passing="""
    # program/participants/ana-ruiz.yaml
    wishes: [mia-sato]
    """,
    failing="""
    # program/participants/ana-ruiz.yaml
    wishes:
      - ben-okoro  # <-
    """,
)
def wish_can_come_true(workspace: Workspace, _today: datetime.date) -> Iterator[Finding]:
    """Ensure a wish names somebody of the other role in a program of both.

    Two mentors cannot be a pair, nor two people without a program in common. Take another person, or remove the wish.
    Wishes are read by coordinators only, so the complaint does not repeat the id.
    """
    for person in workspace.people.values():
        for at, wish in enumerate(person.wishes):
            other = workspace.people.get(wish)
            if other is None or other is person:
                continue
            common = person.programs.keys() & other.programs.keys()
            if all(person.programs[program].role is other.programs[program].role for program in common):
                yield Finding(
                    workspace.at(person.path, "wishes", at),
                    "expected somebody of the other role in the same program, found another",
                    "take another person, or remove the wish",
                )


def _done(data: dict[str, Any]) -> Iterator[tuple[str, tuple[str | int, ...]]]:
    for program, part in data["programs"].items():
        if "joined" in part:
            yield part["joined"], ("programs", program, "joined")
    for at, each in enumerate(data.get("training", ())):
        yield each["completed"], ("training", at, "completed")
    for purpose, each in data.get("consent", {}).items():
        yield each["given"], ("consent", purpose, "given")


@rule(
    "PART018",
    passing="""
    # program/participants/ana-ruiz.yaml
    training:
      - {module: leading-upward, completed: "2026-09-02"}
    """,
    failing="""
    # program/participants/ana-ruiz.yaml
    training:
      - module: leading-upward
        completed: "2027-09-02"  # <-
    """,
)
def done_in_the_past(workspace: Workspace, today: datetime.date) -> Iterator[Finding]:
    """Ensure what a person did, they did on a day that has come.

    Training, consent and joining are facts with a date; in the future they are a slip of the pen, or a promise. Correct
    the date, or remove the entry until the day has come.
    """
    for person in workspace.people.values():
        for day, keys in _done(workspace.data(person.path)):
            if datetime.date.fromisoformat(day) > today:
                yield Finding(
                    workspace.at(person.path, *keys),
                    f"expected a day up to today (`{today}`), found `{day}`",
                    "correct the date, or wait for the day",
                )


def first_with(workspace: Workspace, key: str) -> Iterator[tuple[Position, str]]:
    """For every value of a top-level `key` that stands in two files: where it stands again, and the first file."""
    first = workspace.derived(_first_forge if key == "forge" else _first_key)
    for person in workspace.people.values():
        value = getattr(workspace.cards[person.id], key)
        if value and first[value] != person.id:
            yield workspace.at(person.path, key), workspace.people[first[value]].path


def _first_forge(workspace: Workspace) -> dict[str, str]:
    return {card.forge: person for person, card in reversed(tuple(workspace.cards.items()))}


def _first_key(workspace: Workspace) -> dict[str, str]:
    return {card.key: person for person, card in reversed(tuple(workspace.cards.items()))}


@rule(
    "PART019",
    severity=Severity.WARNING,
    passing="""
    # program/participants/ana-ruiz.yaml
    forge: ana-r
    # program/participants/ben-okoro.yaml
    forge: ben-o
    """,
    failing="""
    # program/participants/ana-ruiz.yaml
    forge: ana-r
    # program/participants/ben-okoro.yaml
    forge: ana-r  # <-
    """,
)
def one_login_each(workspace: Workspace, _today: datetime.date) -> Iterator[Finding]:
    """Ensure no two participants have the same forge handle.

    A pull request about one person would be shown to another. Correct the handle; the complaint does not repeat it.
    """
    for position, first in first_with(workspace, "forge"):
        yield Finding(position, f"the same handle stands in {first}", "correct one of the two")


@rule(
    "PART020",
    severity=Severity.WARNING,
    passing="""
    # program/participants/ben-okoro.yaml
    manager: external:00c0ffee
    """,
    failing="""
    # program/participants/tom-silva.yaml
    programs:  # <-
      digital-2026: {role: mentor}
    status: active
    level: 1
    department: legal
    time_zone: Europe/Lisbon
    languages: [en]
    availability: [{day: tue, from: "14:00", to: "16:00"}]
    offers: [{topic: accessibility, proficiency: 3}]
    consent: {profile: {audience: participants, given: "2026-07-10"}}
    """,
)
def mentor_has_a_manager(workspace: Workspace, today: datetime.date) -> Iterator[Finding]:
    """Ensure the manager of every mentor is known where the program checks the reporting line.

    The check that keeps a junior away from the people above them sees nothing where the line is not written down, and
    passes. Add `manager`: an id, or `external:` and a hash for somebody who takes no part. Mentees are not asked,
    because the most senior one has no manager.
    """
    for person in workspace.people.values():
        asked = any(
            role is Role.MENTOR and program.pairing.rules.reporting_line
            for program, role in running(workspace, person, today)
        )
        if asked and person.manager is None:
            yield Finding(
                workspace.key_at(person.path, "programs"),
                f"mentor `{person.id}` has no `manager`, so their reporting line cannot be checked",
                "add the manager's id, or `external:` and a hash",
            )
