"""A participant: one person and the part they play in each program."""

import datetime
from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache
from typing import Any

from turnabout.frozen import dataclass
from turnabout.model.values import date_in

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Role(StrEnum):
    """The mentor is the junior who shares what they know, the mentee the senior who learns."""

    MENTOR = "mentor"
    MENTEE = "mentee"


class Status(StrEnum):
    """Only active people get new pairs."""

    ACTIVE = "active"
    PAUSED = "paused"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Part:
    """The part a person plays in one program. `capacity` None: what the program says."""

    role: Role
    capacity: int | None
    joined: datetime.date | None
    priority: int


@dataclass(frozen=True, slots=True, order=True)
class Window:
    """A weekly window in the person's own time: `day` 0 is Monday, `start` and `end` in minutes from midnight."""

    day: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Consent:
    """Who may see one thing (`participants` or `public`), agreed on `given`, to version `text` of the wording."""

    audience: str
    given: datetime.date
    text: str


@dataclass(frozen=True, slots=True)
class Participant:
    """One person. `offers` and `seeks` map a topic's id to proficiency or priority, 1 to 5."""

    id: str
    path: str
    name: str
    programs: Mapping[str, Part]
    status: Status
    until: datetime.date | None
    job_title: str
    level: int
    department: str
    site: str
    time_zone: str
    languages: tuple[str, ...]
    availability: tuple[Window, ...]
    manager: str | None
    offers: Mapping[str, int]
    seeks: Mapping[str, int]
    interests: tuple[str, ...]
    style: str | None
    goals: tuple[str, ...]
    wishes: tuple[str, ...]
    training: Mapping[str, datetime.date]
    consent: Mapping[str, Consent]


@lru_cache(maxsize=4096)  # a week has few windows, and everybody has some of them
def _window(day: str, start: str, end: str) -> Window:
    return Window(DAYS.index(day), _minutes(start), _minutes(end))


def _minutes(text: str) -> int:
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)


def participant(id: str, path: str, data: Mapping[str, Any]) -> Participant:  # noqa: A002 - the field's name everywhere
    """The person that a checked participant file describes."""
    return Participant(
        id=id,
        path=path,
        name=data.get("name", ""),
        programs={
            program: Part(Role(part["role"]), part.get("capacity"), date_in(part, "joined"), part.get("priority", 0))
            for program, part in data["programs"].items()
        },
        status=Status(data["status"]),
        until=date_in(data, "until"),
        job_title=data.get("job_title", ""),
        level=data["level"],
        department=data["department"],
        site=data.get("site", ""),
        time_zone=data["time_zone"],
        languages=tuple(data["languages"]),
        availability=tuple([_window(each["day"], each["from"], each["to"]) for each in data.get("availability", ())]),
        manager=data.get("manager"),
        offers={each["topic"]: each["proficiency"] for each in data.get("offers", ())},
        seeks={each["topic"]: each["priority"] for each in data.get("seeks", ())},
        interests=tuple(data.get("interests", ())),
        style=data.get("style"),
        goals=tuple(data.get("goals", ())),
        wishes=tuple(data.get("wishes", ())),
        training={each["module"]: datetime.date.fromisoformat(each["completed"]) for each in data.get("training", ())},
        consent={
            purpose: Consent(each["audience"], datetime.date.fromisoformat(each["given"]), each.get("text", ""))
            for purpose, each in data.get("consent", {}).items()
        },
    )
