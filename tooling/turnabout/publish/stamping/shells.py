"""Shells: a page of each kind that the site engine renders with names for its words, cut where those names stand."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from turnabout.publish.stamping import toc
from turnabout.publish.stamping.sheets import Sheet
from turnabout.publish.text import address

_BEGIN, _END = "<!--turnabout-shell-begins-->", "<!--turnabout-shell-ends-->"
_SLOTS = {
    "TurnaboutShellTitle": "title",
    "TurnaboutShellDescription": "description",
    "TurnaboutShellSource": "source",
    "#turnaboutshellfirst": "first",
}
_FRONT = {slot: name for name, slot in _SLOTS.items()}
_LEFT = re.compile("turnabout-?shell", re.IGNORECASE)


class Frame(NamedTuple):
    """What pages with the same shell have in common.

    `own` is the page itself where it alone has this frame, because the navigation may show it; "" elsewhere. Relative
    addresses depend on the folders `above`, whose names count as far as pages of the navigation lie there too, and the
    rest are "". `folder` says that it lies in a folder of its own, `front` is the shell's front matter, and `table` whether it has a table of contents.
    """

    own: str
    above: tuple[str, ...]
    folder: bool
    front: str
    table: bool


class Stamp(NamedTuple):
    """What a page puts into its shell; the headings are (level, anchor, name), and there is at least one."""

    sheet: Sheet
    content: str
    headings: Sequence[tuple[int, str, str]]


class Shell(NamedTuple):
    """A rendered shell: texts that stand on every page with names of what stands between them, in turn."""

    parts: tuple[str, ...]
    pieces: toc.Pieces | None


def frame(stamp: Stamp, navigated: frozenset[str], folders: frozenset[str]) -> Frame:
    """The frame of a page, where `navigated` are the pages in the navigation and `folders` those that they lie in."""
    sheet, table = stamp.sheet, toc.shows(stamp.headings)
    if sheet.path in navigated:
        return Frame(sheet.path, (), False, sheet.front, table)
    *above, name = sheet.path.split("/")
    index = name == "index.md"
    if index and above:
        above.pop()
    # The first folder stays: the settings say for folders which pages need not be in the navigation.
    shared = min(1, len(above))
    while shared < len(above) and "/".join(above[: shared + 1]) in folders:
        shared += 1
    return Frame("", (*above[:shared], *("" for _ in above[shared:])), index, _front(sheet), table)


def _front(sheet: Sheet) -> str:
    lines = [f'{key}: "{_FRONT[key]}"' for key in ("title", "description", "source") if getattr(sheet, key)]
    lines += ["record: true"] if sheet.record else []
    lines += [f"hide: {sheet.hide}"] if sheet.hide else []
    return "\n".join([*lines, ""])


def place(frame: Frame, name: str) -> str:
    """Where a page of that frame and name would lie below the engine's documents."""
    if frame.own:
        return frame.own
    folders = "".join(f"{each or name}/" for each in frame.above)
    return folders + name + ("/index.md" if frame.folder else ".md")


def markdown(frame: Frame, anchors: Sequence[str] = ()) -> bytes:
    """The page that the engine renders for `frame`; `anchors` are places on it that pages of the engine link to."""
    places = "".join(f'<p id="{each}"></p>\n\n' for each in anchors)
    headings = f"# TurnaboutShellFirst\n\n{toc.MARKDOWN if frame.table else ''}"
    return f"---\n{frame.front}---\n\n{_BEGIN}\n\n{headings}\n{places}{_END}\n".encode()


def cut(frame: Frame, path: str, page: str) -> Shell:
    """The shell in the engine's `page` at `path`. ValueError where that is not plainly made of texts and slots."""
    if "\0" in page or page.count(_BEGIN) != 1 or page.count(_END) != 1:
        raise ValueError("the theme does not show a page's content once")
    before, rest = page.split(_BEGIN)
    text = before + "\0content\0" + rest.split(_END)[1]
    pieces = None
    while found := toc.cut(text):
        if pieces not in (None, found[2]):
            raise ValueError("the theme writes the table of contents in different ways")
        pieces = found[2]
        text = f"{text[: found[0]]}\0toc\0{text[found[1] :]}"
    if frame.table != (pieces is not None):
        raise ValueError("the theme does not show the table of contents")
    for name, slot in _SLOTS.items():
        text = text.replace(name, f"\0{slot}\0")
    if not frame.own:
        text = text.replace(address(path), "\0address\0")
    if _LEFT.search(text):
        raise ValueError("the theme makes something else of a page's words")
    return Shell(tuple(text.split("\0")), pieces)


def stamped(shell: Shell, stamp: Stamp) -> bytes:
    """The whole page."""
    sheet, parts = stamp.sheet, list(shell.parts)
    values = {
        "title": sheet.title,
        "description": sheet.description,
        "source": sheet.source,
        "address": address(sheet.path),
        "first": f"#{stamp.headings[0][1]}",
        "content": stamp.content,
        "toc": toc.write(toc.shown(stamp.headings), shell.pieces) if shell.pieces else "",
    }
    parts[1::2] = [values[each] for each in parts[1::2]]
    return "".join(parts).encode()
