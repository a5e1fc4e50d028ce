"""A page as stamping sees it: what its front matter says, its body, and where it lies on the site."""

import json
import posixpath
import re
from typing import NamedTuple

from turnabout.publish.text import address

_TEXT = r'(?:"((?:[^"\\\n]|\\["\\])*)"|([^\W\d_][\w,.()/+\'-]*(?: [\w,.()/+\'-]+)*))'
_LINE = re.compile(
    rf"(?:(title|description|source): {_TEXT}"
    r"|(record): true"
    r'|(hide): (\["navigation"\]|\["navigation", "toc"\])'
    r"|(search): \{exclude: true\})\n"
)
# Signs that readers of YAML refuse or take for the end of a line.
_ODD = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
# Plain words that YAML does not take for text.
_NO_TEXT = frozenset(["y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf"])
_PATH = re.compile(r"(?:[A-Za-z0-9][\w-]*/)*[A-Za-z0-9][\w-]*\.md", re.ASCII)


class Sheet(NamedTuple):
    """One Markdown page with front matter that stamping knows."""

    path: str
    front: str
    title: str
    description: str
    source: str
    record: bool
    hide: str
    searched: bool
    body: str


def sheet(path: str, content: bytes) -> Sheet | None:
    """The page at `path`; None where its address or front matter is anything but plain."""
    if not _PATH.fullmatch(path) or posixpath.basename(path).lower() == "readme.md":
        return None
    text = content.decode("utf-8")
    if not text.startswith("---\n") or "\r" in text:
        return None
    found: dict[str, str] = {}
    at = 4
    while match := _LINE.match(text, at):
        key = match[1] or match[4] or match[5] or match[7]
        if key in found:
            return None
        value = _value(match)
        if value is None:
            return None
        found[key] = value
        at = match.end()
    if not text.startswith("---\n", at) or not found.get("title"):
        return None
    return Sheet(
        path,
        text[4:at],
        found["title"],
        found.get("description", ""),
        found.get("source", ""),
        "record" in found,
        found.get("hide", ""),
        "search" not in found,
        text[at + 4 :].lstrip("\n"),
    )


def _value(match: re.Match[str]) -> str | None:
    """A text as YAML reads it, the list of `hide` as it stands, or "" for what is only there or not."""
    if match[2] is not None:
        text: str = json.loads(f'"{match[2]}"') if "\\" in match[2] else match[2]
        # What can be printed holds none of the odd signs, and nearly every text can.
        return text if text.isprintable() or not _ODD.search(text) else None
    if match[3] is not None:
        return None if match[3].lower() in _NO_TEXT else match[3]
    return match[6] or ""


def output(path: str) -> str:
    """The file of the built site that the page at `path` becomes."""
    return address(path) + "index.html"
