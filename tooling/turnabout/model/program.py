"""A program: one cohort with a purpose, a calendar and rules for pairing."""

import datetime
from collections.abc import Mapping
from dataclasses import field
from typing import Any

from turnabout.frozen import dataclass
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
class BalanceRule:
    """A quota over all pairs. Counted are the pairs that meet all of `across`, `mentor` and `mentee`; without them, all.

    `across` is a field in which the two differ; `mentor` and `mentee` map a field (department, site, level, topic) to the
    value wanted. `each` makes it one quota for every value of that field of `of` (a role). Percentages are of all pairs.
    """

    id: str
    title: str
    across: str
    mentor: Mapping[str, str | int]
    mentee: Mapping[str, str | int]
    each: str
    of: str
    at_least: int | None
    at_most: int | None
    at_least_percent: int | None
    at_most_percent: int | None


@dataclass(frozen=True, slots=True)
class Pairing:
    """How pairs are found: stages in order, default capacities, weights of criteria, hard rules, quotas."""

    stages: tuple[str, ...]
    mentor_capacity: int
    mentee_capacity: int
    weights: Mapping[str, int]
    rules: Rules
    balance: tuple[BalanceRule, ...] = ()
    criteria: Mapping[str, int] = field(default_factory=dict)
    """Weights of criteria that an installed package adds, in order of name."""


@dataclass(frozen=True, slots=True)
class Proposals:
    """How pull requests are opened. None: what `turnabout.yaml` or the command says; `max_changes` in percent."""

    labels: tuple[str, ...] | None = None
    reviewers: tuple[str, ...] | None = None
    draft: bool | None = None
    max_changes: int | None = None


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
    proposals: Proposals


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


def _balance_rule(data: Mapping[str, Any]) -> BalanceRule:
    return BalanceRule(
        id=data["id"],
        title=data.get("title", ""),
        across=data.get("across", ""),
        mentor=dict(data.get("mentor", {})),
        mentee=dict(data.get("mentee", {})),
        each=data.get("each", ""),
        of=data.get("of", "mentee"),
        at_least=data.get("at_least"),
        at_most=data.get("at_most"),
        at_least_percent=data.get("at_least_percent"),
        at_most_percent=data.get("at_most_percent"),
    )


def _pairing(data: Mapping[str, Any]) -> Pairing:
    capacity = data.get("capacity", {})
    return Pairing(
        stages=tuple(data["stages"]),
        mentor_capacity=capacity.get("mentor", 1),
        mentee_capacity=capacity.get("mentee", 1),
        weights={criterion: weight for criterion, weight in data["weights"].items() if weight},
        rules=Rules(**data.get("rules", {})),
        balance=tuple(_balance_rule(each) for each in data.get("balance", ())),
        criteria={name: weight for name, weight in sorted(data.get("criteria", {}).items()) if weight},
    )


def proposals(data: Mapping[str, Any]) -> Proposals:
    """What the block `proposal` of a checked program file, or a checked `turnabout.yaml`, says of pull requests."""
    return Proposals(
        labels=tuple(data["labels"]) if "labels" in data else None,
        reviewers=tuple(data["reviewers"]) if "reviewers" in data else None,
        draft=data.get("draft"),
        max_changes=data.get("max_changes"),
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
        proposals=proposals(data.get("proposal", {})),
    )
