"""Which characters may stand in our files: nothing invisible, nothing that makes text read other than it is."""

import re
import unicodedata

# C0 and C1 controls but TAB and line feed, line and paragraph separators, bidi marks and overrides ("Trojan Source"),
# byte order marks, non-characters, lone surrogates.
_CLASS = (
    "\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f\\u061c\\u200e\\u200f\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069"
    "\\ufeff\\ufffe\\uffff\\ud800-\\udfff"
)
FORBIDDEN_IN_TEXT = re.compile(rf"[{_CLASS}]|\r(?!\n)")
FORBIDDEN_IN_VALUE = re.compile(rf"[{_CLASS}\r]")

_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def character_name(character: str) -> str:
    """What to call a character that cannot be shown, such as "U+202E, which changes the direction of text"."""
    code = f"U+{ord(character):04X}"
    if character == "\r":
        return f"{code}, a carriage return without a line feed"
    if character == "\ufeff":
        return f"{code}, a byte order mark"
    if character in _BIDI:
        return f"{code}, which changes the direction of text"
    return f"{code}, which nobody can see"


def clean_text(text: str) -> str:
    """The text as our files can hold it: composed (NFC), line feeds only, forbidden characters left out."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return FORBIDDEN_IN_VALUE.sub("", text)
