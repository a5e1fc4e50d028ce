"""What the HTML of a page says, section by section, as the theme's search plugin reads it.

Whatever this cannot follow plainly (scripts, an unclosed tag) is left to the engine.
"""

import html
import math
import re
from functools import lru_cache
from typing import NamedTuple

from turnabout.publish.stamping.links import UnsureError

# Splits into text, "/" of an end, name, rest of the tag (all None for a comment), text, ...
_TAG = re.compile(
    r"<(?:!--(?:(?!-->).)*--|(/?)([A-Za-z][^\s/>]*)([^>\"']*(?:\"[^\"]*\"[^>\"']*|'[^']*'[^>\"']*)*))>", re.DOTALL
)
_ID = re.compile(r"\sid=\"([^\"]*)\"")
_KEPT = frozenset(("p", "code", "pre", "li", "ol", "ul", "sub", "sup"))
_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr")
)
_HEADINGS = frozenset(f"h{level}" for level in range(1, 7))
# Elements that browsers read in a way of their own.
_UNSURE = frozenset(
    ("script", "style", "object", "textarea", "iframe", "noembed", "noframes", "noscript", "plaintext", "xmp")
)
_PERMALINK = 'class="headerlink"'


class Section:
    """What goes into one entry. `title` and `text` are to be joined; `depth` is how many elements were open inside its heading."""

    __slots__ = ("anchor", "depth", "tag", "text", "title")

    def __init__(self, tag: str, depth: float) -> None:
        self.tag, self.depth = tag, depth
        self.anchor = ""
        self.title: list[str] = []
        self.text: list[str] = []


class Read(NamedTuple):
    """The sections of a text, and how far it leaves elements open: 1 where it begins one, -1 where it ends one.

    `open` is None where the text may say something else among others.
    """

    sections: list[Section]
    open: int | None


def read(content: str) -> Read:
    """What HTML says. UnsureError where it is not plainly a tree of elements."""
    parts = _TAG.split(content)
    found: list[Section] = []
    section: Section | None = None
    ended, alone = 0, True
    said: list[str] = []  # what is being said: the section's title or its text
    context: list[str] = []
    permalink = False
    last = len(parts) - 1
    for at in range(0, len(parts), 4):
        text = parts[at]
        if text:
            if "<" in text:
                raise UnsureError
            if section is None:
                section = preface(found)
                said = section.text
            _say(section, said, text, "pre" in context, permalink)
        if at == last or (tag := parts[at + 2]) is None:
            continue
        tag = tag.lower()
        rest = parts[at + 3]
        if not parts[at + 1]:
            if tag in _VOID:
                continue
            # A title has text only; what looks like an element in it is none to some readers.
            if tag in _UNSURE or (tag == "title" and parts[at + 5 : at + 7] != ["/", "title"]):
                raise UnsureError
            context.append(tag)
            if tag in _HEADINGS and (match := _ID.search(rest)):
                section = begin(found, tag, len(context), html.unescape(match[1]))
                said = section.title
            elif section is None:
                section = preface(found)
                said = section.text
            if tag in _KEPT:
                said.append(f"<{tag}>")
            elif tag == "a" and _PERMALINK in rest:
                permalink = True
            if rest[-1:] != "/":
                continue
        # An end, or the end of what closes itself.
        if section is None or not context or context[-1] != tag:
            ended += 1
            alone = alone and not context
            continue
        if section.depth > len(context):
            section = leave(found, section, len(context))
        context.pop()
        said = section.title if section.tag in context else section.text
        if tag in _KEPT:
            alone = _close(said, tag) and alone
        elif tag == "a":
            permalink = False
    return Read(found, len(context) - ended if alone else None)


def preface(found: list[Section]) -> Section:
    """The section of what stands before the first heading."""
    found.append(Section("", 0))
    return found[-1]


def begin(found: list[Section], tag: str, depth: int, anchor: str) -> Section:
    """The section that a heading with an id begins."""
    if tag != "h1" and not found:
        found.append(Section("", depth))
    section = Section(tag, depth)
    if found:
        section.anchor = anchor
    found.append(section)
    return section


def leave(found: list[Section], section: Section, depth: int) -> Section:
    """Where the text goes on when the element around a section's heading ends: in the last section outside of it."""
    for each in reversed(found):
        if each.depth <= depth:
            section.depth = math.inf
            return each
    return section


def _say(section: Section, said: list[str], text: str, verbatim: bool, permalink: bool) -> None:
    text = _escaped(text) if verbatim else one_line(text)
    if said is section.title:
        if not permalink:
            said.append(text)
    elif not text.isspace() or not said or verbatim or not said[-1].isspace():
        said.append(text)


@lru_cache(maxsize=8192)
def one_line(text: str) -> str:
    """A text as it is said where line ends do not count: one without any, escaped; a single blank for blanks."""
    text = html.unescape(text)
    return " " if text.isspace() else html.escape(text.replace("\n", " "), quote=False)


def _escaped(text: str) -> str:
    return html.escape(html.unescape(text), quote=False)


def _close(said: list[str], tag: str) -> bool:
    """Closes a kept element, or takes it out again where nothing was said in it; whether it was closed."""
    try:
        first = said.index(f"<{tag}>")
    except ValueError:
        raise UnsureError from None
    for at in range(first + 1, len(said)):
        if not said[at].isspace():
            said.append(f"</{tag}>")
            return True
    del said[first:]
    return False
