"""Reads a filled-in form from the Markdown that hosts make of it: a heading for each question, the answer below."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from turnabout.diagnostics import Diagnostic, Position, has_errors
from turnabout.forms.answers import Raw, read_answer, shown
from turnabout.forms.codes import Code
from turnabout.forms.fields import Filled, Form
from turnabout.forms.hidden import hidden
from turnabout.forms.limits import MAX_BYTES, MAX_CHARACTERS, MAX_TOLD
from turnabout.intake.table import tidy
from turnabout.yamlfile.characters import character_name

_HEADING = re.compile(r"### (.*)")
_AGAIN = "open the form anew, and answer below its headings without changing them"

Section = tuple[str, int, list[str]]
"""The text of a heading, its line, and the lines below it."""


def read_bytes(path: str, content: bytes, forms: Sequence[Form]) -> tuple[Filled | None, list[Diagnostic]]:
    """The form in a file of text, as `read_form` returns it. Any bytes give a form or diagnostics, never an exception."""
    if len(content) > MAX_BYTES:
        return None, [_too_large(path)]
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        message = f"expected `UTF-8`, found the byte `0x{content[fault.start]:02x}`, which is from another encoding"
        return None, [Diagnostic(Position(path), Code.UNREADABLE, message, "save the text with the encoding `UTF-8`")]
    return read_form(path, text, forms)


def read_form(path: str, text: str, forms: Sequence[Form]) -> tuple[Filled | None, list[Diagnostic]]:
    """The one form that the text holds, or None, and what is wrong with it, in order.

    Which form it is follows from its headings: they stand there once each and in order, and there are no others. Text
    above them has to be the form's own notice. The limit of 65,536 characters is met before anything else is done.
    """
    if len(text) > MAX_CHARACTERS:
        return None, [_too_large(path)]
    text = text.replace("\r\n", "\n")
    unseen = hidden(text)
    if unseen is not None:
        place = Position(path, text.count("\n", 0, unseen) + 1, unseen - text.rfind("\n", 0, unseen))
        message = f"expected text, found {character_name(text[unseen])}"
        return None, [Diagnostic(place, Code.UNREADABLE, message, "delete the word around it and type it again")]
    above, sections = _sections(text)
    form = _meant(sections, forms)
    if form is None:
        return None, [_no_form(path, forms)]
    found = [*_above(path, form, above), *_headings(path, form, sections)]
    if found:
        return None, sorted(found)[:MAX_TOLD]
    answers = {
        field.id: read_answer(field, _raw(path, section), found)
        for field, section in zip(form.fields, sections, strict=True)
    }
    return (None if has_errors(found) else Filled(form, answers)), sorted(found)[:MAX_TOLD]


def _sections(text: str) -> tuple[str, list[Section]]:
    above: list[str] = []
    sections: list[Section] = []
    for number, line in enumerate(text.split("\n"), start=1):
        heading = _HEADING.fullmatch(line)
        if heading:
            sections.append((tidy(heading[1]), number, []))
        else:
            (sections[-1][2] if sections else above).append(line)
    return "\n".join(above), sections


def _meant(sections: Sequence[Section], forms: Sequence[Form]) -> Form | None:
    """The form that has most of these headings, the first of several; None where no form has any."""
    there = {label for label, _, _ in sections}
    best = max(
        forms, key=lambda form: (form.labels == tuple(each[0] for each in sections), _shared(form, there)), default=None
    )
    return best if best is not None and there & set(best.labels) else None


def _shared(form: Form, there: set[str]) -> float:
    """How much of the form there is: a short form with all its headings goes before a long one with some of them."""
    return len(there & set(form.labels)) / len(form.labels)


def _no_form(path: str, forms: Sequence[Form]) -> Diagnostic:
    names = ", ".join(f"`{form.name}`" for form in forms) or "none: no program here takes forms"
    return Diagnostic(
        Position(path), Code.NO_FORM, "expected the headings of a form, found none", f"send one of the forms: {names}"
    )


def _above(path: str, form: Form, above: str) -> Iterator[Diagnostic]:
    if above.strip() and tidy(above) != tidy(form.notice):
        message = f"expected `{form.labels[0]}` as the first heading, found text above it"
        yield Diagnostic(Position(path), Code.HEADING, message, "delete what stands above the first heading")


def _headings(path: str, form: Form, sections: Sequence[Section]) -> Iterator[Diagnostic]:
    """What keeps the headings from being those of the form; in the order of the text, then what is missing."""
    known = Counter(form.labels)
    for label, line, _ in sections:
        if label not in known:
            yield Diagnostic(
                Position(path, line), Code.HEADING, f"expected the headings of `{form.name}`, found {shown(label)}",
                "one form for each issue, and no headings of your own: delete the three `#` before it",
            )  # fmt: skip
        elif not known[label]:
            message = f"expected each heading once, found {shown(label)} again"
            yield Diagnostic(
                Position(path, line), Code.HEADING, message, "send one form at a time, each in an issue of its own"
            )
        known[label] -= 1 if known[label] else 0
    missing = [label for label, times in known.items() if times]
    for label in missing:
        yield Diagnostic(
            Position(path), Code.HEADING, f"expected the heading `{label}` of `{form.name}`, found none", _AGAIN
        )
    if not missing and tuple(label for label, _, _ in sections if label in known) != form.labels:
        message = f"expected the headings of `{form.name}` in their order, found another one"
        yield Diagnostic(Position(path), Code.HEADING, message, _AGAIN)


def _raw(path: str, section: Section) -> Raw:
    _, line, lines = section
    first = next((number for number, each in enumerate(lines) if each.strip()), 0)
    return Raw("\n".join(each.rstrip() for each in lines).strip(), Position(path, line + 1 + first))


def _too_large(path: str) -> Diagnostic:
    message = f"expected a form of at most {MAX_CHARACTERS:,} characters, found more"
    return Diagnostic(Position(path), Code.TOO_LARGE, message, "send the form alone, with short answers")
