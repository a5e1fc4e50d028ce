"""What the site engine is asked for, so that all other pages can be stamped: shells, specimens, and pages only it knows.

Pages whose front matter, Markdown or links are anything but plain go through the engine as they are. What they link to
lies beside them as an empty document that is not built.
"""

import posixpath
import re
from collections.abc import Callable, Container, Mapping
from typing import NamedTuple

from turnabout.publish.markdown import Memory, render
from turnabout.publish.stamping import search, settings, shells
from turnabout.publish.stamping.links import Linker, UnsureError
from turnabout.publish.stamping.sheets import output, sheet
from turnabout.publish.stamping.shells import Frame, Stamp
from turnabout.publish.text import address

# Without these words the engine could not be asked twice: they are its own files.
_TAKEN = re.compile(r"404\.html|sitemap\.xml(\.gz)?|search/.*|templates/.*|.*\.(markdown|mdown|mkdn|mkd)")
_OURS = re.compile(r"turnabout-(shell|specimen)-")
_LINKED = re.compile(r"\]\(\s*<?([^)\s>#]*)(?:#([\w.:-]+))?|^ {0,3}\[[^\]]+\]: *<?([^\s>#]+)", re.MULTILINE | re.ASCII)
# Seen by nobody: it shows that a stamped page is what the engine makes of it.
_SPECIMEN = """\
# A specimen &#38; *more*

First words of `it`.

## A &#60;part&#62; &#34;here&#34;

- One
- **Two** with [a place](#an-end){ .chip }

| A | B |
| --- | --- |
| 1 | `2` |

<div class="facts" markdown>

Term
:   What it *means*

</div>

??? note "More"

    Folded.

### Below it

#### And below that

### Beside it

## An end
"""
_IDS = re.compile(r'\s(?:id|name)="([^"]*)"')


class CannotStampError(Exception):
    """Why the engine has to build every page itself; a sentence's part, lower case."""


class Job(NamedTuple):
    """The engine's part and ours. Paths are of Markdown pages, except in `documents`, which holds whatever the engine reads."""

    documents: dict[str, bytes]
    hidden: list[str]  # documents that are there for links only
    pages: list[str]  # every page of the site, in the engine's order
    stamps: dict[str, Stamp]
    entries: dict[str, str]  # for the search index, of stamped pages
    frames: dict[Frame, str]  # where its shell is
    of_page: dict[str, Frame]
    specimens: dict[str, tuple[Frame, Stamp]]
    places: frozenset[tuple[str, str]]  # (page, anchor) that stamped pages link to


class _Shared(NamedTuple):
    """What the pages of one job know of each other, so that nothing is done twice."""

    linker: Linker
    written: Memory
    said: search.Memory


def _shared(files: Container[str]) -> _Shared:
    return _Shared(Linker(files), Memory(), search.Memory())


def plan_job(files: Mapping[str, bytes], config: str, step: Callable[[int], None]) -> Job:
    """The job for the files of build/docs; CannotStampError where stamping does not fit them."""
    _fitting(files)
    shared = _shared(files)
    pages = sorted((path for path in files if path.endswith(".md")), key=_order)
    stamps: dict[str, Stamp] = {}
    entries: dict[str, str] = {}
    for count, path in enumerate(pages, start=1):
        step(count)
        found = _stamp(path, files[path], shared)
        if found is not None:
            stamps[path], entries[path] = found
    navigated = settings.named_pages(config)
    folders = frozenset(above for path in navigated for above in _above(path))
    of_page = {path: shells.frame(stamp, navigated, folders) for path, stamp in stamps.items()}
    frames = {
        each: shells.place(each, f"turnabout-shell-{at}") for at, each in enumerate(sorted(set(of_page.values())))
    }
    theirs = [path for path in pages if path not in stamps]
    wanted = _wanted(theirs, files)
    documents = {path: shells.markdown(each, sorted(_kept(each.own, wanted, stamps))) for each, path in frames.items()}
    documents |= {path: files[path] for path in theirs}
    hidden = sorted(path for path in wanted if path in files and path not in documents)
    documents |= dict.fromkeys(hidden, b"")
    specimens = _specimens(frames)
    documents |= {path: _specimen(each) for path, (each, _) in specimens.items()}
    return Job(documents, hidden, pages, stamps, entries, frames, of_page, specimens, frozenset(shared.linker.places))


def _fitting(files: Mapping[str, bytes]) -> None:
    taken = next((path for path in files if _TAKEN.fullmatch(path) or _OURS.search(path)), None)
    if taken is not None:
        raise CannotStampError(f"{taken} has a name of the engine's")
    outputs = [output(path) if path.endswith(".md") else path for path in files]
    if len(set(outputs)) < len(outputs):
        raise CannotStampError("two files have the same address")


def _order(path: str) -> tuple[list[str], bool, str]:
    *above, name = path.split("/")
    return above, name != "index.md", name


def _above(path: str) -> list[str]:
    parts = output(path).split("/")[:-1]
    return ["/".join(parts[: at + 1]) for at in range(len(parts))]


def _stamp(path: str, content: bytes, shared: _Shared) -> tuple[Stamp, str] | None:
    """The page as it is stamped, and its entries for the search; None where the engine has to render it."""
    try:
        page = sheet(path, content)
        rendered = None if page is None else render(page.body, shared.linker.on(path), shared.written)
        if page is None or rendered is None or "<h1" not in rendered.html:
            return None
        search.require_plain(rendered.html)
        entries = search.entries(rendered, address(path), page.title, shared.said) if page.searched else ""
    except (UnsureError, UnicodeDecodeError):
        return None
    if not rendered.headings or any("<" in each.name for each in rendered.headings):
        return None
    # The Markdown has done its duty, and ten thousand pages of it would fill the memory.
    stamp = Stamp(
        page._replace(body=""), rendered.html, [(each.level, each.anchor, each.name) for each in rendered.headings]
    )
    return stamp, entries


def _wanted(theirs: list[str], files: Mapping[str, bytes]) -> dict[str, set[str]]:
    """What the engine's own pages may link to, with the anchors: more than they do would do no harm."""
    wanted: dict[str, set[str]] = {}
    for path in theirs:
        for match in _LINKED.finditer(files[path].decode("utf-8", "replace")):
            target = posixpath.normpath(posixpath.join(posixpath.dirname(path), match[1] or match[3] or ""))
            if target in files:
                wanted.setdefault(target, set()).update([match[2]] if match[2] else [])
    return wanted


def _kept(page: str, wanted: Mapping[str, set[str]], stamps: Mapping[str, Stamp]) -> set[str]:
    """Those of the wanted anchors that the page really has."""
    anchors = wanted.get(page, set())
    return anchors & ids(stamps[page].content) if anchors else set()


def ids(content: str) -> set[str]:
    """The places of a page that a link can name."""
    return set(_IDS.findall(content))


def _specimens(frames: Mapping[Frame, str]) -> dict[str, tuple[Frame, Stamp]]:
    """A page of each kind that is no page of the site, so that what the engine makes of it does not depend on data."""
    kinds = {(each.front, each.table): each for each in sorted(frames, reverse=True) if not each.own}
    found = {}
    for number, each in enumerate(sorted(kinds.values())):
        path = shells.place(each, f"turnabout-specimen-{number}")
        stamp = _stamp(path, _specimen(each), _shared(()))
        if stamp is None:
            raise CannotStampError("the specimen of a page is not plain")
        found[path] = each, stamp[0]
    return found


def _specimen(frame: Frame) -> bytes:
    front = frame.front.replace("TurnaboutShell", "A &amp; specimen's ")
    body = _SPECIMEN if frame.table else _SPECIMEN.partition("##")[0]
    return f"---\n{front}---\n\n{body}".encode()
