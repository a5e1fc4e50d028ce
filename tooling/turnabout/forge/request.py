"""What is asked of the forge when a change set is proposed, and what came of it: values only."""

import re
from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum

from turnabout.errors import UsageError
from turnabout.forge.faults import is_plain, one_line
from turnabout.forge.hosts.connect import HostSettings
from turnabout.forge.marker import Marker, marked, words_digest
from turnabout.forge.remotes import OUR_PREFIX
from turnabout.frozen import dataclass
from turnabout.ids import id_fault

KINDS = ("pair", "repair", "import", "intake")

_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9:._-]*")


class State(StrEnum):
    """What a proposal came to on the branch. DECLINED: people closed the same one without merging it."""

    PUSHED = "pushed"
    UNCHANGED = "unchanged"
    NOTHING = "nothing"
    DECLINED = "declined"


class PullChange(StrEnum):
    """What was done to the pull request. NONE: there was no forge to ask, or none to do it to."""

    NONE = "none"
    OPENED = "opened"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Base:
    """What a proposal is made against: the remote's default branch and its newest commit, which is fetched."""

    branch: str
    commit: str


@dataclass(frozen=True, slots=True)
class ProposalRequest:
    """What to propose.

    `changes` maps paths to contents (None deletes); `base` is the hash of the commit that the inputs were read from,
    `inputs` the folders they were read from, `inputs_digest` their digest. `body` is the whole text and goes into the
    commit; `description` is what the forge is given where that has to be shorter. `append` and `overwrite` say what
    becomes of somebody else's commits on the branch, `again` insists on what people closed. `host` says where the
    repository is on the web, where its address does not; with `branch_only` no forge is asked anything.
    """

    kind: str
    program: str
    title: str
    body: str
    changes: Mapping[str, bytes | None]
    base: str
    inputs_digest: str
    inputs: tuple[str, ...] = ("program",)
    remote: str = "origin"
    description: str = ""
    append: bool = False
    overwrite: bool = False
    again: bool = False
    labels: tuple[str, ...] = ()
    reviewers: tuple[str, ...] = ()
    draft: bool = False
    branch_only: bool = False
    host: HostSettings = field(default_factory=HostSettings)

    def check(self) -> None:
        """Raises UsageError for a request that cannot be meant."""
        if not self.title.strip() or not is_plain(self.title):
            raise UsageError("the title of a proposal is one line of text", "give a title without line breaks")
        if "\0" in self.body + self.description:
            raise UsageError("the text of a proposal holds a NUL character", "take it out")
        if _WORD.fullmatch(self.inputs_digest) is None:
            raise UsageError("the digest of the inputs is not one word", "give a digest such as `sha256:…`")
        if self.append and self.overwrite:
            raise UsageError(
                "`--append` and `--overwrite` do not go together",
                "say whether other people's commits stay or are given up",
            )

    def marker(self, base: str) -> Marker:
        """The marker of this proposal against the commit `base`."""
        words = words_digest(self.title, self.body)
        return Marker(self.kind, self.program, base, self.inputs_digest, words)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is on the remote now.

    `commit` is the proposal's commit, or None where there is nothing to propose. `obsolete` is then the hash of a
    proposal of ours that still stands on `branch`. `text` is the pull request's text with its marker, `pull_url` its
    address where a forge was asked. `notes` are sentences about what could not be done and does not matter much.
    """

    state: State
    branch: str
    commit: str | None
    compare_url: str | None
    remote: str
    base: Base
    text: str
    obsolete: str | None = None
    pull: PullChange = PullChange.NONE
    pull_url: str | None = None
    notes: tuple[str, ...] = ()


def branch_name(kind: str, program: str) -> str:
    """`turnabout/<kind>/<program>`. Raises UsageError where either is no id."""
    if kind not in KINDS:
        raise UsageError(f"`{one_line(kind)}` is no kind of proposal", f"one of: {', '.join(KINDS)}")
    fault = id_fault(program)
    if fault is not None:
        raise UsageError(f"`{one_line(program)}` cannot name a program: {fault}", "give the id of a program")
    return f"{OUR_PREFIX}{kind}/{program}"


def proposal_text(request: ProposalRequest, base: str) -> str:
    """The text for the forge, and the marker that records `base` (a hash) and the digests."""
    return marked(request.description or request.body, request.marker(base))
