"""Texts that others read: no address, no number, nobody's name who did not agree. What was found is never repeated."""

import datetime
from collections.abc import Callable, Iterable, Iterator

from turnabout.diagnostics import Severity
from turnabout.ids import PairKey
from turnabout.rules.personal import Names, has_category, has_email, has_phone, named_in, names, plain_first_word, words
from turnabout.rules.registry import Finding, rule
from turnabout.workspace import Workspace

_SESSION = """
    # program/sessions/digital-2026/ana-ruiz--lee-wong/2026-10-19.yaml
"""


# Which file, which value in it, and the text that stands there.
Text = tuple[str, tuple[str | int, ...], str]


def _names(workspace: Workspace) -> Names:
    return names((person, card.name) for person, card in workspace.cards.items())


def _names_in(workspace: Workspace, texts: Iterable[str]) -> Names:
    """The names that may stand in one of the texts, which are few where a part of the workspace is checked again."""
    if workspace.source is None:
        return workspace.derived(_names)
    firsts = {word for text in texts for word in words(text)}
    listed = workspace.derived(_by_first_word) if firsts else {}
    return names((each for first in ("", *sorted(firsts)) for each in listed.get(first, ())), firsts)


def _by_first_word(workspace: Workspace) -> dict[str, list[tuple[str, str]]]:
    """(id, name) of all people by the first word of their names; below no word where it is not plain to see."""
    found: dict[str, list[tuple[str, str]]] = {}
    for person, card in workspace.cards.items():
        found.setdefault(plain_first_word(card.name), []).append((person, card.name))
    return found


def _notes(workspace: Workspace) -> Iterator[tuple[PairKey, Text]]:
    """Every text of a session that the repository's readers can read, and what pairs tell and thank each other for."""
    for key, pair in workspace.pairs.items():
        if pair.story is not None:
            yield key, (pair.path, ("story", "title"), pair.story.title)
            yield key, (pair.path, ("story", "text"), pair.story.text)
        for at, thanks in enumerate(pair.thanks):
            yield key, (pair.path, ("thanks", at, "text"), thanks.text)
    for key, sessions in workspace.sessions.items():
        for session in sessions:
            if session.shared:
                yield key, (session.path, ("shared",), session.shared)
            for at, action in enumerate(session.actions):
                yield key, (session.path, ("actions", at, "text"), action.text)


def _notes_with(workspace: Workspace, found: Callable[[str], bool], what: str) -> Iterator[Finding]:
    for _, (path, keys, text) in _notes(workspace):
        if found(text):
            yield Finding(
                workspace.at(path, *keys),
                f"a text that others can read contains {what}",
                "remove it; it stays in the history, so tell the coordinator if it should not have been there",
            )


@rule(
    "TEXT001",
    passing=_SESSION + "    shared: We wrote to the team that owns the tool.\n",
    failing=_SESSION + "    shared: Ask sam@example.org for access.  # <-\n",
)
def no_email(workspace: Workspace, _today: datetime.date) -> Iterator[Finding]:
    """Ensure notes that others can read contain no e-mail address.

    Shared notes and actions are read by everybody who reads the repository, and cannot be taken back. Remove the
    address.
    """
    yield from _notes_with(workspace, has_email, "an e-mail address")


@rule(
    "TEXT002",
    passing=_SESSION + "    shared: We meet again on 2026-11-16 at 14:00 in room 4.117.\n",
    failing=_SESSION + "    shared: Call +351 912 345 678 before you come.  # <-\n",
)
def no_phone(workspace: Workspace, _today: datetime.date) -> Iterator[Finding]:
    """Ensure notes that others can read contain no telephone number.

    Shared notes and actions are read by everybody who reads the repository, and cannot be taken back. Remove the
    number. Another long number can be written in a way that is not grouped like one.
    """
    yield from _notes_with(workspace, has_phone, "what looks like a telephone number")


@rule(
    "TEXT003",
    passing=_SESSION + "    shared: Ana Ruiz showed how the tool answers.\n",
    failing=_SESSION + "    shared: Mia Sato does not like the tool.  # <-\n",
)
def no_third_person(workspace: Workspace, _today: datetime.date) -> Iterator[Finding]:
    """Ensure notes that others can read do not name a third participant.

    The two agreed that their notes may be read; the person they talk about did not. Write "a colleague" instead.
    """
    index = _names_in(workspace, (text for _, (_, _, text) in _notes(workspace)))
    for pair, (path, keys, text) in _notes(workspace):
        if any(person not in (pair.mentor, pair.mentee) for person in named_in(text, index)):
            yield Finding(
                workspace.at(path, *keys),
                "a text that others can read names a participant who is not one of the two",
                'write "a colleague" instead',
            )


@rule(
    "TEXT004",
    passing="""
    # program/pairs/digital-2026/ana-ruiz--lee-wong.yaml
    pledges:
      - {text: I ask the juniors first, state: open}
    """,
    failing="""
    # program/pairs/digital-2026/ana-ruiz--lee-wong.yaml
    pledges:
      - text: I ask Ana Ruiz first  # <-
        state: open
    """,
)
def pledges_name_nobody(workspace: Workspace, _today: datetime.date) -> Iterator[Finding]:
    """Ensure pledges name nobody and contain no address.

    Pledges are shown to everybody without saying whose they are; a name would give it away. Word the promise without it.
    """
    index = _names_in(workspace, (pledge.text for pair in workspace.pairs.values() for pledge in pair.pledges))
    for pair in workspace.pairs.values():
        for at, pledge in enumerate(pair.pledges):
            if any(named_in(pledge.text, index)) or has_email(pledge.text) or has_phone(pledge.text):
                yield Finding(
                    workspace.at(pair.path, "pledges", at, "text"),
                    "expected a promise that names nobody, found a participant's name, an address or a number",
                    "word the promise without it",
                )


def _free_texts(workspace: Workspace) -> Iterator[Text]:
    for person in workspace.people.values():
        yield person.path, ("job_title",), person.job_title
        for key, texts in (("interests", person.interests), ("goals", person.goals)):
            for at, text in enumerate(texts):
                yield person.path, (key, at), text
    for pair in workspace.pairs.values():
        yield pair.path, ("why",), pair.why
        if pair.exception is not None:
            yield pair.path, ("exception", "reason"), pair.exception.reason
        for at, goal in enumerate(pair.goals):
            yield pair.path, ("goals", at, "title"), goal.title
            yield pair.path, ("goals", at, "measure"), goal.measure
        for at, pledge in enumerate(pair.pledges):
            yield pair.path, ("pledges", at, "text"), pledge.text
    for _, note in _notes(workspace):
        yield note


@rule(
    "TEXT005",
    severity=Severity.WARNING,
    passing=_SESSION + "    shared: We tried three screen readers and talked about disability at work.\n",
    failing=_SESSION + "    shared: Lee was diagnosed with something and rests.  # <-\n",
)
def no_special_category(workspace: Workspace, _today: datetime.date) -> Iterator[Finding]:
    """Ensure no free text tells somebody's health, faith, origin, orientation or pay.

    The law protects these most, and nothing here needs them. The check knows a few English phrases that speak of a
    person, and no more; it never repeats what it found. Remove the sentence, or make it one about the subject.
    """
    for path, keys, text in _free_texts(workspace):
        if text and has_category(text):
            yield Finding(
                workspace.at(path, *keys),
                "the text may tell something about a person that the law protects, such as health, faith or pay",
                "remove it, or write about the subject instead of the person",
            )
