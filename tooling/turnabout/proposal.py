"""A solved pairing as a change set: which files it would create, change and remove, and nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass

from turnabout.errors import EnvironmentFaultError
from turnabout.ids import PairKey
from turnabout.layout import certificate_path
from turnabout.matching.pairing import Made, Pairing
from turnabout.model import PairStatus
from turnabout.workspace import Workspace
from turnabout.yamlfile import emit, load, splice

PAIR_SCHEMA = "../../../schema/pair.schema.json"
CERTIFICATE_SCHEMA = "../../../schema/certificate.schema.json"


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """Whole files by path (None removes), and the pairs they are about."""

    files: Mapping[str, str | None]
    new: tuple[PairKey, ...]
    kept: tuple[PairKey, ...]
    dropped: tuple[PairKey, ...]


def pairing_changes(
    workspace: Workspace, pairing: Pairing, certificate: Mapping[str, object], contents: Mapping[str, bytes]
) -> ChangeSet:
    """What makes the program's drafts those of `pairing`: new ones, drafts that are no longer proposed, the certificate.

    A draft that stays keeps every line a person wrote; only points and reason are brought up to date. `contents` are the
    files that `workspace` was read from. Pairs that are not drafts are never touched.
    """
    program = pairing.found.cohort.program.id
    drafts = {pair.key: pair for pair in workspace.pairs_of(program) if _is_free_draft(pair.status, pair.lock)}
    proposed = {made.key: made for made in pairing.made if made.new}
    files: dict[str, str | None] = {}
    for key, made in proposed.items():
        if key in drafts:
            path = drafts[key].path
            files[path] = _brought_up_to_date(workspace, path, contents[path].decode(), made)
        else:
            files[key.path] = _draft(made)
    for key, pair in drafts.items():
        if key not in proposed:
            files[pair.path] = None
    files[certificate_path(program)] = emit(
        certificate, ("Written by `turnabout`; do not edit. `turnabout verify` checks it.",), CERTIFICATE_SCHEMA
    )
    changed = {path: text for path, text in files.items() if _bytes(text) != contents.get(path)}
    return ChangeSet(
        files=dict(sorted(changed.items())),
        new=tuple(sorted(proposed.keys() - drafts.keys())),
        kept=tuple(sorted(proposed.keys() & drafts.keys())),
        dropped=tuple(sorted(drafts.keys() - proposed.keys())),
    )


def _is_free_draft(status: PairStatus, lock: bool) -> bool:
    return status is PairStatus.DRAFT and not lock


def _bytes(text: str | None) -> bytes | None:
    return None if text is None else text.encode()


def _draft(made: Made) -> str:
    data = {"status": "draft", "why": made.why, "points": made.points, "criteria": dict(made.criteria)}
    return emit(data, schema=PAIR_SCHEMA)


def _brought_up_to_date(workspace: Workspace, path: str, text: str, made: Made) -> str:
    """The draft's text with today's points and reason; what people wrote stays where it is."""
    values: dict[tuple[str | int, ...], object] = {("points",): made.points}
    if "criteria" in workspace.documents[path].data:
        values |= {("criteria", name): points for name, points in made.criteria.items()}
    for place, value in values.items():
        document, _ = load(path, text.encode())
        if document is None:  # splice has checked its own result, so this cannot be the user's doing
            raise EnvironmentFaultError(f"{path} could not be brought up to date", "remove the draft and run it again")
        if _at(document.data, place) != value:
            text = splice(document, text, place, value)
    return text


def _at(data: object, place: tuple[str | int, ...]) -> object:
    for key in place:
        data = data.get(key) if isinstance(data, Mapping) else None
    return data
