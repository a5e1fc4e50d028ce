"""Diagnostics for people at a terminal: place, code, message, the line with a caret, and the fix."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from turnabout.diagnostics import Diagnostic, Position, Severity
from turnabout.reporters.counting import summary_line
from turnabout.yamlfile.characters import FORBIDDEN_IN_VALUE

__all__ = ["render", "repeats", "summary_line"]

_WIDTH = 96
# Of complaints in the same words so many are shown whole; the others are places only, and of those so many by name.
_WHOLE = 3
_NAMED = 8
_BOLD, _RED, _YELLOW, _GREEN, _DIM, _RESET = "\033[1m", "\033[31m", "\033[33m", "\033[32m", "\033[2m", "\033[0m"


def render(
    diagnostics: Iterable[Diagnostic],
    sources: Mapping[str, str] | None = None,
    colour: bool = False,
    every: bool = False,
) -> str:
    """All diagnostics by place, then the summary line; ends in a line feed.

    One mistake in a table or a script can be in hundreds of files: of complaints in the same words the first ones are
    whole and below them are the places of the rest, unless `every` asks for each.

    `sources` maps paths to texts; where a text is given, its line is shown with a caret below. Give sources only for
    a person's own terminal: a line may hold a private value, and logs outlive the pull request.
    """
    ordered = sorted(diagnostics)
    more = {} if every else _more(ordered)
    told = {number for rest in more.values() for number in rest}
    lines: list[str] = []
    split: dict[str, list[str]] = {}
    for number, diagnostic in enumerate(ordered):
        if number in told:
            continue
        path = diagnostic.position.path
        if sources is not None and path in sources and path not in split:
            split[path] = sources[path].split("\n")
        lines.extend(_one(diagnostic, split.get(path), colour))
        if number in more:
            lines.append(_rest([ordered[each].position for each in more[number]]))
    if ordered:
        lines.append("")
    lines.append(_painted(summary_line(ordered), _BOLD, colour))
    return "".join(f"{line}\n" for line in lines)


def repeats(diagnostics: Iterable[Diagnostic]) -> bool:
    """Whether there are so many complaints in the same words that `render` shows some by their places only."""
    return bool(_more(sorted(diagnostics)))


def _more(ordered: Sequence[Diagnostic]) -> dict[int, list[int]]:
    """By the number of the last complaint that is shown whole, the numbers of those in the same words after it."""
    alike: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for number, each in enumerate(ordered):
        alike[str(each.code), each.severity, each.message, each.fix].append(number)
    # One more takes no more room whole than as a place.
    return {numbers[_WHOLE - 1]: numbers[_WHOLE:] for numbers in alike.values() if len(numbers) > _WHOLE + 1}


def _rest(more: Sequence[Position]) -> str:
    """How often the same is said elsewhere, and where: a file once, with its lines."""
    places = ", ".join(_place(path, list(group)) for path, group in groupby(more[:_NAMED], lambda at: at.path))
    others = f" and {len(more) - _NAMED:,} more" if len(more) > _NAMED else ""
    return f"    the same {len(more):,} times more: {_visible(places)}{others}"


def _place(path: str, positions: Sequence[Position]) -> str:
    return f"{path}:{','.join(str(at.line) for at in positions)}"


def _one(diagnostic: Diagnostic, source: list[str] | None, colour: bool) -> list[str]:
    position = diagnostic.position
    warning = diagnostic.severity is Severity.WARNING
    place = _painted(_visible(f"{position.path}:{position.line}:{position.column}:"), _BOLD, colour)
    code = _painted(f"{diagnostic.code}{' (warning)' if warning else ''}", _YELLOW if warning else _RED, colour)
    lines = [f"{place} {code} {_visible(diagnostic.message)}"]
    if source is not None and position.line <= len(source):
        lines.extend(
            _painted(line, _DIM, colour) for line in _excerpt(source[position.line - 1], position.line, position.column)
        )
    if diagnostic.fix:
        lines.append(f"    {_painted('fix:', _GREEN, colour)} {_visible(diagnostic.fix)}")
    return lines


def _excerpt(line: str, number: int, column: int) -> list[str]:
    """The line, or the part of it around the column, and a caret under the column."""
    line = line.rstrip("\r")
    first = max(0, min(column - 1 - _WIDTH // 2, len(line) - _WIDTH))
    shown = _visible(line[first : first + _WIDTH])
    before = _visible(line[first : column - 1])
    mark, end = "…" if first else "", "…" if first + _WIDTH < len(line) else ""
    gutter = str(number)
    return [
        f"    {gutter} | {mark}{shown}{end}".rstrip(),
        f"    {' ' * len(gutter)} | {' ' * (len(mark) + _columns(before))}^",
    ]


def _visible(text: str) -> str:
    """The text as a terminal can show it without being steered: TAB and line feed become spaces, controls a sign."""
    return FORBIDDEN_IN_VALUE.sub("\N{REPLACEMENT CHARACTER}", text).replace("\t", " ").replace("\n", " ")


def _columns(text: str) -> int:
    """How many terminal columns the text takes: two for wide East Asian letters and emoji, none for combining signs."""
    return sum(
        0 if unicodedata.combining(letter) else 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        for letter in text
    )


def _painted(text: str, paint: str, colour: bool) -> str:
    return f"{paint}{text}{_RESET}" if colour else text
