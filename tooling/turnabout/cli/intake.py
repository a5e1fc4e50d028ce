"""`turnabout intake`: a form that somebody filled in, from an issue, a mail or a table, becomes a change of the files."""

import json
from pathlib import Path

import click

from turnabout.cli.proposed_form import propose_form
from turnabout.cli.received import Source
from turnabout.cli.setting import Setting, repository_options
from turnabout.cli.taking import Taken, take
from turnabout.files import read_files
from turnabout.forms import reply
from turnabout.reporters import render
from turnabout.writer import write_files

VERSION = 1


@click.command(short_help="Turn a filled-in form into a change of the files.")
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option(
    "--event",
    is_flag=True,
    help="FILE is a GitHub event or a GitLab issue, as JSON; without FILE the running workflow's event.",
)
@click.option("--now", type=click.Path(path_type=Path), help="With --event: the issue as it is now, as JSON.")
@click.option("--form", help="Which form it is; needed for tables, with a form in each row.")
@click.option("--sheet", help="The sheet of a workbook; left out: the first one.")
@click.option("--author", default="", help="The login of whoever sent the form, where you know it.")
@click.option("--reply", "reply_file", type=click.Path(path_type=Path), help="Write the answer to the sender here.")
@click.option(
    "--propose", is_flag=True, help="Propose the change as a branch on the remote, instead of writing it here."
)
@click.option("--remote", default="origin", show_default=True, help="With --propose: the remote to read and push to.")
@click.option("--format", "form_of_output", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--partial", is_flag=True, help="Take the rows of a table without an error, though others have some.")
@click.option("--dry-run", is_flag=True, help="Say what would be written, and write nothing.")
@repository_options
def intake(
    setting: Setting,
    file: Path | None,
    event: bool,
    now: Path | None,
    form: str | None,
    sheet: str | None,
    author: str,
    reply_file: Path | None,
    propose: bool,
    remote: str,
    form_of_output: str,
    partial: bool,
    dry_run: bool,
) -> int:
    """Turn a filled-in form into a change of the files.

    FILE is the text of a form from a mail, a table (CSV or XLSX) with one form in each row, or with --event what GitHub
    writes when an issue gets a label, or an issue as GitLab's API gives it. A form that is not exactly as it was handed out is refused with words that
    help, and nothing is written then. A second run with the same form changes nothing.

    Example: turnabout intake session-from-mail.md --dry-run
    """
    source = Source(file, event, now, form, sheet, author, partial)
    if propose:
        taken, told = propose_form(setting, source, remote, dry_run=dry_run)
    else:
        taken = take(setting, source, read_files(setting.root))
        told = ""
        if not dry_run:
            write_files(setting.root, taken.files)
    if reply_file is not None:
        answer = "\n".join(reply.comment(each, by_issue=event) for each in taken.outcomes)
        write_files(reply_file.absolute().parent, {reply_file.name: answer})
    if form_of_output == "json":
        click.echo(_as_json(taken, event=event))
    else:
        _tell(taken, dry_run=dry_run or propose)
    if told:
        click.echo(told, err=form_of_output == "json")
    return 1 if any(each.state == "refused" for each in taken.outcomes) else 0


def _tell(taken: Taken, *, dry_run: bool) -> None:
    for outcome in taken.outcomes:
        if outcome.found:
            click.echo(render(outcome.found), err=True, nl=False)
        match outcome.state:
            case "refused":
                click.echo(f"refused: {outcome.form or 'the form as it was sent'}", err=True)
            case "unchanged":
                click.echo(f"nothing to do: {outcome.said or outcome.form} is written down already")
            case _:
                click.echo(outcome.said)
    write, remove = ("would write", "would remove") if dry_run else ("wrote", "removed")
    for path, text in taken.files.items():
        click.echo(f"  {remove if text is None else write} {path}")
    if taken.files and not dry_run:
        click.echo("Next: `turnabout validate`, then commit.")
    elif not taken.files:
        click.echo("nothing was written", err=True)


def _as_json(taken: Taken, *, event: bool) -> str:
    forms = [
        {
            "form": each.form,
            "state": each.state,
            "said": each.said,
            "name": each.name,
            "closes": each.closes,
            "files": {path: "removed" if text is None else "written" for path, text in each.files.items()},
            "comment": reply.comment(each, by_issue=event),
            "diagnostics": [
                {"path": one.position.path, "line": one.position.line, "code": one.code, "severity": one.severity.value,
                 "message": one.message, "fix": one.fix}
                for one in each.found
            ],
        }
        for each in taken.outcomes
    ]  # fmt: skip
    return json.dumps({"version": VERSION, "forms": forms}, ensure_ascii=False, indent=2)
