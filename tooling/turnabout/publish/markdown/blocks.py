"""The blocks of a page: what stands between two blank lines, told apart by its first sign, with the engine's line ends."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from turnabout.publish.markdown.code import FENCE, fenced
from turnabout.publish.markdown.inline import Inline
from turnabout.publish.markdown.lines import INDENT, ITEM, blocks_of, check, detabbed
from turnabout.publish.markdown.lists import listed
from turnabout.publish.markdown.raw import is_raw, numbers
from turnabout.publish.markdown.tables import table
from turnabout.publish.markdown.unusual import UnusualError

_DEEPEST = 8
_NAME = "[A-Za-z][A-Za-z0-9-]*"
_HEADING = re.compile(rf"(#{{1,6}}) ([^ #\n](?:[^\n]*?[^ #\n])??)(?: \{{ #({_NAME}) \}})?")
_MARKS = re.compile(rf"\n\{{(?: #({_NAME}))?((?: \.{_NAME})*) \}}\Z")
_DIV = re.compile(r'<div class="([a-z][a-z -]*)" markdown>(?:\n(.+)\n</div>)?', re.DOTALL)
_TERM = re.compile(r"([^\n]+)\n:   ([^\n]+)")
_FOLD = re.compile(r'(?:\?\?\?(\+)?|!!!) ([a-z][a-z-]*)(?: "([^"\n]*)")?(?:\n(.+))?', re.DOTALL)


class Mark(NamedTuple):
    """A heading among the pieces of a page; `anchor` is empty where the page gives none."""

    piece: int
    level: int
    title: str
    anchor: str


@dataclass(slots=True)
class Written:
    """A page while it is written: pieces of HTML, headings among them, and the anchors that the page itself gives."""

    inline: Inline
    pieces: list[str] = field(default_factory=list)
    headings: list[Mark] = field(default_factory=list)
    anchors: set[str] = field(default_factory=set)


class _Place(NamedTuple):
    """Where blocks stand: how deep, and whether in a fold, where HTML and what goes on below a list mean other things."""

    depth: int
    folded: bool


def write(page: Written, blocks: Sequence[str]) -> None:
    """Appends the HTML of the blocks; UnusualError where one is outside the grammar."""
    if _write(page, blocks, 0, _Place(0, folded=False)) != len(blocks):
        raise UnusualError


def _write(page: Written, blocks: Sequence[str], at: int, place: _Place) -> int:
    """Writes from block `at` to the end, or to the end of the `div` around; where it stopped."""
    if place.depth > _DEEPEST:
        raise UnusualError
    while at < len(blocks) and blocks[at] != "</div>":
        at = _WRITERS.get(blocks[at][:1], _text)(page, blocks, at, place)
    return at


def _heading(page: Written, blocks: Sequence[str], at: int, _: _Place) -> int:
    found = _HEADING.fullmatch(blocks[at])
    if not found:
        raise UnusualError
    level, title, anchor = found.groups(default="")
    if anchor:
        page.anchors.add(anchor)
    page.headings.append(Mark(len(page.pieces), len(level), page.inline(title), anchor))
    page.pieces.append("")
    return at + 1


def _element(page: Written, blocks: Sequence[str], at: int, place: _Place) -> int:
    block = blocks[at]
    if not place.folded and (found := _DIV.fullmatch(block)):
        return _div(page, blocks, at, place, found)
    if not place.depth and is_raw(block):
        page.pieces.append(f"{block}\n\n")
    elif not place.folded and (figures := numbers(block)):
        page.pieces.append(figures)
    else:
        _paragraph(page, block)
    return at + 1


def _div(page: Written, blocks: Sequence[str], at: int, place: _Place, found: re.Match[str]) -> int:
    """A `div` whose content is Markdown: one paragraph right inside of it, or blocks up to its end."""
    page.pieces.append(f'<div class="{found[1]}">\n')
    if found[2]:
        _paragraph(page, found[2])
    else:
        at = _write(page, blocks, at + 1, _Place(place.depth + 1, folded=False))
        if at == len(blocks) or blocks[at - 1] == found[0]:
            raise UnusualError
    page.pieces.append("</div>\n")
    return at + 1


def _table(page: Written, blocks: Sequence[str], at: int, _: _Place) -> int:
    page.pieces.append(table(blocks[at], page.inline))
    return at + 1


def _fold(page: Written, blocks: Sequence[str], at: int, place: _Place) -> int:
    """Details or an admonition, with all blocks indented below it."""
    found = _FOLD.fullmatch(blocks[at])
    if not found:
        return _text(page, blocks, at, place)
    is_open, kind, title, first = found.groups()
    if title is None:
        title = kind.capitalize()
    if not title or title != title.strip() or title[0] == "#":
        raise UnusualError
    title = page.inline(title)
    details = blocks[at][0] == "?"
    if details:
        opened = ' open="open"' if is_open else ""
        page.pieces.append(f'<details class="{kind}"{opened}>\n<summary>{title}</summary>\n')
    else:
        page.pieces.append(f'<div class="admonition {kind}">\n<p class="admonition-title">{title}</p>\n')
    inner = [detabbed(first)] if first else []
    at += 1
    while at < len(blocks) and blocks[at].startswith(INDENT):
        inner.append(detabbed(blocks[at]))
        at += 1
    if _write(page, inner, 0, _Place(place.depth + 1, folded=True)) != len(inner):
        raise UnusualError
    page.pieces.append("</details>\n" if details else "</div>\n")
    return at


def _quote(page: Written, blocks: Sequence[str], at: int, _: _Place) -> int:
    """One quotation, however many blocks it takes; paragraphs only."""
    page.pieces.append("<blockquote>\n")
    while at < len(blocks) and blocks[at].startswith(">"):
        lines = blocks[at].split("\n")
        if not all(line.startswith("> ") or line == ">" for line in lines):
            raise UnusualError
        if lines[0] == ">" or lines[-1] == ">":
            raise UnusualError
        for text in blocks_of("\n".join([line[2:] for line in lines])):
            _paragraph(page, text)
        at += 1
    page.pieces.append("</blockquote>\n")
    return at


def _text(page: Written, blocks: Sequence[str], at: int, place: _Place) -> int:
    """Code, a list, terms with their descriptions, or a paragraph."""
    block = blocks[at]
    if block.startswith(FENCE):
        page.pieces.append(fenced(block))
    elif ITEM.match(block):
        made, at = listed(blocks, at, page.inline, may_go_on=not place.folded)
        page.pieces.append(made)
        return at
    elif _TERM.fullmatch(block):
        return _terms(page, blocks, at)
    else:
        _paragraph(page, block)
    return at + 1


def _terms(page: Written, blocks: Sequence[str], at: int) -> int:
    """One list of terms and their descriptions, however many blocks it takes."""
    page.pieces.append("<dl>\n")
    while at < len(blocks) and (found := _TERM.fullmatch(blocks[at])):
        term, said = found.groups()
        check(term)
        check(said)
        page.pieces.append(f"<dt>{page.inline(term)}</dt>\n<dd>{page.inline(said)}</dd>\n")
        at += 1
    page.pieces.append("</dl>\n")
    return at


def _paragraph(page: Written, block: str) -> None:
    marks = ""
    if block.endswith(" }") and (found := _MARKS.search(block)):
        block = block[: found.start()]
        anchor, classes = found.groups(default="")
        if classes:
            marks = f' class="{classes[2:].replace(" .", " ")}"'
        if anchor:
            page.anchors.add(anchor)
            marks += f' id="{anchor}"'
    check(block)
    page.pieces.append(f"<p{marks}>{page.inline(block)}</p>\n")


_WRITERS: dict[str, Callable[[Written, Sequence[str], int, _Place], int]] = {
    "#": _heading,
    "<": _element,
    "|": _table,
    "?": _fold,
    "!": _fold,
    ">": _quote,
}
