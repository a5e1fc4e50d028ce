"""What a page's lines are: how they are grouped into blocks, and how they begin where they are nothing but text."""

import re

from turnabout.publish.markdown.code import FENCE, FENCED
from turnabout.publish.markdown.unusual import UnusualError

INDENT = "    "
ITEM = re.compile(r"(?:[-*+]|\d+\.) +(?=[^ \n])")
# Whatever Markdown could take for something else than a line of a paragraph, on its own or with the lines around it.
_UNSAFE = re.compile(
    r"[ #\-+=:|>~_?{\\]|!(?!\[)|\d+\.(?: |$)|\*(?!\*?[^\s*])|<(?!/?(?:span|time|code|b|br)[ >])|``|\[[^\]]*\]:"
)
_BLANK = re.compile(r"\n{2,}")


def blocks_of(body: str) -> list[str]:
    """What stands between blank lines; code between fences is one block, whatever it holds."""
    if FENCE not in body:
        return _BLANK.split(body) if "\n\n\n" in body else body.split("\n\n")
    blocks: list[str] = []
    at = 0
    for found in FENCED.finditer(body):
        blocks += _BLANK.split(body[at : found.start()].strip("\n"))
        blocks.append(found[0])
        at = found.end()
    blocks += _BLANK.split(body[at:].strip("\n"))
    return [each for each in blocks if each]


def check(block: str) -> None:
    """UnusualError unless every line is a plain line of a paragraph, and there is one."""
    if not block or _UNSAFE.match(block):
        raise UnusualError
    if "\n" in block:
        for line in block.split("\n"):
            if _UNSAFE.match(line):
                raise UnusualError


def check_item(text: str) -> None:
    """The same for a list's item, whose later lines may be indented."""
    if _UNSAFE.match(text):
        raise UnusualError
    if "\n" in text:
        for line in text.split("\n"):
            if _UNSAFE.match(line.lstrip(" ")):
                raise UnusualError


def detabbed(block: str) -> str:
    """The block a level further to the left; UnusualError where a line does not stand on that level."""
    lines = block.split("\n")
    if not all(line.startswith(INDENT) or not line for line in lines):  # blank lines stand in code only
        raise UnusualError
    return "\n".join([line[len(INDENT) :] for line in lines])
