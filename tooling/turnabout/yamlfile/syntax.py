"""Says in plain words, and at the place where the mistake was made, what libyaml says in its own."""

import re

from turnabout.diagnostics import Diagnostic, Position
from turnabout.frozen import dataclass
from turnabout.yamlfile.codes import Code
from turnabout.yamlfile.complaints import bad_key

_COLON = re.compile(r":(?=[ \t]|$)")


@dataclass(frozen=True, slots=True)
class Fault:
    """What libyaml reports: two phrases and two places, each (line, column) from 1."""

    problem: str
    place: tuple[int, int]
    context: str = ""
    context_place: tuple[int, int] | None = None


def reword(path: str, text: str, fault: Fault) -> Diagnostic:
    """The one diagnostic that this fault deserves."""
    lines = text.split("\n")
    line, column = fault.place
    here = lines[line - 1].rstrip("\r") if line <= len(lines) else ""
    sign = here[column - 1 : column]
    problem, context = fault.problem, fault.context
    # Most faults that involve a TAB are about the TAB, whatever libyaml stumbled over.
    if "tab character" in problem or sign == "\t":
        return tab_indent(path, line)
    start = fault.context_place or fault.place
    if "could not find expected ':'" in problem:
        return _without_colon(path, start, _line(lines, start[0]))
    if "mapping values are not allowed" in problem:
        return _surprising_colon(path, lines, fault.place)
    if "quoted scalar" in context:
        return _in_quotes(path, fault, start)
    if "directive" in context or "%" in problem:
        return directive(path, start[0])
    if "scanning an anchor" in context or "scanning an alias" in context:
        return _reserved(path, start, _line(lines, start[0])[start[1] - 1 :][:1])
    if "tag" in context or "tag handle" in problem:
        return _reserved(path, start, "!")
    if "block scalar" in context:
        return _behind_block_sign(path, start)
    if "flow" in context and "expected ','" in problem:
        return _in_brackets(path, start, "]" if "]" in problem else "}", line)
    if "node content" in problem and (sign in ("]", "}", ",") or not sign):
        return _no_value(path, fault.place, sign)
    if "cannot start any token" in problem:
        return _reserved(path, fault.place, sign)
    if "sequence entries are not allowed" in problem:
        return _dash(path, fault.place)
    if sign == ":":
        return bad_key(path, fault.place, "")
    if "document start" in problem and column == 1 and _first_line(lines).startswith(" "):
        return _left_of_the_first(path, fault.place)
    return _in_structure(path, here, fault)


def tab_indent(path: str, line: int) -> Diagnostic:
    """The complaint about a line that begins with a TAB."""
    return _complain(
        path,
        (line, 1),
        Code.TAB_INDENT,
        "expected spaces at the start of the line, found a TAB",
        "replace each TAB at the start of a line by two spaces",
    )


def directive(path: str, line: int) -> Diagnostic:
    """The complaint about a line that begins with a percent sign."""
    return _complain(
        path,
        (line, 1),
        Code.DIRECTIVE,
        "expected `key: value`, found a directive, a line that begins with `%`",
        "delete this line and the `---` below it",
    )


def _complain(path: str, place: tuple[int, int], code: Code, message: str, fix: str) -> Diagnostic:
    return Diagnostic(Position(path, *place), code, message, fix)


def _line(lines: list[str], number: int) -> str:
    return lines[number - 1].rstrip("\r") if 0 < number <= len(lines) else ""


def _first_line(lines: list[str]) -> str:
    """The first line that is no comment, empty line or document marker."""
    return next((line for line in lines if line.strip() and not line.lstrip().startswith(("#", "---"))), "")


def _without_colon(path: str, place: tuple[int, int], line: str) -> Diagnostic:
    rest = line[place[1] - 1 :]
    if rest.startswith("-") and not rest.startswith("- "):
        return _complain(
            path, place, Code.DASH, "expected a space behind the dash, found none", "put a space behind the dash"
        )
    if ":" in rest:
        return _complain(
            path,
            place,
            Code.MISSING_COLON,
            "expected a space behind the colon, found none",
            "put a space behind the colon, as in `key: value`",
        )
    return _complain(
        path,
        place,
        Code.MISSING_COLON,
        "expected `key: value`, found a line without a colon",
        "put a colon and a space behind the key; if the line belongs to the text above, indent it by two more spaces",
    )


def _surprising_colon(path: str, lines: list[str], place: tuple[int, int]) -> Diagnostic:
    """A second colon in one line, a line that is indented too far, or the line before it has no colon."""
    line, column = place
    here = _line(lines, line)
    if _COLON.search(here[: column - 1] + "x"):
        return _complain(
            path,
            place,
            Code.COLON_IN_TEXT,
            "expected no second colon in this line, found one",
            "put the whole text behind the first colon in double quotes",
        )
    indent = len(here) - len(here.lstrip())
    above = next((number for number in range(line - 1, 0, -1) if _line(lines, number).strip()), 0)
    before = _line(lines, above)
    if above and len(before) - len(before.lstrip()) >= indent and not _COLON.search(before):
        return _without_colon(path, (above, len(before) - len(before.lstrip()) + 1), before)
    return _complain(
        path,
        (line, indent + 1),
        Code.INDENTATION,
        "expected this key under the keys that it belongs to, found it further to the right",
        "make the line begin exactly under the line above, or end the line above with its colon",
    )


def _in_quotes(path: str, fault: Fault, start: tuple[int, int]) -> Diagnostic:
    if "unexpected" in fault.problem:
        return _complain(
            path,
            start,
            Code.OPEN_QUOTE,
            "expected a closing quote, found none up to the end of the file",
            "put the same quote at the end of the text",
        )
    return _complain(
        path,
        fault.place,
        Code.ESCAPE,
        "expected a code such as `\\n` behind the backslash, found another sign",
        "write the backslash twice, or use single quotes around the text",
    )


def _behind_block_sign(path: str, place: tuple[int, int]) -> Diagnostic:
    return _complain(
        path,
        place,
        Code.BLOCK_TEXT,
        "expected the end of the line behind `|` or `>`, found more",
        "begin the text on the next line, two spaces further in than the key",
    )


def _in_brackets(path: str, place: tuple[int, int], closing: str, line: int) -> Diagnostic:
    """Brackets that open at `place`, and hold something else than entries with commas on this line."""
    opening = "[" if closing == "]" else "{"
    return _complain(
        path,
        place,
        Code.OPEN_BRACKET,
        f"expected `,` or the closing `{closing}` of this `{opening}`, found something else on line {line}",
        f"close the bracket with `{closing}`, or put a comma between the entries",
    )


def _no_value(path: str, place: tuple[int, int], sign: str) -> Diagnostic:
    shown = f"`{sign}`" if sign else "the end of the file"
    return _complain(
        path,
        place,
        Code.OPEN_BRACKET,
        f"expected a value, found {shown}",
        "delete it if it is one too many, or put the text in double quotes",
    )


def _left_of_the_first(path: str, place: tuple[int, int]) -> Diagnostic:
    return _complain(
        path,
        place,
        Code.INDENTATION,
        "expected this line under the first key of the file, found it further to the left",
        "make all keys of the file begin at the left edge",
    )


def _reserved(path: str, place: tuple[int, int], sign: str) -> Diagnostic:
    return _complain(
        path,
        place,
        Code.RESERVED_SIGN,
        f"expected a value, found `{sign}`, which cannot begin one"
        if sign != "`"
        else "expected a value, found a backtick, which cannot begin one",
        "put the whole text in double quotes",
    )


def _dash(path: str, place: tuple[int, int]) -> Diagnostic:
    return _complain(
        path,
        place,
        Code.DASH,
        "expected the dash of a list entry at the start of its own line, found it elsewhere",
        "put each entry of the list on its own line, with the dashes under each other",
    )


def _in_structure(path: str, here: str, fault: Fault) -> Diagnostic:
    """What is left: something stands where only a key, a dash or the end of the file may stand."""
    column = fault.place[1]
    before = here[: column - 1]
    if before.rstrip().endswith(("'", '"')):
        return _complain(
            path,
            fault.place,
            Code.AFTER_QUOTE,
            "expected the end of the value behind the closing quote, found more",
            'put the whole text in one pair of double quotes, and write a double quote inside it as `\\"`',
        )
    if not before.strip():
        if "expected key" in fault.problem and here[column - 1 :].startswith("-"):
            return _dash(path, fault.place)
        if "expected key" in fault.problem or "'-' indicator" in fault.problem or column > 1 or fault.context:
            return _complain(
                path,
                fault.place,
                Code.INDENTATION,
                "expected this line under the lines that it belongs to, found it at another distance from the left",
                "make the line begin exactly under the first line of its group",
            )
    if here[column - 1 : column] in ("]", "}"):
        return _complain(
            path,
            fault.place,
            Code.OPEN_BRACKET,
            f"expected the end of the value, found one `{here[column - 1]}` too many",
            "delete the bracket, or put the text in double quotes",
        )
    return _complain(
        path,
        fault.place,
        Code.SYNTAX,
        "expected one list of `key: value` lines, found something that does not belong to it",
        "compare this line and the one above with a file that passes",
    )
