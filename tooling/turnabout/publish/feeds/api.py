"""The data interface: programs, people who agreed, pairs and progress as JSON, each with its schema.

Made from the view that the pages are made from, so it holds nothing that this audience's pages may not show.
"""

import datetime
import json
from functools import lru_cache
from typing import Any

from turnabout.publish.feeds.fields import SCHEMA_FOLDER, schema
from turnabout.publish.feeds.members import ABOUT, FIELDS, FOLDER
from turnabout.publish.inputs import Measures, SiteInputs
from turnabout.publish.text import address, one_line
from turnabout.publish.view import (
    ObjectiveView,
    PairView,
    PersonView,
    PledgesView,
    ProgramView,
    SideView,
    SiteView,
    SkillView,
)

_encode = json.JSONEncoder(ensure_ascii=False).encode


def files(site: SiteView, inputs: SiteInputs) -> dict[str, bytes]:
    """The interface's files and their schemas by path."""
    records = {
        "programs": [_program(each) for each in site.programs],
        "people": [_person(each) for each in site.people if each.consented],
        "pairs": [_pair(each) for program in site.programs for each in program.pairs],
        "progress": [_progress(each, inputs.measures.get(each.id)) for each in site.programs],
    }
    head = {"as_of": site.today.isoformat(), "audience": site.audience.value}
    made = {f"{FOLDER}/{name}.json": _bytes(head | {name: found}) for name, found in records.items()}
    made |= {
        f"{SCHEMA_FOLDER}/{name}.schema.json": _bytes(schema(name, name.capitalize(), fields))
        for name, fields in FIELDS.items()
    }
    listed = [
        {"name": name, "about": about, "file": f"{name}.json", "schema": f"schemas/{name}.schema.json"}
        for name, about in ABOUT.items()
    ]
    return made | {f"{FOLDER}/index.json": _bytes(head | {"version": 1, "files": listed})}


def _bytes(value: object) -> bytes:
    return (_json(value, "\n") + "\n").encode()


def _json(value: object, line: str) -> str:
    """What `json.dumps(value, ensure_ascii=False, indent=1)` gives, in a third of its time; `line` begins a line here.

    Every text is on one line, without control characters and lone surrogates.
    """
    if isinstance(value, str):
        return _text(value)
    if type(value) is int:
        return str(value)
    inner = line + " "
    if isinstance(value, dict) and value:
        # Most members are texts: not a call of this function for each of them.
        members = [
            f"{_text(name)}: {_text(each) if type(each) is str else _json(each, inner)}" for name, each in value.items()
        ]
        return f"{{{inner}{f',{inner}'.join(members)}{line}}}"
    if isinstance(value, list) and value:
        return f"[{inner}{f',{inner}'.join([_json(each, inner) for each in value])}{line}]"
    return _encode(value)


@lru_cache(maxsize=32_768)
def _text(words: str) -> str:
    return _encode(one_line(words))


def _day(on: datetime.date | None) -> str | None:
    return on.isoformat() if on else None


def _program(view: ProgramView) -> dict[str, Any]:
    return {
        "id": view.id,
        "title": view.title,
        "purpose": view.purpose,
        "starts": view.starts.isoformat(),
        "ends": view.ends.isoformat(),
        "sessions": view.sessions,
        "minutes": view.minutes,
        "every_weeks": view.every_weeks,
        "topics": [each.id for each in view.topics],
        "mentors": view.mentors,
        "mentees": view.mentees,
        "pairs": view.standing,
        "mentees_paired": view.paired,
        "sessions_held": view.held,
        "page": address(view.page),
    }


def _skills(skills: tuple[SkillView, ...]) -> list[dict[str, Any]]:
    return [{"topic": each.topic.id, "grade": each.grade} for each in skills]


def _person(view: PersonView) -> dict[str, Any]:
    return {
        "id": view.id,
        "name": view.name,
        "job_title": view.job_title,
        "department": view.department,
        "site": view.site,
        "roles": [{"program": each.program, "role": each.role} for each in view.roles],
        "offers": _skills(view.offers),
        "seeks": _skills(view.seeks),
        "languages": list(view.languages),
        "page": f"people/{view.id}/",
    }


def _side(view: SideView) -> dict[str, Any]:
    return {"id": view.id, "name": view.name}


def _pair(view: PairView) -> dict[str, Any]:
    return {
        "program": view.key.program,
        "mentor": _side(view.mentor),
        "mentee": _side(view.mentee),
        "state": view.status,
        "since": _day(view.since),
        "why": view.why,
        "sessions_held": view.held,
        "sessions_planned": view.planned,
        "next": _day(view.next_on),
        "goals": [{"title": each.title, "progress": each.progress} for each in view.goals],
        "page": address(view.page),
    }


def _objective(view: ObjectiveView) -> dict[str, Any]:
    return {
        "id": view.id,
        "title": view.title,
        "unit": view.unit,
        "baseline": view.baseline,
        "target": view.target,
        "now": view.now,
        "measured_on": _day(view.measured_on),
    }


def _pledges(view: PledgesView | None) -> dict[str, int] | None:
    return None if view is None else {"kept": view.kept, "open": view.open, "dropped": view.dropped}


def _progress(view: ProgramView, measures: Measures | None) -> dict[str, Any]:
    return {
        "program": view.id,
        "objectives": [_objective(each) for each in view.objectives],
        "months": [
            {"month": each.first.isoformat(), "held": each.held, "not_held": each.not_held}
            for each in (measures.months if measures else ())
        ],
        "learned": [
            {"topic": each.topic, "people": each.people, "before": each.before, "after": each.after}
            for each in (measures.learned if measures else ())
        ],
        "surveys": [
            {
                "id": wave.wave,
                "on": wave.on.isoformat(),
                "role": wave.role,
                "invited": wave.invited,
                "answered": wave.answered,
                "questions": [
                    {
                        "id": each.id,
                        "text": each.text,
                        "answers": each.answers,
                        "share": each.share,
                        "mean": each.mean,
                        "low": each.low,
                        "high": each.high,
                    }
                    for each in wave.questions
                ],
            }
            for wave in (measures.waves if measures else ())
        ],
        "pledges": _pledges(view.pledges),
    }
