"""From the address of a link as Markdown has it to what the built page gets, as the engine does it; and what was linked."""

import posixpath
import re
from collections.abc import Callable, Container

from turnabout.publish.markdown import Kept
from turnabout.publish.text import address

_PLAIN = re.compile(r"([\w./-]*)(?:#([\w.:-]+))?", re.ASCII)
_ELSEWHERE = re.compile(r"(?:https?|mailto):[^\s]+")


class UnsureError(Exception):
    """A link that the engine should judge."""


class Linker:
    """Maps links and keeps which places of which pages were linked; one for a whole site."""

    def __init__(self, files: Container[str]) -> None:
        self.files = files
        self.places: set[tuple[str, str]] = set()  # page and anchor
        self._known: dict[tuple[str, bool], Kept[str]] = {}

    def on(self, page: str) -> Callable[[str], str]:
        """The mapping for links on `page`. It raises UnsureError where the link does not plainly lead to a file."""
        above, _, name = page.rpartition("/")
        index = name == "index.md"
        if index:
            above, _, own = above.rpartition("/")
        else:
            own = name.removesuffix(".md")
        known, resolve = self._known.setdefault((above, index), Kept()), self._resolve

        def link(written: str) -> str:
            # On pages that lie beside each other a link means the same, unless it leads to what is below one of them.
            found = known.get(written)
            if found is None or own in written:
                found = resolve(page, written)
                if own not in written and (written.startswith("../") if index else not written.startswith("#")):
                    known.keep(written, found)
            return found

        return link

    def _resolve(self, page: str, written: str) -> str:
        if _ELSEWHERE.match(written):
            return written
        match = _PLAIN.fullmatch(written)
        if match is None:
            raise UnsureError
        path, anchor = match[1], match[2]
        if not path:
            if anchor:
                self.places.add((page, anchor))
            return written
        target = posixpath.normpath(posixpath.join(posixpath.dirname(page), path))
        if path.startswith("/") or path.endswith("/") or target not in self.files:
            raise UnsureError
        if anchor:
            self.places.add((target, anchor))
        return relative(address(target), address(page)) + (f"#{anchor}" if anchor else "")


def relative(target: str, page: str) -> str:
    """The way from the page at the address `page` to `target`, both below the site's root."""
    here, there = _parts(page), _parts(target)
    common = 0
    for one, other in zip(here, there, strict=False):
        if one != other:
            break
        common += 1
    way = "/".join([".."] * (len(here) - common) + there[common:]) or "."
    return way + "/" if target.endswith("/") or not target else way


def _parts(path: str) -> list[str]:
    return [each for each in path.split("/") if each]
