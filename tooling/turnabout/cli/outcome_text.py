"""What `turnabout propose` says at its end: what was done on the remote, and what comes next."""

from turnabout.forge.request import Outcome, ProposalRequest, PullChange, State
from turnabout.wording import counted

_PULL = {
    PullChange.OPENED: "opened the pull request",
    PullChange.UPDATED: "brought the pull request up to date",
    PullChange.UNCHANGED: "the pull request is as it should be",
}


def outcome_text(outcome: Outcome, request: ProposalRequest) -> str:
    """The lines for the terminal."""
    if outcome.state is State.NOTHING:
        return "\n".join(_nothing(outcome))
    if outcome.state is State.DECLINED:
        return "\n".join(_declined(outcome))
    lines = [f"{request.title}\n\n{outcome.text}", _branch(outcome, request)]
    if outcome.pull is not PullChange.NONE:
        lines.append(f"{_PULL[outcome.pull]}: {outcome.pull_url}")
        lines += [f"note: {note}" for note in outcome.notes]
        lines.append("Next: somebody who knows the people reads it, and merges or closes it")
        return "\n".join(lines)
    lines += [f"no pull request was opened: {note}" for note in outcome.notes]
    if outcome.compare_url:
        lines.append(f"Next: open the pull request here: {outcome.compare_url}")
    else:
        lines.append("Next: open a pull request from that branch, with the text above")
    return "\n".join(lines)


def _branch(outcome: Outcome, request: ProposalRequest) -> str:
    if outcome.state is State.UNCHANGED:
        return f"already proposed: branch `{outcome.branch}` on `{outcome.remote}` says the same; nothing was pushed"
    return f"pushed {counted(len(request.changes), 'file')} as branch `{outcome.branch}` to `{outcome.remote}`"


def _nothing(outcome: Outcome) -> list[str]:
    lines = [f"nothing to propose: `{outcome.base.branch}` already has these pairs"]
    if outcome.pull is PullChange.CLOSED:
        lines.append(f"closed the pull request that proposed them, with a comment: {outcome.pull_url}")
    elif outcome.obsolete:
        lines.append(f"the branch `{outcome.branch}` is no longer needed; close its pull request")
    return lines


def _declined(outcome: Outcome) -> list[str]:
    return [
        f"not proposed again: the same proposal was closed without merging: {outcome.pull_url}",
        "Next: change what led to it, or insist with `--again`",
    ]
