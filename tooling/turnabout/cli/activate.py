"""`turnabout activate`: drafts that both sides have agreed to become active pairs."""

import datetime

import click

from turnabout.activation import Waiting, activation
from turnabout.cli.setting import Setting, read, repository_options, sound
from turnabout.errors import UsageError
from turnabout.ids import nearest, parse_slug
from turnabout.model import PairStatus, Program
from turnabout.wording import counted
from turnabout.workspace import Workspace
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
    _require_drafts(workspace, program, pairs)
    day = max(setting.today, of.starts) if since is None else since.date()
    _require_within(of, day)
    made = activation(workspace, found.files.contents, of, day, pairs)
    if not dry_run:
        write_files(setting.root, made.files)
    for key in made.begun:
        click.echo(f"{'would be active' if dry_run else 'active'} from {day}: {key.mentor} with {key.mentee}")
    for each in made.waiting:
        click.echo(f"still a draft: {each.pair.slug}: {each.person} has to complete {', '.join(each.modules)}")
    if not made.begun and not made.waiting:
        click.echo("there is no draft to activate")
    if made.waiting:
        click.echo(_how_to_record(made.waiting, setting.today))
    if made.begun and not dry_run:
        click.echo("Next: `turnabout validate`, then commit.")
    return 0


def _require_drafts(workspace: Workspace, program: str, names: tuple[str, ...]) -> None:
    """UsageError for a name that is no draft of the program, with the name that may be meant."""
    pairs = {pair.key.slug: pair for pair in workspace.pairs_of(program)}
    drafts = [slug for slug, pair in pairs.items() if pair.status is PairStatus.DRAFT]
    for name in names:
        if name in drafts:
            continue
        if name in pairs:
            raise UsageError(f"`{name}` is no draft: it is {pairs[name].status.value}", "leave it out")
        turned = "--".join(reversed(name.split("--")))
        alike = nearest(name, drafts)
        if turned in drafts:
            hint = f"the mentor, who is the junior, comes first: `{turned}`"
        elif parse_slug(program, name) is None:
            hint = "name a pair as in its file's name: the mentor's id, two hyphens, the mentee's"
        else:
            hint = f"did you mean `{alike}`?" if alike else f"the drafts are in program/pairs/{program}"
        raise UsageError(f"there is no draft `{name}`", hint)


def _require_within(program: Program, day: datetime.date) -> None:
    """UsageError for a day on which no pair of the program can begin: `validate` would refuse each file written."""
    if not program.starts <= day <= program.ends:
        raise UsageError(
            f"no pair of `{program.id}` can begin on {day}: the program runs from {program.starts} to {program.ends}",
            f"choose a day of the program, or correct `timeline` in {program.path}",
        )


def _how_to_record(waiting: tuple[Waiting, ...], today: datetime.date) -> str:
    drafts = len({each.pair for each in waiting})
    return (
        f"{counted(drafts, 'draft')} wait{'s' if drafts == 1 else ''} for training. Once somebody has completed a module, "
        f"add `- {{module: {waiting[0].modules[0]}, completed: {today}}}` under `training` in their file in "
        "program/participants."
    )
