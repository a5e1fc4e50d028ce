"""Brings a proposal's pull request to the state it should have: found or opened, its words ours unless people's."""

from turnabout.forge.hosts.pulls import Forge, Head, PullRequest, PullState, Wanted
from turnabout.forge.marker import marker_in
from turnabout.forge.request import ProposalRequest, PullChange
from turnabout.frozen import dataclass

OBSOLETE = (
    "The default branch already holds everything that this proposed, so there is nothing left to decide."
    " Closed by `turnabout propose`."
)


@dataclass(frozen=True, slots=True)
class Brought:
    """The pull request, what was done to it, and what the forge did not take."""

    pull: PullRequest
    change: PullChange
    notes: tuple[str, ...]


def bring_up(forge: Forge, head: Head, base: str, wanted: Wanted, before: PullRequest | None) -> Brought:
    """The pull request as wanted. `before` is the open one that was there before the push, if any.

    Its words are set again only where they were made from something else: what a person wrote into the text of the
    same proposal stays, and a text without our marker is somebody's own. Raises HostError.
    """
    pull = before or forge.find_open(head, base)  # a push may have opened it
    change = PullChange.UNCHANGED if before else PullChange.OPENED
    notes: list[str] = []
    if pull is None:
        pull = forge.create(head, base, wanted)
    said = marker_in(pull.body)
    if said != marker_in(wanted.body):
        if said is None and before is not None:
            notes.append("the pull request's text is somebody's own and was left alone")
        else:
            forge.update(pull, wanted.title, wanted.body)
            change = PullChange.UPDATED if before else change
    notes += forge.dress(pull, wanted, new=before is None)
    return Brought(pull, change, tuple(notes))


def declined(forge: Forge, head: Head, base: str, request: ProposalRequest) -> PullRequest | None:
    """The newest pull request of this proposal, if people closed it without merging and the inputs are the same."""
    done = forge.find_done(head, base)
    if done is None or done.state is not PullState.CLOSED:
        return None
    said = marker_in(done.body)
    same = said is not None and (said.kind, said.program, said.inputs) == (
        request.kind,
        request.program,
        request.inputs_digest,
    )
    return done if same else None


def close_obsolete(forge: Forge, head: Head, base: str, request: ProposalRequest) -> PullRequest | None:
    """The open pull request of ours that was closed with a comment, or None where there is none of ours."""
    pull = forge.find_open(head, base)
    said = None if pull is None else marker_in(pull.body)
    if pull is None or said is None or (said.kind, said.program) != (request.kind, request.program):
        return None
    forge.close(pull, OBSOLETE)
    return pull
