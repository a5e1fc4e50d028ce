"""A program's own sense: dates, rhythm, curriculum, surveys, training and the facilitator."""

import datetime
from collections.abc import Iterator
from itertools import pairwise

from turnabout.diagnostics import Severity
from turnabout.rules.registry import Finding, rule
from turnabout.workspace import Workspace

# Surveys are sent before the start and repeated some time after the end; further away it is a slip of the pen.
SURVEY_MARGIN = datetime.timedelta(days=180)


@rule(
    "PROG001",
    passing="""
    # program/digital-2026.yaml
    timeline:
      sign_up_opens: "2026-07-01"
      sign_up_closes: "2026-08-28"
      starts: "2026-09-07"
      ends: "2027-03-31"
    """,
    failing="""
    # program/digital-2026.yaml
    timeline:
      sign_up_opens: "2026-08-29"
      sign_up_closes: "2026-08-28"  # <-
      starts: "2026-09-07"
      ends: "2027-03-31"
    """,
)
def dates_in_order(workspace: Workspace, _today: datetime.date) -> Iterator[Finding]:
    """Ensure a program's dates are in order: sign-up opens, closes, the program starts, ends.

    Everything else is counted from these dates. Correct the one that is wrong.
    """
    for program in workspace.programs.values():
        dated = [
            (key, day)
            for key, day in (
                ("sign_up_opens", program.sign_up_opens),
                ("sign_up_closes", program.sign_up_closes),
                ("starts", program.starts),
                ("ends", program.ends),
            )
            if day is not None
        ]
        for (earlier, before), (later, after) in pairwise(dated):
            if after < before or (later == "ends" and after == before):
                yield Finding(
                    workspace.at(program.path, "timeline", later),
                    f"expected `{later}` after `{earlier}` (`{before}`), found `{after}`",
                    "correct the date that is wrong",
                )


@rule(
    "PROG002",
    passing="""
    # program/digital-2026.yaml
    rhythm: {sessions: 3, minutes: 60, every_weeks: 4}
    """,
    failing="""
    # program/digital-2026.yaml
    rhythm: {sessions: 5, minutes: 60, every_weeks: 4}
    curriculum:  # <-
      - title: Show me your day
        aim: The mentee has done one real task.
        questions: ["What did you do by hand yesterday?"]
        output: One task done
      - title: What changes
        aim: The mentee has made a promise.
        questions: ["What will be different?"]
        output: A pledge
    """,
)
def curriculum_as_long_as_rhythm(workspace: Workspace, _today: datetime.date) -> Iterator[Finding]:
    """Ensure the curriculum has a plan for each session.

    Agendas and calendars are made from both; a pair should never sit down to a session without a plan. Add or remove
    plans, or change `sessions` in `rhythm`.
    """
    for program in workspace.programs.values():
        if len(program.curriculum) != program.sessions:
            yield Finding(
                workspace.key_at(program.path, "curriculum"),
                f"expected {program.sessions} session plans, as `rhythm.sessions` says, found {len(program.curriculum)}",
                f"add or remove plans, or set `sessions` to {len(program.curriculum)}",
            )


@rule(
    "PROG003",
    passing="""
    # program/digital-2026.yaml
    rhythm: {sessions: 3, minutes: 60, every_weeks: 12}
    """,
    failing="""
    # program/digital-2026.yaml
    rhythm:
      sessions: 3  # <-
      minutes: 60
      every_weeks: 20
    """,
)
def sessions_fit(workspace: Workspace, _today: datetime.date) -> Iterator[Finding]:
    """Ensure all sessions fit between the start and the end.

    A plan that no pair can keep makes every pair look late. Move the end, or have fewer sessions or shorter gaps. The
    first session may take place on the first day and the last one on the last.
    """
    for program in workspace.programs.values():
        needed = (program.sessions - 1) * program.every_weeks * 7
        days = (program.ends - program.starts).days
        if 0 < days < needed:
            yield Finding(
                workspace.at(program.path, "rhythm", "sessions"),
                f"{program.sessions} sessions every {program.every_weeks} weeks take {needed} days, "
                f"the program has {days}",
                "move `ends`, or change `sessions` or `every_weeks`",
            )


@rule(
    "PROG004",
    passing="""
    # program/digital-2026.yaml
    surveys:
      - {id: start, date: "2026-09-01", instrument: confidence}
      - {id: end, date: "2027-03-15", instrument: confidence}
    """,
    failing="""
    # program/digital-2026.yaml
    surveys:
      - {id: start, date: "2026-09-01", instrument: confidence}
      - id: start  # <-
        date: "2027-03-15"
        instrument: confidence
    """,
)
def ids_once(workspace: Workspace, _today: datetime.date) -> Iterator[Finding]:
    """Ensure no two surveys and no two objectives of a program have the same id.

    Figures and answers are filed under the id; under one id they would be mixed up. Give the second one another id.
    """
    for program in workspace.programs.values():
        for key, ids in (
            ("objectives", [each.id for each in program.objectives]),
            ("surveys", [each.id for each in program.surveys]),
        ):
            for at, name in enumerate(ids):
                if name in ids[:at]:
                    yield Finding(
                        workspace.at(program.path, key, at, "id"),
                        f"the id `{name}` is already taken in `{key}`",
                        "give the second one another id",
                    )


@rule(
    "PROG005",
    severity=Severity.WARNING,
    passing="""
    # program/digital-2026.yaml
    surveys:
      - {id: start, date: "2026-09-01", instrument: confidence}
    """,
    failing="""
    # program/digital-2026.yaml
    surveys:
      - {id: start, date: "2026-09-01", instrument: confidence}
      - id: end
        date: "2028-03-15"  # <-
        instrument: confidence
    """,
)
def surveys_near_program(workspace: Workspace, _today: datetime.date) -> Iterator[Finding]:
    """Ensure surveys are sent around the program: at most half a year before its start or after its end.

    A date further away is usually a slip of the pen in the year. Correct it; if it is meant, the warning can stay.
    """
    for program in workspace.programs.values():
        first, last = program.starts - SURVEY_MARGIN, program.ends + SURVEY_MARGIN
        for at, survey in enumerate(program.surveys):
            if program.starts <= program.ends and not first <= survey.on <= last:
                yield Finding(
                    workspace.at(program.path, "surveys", at, "date"),
                    f"expected a day between `{first}` and `{last}`, found `{survey.on}`",
                    "correct the date",
                )


@rule(
    "PROG006",
    severity=Severity.WARNING,
    passing="""
    # program/digital-2026.yaml
    health: {quiet_days: 42}
    """,
    failing="""
    # program/digital-2026.yaml
    health:
      quiet_days: 14  # <-
    """,
)
def quiet_is_longer_than_the_rhythm(workspace: Workspace, _today: datetime.date) -> Iterator[Finding]:
    """Ensure a pair is called quiet only after it has missed a session.

    Where `quiet_days` is shorter than the rhythm, every pair that keeps its appointments is called quiet, and nobody
    reads the list any more. Raise it, or leave it out: then it is one and a half times the rhythm.
    """
    for program in workspace.programs.values():
        rhythm = program.every_weeks * 7
        if program.quiet_days < rhythm:
            yield Finding(
                workspace.at(program.path, "health", "quiet_days"),
                f"expected at least {rhythm}, the days from one session to the next, found {program.quiet_days}",
                "raise it, or leave it out",
            )


@rule(
    "PROG007",
    severity=Severity.WARNING,
    passing="""
    # program/digital-2026.yaml
    facilitator: {name: Ruth Adeyemi, contact: "mailto:ruth@example.org"}
    """,
    failing="""
    # program/digital-2026.yaml
    facilitator:
      name: Tomas Rivera  # <-
      contact: mailto:mentoring@example.org
    """,
)
def facilitator_independent(workspace: Workspace, _today: datetime.date) -> Iterator[Finding]:
    """Ensure the facilitator is neither the sponsor nor a coordinator.

    The facilitator is the independent person to whom a junior turns when something goes wrong, also with those who run
    the program. Name somebody else.
    """
    for program in workspace.programs.values():
        name = program.facilitator.name.casefold()
        others = {"the sponsor": [program.sponsor], "a coordinator": program.coordinators}
        for role, people in others.items():
            if any(each.name.casefold() == name for each in people):
                yield Finding(
                    workspace.at(program.path, "facilitator", "name"),
                    f"expected an independent person, found {role}",
                    "name somebody who does not run the program",
                )


@rule(
    "PROG008",
    severity=Severity.WARNING,
    passing="""
    # program/digital-2026.yaml
    facilitator: {name: Ruth Adeyemi, contact: "mailto:ruth@example.org"}
    """,
    failing="""
    # program/digital-2026.yaml
    facilitator:  # <-
      name: Ruth Adeyemi
    """,
)
def facilitator_reachable(workspace: Workspace, _today: datetime.date) -> Iterator[Finding]:
    """Ensure people know how to reach the facilitator.

    A name alone helps nobody who needs help today. Add `contact`, an address that may stand on every pair's page.
    """
    for program in workspace.programs.values():
        if not program.facilitator.link:
            yield Finding(
                workspace.key_at(program.path, "facilitator"),
                "the facilitator has no `contact`",
                "add an address that begins with `mailto:` or `https:`",
            )


@rule(
    "PROG009",
    severity=Severity.WARNING,
    passing="""
    # program/digital-2026.yaml
    training: {mentor: [leading-upward], mentee: [listening]}
    """,
    failing="""
    # program/digital-2026.yaml
    training:  # <-
      mentor: [leading-upward]
    """,
)
def both_roles_trained(workspace: Workspace, _today: datetime.date) -> Iterator[Finding]:
    """Ensure a program that trains one role trains the other as well.

    Mentees who were told nothing fall back into the role they know, that of the one who teaches. Name at least one
    module for either role.
    """
    for program in workspace.programs.values():
        trained = [role for role, modules in program.training.items() if modules]
        if len(trained) == 1:
            other = "mentee" if trained == ["mentor"] else "mentor"
            yield Finding(
                workspace.key_at(program.path, "training"),
                f"{trained[0]}s are trained, {other}s are not",
                f"name a module for the {other} too",
            )
