"""Bytes in, text out: size, encoding and unseen characters are checked here, before anybody looks for structure."""

from turnabout.diagnostics import Diagnostic, Position
from turnabout.yamlfile.characters import FORBIDDEN_IN_TEXT, character_name
from turnabout.yamlfile.codes import Code
from turnabout.yamlfile.limits import MAX_BYTES, MAX_UNSEEN

_BOM = b"\xef\xbb\xbf"


def read_text(path: str, content: bytes) -> tuple[str | None, list[Diagnostic]]:
    """The text, and what is wrong with it as text; None for the text where looking further would help nobody.

    Where there are complaints and a text all the same, each character that nobody can see is a replacement character.
    """
    if len(content) > MAX_BYTES:
        return None, [_too_large(path)]
    found: list[Diagnostic] = []
    if content.startswith(_BOM):
        content = content[len(_BOM) :]
        found.append(_byte_order_mark(path))
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as fault:
        return None, [*found, _undecodable(path, content, fault.start)]
    unseen = list(FORBIDDEN_IN_TEXT.finditer(text))
    if not unseen:
        return text, found
    found.extend(
        Diagnostic(
            position_in(path, text, match.start()),
            Code.UNSEEN_CHARACTER,
            f"expected text, found {character_name(match[0])}",
            "delete this character: delete the word around it and type it again",
        )
        for match in unseen[:MAX_UNSEEN]
    )
    if len(unseen) > MAX_UNSEEN:
        return None, found
    # One for one, so that the positions of everything else still hold.
    return FORBIDDEN_IN_TEXT.sub("\N{REPLACEMENT CHARACTER}", text), found


def position_in(path: str, text: str, offset: int) -> Position:
    """Line and column of the character at `offset`, which counts from 0."""
    line_start = text.rfind("\n", 0, offset) + 1
    return Position(path, text.count("\n", 0, offset) + 1, offset - line_start + 1)


def _too_large(path: str) -> Diagnostic:
    return Diagnostic(
        Position(path),
        Code.TOO_LARGE,
        f"expected at most {MAX_BYTES // 1024} KB, found more",
        "split the file, or shorten the texts in it",
    )


def _byte_order_mark(path: str) -> Diagnostic:
    return Diagnostic(
        Position(path),
        Code.BYTE_ORDER_MARK,
        "the file begins with a byte order mark, which nobody can see",
        "save the file as `UTF-8` without BOM",
    )


def _undecodable(path: str, content: bytes, offset: int) -> Diagnostic:
    before = content[:offset].decode("utf-8")
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        message, offset = "expected `UTF-8`, found `UTF-16`", 0
    else:
        message = f"expected `UTF-8`, found the byte `0x{content[offset]:02x}`, which is from another encoding"
    return Diagnostic(
        position_in(path, before, len(before)), Code.NOT_UTF8, message, "save the file with the encoding `UTF-8`"
    )
