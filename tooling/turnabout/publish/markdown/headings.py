"""Headings as the engine's table of contents knows them: anchors from titles, each of them once on a page."""

import html
import re
import unicodedata
from typing import NamedTuple

from turnabout.publish.markdown.unusual import UnusualError

_TAG = re.compile(r"<[^<>]*>")
_NO_WORD = re.compile(r"[^\w\s-]")
_BETWEEN = re.compile(r"[-\s]+")
_NUMBERED = re.compile(r"^(.*)_([0-9]+)$")
_DIGITS = 15


class Title(NamedTuple):
    """A heading as it is written: `anchor` is the one that it gives itself, or ""; `slug` is for where it gives none."""

    level: int
    title: str
    name: str
    anchor: str
    slug: str


class Heading(NamedTuple):
    """A heading of a page: `title` is its HTML without the permalink, addresses open; `name` is what tables of contents show."""

    level: int
    anchor: str
    title: str
    name: str


def name(title: str) -> str:
    """The title without its tags, and with single blanks; entities stay."""
    return " ".join(_TAG.sub("", title).split())


def slug(words: str) -> str:
    """The anchor that a heading of that name gets, unless it is taken: ASCII, lower case, hyphens."""
    plain = unicodedata.normalize("NFKD", html.unescape(words)).encode("ascii", "ignore").decode("ascii")
    return _BETWEEN.sub("-", _NO_WORD.sub("", plain).strip().lower())


def unused(anchor: str, taken: set[str], runs: dict[str, int]) -> str:
    """`anchor`, or the first of `anchor_1`, `anchor_2`, … that is not taken; it is taken afterwards.

    `runs` is kept from call to call: up to which number all of a word's anchors are known to be taken. UnusualError
    where the number at an anchor's end is too long to count on.
    """
    if anchor in taken or not anchor:
        numbered = _NUMBERED.match(anchor)
        if numbered and len(numbered[2]) > _DIGITS:
            raise UnusualError
        base, count = (numbered[1], int(numbered[2])) if numbered else (anchor, 0)
        known = runs.get(base, 0)
        # Only from within the run: behind it there may be a number that is still free.
        within = count <= known or anchor == f"{base}_{known + 1}"
        count = max(count, known) + 1 if within else count + 1
        while f"{base}_{count}" in taken:
            count += 1
        anchor = f"{base}_{count}"
        if within:
            runs[base] = count
    taken.add(anchor)
    return anchor
