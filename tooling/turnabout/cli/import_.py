"""`turnabout import`: a table of sign-ups becomes participant files, and every cell that is not understood is named."""

import shlex
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from turnabout.cli.setting import Setting, Unsound, progress, repository_options
from turnabout.diagnostics import Diagnostic, has_errors
from turnabout.errors import UsageError
from turnabout.intake.convert import Plan, plan
from turnabout.intake.mapping import read_map
from turnabout.intake.suggest import suggest_map as draft_map
from turnabout.intake.table import read_table
from turnabout.reporters import render
from turnabout.wording import counted
from turnabout.workspace import build, read_files
from turnabout.writer import write_files


@click.command("import", short_help="Turn a table of sign-ups into participant files.")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--program", required=True, help="The program that these people sign up for.")
@click.option("--map", "map_file", type=click.Path(path_type=Path), help="Says which column is which field.")
@click.option("--suggest-map", is_flag=True, help="Print a first draft of the map, made from the headers.")
@click.option("--sheet", help="The sheet of a workbook; left out: the first one.")
@click.option("--partial", is_flag=True, help="Write the rows without an error, though others have some.")
@click.option("--dry-run", is_flag=True, help="Say what would be written, and write nothing.")
@repository_options
def import_(
    setting: Setting,
    file: Path,
    program: str,
    map_file: Path | None,
    suggest_map: bool,
    sheet: str | None,
    partial: bool,
    dry_run: bool,
) -> int:
    """Turn a table of sign-ups (CSV or XLSX) into participant files.

    Nothing is guessed: a cell that cannot be understood is named with row and column, and with an error nothing is
    written. People who are there already are left as they are; a second run changes nothing.

    Example: turnabout import sign-ups.csv --program digital-2026 --map map.yaml
    """
    table, found = read_table(file, sheet)
    if table is None:
        return _stop(found)
    files = read_files(setting.root)
    workspace, faults = build(files)
    if not has_errors(faults):
        workspace.program(program)  # a wrong name is told before anybody works on a map
    if suggest_map:
        _show(found)
        click.echo(draft_map(table, workspace.topics), nl=False)
        if not sys.stdout.isatty():  # on a terminal it would stand in the draft
            command = f"turnabout import {shlex.quote(str(file))} --program {program} --map FILE"
            click.echo(f"Next: answer what has a `?` in the draft, then `{command}`.", err=True)
        return 0
    if map_file is None:
        raise UsageError(
            "which column is which field?", "give `--map FILE`, or draft one with `--suggest-map > map.yaml`"
        )
    if has_errors(faults):
        click.echo(render(faults), err=True, nl=False)
        raise Unsound("the repository's files have errors, so nothing was imported", "run `turnabout validate` first")
    form, about_map = read_map(map_file, table)
    if form is None:
        return _stop([*found, *about_map])
    with progress("rows", len(table.rows)) as step:
        made = plan(
            table,
            form,
            workspace,
            program,
            files.contents,
            earlier=[*found, *about_map],
            partial=partial,
            progress=step,
        )
    found = list(made.diagnostics)
    _show(found)
    written = () if dry_run else write_files(setting.root, made.files)
    _tell(made, program, rows=len(table.rows), written=len(written), dry_run=dry_run)
    return 1 if has_errors(found) else 0


def _show(found: Sequence[Diagnostic]) -> None:
    if found:
        click.echo(render(found), err=True, nl=False)


def _stop(found: Sequence[Diagnostic]) -> int:
    _show(found)
    click.echo("nothing was written", err=True)
    return 1


def _tell(made: Plan, program: str, *, rows: int, written: int, dry_run: bool) -> None:
    if made.topics_to_add:
        click.echo("Topics that nobody has listed yet; add those you want to program/topics.yaml:\n")
        click.echo(made.topics_to_add)
    would = "would be " if dry_run else ""
    counts = (
        (len(made.created), counted(len(made.created), "new person", "new people") + f" {would}written"),
        (
            len(made.joined),
            counted(len(made.joined), "known person", "known people") + f" {would}added to `{program}`",
        ),
        (len(made.unchanged), f"{len(made.unchanged):,} already there"),
        (len(made.rows_left_out), counted(len(made.rows_left_out), "row") + " left out for an error"),
        (len(made.rows_skipped), f"{len(made.rows_skipped):,} skipped as the map says"),
    )
    click.echo(", ".join(said for number, said in counts if number) or "nothing to take over")
    if written:
        click.echo(f"Next: `turnabout validate`, then `turnabout pair {program}`.")
    elif has_errors(list(made.diagnostics)) and not made.files:
        ready = rows - len(made.rows_left_out) - len(made.rows_skipped) - len(made.unchanged)
        partial = f"; `--partial` takes the {counted(ready, 'row')} without an error" if ready else ""
        click.echo(f"Nothing was written. Next: mend what is listed above and run it again{partial}.")
