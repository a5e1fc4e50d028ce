"""`turnabout what-if`: changes in memory only, and what they would make of the pairing. Nothing is written."""

import json
from collections.abc import Collection
from dataclasses import fields
from importlib.metadata import entry_points
from typing import TYPE_CHECKING

import click

from turnabout.cli.balance_option import balance_changes
from turnabout.cli.numbers_text import as_data, comparison, pair_data, pair_lines, people_line
from turnabout.cli.participants import mentor_and_mentee
from turnabout.cli.points import PointsFile, points_option, with_points
from turnabout.cli.setting import Setting, read, repository_options, sound, step
from turnabout.cli.vetoes import VetoesFile, given_vetoes, vetoes_option
from turnabout.errors import UsageError
from turnabout.ids import nearest
from turnabout.model import Rules

if TYPE_CHECKING:
    from turnabout.matching.advice.whatif import Changes, Comparison

LARGEST_WEIGHT, LARGEST_CAPACITY = 100, 10  # as in the schemas of program and participant
LARGEST_RULE = {"reporting_line": 20, "level_gap": 10, "common_minutes": 600}


@click.command(name="what-if", short_help="Show what a change would make of the pairs.")
@click.argument("program")
@click.option(
    "--weight",
    "weights",
    multiple=True,
    metavar="NAME=N",
    help="Weigh a criterion, or one of your own, otherwise: topics=3.",
)
@click.option("--rule", "rules", multiple=True, metavar="NAME=VALUE", help="Change a hard rule: level_gap=1.")
@click.option(
    "--balance",
    multiple=True,
    metavar="ID=KEY:VALUE,…",
    help="Add a balance rule or change one: team-cap=at_most:3. ID=off drops it.",
)
@click.option("--capacity", "capacities", multiple=True, metavar="PERSON=N", help="Give somebody N places.")
@click.option("--without", multiple=True, metavar="PERSON", help="As if they had left, and their pairs were over.")
@click.option("--forbid", nargs=2, multiple=True, metavar="MENTOR MENTEE", help="Never these two.")
@click.option("--together", nargs=2, multiple=True, metavar="MENTOR MENTEE", help="In any case these two.")
@click.option("--stage", "stages", multiple=True, metavar="NAME", help="Other stages: once for each, in their order.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@points_option
@vetoes_option
@repository_options
def what_if(
    setting: Setting,
    program: str,
    weights: tuple[str, ...],
    rules: tuple[str, ...],
    balance: tuple[str, ...],
    capacities: tuple[str, ...],
    without: tuple[str, ...],
    forbid: tuple[tuple[str, str], ...],
    together: tuple[tuple[str, str], ...],
    stages: tuple[str, ...],
    form: str,
    points: PointsFile,
    vetoes: VetoesFile,
) -> int:
    """Show what a change would make of the pairs.

    Every option can be given several times, and all together. The changes are made in memory only; nothing is written.
    Pairs that stand today stay, unless you ask otherwise. A new balance rule says what it counts: `across:site`,
    `mentor.department:it`, `mentee.level:8`, `each:site,of:mentor`; `at_most:none` takes a limit away.

    Example: turnabout what-if digital-2026 --rule common_minutes=30 --without ines-carvalho
    """
    from turnabout.matching.advice.whatif import Changes, compare
    from turnabout.matching.people.criteria import CRITERIA
    from turnabout.matching.people.own_criteria import GROUP
    from turnabout.matching.problem import STAGES

    workspace = sound(read(setting), "compared")
    own = {each.name for each in entry_points(group=GROUP)} if weights else set()
    criteria = (*CRITERIA, *sorted(own | set(workspace.program(program).pairing.criteria)))
    changes = Changes(
        weights={name: _number(text, name, 0, LARGEST_WEIGHT) for name, text in _named(weights, criteria, "weight")},
        rules={name: _rule(name, text) for name, text in _named(rules, [f.name for f in fields(Rules)], "rule")},
        capacities={
            person: _number(
                text,
                person,
                1,
                LARGEST_CAPACITY,
                f"to leave somebody out, say `--without {person}`" if text == "0" else "",
            )
            for person, text in _named(capacities, workspace.people, "capacity")
        },
        without=tuple(dict.fromkeys(without)),
        forbidden=tuple(mentor_and_mentee(workspace, program, *pair) for pair in forbid),
        together=tuple(mentor_and_mentee(workspace, program, *pair) for pair in together),
        stages=tuple(_known(stage, STAGES, "stage") for stage in stages),
        balance=balance_changes(balance),
    )
    if not changes.words():
        raise UsageError("nothing is changed", "name a change, for example `--rule level_gap=1`; see `--help`")
    workspace = with_points(points, workspace, program)
    refused = given_vetoes(vetoes, workspace, program)
    step("solving twice")
    told = compare(workspace, program, changes, refused)
    click.echo(
        json.dumps(_as_data(told, changes), ensure_ascii=False, indent=2) if form == "json" else _text(told, changes)
    )
    return 0


def _named(given: Collection[str], known: Collection[str], option: str) -> list[tuple[str, str]]:
    """NAME=VALUE, taken apart; UsageError with the nearest name where there is none such."""
    result = []
    for text in given:
        name, sign, value = text.partition("=")
        if not sign:
            form = "PERSON=N" if option == "capacity" else "NAME=VALUE"
            raise UsageError(f"`--{option}` expects {form}, found `{text}`", f"for example `--{option} {text}=1`")
        result.append((_known(name, known, "participant" if option == "capacity" else option), value))
    if twice := next((name for at, (name, _) in enumerate(result) if name in dict(result[:at])), None):
        raise UsageError(f"`--{option}` is given twice for `{twice}`", "keep one of them")
    return result


def _known(name: str, known: Collection[str], what: str) -> str:
    if name in known:
        return name
    alike = nearest(name, known)
    listed = "ids are the names of the files in program/participants" if what == "participant" else ", ".join(known)
    raise UsageError(f"there is no {what} `{name}`", f"did you mean `{alike}`?" if alike else listed)


def _number(text: str, name: str, low: int, high: int, hint: str = "") -> int:
    if text.isdecimal() and low <= int(text) <= high:
        return int(text)
    message = f"`{name}`: expected a whole number from {low} to {high}, found `{text}`"
    raise UsageError(message, hint or "correct the number")


def _rule(name: str, text: str) -> int | bool:
    if name in LARGEST_RULE:
        return _number(text, name, 0, LARGEST_RULE[name])
    if text not in ("true", "false"):
        raise UsageError(f"`{name}`: expected true or false, found `{text}`", f"for example `--rule {name}=false`")
    return text == "true"


def _text(told: "Comparison", changes: "Changes") -> str:
    program = told.before.found.cohort.program
    standing = dict.fromkeys(told.before.found.standing, " (a pair today)")
    lines = [
        f"{program.title} ({program.id}), what if",
        *(f"  {word}" for word in changes.words()),
        "",
        *comparison(told.now, told.then, (told.before.mentees, told.after.mentees), ("now", "then")),
    ]
    if told.same_pairs is not None:
        lines.append(f"  With these weights the pairs of now would have {told.same_pairs} points in all.")
    lines += pair_lines("Pairs that would be new", told.new)
    lines += pair_lines("Pairs that would be gone", told.gone, standing)
    if not told.new and not told.gone:
        lines += ["", "No pair would move."]
    people = [
        *people_line("Mentees who would have a mentor", told.mentees_gaining),
        *people_line("Mentees who would have none any more", told.mentees_losing),
        *people_line("Mentors who would have a mentee", told.mentors_gaining),
        *people_line("Mentors who would have none any more", told.mentors_losing),
    ]
    lines += ["", *people] if people else []
    lines += ["", "Mind", *(f"  {note}" for note in told.notes)] if told.notes else []
    return "\n".join([*lines, "", "Nothing was written."])


def _as_data(told: "Comparison", changes: "Changes") -> dict[str, object]:
    return {
        "program": told.before.found.cohort.program.id,
        "changes": changes.words(),
        "now": as_data(told.now, told.before.mentees),
        "then": as_data(told.then, told.after.mentees),
        "same_pairs_total": told.same_pairs,
        "new": pair_data(told.new),
        "gone": pair_data(told.gone),
        "mentees_gaining": list(told.mentees_gaining),
        "mentees_losing": list(told.mentees_losing),
        "mentors_gaining": list(told.mentors_gaining),
        "mentors_losing": list(told.mentors_losing),
        "notes": list(told.notes),
    }
