"""The whole of `program/` as one value: every file loaded, checked for its shape and turned into the model."""

import datetime
import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import field
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from turnabout import model
from turnabout.cards import Card, card
from turnabout.diagnostics import Diagnostic, Position, Severity
from turnabout.documents import Documents
from turnabout.errors import EnvironmentFaultError, UsageError
from turnabout.file_codes import FileCode
from turnabout.files import Files, read_files, refuse_ending, refuse_name, shown_path
from turnabout.formats import outdated, unfit
from turnabout.frozen import dataclass
from turnabout.ids import PairKey, nearest
from turnabout.installed import brought_along
from turnabout.layout import FOLDER, Place, places_of
from turnabout.lazy import Declared, Lazy
from turnabout.model.feedback import feedback
from turnabout.model.pair import pair
from turnabout.model.participant import participant
from turnabout.model.program import program
from turnabout.model.session import session
from turnabout.model.topics import topic
from turnabout.shapes import Shapes
from turnabout.yamlfile import Document, UnusualError, load, quick

__all__ = [
    "SCHEMAS",
    "Files",
    "Workspace",
    "build",
    "find_root",
    "read_files",
    "read_outside",
    "schemas",
]

T = TypeVar("T")
SCHEMAS = brought_along("schema")


@dataclass(frozen=True, slots=True)
class Workspace:
    """The model read whole. Only files without a fault of their own are in it; `declared` knows the others' ids too.

    `people`, `programs` and `topics` are by id, in order of id; `sessions` of a pair in order of date. `given` are points
    by program that a table outside the repository gives.
    """

    documents: Mapping[str, Document] = field(default_factory=dict)
    topics: Mapping[str, model.Topic] = field(default_factory=dict)
    programs: Mapping[str, model.Program] = field(default_factory=dict)
    people: Mapping[str, model.Participant] = field(default_factory=dict)
    pairs: Mapping[PairKey, model.Pair] = field(default_factory=dict)
    sessions: Mapping[PairKey, tuple[model.Session, ...]] = field(default_factory=dict)
    feedback: Mapping[tuple[str, str], model.Feedback] = field(default_factory=dict)
    certificates: Mapping[str, Document] = field(default_factory=dict)
    declared: Collection[tuple[str, str]] = frozenset()
    cards: Mapping[str, Card] = field(default_factory=dict)
    given: Mapping[str, model.GivenPoints] = field(default_factory=dict)
    source: "Workspace | None" = field(default=None, compare=False, repr=False)
    _derived: dict[Callable[["Workspace"], Any], Any] = field(default_factory=dict, compare=False, repr=False)

    @property
    def whole(self) -> "Workspace":
        """The same without a focus: where only a part is checked again, rules that count have to see everything."""
        return self if self.source is None else self.source

    def derived(self, make: Callable[["Workspace"], T]) -> T:
        """What `make` finds in the whole workspace, found once: for what many rules or many subjects of one rule need."""
        whole = self.whole
        if make not in whole._derived:
            whole._derived[make] = make(whole)
        found: T = whole._derived[make]
        return found

    def data(self, path: str) -> Any:
        """What stands in the file, without positions; much cheaper than its document."""
        documents = self.whole.documents
        return documents.data(path) if isinstance(documents, Documents) else documents[path].data

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


def read_outside(path: Path, kind: str) -> tuple[Document | None, list[Diagnostic]]:
    """One file outside `program/` of a given kind, loaded and checked; UsageError where it cannot be read."""
    try:
        content = path.read_bytes()
    except OSError as fault:
        raise UsageError(f"{path} cannot be read: {fault.strerror}", "check the name and the permissions") from fault
    return _load(str(path), kind, content)


def build(files: Files, progress: Callable[[int], object] | None = None) -> tuple[Workspace, list[Diagnostic]]:
    """The workspace made of `files`, and what is wrong with single files. `progress` is told the files done."""
    places, found = placed(files)
    documents = Documents(files.contents)
    cards: dict[str, Card] = {}
    for done, (path, where) in enumerate(places.items(), start=1):
        data, faults = check_file(path, where.kind, files.contents[path])
        found += faults
        if data is not None:
            documents.add(path, data)
            if where.kind == "participant":
                cards[where.id] = card(data)
        if progress is not None:
            progress(done)
    return assemble(documents, places, cards), sorted(found)


def placed(files: Files) -> tuple[dict[str, Place], list[Diagnostic]]:
    """What each path stands for, in the order of `files`, and what is wrong with the paths and with reading them.

    Files in a data format that this version does not read stand for nothing: one complaint instead of hundreds.
    """
    foreign = unfit(files.contents)
    if foreign is not None:
        return {}, [foreign]
    found = list(files.refused)
    places: dict[str, Place] = {}
    # Where all paths are plain and in small letters, as ours are, each can be shown, and none can differ from another
    # only in capital ones.
    together = "".join(files.contents)
    plain = together.isascii() and together.isprintable() and together == together.lower()
    folded: dict[str, str] = {}
    owners: dict[str, str] = {}
    for path, where in zip(files.contents, places_of(files.contents), strict=True):
        if not plain and (fault := _misnamed(path, folded)) is not None:
            found.append(fault)
        elif path.endswith(".yml"):
            found.append(refuse_ending(path))
        elif isinstance(where, str):
            fix = "move or rename the file; the guide for coordinators shows the layout"
            found.append(_file(path, FileCode.PLACE, where, fix))
        elif where.kind == "participant" and (first := owners.setdefault(where.id, path)) != path:
            message = f"participant `{where.id}` already has the file `{first}`"
            found.append(_file(path, FileCode.SECOND, message, "keep one of the two"))
        else:
            places[path] = where
    return places, found


def check_file(path: str, kind: str, content: bytes) -> tuple[Any, list[Diagnostic]]:
    """The data of one file, None where it has an error, and what the loader and the schema say about it."""
    try:
        data = quick(content)
    except UnusualError:
        pass
    else:
        # The quick way knows no positions, so it can only say that all is well. A number such as 2.0 is for the other.
        if data is not None and b".0" not in content and _shapes().fits(kind, data):
            return data, []
    document, faults = _load(path, kind, content)
    return (None if document is None else document.data), faults


def _misnamed(path: str, folded: dict[str, str]) -> Diagnostic | None:
    """The complaint about a name that cannot be shown, or that is too like one before; `folded` are those so far."""
    if not path.isprintable() and shown_path(path) != path:
        return refuse_name(path)
    if path.endswith(".yml"):
        return None  # nobody reads it, so it is in nobody's way
    twin = folded.setdefault(path.casefold(), path)
    if twin == path:
        return None
    message = f"differs from `{twin}` only in capital letters"
    return _file(path, FileCode.CAPITALS, message, "rename or remove one of the two")


def _load(path: str, kind: str, content: bytes) -> tuple[Document | None, list[Diagnostic]]:
    document, faults = load(path, content)
    if document is not None:
        faults = [*faults, *_shapes().check(kind, document)]
    if not any(fault.severity is Severity.ERROR for fault in faults):
        return document, faults
    older = outdated(path, content)
    return None, faults if older is None else [older]


@cache
def _shapes() -> Shapes:
    return Shapes(schemas())


def assemble(documents: Documents, places: Mapping[str, Place], cards: Mapping[str, Card]) -> Workspace:
    """The workspace of sound documents. People, pairs and sessions become values when they are first asked for.

    `places` may hold more paths than `documents`: their ids are declared, too. `cards` are those of all people.
    """
    of: dict[str, dict[Any, str]] = {}
    declared: dict[str, set[str]] = {}
    sessions: dict[PairKey, list[tuple[datetime.date, int, str]]] = {}
    held: list[tuple[datetime.date, int, str]] = []
    last: PairKey | None = None
    unsound = documents.lacking(places)
    for path, (kind, name, program_id, key, on, number) in places.items():
        if kind == "session" and key is not None and on is not None:
            if path not in unsound:
                # A pair's sessions lie beside each other, and looking for a pair costs more than all the rest here.
                if key is not last:
                    held, last = sessions.setdefault(key, []), key
                held.append((on, number, path))
            continue
        if kind not in declared:
            declared[kind], of[kind] = set(), {}
        declared[kind].add(name or (f"{key.program}/{key.slug}" if key is not None else kind))
        if path not in unsound:
            single = kind == "participant" or kind == "program"
            of[kind][name if single else key or (program_id, name)] = path

    def ordered(kind: str) -> dict[Any, str]:
        paths = of.get(kind, {})
        return {each: paths[each] for each in sorted(paths)}

    pairs = dict(sorted(of.get("pair", {}).items(), key=lambda item: _in_order(item[0])))
    topics = {
        each["id"]: topic(each) for path in of.get("topics", {}).values() for each in documents.data(path)["topics"]
    }
    return Workspace(
        documents=documents,
        topics=dict(sorted(topics.items())),
        programs={name: program(name, path, documents.data(path)) for name, path in ordered("program").items()},
        people=Lazy(ordered("participant"), lambda name, path: participant(name, path, documents.data(path))),
        pairs=Lazy(pairs, lambda key, path: pair(key, path, documents.data(path))),
        sessions=Lazy(
            dict(sorted(sessions.items(), key=lambda item: _in_order(item[0]))),
            lambda key, held: tuple(
                session(key, path, on, nth, documents.data(path)) for on, nth, path in sorted(held)
            ),
        ),
        feedback={
            key: feedback(key[0], key[1], path, documents.data(path)) for key, path in ordered("feedback").items()
        },
        certificates={program_id: documents[path] for (program_id, _), path in ordered("certificate").items()},
        declared=Declared(declared),
        cards={person: cards[person] for person in sorted(cards)},
    )


def _in_order(key: PairKey) -> tuple[str, str, str]:
    """What sorts as the key does, in a tenth of the time."""
    return key.program, key.mentor, key.mentee


def _file(path: str, code: FileCode, message: str, fix: str) -> Diagnostic:
    return Diagnostic(Position(path), code, message, fix)
