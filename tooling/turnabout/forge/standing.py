"""What stands on a proposal's branch already, whose it is, and which commit may take its place."""

from turnabout.errors import NotProvenError
from turnabout.forge.faults import one_line
from turnabout.forge.git import Git
from turnabout.forge.marker import IDENTITY, is_ours
from turnabout.forge.objects import Commit, is_ancestor, read_commit, write_commit, write_tree
from turnabout.forge.remotes import Remote, fetch_commit
from turnabout.forge.request import Base, ProposalRequest
from turnabout.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Branch:
    """The proposal's branch on the remote: its name, the hash of its newest commit (None: there is none)."""

    name: str
    standing: str | None


def is_open_and_ours(git: Git, remote: Remote, request: ProposalRequest, base: Base, standing: str) -> bool:
    """Whether the commit is a proposal of ours that the default branch does not hold yet."""
    fetch_commit(git, remote, standing, push_side=True)
    if is_ancestor(git, standing, base.commit):
        return False
    return is_ours(read_commit(git, standing), request.kind, request.program)


def commit_to_push(
    git: Git, remote: Remote, request: ProposalRequest, base: Base, branch: Branch, ours: str, message: str
) -> str:
    """The hash that the branch should stand at: `ours`, or with `append` our change upon somebody else's commits.

    With `append`, where their commits hold all of our change already, theirs. Raises NotProvenError where they are in the way and
    nobody said what to do with them.
    """
    if branch.standing is None or branch.standing == ours or request.overwrite:
        return ours
    fetch_commit(git, remote, branch.standing, push_side=True)
    tip = read_commit(git, branch.standing)
    if is_ours(tip, request.kind, request.program) or is_ancestor(git, tip.hash, base.commit):
        return ours
    if request.append:
        tree = write_tree(git, tip.hash, request.changes)
        return tip.hash if tree == tip.tree else write_commit(git, tip.hash, tree, message, IDENTITY, tip.when)
    who, whose = _first_foreign(git, base, tip)
    raise NotProvenError(
        f"branch `{branch.name}` on remote `{remote.name}` holds a commit by {who} ({whose[:10]}), which is left alone",
        "merge or delete that branch first; or say `--append` to put the new commit on top of theirs, or `--overwrite`"
        " to give theirs up",
    )


def _first_foreign(git: Git, base: Base, tip: Commit) -> tuple[str, str]:
    """Name and hash behind the newest commit of the branch that is not by us alone; the tip's where all are."""
    names = git.run("rev-list", "--max-count=50", "--end-of-options", tip.hash, f"^{base.commit}").text.splitlines()
    for commit in (read_commit(git, name) for name in names):
        for person in (commit.author, commit.committer):
            if person != IDENTITY:
                return one_line(person.name, 60) or "somebody", commit.hash
    return "somebody", tip.hash
