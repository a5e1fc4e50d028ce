"""The blocks of a page: what stands between two blank lines, told apart by its first sign, with the engine's line ends."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from turnabout.publish.markdown.code import FENCE, fenced
from turnabout.publish.markdown.headings import Title, name, slug
from turnabout.publish.markdown.kept import Kept
from turnabout.publish.markdown.lines import INDENT, ITEM, blocks_of, check, detabbed
from turnabout.publish.markdown.lists import goes_on, listed
from turnabout.publish.markdown.memory import Memory
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


@dataclass(slots=True)
class Written:
    """A page while it is written: pieces of HTML, headings among them, and the anchors that the page itself gives."""

    memory: Memory
    pieces: list[str] = field(default_factory=list)
    titles: list[tuple[int, Title]] = field(default_factory=list)  # with their places among the pieces, which are empty
    anchors: set[str] = field(default_factory=set)


class _Place(NamedTuple):
    """Where blocks stand: how deep, and whether in a fold, where HTML and what goes on below a list mean other things.

    `known` are blocks in such places that are always written like that, whatever stands around them.
    """

    depth: int
    folded: bool
    known: Kept[str]


def write(page: Written, blocks: Sequence[str]) -> None:
    """Appends the HTML of the blocks; UnusualError where one is outside the grammar."""
    if _write(page, blocks, 0, _Place(0, False, page.memory.top)) != len(blocks):
        raise UnusualError


def _write(page: Written, blocks: Sequence[str], at: int, place: _Place) -> int:
    """Writes from block `at` to the end, or to the end of the `div` around; where it stopped."""
    if place.depth > _DEEPEST:
        raise UnusualError
    known, pieces = place.known, page.pieces
    while at < len(blocks) and (block := blocks[at]) != "</div>":
        made = known.get(block)
        if made is None:
            at = _WRITERS.get(block[:1], _text)(page, blocks, at, place)
        else:
            pieces.append(made)
            at += 1
    return at


def _add(page: Written, place: _Place, block: str, made: str, anchor: str = "") -> None:
    """Adds the HTML of a block that depends on no other, and remembers it unless it gives an anchor."""
    page.pieces.append(made)
    if anchor:
        page.anchors.add(anchor)
    else:
        place.known.keep(block, made)


def _heading(page: Written, blocks: Sequence[str], at: int, _: _Place) -> int:
    title = page.memory.headings.get(blocks[at]) or _title(page, blocks[at])
    if title.anchor:
        page.anchors.add(title.anchor)
    page.titles.append((len(page.pieces), title))
    page.pieces.append("")
    return at + 1


def _title(page: Written, block: str) -> Title:
    found = _HEADING.fullmatch(block)
    if not found:
        raise UnusualError
    level, text, anchor = found.groups(default="")
    title = page.memory.inline(text)
    words = name(title)
    return page.memory.headings.keep(block, Title(len(level), title, words, anchor, "" if anchor else slug(words)))


def _element(page: Written, blocks: Sequence[str], at: int, place: _Place) -> int:
    block = blocks[at]
    if not place.folded and (found := _DIV.fullmatch(block)):
        return _div(page, blocks, at, place, found)
    if not place.depth and is_raw(block):
        _add(page, place, block, f"{block}\n\n")
    elif not place.folded and (figures := numbers(block)):
        _add(page, place, block, figures)
    else:
        _add(page, place, block, *_paragraph(page, block))
    return at + 1


def _div(page: Written, blocks: Sequence[str], at: int, place: _Place, found: re.Match[str]) -> int:
    """A `div` whose content is Markdown: one paragraph right inside of it, or blocks up to its end."""
    begin = f'<div class="{found[1]}">\n'
    if found[2]:
        made, anchor = _paragraph(page, found[2])
        _add(page, place, blocks[at], f"{begin}{made}</div>\n", anchor)
        return at + 1
    page.pieces.append(begin)
    at = _write(page, blocks, at + 1, _Place(place.depth + 1, False, page.memory.inside))
    if at == len(blocks) or blocks[at - 1] == found[0]:
        raise UnusualError
    page.pieces.append("</div>\n")
    return at + 1


def _table(page: Written, blocks: Sequence[str], at: int, place: _Place) -> int:
    _add(page, place, blocks[at], table(blocks[at], page.memory.inline))
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
    title = page.memory.inline(title)
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
    if _write(page, inner, 0, _Place(place.depth + 1, True, page.memory.folded)) != len(inner):
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
            made, anchor = _paragraph(page, text)
            page.pieces.append(made)
            if anchor:
                page.anchors.add(anchor)
        at += 1
    page.pieces.append("</blockquote>\n")
    return at


def _text(page: Written, blocks: Sequence[str], at: int, place: _Place) -> int:
    """Code, a list, terms with their descriptions, or a paragraph."""
    block = blocks[at]
    if block.startswith(FENCE):
        _add(page, place, block, fenced(block))
    elif ITEM.match(block):
        return _list(page, blocks, at, place)
    elif _TERM.fullmatch(block):
        return _terms(page, blocks, at)
    else:
        _add(page, place, block, *_paragraph(page, block))
    return at + 1


def _list(page: Written, blocks: Sequence[str], at: int, place: _Place) -> int:
    """A list. It is remembered where it is one block, below which no other goes on with it."""
    block, known = blocks[at], page.memory.lists
    alone = at + 1 == len(blocks) or not goes_on(blocks[at + 1])
    made = known.get(block) if alone else None
    if made is None:
        made, at = listed(blocks, at, page.memory.inline, may_go_on=not place.folded)
        if alone:
            known.keep(block, made)
    else:
        at += 1
    page.pieces.append(made)
    return at


def _terms(page: Written, blocks: Sequence[str], at: int) -> int:
    """One list of terms and their descriptions, however many blocks it takes."""
    page.pieces.append("<dl>\n")
    while at < len(blocks) and (made := page.memory.terms.get(blocks[at]) or _term(page, blocks[at])):
        page.pieces.append(made)
        at += 1
    page.pieces.append("</dl>\n")
    return at


def _term(page: Written, block: str) -> str:
    """A term with its description, or "" where the block is none."""
    found = _TERM.fullmatch(block)
    if found is None:
        return ""
    term, said = found.groups()
    check(term)
    check(said)
    return page.memory.terms.keep(block, f"<dt>{page.memory.inline(term)}</dt>\n<dd>{page.memory.inline(said)}</dd>\n")


def _paragraph(page: Written, block: str) -> tuple[str, str]:
    """The paragraph and the anchor that it gives, or ""."""
    marks = anchor = ""
    if block.endswith(" }") and (found := _MARKS.search(block)):
        block = block[: found.start()]
        anchor, classes = found.groups(default="")
        if classes:
            marks = f' class="{classes[2:].replace(" .", " ")}"'
        if anchor:
            marks += f' id="{anchor}"'
    check(block)
    return f"<p{marks}>{page.memory.inline(block)}</p>\n", anchor


_WRITERS: dict[str, Callable[[Written, Sequence[str], int, _Place], int]] = {
    "#": _heading,
    "<": _element,
    "|": _table,
    "?": _fold,
    "!": _fold,
    ">": _quote,
}
