"""Words for what is wrong with a value: its kind, its form, its size, or that it is there twice."""

import json
from collections.abc import Callable
from typing import Any

from turnabout.diagnostics import Diagnostic
from turnabout.ids import ID_PATTERN, id_fault, nearest
from turnabout.shapes.codes import Code
from turnabout.shapes.formats import FORMAT_WORDS
from turnabout.shapes.nodes import is_private, nodes_along
from turnabout.shapes.phrases import Case, as_described, choices, description_of, example_of, shown_value
from turnabout.yamlfile.quoting import scalar

_TYPES = {
    "object": "a group of keys",
    "array": "a list",
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "`true` or `false`",
    "null": "nothing",
}


def wrong_type(case: Case) -> list[Diagnostic]:
    """A value of another kind than the schema asks for."""
    types = [case.limit] if isinstance(case.limit, str) else list(case.limit or [])
    expected = " or ".join(_TYPES.get(name, name) for name in types)
    found, value = case.found, case.value
    if found.startswith("`") and isinstance(value, str):
        found = f"the text {found}"
    return [
        Diagnostic(
            case.where, Code.TYPE, f"expected {expected} for {case.name}, found {found}", _type_fix(case, types, value)
        )
    ]


def _type_fix(case: Case, types: list[str], value: Any) -> str:
    if value is None:
        return "write a value" + _or_delete(case) if case.path else "write the file's content"
    if "string" in types and isinstance(value, bool | int | float):
        return "put double quotes around it"
    if "array" in types and not isinstance(value, dict | list):
        return "write a list: square brackets around the value, as in `[…]`, or a line with a dash for each entry"
    if "array" in types:
        return "begin each entry with a dash and a space"
    if "object" in types:
        return "write keys with a colon on the lines below, two spaces further in"
    if "boolean" in types:
        return "write `true` or `false`, without quotes"
    if {"integer", "number"} & set(types) and isinstance(value, str) and value.strip().isdecimal():
        return "take the quotes away"
    if "string" in types:
        return "write one text" if isinstance(value, list) else "write the text behind the colon"
    return as_described(case.node)


def not_a_choice(case: Case) -> list[Diagnostic]:
    """A value that is none of the choices."""
    options = [str(scalar(option)) if not isinstance(option, str) else option for option in case.limit or []]
    offer = nearest(case.value, options) if isinstance(case.value, str) else None
    fix = f"write `{offer}`, if that is what you mean; else choose another of them" if offer else "choose one of them"
    message = f"expected one of {choices(options)} for {case.name}, found {case.found}"
    return [Diagnostic(case.where, Code.CHOICE, message, fix)]


def other_form(case: Case) -> list[Diagnostic]:
    """Text that the pattern does not fit; ids have words of their own."""
    example = example_of(case.node)
    if ID_PATTERN.replace("(?:", "(") in str(case.limit).replace("(?:", "("):
        expected, fix = "an id", id_fault(str(case.value)) or as_described(case.node)
        fix = f"{fix}, as in `{example}`" if example else fix
    else:
        expected, fix = (
            f"text in the form of `{example}`" if example else "text in the form that the schema describes",
            "",
        )
    fix = fix or as_described(case.node)
    return [Diagnostic(case.where, Code.FORM, f"expected {expected} for {case.name}, found {case.found}", fix)]


def no_such(case: Case) -> list[Diagnostic]:
    """Text that is no such day, time, link or address."""
    expected, fix = FORMAT_WORDS.get(str(case.limit), (f"text in the format {case.limit}", as_described(case.node)))
    return [Diagnostic(case.where, Code.FORMAT, f"expected {expected} for {case.name}, found {case.found}", fix)]


def out_of_range(words: str, fix: str) -> Callable[[Case], list[Diagnostic]]:
    """The wording of one bound; `words` has a place for its value."""

    def wording(case: Case) -> list[Diagnostic]:
        message = f"expected {words.format(case.limit)} for {case.name}, found {case.found}"
        return [Diagnostic(case.where, Code.RANGE, message, fix)]

    return wording


def length(case: Case) -> list[Diagnostic]:
    """Text that is too short or too long; only its length is told."""
    length = len(case.value)
    if length < case.limit:
        least = "text" if case.limit == 1 else f"at least {case.limit} characters"
        message = f"expected {least} for {case.name}, found {_count(length, 'character') if length else 'none'}"
        fix = ("write something" + _or_delete(case)) if length == 0 else "write more"
    else:
        message = f"expected at most {_count(case.limit, 'character')} for {case.name}, found {length:,}"
        fix = "shorten the text"
    return [Diagnostic(case.where, Code.LENGTH, message, fix)]


def entries(case: Case) -> list[Diagnostic]:
    """A list or group with too few or too many entries."""
    number = len(case.value)
    what = "key" if isinstance(case.value, dict) else "entry"
    if number < case.limit:
        message = f"expected at least {_count(case.limit, what)} in {case.name}, found {number or 'none'}"
        fix = "add one" if case.limit - number == 1 else f"add {case.limit - number}"
        fix += _or_delete(case) if number == 0 else ""
    else:
        message = f"expected at most {_count(case.limit, what)} in {case.name}, found {number:,}"
        fix = f"delete {number - case.limit}"
    return [Diagnostic(case.where, Code.COUNT, message, fix)]


def _or_delete(case: Case) -> str:
    """The tail of a fix for a value that is not there: a key that may be missing can go."""
    parent = nodes_along(case.schema, case.path[:-1])[-1]
    if not case.path or case.path[-1] in parent.get("required", ()):
        return ""
    return ", or delete the key" if isinstance(case.path[-1], str) else ", or delete the entry"


def _count(number: int, what: str) -> str:
    plural = {"entry": "entries"}.get(what, f"{what}s")
    return f"{number:,} {what if number == 1 else plural}" if number else f"no {plural}"


def repeated(case: Case) -> list[Diagnostic]:
    """A complaint for each entry that stands in the list before."""
    found = []
    firsts: dict[str, int] = {}
    for index, entry in enumerate(case.value):
        first = firsts.setdefault(_identity(entry), index)
        if first < index:
            here = (*case.path, index)
            private = isinstance(entry, dict | list) or is_private(case.schema, here)
            again = "the same again" if private else f"{shown_value(entry) or 'the same'} again"
            message = f"expected each entry of {case.name} once, found {again}, as in entry {first + 1}"
            found.append(Diagnostic(case.document.at(*here), Code.REPEATED, message, "delete one of the two"))
    return found


def _identity(entry: Any) -> str:
    """The same for entries that JSON Schema calls equal: true is not 1, but 1.0 is."""
    if isinstance(entry, float) and entry.is_integer():
        entry = int(entry)
    if isinstance(entry, list):
        return "[" + ",".join(map(_identity, entry)) + "]"
    if isinstance(entry, dict):
        return "{" + ",".join(sorted(f"{json.dumps(key)}:{_identity(value)}" for key, value in entry.items())) + "}"
    return json.dumps(entry)


def anything_else(case: Case) -> list[Diagnostic]:
    """Whatever has no words of its own: the schema's own description speaks."""
    description = description_of(case.node)
    fix = (
        f"it is described so: {description}"
        if description
        else "compare it with the reference page of this kind of file"
    )
    message = f"expected what the schema asks of {case.name}, found {case.found}"
    return [Diagnostic(case.where, Code.OTHER, message, fix)]
