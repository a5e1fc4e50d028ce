"""Feedback: the answers of one survey wave, summed up so that nobody can be recognised."""

import datetime
from collections.abc import Mapping
from typing import Any

from turnabout.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Answer:
    """One question: `share` in percent, `mean` on the question's scale with its 95 % interval."""

    id: str
    text: str
    answers: int
    share: float | None
    mean: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Feedback:
    """One wave of one program."""

    program: str
    wave: str
    path: str
    on: datetime.date
    role: str
    invited: int
    answered: int
    questions: tuple[Answer, ...]


def feedback(program: str, wave: str, path: str, data: Mapping[str, Any]) -> Feedback:
    """The wave that a checked feedback file describes."""
    return Feedback(
        program=program,
        wave=wave,
        path=path,
        on=datetime.date.fromisoformat(data["date"]),
        role=data.get("role", "both"),
        invited=data["invited"],
        answered=data["answered"],
        questions=tuple(
            Answer(
                each["id"],
                each["text"],
                each["answers"],
                each.get("share"),
                each.get("mean"),
                each.get("low"),
                each.get("high"),
            )
            for each in data["questions"]
        ),
    )
