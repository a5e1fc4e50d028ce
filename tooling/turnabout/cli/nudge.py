"""`turnabout nudge`: which pairs have not met for a while, as the text of one issue."""

import click

from turnabout.cli.setting import Setting, repository_options
from turnabout.diagnostics import has_errors
from turnabout.nudge_text import nudge_text
from turnabout.workspace import build, read_files


@click.command(short_help="List pairs that have not met for a while, as Markdown.")
@click.argument("programs", nargs=-1)
@repository_options
def nudge(setting: Setting, programs: tuple[str, ...]) -> int:
    """List pairs that have not met for a while, as Markdown for one issue, mail or message.

    PROGRAMS are ids; left out: all. Nothing is sent and nothing is written. The text depends on the files and the day
    alone, so a second run on one day prints the same; there is none where nobody has to be asked. How long a while is
    stands in the program's file, under `health`.

    Example: turnabout nudge digital-2026
    """
    workspace, faults = build(read_files(setting.root))
    text = nudge_text(workspace, programs or workspace.programs, setting.today)
    click.echo(text, nl=False)
    if has_errors(faults):
        click.echo("note: some files have errors and are not counted; see `turnabout validate`", err=True)
    if not text:
        click.echo("no pair has to be asked", err=True)
    return 0
