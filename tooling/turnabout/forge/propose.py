"""Makes a change set a branch of the remote: one deterministic commit on the fresh default branch, pushed with a lease.

Nothing of the user's is touched: work tree, index, stash, HEAD, refs and configuration stay byte for byte what they
were. Killed anywhere, a second run finishes the work, since the same inputs give the same commit.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from turnabout.errors import EnvironmentFaultError, NotProvenError, UsageError
from turnabout.forge.faults import is_plain, one_line
from turnabout.forge.git import Git, resolve
from turnabout.forge.hosts import compare_url, host_for
from turnabout.forge.objects import Commit, Identity, is_ancestor, read_commit, write_commit, write_tree
from turnabout.forge.remotes import OUR_PREFIX, Remote, default_branch, fetch_commit, open_remote, push, remote_refs
from turnabout.ids import id_fault

KINDS = ("pair", "repair", "import")
IDENTITY = Identity("Turnabout", "noreply@turnabout.example")

_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9:._-]*")
_MARKER = re.compile(r"<!-- turnabout kind=(\S+) program=(\S+) base=([0-9a-f]+) inputs=(\S+) -->")


class State(StrEnum):
    """What a proposal came to."""

    PUSHED = "pushed"
    UNCHANGED = "unchanged"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Base:
    """What a proposal is made against: the remote's default branch and its newest commit, which is fetched."""

    branch: str
    commit: str


@dataclass(frozen=True, slots=True)
class ProposalRequest:
    """What to propose.

    `changes` maps paths to contents (None deletes); `base` is the hash of the commit that the inputs were read from,
    `inputs` the folders they were read from, `inputs_digest` their digest. `overwrite` gives up somebody else's
    commits on the branch. `host` and `web_url` say where the repository is on the web, where its address does not.
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
    overwrite: bool = False
    host: str | None = None
    web_url: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is on the remote now.

    `commit` is the proposal's commit, or None where there is nothing to propose. `obsolete` is then the hash of a
    proposal of ours that still stands on `branch` and can be closed. `text` is the pull request's text with its marker.
    """

    state: State
    branch: str
    commit: str | None
    compare_url: str | None
    remote: str
    base: Base
    text: str
    obsolete: str | None = None


def fresh_base(git: Git, remote: str = "origin") -> Base:
    """The remote's default branch as it is now, fetched: the commit to read inputs from. Raises EnvironmentFaultError."""
    return _fetch_base(git, open_remote(git, remote))


def branch_name(kind: str, program: str) -> str:
    """`turnabout/<kind>/<program>`. Raises UsageError where either is no id."""
    if kind not in KINDS:
        raise UsageError(f"`{one_line(kind)}` is no kind of proposal", f"One of: {', '.join(KINDS)}.")
    fault = id_fault(program)
    if fault is not None:
        raise UsageError(f"`{one_line(program)}` cannot name a program: {fault}", "Give the id of a program.")
    return f"{OUR_PREFIX}{kind}/{program}"


def proposal_text(request: ProposalRequest, base: str) -> str:
    """The body, and the marker comment that records `base` (a hash) and the inputs' digest."""
    marker = f"kind={request.kind} program={request.program} base={base} inputs={request.inputs_digest}"
    return f"{request.body.rstrip()}\n\n<!-- turnabout {marker} -->\n".lstrip("\n")


def propose(git: Git, request: ProposalRequest) -> Outcome:
    """What the remote holds after the change set was proposed; a second run with the same request changes nothing.

    Raises UsageError for a request that cannot be meant, NotProvenError (exit code 3) where somebody else's commit is
    on the branch, EnvironmentFaultError where git, the disk or the network fails, where the inputs changed on the
    default branch since they were read, or where somebody else pushed at the same moment.
    """
    branch = branch_name(request.kind, request.program)
    _check_words(request)
    remote = open_remote(git, request.remote)
    base = _fetch_base(git, remote)
    _require_inputs_as_read(git, request, base)
    # Read after the base, as late as possible; from where we push to, which may be a fork.
    standing = remote_refs(git, remote, push_side=True).branches.get(branch)
    text = proposal_text(request, base.commit)
    ground = read_commit(git, base.commit)
    tree = write_tree(git, base.commit, request.changes)

    if tree == ground.tree:
        obsolete = standing if standing and _is_open_and_ours(git, remote, request, base, standing) else None
        return Outcome(State.NOTHING, branch, None, None, remote.name, base, text, obsolete)

    commit = write_commit(git, base.commit, tree, f"{request.title}\n\n{text}", IDENTITY, ground.when)
    url = compare_url(host_for(remote.fetch_url, request.host, request.web_url), base.branch, branch)
    if standing == commit:
        return Outcome(State.UNCHANGED, branch, commit, url, remote.name, base, text)
    if standing is not None and not request.overwrite:
        _require_nothing_foreign(git, remote, request, base, standing, branch)
    push(git, remote, commit, branch, standing)
    return Outcome(State.PUSHED, branch, commit, url, remote.name, base, text)


def is_ours(commit: Commit, kind: str, program: str) -> bool:
    """Whether a run of `propose` made this commit, untouched since.

    Amending or rebasing changes the committer; a commit put below ours changes its parent, which the marker names.
    """
    lines = commit.message.rstrip().splitlines()
    marker = _MARKER.fullmatch(lines[-1]) if lines else None
    if marker is None or commit.committer != IDENTITY or commit.author != IDENTITY:
        return False
    return (marker[1], marker[2]) == (kind, program) and commit.parents == (marker[3],)


def _fetch_base(git: Git, remote: Remote) -> Base:
    refs = remote_refs(git, remote)
    branch = default_branch(refs, remote.name)
    fetch_commit(git, remote, refs.branches[branch])
    return Base(branch, refs.branches[branch])


def _check_words(request: ProposalRequest) -> None:
    if not request.title.strip() or not is_plain(request.title):
        raise UsageError("the title of a proposal is one line of text", "Give a title without line breaks.")
    if "\0" in request.body:
        raise UsageError("the text of a proposal holds a NUL character", "Take it out.")
    if _WORD.fullmatch(request.inputs_digest) is None:
        raise UsageError("the digest of the inputs is not one word", "Give a digest such as `sha256:…`.")


def _require_inputs_as_read(git: Git, request: ProposalRequest, base: Base) -> None:
    """Commits elsewhere in the repository do not matter: what counts is that the inputs are what they were."""
    if request.base == base.commit:
        return
    if resolve(git, f"{request.base}^{{commit}}") is None:
        raise EnvironmentFaultError(
            "the commit that the inputs were read from is not in this repository", "Run the command again."
        )
    for folder in request.inputs:
        if resolve(git, f"{request.base}:{folder}") != resolve(git, f"{base.commit}:{folder}"):
            raise EnvironmentFaultError(
                f"`{folder}` on `{base.branch}` is not what the proposal was computed from",
                f"Bring your copy to the state of `{base.branch}` on `{request.remote}`, then run the command again.",
            )


def _is_open_and_ours(git: Git, remote: Remote, request: ProposalRequest, base: Base, standing: str) -> bool:
    fetch_commit(git, remote, standing, push_side=True)
    if is_ancestor(git, standing, base.commit):
        return False
    return is_ours(read_commit(git, standing), request.kind, request.program)


def _require_nothing_foreign(
    git: Git, remote: Remote, request: ProposalRequest, base: Base, standing: str, branch: str
) -> None:
    fetch_commit(git, remote, standing, push_side=True)
    commit = read_commit(git, standing)
    if is_ours(commit, request.kind, request.program) or is_ancestor(git, standing, base.commit):
        return
    who, whose = _first_foreign(git, base, commit)
    raise NotProvenError(
        f"branch `{branch}` on remote `{remote.name}` holds a commit by {who} ({whose[:10]}), which is left alone",
        "Merge or delete that branch first, or say that its commits may be given up.",
    )


def _first_foreign(git: Git, base: Base, tip: Commit) -> tuple[str, str]:
    """Name and hash behind the newest commit of the branch that is not by us alone; the tip's where all are."""
    names = git.run("rev-list", "--max-count=50", "--end-of-options", tip.hash, f"^{base.commit}").text.splitlines()
    for commit in (read_commit(git, name) for name in names):
        for person in (commit.author, commit.committer):
            if person != IDENTITY:
                return one_line(person.name, 60) or "somebody", commit.hash
    return "somebody", tip.hash
