"""The built HTML as a visitor meets it: links, anchors, assets, and anything that would load from outside.

Works on any folder of HTML, whatever engine made it, and sees what the engine's strict mode does not: raw HTML, absolute
links, assets.
"""

import html.parser
import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from turnabout.diagnostics import Diagnostic, Position
from turnabout.publish.writer import read_tree

_LOADS = {
    "audio": "src",
    "embed": "src",
    "iframe": "src",
    "image": "href",
    "img": "src",
    "input": "src",
    "object": "data",
    "script": "src",
    "source": "src",
    "use": "href",
    "video": "src",
}
_RELS = frozenset(
    {"stylesheet", "preload", "modulepreload", "icon", "manifest", "prefetch", "preconnect", "dns-prefetch"}
)
_SAFE = ("https", "http", "mailto")


@dataclass(frozen=True, slots=True)
class _Link:
    tag: str
    address: str
    loads: bool
    line: int
    column: int


@dataclass(slots=True)
class _Page(html.parser.HTMLParser):
    """Collects a page's ids and links; the parser has no other shape than a class."""

    ids: set[str] = field(default_factory=set)
    links: list[_Link] = field(default_factory=list)

    def __post_init__(self) -> None:
        html.parser.HTMLParser.__init__(self, convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Called by the parser for each element."""
        values = {name: value or "" for name, value in reversed(attrs)}
        self.ids |= {values[name] for name in ("id", "name") if values.get(name)}
        address = values.get(_LOADS.get(tag, "href"), values.get("xlink:href", ""))
        if tag == "form":
            address = values.get("action", "")
        loads = tag in _LOADS or (tag == "link" and bool(_RELS & set(values.get("rel", "").lower().split())))
        if address:
            line, column = self.getpos()
            self.links.append(_Link(tag, address.strip(), loads, line, column + 1))


def check_site(folder: Path) -> list[Diagnostic]:
    """What is wrong with the built site in `folder`, in order of place."""
    return check_pages(read_tree(folder))


def check_pages(files: Mapping[str, bytes]) -> list[Diagnostic]:
    """The same for files given by path. Positions name the built page."""
    pages = {path: _parse(content) for path, content in files.items() if path.endswith(".html")}
    found = [
        _complaint(path, link, *fault)
        for path, page in pages.items()
        for link in page.links
        if (fault := _fault(path, link, files, pages)) is not None
    ]
    if not pages:
        found.append(
            Diagnostic(Position("."), "SITE001", "the site has no page", "run `turnabout publish build` first")
        )
    return sorted(found)


def _parse(content: bytes) -> _Page:
    page = _Page()
    page.feed(content.decode("utf-8", "replace"))
    page.close()
    return page


def _complaint(path: str, link: _Link, code: str, message: str, fix: str) -> Diagnostic:
    return Diagnostic(Position(path, link.line, link.column), code, message, fix)


def _fault(
    path: str, link: _Link, files: Mapping[str, bytes], pages: Mapping[str, _Page]
) -> tuple[str, str, str] | None:
    try:
        parts = urlsplit(link.address)
    except ValueError:
        return "SITE005", f"`{link.address}` is no address", "mend the link"
    if parts.scheme or parts.netloc:
        if link.loads and parts.scheme != "data":
            return "SITE004", f"`{link.address}` would be loaded from outside", "copy the file into site/assets"
        if not link.loads and (parts.scheme or "https") not in _SAFE:
            return "SITE005", f"expected a link to a page, found the scheme `{parts.scheme}`", "use https: or mailto:"
        return None
    target = _target(path, unquote(parts.path), files)
    if target is None:
        # The page for missing addresses is shown at any depth: its links begin at the site's root.
        if path == "404.html" and parts.path.startswith("/"):
            return None
        kind = "file" if link.loads else "page"
        return "SITE002", f"`{link.address}` leads to no {kind}", "mend the link, or bring the page back"
    anchor = unquote(parts.fragment)
    if anchor and target in pages and anchor not in pages[target].ids and not anchor.startswith(":~:"):
        return "SITE003", f"`{link.address}` names no place on that page", "use the id of a heading there"
    return None


def _target(page: str, path: str, files: Mapping[str, bytes]) -> str | None:
    if not path:
        return page
    whole = path.lstrip("/") if path.startswith("/") else posixpath.join(posixpath.dirname(page), path)
    whole = posixpath.normpath(whole or ".")
    if whole.startswith(".."):
        return None
    candidates = (whole, posixpath.normpath(posixpath.join(whole, "index.html")))
    return next((each for each in candidates if each in files), None)
