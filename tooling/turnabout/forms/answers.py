"""Turns the text below one heading, or in one cell, into an answer, strictly as the field allows."""

import re
from collections.abc import Iterator, Mapping

from turnabout.diagnostics import Diagnostic, Position
from turnabout.forms.codes import Code
from turnabout.forms.fields import Answer, Choice, Field, Kind
from turnabout.forms.issue_forms import NO_ANSWER, hint
from turnabout.forms.limits import MAX_ANSWER
from turnabout.frozen import dataclass
from turnabout.intake.table import tidy

_SHOWN = 60
# More choices than this are not listed in a message.
_MANY = 12
_BOX = re.compile(r"[-*] \[([ xX])\] (.+)")
# What would hide text from, or show other text to, whoever approves the form.
_MARKUP = (
    (re.compile(r"<[A-Za-z/!?]"), "HTML"),
    (re.compile(r"^ {0,3}#{1,6}(?:[ \t]|$)", re.MULTILINE), "a heading"),
    (re.compile(r"^ {0,3}(?:```|~~~)", re.MULTILINE), "a code fence"),
    (re.compile(r"^ {0,3}\[[^\]\n]{1,999}\]:", re.MULTILINE), "a hidden reference"),
)


@dataclass(frozen=True, slots=True)
class Raw:
    """What stands below a heading or in a cell, without blanks around it, and where it begins."""

    text: str
    at: Position


def read_answer(field: Field, raw: Raw, found: list[Diagnostic]) -> Answer:
    """The answer; what is wrong with it goes to `found`, and the answer is empty then."""
    text = raw.text.removeprefix(hint(field)).strip() if field.about else raw.text
    if text == NO_ANSWER:
        text = ""
    answer = Answer(raw.at)
    faults = list(_unfit(field, raw.at, text))
    if not faults and field.choices:
        chosen, faults = _chosen(field, raw.at, text)
        answer = Answer(raw.at, chosen=() if faults else chosen)
    elif not faults:
        answer = Answer(raw.at, text)
    if not faults:
        faults = list(_lacking(field, answer))
    found += faults
    return answer


def shown(text: str) -> str:
    """Somebody's text as a message can hold it: one line, no backtick, not endless."""
    line = tidy(text).replace("`", "'")
    return f"`{line if len(line) <= _SHOWN else line[: _SHOWN - 1] + '…'}`"


def _unfit(field: Field, at: Position, text: str) -> Iterator[Diagnostic]:
    if len(text) > MAX_ANSWER and not field.choices:
        message = f"expected at most {MAX_ANSWER:,} characters in `{field.label}`, found {len(text):,}"
        yield Diagnostic(at, Code.TOO_LARGE, message, "shorten the answer")
        return
    for pattern, what in _MARKUP:
        if pattern.search(text):
            message = f"expected plain text in `{field.label}`, found {what}"
            yield Diagnostic(at, Code.MARKUP, message, "write the answer again in plain words")
            return
    if field.kind is Kind.LINE and "\n" in text:
        message = f"expected one line in `{field.label}`, found {text.count(chr(10)) + 1}"
        yield Diagnostic(at, Code.ANSWER, message, "write the answer on one line")


def _chosen(field: Field, at: Position, text: str) -> tuple[tuple[str, ...], list[Diagnostic]]:
    """The values chosen, in the form's order, or what is wrong."""
    known = {tidy(word).casefold(): each for each in field.choices for word in (each.value, each.label)}
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    boxes = [_BOX.fullmatch(line) for line in lines]
    if lines and all(boxes):
        entries = [(tidy(box[2]), box[1] != " ") for box in boxes if box]
    else:
        entries = [(entry, True) for entry in _entries(field, known, text)]
    # As many entries as there are choices are enough to see that something is wrong.
    entries = entries[: len(field.choices) + 1]
    listed = [known.get(entry.casefold()) for entry, _ in entries]
    faults = [
        Diagnostic(
            at, Code.CHOICE, f"expected one of the choices of `{field.label}`, found {shown(entry)}", _offer(field)
        )
        for (entry, _), choice in zip(entries, listed, strict=True)
        if choice is None
    ]
    chosen = {choice.value for choice, (_, ticked) in zip(listed, entries, strict=True) if choice and ticked}
    if not faults and len(set(listed)) < len(listed):
        message = f"expected each choice of `{field.label}` once, found one twice"
        faults = [Diagnostic(at, Code.CHOICE, message, "delete the second one")]
    elif not faults and field.kind is Kind.ONE and len(chosen) > 1:
        message = f"expected one choice in `{field.label}`, found {len(chosen)}"
        faults = [Diagnostic(at, Code.CHOICE, message, "choose one of them")]
    return tuple(choice.value for choice in field.choices if choice.value in chosen), faults


def _entries(field: Field, known: Mapping[str, Choice], text: str) -> list[str]:
    """The entries of a list as GitHub joins them, with commas, or as tables do, with semicolons and line ends.

    A choice may have commas of its own: of all ways to put pieces together the longest that is a choice counts.
    """
    if field.kind is Kind.ONE or tidy(text).casefold() in known:
        return [tidy(text)] if text.strip() else []
    if ";" in text or "\n" in text:
        return [tidy(each) for each in re.split(r"[;\n]", text) if each.strip()]
    pieces = text.split(",")
    entries: list[str] = []
    start = 0
    longest = max(choice.label.count(",") for choice in field.choices) + 1
    while start < len(pieces):
        ends = range(min(len(pieces), start + longest), start, -1)
        joined = [(end, tidy(",".join(pieces[start:end]))) for end in ends]
        start, entry = next((each for each in joined if each[1].casefold() in known), joined[-1])
        if entry:
            entries.append(entry)
    return entries


def _offer(field: Field) -> str:
    if len(field.choices) > _MANY:
        return "choose from the list of the form"
    return f"one of: {'; '.join(shown(each.label) for each in field.choices)}"


def _lacking(field: Field, answer: Answer) -> Iterator[Diagnostic]:
    for choice in field.choices:
        if choice.required and choice.value not in answer.chosen:
            message = f"expected `{choice.label}` ticked, found it left open"
            yield Diagnostic(answer.at, Code.MISSING, message, "tick the box, if you agree")
    if field.required and field.kind is not Kind.BOXES and not (answer.text or answer.chosen):
        message = f"expected an answer to `{field.label}`, found none"
        about = f": {field.about[:1].lower()}{field.about[1:].rstrip('.')}" if field.about else ""
        yield Diagnostic(answer.at, Code.MISSING, message, f"answer the question{about}")
