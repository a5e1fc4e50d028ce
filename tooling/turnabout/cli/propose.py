"""`turnabout propose`: solve on the newest default branch of the remote, and push the result as a branch."""

import os
from pathlib import Path

import click

from turnabout.cli.setting import Setting, check, repository_options, sound, step
from turnabout.cli.vetoes import VetoesFile, given_vetoes, vetoes_option
from turnabout.errors import UsageError
from turnabout.files import Files, files_of_tree, read_files
from turnabout.forge.git import Git, open_repository
from turnabout.forge.hosts import KINDS
from turnabout.forge.objects import read_tree
from turnabout.forge.propose import Outcome, ProposalRequest, State, fresh_base, proposal_text
from turnabout.forge.propose import propose as push_proposal
from turnabout.layout import FOLDER
from turnabout.matching.pairing import pair_program
from turnabout.matching.record import record
from turnabout.proposal import pairing_changes
from turnabout.proposal_text import body, title


@click.command(short_help="Propose a program's pairs as a branch on the remote.")
@click.argument("program")
@click.option("--remote", default="origin", show_default=True, help="The remote to read from and push to.")
@click.option(
    "--host", type=click.Choice(list(KINDS)), help="The kind of forge, where the remote's address does not say."
)
@click.option("--web-url", help="The repository's page, where the remote's address does not say.")
@click.option("--overwrite", is_flag=True, help="Give up commits of other people on the proposal's branch.")
@click.option("--dry-run", is_flag=True, help="Show the files and the text; push nothing.")
@vetoes_option
@repository_options
def propose(
    setting: Setting,
    program: str,
    remote: str,
    host: str | None,
    web_url: str | None,
    overwrite: bool,
    dry_run: bool,
    vetoes: VetoesFile,
) -> int:
    """Propose a program's pairs as a branch on the remote.

    The files are read from the remote's default branch as it is now; your own copy is neither read nor touched. A
    second run without changes does nothing. The text for the pull request is printed with the address to open it.

    Example: turnabout propose digital-2026
    """
    git = open_repository(setting.root, os.environ)
    if git.root.resolve() != setting.root.resolve():
        raise UsageError(
            f"`{FOLDER}` is not at the top of its repository", "move it to the top: that is where proposals write"
        )
    step(f"fetching the default branch of {remote}")
    base = fresh_base(git, remote)
    files = _files(git, base.commit)
    _mention_local_changes(setting.root, files, base.branch)
    found = check(files, setting.today)
    workspace = sound(found, "proposed")
    refused = given_vetoes(vetoes, workspace, program)
    pairing = pair_program(workspace, program, refused, progress=lambda stage: step(f"solving: {stage}"))
    proof = record(workspace, pairing, refused is not None)
    changes = pairing_changes(workspace, pairing, proof, files.contents)
    request = ProposalRequest(
        kind="pair",
        program=program,
        title=title(pairing, changes),
        body=body(pairing, changes),
        changes={path: None if text is None else text.encode() for path, text in changes.files.items()},
        base=base.commit,
        inputs_digest=str(proof["inputs"]),
        remote=remote,
        overwrite=overwrite,
        host=host,
        web_url=web_url,
    )
    if dry_run:
        for path, text in changes.files.items():
            click.echo(f"{'remove' if text is None else 'write'} {path}")
        click.echo(f"\n{request.title}\n\n{proposal_text(request, base.commit)}")
        click.echo("dry run: nothing was pushed", err=True)
        return 0
    _tell(push_proposal(git, request), request, base.branch)
    return 0


def _files(git: Git, commit: str) -> Files:
    tree = read_tree(git, commit, FOLDER)
    if not tree.files and not tree.oddities:
        raise UsageError(f"there is no `{FOLDER}` on the remote's default branch", "push your program first")
    return files_of_tree(tree.files, tree.oddities)


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


def _tell(outcome: Outcome, request: ProposalRequest, base: str) -> None:
    if outcome.state is State.NOTHING:
        click.echo(f"nothing to propose: `{base}` already has these pairs")
        if outcome.obsolete:
            click.echo(f"the branch `{outcome.branch}` is no longer needed; close its pull request")
        return
    click.echo(f"{request.title}\n\n{outcome.text}")
    if outcome.state is State.UNCHANGED:
        click.echo(
            f"already proposed: branch `{outcome.branch}` on `{outcome.remote}` says the same; nothing was pushed"
        )
    else:
        click.echo(f"pushed {len(request.changes)} files as branch `{outcome.branch}` to `{outcome.remote}`")
    if outcome.compare_url:
        click.echo(f"open the pull request here: {outcome.compare_url}")
    else:
        click.echo("open a pull request from that branch, with the text above")
