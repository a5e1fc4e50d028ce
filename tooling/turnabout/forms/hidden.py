"""Finds characters that nobody can see: what a coordinator approves has to be all that there is."""

import unicodedata

from turnabout.yamlfile.characters import FORBIDDEN_IN_TEXT

# Without these some scripts cannot be written.
_JOINERS = "\u200c\u200d"


def hidden(text: str) -> int | None:
    """Where the first one stands, or None: control, format and direction signs, line separators, non-characters."""
    refused = FORBIDDEN_IN_TEXT.search(text)
    end = len(text) if refused is None else refused.start()
    if not text.isascii():
        for place, sign in enumerate(text[:end]):
            if unicodedata.category(sign) == "Cf" and sign not in _JOINERS:
                return place
    return None if refused is None else end
