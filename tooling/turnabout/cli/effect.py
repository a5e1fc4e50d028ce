"""`turnabout effect`: what the changes since a commit do to the pairing."""

import json
import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from turnabout.cli.changed import files_at
from turnabout.cli.numbers_text import as_data, pair_data
from turnabout.cli.setting import Setting, check, read, repository_options, step
from turnabout.diagnostics import Diagnostic, has_errors
from turnabout.effect_text import effect_text
from turnabout.reporters import render, step_summary

if TYPE_CHECKING:
    from turnabout.matching.advice.effect import Effect


@click.command(short_help="Show what a change does to the pairing.")
@click.option(
    "--since", "reference", required=True, metavar="REF", help="The commit, branch or tag that the change starts from."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "github", "json"]),
    default="text",
    show_default=True,
    help="`github` also adds the text to the summary of the step.",
)
@repository_options
def effect(setting: Setting, reference: str, form: str) -> int:
    """Show what the changes since a commit do to the pairing.

    For each program that the change concerns: the pairs in the files before and after, what an exchange made by hand
    costs, which pairs would move if the program were paired again, and what is newly wrong. Nothing is written, and the
    exit code is 0 whatever the effect: deciding is yours.

    Example: turnabout effect --since origin/main
    """
    from turnabout.matching.advice.effect import effects

    before = check(files_at(setting, reference), setting.today)
    after = read(setting)
    new = newly_wrong(before.diagnostics, after.diagnostics)
    step("pairing as it was, and as it would be")
    found = effects(before.workspace, after.workspace, not has_errors(after.diagnostics))
    if form == "json":
        click.echo(json.dumps(_as_data(found, new), ensure_ascii=False, indent=2))
        return 0
    listed = step_summary if form == "github" else render
    text = effect_text(found) + (f"\n### Newly wrong\n\n{listed(new)}" if new else "")
    click.echo(text, nl=False)
    target = os.environ.get("GITHUB_STEP_SUMMARY")
    if form == "github" and target:
        with Path(target).open("a", encoding="utf-8") as file:
            file.write(f"{text}\n")
    return 0


def newly_wrong(before: Sequence[Diagnostic], after: Sequence[Diagnostic]) -> list[Diagnostic]:
    """What is wrong after a change and was not before; a complaint that only moved to another line is not new."""
    known = Counter(_what(each) for each in before)
    new = []
    for each in after:
        known[_what(each)] -= 1
        if known[_what(each)] < 0:
            new.append(each)
    return new


def _what(found: Diagnostic) -> tuple[str, str, str]:
    return found.code, found.position.path, found.message


def _as_data(found: "Sequence[Effect]", new: Sequence[Diagnostic]) -> dict[str, object]:
    return {
        "programs": [
            {
                "program": each.program,
                "before": None if each.before is None else as_data(each.before.numbers, each.before.mentees),
                "after": as_data(each.after.numbers, each.after.mentees),
                "exchanges": [
                    {
                        "new": pair_data(one.new),
                        "gone": pair_data(one.gone),
                        "points_before": one.before.total,
                        "points_after": one.after.total,
                    }
                    for one in each.exchanges
                ],
                "again": None
                if each.again is None
                else {
                    "before": asdict(each.again.before),
                    "after": asdict(each.again.after),
                    "new": pair_data(each.again.new),
                    "gone": pair_data(each.again.gone),
                    "as_written": each.again.as_written,
                },
                "not_again": each.not_again,
            }
            for each in found
        ],
        "newly_wrong": [
            {"code": each.code, "path": each.position.path, "line": each.position.line, "message": each.message}
            for each in new
        ],
    }
