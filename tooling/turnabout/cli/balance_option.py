"""Reads `--balance ID=KEY:VALUE,…` and `--balance ID=off`: a balance rule added, changed or dropped, in memory only."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from turnabout.errors import UsageError
from turnabout.ids import nearest

if TYPE_CHECKING:
    from turnabout.matching.advice.quota_change import Settings

# As in the schema of programs.
_CHOICES = {
    "across": ("department", "site"),
    "each": ("department", "site", "level", "person"),
    "of": ("mentor", "mentee"),
}
_NUMBERS = {"at_least": 100_000, "at_most": 100_000, "at_least_percent": 100, "at_most_percent": 100}
_WANTED = ("department", "site", "level", "topic")
_KEYS = (*_CHOICES, *_NUMBERS, *(f"{role}.{field}" for role in _CHOICES["of"] for field in _WANTED))
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LARGEST_LEVEL = 12
OFF, NONE = "off", "none"


def balance_changes(given: Sequence[str]) -> "dict[str, Settings | None]":
    """The changes by the rule's id; None drops it. UsageError with an example for what is none."""
    changes: dict[str, Settings | None] = {}
    for text in given:
        name, sign, settings = text.partition("=")
        if not sign or not _NAME.fullmatch(name):
            raise UsageError(
                f"`--balance` expects ID=KEY:VALUE or ID={OFF}, found `{text}`",
                "for example `--balance across-sites=across:site,at_least_percent:40`",
            )
        if name in changes:
            raise UsageError(
                f"`--balance` is given twice for `{name}`", "keep one of them, with a comma between settings"
            )
        changes[name] = None if settings == OFF else _settings(name, settings)
    return changes


def _settings(name: str, text: str) -> "Settings":
    found: dict[str, Any] = {}
    for part in text.split(","):
        key, sign, value = part.partition(":")
        if key not in _KEYS or not sign:
            alike = nearest(key, _KEYS)
            raise UsageError(
                f"the balance rule `{name}`: expected settings such as `at_least:3`, found `{part}`",
                f"did you mean `{alike}`?" if alike and sign else f"settings are {', '.join(_KEYS)}",
            )
        role, dot, wanted = key.partition(".")
        if (wanted in found.get(role, {})) if dot else key in found:
            raise UsageError(f"the balance rule `{name}`: `{key}` is given twice", "keep one of them")
        if dot:
            found[role] = {**found.get(role, {}), wanted: _value(name, key, wanted, value)}
        else:
            found[key] = None if value == NONE else _value(name, key, key, value)
    return found


def _value(name: str, key: str, field: str, text: str) -> str | int:
    most = _LARGEST_LEVEL if field == "level" else _NUMBERS.get(field)
    if most is not None:
        least = 1 if field == "level" else 0
        if text.isdecimal() and least <= int(text) <= most:
            return int(text)
        expected = f"a whole number from {least} to {most}"
    elif field in _CHOICES:
        if text in _CHOICES[field]:
            return text
        expected = f"one of {', '.join(_CHOICES[field])}"
    else:
        if _NAME.fullmatch(text):
            return text
        expected = f"the name of a {field}"
    raise UsageError(f"the balance rule `{name}`, `{key}`: expected {expected}, found `{text}`", "correct it")
