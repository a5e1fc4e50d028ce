"""Instances read from files: the documented JSON format, and a CSV list of pairs, with a located message for every fault.

The JSON format is described by `schema/instance.schema.json`.
"""

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from turnabout.diagnostics import Diagnostic, Position
from turnabout.ids import id_fault
from turnabout.matching.problem import COVERAGE, TOTAL, WORST_PAIR, Places, Problem, ProblemError, problem_from_pairs

CODE = "instance"
FORMAT = 1
DEFAULT_STAGES = (COVERAGE, WORST_PAIR, TOTAL)
_FIX = "see the instance format in the reference"
_KEYS: dict[str, type] = {
    "format": int,
    "name": str,
    "scale": int,
    "mentors": dict,
    "mentees": dict,
    "pairs": list,
    "forbidden": list,
    "locked": list,
    "keep": list,
    "stages": list,
}
_REQUIRED = ("format", "name", "mentors", "mentees", "pairs")
_WORDS: dict[type, str] = {int: "a whole number", str: "text", dict: "an object", list: "a list"}
_CSV_HEAD = ["mentor", "mentee", "points"]


class InstanceError(ValueError):
    """A file holds no pairing problem; `diagnostics` says everything that is wrong, in order of the file."""

    def __init__(self, diagnostics: Sequence[Diagnostic]) -> None:
        super().__init__("; ".join(diagnostic.message for diagnostic in diagnostics))
        self.diagnostics = tuple(diagnostics)


def read_instance(text: str, path: str) -> Problem:
    """The problem in a JSON instance. `path` only names the file in messages.

    Points are whole numbers; with `scale` s, points p stand for the value p / s (`instance_scale` reads it). Raises
    InstanceError with one diagnostic for every fault; each message starts with the way to it, as in `pairs[3][2]`.
    """
    data = _parsed(text, path)
    messages = list(_shape_faults(data))
    if messages:
        raise InstanceError([_diagnostic(path, place, message) for place, message in messages])
    try:
        return problem_from_pairs(
            data["name"],
            {name: Places(**places) for name, places in data["mentors"].items()},
            {name: Places(**places) for name, places in data["mentees"].items()},
            [(mentor, mentee, points) for mentor, mentee, points in data["pairs"]],
            forbidden=_pairs(data, "forbidden"),
            locked=_pairs(data, "locked"),
            keep=_pairs(data, "keep"),
            stages=data.get("stages", DEFAULT_STAGES),
        )
    except ProblemError as error:
        raise InstanceError([_diagnostic(path, fault.place, fault.message) for fault in error.faults]) from error


def instance_scale(text: str) -> int:
    """How many points make the value 1 in an instance that `read_instance` accepts; 1 where it does not say."""
    scale: int = json.loads(text).get("scale", 1)
    return scale


def read_pairs(text: str, path: str, name: str, stages: Sequence[str] = DEFAULT_STAGES) -> Problem:
    """The problem in a CSV list with the columns mentor, mentee, points: one place for everybody.

    Raises InstanceError with the line of every fault.
    """
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    if not rows or rows[0] != _CSV_HEAD:
        found = ", ".join(rows[0]) if rows else "an empty file"
        raise InstanceError([_at(path, 1, 1, f"expected the columns mentor, mentee, points, found `{found}`")])
    pairs, lines, faults = [], [], []
    for number, row in enumerate(rows[1:], start=2):
        if not row:
            continue
        fault = _row_fault(row)
        if fault:
            faults.append(_at(path, number, 1, fault))
        else:
            pairs.append((row[0], row[1], int(row[2])))
            lines.append(number)
    if faults:
        raise InstanceError(faults)
    mentors = {mentor: Places() for mentor, _, _ in pairs}
    mentees = {mentee: Places() for _, mentee, _ in pairs}
    try:
        return problem_from_pairs(name, mentors, mentees, pairs, stages=stages)
    except ProblemError as error:
        raise InstanceError(
            [_at(path, _line(fault.place, lines), 1, fault.message) for fault in error.faults]
        ) from error


def _parsed(text: str, path: str) -> Any:
    """The JSON value, refusing keys given twice, NaN and infinity, which Python would let pass."""
    twice: list[str] = []

    def members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        result = dict(pairs)
        if len(result) != len(pairs):
            names = [name for name, _ in pairs]
            twice.extend(sorted({name for name in names if names.count(name) > 1}))
        return result

    try:
        data = json.loads(text, object_pairs_hook=members)
    except json.JSONDecodeError as error:
        message = f"not valid JSON: {error.msg[:1].lower()}{error.msg[1:]}"
        raise InstanceError([_at(path, error.lineno, error.colno, message)]) from error
    except RecursionError as error:
        raise InstanceError([_at(path, 1, 1, "not an instance: too many brackets inside one another")]) from error
    if twice:
        raise InstanceError([_at(path, 1, 1, f"the key `{name}` is given twice in one object") for name in twice])
    return data


def _shape_faults(data: Any) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """What keeps the data from being read as people and pairs: place and message."""
    if not isinstance(data, dict):
        yield (), f"expected an object, found {_kind(data)}"
        return
    for key in _REQUIRED:
        if key not in data:
            yield (), f"`{key}` is missing"
    for key, value in data.items():
        if key not in _KEYS:
            yield (key,), "not known here"
        elif not _is(value, _KEYS[key]):
            yield (key,), f"expected {_WORDS[_KEYS[key]]}, found {_kind(value)}"
        elif key == "format" and value != FORMAT:
            yield (key,), f"expected {FORMAT}, found `{value}`"
        elif key == "name" and (fault := id_fault(value)):
            yield (key,), fault
        elif key == "scale" and value < 1:
            yield (key,), f"expected a whole number of at least 1, found `{value}`"
        elif key == "stages":
            yield from (
                (("stages", index), f"expected text, found {_kind(stage)}")
                for index, stage in enumerate(value)
                if not isinstance(stage, str)
            )
        elif key in ("mentors", "mentees"):
            yield from _people_shape(key, value)
        elif key in ("pairs", "forbidden", "locked", "keep"):
            yield from _list_shape(key, value)


def _people_shape(side: str, people: Mapping[str, Any]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    known = ("capacity", "minimum", "priority") if side == "mentees" else ("capacity", "minimum")
    for name, places in people.items():
        if fault := id_fault(name):
            yield (side, name), fault
        if not isinstance(places, dict):
            yield (side, name), f"expected an object, found {_kind(places)}"
            continue
        for key in places:
            if key not in known:
                yield (side, name, key), "not known here"


def _list_shape(key: str, listed: Sequence[Any]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    size, words = (3, "[mentor, mentee, points]") if key == "pairs" else (2, "[mentor, mentee]")
    for index, entry in enumerate(listed):
        if not isinstance(entry, list) or len(entry) != size:
            yield (key, index), f"expected {words}"
            continue
        for part in (0, 1):
            if not isinstance(entry[part], str):
                yield (key, index, part), f"expected the id of a person, found {_kind(entry[part])}"


def _pairs(data: Mapping[str, Any], key: str) -> list[tuple[str, str]]:
    return [(mentor, mentee) for mentor, mentee in data.get(key, [])]


def _row_fault(row: Sequence[str]) -> str | None:
    if len(row) != len(_CSV_HEAD):
        return f"expected {len(_CSV_HEAD)} values, found {len(row)}"
    for name in row[:2]:
        if fault := id_fault(name):
            return f"`{name}`: {fault}"
    if not (row[2].isascii() and row[2].isdigit() and len(row[2]) <= 9):
        return f"expected whole points, found `{row[2]}`"
    return None


def _line(place: tuple[str | int, ...], lines: Sequence[int]) -> int:
    """The line of a fault in a CSV file; the first one for faults of the whole."""
    index = place[1] if place[0] == "pairs" and len(place) > 1 else None
    return lines[index] if isinstance(index, int) else 1


def _is(value: Any, kind: type) -> bool:
    """Whether a value is of just this type: true and false are no whole numbers here."""
    return type(value) is kind


def _kind(value: Any) -> str:
    if value is None or isinstance(value, bool):
        return f"`{json.dumps(value)}`"
    if isinstance(value, str | int | float):
        return f"`{value}`"
    return "an object" if isinstance(value, dict) else "a list"


def _diagnostic(path: str, place: tuple[str | int, ...], message: str) -> Diagnostic:
    way = ""
    for part in place:
        way += f"[{part}]" if isinstance(part, int) else f".{part}" if way else part
    return _at(path, 1, 1, f"{way}: {message}" if way else message)


def _at(path: str, line: int, column: int, message: str) -> Diagnostic:
    return Diagnostic(Position(path, line, column), CODE, message, _FIX)
