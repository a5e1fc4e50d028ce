"""Writes the formatter's tree: two spaces further in for each level, keys in the order asked for, comments where they belong."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from turnabout.yamlfile.document import Path
from turnabout.yamlfile.fmt_tree import Atom, Block, Entry, Remarks, Shape

# The keys of the mapping at a path in their order; empty where the person's own order stays.
Order = Callable[[Path], Sequence[str]]
_STEP = 2
_BLANKS = " \t"


@dataclass(slots=True)
class _Page:
    """The lines so far. `sealed` says that an empty line now would become part of the text above it."""

    lines: list[str] = field(default_factory=list)
    sealed: bool = False

    def add(self, line: str) -> None:
        self.lines.append(line)
        self.sealed = False

    def gap(self) -> None:
        if self.lines and self.lines[-1] and not self.sealed:
            self.lines.append("")


def put_together(head: Remarks, opening: Remarks, gap: bool, tree: Block | Atom, order: Order) -> str:
    """The text of the file: `head` on top, below it the tree, with an empty line between if `gap` says so.

    `opening` are the comments of the first entry as it was; they go where it goes.
    """
    page = _Page()
    _remarks(page, head, 0)
    if isinstance(tree, Atom):
        if gap:
            page.gap()
        _remarks(page, opening, 0)
        _atom(page, tree, "", -_STEP)
        _remarks(page, tree.below, 0)
    else:
        tree.entries[0].lead = opening
        # Comments right below the head would become part of it.
        if gap or _opening(ordered(tree, order)[0], order):
            page.gap()
        _block(page, tree, 0, order)
    while page.lines and not page.lines[-1] and not page.sealed:
        page.lines.pop()
    return "".join(f"{line}\n" for line in page.lines)


def ordered(block: Block, order: Order) -> list[Entry]:
    """The block's entries as the file shall have them; keys that the order does not name follow as they were."""
    wanted = {key: number for number, key in enumerate(order(block.path))}
    if not wanted or any(isinstance(entry.key, int) for entry in block.entries):
        return block.entries
    return sorted(block.entries, key=lambda entry: wanted.get(str(entry.key), len(wanted)))


def _block(page: _Page, block: Block, column: int, order: Order, start: str | None = None) -> None:
    """`start` is what the first line begins with, where that is the dash of a list; its comments are written then."""
    before: Entry | None = None
    for entry in ordered(block, order):
        begin = " " * column
        if before is None:
            if start is None:
                _remarks(page, _opening(entry, order), column)
            else:
                begin = start
        else:
            lead = _above(entry, order)
            if before.tail or (lead and lead[0] and ("" in lead or entry is block.entries[0])):
                # Else the next run, or a reader, would take the comments for the other neighbour's.
                page.gap()
            _remarks(page, lead, column)
        _entry(page, entry, column, begin, order)
        before = entry
    if before is not None and before.tail and block.tail:
        page.gap()
    _remarks(page, block.tail, column)


def _above(entry: Entry, order: Order) -> Remarks:
    """The comments above the entry, and those of a first key that will stand on the line of its dash."""
    if _shares_line(entry) and isinstance(entry.value, Block):
        return [*entry.lead, *_opening(ordered(entry.value, order)[0], order)]
    return entry.lead


def _opening(entry: Entry, order: Order) -> Remarks:
    """The same for the first entry of a block: without empty lines on top."""
    lead = _above(entry, order)
    while lead and not lead[0]:
        lead = lead[1:]
    return lead


def _shares_line(entry: Entry) -> bool:
    return entry.name == "-" and not entry.remark


def _entry(page: _Page, entry: Entry, column: int, begin: str, order: Order) -> None:
    value = entry.value
    if isinstance(value, Atom):
        _atom(page, value, f"{begin}{entry.name}", column, entry)
    elif _shares_line(entry):
        _block(page, value, column + _STEP, order, f"{begin}- ")
    else:
        page.add(f"{begin}{entry.name}{entry.remark}")
        _block(page, value, column + _STEP, order)
    _remarks(page, entry.deep, column + _STEP)
    _remarks(page, entry.tail, column)


def _atom(page: _Page, atom: Atom, name: str, column: int, entry: Entry | None = None) -> None:
    inner = column + _STEP
    if atom.moved:
        page.add(f"{name}{entry.remark if entry else ''}")
        _remarks(page, atom.above, inner)
        name = " " * inner
    elif name and atom.lines[0]:
        name += " "
    first, *rest = atom.lines
    lines = [_trimmed(name + first) if rest else name + first]
    lines += _more(atom, rest, inner, column - (entry.column if entry else column))
    lines[-1] += atom.remark
    for line in lines:
        page.add(line)
    page.sealed = atom.keeps


def _more(atom: Atom, lines: list[str], inner: int, moved_by: int) -> list[str]:
    """The further lines of a value at their new place."""
    match atom.shape:
        case Shape.TEXT:
            pad = " " * (inner - _STEP + atom.indent)
            return [f"{pad}{line}" if line else "" for line in lines]
        case Shape.FLOW:
            if atom.moved:
                moved_by = inner - atom.column
            return [_trimmed(_shifted(line, moved_by)) for line in lines]
        case _:
            pad = " " * inner
            return [_trimmed(pad + line.lstrip(_BLANKS)) for line in lines]


def _shifted(line: str, by: int) -> str:
    bare = line.lstrip(_BLANKS)
    return " " * max(0, len(line) - len(bare) + by) + bare


def _trimmed(line: str) -> str:
    """The line without the spaces at its end, unless a backslash before them makes them part of a text."""
    short = line.rstrip(_BLANKS)
    return line if short.endswith("\\") else short


def _remarks(page: _Page, remarks: Remarks, column: int) -> None:
    for remark in remarks:
        if remark:
            page.add(f"{' ' * column}{remark}")
        else:
            page.gap()
