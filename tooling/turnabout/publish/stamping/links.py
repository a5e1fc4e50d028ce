"""From the address of a link as Markdown has it to what the built page gets, as the engine does it; and what was linked."""

import posixpath
import re
from collections.abc import Callable, Container

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
        self._known: dict[tuple[int, str], str] = {}

    def on(self, page: str) -> Callable[[str], str]:
        """The mapping for links on `page`. It raises UnsureError where the link does not plainly lead to a file."""
        depth = page.count("/") if page.endswith("index.md") else -1
        up = "../" * depth
        known, resolve = self._known, self._resolve

        def link(written: str) -> str:
            # What climbs to the root first means the same on every page of that depth.
            if depth <= 0 or not written.startswith(up):
                return resolve(page, written)
            key = (depth, written)
            found = known.get(key)
            if found is None:
                found = known[key] = resolve(page, written)
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
    here = [each for each in page.split("/") if each]
    there = [each for each in target.split("/") if each]
    common = 0
    for one, other in zip(here, there, strict=False):
        if one != other:
            break
        common += 1
    way = "/".join([".."] * (len(here) - common) + there[common:]) or "."
    return way + "/" if target.endswith("/") or not target else way
