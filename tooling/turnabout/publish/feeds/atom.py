"""News as an Atom feed (RFC 4287), with relative links, since a site does not know where it will lie."""

import posixpath
from collections.abc import Sequence
from urllib.parse import quote
from xml.etree import ElementTree

from turnabout.publish.calendars import DOMAIN
from turnabout.publish.feeds.news import News
from turnabout.publish.text import address, one_line

LONGEST = 50
_NEVER = "1970-01-01T00:00:00Z"  # a feed without entries must say when it changed all the same


def feed(title: str, ident: str, path: str, news: Sequence[News]) -> bytes:
    """The newest of `news` as a feed that lies at `path`. Identities are tag URIs (RFC 4151) and never change."""
    shown = news[:LONGEST]
    root = ElementTree.Element("feed", {"xmlns": "http://www.w3.org/2005/Atom"})
    _add(root, "id", _tag(ident))
    _add(root, "title", title)
    _add(root, "updated", _moment(shown[0]) if shown else _NEVER)
    _add(_add(root, "author", ""), "name", "Turnabout")
    root.append(ElementTree.Element("link", {"rel": "self", "href": posixpath.basename(path)}))
    root.append(ElementTree.Element("link", {"href": _from(path, "index.md")}))
    for each in shown:
        entry = _add(root, "entry", "")
        _add(entry, "id", _tag(f"news/{each.ident}"))
        _add(entry, "title", each.title)
        _add(entry, "updated", _moment(each))
        entry.append(ElementTree.Element("link", {"href": _from(path, each.page)}))
        _add(entry, "summary", each.text)
    ElementTree.indent(root)
    content: bytes = ElementTree.tostring(root, "utf-8", xml_declaration=True)
    return content + b"\n"


def _add(parent: ElementTree.Element, name: str, words: str) -> ElementTree.Element:
    child = ElementTree.SubElement(parent, name)
    child.text = one_line(words)
    return child


def _tag(ident: str) -> str:
    return f"tag:{DOMAIN},2026:{quote(one_line(ident), safe='/')}"


def _moment(news: News) -> str:
    return f"{news.on.isoformat()}T00:00:00Z"


def _from(path: str, page: str) -> str:
    """The address of a page as seen from the feed."""
    relative = posixpath.relpath(address(page) or ".", posixpath.dirname(path) or ".")
    return "./" if relative == "." else f"{relative}/"
