"""Lists: tight ones, ones with blank lines between their items, and what is indented below an item."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from turnabout.publish.markdown.code import FENCE, fenced
from turnabout.publish.markdown.inline import Inline
from turnabout.publish.markdown.lines import INDENT, ITEM, check, check_item, detabbed
from turnabout.publish.markdown.unusual import UnusualError

_DEEPEST = 4


@dataclass(slots=True)
class _Item:
    """One item: its text, whether that is a paragraph of its own, and the HTML of what is below it."""

    text: str
    loose: bool = False
    below: list[str] = field(default_factory=list)


def goes_on(block: str) -> bool:
    """Whether the block belongs to a list that ends right before it."""
    return block.startswith(INDENT) or ITEM.match(block) is not None


def listed(blocks: Sequence[str], at: int, inline: Inline, *, may_go_on: bool) -> tuple[str, int]:
    """The list that begins at that block, and the block after it. `may_go_on`: blocks below items are known here."""
    tag = _tag(blocks[at])
    items: list[_Item] = []
    while at < len(blocks):
        block = blocks[at]
        if ITEM.match(block):
            if _tag(block) != tag:
                raise UnusualError
            new = _items(block, inline)
            if items:
                if items[-1].below and not items[-1].loose:
                    raise UnusualError
                items[-1].loose = new[0].loose = True
                if new[0].below:
                    raise UnusualError
            items += new
        elif block.startswith(INDENT):
            if not may_go_on or (items[-1].below and not items[-1].loose):
                raise UnusualError
            items[-1].loose = True
            items[-1].below.append(_below(detabbed(block), inline))
        else:
            break
        at += 1
    return _whole(tag, items, inline), at


def _below(block: str, inline: Inline) -> str:
    """What is indented below an item: a paragraph or code."""
    if block.startswith(FENCE):
        return fenced(block)
    check(block)
    return f"<p>{inline(block)}</p>\n"


def _tag(block: str) -> str:
    return "ul" if block[0] in "-*+" else "ol"


def _items(block: str, inline: Inline, depth: int = 1) -> list[_Item]:
    """The items of one block, the lists below them included."""
    if depth > _DEEPEST:
        raise UnusualError
    items: list[_Item] = []
    below: list[str] = []
    tag = _tag(block)
    for line in block.split("\n"):
        found = ITEM.match(line)
        if found:
            if _tag(line) != tag:
                raise UnusualError
            if below:
                items[-1].below.append(_nested(below, inline, depth + 1))
                below = []
            items.append(_Item(line[found.end() :]))
        elif line.startswith(INDENT) and (below or ITEM.match(line, len(INDENT))):
            below.append(line)
        elif below:
            raise UnusualError
        else:
            items[-1].text += f"\n{line}"
    if below:
        items[-1].below.append(_nested(below, inline, depth + 1))
    for each in items:
        check_item(each.text)
    return items


def _nested(lines: Sequence[str], inline: Inline, depth: int) -> str:
    inner = detabbed("\n".join(lines))
    return _whole(_tag(inner), _items(inner, inline, depth), inline)


def _whole(tag: str, items: Sequence[_Item], inline: Inline) -> str:
    return f"<{tag}>\n{''.join([_written(each, inline) for each in items])}</{tag}>\n"


def _written(item: _Item, inline: Inline) -> str:
    below = "".join(item.below)
    text = inline(item.text)
    return f"<li>\n<p>{text}</p>\n{below}</li>\n" if item.loose else f"<li>{text}{below}</li>\n"
