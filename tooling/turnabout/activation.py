"""Draft pairs that become active: which files change, and who has to complete something first."""

import datetime
from collections.abc import Collection, Mapping

from turnabout.formatting import format_file, key_order
from turnabout.frozen import dataclass
from turnabout.ids import PairKey
from turnabout.model import Pair, PairStatus, Program
from turnabout.workspace import Workspace, schemas
from turnabout.yamlfile import load, splice


@dataclass(frozen=True, slots=True)
class Waiting:
    """A draft that cannot begin yet: who has not completed which modules."""

    pair: PairKey
    person: str
    modules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Activation:
    """New texts of the pairs that begin, by path; and the drafts that wait for somebody's training."""

    files: Mapping[str, str]
    begun: tuple[PairKey, ...]
    waiting: tuple[Waiting, ...]


def activation(
    workspace: Workspace,
    contents: Mapping[str, bytes],
    program: Program,
    since: datetime.date,
    chosen: Collection[str] = (),
) -> Activation:
    """What makes the program's drafts active from `since`; with `chosen` (`<mentor>--<mentee>`) only those.

    `contents` are the files that `workspace` was read from. Every line that people wrote stays.
    """
    files: dict[str, str] = {}
    begun: list[PairKey] = []
    waiting: list[Waiting] = []
    for pair in workspace.pairs_of(program.id):
        if pair.status is not PairStatus.DRAFT or (chosen and pair.key.slug not in chosen):
            continue
        missing = _missing(workspace, program, pair)
        if missing:
            waiting += missing
            continue
        files[pair.path] = _begun(pair, contents[pair.path].decode(), since)
        begun.append(pair.key)
    return Activation(files, tuple(begun), tuple(waiting))


def _missing(workspace: Workspace, program: Program, pair: Pair) -> list[Waiting]:
    found = []
    for role, name in (("mentor", pair.key.mentor), ("mentee", pair.key.mentee)):
        person = workspace.people.get(name)
        done = person.training if person is not None else {}
        modules = tuple(module for module in program.training[role] if module not in done)
        if modules:
            found.append(Waiting(pair.key, name, modules))
    return found


def _begun(pair: Pair, text: str, since: datetime.date) -> str:
    for key, value in (("status", PairStatus.ACTIVE.value), ("since", since.isoformat())):
        document, _ = load(pair.path, text.encode())
        assert document is not None, "the file was read a moment ago"  # noqa: S101 - splice checks its own result
        text = splice(document, text, (key,), value)
    # `since` belongs beside `status`; a file that cannot be put in order is right as it is.
    ordered, _ = format_file(pair.path, "pair", text.encode(), key_order(schemas()["pair"]))
    return text if ordered is None else ordered
