"""Builds plain data line by line from the plainest part of YAML, which nearly every file keeps to: the way behind `quick`.

What it takes: block mappings and lists, one key or dash and key a line; values on the line of their key, which are plain
words, words in quotes without escapes, or `[…]` and `{…}` that close on that line; blocks of text after `|`, `|-`, `>`
and `>-` with an even left edge; comments. Every other line makes it give up. Nothing here repairs or guesses: a line
that YAML would read as the rest of the one above has no key or dash, or stands where none may.
"""

import re
from typing import Any

from turnabout.yamlfile.limits import MAX_DEPTH, MAX_EVENTS
from turnabout.yamlfile.scalars import UnusualError, is_text, plain

Line = tuple[str, str, str, str]

KEY = r"[A-Za-z0-9_][A-Za-z0-9_-]{0,99}"
# Every line is one match: spaces, dash, key, and the rest. The four together are the line.
_LINES = re.compile(rf"^( *)(-(?: +|$))?({KEY}:(?: +|$))?(.*)$", re.MULTILINE)
# A colon ends a word unless something follows it; a hash begins a comment only behind a space.
_WORD = r"[^ :]*(?::(?! |$)[^ :]*)*"
_FIRST = r"""(?:[^ \-?:,\[\]{}#&*!|>'"%@`]|-(?! |$))"""
_QUOTED = r"""\"([^"\\]*)\"|'([^']*)'"""
_COMMENT = r"(?: +(?:#.*)?)?"
_SCALAR = re.compile(rf"(?:({_FIRST}{_WORD}(?: +(?![ #]|$){_WORD})*)|{_QUOTED}){_COMMENT}")
# Inside of brackets more signs mean something, so fewer are taken.
_FLOW_WORD = r"[\w./+()][\w./%+()&'-]*(?::(?=\w)[\w./%+()&'-]*)*"
_ENTRY = re.compile(rf" *({KEY}: +)?(?:({_FLOW_WORD}(?: +{_FLOW_WORD})*)|{_QUOTED}|(?=[\[{{])) *")
_BLOCK_TEXT = re.compile(rf"([|>])(-?){_COMMENT}")
_BREAKS = re.compile(r"\n(\n*)")
# More than a file needs by far, and so few that the events which libyaml would count stay below its limit.
_LEVELS = MAX_DEPTH // 2
CHARACTERS = MAX_EVENTS - 4 * MAX_DEPTH
# Words, and what stands in brackets, recur from file to file, and nobody may change what was read; the bounds keep the
# texts of a large program out of memory.
_KEPT = 20_000
_LONGEST = 60
_words: dict[str, Any] = {}
_keys: dict[str, str] = {}


def read(text: str) -> Any:
    """The data. Raises UnusualError; characters that may not stand in a file, and TABs, have been looked for before."""
    # No event of libyaml's takes less than one character, but for the ends of what is open.
    if len(text) > CHARACTERS:
        raise UnusualError
    lines: list[Line] = _LINES.findall(text)
    holder: list[Any] = [None]
    # The innermost container, at which column its keys or dashes stand, and whether its last entry may get a child.
    container: Any = holder
    column, waiting = -1, True
    key: Any = 0
    stack: list[tuple[Any, int]] = []
    at, end = 0, len(lines)
    while at < end:
        spaces, dash, name, rest = lines[at]
        at += 1
        if not (dash or name):
            if rest and rest[0] != "#":
                raise UnusualError
            continue
        indent = len(spaces)
        if indent > column or (dash and waiting and indent == column and type(container) is dict):
            if not waiting or len(stack) >= _LEVELS - 1 or (indent and not stack):  # one more may begin behind a dash
                raise UnusualError
            child: Any = [] if dash else {}
            container[key] = child
            stack.append((container, column))
            container, column = child, indent
        else:
            while indent < column or (not dash and indent == column and type(container) is list):
                container, column = stack.pop()
            if indent != column:
                raise UnusualError
        if dash:
            if type(container) is not list:
                raise UnusualError
            key = len(container)
            container.append(None)
            if name:
                child = {}
                container[key] = child
                stack.append((container, column))
                container, column = child, indent + len(dash)
        if name:
            key = _keys.get(name) or _key(name)
            if key in container:
                raise UnusualError
            container[key] = None
        waiting = not rest
        if rest:
            try:
                container[key] = _words[rest]
            except KeyError:
                if rest[0] in "[{":
                    container[key] = _remembered(rest, _flow(rest))
                elif rest[0] in "|>":
                    container[key], at = _block_text(rest, lines, at, column)
                elif rest[0] == "#" and (name or dash)[-1] == " ":
                    waiting = True
                else:
                    container[key] = _scalar(rest)
    if holder == [None]:
        raise UnusualError
    return holder[0]


def _key(name: str) -> str:
    """The key of `key: `; remembered, for most files have the same ones."""
    key = name.rstrip(" ")[:-1]
    if not is_text(key):
        raise UnusualError
    if len(_keys) < _KEPT:
        _keys[name] = key
    return key


def _scalar(rest: str) -> Any:
    """The value of what follows a key or dash: a word or a text, and perhaps a comment."""
    found = _SCALAR.fullmatch(rest)
    if found is None:
        raise UnusualError
    word, double, single = found.groups()
    return _remembered(rest, _plain(word) if word is not None else single if double is None else double)


def _remembered(rest: str, value: Any) -> Any:
    if len(rest) <= _LONGEST and len(_words) < _KEPT:
        _words[rest] = value
    return value


def _plain(word: str) -> Any:
    if " - " in word:  # perhaps a list that YAML took for text
        raise UnusualError
    try:
        return plain(word)
    except ValueError as fault:
        raise UnusualError from fault


def _flow(rest: str) -> Any:
    """The list or group in brackets, with nothing but a comment behind it."""
    value, at = _bracketed(rest, 0, _LEVELS)
    behind = rest[at:].lstrip(" ")
    if behind and (behind[0] != "#" or rest[at] != " "):
        raise UnusualError
    return value


def _bracketed(rest: str, at: int, levels: int) -> tuple[Any, int]:
    """The list or group whose bracket opens at `at`, and the place behind its closing one; `levels` may lie in it."""
    if not levels:
        raise UnusualError
    is_map = rest[at] == "{"
    closing = "}" if is_map else "]"
    group: dict[str, Any] = {}
    items: list[Any] = []
    at += 1
    if rest[at : at + 1] == closing:
        return (group if is_map else items), at + 1
    while True:
        found = _ENTRY.match(rest, at)
        if found is None:
            raise UnusualError
        name, word, double, single = found.groups()
        at = found.end()
        value: Any
        if word is not None:
            value = _words[word] if word in _words else _remembered(word, _plain(word))
        elif double is not None or single is not None:
            value = single if double is None else double
        else:
            value, at = _bracketed(rest, at, levels - 1)
            while rest[at : at + 1] == " ":
                at += 1
        if bool(name) is not is_map:
            raise UnusualError
        if not is_map:
            items.append(value)
        else:
            key = _keys.get(name) or _key(name)
            if key in group:
                raise UnusualError
            group[key] = value
        sign = rest[at : at + 1]
        at += 1
        if sign == closing:
            return (group if is_map else items), at
        if sign != ",":
            raise UnusualError


def _block_text(rest: str, lines: list[Line], at: int, column: int) -> tuple[str, int]:
    """The block of text whose first line is number `at`, and the number of the line behind it."""
    found = _BLOCK_TEXT.fullmatch(rest)
    indent = len(lines[at][0]) if at < len(lines) else 0
    if found is None or indent <= column or not any(lines[at][1:]):
        raise UnusualError
    start = at
    while at < len(lines) and (len(lines[at][0]) >= indent or not any(lines[at][1:])):
        at += 1
    texts = ["".join(line)[indent:] for line in lines[start:at]]
    # A line of spaces only may belong to the text or not, and without a last line feed the text has none either.
    if any(line[0] and not any(line[1:]) for line in lines[start:at]) or (texts[-1] and at == len(lines)):
        raise UnusualError
    style, strip = found.groups()
    text = "\n".join(texts).rstrip("\n")
    if style == ">":
        if any(line[:1] == " " for line in texts):  # lines further in are not folded
            raise UnusualError
        text = _BREAKS.sub(lambda breaks: breaks[1] or " ", text)
    return text + ("" if strip else "\n"), at
