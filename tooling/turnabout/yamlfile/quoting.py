"""Writes one scalar so that every YAML reader, of 1.1 and of 1.2, reads back the same value."""

import math
import re

from turnabout.yamlfile.characters import FORBIDDEN_IN_VALUE
from turnabout.yamlfile.scalars import TooLongError, number

# Beyond our own doubtful words: what is a float to some readers.
_WORDS = frozenset({"yes", "no", "on", "off", "y", "n", "true", "false", "null", "nan", "inf", "infinity"})
# A letter that occurs in no number, date or time of any YAML version, so that "2nd floor" may stand without quotes.
_NO_FIGURE = re.compile(r"[g-np-su-wyG-NP-SU-WY]")
_NEVER_PLAIN = re.compile(r": |:$| #|[^\S ]")
_NEVER_PLAIN_IN_FLOW = re.compile(r"[:,\[\]{}]")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}
_ESCAPED = re.compile(r'[\\"\n\t]')


class EmitError(ValueError):
    """A value that our YAML cannot hold: one sentence that says which and why."""


def scalar(value: object, flow: bool = False) -> str:
    """The value on one line; `flow` says that it will stand between brackets.

    Raises EmitError for other types, numbers that are not finite or too long, and forbidden characters.
    """
    if value is None:
        return "null"
    if value is True or value is False:
        return "true" if value else "false"
    if isinstance(value, int | float):
        return _figure(value)
    if isinstance(value, str):
        check_text(value)
        return value if is_plain(value, flow) else quoted(value)
    raise EmitError(f"expected text, a number, true, false or nothing, found {type(value).__name__}")


def check_text(text: str) -> None:
    """Raises EmitError where the text holds a character that the loader would refuse."""
    match = FORBIDDEN_IN_VALUE.search(text)
    if match:
        raise EmitError(f"expected visible characters, found U+{ord(match[0]):04X}")


def is_plain(text: str, flow: bool = False) -> bool:
    """Whether the text can stand without quotes: it begins with a letter, or with a digit and is clearly no figure."""
    if not text or text[-1] == " " or _NEVER_PLAIN.search(text) or (flow and _NEVER_PLAIN_IN_FLOW.search(text)):
        return False
    if text[0] in "0123456789":
        return _NO_FIGURE.search(text) is not None
    return text[0].isalpha() and text.lower() not in _WORDS


def quoted(text: str) -> str:
    """The text in double quotes, on one line."""
    return '"' + _ESCAPED.sub(lambda match: _ESCAPES[match[0]], text) + '"'


def _figure(value: float) -> str:
    if isinstance(value, float) and not math.isfinite(value):
        raise EmitError("expected a finite number")
    from decimal import Decimal  # late: only writers need it

    # repr writes 1e-07; readers of YAML 1.1 and ours want plain decimals.
    text = str(value) if isinstance(value, int) else f"{Decimal(repr(value)):f}"
    if isinstance(value, float) and "." not in text:
        text += ".0"
    try:
        back = number(text)
    except TooLongError:
        back = None
    if back is None or back != value:
        raise EmitError("expected a number of at most 18 digits")
    return text
