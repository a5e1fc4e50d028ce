"""`turnabout migrate`: rewrites files of an older data format, without losing a value or a comment."""

import click

from turnabout.cli.edits import show_diff
from turnabout.cli.setting import Setting, repository_options
from turnabout.formats import migrate as plan
from turnabout.formats import outdated_copies
from turnabout.reporters import render
from turnabout.workspace import SCHEMAS, read_files
from turnabout.writer import write_files

_SCHEMAS = "*.schema.json"


@click.command(short_help="Rewrite files of an older data format.")
@click.option("--dry-run", is_flag=True, help="Show what would change, and write nothing.")
@repository_options
def migrate(setting: Setting, dry_run: bool) -> int:
    """Rewrite files of an older data format as this version of Turnabout reads them.

    All files or none: where one cannot be rewritten, the reason is shown and nothing is written. Values and comments
    stay. Copies of the schemas in schema/ that belong to the older format are replaced. Commit your own changes first,
    so that the rewriting is a commit of its own.

    Example: turnabout migrate --dry-run
    """
    files = read_files(setting.root)
    made = plan(files.contents)
    if made.diagnostics:
        click.echo(render(made.diagnostics), err=True, nl=False)
        click.echo("nothing was written", err=True)
        return 1
    copies = {f"schema/{path.name}": path.read_bytes() for path in sorted((setting.root / "schema").glob(_SCHEMAS))}
    ours = {f"schema/{path.name}": path.read_bytes() for path in SCHEMAS.glob(_SCHEMAS)}
    changes = {**made.changes, **outdated_copies(copies, ours)}
    if not made.steps and not changes:
        click.echo(f"the files follow data format {made.after} already")
        return 0
    for step in made.steps:
        click.echo(f"format {step.before} to {step.before + 1}: {step.title}", err=True)
    if dry_run:
        show_diff({**files.contents, **copies}, changes)
        click.echo(f"{len(changes)} files would be rewritten", err=True)
        return 0
    for path in write_files(setting.root, changes):
        click.echo(path)
    click.echo(f"{len(changes)} files rewritten. Next: `turnabout validate`", err=True)
    return 0
