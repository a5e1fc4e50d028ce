"""What each path under `program/` stands for: the path of a file is its identity."""

import datetime
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import PurePosixPath
from typing import NamedTuple

from turnabout.ids import PairKey, id_fault, nearest, parse_slug

FOLDER = "program"
SETTINGS = "turnabout.yaml"  # at the top of the repository, beside the folder
FOLDERS = ("participants", "pairs", "sessions", "feedback")
_SESSION = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:-([2-9]))?")


class Place(NamedTuple):
    """What a path stands for: `kind` names the schema; the other fields are empty where the kind has none."""

    kind: str
    id: str = ""
    program: str = ""
    pair: PairKey | None = None
    on: datetime.date | None = None
    number: int = 1


# `Place` itself is a function of Python's; what it calls takes a third of the time.
_made = tuple.__new__


def participant_path(person: str, site: str = "") -> str:
    """Where a new participant's file goes; `site` is a free sub-folder."""
    return f"{FOLDER}/participants/{site}/{person}.yaml" if site else f"{FOLDER}/participants/{person}.yaml"


def certificate_path(program: str) -> str:
    """Where a program's certificate lives."""
    return f"{FOLDER}/pairs/{program}/certificate.yaml"


def session_path(pair: PairKey, on: datetime.date) -> str:
    """Where the pair's first session of a day lives."""
    return f"{FOLDER}/sessions/{pair.program}/{pair.slug}/{on.isoformat()}.yaml"


def place(path: str) -> Place | str:
    """What `path` (forward slashes, from the repository's root) stands for, or why it stands for nothing, in words."""
    folder, _, name = path.rpartition("/")
    return _in_folder(_inside(folder), name) or _taken_apart(path)


def places_of(paths: Iterable[str]) -> Iterator[Place | str]:
    """Of each path what `place` says; quick where the files of a folder follow one another, as in order of path."""
    last, inside = None, None
    for path in paths:
        folder, _, name = path.rpartition("/")
        if folder != last:
            last, inside = folder, _inside(folder)
        yield _in_folder(inside, name) or _taken_apart(path)


# What a large program has most of is told by its folder and its name; whatever these two leave open is taken apart.
def _in_folder(inside: Place | None, name: str) -> Place | None:
    """What the file is in a folder whose files are all `inside`, where that and the name say so at once."""
    if inside is None or not name.endswith(".yaml"):
        return None
    stem = name[:-5]
    kind, _, program, pair, _, _ = inside
    if kind == "session":
        dated = _dated(stem)
        return None if dated is None else _made(Place, (kind, "", program, pair, *dated))
    if kind == "pair":
        return _pair(program, stem)
    return _made(Place, (kind, stem, "", None, None, 1)) if id_fault(stem) is None else None


@lru_cache(20_000)
def _inside(folder: str) -> Place | None:
    """What files in the folder stand for, but for their names, where that is participants, pairs or sessions."""
    framed = f"/{folder}/"
    if "//" in framed or "/." in framed:
        return None
    match folder.split("/"):
        case (_, "participants", *_):
            return Place("participant")
        case (_, "pairs", program):
            return Place("pair", program=program)
        case (_, "sessions", program, slug) if of_pair := _pair(program, slug):
            return Place("session", program=program, pair=of_pair.pair)
    return None


def _taken_apart(path: str) -> Place | str:
    if "//" in path or "/." in path or path.endswith("/"):
        parts, stem = PurePosixPath(path).parts, PurePosixPath(path).stem
    else:
        parts = tuple(path.split("/"))
        stem = parts[-1].rpartition(".")[0] or parts[-1]
    match parts:
        case (_, "topics.yaml"):
            return Place("topics")
        case (_, _):
            return id_fault(stem) or Place("program", id=stem)
        case (_, "participants", *_, _):
            return id_fault(stem) or Place("participant", id=stem)
        case (_, "pairs", program, "certificate.yaml"):
            return id_fault(program) or Place("certificate", program=program)
        case (_, "pairs", program, _):
            return _pair(program, stem) or "a pair's file is called `<mentor>--<mentee>.yaml`"
        case (_, "sessions", program, slug, _):
            return _session(program, slug, stem)
        case (_, "feedback", program, _):
            return id_fault(program) or id_fault(stem) or Place("feedback", id=stem, program=program)
        case (_, folder, *_) if folder not in FOLDERS and (alike := nearest(folder, FOLDERS)):
            return f"there is no folder `{folder}`; did you mean `{alike}`"
        case _:
            return "nothing of Turnabout's lives at this place"


@lru_cache(20_000)  # each session asks for its pair
def _pair(program: str, slug: str) -> Place | None:
    key = None if id_fault(program) else parse_slug(program, slug)
    return None if key is None else Place("pair", program=program, pair=key)


def _session(program: str, slug: str, stem: str) -> Place | str:
    of_pair, dated = _pair(program, slug), _dated(stem)
    if of_pair is None:
        return "a session lies in a folder called `<mentor>--<mentee>`"
    if dated is None:
        return (
            "a session's file is called by its date, such as `2026-10-05.yaml`, or `2026-10-05-2.yaml` for a second one"
        )
    return Place("session", "", program, of_pair.pair, *dated)


@lru_cache(2_000)
def _dated(stem: str) -> tuple[datetime.date, int] | None:
    found = _SESSION.fullmatch(stem)
    try:
        return None if found is None else (datetime.date.fromisoformat(found[1]), int(found[2] or 1))
    except ValueError:
        return None
