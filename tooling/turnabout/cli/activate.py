"""`turnabout activate`: drafts that both sides have agreed to become active pairs."""

import datetime

import click

from turnabout.activation import activation
from turnabout.cli.setting import Setting, read, repository_options, sound
from turnabout.errors import UsageError
from turnabout.ids import nearest
from turnabout.model import PairStatus
from turnabout.writer import write_files


@click.command(short_help="Make draft pairs active, all or those you name.")
@click.argument("program")
@click.argument("pairs", nargs=-1)
@click.option(
    "--since",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day they begin; left out: today, or the program's first day where that is later.",
)
@click.option("--dry-run", is_flag=True, help="Say what would change, and write nothing.")
@repository_options
def activate(
    setting: Setting, program: str, pairs: tuple[str, ...], since: datetime.datetime | None, dry_run: bool
) -> int:
    """Make draft pairs active, all or those you name as MENTOR--MENTEE.

    Do this when both people have agreed. A draft whose people have not completed their training is left as it is, and
    named.

    Example: turnabout activate digital-2026 --since 2026-12-01
    """
    found = read(setting)
    workspace = sound(found, "activated")
    of = workspace.program(program)
    drafts = {pair.key.slug for pair in workspace.pairs_of(program) if pair.status is PairStatus.DRAFT}
    for name in pairs:
        if name not in drafts:
            alike = nearest(name, drafts)
            raise UsageError(
                f"there is no draft `{name}`", f"did you mean `{alike}`?" if alike else "see program/pairs"
            )
    day = max(setting.today, of.starts) if since is None else since.date()
    made = activation(workspace, found.files.contents, of, day, pairs)
    if not dry_run:
        write_files(setting.root, made.files)
    for key in made.begun:
        click.echo(f"{'would be active' if dry_run else 'active'} from {day}: {key.mentor} with {key.mentee}")
    for each in made.waiting:
        click.echo(f"still a draft: {each.pair.slug}: {each.person} has to complete {', '.join(each.modules)}")
    if not made.begun and not made.waiting:
        click.echo("there is no draft to activate")
    elif made.begun and not dry_run:
        click.echo("Next: `turnabout validate`, then commit.")
    return 0
