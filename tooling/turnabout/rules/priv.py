"""Privacy: pseudonyms, sealed blocks, secrets, keys and how long data is kept. Private values are never repeated."""

import base64
import binascii
import datetime
from collections.abc import Iterator
from typing import Any

from turnabout.diagnostics import Severity
from turnabout.model import Session
from turnabout.rules.people import first_with
from turnabout.rules.personal import has_secret, may_have_secret
from turnabout.rules.registry import Finding, rule
from turnabout.workspace import Workspace

_BEGIN, _END = "-----BEGIN AGE ENCRYPTED FILE-----", "-----END AGE ENCRYPTED FILE-----"
_SESSION = """
    # program/sessions/digital-2026/ana-ruiz--lee-wong/2026-10-19.yaml
"""


def _armored(header: str) -> str:
    """An age block of the right form, for the samples: the body is not encrypted, but nothing here could tell."""
    body = base64.b64encode(f"age-encryption.org/v1\n{header}--- mac\n".encode() + bytes(48)).decode()
    lines = [_BEGIN, *(body[at : at + 64] for at in range(0, len(body), 64)), _END]
    return "    sealed: |  # <-\n" + "".join(f"      {line}\n" for line in lines)


_STANZA = "-> X25519 c2FtcGxlc2FtcGxlc2FtcGxlc2FtcGxlc2FtcGxlc2E\nc2FtcGxl\n"


@rule(
    "PRIV001",
    passing="""
    # program/digital-2026.yaml
    privacy: named
    """,
    failing="""
    # program/digital-2026.yaml
    privacy: pseudonymous
    # program/participants/ana-ruiz.yaml
    name: Ana Ruiz  # <-
    # program/participants/ben-okoro.yaml
    programs: {inclusion-2025: {role: mentor}}
    # program/participants/lee-wong.yaml
    programs: {inclusion-2025: {role: mentee}}
    # program/participants/mia-sato.yaml
    programs: {inclusion-2025: {role: mentee}}
    """,
)
def no_name_in_pseudonymous_program(workspace: Workspace, _today: datetime.date) -> Iterator[Finding]:
    """Ensure nobody in a pseudonymous program has a name in their file.

    The program promised that no file holds a name. Remove `name`, also from the history, and check that the id is not
    made from it.
    """
    for person in workspace.people.values():
        programs = [workspace.programs[each] for each in person.programs if each in workspace.programs]
        if person.name and any(program.privacy == "pseudonymous" for program in programs):
            yield Finding(
                workspace.at(person.path, "name"),
                "a person of a pseudonymous program has a name in the file",
                "remove `name`, and tell the coordinator: it stays in the history",
            )


def _header(sealed: str) -> list[str] | None:
    """The lines of an armored age block's header, or None where the text is none."""
    lines = sealed.strip().splitlines()
    if len(lines) < 3 or lines[0] != _BEGIN or lines[-1] != _END:
        return None
    try:
        binary = base64.b64decode("".join(lines[1:-1]), validate=True)
    except (binascii.Error, ValueError):
        return None
    head, separator, _ = binary.partition(b"\n---")
    if not separator or not head.startswith(b"age-encryption.org/v1\n") or not head.isascii():
        return None
    return head.decode("ascii").splitlines()


def _sealed(workspace: Workspace) -> Iterator[Session]:
    return (session for sessions in workspace.sessions.values() for session in sessions if session.sealed)


@rule(
    "PRIV002",
    passing=_SESSION + _armored(_STANZA * 2).replace("  # <-", ""),
    failing=_SESSION + "    sealed: We talked about the last board meeting.  # <-\n",
)
def sealed_is_sealed(workspace: Workspace, _today: datetime.date) -> Iterator[Finding]:
    """Ensure `sealed` holds an age block, and no plain text.

    What stands there was meant for the two alone; in plain text everybody reads it. Remove it at once, and tell the
    coordinator: it stays in the history. Nothing here can open a block, only its form is checked.
    """
    for session in _sealed(workspace):
        if _header(session.sealed) is None:
            yield Finding(
                workspace.at(session.path, "sealed"),
                "expected an armored age block, found something else",
                "remove the text at once, and tell the coordinator: it stays in the history",
            )


@rule(
    "PRIV003",
    passing=_SESSION + _armored(_STANZA * 2).replace("  # <-", ""),
    failing=_SESSION + _armored(_STANZA * 3),
)
def sealed_to_two(workspace: Workspace, _today: datetime.date) -> Iterator[Finding]:
    """Ensure a sealed note can be opened by two people, the mentor and the mentee.

    With fewer one of them is locked out, with more somebody reads along. Seal the note again, to the two keys that
    stand in the participants' files.
    """
    for session in _sealed(workspace):
        header = _header(session.sealed)
        if header is not None:
            recipients = sum(line.startswith(("-> X25519 ", "-> scrypt ", "-> ssh-")) for line in header)
            if recipients != 2:
                yield Finding(
                    workspace.at(session.path, "sealed"),
                    f"expected a note sealed to 2 people, found {recipients}",
                    "seal the note again to the keys of the two",
                )


def texts(data: Any, keys: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Every text in the data, with the keys that lead to it."""
    if isinstance(data, str):
        yield keys, data
    elif isinstance(data, dict):
        for key, value in data.items():
            yield from texts(value, (*keys, key))
    elif isinstance(data, list):
        for at, value in enumerate(data):
            yield from texts(value, (*keys, at))


def _strings(data: Any) -> list[str]:
    """The same texts in any order and without their places."""
    found = []
    every = [data]
    # It grows while it is gone through. The loader makes these very types and no others.
    for value in every:
        kind = type(value)
        if kind is str:
            found.append(value)
        elif kind is dict:
            every += value.values()
        elif kind is list:
            every += value
    return found


@rule(
    "PRIV004",
    passing=_SESSION + "    shared: We changed the password of the test system.\n",
    failing=_SESSION + '    shared: "The password: is correct-horse"  # <-\n'.replace(": is", " is"),
)
def no_secret(workspace: Workspace, _today: datetime.date) -> Iterator[Finding]:
    """Ensure no file contains a private key, an access token or a password.

    Whoever can read the repository could use it, now and from the history. Change the secret first, then remove it. The
    complaint does not repeat it.
    """
    for path in workspace.documents:
        data = workspace.data(path)
        if not may_have_secret(_strings(data)):
            continue
        for keys, text in texts(data):
            if has_secret(text):
                yield Finding(
                    workspace.at(path, *keys),
                    "the text contains what looks like a key, a token or a password",
                    "change the secret first, then remove it",
                )


_KEYS = [f"age1{letter * 58}" for letter in "qp"]


@rule(
    "PRIV005",
    passing=f"""
    # program/participants/ana-ruiz.yaml
    key: {_KEYS[0]}
    # program/participants/lee-wong.yaml
    key: {_KEYS[1]}
    """,
    failing=f"""
    # program/participants/ana-ruiz.yaml
    key: {_KEYS[0]}
    # program/participants/lee-wong.yaml
    key: {_KEYS[0]}  # <-
    """,
)
def one_key_each(workspace: Workspace, _today: datetime.date) -> Iterator[Finding]:
    """Ensure no two participants have the same sealing key.

    What is sealed to one of them, the other one opens. Have one of the two make a new key.
    """
    for position, first in first_with(workspace, "key"):
        yield Finding(position, f"the same key stands in {first}", "have one of the two make a new key")


@rule(
    "PRIV006",
    severity=Severity.WARNING,
    passing="""
    # program/pairs/digital-2026/ana-ruiz--lee-wong.yaml
    meeting: https://meet.example.org/ana-lee
    """,
    failing="""
    # program/pairs/digital-2026/ana-ruiz--lee-wong.yaml
    meeting: https://meet.example.org/j/123?pwd=abcdef  # <-
    """,
)
def link_without_password(workspace: Workspace, _today: datetime.date) -> Iterator[Finding]:
    """Ensure a meeting link carries no password.

    Whoever reads the repository could join the session. Use a link with a waiting room, and send the password by
    another way.
    """
    for pair in workspace.pairs.values():
        link = pair.meeting.casefold()
        host = link.removeprefix("https://").partition("/")[0]
        if "@" in host or any(f"{mark}{word}=" in link for mark in "?&#" for word in ("pwd", "password", "passcode")):
            yield Finding(
                workspace.at(pair.path, "meeting"),
                "the meeting link carries a password",
                "use a link without it, and send the password by another way",
            )


def _last_days(workspace: Workspace) -> dict[str, datetime.date]:
    """Until when each program that says so keeps people's files."""
    months = {
        name: workspace.data(each.path).get("retention", {}).get("months") for name, each in workspace.programs.items()
    }
    return {
        name: _months_later(workspace.programs[name].ends, count) for name, count in months.items() if count is not None
    }


def _months_later(day: datetime.date, months: int) -> datetime.date:
    """The first day of the month that follows `months` months after `day`; late by less than a month, never early."""
    index = day.year * 12 + day.month + months
    return datetime.date(index // 12, index % 12 + 1, 1)


@rule(
    "PRIV007",
    severity=Severity.WARNING,
    passing="""
    # program/digital-2026.yaml
    retention: {months: 12}
    """,
    failing="""
    # program/digital-2026.yaml
    retention: {months: 3}
    timeline: {starts: "2026-01-05", ends: "2026-06-30"}
    # program/participants/ben-okoro.yaml
    programs: {digital-2026: {role: mentor}}  # <-
    # program/participants/ana-ruiz.yaml
    programs: {digital-2026: {role: mentor}, digital-2027: {role: mentor}}
    # program/participants/lee-wong.yaml
    programs: {digital-2026: {role: mentee}, digital-2027: {role: mentee}}
    # program/participants/mia-sato.yaml
    programs: {digital-2026: {role: mentee}, digital-2027: {role: mentee}}
    """,
)
def retention_kept(workspace: Workspace, today: datetime.date) -> Iterator[Finding]:
    """Ensure nobody's file stays longer than every program they took part in allows.

    The program promised to remove personal data some months after its end (`retention`). Remove the
    person's file, their pairs and sessions; the history of the repository keeps them, so ask its keeper to clean that too.
    """
    lasting = workspace.derived(_last_days)
    for person in workspace.people.values():
        lasts = []
        for program_id in person.programs:
            last = lasting.get(program_id)
            if last is None:
                break
            lasts.append(last)
        else:
            if max(lasts) <= today:
                yield Finding(
                    workspace.key_at(person.path, "programs"),
                    f"`{person.id}` should have been removed by `{max(lasts)}`",
                    f"remove {person.path}, and the pairs and sessions of `{person.id}`",
                )
