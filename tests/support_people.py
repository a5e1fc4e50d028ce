"""People and programs for tests, in the model's own types, with everything left out that a test does not care about."""

import datetime
from typing import Any

from hypothesis import strategies as st

from turnabout.model import Part, Participant, Program, Role, Topic, Window
from turnabout.model.participant import participant
from turnabout.model.program import program

ZONES = ("Europe/Lisbon", "Europe/Warsaw", "Africa/Nairobi", "America/Toronto", "Asia/Singapore", "Asia/Kolkata")
TOPICS = {
    each.id: each
    for each in (
        Topic("data", "Data", "", (), None),
        Topic("ai", "AI", "", (), "data"),
        Topic("charts", "Charts", "", (), "data"),
        Topic("video", "Short video", "", (), None),
    )
}


def person(id: str, role: str = "mentor", **fields: Any) -> Participant:  # noqa: A002 - the field's name everywhere
    data = {
        "programs": {"p": {"role": role}},
        "status": "active",
        "level": 2 if role == "mentor" else 7,
        "department": "it" if role == "mentor" else "sales",
        "time_zone": "Europe/Lisbon",
        "languages": ["en"],
        "availability": [{"day": "tue", "from": "09:00", "to": "17:00"}],
    }
    return participant(id, f"program/participants/{id}.yaml", data | fields)


def plan(**pairing: Any) -> Program:
    settings = {"stages": ["coverage", "worst-pair", "total"], "weights": {"topics": 1}} | pairing
    return program(
        "p",
        "program/p.yaml",
        {
            "title": "P",
            "purpose": "…",
            "sponsor": {"name": "S"},
            "coordinators": [{"name": "C"}],
            "facilitator": {"name": "F"},
            "privacy": "named",
            "audience": "participants",
            "timeline": {"starts": "2026-09-07", "ends": "2027-05-28"},
            "rhythm": {"sessions": 6, "minutes": 60, "every_weeks": 4},
            "objectives": [],
            "charter": ["…"],
            "curriculum": [],
            "pairing": settings,
        },
    )


@st.composite
def windows(draw: st.DrawFn) -> tuple[Window, ...]:
    made = []
    for _ in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, 95)) * 15
        made.append(Window(draw(st.integers(0, 6)), start, draw(st.integers(start // 15 + 1, 96)) * 15))
    return tuple(made)


@st.composite
def cohorts(draw: st.DrawFn, most: int = 5) -> tuple[dict[str, Participant], list[str], list[str]]:
    """Everybody by id, the ids of mentors and of mentees; managers are anybody, circles included."""
    names = [f"m{n}" for n in range(draw(st.integers(1, most)))], [f"e{n}" for n in range(draw(st.integers(1, most)))]
    ids = [*names[0], *names[1]]
    people = {}
    for name in ids:
        role = Role.MENTOR if name[0] == "m" else Role.MENTEE
        base = person(name, role.value)
        people[name] = Participant(
            **{
                **{field: getattr(base, field) for field in Participant.__slots__},
                "programs": {"p": Part(role, None, datetime.date(2026, 8, 1), 0)},
                "level": draw(st.integers(1, 9)),
                "department": draw(st.sampled_from(["it", "sales", "hr"])),
                "site": draw(st.sampled_from(["", "lisbon", "nairobi"])),
                "time_zone": draw(st.sampled_from(ZONES)),
                "languages": tuple(sorted(draw(st.sets(st.sampled_from(["en", "pt", "pl"]), min_size=1)))),
                "availability": draw(windows()),
                "manager": draw(st.sampled_from([None, "external:0badcafe", *ids])),
                "offers": draw(st.dictionaries(st.sampled_from(sorted(TOPICS)), st.integers(1, 5))),
                "seeks": draw(st.dictionaries(st.sampled_from(sorted(TOPICS)), st.integers(1, 5))),
                "interests": tuple(draw(st.sets(st.sampled_from(["Chess", "chess", "running"])))),
                "style": draw(st.sampled_from([None, "try-first", "talk-first"])),
                "wishes": tuple(draw(st.sets(st.sampled_from(ids), max_size=2))),
            }
        )
    return people, *names
