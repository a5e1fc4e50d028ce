"""Instances in NPZ, numpy's archive of arrays, for large problems: read without pickle, and nothing before its size is known.

A file from elsewhere may claim anything. Every array's header is read first, and only where the names, types, shapes and
sizes that they declare go together and keep to the limits is any memory taken.
"""

import io
import math
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from turnabout.matching.instances.arrays import MAX_PEOPLE, from_columns, from_table
from turnabout.matching.instances.instance_error import InstanceError, at, located
from turnabout.matching.problem import Problem, ProblemError

FORMAT = 1
MAGIC = b"PK\x03\x04"
"""How the file begins."""
MOST_BYTES = 1 << 30
"""All arrays together once unpacked: 20 million pairs take a third of it."""
MAX_SCALE = 1_000_000_000
_ARRAY_MAGIC, _ARRAY_VERSION = b"\x93NUMPY", b"\x01\x00"
_HEADER = re.compile(
    r"\{ *'descr': *'([<>|=]?[A-Za-z]\d{0,4})', *'fortran_order': *(True|False), "
    r"*'shape': *\(((?:\d{1,12},? ?){0,4})\),? *\} *\n"
)
_PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 1
_NUMBER, _MASK, _TEXT = "whole numbers", "true and false", "text"
_KINDS = {_NUMBER: "iuf", _MASK: "b", _TEXT: "U"}
_LONGEST_TEXT = 64  # characters
_ARRAYS: Mapping[str, tuple[str, tuple[int, ...]]] = {
    "format": (_NUMBER, (0,)),
    "name": (_TEXT, (0,)),
    "scale": (_NUMBER, (0,)),
    "points": (_NUMBER, (1, 2)),
    "mentor": (_NUMBER, (1,)),
    "mentee": (_NUMBER, (1,)),
    "permitted": (_MASK, (2,)),
    "locked": (_MASK, (1, 2)),
    "keep": (_MASK, (1, 2)),
    "mentors": (_TEXT, (1,)),
    "mentees": (_TEXT, (1,)),
    "mentor_capacity": (_NUMBER, (0, 1)),
    "mentor_minimum": (_NUMBER, (0, 1)),
    "mentee_demand": (_NUMBER, (0, 1)),
    "mentee_minimum": (_NUMBER, (0, 1)),
    "priority": (_NUMBER, (0, 1)),
    "stages": (_TEXT, (1,)),
}
"""Every array by name: what it holds, and the dimensions that it may have."""
_LIKE_POINTS = ("mentor", "mentee", "permitted", "locked", "keep")
"""These have the shape of the points."""


@dataclass(frozen=True, slots=True)
class _Claim:
    """What the header of an array says of it."""

    shape: tuple[int, ...]
    column_first: bool
    dtype: np.dtype[Any]

    @property
    def bytes(self) -> int:
        """What it takes, in Python's whole numbers, which cannot overflow."""
        return math.prod(self.shape) * self.dtype.itemsize


def read_npz(content: bytes, path: str) -> tuple[Problem, int]:
    """The problem in an NPZ file, and its scale. The arrays are the arguments of `Problem.of_points` or `of_pairs`.

    `points` alone is a table [m, n]; with `mentor` and `mentee`, numbers from 0, it is a column [E], and `mentors` and
    `mentees` are either ids or left out, which makes as many as the numbers name. `format` is 1. `name` and `stages` as
    in JSON. Raises InstanceError with the name of the array in every message.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            arrays = _read(archive, path)
    except InstanceError:
        raise
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as error:
        raise InstanceError([at(path, 1, 1, f"not an NPZ file that can be unpacked: {error}")]) from error
    return _posed(arrays, path)


def _read(archive: zipfile.ZipFile, path: str) -> dict[str, NDArray[Any]]:
    """All arrays, after all that their headers claim has been found right."""
    entries = archive.infolist()
    names = [entry.filename.removesuffix(".npy") for entry in entries]
    faults = [
        located(path, (entry.filename[:80],), "not known here, or there twice")
        for entry, name in zip(entries[:100], names, strict=False)
        if name not in _ARRAYS or not entry.filename.endswith(".npy") or names.count(name) > 1
    ]
    if faults:  # as there are for certain if there are more entries than names
        raise InstanceError(faults)
    packed = [entry for entry in entries if entry.compress_type not in _PACKED or entry.flag_bits & _ENCRYPTED]
    if packed:
        raise InstanceError(
            [located(path, (entry.filename,), "packed in a way that numpy does not use") for entry in packed]
        )
    declared = sum(entry.file_size for entry in entries)
    if declared > MOST_BYTES:
        raise InstanceError([at(path, 1, 1, f"expected at most {MOST_BYTES} bytes unpacked, found {declared}")])
    claims: dict[str, _Claim] = {}
    for entry, name in zip(entries, names, strict=True):
        with archive.open(entry) as stream:
            try:
                claims[name] = claim = _claim(stream)
            except (ValueError, EOFError, struct.error) as error:
                faults.append(located(path, (name,), f"not an array: {error}"))
                continue
            if (size := stream.tell() + claim.bytes) != entry.file_size:
                faults.append(located(path, (name,), f"its header claims {size} bytes, the archive {entry.file_size}"))
    faults += [located(path, (name,), fault) for name, claim in claims.items() if (fault := _type_fault(name, claim))]
    faults += [] if faults else [located(path, (name,), fault) for name, fault in _together(claims)]
    if faults:
        raise InstanceError(faults)
    return {name: _array(archive, entry, claims[name]) for entry, name in zip(entries, names, strict=True)}


def _claim(stream: IO[bytes]) -> _Claim:
    """What the header says. Raises ValueError where it is not one that numpy writes for a simple type.

    numpy's own reader parses the header as Python, which is more than is wanted of a stranger's file.
    """
    start = stream.read(len(_ARRAY_MAGIC) + 4)
    if start[:-4] != _ARRAY_MAGIC or start[-4:-2] != _ARRAY_VERSION:
        raise ValueError("it does not begin as an array of numpy's format 1.0 does")
    (length,) = struct.unpack("<H", start[-2:])
    written = _HEADER.fullmatch(stream.read(length).decode("latin-1"))
    if written is None:
        raise ValueError("its header is none that numpy writes for numbers, text, or true and false")
    descr, column_first, shape = written.groups()
    try:
        dtype = np.dtype(descr)
    except TypeError as error:
        raise ValueError(f"there is no type `{descr}`") from error
    return _Claim(tuple(int(size) for size in re.findall(r"\d+", shape)), column_first == "True", dtype)


def _type_fault(name: str, claim: _Claim) -> str | None:
    kind, dimensions = _ARRAYS[name]
    if claim.dtype.kind not in _KINDS[kind] or (kind == _NUMBER and claim.dtype.itemsize > 8):
        return f"expected {kind}, found the type `{claim.dtype}`"
    if kind == _TEXT and claim.dtype.itemsize > 4 * _LONGEST_TEXT:
        return f"expected at most {_LONGEST_TEXT} characters, found room for {claim.dtype.itemsize // 4}"
    if len(claim.shape) not in dimensions:
        return f"expected {' or '.join(map(str, dimensions))} dimensions, found {len(claim.shape)}"
    if max(claim.shape, default=0) > MOST_BYTES:
        return f"expected sizes up to {MOST_BYTES}, found the shape {claim.shape}"
    return None


def _together(claims: Mapping[str, _Claim]) -> list[tuple[str, str]]:
    """What is missing, and shapes that differ."""
    needed = ("format", "points", *(("mentor", "mentee") if {"mentor", "mentee"} & claims.keys() else ()))
    faults = [(name, "missing") for name in needed if name not in claims]
    if faults:
        return faults
    shape = claims["points"].shape
    dimensions = 1 if "mentor" in claims else 2
    if len(shape) != dimensions:
        words = "a column beside `mentor` and `mentee`" if dimensions == 1 else "a table of mentors by mentees"
        return [("points", f"expected {words}, found the shape {shape}")]
    return [
        (name, f"expected the shape of the points, {shape}, found {claims[name].shape}")
        for name in _LIKE_POINTS
        if name in claims and claims[name].shape != shape
    ]


def _array(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, claim: _Claim) -> NDArray[Any]:
    with archive.open(entry) as stream:
        _claim(stream)
        content = stream.read(claim.bytes + 1)
    if len(content) != claim.bytes:
        raise EOFError(f"`{entry.filename}` ends early")
    return np.frombuffer(content, dtype=claim.dtype).reshape(claim.shape, order="F" if claim.column_first else "C")


def _posed(arrays: dict[str, NDArray[Any]], path: str) -> tuple[Problem, int]:
    found, scale = arrays.pop("format").item(), arrays.pop("scale", np.array(1)).item()
    faults = [] if found == FORMAT else [located(path, ("format",), f"expected {FORMAT}, found `{found}`")]
    if not 1 <= scale <= MAX_SCALE or scale != int(scale):
        faults.append(located(path, ("scale",), f"expected a whole number from 1 to {MAX_SCALE}, found `{scale}`"))
    options: dict[str, Any] = {"program": "instance"}
    for name, option in (("name", "program"), ("mentors", "mentors"), ("mentees", "mentees"), ("stages", "stages")):
        if name in arrays:
            try:
                options[option] = _text(arrays.pop(name))
            except UnicodeDecodeError as error:
                faults.append(located(path, (name,), f"not text: {error.reason}"))
    if faults:
        raise InstanceError(faults)
    pose: Callable[..., Problem] = from_table
    if "mentor" in arrays:
        pose = from_columns
        for side in ("mentor", "mentee"):
            options.setdefault(f"{side}s", _as_many(arrays[side]))
    try:
        return pose(**arrays, **options), int(scale)
    except ProblemError as error:
        raise InstanceError([at(path, 1, 1, fault.message) for fault in error.faults]) from error


def _text(array: NDArray[Any]) -> Any:
    """The text in an array. Decoded here first: numpy raises SystemError where the numbers in it are no characters."""
    array.tobytes().decode("utf-32-be" if array.dtype.str.startswith(">") else "utf-32-le")
    return array.tolist()


def _as_many(numbers: NDArray[Any]) -> int:
    """How many people these numbers name; where they are no numbers of people, `from_columns` says so."""
    largest = numbers.max(initial=-1)
    return min(int(largest), MAX_PEOPLE) + 1 if -1 <= largest < np.inf else 1
