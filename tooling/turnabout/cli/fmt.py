"""`turnabout fmt`: keys in the schema's order and even spacing, so that a changed field is a changed line."""

import click

from turnabout.cli.edits import named_below, show_diff
from turnabout.cli.setting import Setting, progress, repository_options
from turnabout.diagnostics import has_errors
from turnabout.formatting import Formatted, below, format_files
from turnabout.reporters import render
from turnabout.wording import counted
from turnabout.workspace import read_files, schemas
from turnabout.writer import write_files


@click.command(short_help="Put keys and spacing of the files in order.")
@click.argument("paths", nargs=-1)
@click.option("--check", is_flag=True, help="Write nothing; exit code 1 where a file would change.")
@click.option("--diff", is_flag=True, help="Write nothing; show what would change.")
@repository_options
def fmt(setting: Setting, paths: tuple[str, ...], check: bool, diff: bool) -> int:
    """Put the keys of each file in the schema's order and its spacing in order.

    PATHS are files or folders in program/; left out: all. Values, comments, quotes and the lines of long texts stay as
    they are, and a comment goes where its key goes. Files with errors and certificates are left alone.

    Example: turnabout fmt program/participants --diff
    """
    chosen = below(named_below(setting.root, paths))
    files = read_files(setting.root)
    with progress("formatting", sum(map(chosen, files.contents))) as step:
        made = format_files(files, schemas(), chosen, step)
    if made.diagnostics:
        click.echo(render(made.diagnostics), err=True, nl=False)
    if diff:
        show_diff(files.contents, made.changes)
    writes = not (check or diff)
    if writes:
        write_files(setting.root, made.changes)
    if not diff:
        for path in made.changes:
            click.echo(path)
    click.echo(_told(made, writes), err=True)
    return 1 if has_errors(made.diagnostics) or (check and made.changes) else 0


def _told(made: Formatted, writes: bool) -> str:
    left = len({fault.position.path for fault in made.diagnostics})
    count = len(made.changes)
    done = f"{counted(count, 'file')} {'put' if writes else 'would be put'} in order"
    if not count:
        done = "nothing to put in order"
    kept = f", {left} left alone because of what is said above" if left else ""
    return f"{done}, {made.seen - count - left} as they should be{kept}"
