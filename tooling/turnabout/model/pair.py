"""A pair: one mentor, one mentee, one program, and what the two agreed."""

import datetime
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from turnabout.frozen import dataclass
from turnabout.ids import PairKey
from turnabout.model.values import date_in


class PairStatus(StrEnum):
    """A draft is proposed; active and paused pairs take up capacity; completed and ended ones are over."""

    DRAFT = "draft"
    ACTIVE = "active"
    PAUSED = "paused"
    COMPLETED = "completed"
    ENDED = "ended"

    @property
    def stands(self) -> bool:
        """Whether the two are a pair today: it takes up a place of either side."""
        return self in (PairStatus.ACTIVE, PairStatus.PAUSED)


@dataclass(frozen=True, slots=True)
class PairException:
    """A rule this pair may break until `expires`, and who allowed it."""

    rule: str
    reason: str
    approver: str
    expires: datetime.date


@dataclass(frozen=True, slots=True)
class Goal:
    """What the two want to reach; `progress` in percent."""

    title: str
    topic: str | None
    measure: str
    progress: int


@dataclass(frozen=True, slots=True)
class Pledge:
    """What the mentee promised to change: `state` is open, kept or dropped."""

    text: str
    theme: str | None
    due: datetime.date | None
    state: str


@dataclass(frozen=True, slots=True)
class Milestone:
    """A date that matters to the two."""

    title: str
    on: datetime.date


@dataclass(frozen=True, slots=True)
class Story:
    """What the two want to tell others, in words both agreed to on `on`."""

    title: str
    text: str
    on: datetime.date


@dataclass(frozen=True, slots=True)
class Thanks:
    """What one side (`by`: mentor or mentee) thanks the other for."""

    by: str
    text: str
    on: datetime.date


@dataclass(frozen=True, slots=True)
class Pair:
    """One pair. `points` and `criteria` are 0 to 10,000 and for coordinators only."""

    key: PairKey
    path: str
    status: PairStatus
    since: datetime.date | None
    until: datetime.date | None
    why: str
    points: int | None
    criteria: Mapping[str, int]
    lock: bool
    exception: PairException | None
    charter: Mapping[str, datetime.date]
    goals: tuple[Goal, ...]
    pledges: tuple[Pledge, ...]
    milestones: tuple[Milestone, ...]
    story: Story | None
    thanks: tuple[Thanks, ...]
    meeting: str

    @property
    def stays(self) -> bool:
        """Whether a new pairing leaves it as it is: it stands today, or is a draft that somebody locked."""
        return self.status.stands or (self.lock and self.status is PairStatus.DRAFT)


def pair(key: PairKey, path: str, data: Mapping[str, Any]) -> Pair:
    """The pair that a checked pair file describes."""
    exception = data.get("exception")
    story = data.get("story")
    return Pair(
        key=key,
        path=path,
        status=PairStatus(data["status"]),
        since=date_in(data, "since"),
        until=date_in(data, "until"),
        why=data.get("why", ""),
        points=data.get("points"),
        criteria=dict(data.get("criteria", {})),
        lock=data.get("lock", False),
        exception=None
        if exception is None
        else PairException(
            exception["rule"],
            exception["reason"],
            exception["approver"],
            datetime.date.fromisoformat(exception["expires"]),
        ),
        charter={side: datetime.date.fromisoformat(day) for side, day in data.get("charter", {}).items()},
        goals=tuple(
            Goal(each["title"], each.get("topic"), each.get("measure", ""), each["progress"])
            for each in data.get("goals", ())
        ),
        pledges=tuple(
            Pledge(each["text"], each.get("theme"), date_in(each, "due"), each["state"])
            for each in data.get("pledges", ())
        ),
        milestones=tuple(
            Milestone(each["title"], datetime.date.fromisoformat(each["date"])) for each in data.get("milestones", ())
        ),
        story=None
        if story is None
        else Story(story["title"], story["text"], datetime.date.fromisoformat(story["date"])),
        thanks=tuple(
            Thanks(each["by"], each["text"], datetime.date.fromisoformat(each["date"]))
            for each in data.get("thanks", ())
        ),
        meeting=data.get("meeting", ""),
    )
