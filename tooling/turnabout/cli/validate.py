"""`turnabout validate`: every complaint about every file, in the form the reader needs."""

import os
import sys
from pathlib import Path

import click

from turnabout.cli.setting import Read, Setting, read, repository_options
from turnabout.cli.with_agendas import with_agendas
from turnabout.cli.with_settings import with_settings
from turnabout.diagnostics import has_errors
from turnabout.reporters import annotations, as_json, as_sarif, code_quality, render, repeats, step_summary
from turnabout.wording import counted


@click.command(short_help="Check every file of the programs and say what to mend.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "github", "gitlab", "sarif", "json"]),
    default="text",
    show_default=True,
    help="text for people; github, gitlab and sarif for code hosts; json for programs.",
)
@click.option("--no-source", is_flag=True, help="Leave out the lines of the files in question.")
@click.option("--every", is_flag=True, help="Show each complaint whole, however often the same was said before.")
@click.option(
    "--changed-since",
    "reference",
    metavar="REF",
    help="Check again only what the changes since this commit, branch or tag can concern; the result is the same.",
)
@click.option("--watch", is_flag=True, help="Go on, and check again whenever a file changes; Ctrl-C ends.")
@click.option("--no-cache", is_flag=True, help="Neither use nor keep what the last run found.")
@repository_options
def validate(
    setting: Setting,
    form: str,
    no_source: bool,
    every: bool,
    reference: str | None,
    watch: bool,
    no_cache: bool,
) -> int:
    """Check every file of the programs, the repository's settings and the agendas, and say what to mend.

    Each complaint names file, line and column, and a fix. Exit code 1 when there is an error; warnings are shown and
    do not fail. Where many complaints are in the same words, the first three are whole, and of the others the places
    are named. What has not changed since the last run is not checked again.

    Example: turnabout validate
    """
    if watch:
        if reference is not None or form != "text":
            raise click.UsageError("`--watch` goes with neither `--changed-since` nor `--format`")
        from turnabout.cli.watching import follow

        return follow(setting, lambda found: _show(found, form, no_source, every), not no_cache)
    if reference is not None:
        from turnabout.cli.changed import read_since

        found = read_since(setting, reference, not no_cache)
    else:
        found = read(setting, not no_cache)
    return _show(with_agendas(setting, with_settings(setting, found)), form, no_source, every)


def _show(found: Read, form: str, no_source: bool, every: bool) -> int:
    match form:
        case "github":
            click.echo(annotations(found.diagnostics), nl=False)
            _write_summary(found)
        case "json":
            click.echo(as_json(found.diagnostics), nl=False)
        case "gitlab":
            click.echo(code_quality(found.diagnostics), nl=False)
        case "sarif":
            click.echo(as_sarif(found.diagnostics), nl=False)
        case _:
            sources = None if no_source or not sys.stdout.isatty() else _sources(found)
            colour = not os.environ.get("NO_COLOR") and sys.stdout.isatty()
            report = render(found.diagnostics, sources, colour, every) if found.diagnostics else _all_well(found)
            click.echo(report, nl=False)
            if not every and repeats(found.diagnostics):
                click.echo("`turnabout validate --every` shows each of them whole")
    return 1 if has_errors(found.diagnostics) else 0


def _sources(found: Read) -> dict[str, str]:
    paths = {each.position.path for each in found.diagnostics}
    return {p: found.files.contents[p].decode("utf-8", "replace") for p in sorted(paths) if p in found.files.contents}


def _all_well(found: Read) -> str:
    ws = found.workspace
    there = (
        counted(len(ws.programs), "program"),
        counted(len(ws.people), "participant"),
        counted(len(ws.pairs), "pair"),
        counted(sum(len(each) for each in ws.sessions.values()), "session"),
    )
    return f"all well: {', '.join(there)} in {counted(len(found.files.contents), 'file')}\n"


def _write_summary(found: Read) -> None:
    """GitHub names the file that becomes the page of the step."""
    target = os.environ.get("GITHUB_STEP_SUMMARY")
    if target:
        with Path(target).open("a", encoding="utf-8") as file:
            file.write(step_summary(found.diagnostics))
