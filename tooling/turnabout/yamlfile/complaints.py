"""What the dialect says about each thing that it refuses while it reads: one function, one complaint."""

from collections.abc import Iterator

from turnabout.diagnostics import Diagnostic, Position
from turnabout.yamlfile.characters import FORBIDDEN_IN_VALUE, character_name
from turnabout.yamlfile.codes import Code
from turnabout.yamlfile.limits import MAX_DEPTH, MAX_DIGITS, MAX_EVENTS

Place = tuple[int, int]


def shown(word: str) -> str:
    """A key as a message can show it: one line, no backtick, not endless."""
    word = " ".join(word.split()).replace("`", "'")
    return word if len(word) <= 40 else word[:39] + "…"


def bad_key(path: str, place: Place, word: str | None) -> Diagnostic:
    """A key that is a number, a truth value, nothing, or (`word` None) a list or group."""
    if word is None:
        message, fix = "expected a word as key, found a list or a group", "write a single word before the colon"
    elif word == "":
        message, fix = "expected a word before the colon, found nothing", "write the key before the colon"
    else:
        message = f"expected a word as key, found `{shown(word)}`, which is a number or means true, false or nothing"
        fix = f'put double quotes around the key: `"{shown(word)}"`'
    return Diagnostic(Position(path, *place), Code.KEY_NOT_TEXT, message, fix)


def merge_key(path: str, place: Place) -> Diagnostic:
    """The key `<<`."""
    message = "expected a key, found the merge sign `<<`"
    return Diagnostic(Position(path, *place), Code.MERGE_KEY, message, "write out the keys that it stands for")


def duplicate(path: str, place: Place, key: str, first_line: int) -> Diagnostic:
    """A key that the mapping already has."""
    message = f"expected each key once, found `{shown(key)}` again, first on line {first_line}"
    fix = "delete one of the two, or give it its right name"
    return Diagnostic(Position(path, *place), Code.DUPLICATE_KEY, message, fix)


def doubtful_word(path: str, place: Place, word: str) -> Diagnostic:
    """A word that readers disagree about; at most five letters, so that it cannot be anybody's secret."""
    meant = "`null` for nothing" if word == "~" or word.lower() == "null" else "`true` or `false`"
    message = f"expected a value that every tool reads alike, found `{word}` without quotes"
    fix = f'write {meant}, or `"{word}"` with double quotes for the word itself'
    return Diagnostic(Position(path, *place), Code.DOUBTFUL_WORD, message, fix)


def long_number(path: str, place: Place) -> Diagnostic:
    """A number over 18 digits; it may be somebody's account or telephone, so it is not shown."""
    message = f"expected a number of at most {MAX_DIGITS} digits, found a longer one"
    return Diagnostic(
        Position(path, *place), Code.LONG_NUMBER, message, "if it is a code and no amount, put it in double quotes"
    )


def decorated(path: str, place: Place, anchor: str | None, tag: str | None) -> Iterator[Diagnostic]:
    """An anchor, a tag, or both before a value."""
    position = Position(path, *place)
    if anchor:
        message = "expected a value, found an anchor, which begins with `&`"
        yield Diagnostic(position, Code.ANCHOR, message, "delete the anchor, or put the text in double quotes")
    if tag:
        message = "expected a value, found a tag, which begins with `!`"
        yield Diagnostic(position, Code.TAG, message, "delete the tag, or put the text in double quotes")


def alias(path: str, place: Place) -> Diagnostic:
    """An alias where a key or a value belongs."""
    message = "expected a value, found an alias, which begins with `*`"
    return Diagnostic(
        Position(path, *place), Code.ALIAS, message, "write the value out, or put the text in double quotes"
    )


def unseen(path: str, place: Place, value: str) -> Iterator[Diagnostic]:
    """A backslash code for a character that may not stand in the file as itself either."""
    match = FORBIDDEN_IN_VALUE.search(value)
    if match:
        message = f"expected text, found a code for {character_name(match[0])}"
        fix = "delete the backslash code from the text"
        yield Diagnostic(Position(path, *place), Code.UNSEEN_CHARACTER, message, fix)


def swallowed_dash(path: str, line: int, source: str) -> Iterator[Diagnostic]:
    """A dash at the start of a later line of plain text: YAML takes it for text, the writer meant a list."""
    for offset, text in enumerate(source.split("\n")):
        if offset and text.lstrip().startswith("- "):
            yield Diagnostic(
                Position(path, line + offset, len(text) - len(text.lstrip()) + 1),
                Code.DASH,
                "expected the dash under the dash above, found it further to the right",
                "put the dashes of the list under each other",
            )


def too_deep(path: str, place: Place) -> Diagnostic:
    """A list or group inside 24 others."""
    message = f"expected at most {MAX_DEPTH} levels, found more"
    return Diagnostic(
        Position(path, *place), Code.TOO_DEEP, message, "bring the lists and groups nearer to the left edge"
    )


def too_many(path: str, place: Place) -> Diagnostic:
    """More keys, values and brackets than a file may have."""
    message = f"expected at most {MAX_EVENTS:,} keys, values and brackets in one file, found more"
    return Diagnostic(Position(path, *place), Code.TOO_MANY_PARTS, message, "split the file")


def second_document(path: str, place: Place) -> Diagnostic:
    """A second `---`."""
    message = "expected one document in a file, found a second one behind `---`"
    fix = "move what stands below `---` to a file of its own"
    return Diagnostic(Position(path, *place), Code.SECOND_DOCUMENT, message, fix)


def empty(path: str) -> Diagnostic:
    """A file with nothing but comments."""
    message = "expected `key: value` lines, found nothing"
    return Diagnostic(Position(path), Code.EMPTY, message, "write the file's content, or delete the file")
