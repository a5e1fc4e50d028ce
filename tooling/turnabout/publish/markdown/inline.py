"""What stands inside of a paragraph, cell or heading: text, entities, emphasis, code, links, pictures, a few raw tags.

Every sign that Markdown or HTML could act on is part of something known here, or the page is given up.
"""

import functools
import re
from collections.abc import Callable

from turnabout.publish.markdown.code import escaped
from turnabout.publish.markdown.kept import Kept
from turnabout.publish.markdown.unusual import UnusualError

Inline = Callable[[str], str]
Link = Callable[[str], str]

# Signs without a meaning inside of a line, and entities, which pass as they are.
_CLEAN = re.compile(r"(?:[^&<>`\[\]*_{}\\]++|&\#[0-9]++;)*+")
_ENTITY = r"\#[0-9]++;|[a-zA-Z][a-zA-Z0-9]*+;"
_TAG = r'/?(?:span|time|code|b)>|(?:span|time)(?:[ ][a-z]+="[A-Za-z0-9 .:-]*")+>|br>'
# In code a `<` may only begin a word that no HTML reader takes for a block, and `&#` would be completed to an entity.
_CODE = r"(?:[^`<&]|&(?!\#)|<[a-z]+(?:-[a-z]+)*>)++"
_ADDRESS = r"(?:[A-Za-z0-9_.~:/?\#@!$+,;=%-]++|&(?!\#)|&\#[0-9]++;)*+"
_MARK = r"(?:\.[a-z][a-z-]*|rel=noreferrer)"
# The sign comes first and by itself: so the text up to the next one is skipped at the speed of C.
_TOKEN = re.compile(
    rf"""
    [&<>`\[\]*_{{}}\\!]
    (?:(?<=\[)(?P<words>(?:[^\[\]`]++|(?<!`)`{_CODE}`(?!`))*)\]\((?P<href>{_ADDRESS})\)
        (?:\{{[ ](?P<marks>{_MARK}(?:[ ]{_MARK})*)[ ]\}})?(?!\{{)(?P<link>)
    |(?:(?<=&)(?:{_ENTITY})|(?<=<)(?:{_TAG}))(?:&(?:{_ENTITY})|<(?:{_TAG}))*+
    |(?<=\*)\*(?P<bold>(?![\s*])[^*]*[^\s*])\*\*(?!\*)(?P<strong>)
    |(?<=\*)(?P<slanted>(?![\s*])[^*]*[^\s*])\*(?!\*)(?P<em>)
    |(?<=`)(?P<code>{_CODE})`(?!`)
    |(?<=!)(?:(?!\[)|\[(?P<alt>(?:[^\[\]`<>&*_{{}}\\]|&(?:{_ENTITY}))*)\]\((?P<src>{_ADDRESS})\)(?!\{{)(?P<picture>))
    |(?<=>)(?P<more>)
    |(?<=&)(?!\#|(?i:[a-z0-9]+);)(?P<ampersand>)
    |(?<=[A-Za-z0-9]_)(?=[A-Za-z0-9])
    |(?<=\[)(?!TOC\])[A-Za-z0-9 ,.-]+\](?![(\[:])
    |(?P<odd>)
    )""",
    re.VERBOSE,
)
_BLOCK = re.compile(
    r"<(?:address|article|aside|blockquote|body|canvas|center|colgroup|dd|details|div|dl|dt|fieldset|figcaption|figure"
    r"|footer|form|group|h[1-6r]|header|hgroup|html|iframe|legend|li|main|map|math|menu|nav|noembed|noframes|noscript"
    r"|object|ol|option|output|p|plaintext|pre|progress|script|section|style|summary|table|tbody|td|textarea|tfoot|th"
    r"|thead|title|tr|ul|video|xmp)>"
)
_RISKY = re.compile(r'[&<>"]')
_NO_ENTITY = re.compile(r"&(?!(?:#[0-9]+|#x[0-9a-f]+|[0-9a-z]+);)", re.IGNORECASE)


# Stands on both sides of an address as written; pages have no such sign.
OPEN = "\0"


def inliner() -> Inline:
    """A function from the text of a block to its HTML, with the addresses of links and pictures open.

    It raises UnusualError where the text is outside the grammar, and remembers what it has written.
    """
    known: Kept[str] = Kept()

    def inline(text: str) -> str:
        made = known.get(text)
        if made is None:
            made = known.keep(text, _TOKEN.sub(replace, text) if "](" in text else _plain(text))
        return made

    def replace(found: re.Match[str]) -> str:
        if found.lastgroup == "link":
            words, href, marks = found.group("words", "href", "marks")
            before, behind = _marks(marks) if marks else ("", "")
            return f'<a{before} href="{OPEN}{href}{OPEN}"{behind}>{_plain(words)}</a>'
        if found.lastgroup == "picture":
            return f'<img alt="{found["alt"]}" src="{OPEN}{found["src"]}{OPEN}" />'
        return _written(found, inline)

    return inline


def closed(html: str, link: Link) -> str:
    """The HTML with what `link` maps each open address to."""
    parts = html.split(OPEN)
    parts[1::2] = [_attribute(link(each)) for each in parts[1::2]]
    return "".join(parts)


@functools.lru_cache(maxsize=256)
def _marks(marks: str) -> tuple[str, str]:
    """The attributes of a link that an attribute list names: those before its address by name, and those behind."""
    each = marks.split(" ")
    classes = " ".join([one[1:] for one in each if one[0] == "."])
    return f' class="{classes}"' if classes else "", ' rel="noreferrer"' if "rel=noreferrer" in each else ""


def _attribute(value: str) -> str:
    """`value` as it stands in an attribute; entities stay entities."""
    if not _RISKY.search(value):
        return value
    value = _NO_ENTITY.sub("&amp;", value)
    return value.replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def _plain(text: str) -> str:
    """Text without links and pictures."""
    return text if _CLEAN.fullmatch(text) else _TOKEN.sub(_replaced, text)


def _replaced(found: re.Match[str]) -> str:
    return _written(found, _plain)


def _written(found: re.Match[str], inline: Inline) -> str:
    """What stands for a token that is no link; `inline` writes what is inside of it."""
    kind = found.lastgroup
    if kind is None:
        return found[0]
    if kind == "strong":
        return f"<strong>{inline(found['bold'])}</strong>"
    if kind == "em":
        return f"<em>{inline(found['slanted'])}</em>"
    if kind == "code":
        return f"<code>{_code(found['code'])}</code>"
    if kind == "more":
        return "&gt;"
    if kind == "ampersand":
        return "&amp;"
    raise UnusualError


def _code(words: str) -> str:
    words = words.strip()
    if not words or _BLOCK.search(words):
        raise UnusualError
    return escaped(words)
