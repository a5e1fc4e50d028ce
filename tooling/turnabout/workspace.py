"""The whole of `program/` as one value: every file loaded, checked for its shape and turned into the model.

The only module of its layer that reads the disk.
"""

import json
import os
import stat
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from turnabout import model
from turnabout.diagnostics import Diagnostic, Position, Severity
from turnabout.errors import EnvironmentFaultError, UsageError
from turnabout.file_codes import FileCode
from turnabout.ids import PairKey, nearest
from turnabout.layout import FOLDER, Place, place
from turnabout.model.feedback import feedback
from turnabout.model.pair import pair
from turnabout.model.participant import participant
from turnabout.model.program import program
from turnabout.model.session import session
from turnabout.model.topics import topic
from turnabout.model.vetoes import vetoes
from turnabout.shapes import Shapes
from turnabout.yamlfile import Document, load

SCHEMAS = Path(__file__).resolve().parents[2] / "schema"


@dataclass(frozen=True, slots=True)
class Files:
    """What was read: contents by path, and what could not or must not be read, as diagnostics."""

    contents: Mapping[str, bytes]
    refused: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class Workspace:
    """The model read whole. Only files without a fault of their own are in it; `declared` knows the others' ids too.

    `people`, `programs` and `topics` are by id, in order of id; `sessions` of a pair in order of date.
    """

    documents: Mapping[str, Document] = field(default_factory=dict)
    topics: Mapping[str, model.Topic] = field(default_factory=dict)
    programs: Mapping[str, model.Program] = field(default_factory=dict)
    people: Mapping[str, model.Participant] = field(default_factory=dict)
    pairs: Mapping[PairKey, model.Pair] = field(default_factory=dict)
    sessions: Mapping[PairKey, tuple[model.Session, ...]] = field(default_factory=dict)
    feedback: Mapping[tuple[str, str], model.Feedback] = field(default_factory=dict)
    certificates: Mapping[str, Document] = field(default_factory=dict)
    declared: frozenset[tuple[str, str]] = frozenset()

    def at(self, path: str, *keys: str | int) -> Position:
        """Where the value under `keys` stands in the file."""
        return self.documents[path].at(*keys)

    def key_at(self, path: str, *keys: str | int) -> Position:
        """Where the last of `keys` itself stands in the file."""
        return self.documents[path].key_at(*keys)

    def members(self, program_id: str, role: model.Role) -> tuple[model.Participant, ...]:
        """Everybody with this role in the program, in order of id, whatever their status."""
        return tuple(
            person
            for person in self.people.values()
            if (part := person.programs.get(program_id)) is not None and part.role is role
        )

    def pairs_of(self, program_id: str) -> tuple[model.Pair, ...]:
        """The program's pairs, in order of mentor and mentee."""
        return tuple(each for key, each in self.pairs.items() if key.program == program_id)

    def program(self, program_id: str) -> model.Program:
        """The program; UsageError with the nearest id where there is none, or where its file has faults."""
        found = self.programs.get(program_id)
        if found is not None:
            return found
        if ("program", program_id) in self.declared:
            raise UsageError(f"program/{program_id}.yaml has faults", "run `turnabout validate` and mend them first")
        known = ", ".join(f"`{each}`" for each in self.programs) or "none yet"
        raise UsageError(f"there is no program `{program_id}`", f"programs here: {known}")

    def person(self, person_id: str) -> model.Participant:
        """The participant; UsageError with the nearest id where there is none."""
        found = self.people.get(person_id)
        if found is not None:
            return found
        alike = nearest(person_id, self.people)
        raise UsageError(
            f"there is no participant `{person_id}`",
            f"did you mean `{alike}`?" if alike else "ids are the names of the files in program/participants",
        )


def find_root(start: Path) -> Path:
    """The nearest folder at or above `start` that holds `program/`; UsageError where there is none."""
    for folder in (start, *start.parents):
        if (folder / FOLDER).is_dir():
            return folder
    raise UsageError(f"no folder `{FOLDER}` here or above", "go to your program's repository, or name it with `--root`")


@cache
def schemas() -> Mapping[str, dict[str, Any]]:
    """The schema of each kind of file, as this version of the tool understands it."""
    found = {}
    for path in sorted(SCHEMAS.glob("*.schema.json")):
        found[path.name.removesuffix(".schema.json")] = json.loads(path.read_text(encoding="utf-8"))
    if not found:
        raise EnvironmentFaultError(f"no schemas in {SCHEMAS}", "install Turnabout again")
    return found


def read_files(root: Path) -> Files:
    """Every file below `program/`, in order of path. Links, odd files and unreadable ones become diagnostics."""
    contents: dict[str, bytes] = {}
    refused: list[Diagnostic] = []
    for path, entry in _walk(root / FOLDER, FOLDER, refused):
        try:
            contents[path] = entry.read_bytes()
        except OSError as fault:
            refused.append(
                _file(path, FileCode.UNREADABLE, f"cannot be read: {fault.strerror}", "check the file's permissions")
            )
    return Files(dict(sorted(contents.items())), tuple(refused))


def _walk(folder: Path, path: str, refused: list[Diagnostic]) -> Iterator[tuple[str, Path]]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as fault:
        refused.append(
            _file(path, FileCode.UNREADABLE, f"cannot be read: {fault.strerror}", "check the folder's permissions")
        )
        return
    for entry in entries:
        below = f"{path}/{entry.name}"
        mode = entry.stat(follow_symlinks=False).st_mode
        if entry.name.startswith("."):
            continue
        if stat.S_ISDIR(mode):
            yield from _walk(Path(entry.path), below, refused)
        elif not stat.S_ISREG(mode):
            refused.append(refuse_link(below))
        elif entry.name.endswith((".yaml", ".yml")):
            yield below, Path(entry.path)


def refuse_link(path: str) -> Diagnostic:
    """The complaint about a link, submodule or device where a file is expected."""
    return _file(path, FileCode.LINK, "expected a file, found a link", "replace it by a copy of the file it points to")


def read_outside(path: Path, kind: str) -> tuple[Document | None, list[Diagnostic]]:
    """One file outside `program/` of a given kind, loaded and checked; UsageError where it cannot be read."""
    try:
        content = path.read_bytes()
    except OSError as fault:
        raise UsageError(f"{path} cannot be read: {fault.strerror}", "check the name and the permissions") from fault
    return _load(str(path), kind, content)


def read_vetoes(path: Path) -> tuple[model.Vetoes | None, list[Diagnostic]]:
    """The vetoes file at `path`, which lies outside the repository."""
    document, found = read_outside(path, "vetoes")
    return (None if document is None else vetoes(str(path), document.data)), found


def build(files: Files, progress: Callable[[int], object] | None = None) -> tuple[Workspace, list[Diagnostic]]:
    """The workspace made of `files`, and what is wrong with single files. `progress` is told the files done."""
    found = list(files.refused)
    documents: dict[str, Document] = {}
    places: dict[str, Place] = {}
    folded: dict[str, str] = {}
    owners: dict[str, str] = {}
    for done, (path, content) in enumerate(files.contents.items(), start=1):
        where = _place(path, folded, owners, found)
        if where is not None:
            places[path] = where
            document, faults = _load(path, where.kind, content)
            found += faults
            if document is not None:
                documents[path] = document
        if progress is not None:
            progress(done)
    return _assemble(documents, places), sorted(found)


def _place(path: str, folded: dict[str, str], owners: dict[str, str], found: list[Diagnostic]) -> Place | None:
    if path.endswith(".yml"):
        found.append(_file(path, FileCode.ENDING, "expected the ending `.yaml`, found `.yml`", "rename the file"))
        return None
    twin = folded.setdefault(path.casefold(), path)
    if twin != path:
        found.append(
            _file(
                path,
                FileCode.CAPITALS,
                f"differs from `{twin}` only in capital letters",
                "rename or remove one of the two",
            )
        )
        return None
    where = place(path)
    if isinstance(where, str):
        found.append(
            _file(path, FileCode.PLACE, where, "move or rename the file; the guide for coordinators shows the layout")
        )
        return None
    if where.kind == "participant":
        same = owners.setdefault(where.id, path)
        if same != path:
            found.append(
                _file(
                    path,
                    FileCode.SECOND,
                    f"participant `{where.id}` already has the file `{same}`",
                    "keep one of the two",
                )
            )
            return None
    return where


def _load(path: str, kind: str, content: bytes) -> tuple[Document | None, list[Diagnostic]]:
    document, faults = load(path, content)
    if document is None:
        return None, faults
    faults = [*faults, *_shapes().check(kind, document)]
    return (None if any(fault.severity is Severity.ERROR for fault in faults) else document), faults


@cache
def _shapes() -> Shapes:
    return Shapes(schemas())


def _assemble(documents: Mapping[str, Document], places: Mapping[str, Place]) -> Workspace:
    made: dict[str, dict[Any, Any]] = {
        kind: {} for kind in ("topics", "program", "participant", "pair", "session", "feedback", "certificate")
    }
    for path, document in documents.items():
        where, data = places[path], document.data
        match where.kind:
            case "topics":
                made["topics"] |= {each["id"]: topic(each) for each in data["topics"]}
            case "program":
                made["program"][where.id] = program(where.id, path, data)
            case "participant":
                made["participant"][where.id] = participant(where.id, path, data)
            case "pair" if where.pair is not None:
                made["pair"][where.pair] = pair(where.pair, path, data)
            case "session" if where.pair is not None and where.on is not None:
                made["session"].setdefault(where.pair, []).append(
                    session(where.pair, path, where.on, where.number, data)
                )
            case "feedback":
                made["feedback"][where.program, where.id] = feedback(where.program, where.id, path, data)
            case "certificate":
                made["certificate"][where.program] = document
    sessions = {key: tuple(sorted(each, key=lambda one: (one.on, one.number))) for key, each in made["session"].items()}
    return Workspace(
        documents=documents,
        topics=dict(sorted(made["topics"].items())),
        programs=dict(sorted(made["program"].items())),
        people=dict(sorted(made["participant"].items())),
        pairs=dict(sorted(made["pair"].items())),
        sessions=dict(sorted(sessions.items())),
        feedback=dict(sorted(made["feedback"].items())),
        certificates=dict(sorted(made["certificate"].items())),
        declared=frozenset(
            (where.kind, where.id or (f"{where.program}/{where.pair.slug}" if where.pair else where.kind))
            for where in places.values()
        ),
    )


def _file(path: str, code: FileCode, message: str, fix: str) -> Diagnostic:
    return Diagnostic(Position(path), code, message, fix)
