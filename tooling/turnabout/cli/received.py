"""Reads what `turnabout intake` is given: an event of the host, the text of a form, or a table with a form in each row."""

import datetime
import os
from collections.abc import Sequence
from pathlib import Path

from turnabout.diagnostics import Diagnostic
from turnabout.errors import UsageError
from turnabout.forms.event import Sender, is_login, read_event
from turnabout.forms.fields import Filled, Form
from turnabout.forms.limits import MAX_BYTES, MAX_EVENT
from turnabout.forms.markdown import read_bytes, read_form
from turnabout.forms.row import read_rows
from turnabout.frozen import dataclass
from turnabout.ids import nearest
from turnabout.intake.table import read_table

TABLES = (".csv", ".tsv", ".xlsx", ".xlsm")
EVENT_PATH = "GITHUB_EVENT_PATH"


@dataclass(frozen=True, slots=True)
class Source:
    """Where the form is: `file`, or the running workflow's event where there is none; `now` is the issue as of today.

    `partial` takes the forms of a table without an error, though others have some.
    """

    file: Path | None
    event: bool
    now: Path | None
    form: str | None
    sheet: str | None
    author: str
    partial: bool = False


@dataclass(frozen=True, slots=True)
class Received:
    """The forms that could be read, what is wrong with the others, and who sent them."""

    filled: tuple[Filled, ...]
    found: tuple[Diagnostic, ...]
    sender: Sender


def receive(source: Source, forms: Sequence[Form], today: datetime.date) -> Received:
    """What came in. UsageError where the file cannot be read, or where the options do not go together."""
    if source.author and not is_login(source.author):
        raise UsageError("`--author` is no login", "give it as the forge shows it, without `@`")
    if source.event:
        return _event(source, forms, today)
    if source.file is None:
        raise UsageError("which form?", "name its file, or give `--event` where a workflow runs")
    sender = Sender(today, source.author)
    if source.file.suffix.lower() in TABLES:
        table, found = read_table(source.file, source.sheet)
        if table is None:
            return Received((), tuple(found), sender)
        rows, more = read_rows(table, _named(source.form, forms))
        return Received(tuple(filled for _, filled in rows if filled), (*found, *more), sender)
    chosen = forms if source.form is None else [_named(source.form, forms)]
    filled, found = read_bytes(source.file.as_posix(), _bytes(source.file, MAX_BYTES), chosen)
    return Received((filled,) if filled else (), tuple(found), sender)


def _event(source: Source, forms: Sequence[Form], today: datetime.date) -> Received:
    file = source.file
    if file is None:
        # The workflow's own file, and only when asked for: the text of an issue never passes through a shell.
        named = os.environ.get(EVENT_PATH, "")
        if not named:
            raise UsageError(f"{EVENT_PATH} is not set", "name the event's file, or run this in a workflow")
        file = Path(named)
    now = None if source.now is None else _bytes(source.now, MAX_EVENT)
    approved, found = read_event("event.json", _bytes(file, MAX_EVENT), now)
    if approved is None:
        return Received((), tuple(found), Sender(today))
    filled, more = read_form(f"issue-{approved.sender.issue}.md", approved.body, forms)
    return Received((filled,) if filled else (), tuple(more), approved.sender)


def _named(name: str | None, forms: Sequence[Form]) -> Form:
    known = {form.id: form for form in forms}
    if name is None:
        raise UsageError("which form is in the rows of the table?", f"give `--form`: {', '.join(known)}")
    if name not in known:
        alike = nearest(name, known)
        raise UsageError(
            f"there is no form `{name}`", f"did you mean `{alike}`?" if alike else f"one of: {', '.join(known)}"
        )
    return known[name]


def _bytes(path: Path, limit: int) -> bytes:
    """The file's bytes, one more than `limit` at most: who reads them refuses what is too large."""
    try:
        with path.open("rb") as file:
            return file.read(limit + 1)
    except OSError as fault:
        raise UsageError(f"{path} cannot be read: {fault.strerror}", "check the name and the permissions") from fault
