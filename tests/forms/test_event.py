"""An event is taken only where a coordinator approved exactly this text, and it still stands there."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support_forms import event, sent
from support_workspace import TODAY
from turnabout.forms.event import Approved, Sender, read_event

BODY = sent("session")


def told(given: object, now: object = None) -> list[str]:
    content = None if now is None else json.dumps(now).encode()
    approved, found = read_event("event.json", json.dumps(given).encode(), content)
    assert (approved is None) == bool(found)
    return [each.code for each in found]


def test_an_approved_issue_is_its_text_at_the_moment_of_the_label() -> None:
    approved, found = read_event("event.json", json.dumps(event(BODY)).encode())
    assert found == []
    assert approved == Approved(BODY, Sender(TODAY, "ana-r", "tomas", 12))


@pytest.mark.parametrize(
    "changes",
    [
        {"action": "opened"},
        {"action": "edited"},
        {"label": {"name": "bug"}},
        {"label": None},
        {"state": "closed"},
        {"pull_request": {"url": "https://example.org"}},
        {"user": None},
        {"user": {"login": "a`\n\nCloses #99"}},
        {"sender": {"login": ""}},
        {"number": "12"},
        {"number": True},
        {"number": -1},
        {"body": 7},
        {"created_at": "yesterday"},
    ],
)
def test_anything_else_is_no_approved_form(changes: dict[str, object]) -> None:
    assert told(event(BODY, **changes)) == ["FORM013"]


def test_an_issue_without_text_is_read_as_an_empty_one() -> None:
    approved, _ = read_event("event.json", json.dumps(event("", body=None)).encode())
    assert approved is not None
    assert approved.body == ""


def now(**changes: object) -> dict[str, object]:
    issue = event(BODY)["issue"]
    assert isinstance(issue, dict)
    return issue | changes


def test_an_issue_that_is_as_it_was_is_taken_though_somebody_commented() -> None:
    assert told(event(BODY), now(updated_at="2027-01-01T00:00:00Z", comments=3)) == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"body": BODY.replace("55", "56")}, "FORM014"),
        ({"body": None}, "FORM014"),
        ({"state": "closed"}, "FORM013"),
        ({"labels": []}, "FORM013"),
        ({"labels": "intake-approved"}, "FORM013"),
        ({"number": 13}, "FORM013"),
    ],
)
def test_an_issue_that_changed_since_is_refused(changes: dict[str, object], code: str) -> None:
    assert told(event(BODY), now(**changes)) == [code]


@pytest.mark.parametrize(
    "content", [b"", b"null", b"[]", b"{", b"[" * 200_000, b"\xff", b'{"action": 1e999}', b" " * 2_000_000]
)
def test_what_is_no_event_is_refused(content: bytes) -> None:
    assert read_event("event.json", content)[0] is None
    assert read_event("event.json", json.dumps(event(BODY)).encode(), content)[0] is None


KEYS = ["action", "issue", "label", "name", "user", "login", "body", "number", "created_at", "state", "labels"]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=6),
    max_leaves=20,
)


@given(JSON)
def test_any_json_gives_an_issue_or_diagnostics(data: object) -> None:
    told(data)
    told(event(BODY), data)


def of_gitlab(**changes: object) -> dict[str, object]:
    issue: dict[str, object] = {
        "id": 4711,
        "iid": 12,
        "description": BODY,
        "author": {"username": "ana-r"},
        "created_at": f"{TODAY}T08:00:00.000Z",
        "state": "opened",
        "labels": ["session", "intake-approved"],
    }
    return issue | changes


def test_an_issue_of_gitlab_is_what_its_api_gives() -> None:
    approved, found = read_event("event.json", json.dumps(of_gitlab()).encode())
    assert found == []
    assert approved == Approved(BODY, Sender(TODAY, "ana-r", "", 12))


@pytest.mark.parametrize(
    "changes",
    [
        {"state": "closed"},
        {"labels": ["session"]},
        {"labels": "intake-approved"},
        {"labels": None},
        {"iid": "12"},
        {"iid": 0},
        {"author": None},
        {"author": {"username": "a`b"}},
        {"description": 7},
        {"created_at": None},
    ],
)
def test_an_issue_of_gitlab_without_approval_is_refused(changes: dict[str, object]) -> None:
    assert told(of_gitlab(**changes)) == ["FORM013"]
