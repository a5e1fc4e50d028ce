"""A page's entries in the search index, equal to those of the theme's search plugin.

An entry for the page and one for each heading with an id: its title, and its text with a few kept elements. Whatever
this cannot follow plainly (exclusions, scripts, an unclosed tag) is left to the engine.
"""

import html
import json
import math
import re
from functools import lru_cache

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
_json = json.JSONEncoder().encode


class _Section:
    __slots__ = ("anchor", "depth", "tag", "text", "title")

    def __init__(self, tag: str, depth: float) -> None:
        self.tag, self.depth = tag, depth
        self.anchor = ""
        self.title: list[str] = []
        self.text: list[str] = []


def require_plain(content: str) -> None:
    """UnsureError where the theme's plugin changes what the page shows, even of a page that is not searched."""
    if "data-search-" in content:
        raise UnsureError


def entries(content: str, address: str, title: str) -> str:
    """The entries as JSON, separated by commas; `title` is the page's, for what comes before the first heading.

    UnsureError where the content is not plainly a tree of elements.
    """
    if "linenodiv" in content:
        raise UnsureError
    made = []
    for each in _sections(content):
        place = f"{address}#{each.anchor}" if each.anchor else address
        words = ("".join(each.title) if each.title else title).strip()
        text = "".join(each.text).strip()
        made.append(f'{{"location":{_json(place)},"title":{_json(words)},"text":{_json(text)}}}')
    return ",".join(made)


def _sections(content: str) -> list[_Section]:
    parts = _TAG.split(content)
    found: list[_Section] = []
    section: _Section | None = None
    said: list[str] = []  # what is being said: the section's title or its text
    context: list[str] = []
    permalink = False
    for at in range(0, len(parts), 4):
        text = parts[at]
        if text:
            if "<" in text:
                raise UnsureError
            if section is None:
                section = _preface(found)
                said = section.text
            _say(section, said, text, "pre" in context, permalink)
        if at + 1 == len(parts) or (tag := parts[at + 2]) is None:
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
            if tag in _HEADINGS and (begun := _begun(found, tag, len(context), rest)):
                section, said = begun, begun.title
            elif section is None:
                section = _preface(found)
                said = section.text
            if tag in _KEPT:
                said.append(f"<{tag}>")
            elif tag == "a" and _PERMALINK in rest:
                permalink = True
            if rest[-1:] != "/":
                continue
        # An end, or the end of what closes itself.
        if section is None or not context or context[-1] != tag:
            continue
        if section.depth > len(context):
            section = _left(found, section, len(context))
        context.pop()
        said = section.title if section.tag in context else section.text
        if tag in _KEPT:
            _close(said, tag)
        elif tag == "a":
            permalink = False
    return found


def _preface(found: list[_Section]) -> _Section:
    """The section of what stands before the first heading."""
    found.append(_Section("", 0))
    return found[-1]


def _begun(found: list[_Section], tag: str, depth: int, rest: str) -> _Section | None:
    """The section that a heading begins, if it has an id."""
    match = _ID.search(rest)
    if match is None:
        return None
    if tag != "h1" and not found:
        found.append(_Section("", depth))
    section = _Section(tag, depth)
    if found:
        section.anchor = html.unescape(match[1])
    found.append(section)
    return section


def _left(found: list[_Section], section: _Section, depth: int) -> _Section:
    """Where the text goes on when the element around a section's heading ends: in the last section outside of it."""
    for each in reversed(found):
        if each.depth <= depth:
            section.depth = math.inf
            return each
    return section


def _say(section: _Section, said: list[str], text: str, verbatim: bool, permalink: bool) -> None:
    text = _escaped(text) if verbatim else _one_line(text)
    if said is section.title:
        if not permalink:
            said.append(text)
    elif not text.isspace() or not said or verbatim or not said[-1].isspace():
        said.append(text)


@lru_cache(maxsize=8192)
def _one_line(text: str) -> str:
    text = html.unescape(text)
    return " " if text.isspace() else html.escape(text.replace("\n", " "), quote=False)


def _escaped(text: str) -> str:
    return html.escape(html.unescape(text), quote=False)


def _close(said: list[str], tag: str) -> None:
    """Closes a kept element, or takes it out again where nothing was said in it."""
    try:
        first = said.index(f"<{tag}>")
    except ValueError:
        raise UnsureError from None
    for at in range(first + 1, len(said)):
        if not said[at].isspace():
            said.append(f"</{tag}>")
            return
    del said[first:]
