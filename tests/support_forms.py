"""Filled-in forms as GitHub, GitLab, mails and tables bring them, and the miniature program that they are about."""

import datetime
import functools
from collections.abc import Iterable, Mapping

from support_workspace import MINIATURE, TODAY
from turnabout.checking import Checked, check
from turnabout.files import Files
from turnabout.forms.catalog import forms as forms_of
from turnabout.forms.event import Sender
from turnabout.forms.fields import Field, Filled, Form, Kind
from turnabout.forms.markdown import read_form
from turnabout.forms.settle import Outcome, settle

PROGRAM = "digital-2026"
PAIR = "ana-ruiz--lee-wong"
MAIL = Sender(TODAY)
# What a person who answers every form once would write, by form and field; a list is what they choose.
ANSWERS: dict[str, dict[str, str | list[str]]] = {
    "join-mentor": {
        "program": PROGRAM, "name": "Nora Lind", "job_title": "Analyst", "level": "2", "department": "Legal Affairs",
        "site": "Porto", "time_zone": "Europe/Lisbon", "languages": "en, pt", "manager": "Joao Pires",
        "offers_best": ["generative-ai"], "offers_too": ["accessibility", "short-video"],
        "availability": "tue 14:00-16:00\nthursday 9:00 to 10:30", "interests": "chess, trail running",
        "style": "try-first", "goals": "Talk to a board.", "capacity": "2",
        "consent_participants": ["profile", "pair"], "consent_public": ["profile"],
        "understood": ["junior", "understood"],
    },
    "join-mentee": {
        "program": PROGRAM, "name": "Olga Holt", "level": "7", "department": "legal", "time_zone": "Europe/Lisbon",
        "languages": "en", "manager": "lee-wong", "seeks_now": ["generative-ai"], "understood": ["senior", "understood"],
    },
    "session": {
        "program": PROGRAM, "pair": PAIR, "date": "2026-11-02", "held": "held", "minutes": "55", "mode": "video",
        "curriculum": "3", "topics": ["generative-ai"], "shared": "We wrote a page.\n\nThen a second one.",
        "actions": "mentee: Try it on a real paper, by 2026-11-12\n- Mentor: Send the link", "next": "2026-11-30",
        "understood": ["understood"],
    },
    "pledge": {
        "program": PROGRAM, "pair": PAIR, "text": "I ask the juniors first.", "theme": "Decision making",
        "due": "2027-01-31", "understood": ["understood"],
    },
    "pause": {"person": "ana-ruiz", "until": "2027-01-15", "understood": ["understood"]},
    "leave": {"person": "ana-ruiz", "what": "everything", "understood": ["understood"]},
    "manager": {"person": "ana-ruiz", "manager": "Joao Pires", "understood": ["understood"]},
}  # fmt: skip


def files(changes: Mapping[str, str] = {}) -> Files:
    return Files({path: text.encode() for path, text in sorted((MINIATURE | dict(changes)).items())})


@functools.cache
def _miniature() -> Checked:
    return check(files(), TODAY)


def checked(given: Files | None = None) -> Checked:
    return _miniature() if given is None else check(given, TODAY)


FORMS = {form.id: form for form in forms_of(checked().workspace)}


def sent(form: str, *, without: Iterable[str] = (), **changes: str | list[str]) -> str:
    """The form as GitHub writes it into an issue: `ANSWERS` with changes, boxes as a list, choices with commas."""
    given = {id_: each for id_, each in (ANSWERS[form] | changes).items() if id_ not in set(without)}
    sections = [f"### {field.label}\n\n{_sent(field, given.get(field.id, ''))}" for field in FORMS[form].fields]
    return "\n\n".join(sections)


def _sent(field: Field, given: str | list[str]) -> str:
    if field.kind is Kind.BOXES:
        return "\n".join(f"- [{'X' if each.value in given else ' '}] {each.label}" for each in field.choices)
    labels = {each.value: each.label for each in field.choices}
    if isinstance(given, list):
        return ", ".join(labels[each] for each in given) or "_No response_"
    return labels.get(given, given) or "_No response_"


def read(text: str, forms: Iterable[Form] = FORMS.values()) -> Filled:
    filled, found = read_form("issue-12.md", text, tuple(forms))
    assert filled is not None, found
    assert found == []
    return filled


def refusals(text: str) -> list[str]:
    """The codes for which the text is refused."""
    filled, found = read_form("issue-12.md", text, tuple(FORMS.values()))
    assert filled is None, "expected a refusal"
    assert found
    return [each.code for each in found]


def settled(text: str, given: Files | None = None, sender: Sender = MAIL) -> Outcome:
    return settle(read(text), given or files(), checked(given), sender)


def issue(author: str, number: int = 12, approver: str = "coordinator") -> Sender:
    return Sender(TODAY, author, approver, number)


def event(text: str, /, **changes: object) -> dict[str, object]:
    """What GitHub writes into the event's file when an issue gets the label."""
    issue = {
        "number": 12,
        "title": "Session: ",
        "body": text,
        "state": "open",
        "created_at": f"{TODAY.isoformat()}T09:30:00Z",
        "updated_at": f"{TODAY.isoformat()}T10:00:00Z",
        "user": {"login": "ana-r"},
        "labels": [{"name": "intake-approved"}],
    }
    made: dict[str, object] = {
        "action": "labeled",
        "issue": issue,
        "label": {"name": "intake-approved"},
        "sender": {"login": "tomas"},
    }
    for key, value in changes.items():
        (issue if key in issue or key == "pull_request" else made)[key] = value
    return made


DAY = datetime.date(2026, 11, 2)
