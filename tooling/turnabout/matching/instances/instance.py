"""Instances in JSON, the format of `schema/instance.schema.json`, with a message for every fault and the way to it."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from turnabout.ids import id_fault
from turnabout.matching.instances.instance_error import InstanceError, at, located
from turnabout.matching.problem import DEFAULT_STAGES, Places, Problem, ProblemError, problem_from_pairs
from turnabout.matching.side import GivenRow

FORMAT = 1
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
    "balance": list,
}
_ROW_KEYS: dict[str, type] = {"name": str, "words": str, "pairs": list, "least": int, "most": int}
_REQUIRED = ("format", "name", "mentors", "mentees", "pairs")
_WORDS: dict[type, str] = {int: "a whole number", str: "text", dict: "an object", list: "a list"}


def read_instance(text: str, path: str) -> Problem:
    """The problem in a JSON instance. `path` only names the file in messages.

    Points are whole numbers; with `scale` s, points p stand for the value p / s (`instance_scale` reads it). Raises
    InstanceError with one diagnostic for every fault; each message starts with the way to it, as in `pairs[3][2]`.
    """
    data = _parsed(text, path)
    messages = list(_shape_faults(data))
    if messages:
        raise InstanceError([located(path, place, message) for place, message in messages])
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
            balance=[_row(entry) for entry in data.get("balance", [])],
        )
    except ProblemError as error:
        raise InstanceError([located(path, fault.place, fault.message) for fault in error.faults]) from error


def instance_scale(text: str) -> int:
    """How many points make the value 1 in an instance that `read_instance` accepts; 1 where it does not say."""
    scale: int = json.loads(text).get("scale", 1)
    return scale


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
        raise InstanceError([at(path, error.lineno, error.colno, message)]) from error
    except RecursionError as error:
        raise InstanceError([at(path, 1, 1, "not an instance: too many brackets inside one another")]) from error
    if twice:
        raise InstanceError([at(path, 1, 1, f"the key `{name}` is given twice in one object") for name in twice])
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
        elif key == "balance":
            yield from _balance_shape(value)


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
        if places.get("capacity", 1) == 0:
            yield (side, name, "capacity"), "a capacity of 0 takes part in nothing; leave the person out"


def _list_shape(key: str, listed: Sequence[Any]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    size, words = (3, "[mentor, mentee, points]") if key == "pairs" else (2, "[mentor, mentee]")
    for index, entry in enumerate(listed):
        if not isinstance(entry, list) or len(entry) != size:
            yield (key, index), f"expected {words}"
            continue
        for part in (0, 1):
            if not isinstance(entry[part], str):
                yield (key, index, part), f"expected the id of a person, found {_kind(entry[part])}"


def _balance_shape(listed: Sequence[Any]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    for index, entry in enumerate(listed):
        if not isinstance(entry, dict):
            yield ("balance", index), f"expected an object, found {_kind(entry)}"
            continue
        for key in ("name", "pairs"):
            if key not in entry:
                yield ("balance", index), f"`{key}` is missing"
        for key, value in entry.items():
            if key not in _ROW_KEYS:
                yield ("balance", index, key), "not known here"
            elif not _is(value, _ROW_KEYS[key]):
                yield ("balance", index, key), f"expected {_WORDS[_ROW_KEYS[key]]}, found {_kind(value)}"
            elif key == "pairs":
                for place, message in _list_shape("pairs", value):
                    yield ("balance", index, *place), message.replace("points", "coefficient")


def _row(entry: Mapping[str, Any]) -> GivenRow:
    pairs = tuple((mentor, mentee, coefficient) for mentor, mentee, coefficient in entry["pairs"])
    return GivenRow(entry["name"], entry.get("words", entry["name"]), pairs, entry.get("least"), entry.get("most"))


def _pairs(data: Mapping[str, Any], key: str) -> list[tuple[str, str]]:
    return [(mentor, mentee) for mentor, mentee in data.get(key, [])]


def _is(value: Any, kind: type) -> bool:
    """Whether a value is of just this type: true and false are no whole numbers here."""
    return type(value) is kind


def _kind(value: Any) -> str:
    if value is None or isinstance(value, bool):
        return f"`{json.dumps(value)}`"
    if isinstance(value, str | int | float):
        return f"`{value}`"
    return "an object" if isinstance(value, dict) else "a list"
