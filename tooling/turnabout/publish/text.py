"""Untrusted text made inert: the only way user text gets into a page, and the few shapes links and front matter may take.

`html.escape` is not enough for Markdown: links to `javascript:` and attribute lists survive it. Every ASCII punctuation
sign as a numeric entity leaves nothing that Markdown, attribute lists, tables or HTML could act on.
"""

import datetime
import functools
import html
import json
import re
import string
import unicodedata
from collections.abc import Mapping, Sequence
from typing import TypeAlias
from urllib.parse import quote, urlsplit

from turnabout.wording import day

_ENTITIES = {ord(sign): f"&#{ord(sign)};" for sign in string.punctuation}
_PUNCTUATION = re.compile(f"[{re.escape(string.punctuation)}]")
# What HTML, or text between double quotes, has another way of writing.
_ESCAPED = re.compile(r'[&<>"\\]')
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_quoted = json.JSONEncoder(ensure_ascii=False).encode  # made once: a page has several texts
_MAIL = re.compile(r"[^@\s]+@[^@\s]+")

Meta: TypeAlias = str | bool | Sequence[str] | Mapping[str, bool]


def one_line(text: str) -> str:
    """`text` on one line, without control characters, lone surrogates and noncharacters."""
    line = " ".join(text.split())
    # What can be printed holds none of them, and nearly every text can.
    return line if line.isprintable() else "".join(each for each in line if not _dropped(each)).strip()


def _dropped(sign: str) -> bool:
    # Markdown keeps its own marks in control characters; YAML readers refuse noncharacters.
    return unicodedata.category(sign) in ("Cc", "Cs") or (ord(sign) & 0xFFFE) == 0xFFFE


# More than a site of 10,000 people has names: with fewer places than that, each would be forgotten before it comes again.
@functools.lru_cache(maxsize=32_768)
def inert(text: str) -> str:
    """`text` as it may stand anywhere in a Markdown page: one line, each ASCII punctuation sign a numeric entity."""
    line = one_line(text)
    return line.translate(_ENTITIES) if _PUNCTUATION.search(line) else line


@functools.lru_cache(maxsize=4096)
def href(address: str) -> str | None:
    """`address` as it may stand in a Markdown link, or None where it is neither `https:` nor `mailto:`."""
    address = one_line(address)
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    if not (
        (parts.scheme == "https" and parts.hostname and parts.username is None)
        or (parts.scheme == "mailto" and _MAIL.fullmatch(parts.path))
    ):
        return None
    return quote(address, safe="/:?#@!$&+,;=%~.-")


def outside(words: str, address: str, classes: str = "") -> str:
    """A Markdown link to a typed address of the data, or the words alone where the address may not be linked."""
    target = href(address)
    if target is None:
        return inert(words)
    marks = " ".join(["rel=noreferrer", *(f".{each}" for each in classes.split())])
    return f"[{inert(words)}]({target}){{ {marks} }}"


def inside(words: str, page: str, target: str, classes: str = "") -> str:
    """A Markdown link from `page` to `target`, both paths of pages; `words` are user text and made inert.

    `target` may end in an anchor. Paths are built from ids, which are safe in links.
    """
    path, mark, anchor = target.partition("#")
    relative = _way(path, page) if path else ""
    return f"[{inert(words)}]({relative}{mark}{anchor}){_classes(classes)}"


@functools.lru_cache(maxsize=256)  # our own few sets of them
def _classes(classes: str) -> str:
    """The list of attributes that gives a link these classes."""
    return f"{{ {' '.join(f'.{each}' for each in classes.split())} }}" if classes else ""


def _way(target: str, page: str) -> str:
    """The path of the file `target` as seen from the folder of `page`; `posixpath.relpath` asks for the working folder."""
    section = page[: page.find("/") + 1]
    if not section or not target.startswith(section):  # most links lead to another section of the site
        return "../" * page.count("/") + target
    here, there = page.split("/"), target.split("/")
    common, last = 0, min(len(here), len(there)) - 1
    while common < last and here[common] == there[common]:
        common += 1
    return "../" * (len(here) - 1 - common) + "/".join(there[common:])


def address(path: str) -> str:
    """Where the page or file of that path is on the site, from its root, as the engines give it: `people/ana/`, or ""."""
    if not path.endswith(".md"):
        return path
    stem = path.removesuffix(".md")
    if stem == "index":
        return ""
    return stem.removesuffix("index") if stem.endswith("/index") else stem + "/"


@functools.lru_cache(maxsize=4096)
def words(slug: str) -> str:
    """A slug as readers write it: `data-science` is `Data science`, `hr` is `HR`; other texts stay as they are."""
    if not _SLUG.fullmatch(slug):
        return slug
    return slug.upper() if len(slug) == 2 else slug.replace("-", " ").capitalize()


def front_matter(values: Mapping[str, Meta]) -> str:
    """The block at a page's top. Texts are escaped for HTML, since themes print them as they are."""
    lines = [f"{key}: {_meta(value)}" for key, value in values.items() if value not in ("", None)]
    return "\n".join(["---", *lines, "---", "", ""])


def _meta(value: Meta) -> str:
    if isinstance(value, str):
        line = one_line(value)
        if not _ESCAPED.search(line):
            return f'"{line}"'
        # The apostrophe stays: themes put these texts into elements and double quotes only, and names hold it.
        return _quoted(html.escape(line, quote=False).replace('"', "&quot;"))
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_meta(each)}" for key, each in value.items()) + "}"
    return "[" + ", ".join(_meta(each) for each in value) + "]"


@functools.lru_cache(maxsize=4096)  # a program has a few hundred days, and each stands on many pages
def time_tag(on: datetime.date) -> str:
    """The same with its machine-readable twin."""
    return f'<time datetime="{on.isoformat()}">{day(on)}</time>'


def number(value: float) -> str:
    """A figure without needless decimals: `48`, `4.5`."""
    return f"{value:.2f}".rstrip("0").rstrip(".") if value % 1 else str(int(value))


def with_unit(value: float, unit: str) -> str:
    """A figure with its unit, not yet made inert: `48 %`, `3 days`."""
    return f"{number(value)} {unit}".strip()


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table; the cells are Markdown already."""
    lines = [f"| {' | '.join(head)} |", f"|{' --- |' * len(head)}"]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rows)])


def pill(word: str, tone: str) -> str:
    """A state as a word on a colour. Both come from our own fixed lists."""
    return f'<span class="pill pill--{tone}">{word}</span>'


def facts(pairs: Sequence[tuple[str, str]]) -> str:
    """A fact block: terms with their values, each Markdown already; empty values are left out."""
    items = "\n\n".join([f"{term}\n:   {value}" for term, value in pairs if value])
    return f'<div class="facts" markdown>\n\n{items}\n\n</div>'
