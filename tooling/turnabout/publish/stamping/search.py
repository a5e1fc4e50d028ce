"""A page's entries in the search index, equal to those of the theme's search plugin.

An entry for the page and one for each heading with an id: its title, and its text with a few kept elements. Exclusions,
and whatever else `said` cannot follow plainly, are left to the engine.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from json.encoder import encode_basestring_ascii as _json

from turnabout.publish.markdown import Kept, Rendered
from turnabout.publish.stamping.links import UnsureError
from turnabout.publish.stamping.said import Section, begin, leave, one_line, preface, read


@dataclass(frozen=True, slots=True)
class Memory:
    """What the pieces of pages say, with how many elements they leave open (or -1: they end one), and what titles say."""

    pieces: Kept[tuple[str, int]] = field(default_factory=Kept)
    titles: Kept[list[str]] = field(default_factory=Kept)


def require_plain(content: str) -> None:
    """UnsureError where the theme's plugin changes what the page shows, even of a page that is not searched."""
    if "data-search-" in content:
        raise UnsureError


def entries(page: Rendered, address: str, title: str, memory: Memory) -> str:
    """The entries as JSON, separated by commas; `title` is the page's, for what comes before the first heading.

    They are put together from what each piece of the page says. UnsureError where the content is not plainly a tree of
    elements.
    """
    _require_followed(page.html)
    sections = _joined(page, memory)
    return _written(read(page.html).sections if sections is None else sections, address, title)


def entries_of(content: str, address: str, title: str) -> str:
    """The same of a page's HTML as a whole: slower, and what the pieces are held against."""
    _require_followed(content)
    return _written(read(content).sections, address, title)


def _require_followed(content: str) -> None:
    if "linenodiv" in content:
        raise UnsureError


def _joined(page: Rendered, memory: Memory) -> list[Section] | None:
    """The sections of a page; None where a piece may say something else among others."""
    found: list[Section] = []
    section: Section | None = None
    depth = 0
    known = memory.pieces
    for piece in page.pieces:
        if isinstance(piece, str):
            said = known.get(piece) or _said(piece, memory)
            if said is None:
                return None
            text, deeper = said
            if section is None:
                section = preface(found)
            if text:
                section.text.append(text)
            if deeper:
                if deeper < 0 and section.depth > depth:
                    section = leave(found, section, depth)
                depth += deeper
        else:
            section = begin(found, f"h{piece.level}", depth + 1, piece.anchor)
            title = memory.titles.get(piece.title) or _title(piece.title, memory)
            if title is None:
                return None
            section.title = title
    return found


def _said(piece: str, memory: Memory) -> tuple[str, int] | None:
    """What a piece says wherever it stands, and what it leaves open; None where that depends on where it stands.

    Every piece ends with a line, which is a blank for the search; and blanks that follow each other are one. So those at
    the beginning of a piece count for nothing: what is left out at the beginning of a whole text is stripped anyway.
    """
    try:
        sections, left_open = read(piece)
    except UnsureError:
        return None
    if left_open is None or len(sections) != 1 or sections[0].tag or piece[-1:] != "\n":
        return None
    section = sections[0]
    text = "".join(section.text[1:] if section.text[0].isspace() else section.text)
    return memory.pieces.keep(piece, (text, left_open))


def _title(title: str, memory: Memory) -> list[str] | None:
    """What a title says; None where it goes on behind its heading."""
    # Nearly every title is nothing but text, and that is quickly said.
    if "<" not in title:
        return memory.titles.keep(title, [one_line(title)])
    try:
        sections, left_open = read(f'<h1 id="title">{title}</h1>')
    except UnsureError:
        return None
    return memory.titles.keep(title, sections[0].title) if left_open == 0 else None


def _written(sections: Iterable[Section], address: str, title: str) -> str:
    made = []
    for each in sections:
        place = f"{address}#{each.anchor}" if each.anchor else address
        words = ("".join(each.title) if each.title else title).strip()
        text = "".join(each.text).strip()
        made.append(f'{{"location":{_json(place)},"title":{_json(words)},"text":{_json(text)}}}')
    return ",".join(made)
