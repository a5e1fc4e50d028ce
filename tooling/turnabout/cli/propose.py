"""`turnabout propose`: solve on the newest default branch of the remote, and push the result as a pull request."""

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from turnabout.cli.outcome_text import outcome_text
from turnabout.cli.points import PointsFile, points_option, with_points
from turnabout.cli.portfolio import Choice, Portfolio, Stages, choose, on_all, portfolio_options
from turnabout.cli.remote_state import files_at, settings_at
from turnabout.cli.setting import Setting, Unsound, check, repository_options, sound, step
from turnabout.cli.side_by_side import Failure, worst_code
from turnabout.cli.time_limit import TimeLimit, time_limit_option
from turnabout.cli.vetoes import VetoesFile, given_vetoes, vetoes_option
from turnabout.errors import NotProvenError, UsageError
from turnabout.files import Files, read_files
from turnabout.forge.git import open_repository
from turnabout.forge.hosts import KINDS
from turnabout.forge.hosts.connect import host_settings
from turnabout.forge.propose import fresh_base
from turnabout.forge.propose import propose as push_proposal
from turnabout.forge.request import ProposalRequest, proposal_text
from turnabout.frozen import dataclass
from turnabout.layout import FOLDER
from turnabout.model import Program, Proposals
from turnabout.model.program import proposals
from turnabout.proposal import MOST_CHANGES, ChangeSet, pairing_changes, require_few_changes
from turnabout.proposal_text import body, description, title
from turnabout.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the command was told about the branch and its pull request."""

    remote: str
    host: str | None
    web_url: str | None
    branch_only: bool
    append: bool
    overwrite: bool
    again: bool
    draft: bool
    max_changes: int | None


@dataclass(frozen=True, slots=True)
class Terms:
    """What the proposals of all programs are made from and of: the remote's files and settings, and what was asked for."""

    files: Files
    base: str
    settings: Mapping[str, Any]
    wanted: Wishes
    time_limit: TimeLimit
    points: PointsFile
    vetoes: VetoesFile
    stages: Stages


@dataclass(frozen=True, slots=True)
class Proposal:
    """One program's pull request, ready to be pushed, and the percentage of its pairs that may change."""

    changes: ChangeSet
    request: ProposalRequest
    most: int


@click.command(short_help="Propose a program's pairs as a pull request.")
@portfolio_options
@click.option("--remote", default="origin", show_default=True, help="The remote to read from and push to.")
@click.option(
    "--host", type=click.Choice(list(KINDS)), help="The kind of forge, where the remote's address does not say."
)
@click.option("--web-url", help="The repository's page, where the remote's address does not say.")
@click.option("--branch-only", is_flag=True, help="Push the branch and ask the forge nothing; open it by hand.")
@click.option("--append", is_flag=True, help="Put the commit on top of other people's on the proposal's branch.")
@click.option("--overwrite", is_flag=True, help="Give up commits of other people on the proposal's branch.")
@click.option("--again", is_flag=True, help="Insist, though people closed the same proposal without merging it.")
@click.option(
    "--max-changes",
    type=click.IntRange(0, 100),
    metavar="PERCENT",
    help=f"Most of the pairs in the files that may change. [default: the program's file, or {MOST_CHANGES}]",
)
@click.option("--draft", is_flag=True, help="Open the pull request as a draft, where the forge has them.")
@click.option("--dry-run", is_flag=True, help="Show the files and the text; push nothing.")
@time_limit_option
@points_option
@vetoes_option
@repository_options
def propose(
    setting: Setting,
    portfolio: Portfolio,
    dry_run: bool,
    time_limit: TimeLimit,
    points: PointsFile,
    vetoes: VetoesFile,
    **wishes: Any,
) -> int:
    """Propose a program's pairs as a pull request.

    The files are read from the remote's default branch as it is now; your own copy is neither read nor touched. A
    second run without changes does nothing. With a token for the forge (GITHUB_TOKEN, GITLAB_TOKEN, GITEA_TOKEN,
    TURNABOUT_TOKEN, or what `gh` or git's credential helper knows) the pull request is opened and kept up to date;
    without one, the address to open it is printed. Several programs are solved side by side, and get a pull request each.

    Example: turnabout propose digital-2026
    """
    portfolio.require_single(points.option, vetoes.option)
    git = open_repository(setting.root, os.environ)
    if git.root.resolve() != setting.root.resolve():
        raise UsageError(
            f"`{FOLDER}` is not at the top of its repository", "move it to the top: that is where proposals write"
        )
    wanted = Wishes(**wishes)
    step(f"fetching the default branch of {wanted.remote}")
    base = fresh_base(git, wanted.remote)
    files = files_at(git, base.commit)
    _mention_local_changes(setting.root, files, base.branch)
    settings = settings_at(git, base.commit)
    workspace = _sound_there(files, base.branch, wanted.remote, setting)

    choice = choose(portfolio, workspace, setting.today)
    terms = Terms(files, base.commit, settings, wanted, time_limit, points, vetoes, portfolio.stages)
    made = on_all(portfolio, choice, lambda program: _proposal(workspace, program, terms), "paired")
    ready = {each.program: each.result for each in made if not isinstance(each.result, Failure)}

    def push(program: str) -> None:
        if dry_run:
            _show(ready[program], base.commit)
            return
        proposal = ready[program]
        require_few_changes(proposal.changes, proposal.most)
        click.echo(outcome_text(push_proposal(git, proposal.request), proposal.request))

    # One after another: they share the remote.
    pushed = on_all(replace(portfolio, jobs=1), Choice(tuple(ready)), push, "shown" if dry_run else "pushed")
    return max(worst_code(made), worst_code(pushed))


def _sound_there(files: Files, branch: str, remote: str, setting: Setting) -> Workspace:
    """As `sound`; but what is to be mended is what was pushed, whatever your own copy says."""
    try:
        return sound(check(files, setting.today), "proposed")
    except Unsound as unsound:
        message = f"the files on `{branch}` of `{remote}` have errors, so nothing was proposed"
        hint = f"mend what is listed above in your copy, push it to `{branch}`, and run this again"
        raise Unsound(message, hint) from unsound


def _proposal(workspace: Workspace, program: str, terms: Terms) -> Proposal:
    from turnabout.matching.pairing import pair_program
    from turnabout.matching.proof.record import inputs_of, record

    given = with_points(terms.points, workspace, program)
    refused = given_vetoes(terms.vetoes, given, program)
    limit = terms.time_limit.starting_now()
    pairing = pair_program(given, program, refused, progress=terms.stages(program), limit=limit)
    if fault := terms.time_limit.fault(pairing.solution):
        raise fault
    proof = record(given, pairing, refused is not None)
    changes = pairing_changes(given, pairing, proof, terms.files.contents)
    wanted, own, common = terms.wanted, given.programs[program], proposals(terms.settings)
    request = ProposalRequest(
        kind="pair",
        program=program,
        title=title(pairing, changes),
        body=body(pairing, changes),
        description=description(pairing, changes),
        changes={path: None if text is None else text.encode() for path, text in changes.files.items()},
        base=terms.base,
        inputs_digest=inputs_of(proof),
        remote=wanted.remote,
        append=wanted.append,
        overwrite=wanted.overwrite,
        again=wanted.again,
        branch_only=wanted.branch_only,
        host=host_settings(terms.settings, os.environ, wanted.host, wanted.web_url),
        **_pull_request(wanted, own, common),
    )
    return Proposal(changes, request, _most_changes(wanted, own, common))


def _pull_request(wanted: Wishes, program: Program, common: Proposals) -> dict[str, Any]:
    """How the pull request should look: the option before the program's file before `turnabout.yaml`."""
    own = program.proposals
    draft = next((each for each in (wanted.draft or None, own.draft, common.draft) if each is not None), False)
    labels = common.labels if own.labels is None else own.labels
    reviewers = common.reviewers if own.reviewers is None else own.reviewers
    return {"labels": labels or (), "reviewers": reviewers or (), "draft": draft}


def _most_changes(wanted: Wishes, program: Program, common: Proposals) -> int:
    said = (wanted.max_changes, program.proposals.max_changes, common.max_changes)
    return next((each for each in said if each is not None), MOST_CHANGES)


def _show(proposal: Proposal, base: str) -> None:
    for path, text in proposal.changes.files.items():
        click.echo(f"{'remove' if text is None else 'write'} {path}")
    click.echo(f"\n{proposal.request.title}\n\n{proposal_text(proposal.request, base)}")
    try:
        require_few_changes(proposal.changes, proposal.most)
    except NotProvenError as brake:
        click.echo(f"note: without `--dry-run` this would stop: {brake.message}", err=True)
    click.echo("dry run: nothing was pushed", err=True)


def _mention_local_changes(root: Path, files: Files, branch: str) -> None:
    ours = read_files(root).contents
    different = sorted(path for path in {*ours, *files.contents} if ours.get(path) != files.contents.get(path))
    if different:
        more = f" and {len(different) - 1} more" if len(different) > 1 else ""
        click.echo(
            f"note: your copy differs from `{branch}` on the remote ({different[0]}{more}); "
            "the proposal is made from the remote's state",
            err=True,
        )
