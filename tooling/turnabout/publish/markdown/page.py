"""A whole page: Markdown in, HTML with anchors and permalinks out, and its headings."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from turnabout.publish.markdown.blocks import Written, write
from turnabout.publish.markdown.headings import Heading, unused
from turnabout.publish.markdown.inline import Link, closed
from turnabout.publish.markdown.lines import blocks_of
from turnabout.publish.markdown.memory import Memory
from turnabout.publish.markdown.unusual import UnusualError

# Characters that are blank to somebody: Markdown trims them, and keeps its own marks in control characters.
_ODD = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Rendered:
    """A page's body, permalinks included, and its headings in order.

    `pieces` are the same without the headings' HTML and with open addresses. Most are one block, or begin or end what
    is around others; pages have many of them in common.
    """

    html: str
    headings: tuple[Heading, ...]
    pieces: Sequence[str | Heading]


def render(body: str, link: Link, memory: Memory | None = None) -> Rendered | None:
    """What the site engine makes of the Markdown `body`, or None where that is outside the grammar.

    `link` maps the address of a link or picture as written to what the page gets. `memory` is for all pages of a site.
    """
    body = body.strip("\n")
    # What can be printed holds no odd sign, and nearly every page can.
    if not body.replace("\n", " ").isprintable() and _ODD.search(body):
        return None
    if " \n" in body or body[-1:] == " ":
        return None
    page = Written(memory or Memory())
    try:
        if body:
            write(page, blocks_of(body))
        return _finished(page, link)
    except UnusualError:
        return None


def _finished(page: Written, link: Link) -> Rendered:
    """The pieces joined, with an anchor of its own for each heading and what the addresses are mapped to."""
    pieces: list[str | Heading] = [*page.pieces]
    headings: list[Heading] = []
    runs: dict[str, int] = {}
    for at, title in page.titles:
        anchor = title.anchor or unused(title.slug, page.anchors, runs)
        heading = Heading(title.level, anchor, title.title, title.name)
        headings.append(heading)
        pieces[at] = heading
        page.pieces[at] = _heading(heading)
    return Rendered(closed("".join(page.pieces).rstrip("\n"), link), tuple(headings), pieces)


def _heading(heading: Heading) -> str:
    level, anchor = heading.level, heading.anchor
    return (
        f'<h{level} id="{anchor}">{heading.title}'
        f'<a class="headerlink" href="#{anchor}" title="Link to this section">#</a></h{level}>\n'
    )
