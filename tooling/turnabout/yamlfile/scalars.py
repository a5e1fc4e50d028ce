"""Which value a plain (unquoted) YAML word stands for: the whole dialect in one table and two patterns."""

import re

from turnabout.yamlfile.limits import MAX_DIGITS, MAX_FRACTION

NOTHING_OR_TRUTH: dict[str, bool | None] = {"true": True, "false": False, "null": None, "": None}
# What some YAML reader takes for true, false or nothing, in any case.
DOUBTFUL_WORDS = frozenset({"yes", "no", "on", "off", "y", "n", "true", "false", "null", "~"})
DOUBTFUL_LONGEST = 5
_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")


class DoubtfulError(ValueError):
    """A word that some reader, but not every reader, takes for true, false or nothing."""


class TooLongError(ValueError):
    """A number with more digits than every reader can keep."""


class UnusualError(ValueError):
    """The file has a fault, or something that only the full loader can judge."""


def number(word: str) -> int | float | None:
    """The number, or None where the word is text. Raises TooLongError before any conversion that could cost."""
    match = _NUMBER.fullmatch(word)
    if match is None:
        return None
    whole, fraction = match[1], match[2]
    if len(whole) > MAX_DIGITS or (fraction is not None and len(fraction) > MAX_FRACTION):
        raise TooLongError
    return int(word) if fraction is None else float(word)


def plain(word: str) -> str | int | float | bool | None:
    """What a word without quotes stands for. Raises DoubtfulError and TooLongError."""
    if word in NOTHING_OR_TRUTH:
        return NOTHING_OR_TRUTH[word]
    if word[0] in "-0123456789":
        figure = number(word)
        return word if figure is None else figure
    if len(word) <= DOUBTFUL_LONGEST and word.lower() in DOUBTFUL_WORDS:
        raise DoubtfulError
    return word


def is_text(word: str) -> bool:
    """Whether a word without quotes is text to every reader, as keys have to be."""
    try:
        return type(plain(word)) is str
    except (DoubtfulError, TooLongError):
        return False
