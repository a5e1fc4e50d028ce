"""A whole page: Markdown in, HTML with anchors and permalinks out, and its headings."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from turnabout.publish.markdown.blocks import Written, write
from turnabout.publish.markdown.headings import Heading, name, slug, unused
from turnabout.publish.markdown.inline import inliner
from turnabout.publish.markdown.lines import blocks_of
from turnabout.publish.markdown.unusual import UnusualError

# Characters that are blank to somebody: Markdown trims them, and keeps its own marks in control characters.
_ODD = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Rendered:
    """A page's body, permalinks included, and its headings in order."""

    html: str
    headings: tuple[Heading, ...]


def render(body: str, link: Callable[[str], str]) -> Rendered | None:
    """What the site engine makes of the Markdown `body`, or None where that is outside the grammar.

    `link` maps the address of a link or picture as written to what the page gets.
    """
    body = body.strip("\n")
    if _ODD.search(body) or " \n" in body or body[-1:] == " ":
        return None
    page = Written(inliner(link))
    try:
        if body:
            write(page, blocks_of(body))
        return _finished(page)
    except UnusualError:
        return None


def _finished(page: Written) -> Rendered:
    """The pieces joined, with the headings in the places that are kept for them."""
    pieces, taken = page.pieces, page.anchors
    if pieces:
        pieces[-1] = pieces[-1].rstrip("\n")
    headings: list[Heading] = []
    runs: dict[str, int] = {}
    for at, level, title, given in page.headings:
        words = name(title)
        heading = Heading(level, given or unused(slug(words), taken, runs), title, words)
        headings.append(heading)
        pieces[at] = _heading(heading)
    return Rendered("".join(pieces).rstrip("\n"), tuple(headings))


def _heading(heading: Heading) -> str:
    level, anchor = heading.level, heading.anchor
    return (
        f'<h{level} id="{anchor}">{heading.title}'
        f'<a class="headerlink" href="#{anchor}" title="Link to this section">#</a></h{level}>\n'
    )
