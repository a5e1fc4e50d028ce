"""A solved pairing as a change set: which files it would create, change and remove, and nothing else."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from turnabout.errors import EnvironmentFaultError, NotProvenError
from turnabout.frozen import dataclass
from turnabout.ids import PairKey
from turnabout.layout import certificate_path
from turnabout.model import Pair, PairStatus
from turnabout.workspace import Workspace
from turnabout.yamlfile import emit, load, splice

if TYPE_CHECKING:
    from turnabout.matching.pairing import Made, Pairing

PAIR_SCHEMA = "../../../schema/pair.schema.json"
CERTIFICATE_SCHEMA = "../../../schema/certificate.schema.json"


MOST_CHANGES = 25
"""Percent of the pairs in the files that a proposal may change without being told that this is meant."""


@dataclass(frozen=True, slots=True)
class Reach:
    """What a set of pairs reaches: how many they are, mentees with a mentor, least points of a pair, sum of points."""

    pairs: int
    covered: int
    worst: int | None
    total: int


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """Whole files by path (None removes), and the pairs they are about.

    `before` is what the pairs in the files reach (those that stand, and drafts), `after` what they would reach.
    `changed` are the pairs of before that would be gone or have another status.
    """

    files: Mapping[str, str | None]
    new: tuple[PairKey, ...]
    kept: tuple[PairKey, ...]
    dropped: tuple[PairKey, ...]
    before: Reach
    after: Reach
    changed: tuple[PairKey, ...]

    @property
    def changed_percent(self) -> int:
        """The share of the pairs in the files that would change, in percent, rounded up."""
        return -(-100 * len(self.changed) // self.before.pairs) if self.before.pairs else 0


def pairing_changes(
    workspace: Workspace, pairing: "Pairing", certificate: Mapping[str, object], contents: Mapping[str, bytes]
) -> ChangeSet:
    """What makes the program's drafts those of `pairing`: new ones, drafts that are no longer proposed, the certificate.

    A draft that stays keeps every line a person wrote; only points and reason are brought up to date. `contents` are the
    files that `workspace` was read from. Pairs that are not drafts are never touched.
    """
    program = pairing.found.cohort.program.id
    present = [pair for pair in workspace.pairs_of(program) if pair.stays or pair.status is PairStatus.DRAFT]
    drafts = {pair.key: pair for pair in present if not pair.stays}
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
    written = {path: text for path, text in files.items() if _bytes(text) != contents.get(path)}
    return ChangeSet(
        files=dict(sorted(written.items())),
        new=tuple(sorted(proposed.keys() - drafts.keys())),
        kept=tuple(sorted(proposed.keys() & drafts.keys())),
        dropped=tuple(sorted(drafts.keys() - proposed.keys())),
        before=_reach({pair.key: _points(pairing, pair.key) for pair in present}),
        after=_reach({made.key: made.points for made in pairing.made}),
        changed=tuple(pair.key for pair in present if pair.path in written and _is_changed(pair, written[pair.path])),
    )


def require_few_changes(changes: ChangeSet, most: int) -> None:
    """Raises NotProvenError where more than `most` percent of the pairs in the files would change: a brake.

    A weight with a slip of the pen may move everybody, and some of them have heard of their partner already.
    """
    percent = changes.changed_percent
    if percent > most:
        raise NotProvenError(
            f"this would change {len(changes.changed)} of {changes.before.pairs} pairs in the files ({percent} %), and"
            f" {most} % are allowed",
            f"read what `--dry-run` shows; if all of it is meant, say `--max-changes {percent}`",
        )


def _reach(points: Mapping[PairKey, int]) -> Reach:
    return Reach(
        pairs=len(points),
        covered=len({key.mentee for key in points}),
        worst=min(points.values(), default=None),
        total=sum(points.values()),
    )


def _points(pairing: "Pairing", key: PairKey) -> int:
    """Today's points of a pair; none where one of the two takes no part any more."""
    found = pairing.found
    known = key.mentee in found.row and key.mentor in found.column
    return found.points_of(key.mentor, key.mentee) if known else 0


def _is_changed(pair: Pair, text: str | None) -> bool:
    """Whether the pair would be gone or have another status; new points and reasons are no change to two people."""
    document = None if text is None else load(pair.path, text.encode())[0]
    return document is None or document.data["status"] != pair.status


def _bytes(text: str | None) -> bytes | None:
    return None if text is None else text.encode()


def _draft(made: "Made") -> str:
    data = {"status": "draft", "why": made.why, "points": made.points, "criteria": dict(made.criteria)}
    return emit(data, schema=PAIR_SCHEMA)


def _brought_up_to_date(workspace: Workspace, path: str, text: str, made: "Made") -> str:
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
