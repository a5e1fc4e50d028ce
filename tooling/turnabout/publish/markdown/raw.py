"""HTML that the pages bring along as it is: figures, strips, big numbers, marked paragraphs, code without Markdown."""

import re

_NAMES = (
    "a|b|br|circle|code|dd|defs|desc|details|div|dl|dt|em|figcaption|figure|g|li|line|ol|p|path|pattern|pre|rect|span"
    "|strong|summary|svg|table|tbody|td|text|th|thead|time|title|tr|ul"
)
_ATTRIBUTE = r'[ ][A-Za-z][A-Za-z0-9:-]*="[^"<>&`~\n]*"'
# One element, begun and ended once. Ticks and tildes could begin a block of code at the start of a line.
_BLOCK = re.compile(
    rf"""<(?P<outer>details|dl|figure|ol|p|pre)(?:{_ATTRIBUTE})*>
    (?:[^<>&`~]++
    |&(?:\#[0-9]+|[a-zA-Z]+);
    |<(?!(?P=outer)[ >/])(?:{_NAMES})(?:{_ATTRIBUTE})*/?>
    |</(?!(?P=outer)>)(?:{_NAMES})>
    )*+
    </(?P=outer)>""",
    re.VERBOSE,
)
_FIGURES = re.compile(r'<dl class="numbers">\n(?:<div><dt>[^<>&`~\n]+</dt><dd>[^<>&`~\n]+</dd></div>\n)+</dl>')


def is_raw(block: str) -> bool:
    """Whether it is one HTML element that Markdown leaves alone: begun and ended once, on lines of its own."""
    return _BLOCK.fullmatch(block) is not None


def numbers(block: str) -> str:
    """Big figures inside of a `div` whose content is Markdown: the engine takes them apart and writes them anew."""
    if not _FIGURES.fullmatch(block):
        return ""
    return (
        block.replace("<div><dt>", "<div>\n<dt>")
        .replace("</dt><dd>", "</dt>\n<dd>")
        .replace("</dd></div>", "</dd>\n</div>")
        + "\n"
    )
