"""What a participant brings: offers and seeks, a time zone, weekly windows, consent."""

import datetime
import zoneinfo
from collections.abc import Iterator
from functools import cache

from turnabout.diagnostics import Severity
from turnabout.hours import zone
from turnabout.ids import nearest
from turnabout.model import Participant, Program, Role, Status, Window
from turnabout.rules.registry import Finding, rule
from turnabout.workspace import Workspace

_TOPICS_OF = {Role.MENTOR: "offers", Role.MENTEE: "seeks"}


def running(workspace: Workspace, person: Participant, today: datetime.date) -> Iterator[tuple[Program, Role]]:
    """The programs in which an active person still has something before them, with their role."""
    for program_id, part in person.programs.items():
        program = workspace.programs.get(program_id)
        if program is not None and program.ends >= today and person.status is Status.ACTIVE:
            yield program, part.role


def _without_topics(workspace: Workspace, role: Role, today: datetime.date) -> Iterator[tuple[Participant, Program]]:
    for person in workspace.people.values():
        for program, plays in running(workspace, person, today):
            counts = "topics" in program.pairing.weights or program.pairing.rules.common_topic
            if plays is role and counts and not (person.offers if role is Role.MENTOR else person.seeks):
                yield person, program


@rule(
    "PART001",
    passing="""
    # program/participants/ana-ruiz.yaml
    offers:
      - topic: generative-ai
        proficiency: 4
    """,
    failing="""
    # program/participants/ana-ruiz.yaml
    offers: []  # <-
    """,
)
def mentor_offers(workspace: Workspace, today: datetime.date) -> Iterator[Finding]:
    """Ensure every mentor offers a topic.

    The mentor is the junior who shares what they know; without a topic nobody can be found who wants to learn it. Add
    at least one topic, 1 to 5, to `offers`. Asked only in programs that pair by topics.
    """
    for person, program in _without_topics(workspace, Role.MENTOR, today):
        yield Finding(
            workspace.key_at(person.path, "offers"),
            f"`{person.id}` is a mentor in `{program.id}` and offers no topic",
            "add a topic that they can share to `offers`",
        )


@rule(
    "PART002",
    passing="""
    # program/participants/lee-wong.yaml
    seeks:
      - topic: generative-ai
        priority: 5
    """,
    failing="""
    # program/participants/lee-wong.yaml
    seeks: []  # <-
    """,
)
def mentee_seeks(workspace: Workspace, today: datetime.date) -> Iterator[Finding]:
    """Ensure every mentee seeks a topic.

    The mentee is the senior who learns; without a topic there is nothing to choose a mentor by. Add at least one topic
    to `seeks`. Asked only in programs that pair by topics.
    """
    for person, program in _without_topics(workspace, Role.MENTEE, today):
        yield Finding(
            workspace.key_at(person.path, "seeks"),
            f"`{person.id}` is a mentee in `{program.id}` and seeks no topic",
            "add a topic that they want to learn to `seeks`",
        )


@cache
def _zones() -> tuple[str, ...]:
    return tuple(sorted(zoneinfo.available_timezones()))


@rule(
    "PART003",
    passing="""
    # program/participants/ana-ruiz.yaml
    time_zone: Europe/Lisbon
    """,
    failing="""
    # program/participants/ana-ruiz.yaml
    time_zone: Europe/Lisboa  # <-
    """,
)
def zone_known(workspace: Workspace, _today: datetime.date) -> Iterator[Finding]:
    """Ensure every time zone exists.

    Common hours are found in real time zones, summer time included; a zone that does not exist would be taken for UTC.
    Write it as the IANA list does: a continent, a slash, a city.
    """
    for person in workspace.people.values():
        if zone(person.time_zone) is None:
            alike = nearest(person.time_zone, _zones())
            yield Finding(
                workspace.at(person.path, "time_zone"),
                f"there is no time zone `{person.time_zone}`",
                f"did you mean `{alike}`?" if alike else "write it as in `Europe/Lisbon`",
            )


@rule(
    "PART004",
    passing="""
    # program/participants/ana-ruiz.yaml
    availability:
      - {day: tue, from: "14:00", to: "16:00"}
    """,
    failing="""
    # program/participants/ana-ruiz.yaml
    availability:
      - day: tue
        from: "14:00"
        to: "13:00"  # <-
    """,
)
def window_ends_after_start(workspace: Workspace, _today: datetime.date) -> Iterator[Finding]:
    """Ensure every weekly window ends after it begins.

    A window that ends first is no window. Correct the times; for one that goes past midnight write two, the first up
    to `"24:00"`.
    """
    for person in workspace.people.values():
        for at, window in enumerate(person.availability):
            if window.end <= window.start:
                yield Finding(
                    workspace.at(person.path, "availability", at, "to"),
                    f"expected an end after `{_clock(window.start)}`, found `{_clock(window.end)}`",
                    "correct the times; past midnight, write two windows",
                )


@rule(
    "PART005",
    severity=Severity.WARNING,
    passing="""
    # program/participants/ana-ruiz.yaml
    availability:
      - {day: tue, from: "14:00", to: "16:00"}
      - {day: tue, from: "16:00", to: "17:00"}
    """,
    failing="""
    # program/participants/ana-ruiz.yaml
    availability:
      - {day: tue, from: "14:00", to: "16:00"}
      - day: tue  # <-
        from: "15:00"
        to: "17:00"
    """,
)
def windows_apart(workspace: Workspace, _today: datetime.date) -> Iterator[Finding]:
    """Ensure the windows of one day do not overlap.

    Two windows that overlap are usually one with a slip of the pen. Correct the times, or make one window of the two.
    """
    for person in workspace.people.values():
        windows = person.availability
        for at, window in enumerate(windows):
            before = next((w for w in windows[:at] if w.day == window.day and _overlap(w, window)), None)
            if before is not None:
                yield Finding(
                    workspace.at(person.path, "availability", at, "day"),
                    f"overlaps the window from `{_clock(before.start)}` to `{_clock(before.end)}` of the same day",
                    "correct the times, or make one window of the two",
                )


def _overlap(a: Window, b: Window) -> bool:
    return a.start < b.end and b.start < a.end


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


@rule(
    "PART006",
    severity=Severity.WARNING,
    passing="""
    # program/participants/ana-ruiz.yaml
    availability:
      - {day: tue, from: "14:00", to: "15:00"}
    """,
    failing="""
    # program/participants/ana-ruiz.yaml
    availability:
      - {day: tue, from: "14:00", to: "16:00"}
      - day: wed  # <-
        from: "12:00"
        to: "12:30"
    """,
)
def window_holds_a_session(workspace: Workspace, today: datetime.date) -> Iterator[Finding]:
    """Ensure every weekly window is long enough for a session.

    A session does not fit into a shorter window, so it helps nobody to find a common hour. Make it longer, or remove
    it. Windows that touch count as one.
    """
    for person in workspace.people.values():
        least = min((program.minutes for program, _ in running(workspace, person, today)), default=0)
        for at, window in enumerate(person.availability):
            touching = any(
                other.day == window.day and (other.end == window.start or other.start == window.end)
                for other in person.availability
            )
            if 0 < window.end - window.start < least and not touching:
                yield Finding(
                    workspace.at(person.path, "availability", at, "day"),
                    f"expected at least {least} minutes, the length of a session, found {window.end - window.start}",
                    "make the window longer, or remove it",
                )


@rule(
    "PART007",
    severity=Severity.WARNING,
    passing="""
    # program/participants/ben-okoro.yaml
    availability:
      - {day: tue, from: "14:00", to: "16:00"}
    """,
    failing="""
    # program/participants/ben-okoro.yaml
    availability: []  # <-
    """,
)
def windows_where_needed(workspace: Workspace, today: datetime.date) -> Iterator[Finding]:
    """Ensure people have weekly windows where the program asks for common time.

    The program's rule `common_minutes` forbids every pair of somebody without windows: they would be left out. Ask them
    when they can meet, and add `availability`.
    """
    for person in workspace.people.values():
        if not person.availability:
            for program, _ in running(workspace, person, today):
                if program.pairing.rules.common_minutes:
                    yield Finding(
                        workspace.key_at(person.path, "availability"),
                        f"`{person.id}` has no weekly window, and `{program.id}` asks for common time",
                        "add the hours in which they can meet to `availability`",
                    )


@rule(
    "PART008",
    severity=Severity.WARNING,
    passing="""
    # program/participants/ana-ruiz.yaml
    consent:
      profile: {audience: participants, given: "2026-07-10"}
    """,
    failing="""
    # program/participants/ana-ruiz.yaml
    consent: {}  # <-
    """,
)
def consent_given(workspace: Workspace, today: datetime.date) -> Iterator[Finding]:
    """Ensure every active participant said whether their profile may be shown.

    What is absent is not shown: the person is missing from the directory, and their partner sees an id. Ask them, and
    add what they agreed to with the day.
    """
    for person in workspace.people.values():
        if "profile" not in person.consent and any(running(workspace, person, today)):
            yield Finding(
                workspace.key_at(person.path, "consent"),
                "expected `profile` under `consent`, found none, so the person is not shown in the directory",
                "ask the person, and add who may see it and the day they agreed",
            )


@rule(
    "PART009",
    passing="""
    # program/participants/ana-ruiz.yaml
    offers:
      - {topic: generative-ai, proficiency: 4}
      - {topic: short-video, proficiency: 2}
    """,
    failing="""
    # program/participants/ana-ruiz.yaml
    offers:
      - {topic: generative-ai, proficiency: 4}
      - topic: generative-ai  # <-
        proficiency: 2
    """,
)
def topics_once(workspace: Workspace, _today: datetime.date) -> Iterator[Finding]:
    """Ensure nobody offers or seeks a topic twice.

    Of two entries only the last one would count. Keep one of them.
    """
    for person in workspace.people.values():
        data = workspace.data(person.path)
        for key in _TOPICS_OF.values():
            listed = [each["topic"] for each in data.get(key, ())]
            for at, topic in enumerate(listed):
                if topic in listed[:at]:
                    yield Finding(
                        workspace.at(person.path, key, at, "topic"),
                        f"`{topic}` already stands in `{key}`",
                        "keep one of the two",
                    )


@rule(
    "PART010",
    severity=Severity.WARNING,
    passing="""
    # program/participants/ben-okoro.yaml
    offers:
      - {topic: short-video, proficiency: 4}
    """,
    failing="""
    # program/participants/ben-okoro.yaml
    offers:  # <-
      - {topic: digital-work, proficiency: 4}
    """,
)
def topics_of_the_program(workspace: Workspace, today: datetime.date) -> Iterator[Finding]:
    """Ensure people bring at least one topic that their program is about.

    A mentor whose topics are all beside the program's is hard to pair, and so is a mentee. Add a topic of the program,
    or widen the program's `topics`.
    """
    for person in workspace.people.values():
        for program, role in running(workspace, person, today):
            brought = person.offers if role is Role.MENTOR else person.seeks
            if program.topics and brought and not any(topic in program.topics for topic in brought):
                yield Finding(
                    workspace.key_at(person.path, _TOPICS_OF[role]),
                    f"none of these topics is one that `{program.id}` is about",
                    f"add a topic from `topics` in {program.path}, or widen that list",
                )
