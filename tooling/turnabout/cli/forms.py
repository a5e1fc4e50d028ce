"""`turnabout forms`: the issue forms and templates, written anew from schemas, topics and programs."""

from pathlib import Path

import click

from turnabout.cli.edits import show_diff
from turnabout.cli.setting import Setting, Unsound, repository_options
from turnabout.diagnostics import has_errors
from turnabout.errors import UsageError
from turnabout.forms.catalog import forms as forms_of
from turnabout.forms.issue_forms import FOLDERS, is_made, templates
from turnabout.reporters import render
from turnabout.wording import counted
from turnabout.workspace import build, read_files
from turnabout.writer import write_files


@click.command(short_help="Write the issue forms for people who do not use Git.")
@click.option("--check", is_flag=True, help="Write nothing; exit code 1 where a form would change.")
@click.option("--diff", is_flag=True, help="Write nothing; show what would change.")
@repository_options
def forms(setting: Setting, check: bool, diff: bool) -> int:
    """Write the issue forms by which people join, log a session, pledge, pause, leave or name a new manager.

    They are made from the schemas, the topics and the programs, so run this after any of those changed. GitHub, Gitea
    and Forgejo read .github/ISSUE_TEMPLATE, GitLab reads .gitlab/issue_templates. A second run changes nothing.

    Example: turnabout forms --check
    """
    workspace, faults = build(read_files(setting.root))
    if has_errors(faults):
        click.echo(render(faults), err=True, nl=False)
        raise Unsound("the files have errors, so no form was written", "run `turnabout validate` first")
    made = templates(forms_of(workspace))
    if not made:
        raise UsageError("no program here takes forms", "forms are for programs with `privacy: named`")
    standing = _standing(setting.root)
    changes: dict[str, str | None] = {path: text for path, text in made.items() if standing.get(path) != text.encode()}
    changes |= {path: None for path, content in standing.items() if path not in made and is_made(content)}
    if diff:
        show_diff(standing, {path: text or "" for path, text in changes.items()})
    elif not check:
        write_files(setting.root, changes)
    if not diff:
        for path in sorted(changes):
            click.echo(path)
    writes = not (check or diff)
    count = f"{counted(len(changes), 'file')} {'written' if writes else 'would be written'}"
    click.echo(count if changes else "the forms are what schemas, topics and programs say", err=True)
    return 1 if check and changes else 0


def _standing(root: Path) -> dict[str, bytes]:
    """What lies where forms are written, by path."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for folder in FOLDERS
        for path in sorted((root / folder).glob("*"))
        if path.is_file() and not path.is_symlink()
    }
