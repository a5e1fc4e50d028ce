"""The table of contents: nested as the engine does it, and written with the pieces of a shell."""

import html
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple


class Place(NamedTuple):
    """A heading in the table, with those below it."""

    level: int
    anchor: str
    title: str
    below: "list[Place]"


class Pieces(NamedTuple):
    """How the theme writes the table: `leaf` and `branch` with the slots {0} anchor, {1} title, {2} label, {3} below."""

    leaf: str
    branch: str
    between: str
    between_below: str


def nested(headings: Iterable[tuple[int, str, str]]) -> list[Place]:
    """The headings (level, anchor, title) as a tree: each below the last one before it that stands higher.

    What stands higher than the first heading of its branch, yet lower than that branch's head, is its neighbour.
    """
    top: list[Place] = []
    # The open branches from the top: the level that their places count as, and the places.
    open_: list[tuple[int, list[Place]]] = []
    for level, anchor, title in headings:
        place = Place(level, anchor, title, [])
        if not open_:
            open_ = [(level, top)]
        elif level > open_[-1][0]:
            open_.append((level, open_[-1][1][-1].below))
        else:
            while len(open_) > 1 and level <= open_[-2][1][-1].level:
                open_.pop()
            open_[-1] = (level, open_[-1][1])
        open_[-1][1].append(place)
    return top


def shown(headings: Sequence[tuple[int, str, str]]) -> list[Place]:
    """What the theme shows of them: without the page's own title where it comes first."""
    places = nested(headings)
    return places[0].below if places and places[0].level == 1 else places


def shows(headings: Sequence[tuple[int, str, str]]) -> bool:
    """Whether the theme shows anything of them."""
    return headings[0][0] > 1 or (len(headings) > 1 and headings[1][0] > 1)


def write(places: Sequence[Place], pieces: Pieces) -> str:
    """The table's items as the theme writes them."""
    return pieces.between.join(_item(each, pieces) for each in places)


def _item(place: Place, pieces: Pieces) -> str:
    if not place.below:
        return pieces.leaf.format(place.anchor, place.title)
    below = pieces.between_below.join(_item(each, pieces) for each in place.below)
    return pieces.branch.format(place.anchor, place.title, _label(place.title), below)


def _label(title: str) -> str:
    """The title as an attribute has it; titles have no tags."""
    words = html.unescape(" ".join(title.split()))
    return html.escape(words, quote=True).replace("&quot;", "&#34;").replace("&#x27;", "&#39;")


# A shell's headings: their names are found again in what the theme made of them.
MARKDOWN = """\
## TurnaboutShellOne

### TurnaboutShellTwo

### TurnaboutShellThree

## TurnaboutShellFour
"""
_FIRST = 'href="#turnaboutshellone"'
_NAMES = ("One", "Two", "Three", "Four")
_ITEM = re.compile(r"<(/?)li\b")


def cut(page: str) -> tuple[int, int, Pieces] | None:
    """Where the first table in a rendered shell begins and ends, and the pieces it is made of; None without one.

    ValueError where it is made in a way that the pieces cannot repeat.
    """
    if _FIRST not in page:
        return None
    one, two, three, four = (_extent(page, f'href="#turnaboutshell{name.lower()}"') for name in _NAMES)
    if not one[0] < two[0] < two[1] <= three[0] < three[1] < one[1] <= four[0]:
        raise ValueError("the table of contents is no list of lists")
    leaf = _template(page[slice(*four)], "Four")
    branch = _template(page[one[0] : two[0]], "One") + "{3}" + _template(page[three[1] : one[1]], "One")
    for extent, name in ((two, "Two"), (three, "Three")):
        if _template(page[slice(*extent)], name) != leaf:
            raise ValueError("the table of contents writes its levels in different ways")
    return one[0], four[1], Pieces(leaf, branch, page[one[1] : four[0]], page[two[1] : three[0]])


def _extent(page: str, link: str) -> tuple[int, int]:
    """The list item around a link."""
    start = page.rindex("<li", 0, page.index(link))
    depth = 0
    for match in _ITEM.finditer(page, start):
        depth += -1 if match[1] else 1
        if depth == 0:
            return start, page.index(">", match.end()) + 1
    raise ValueError("the table of contents is no list")


def _template(text: str, name: str) -> str:
    """The text with slots where the heading's anchor, title, and title as an attribute stand."""
    text = text.replace("{", "{{").replace("}", "}}")
    text = text.replace(f"turnaboutshell{name.lower()}", "{0}")
    return text.replace(f'="TurnaboutShell{name}"', '="{2}"').replace(f"TurnaboutShell{name}", "{1}")
