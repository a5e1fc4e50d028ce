"""`turnabout suggest`: ranked possible partners for one person, and what pairing them would change in the whole."""

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from turnabout.cli.numbers_text import change_line
from turnabout.cli.participants import require_part
from turnabout.cli.points import PointsFile, points_option, with_points
from turnabout.cli.setting import Setting, read, repository_options, sound, step
from turnabout.cli.vetoes import VetoesFile, given_vetoes, vetoes_option
from turnabout.model import Role

if TYPE_CHECKING:
    from turnabout.matching.advice.suggest import Suggestion, Suggestions


@click.command(short_help="Rank possible partners for one person.")
@click.argument("program")
@click.argument("person")
@click.option("--most", type=click.IntRange(1), default=5, show_default=True, help="How many to show.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@points_option
@vetoes_option
@repository_options
def suggest(
    setting: Setting, program: str, person: str, most: int, form: str, points: PointsFile, vetoes: VetoesFile
) -> int:
    """Rank possible partners for one person.

    Only partners whom the rules permit, most points first; whether each still has a place; and what the best pairing of
    everybody would become if the two were a pair.

    Example: turnabout suggest digital-2026 dev-patel --most 3
    """
    from turnabout.matching.advice.suggest import suggestions
    from turnabout.matching.pairing import pair_program

    workspace = sound(read(setting), "suggested")
    require_part(workspace, program, person)
    workspace = with_points(points, workspace, program)
    refused = given_vetoes(vetoes, workspace, program)
    pairing = pair_program(workspace, program, refused, progress=lambda stage: step(f"solving: {stage}"), whole=True)
    told = suggestions(pairing, person, most)
    click.echo(json.dumps(_as_data(told), ensure_ascii=False, indent=2) if form == "json" else "\n".join(_lines(told)))
    return 0


def _lines(told: "Suggestions") -> list[str]:
    from turnabout.matching.advice.words import RULES

    other = "mentee" if told.role is Role.MENTOR else "mentor"
    permitted = f"the rules permit {told.permitted} of {told.possible} {other}s"
    lines = [f"{told.person} ({told.role}): {permitted}"]
    if told.partners:
        lines.append(f"  in the best pairing: {' and '.join(told.partners)}")
    for rank, each in enumerate(told.listed, start=1):
        lines += [
            "",
            f"{rank}. {each.person}: {each.points} points; {_place(each, told)}",
            f"   {each.why}",
        ]
        if each.forced is not None:
            lines.append(f"   If they were a pair: {change_line(each.forced)}.")
            lines += _moves(each)
    if told.permitted > len(told.listed):
        more = told.permitted - len(told.listed)
        lines += ["", f"{more} more {'is' if more == 1 else 'are'} permitted: `--most {told.permitted}` shows all."]
    if told.forbidden:
        counts = sorted(told.forbidden.items(), key=lambda item: (-item[1], item[0]))
        lines += ["", f"Not permitted: {', '.join(f'{count} {RULES[rule]}' for rule, count in counts)}."]
        if len(counts) > 1:
            lines.append("Several can be true of one person.")
    if told.remedy:
        lines.append(f"Cheapest thing to try: {told.remedy}.")
    return lines


def _place(each: "Suggestion", told: "Suggestions") -> str:
    from turnabout.matching.advice.suggest import CHOSEN, FREE, FULL, SELF_FULL, STANDS, TAKEN

    partners = " and ".join(each.partners)
    return {
        STANDS: "they are a pair today",
        CHOSEN: "the best pairing makes them a pair",
        FREE: f"has a place left beside {partners}" if partners else "has no partner yet",
        TAKEN: f"has {partners} in the best pairing",
        FULL: f"has no place beside {_today(each.partners)}",
        SELF_FULL: f"{told.person} has no place beside {_today(told.partners)}",
    }[each.place]


def _today(partners: tuple[str, ...]) -> str:
    return f"today's pair{'' if len(partners) == 1 else 's'} with {' and '.join(partners)}"


def _moves(each: "Suggestion") -> list[str]:
    if each.forced is None:
        return []
    gone = [f"{mentor} with {mentee}" for mentor, mentee in each.forced.dropped]
    return [f"   Pairs that would not be made then: {', '.join(gone)}."] if gone else []


def _as_data(told: "Suggestions") -> dict[str, object]:
    from turnabout.matching.advice.words import named

    return {
        "person": told.person,
        "role": told.role.value,
        "partners": list(told.partners),
        "permitted": told.permitted,
        "possible": told.possible,
        "forbidden": {named(rule): count for rule, count in told.forbidden.items()},
        "try": told.remedy,
        "suggestions": [asdict(each) for each in told.listed],
    }
