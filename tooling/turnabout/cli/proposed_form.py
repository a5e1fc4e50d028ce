"""A form as a pull request: settled on the remote's default branch, and closing its issue when it is merged."""

import hashlib
import json
import os

from turnabout.cli.outcome_text import outcome_text
from turnabout.cli.received import Source
from turnabout.cli.remote_state import files_at, settings_at
from turnabout.cli.setting import Setting, step
from turnabout.cli.taking import Taken, take
from turnabout.errors import UsageError
from turnabout.forge.git import open_repository
from turnabout.forge.hosts.connect import host_settings
from turnabout.forge.propose import fresh_base, propose
from turnabout.forge.request import ProposalRequest, proposal_text
from turnabout.forms import reply
from turnabout.model.program import proposals


def propose_form(setting: Setting, source: Source, remote: str, *, dry_run: bool) -> tuple[Taken, str]:
    """What became of the form on the remote's newest files, and what was done with it there, in words.

    The user's own copy is neither read nor touched. UsageError where there is more than one form: each is a proposal of
    its own.
    """
    git = open_repository(setting.root, os.environ)
    step(f"fetching the default branch of {remote}")
    base = fresh_base(git, remote)
    taken = take(setting, source, files_at(git, base.commit))
    if not taken.files:
        return taken, ""
    if len(taken.outcomes) > 1:
        raise UsageError(
            f"{len(taken.outcomes)} forms cannot be one proposal",
            "leave `--propose` out, and commit the files yourself",
        )
    (outcome,) = taken.outcomes
    settings = settings_at(git, base.commit)
    common = proposals(settings)
    request = ProposalRequest(
        kind="intake",
        program=outcome.name,
        title=reply.title(outcome),
        body=reply.body(outcome, taken.sender.author, taken.sender.approver),
        changes={path: None if text is None else text.encode() for path, text in outcome.files.items()},
        base=base.commit,
        inputs_digest=_digest(taken),
        remote=remote,
        again=True,  # a coordinator who gives the label anew insists
        labels=common.labels or (),
        reviewers=common.reviewers or (),
        host=host_settings(settings, os.environ),
    )
    if dry_run:
        return taken, f"{request.title}\n\n{proposal_text(request, base.commit)}"
    return taken, outcome_text(propose(git, request), request)


def _digest(taken: Taken) -> str:
    """A fingerprint of what the form makes, so that the same proposal is known again."""
    made = json.dumps(dict(taken.files), sort_keys=True)
    return f"sha256:{hashlib.sha256(made.encode()).hexdigest()}"
