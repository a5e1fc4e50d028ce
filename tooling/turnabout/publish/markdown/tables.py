"""Tables, whose every line begins and ends with a bar."""

import re
from collections.abc import Sequence

from turnabout.publish.markdown.inline import Inline
from turnabout.publish.markdown.unusual import UnusualError

_RULE = re.compile(r"\|(?: ?:?-+:? ?\|)+")


def table(block: str, inline: Inline) -> str:
    """The table of those lines; UnusualError where it is outside the grammar."""
    rows = block.split("\n")
    if len(rows) < 3 or not _RULE.fullmatch(rows[1]):
        raise UnusualError
    styles = [_style(each.strip(" ")) for each in rows[1][1:-1].split("|")]
    head = _row(rows[0], "th", styles, inline)
    body = "".join([_row(each, "td", styles, inline) for each in rows[2:]])
    return f"<table>\n<thead>\n{head}</thead>\n<tbody>\n{body}</tbody>\n</table>\n"


def _style(rule: str) -> str:
    left, right = rule[0] == ":", rule[-1] == ":"
    if not left and not right:
        return ""
    return f' style="text-align: {"center" if left and right else "left" if left else "right"};"'


def _row(row: str, tag: str, styles: Sequence[str], inline: Inline) -> str:
    if row[:1] != "|" or row[-1] != "|" or len(row) < 2:
        raise UnusualError
    cells = row[1:-1].split("|")
    if len(cells) != len(styles) or ("`" in row and any(each.count("`") % 2 for each in cells)):
        raise UnusualError
    made = [f"<{tag}{style}>{inline(cell.strip(' '))}</{tag}>\n" for cell, style in zip(cells, styles, strict=True)]
    return f"<tr>\n{''.join(made)}</tr>\n"
