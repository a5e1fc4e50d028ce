"""Makes a change set a pull request: one deterministic commit on the fresh default branch, pushed with a lease.

Nothing of the user's is touched: work tree, index, stash, HEAD, refs and configuration stay byte for byte what they
were. Killed anywhere, a second run finishes the work, since the same inputs give the same commit.
"""

import time
from collections.abc import Callable
from dataclasses import replace

from turnabout.errors import EnvironmentFaultError
from turnabout.forge.faults import RefusedError
from turnabout.forge.git import Git, resolve
from turnabout.forge.hosts import compare_url
from turnabout.forge.hosts.connect import Connection, connect
from turnabout.forge.hosts.pulls import Forge, Head, HostError, PullRequest, Wanted
from turnabout.forge.marker import IDENTITY, NO_WORDS, mark
from turnabout.forge.objects import read_commit, write_commit, write_tree
from turnabout.forge.pull_requests import bring_up, close_obsolete, declined
from turnabout.forge.remotes import (
    Remote,
    default_branch,
    fetch_commit,
    open_remote,
    push,
    push_for_review,
    remote_refs,
)
from turnabout.forge.request import Base, Outcome, ProposalRequest, PullChange, State, branch_name, proposal_text
from turnabout.forge.standing import Branch, commit_to_push, is_open_and_ours
from turnabout.frozen import dataclass


@dataclass(frozen=True, slots=True)
class _Run:
    """One proposal under way: what was asked, and what was found on the remote."""

    git: Git
    request: ProposalRequest
    remote: Remote
    base: Base
    branch: Branch
    connection: Connection
    head: Head
    text: str

    def outcome(self, state: State, commit: str | None) -> Outcome:
        """The outcome without a pull request."""
        url = compare_url(self.connection.host, self.base.branch, self.branch.name)
        notes = (self.connection.note,) if self.connection.note else ()
        return Outcome(state, self.branch.name, commit, url, self.remote.name, self.base, self.text, notes=notes)


def fresh_base(git: Git, remote: str = "origin") -> Base:
    """The remote's default branch as it is now, fetched: the commit to read inputs from. Raises EnvironmentFaultError."""
    return _fetch_base(git, open_remote(git, remote))


def propose(git: Git, request: ProposalRequest, sleep: Callable[[float], object] = time.sleep) -> Outcome:
    """What the remote holds after the change set was proposed; a second run with the same request changes nothing.

    `sleep` waits so many seconds where a forge asks to. Raises UsageError for a request that cannot be meant,
    NotProvenError (exit code 3) where somebody else's commit is on the branch, EnvironmentFaultError where git, the
    disk, the network or the forge fails, where the inputs changed on the default branch since they were read, or where
    somebody else pushed at the same moment.
    """
    name = branch_name(request.kind, request.program)
    request.check()
    remote = open_remote(git, request.remote)
    connection = connect(git, remote, request.host, None if request.branch_only else sleep)
    try:
        base = _fetch_base(git, remote)
        _require_inputs_as_read(git, request, base)
        # Read after the base, as late as possible; from where we push to, which may be a fork.
        standing = remote_refs(git, remote, push_side=True).branches.get(name)
        head = Head(connection.owner, name, mark(request.kind, request.program))
        text = proposal_text(request, base.commit)
        return _proposed(_Run(git, request, remote, base, Branch(name, standing), connection, head, text))
    finally:
        if connection.forge is not None:
            connection.forge.disconnect()


def _proposed(run: _Run) -> Outcome:
    git, request, base, forge = run.git, run.request, run.base, run.connection.forge
    ground = read_commit(git, base.commit)
    tree = write_tree(git, base.commit, request.changes)
    if tree == ground.tree:
        return _nothing(run)
    before = forge.find_open(run.head, base.branch) if forge else None
    if forge and before is None and not request.again:
        closed = declined(forge, run.head, base.branch, request)
        if closed is not None:
            return replace(run.outcome(State.DECLINED, None), pull_url=closed.url)
    message = f"{request.title}\n\n{request.body.rstrip()}\n\n{request.marker(base.commit)}\n"
    ours = write_commit(git, base.commit, tree, message, IDENTITY, ground.when)
    branch = _with_review(run, before)
    commit = commit_to_push(git, run.remote, request, base, branch, ours, message)
    state = State.UNCHANGED if commit == branch.standing else State.PUSHED
    if state is State.PUSHED:
        _push(run, commit, before)
    outcome = run.outcome(state, commit)
    return outcome if forge is None else _with_pull_request(run, forge, outcome, before)


def _nothing(run: _Run) -> Outcome:
    """The default branch has it all; what we proposed before is closed, unless somebody else has a part in it."""
    standing = run.branch.standing
    outcome = replace(run.outcome(State.NOTHING, None), compare_url=None)
    if standing is None or not is_open_and_ours(run.git, run.remote, run.request, run.base, standing):
        return outcome
    outcome = replace(outcome, obsolete=standing)
    forge = run.connection.forge
    closed = close_obsolete(forge, run.head, run.base.branch, run.request) if forge else None
    return replace(outcome, pull=PullChange.CLOSED, pull_url=closed.url) if closed else outcome


def _with_review(run: _Run, before: PullRequest | None) -> Branch:
    """The branch, or on Gitea what was pushed for review in its stead: there the pull request alone knows its commit."""
    if run.branch.standing is None and run.connection.host.kind == "gitea" and before is not None:
        return replace(run.branch, standing=before.head)
    return run.branch


def _push(run: _Run, commit: str, before: PullRequest | None) -> None:
    """Bring `commit` to the remote; on a Gitea that keeps its branches to others, as a push for review."""
    kind, forge = run.connection.host.kind, run.connection.forge
    options: tuple[str, ...] = ()
    if kind == "gitlab" and forge is not None and before is None:
        from turnabout.forge.hosts.gitlab import push_options

        options = push_options(run.base.branch, _wanted(run))
    try:
        push(run.git, run.remote, commit, run.branch.name, run.branch.standing, options)
    except RefusedError:
        if kind != "gitea" or forge is None:
            raise
        # By its marker alone such a pull request is found; that of other words says that the text has yet to follow.
        marker = str(replace(run.request.marker(run.base.commit), text=NO_WORDS))
        push_for_review(run.git, run.remote, commit, run.base.branch, run.branch.name, run.request.title, marker)


def _with_pull_request(run: _Run, forge: Forge, outcome: Outcome, before: PullRequest | None) -> Outcome:
    try:
        brought = bring_up(forge, run.head, run.base.branch, _wanted(run), before)
    except HostError as fault:
        by_hand = f", or open it by hand: {outcome.compare_url}" if outcome.compare_url and before is None else ""
        raise EnvironmentFaultError(
            f"branch `{outcome.branch}` is on remote `{outcome.remote}`, but its pull request is not done: "
            f"{fault.message}",
            f"{fault.hint}; the same command completes it{by_hand}",
        ) from fault
    return replace(outcome, pull=brought.change, pull_url=brought.pull.url, notes=brought.notes)


def _wanted(run: _Run) -> Wanted:
    request = run.request
    return Wanted(request.title, run.text, request.labels, request.reviewers, request.draft)


def _fetch_base(git: Git, remote: Remote) -> Base:
    refs = remote_refs(git, remote)
    branch = default_branch(refs, remote.name)
    fetch_commit(git, remote, refs.branches[branch])
    return Base(branch, refs.branches[branch])


def _require_inputs_as_read(git: Git, request: ProposalRequest, base: Base) -> None:
    """Commits elsewhere in the repository do not matter: what counts is that the inputs are what they were."""
    if request.base == base.commit:
        return
    if resolve(git, f"{request.base}^{{commit}}") is None:
        raise EnvironmentFaultError(
            "the commit that the inputs were read from is not in this repository", "run the command again"
        )
    for folder in request.inputs:
        if resolve(git, f"{request.base}:{folder}") != resolve(git, f"{base.commit}:{folder}"):
            raise EnvironmentFaultError(
                f"`{folder}` on `{base.branch}` is not what the proposal was computed from",
                f"bring your copy to the state of `{base.branch}` on `{request.remote}`, then run the command again",
            )
