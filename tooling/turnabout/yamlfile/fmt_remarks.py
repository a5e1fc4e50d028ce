"""Decides which entry or block a comment belongs to, and lists the comments of a file."""

import re
from dataclasses import dataclass

from turnabout.yamlfile.document import Document
from turnabout.yamlfile.fmt_tree import Atom, Block, Remarks, Shape

_COMMENT = re.compile(r"(?:^|(?<=[ \t\n]))#[^\n]*")
QUOTED = re.compile(r""""(?:[^"\\]|\\.)*"|'(?:[^']|'')*'""", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Run:
    """What stands between two things that mean something: the comment on the first line, and the lines below.

    `remark` keeps the spaces before it; a line is its indentation and its text, an empty one has the text "".
    `several` says whether there is a line feed in between.
    """

    remark: str
    lines: list[tuple[int, str]]
    several: bool

    @property
    def texts(self) -> Remarks:
        """The lines without their indentation."""
        return [text for _, text in self.lines]


def share(run: Run, block: Block, *, at_end: bool = False) -> Remarks:
    """Gives the lines between two entries of `block` to the blocks that end there; returns what the next entry keeps.

    By indentation first: what stands further in than the next entry belongs to what came before, at its own depth.
    Of the rest, comments right below the entry before, with an empty line after them, stay with that entry.
    `at_end`: no entry follows, so that the rest is the block's.
    """
    chain = _ending(block)
    limit, waiting = float(len(chain)), 0
    for number, (indent, text) in enumerate(run.lines):
        if not text:
            waiting = 1
            continue
        limit = min(limit, _rank(chain, indent))
        if limit <= 0 and not at_end:
            return _beside(block, [""] * waiting + [text for _, text in run.lines[number:]])
        home = _home(chain, limit)
        home += [""] * waiting + [text]
        waiting = 0
    return [""] * waiting


def _ending(block: Block) -> list[Block]:
    """The block and those in its last entry, each further in than the one before."""
    chain = [block]
    while isinstance(inner := chain[-1].entries[-1].value, Block):
        chain.append(inner)
    return chain


def _rank(chain: list[Block], indent: int) -> float:
    """The block in the chain that a comment at this indentation belongs to; a half more: the block's last entry."""
    inside = [number for number, block in enumerate(chain) if block.level <= indent]
    if not inside:
        return 0
    return inside[-1] + (0.5 if chain[inside[-1]].level < indent else 0)


def _home(chain: list[Block], rank: float) -> Remarks:
    block = chain[int(rank)]
    if rank == int(rank):
        return block.tail
    last = block.entries[-1]
    if isinstance(last.value, Atom) and last.value.shape is Shape.TEXT:
        # Further in than the key, the comment would become part of the text.
        return last.tail
    return last.deep


def _beside(block: Block, lines: Remarks) -> Remarks:
    if lines[0] and "" in lines:
        gap = lines.index("")
        block.entries[-1].tail += lines[:gap]
        return lines[gap:]
    return lines


def comments(document: Document, text: str) -> list[tuple[int, str]]:
    """Every comment of the file with its offset, from its `#` to the end of its line without spaces at the end.

    Found without the tree: all that is neither key nor value. `text` is what `document` was loaded from.
    """
    masked = list(text)
    for path, (start, end) in document.spans.items():
        if text[start : start + 1] in ("|", ">"):
            first_line = text.find("\n", start, end)
            _mask(masked, end if first_line < 0 else first_line, end)
        elif not _holds_entries(document, path):
            _mask(masked, start, end)
    line_starts = [0, *(match.end() for match in re.finditer("\n", text))]
    for path, (line, column) in document.keys.items():
        start = line_starts[line - 1] + column - 1
        quoted = QUOTED.match(text, start)
        _mask(masked, start, quoted.end() if quoted else start + len(str(path[-1])))
    return [(match.start(), match[0].rstrip()) for match in _COMMENT.finditer("".join(masked))]


def _holds_entries(document: Document, path: tuple[str | int, ...]) -> bool:
    data = document.data
    for step in path:
        data = data[step]
    return isinstance(data, dict | list)


def _mask(signs: list[str], start: int, end: int) -> None:
    for offset in range(start, end):
        if signs[offset] != "\n":
            signs[offset] = "x"
