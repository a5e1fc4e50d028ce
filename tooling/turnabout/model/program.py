"""A program: one cohort with a purpose, a calendar and rules for pairing."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from turnabout.model.values import date_in


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody to turn to. `link` is a `mailto:` or `https:` address, or empty."""

    name: str
    link: str


@dataclass(frozen=True, slots=True)
class Objective:
    """What shall be different, and the figure that shows it."""

    id: str
    title: str
    indicator: str
    unit: str
    baseline: float
    target: float
    now: float | None
    measured_on: datetime.date | None


@dataclass(frozen=True, slots=True)
class SessionPlan:
    """What one session is for. `number` counts from 1."""

    number: int
    title: str
    aim: str
    questions: tuple[str, ...]
    output: str


@dataclass(frozen=True, slots=True)
class Survey:
    """One wave of questions."""

    id: str
    on: datetime.date
    instrument: str


@dataclass(frozen=True, slots=True)
class Rules:
    """What a pair must never break. Defaults follow published schemes: two levels apart, outside line and department."""

    reporting_line: int = 2
    different_department: bool = True
    level_gap: int = 2
    common_language: bool = True
    common_minutes: int = 0
    not_paired_before: bool = True
    common_topic: bool = False


@dataclass(frozen=True, slots=True)
class Pairing:
    """How pairs are found: stages in order, default capacities, weights of criteria, hard rules."""

    stages: tuple[str, ...]
    mentor_capacity: int
    mentee_capacity: int
    weights: Mapping[str, int]
    rules: Rules


@dataclass(frozen=True, slots=True)
class Program:
    """One program. `quiet_days` and `charter_days` are in days, `minutes` and `every_weeks` per session."""

    id: str
    path: str
    title: str
    purpose: str
    playbook: str
    sponsor: Contact
    coordinators: tuple[Contact, ...]
    facilitator: Contact
    privacy: str
    audience: str
    sign_up_opens: datetime.date | None
    sign_up_closes: datetime.date | None
    starts: datetime.date
    ends: datetime.date
    sessions: int
    minutes: int
    every_weeks: int
    objectives: tuple[Objective, ...]
    topics: tuple[str, ...]
    training: Mapping[str, tuple[str, ...]]
    charter: tuple[str, ...]
    curriculum: tuple[SessionPlan, ...]
    surveys: tuple[Survey, ...]
    quiet_days: int
    charter_days: int
    sign_up_form: str
    session_form: str
    pairing: Pairing


def _contact(data: Mapping[str, Any]) -> Contact:
    return Contact(data["name"], data.get("contact", ""))


def _objective(data: Mapping[str, Any]) -> Objective:
    return Objective(
        id=data["id"],
        title=data["title"],
        indicator=data["indicator"],
        unit=data.get("unit", ""),
        baseline=data["baseline"],
        target=data["target"],
        now=data.get("now"),
        measured_on=date_in(data, "measured_on"),
    )


def _pairing(data: Mapping[str, Any]) -> Pairing:
    capacity = data.get("capacity", {})
    return Pairing(
        stages=tuple(data["stages"]),
        mentor_capacity=capacity.get("mentor", 1),
        mentee_capacity=capacity.get("mentee", 1),
        weights={criterion: weight for criterion, weight in data["weights"].items() if weight},
        rules=Rules(**data.get("rules", {})),
    )


def program(id: str, path: str, data: Mapping[str, Any]) -> Program:  # noqa: A002 - the field's name everywhere
    """The program that a checked program file describes."""
    timeline, rhythm, health = data["timeline"], data["rhythm"], data.get("health", {})
    forms, training = data.get("forms", {}), data.get("training", {})
    return Program(
        id=id,
        path=path,
        title=data["title"],
        purpose=data["purpose"],
        playbook=data.get("playbook", ""),
        sponsor=_contact(data["sponsor"]),
        coordinators=tuple(_contact(each) for each in data["coordinators"]),
        facilitator=_contact(data["facilitator"]),
        privacy=data["privacy"],
        audience=data["audience"],
        sign_up_opens=date_in(timeline, "sign_up_opens"),
        sign_up_closes=date_in(timeline, "sign_up_closes"),
        starts=datetime.date.fromisoformat(timeline["starts"]),
        ends=datetime.date.fromisoformat(timeline["ends"]),
        sessions=rhythm["sessions"],
        minutes=rhythm["minutes"],
        every_weeks=rhythm["every_weeks"],
        objectives=tuple(_objective(each) for each in data["objectives"]),
        topics=tuple(data.get("topics", ())),
        training={role: tuple(training.get(role, ())) for role in ("mentor", "mentee")},
        charter=tuple(data["charter"]),
        curriculum=tuple(
            SessionPlan(number, plan["title"], plan["aim"], tuple(plan["questions"]), plan["output"])
            for number, plan in enumerate(data["curriculum"], start=1)
        ),
        surveys=tuple(
            Survey(each["id"], datetime.date.fromisoformat(each["date"]), each["instrument"])
            for each in data.get("surveys", ())
        ),
        # One and a half rhythms: one missed appointment is life, two want a question.
        quiet_days=health.get("quiet_days", rhythm["every_weeks"] * 7 * 3 // 2),
        charter_days=health.get("charter_days", 21),
        sign_up_form=forms.get("sign_up", ""),
        session_form=forms.get("session", ""),
        pairing=_pairing(data["pairing"]),
    )
