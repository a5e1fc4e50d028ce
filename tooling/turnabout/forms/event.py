"""Reads an issue with the label of approval: what was approved, by whom, and whether it still stands there so."""

import datetime
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from turnabout.diagnostics import Diagnostic, Position
from turnabout.forms.codes import Code
from turnabout.forms.limits import MAX_EVENT
from turnabout.forms.wording import APPROVED_LABEL
from turnabout.frozen import dataclass

_LOGIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}(?:\[bot\])?")


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sent a form, when, and who approved it. Texts are empty and `issue` 0 where the form came by another way."""

    on: datetime.date
    author: str = ""
    approver: str = ""
    issue: int = 0


@dataclass(frozen=True, slots=True)
class Approved:
    """An approved issue: `body` is its text at the moment of the label, and nothing later is ever read."""

    body: str
    sender: Sender


def read_event(path: str, content: bytes, now: bytes | None = None) -> tuple[Approved | None, list[Diagnostic]]:
    """The issue that the event's JSON is about, or None, and why it is not taken.

    `now` is the issue as the host gives it today, as JSON: where its text is no longer the approved one, where it was
    closed or lost its label, the form is refused. Any bytes give a value or diagnostics, never an exception.

    GitLab tells a pipeline nothing about an issue, so there it is the issue itself, as GitLab's API gives it: what it
    says while the pipeline runs is what whoever started it approves.
    """
    event = _object(content)
    if event is None:
        return None, [_no_event(path, "expected the JSON of an event, found something else")]
    if "iid" in event:
        return _of_gitlab(path, event)
    issue, label = _inner(event, "issue"), _text(_inner(event, "label"), "name")
    if event.get("action") != "labeled" or not issue or "pull_request" in issue:
        return None, [_no_event(path, "expected an issue that got a label, found another event")]
    if label != APPROVED_LABEL:
        return None, [_no_event(path, f"expected the label `{APPROVED_LABEL}`, found another one")]
    approver = _text(_inner(event, "sender"), "login")
    approved = _approved(issue, approver) if approver else None
    if approved is None:
        return None, [_no_event(path, "expected an issue with number, text, author and date, found less")]
    if issue.get("state") != "open":
        return None, [_no_event(path, "expected an open issue, found a closed one")]
    faults = [] if now is None else list(_changed(path, approved, _object(now)))
    return (None if faults else approved), faults


def _of_gitlab(path: str, issue: Mapping[str, Any]) -> tuple[Approved | None, list[Diagnostic]]:
    labels = issue.get("labels")
    if issue.get("state") != "opened" or not isinstance(labels, list) or APPROVED_LABEL not in labels:
        return None, [_no_event(path, f"expected an open issue with the label `{APPROVED_LABEL}`, found another one")]
    approved = _approved(
        {
            "number": issue["iid"],
            "body": issue.get("description"),
            "user": {"login": _text(_inner(issue, "author"), "username")},
            "created_at": issue.get("created_at"),
        },
        "",
    )
    if approved is None:
        return None, [_no_event(path, "expected an issue with number, text, author and date, found less")]
    return approved, []


def is_login(text: str) -> bool:
    """Whether the text can be a login, of a person or an App: it is shown in proposals as it is."""
    return _LOGIN.fullmatch(text) is not None


def _object(content: bytes) -> Mapping[str, Any] | None:
    if len(content) > MAX_EVENT:
        return None
    try:
        data = json.loads(content)
    except (ValueError, RecursionError):
        return None
    return data if isinstance(data, dict) else None


def _approved(issue: Mapping[str, Any], approver: str) -> Approved | None:
    number, body, author = issue.get("number"), issue.get("body"), _text(_inner(issue, "user"), "login")
    try:
        on = datetime.date.fromisoformat(_text(issue, "created_at")[:10])
    except ValueError:
        return None
    # True is a number to Python, and an empty issue has no text to GitHub.
    if type(number) is not int or number < 1 or not isinstance(body, str | None):
        return None
    if not is_login(author) or (approver and not is_login(approver)):
        return None
    return Approved(body or "", Sender(on, author, approver, number))


def _changed(path: str, approved: Approved, now: Mapping[str, Any] | None) -> Iterator[Diagnostic]:
    if now is None or now.get("number") != approved.sender.issue:
        yield _no_event(path, "expected the issue as it is now, found something else")
        return
    if (now.get("body") or "") != approved.body:
        yield Diagnostic(
            Position(path),
            Code.EDITED,
            "expected the text that was approved, found it edited since",
            f"read it again; then take the label `{APPROVED_LABEL}` away and give it anew",
        )
    labels = now.get("labels")
    names = [_text(each, "name") for each in labels if isinstance(each, dict)] if isinstance(labels, list) else []
    if now.get("state") != "open" or APPROVED_LABEL not in names:
        yield _no_event(
            path, f"expected an open issue with the label `{APPROVED_LABEL}`, found neither or one of the two"
        )


def _inner(data: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = data.get(key)
    return value if isinstance(value, dict) else {}


def _text(data: Mapping[str, Any], key: str) -> str:
    value = data.get(key)
    return value if isinstance(value, str) else ""


def _no_event(path: str, message: str) -> Diagnostic:
    fix = f"give the label `{APPROVED_LABEL}` to an open issue that holds one form"
    return Diagnostic(Position(path), Code.EVENT, message, fix)
