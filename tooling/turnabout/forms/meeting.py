"""What a pair tells: a session that was held or not, and a pledge of the mentee's."""

import datetime
import re
from collections.abc import Mapping
from typing import Any

from turnabout.diagnostics import Diagnostic
from turnabout.forms.codes import Code
from turnabout.forms.edits import Change, Write
from turnabout.forms.fields import Filled
from turnabout.forms.plan import Ground, Plan, day, fault, number, pair_of, program_of, speaks
from turnabout.intake.names import slug
from turnabout.intake.table import tidy
from turnabout.layout import session_path
from turnabout.model import PairStatus

_ACTION = re.compile(r"(mentor|mentee|both)\s*:\s*(.+?)(?:,?\s+by\s+([0-9]{4}-[0-9]{2}-[0-9]{2}))?", re.IGNORECASE)
_BULLET = re.compile(r"^[-*]\s+")


def session(filled: Filled, ground: Ground) -> Plan:
    """The file of a session; nothing where one of that day says the same already."""
    found: list[Diagnostic] = []
    program = program_of(filled, ground, found)
    pair = pair_of(filled, ground, found) if program is not None else None
    on = day(filled, "date", found)
    data = _session(filled, found)
    if pair is None or found or not speaks(filled, "pair", ground, [pair.key.mentor, pair.key.mentee], found):
        return Plan(found=tuple(found))
    path = session_path(pair.key, datetime.date.fromisoformat(on))
    said = f"a session of `{pair.key.slug}` on {on}, {'held' if data['held'] else 'not held'}"
    about = f"{pair.key.mentor}-{on}"
    if path in ground.contents:
        before = ground.workspace.data(path) if path in ground.workspace.documents else {}
        if data.items() <= before.items():
            return Plan(said=said, about=about)
        message = f"expected no session on {on}, found one that says something else"
        fix = f"correct {path} yourself; a second session on one day is a file of its own, `{on}-2.yaml`"
        return Plan(found=(fault(filled, "date", Code.TAKEN, message, fix),))
    sources = {key: key for key in data} | {"why_not": "held"}
    return Plan((Write(path, data, sources),), said, about)


def pledge(filled: Filled, ground: Ground) -> Plan:
    """One more pledge in the pair's file; nothing where the same words stand there already."""
    found: list[Diagnostic] = []
    program = program_of(filled, ground, found)
    pair = pair_of(filled, ground, found) if program is not None else None
    entry: dict[str, Any] = {"text": tidy(filled.text("text"))}
    if filled.text("theme"):
        theme = slug(filled.text("theme"))
        if theme is None:
            message = f"expected letters a-z or digits in `{filled.label('theme')}`, found others"
            found.append(fault(filled, "theme", Code.ANSWER, message, "write a word such as `customers`"))
        entry["theme"] = theme
    if due := day(filled, "due", found):
        entry["due"] = due
    entry["state"] = "open"
    if pair is None or found or not speaks(filled, "pair", ground, [pair.key.mentee], found):
        return Plan(found=tuple(found))
    said = f"a pledge of the mentee in `{pair.key.slug}`"
    about = pair.key.mentee
    if entry["text"] in (each.text for each in pair.pledges):
        return Plan(said=said, about=about)
    if pair.status is PairStatus.DRAFT:
        message = "expected a pair that has begun, found a draft"
        return Plan(found=(fault(filled, "pair", Code.PAIR, message, "wait until a coordinator has begun the pair"),))
    return Plan((Change(pair.path, ("pledges",), entry, "text", item=True),), said, about)


def _session(filled: Filled, found: list[Diagnostic]) -> dict[str, Any]:
    """The session as its file holds it, in the schema's order."""
    held = filled.one("held")
    data: dict[str, Any] = {"held": held == "held"}
    if held != "held":
        data["why_not"] = held
    for name in ("minutes", "curriculum"):
        if (value := number(filled, name, found)) is not None:
            data[name] = value
    given: Mapping[str, Any] = {
        "mode": filled.one("mode"),
        "topics": list(filled.several("topics")),
        "shared": filled.text("shared"),
        "actions": _actions(filled, found),
        "next": day(filled, "next", found),
    }
    data |= {key: value for key, value in given.items() if value}
    order = ("held", "why_not", "minutes", "mode", "curriculum", "topics", "shared", "actions", "next")
    return {key: data[key] for key in order if key in data}


def _actions(filled: Filled, found: list[Diagnostic]) -> list[dict[str, Any]]:
    actions = []
    for line in filled.text("actions").split("\n"):
        text = tidy(_BULLET.sub("", line.strip()))
        if not text:
            continue
        match = _ACTION.fullmatch(text)
        if match is None:
            message = f"expected `mentor`, `mentee` or `both` and a colon in each line of `{filled.label('actions')}`"
            fix = "write for example `mentee: Try the tool on the Q3 review, by 2026-10-05`"
            found.append(fault(filled, "actions", Code.ANSWER, message, fix))
            break
        action = {"owner": match[1].lower(), "text": match[2]}
        actions.append(action | ({"due": match[3]} if match[3] else {}))
    return actions
