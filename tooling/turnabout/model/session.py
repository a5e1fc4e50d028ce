"""A session: one meeting of a pair, held or not."""

import datetime
from collections.abc import Mapping
from typing import Any

from turnabout.frozen import dataclass
from turnabout.ids import PairKey
from turnabout.model.values import date_in


@dataclass(frozen=True, slots=True)
class Action:
    """What is to be done: `owner` is mentor, mentee or both."""

    owner: str
    text: str
    due: datetime.date | None
    done: bool


@dataclass(frozen=True, slots=True)
class Learned:
    """Confidence of one side in one topic before and after, 1 to 5."""

    who: str
    topic: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Session:
    """One meeting. `number` is 2 for a second one on the same day, else 1; `mood` per side, 1 to 5.

    `next_at` is a time on the mentor's clock.
    """

    pair: PairKey
    path: str
    on: datetime.date
    number: int
    held: bool
    why_not: str | None
    minutes: int | None
    mode: str | None
    curriculum: int | None
    topics: tuple[str, ...]
    shared: str
    sealed: str
    actions: tuple[Action, ...]
    mood: Mapping[str, int]
    learned: tuple[Learned, ...]
    next: datetime.date | None
    next_at: datetime.time | None


def session(pair: PairKey, path: str, on: datetime.date, number: int, data: Mapping[str, Any]) -> Session:
    """The session that a checked session file describes."""
    return Session(
        pair=pair,
        path=path,
        on=on,
        number=number,
        held=data["held"],
        why_not=data.get("why_not"),
        minutes=data.get("minutes"),
        mode=data.get("mode"),
        curriculum=data.get("curriculum"),
        topics=tuple(data.get("topics", ())),
        shared=data.get("shared", ""),
        sealed=data.get("sealed", ""),
        actions=tuple(
            Action(each["owner"], each["text"], date_in(each, "due"), each.get("done", False))
            for each in data.get("actions", ())
        ),
        mood=dict(data.get("mood", {})),
        learned=tuple(
            Learned(each["who"], each["topic"], each["before"], each["after"]) for each in data.get("learned", ())
        ),
        next=date_in(data, "next"),
        next_at=datetime.time.fromisoformat(data["next_at"]) if "next_at" in data else None,
    )
