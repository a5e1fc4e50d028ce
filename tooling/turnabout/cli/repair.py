"""`turnabout repair`: pair anew after somebody left, and show what giving up pairs that stand would gain."""

import json
from typing import TYPE_CHECKING

import click

from turnabout.cli.numbers_text import pair_data, pair_lines, people_line, points
from turnabout.cli.points import PointsFile, points_option, with_points
from turnabout.cli.setting import Read, Setting, read, repository_options, sound, step
from turnabout.cli.tables import table
from turnabout.cli.vetoes import VetoesFile, given_vetoes, vetoes_option
from turnabout.errors import NotProvenError
from turnabout.proposal import pairing_changes
from turnabout.wording import counted
from turnabout.writer import write_files

if TYPE_CHECKING:
    from turnabout.matching.advice.repair import Frontier, Plan


@click.command(short_help="Pair anew after somebody left, with few changes.")
@click.argument("program")
@click.option(
    "--max-changes",
    type=click.IntRange(min=0),
    default=0,
    show_default=True,
    help="Most pairs that stand today and may be given up in the plan that is shown and written.",
)
@click.option("--write", is_flag=True, help="Write the plan's draft pairs and certificate. Pairs are never removed.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@points_option
@vetoes_option
@repository_options
def repair(
    setting: Setting,
    program: str,
    max_changes: int,
    write: bool,
    form: str,
    points: PointsFile,
    vetoes: VetoesFile,
) -> int:
    """Pair anew after somebody left, with few changes.

    First end the pair of whoever left. All other pairs stay; what giving up one, two, … of them would gain is shown.
    With --max-changes the plan may give up that many: it lists them, and ending them remains your decision.

    Example: turnabout repair digital-2026 --max-changes 1
    """
    # Late: SciPy takes longer to load than the help of all commands, which the site has.
    from turnabout.matching.advice.repair import LIMIT, frontier

    found = read(setting)
    workspace = with_points(points, sound(found, "repaired"), program)
    refused = given_vetoes(vetoes, workspace, program)
    told = frontier(workspace, program, refused, max(LIMIT, max_changes), lambda what: step(f"solving: {what}"))
    plan = _chosen(told, max_changes)
    click.echo(json.dumps(_as_data(told, plan), ensure_ascii=False, indent=2) if form == "json" else _text(told, plan))
    if write:
        _write(setting, found, plan, withheld=refused is not None, quiet=form == "json")
    elif form == "text":
        option = points.words + vetoes.words + (f" --max-changes {max_changes}" if max_changes else "")
        click.echo(f"\n{_next(plan, f'turnabout repair {program}{option} --write')}")
    return 0


def _next(plan: "Plan", command: str) -> str:
    if any(made.new for made in plan.pairing.made):
        return f"Next: `{command}` writes the drafts of this plan."
    return f"No pair is new, so there is no draft to write; `{command}` brings the certificate up to date."


def _chosen(told: "Frontier", most: int) -> "Plan":
    within = [each for each in told.plans if each.changes <= most]
    if within:
        return within[-1]
    first = told.plans[0]
    between = f" or fewer, from {told.undecided[0]} on" if told.undecided and told.undecided[0] < first.changes else ""
    raise NotProvenError(
        f"with {counted(most, 'change') if most else 'no changes'} {told.refusal}",
        f"giving up {counted(first.changes, 'pair')} that stand{'s' if first.changes == 1 else ''}{between} would do: "
        f"`--max-changes {first.changes}` shows which",
    )


def _write(setting: Setting, found: Read, plan: "Plan", *, withheld: bool, quiet: bool) -> None:
    from turnabout.matching.proof.record import record

    # The certificate is about the files as they are once the pairs given up are ended.
    proof = record(plan.workspace, plan.pairing, withheld)
    changes = pairing_changes(found.workspace, plan.pairing, proof, found.files.contents)
    written = write_files(setting.root, changes.files)
    click.echo("" if written else "\nnothing to write: the files already say this", err=quiet)
    for path in written:
        click.echo(f"{'removed' if changes.files[path] is None else 'wrote'} {path}", err=quiet)
    if plan.given_up:
        click.echo(
            "Next: talk to the people, then end the pairs listed above (`status: ended` and `until`). Until then "
            "`turnabout validate` says that they have more pairs than places.",
            err=quiet,
        )
    elif written:
        click.echo("Next: read them, then `turnabout validate`.", err=quiet)


def _text(told: "Frontier", plan: "Plan") -> str:
    program = plan.pairing.found.cohort.program
    lines = [f"{program.title} ({program.id}): keep the pairs that stand, or give up some", "", *_frontier(told), ""]
    lines += [f"  {said}" for said in _comments(told)]
    allowed = f"at most {counted(plan.changes, 'change')}" if plan.changes else "no changes"
    lines += ["", f"The plan with {allowed}: {_reaches(plan)}"]
    lines += pair_lines("Pairs to end first: nothing ends them but you", plan.given_up)
    new = [made for made in plan.pairing.made if made.new]
    before = {made.key for made in told.plans[0].pairing.made}
    marks = {made.key: f", {made.points} points{'' if made.key in before else ', not without changes'}" for made in new}
    lines += pair_lines("New pairs", [made.key for made in new], marks)
    without = [
        *people_line("Mentees without a mentor", [each.person for each in plan.pairing.mentees_without]),
        *people_line("Mentors who are free", [each.person for each in plan.pairing.mentors_without]),
    ]
    lines += ["", *without, f"`turnabout explain {program.id} <person>` says why."] if without else []
    return "\n".join(lines)


def _reaches(plan: "Plan") -> str:
    pairing = plan.pairing
    worst = "no new pair" if pairing.worst is None else f"worst new pair {pairing.worst}"
    return f"{pairing.covered} of {pairing.mentees} mentees have a mentor, {worst}, total {pairing.total} points"


def _frontier(told: "Frontier") -> list[str]:
    rows = []
    for number, plan in enumerate(told.plans):
        pairing = plan.pairing
        before = told.plans[number - 1] if number else None
        if before is None:
            stays = "all pairs stay, as with `pair`"
            what = f"{len(plan.given_up)} given up: with fewer, no pairing keeps all rules" if told.refusal else stays
        elif plan.given_up == before.given_up:
            what = "gains nothing more"
        else:
            what = f"{len(plan.given_up)} given up"
        rows.append(
            [
                str(plan.changes),
                f"{pairing.covered} of {pairing.mentees}",
                points(pairing.worst),
                str(pairing.total),
                what,
            ]
        )
    lines = table(["changes", "mentees with a mentor", "worst new pair", "total", "pairs that stand"], rows)
    for given_up, plan in zip(((), *(plan.given_up for plan in told.plans)), told.plans, strict=False):
        if plan.given_up != given_up:
            names = ", ".join(f"{key.mentor} with {key.mentee}" for key in plan.given_up)
            lines.append(f"  With {counted(plan.changes, 'change')} would end: {names}.")
    return lines


def _comments(told: "Frontier") -> list[str]:
    if not told.movable:
        if not told.plans[0].pairing.found.standing:
            return ["No pair stands yet, so this is what `turnabout pair` finds."]
        return ["No pair could be given up: all that stand are locked or paused."]
    could = f"{counted(len(told.movable), 'pair')} could be given up"
    if told.needed is None:
        return [
            f"{could}. What that would gain is not worked out: with balance rules, there are too many possible pairs.",
            "Ask `turnabout what-if --forbid MENTOR MENTEE` about a pair that might move.",
        ]
    if not told.needed:
        said = f"{could}; giving up any would gain nothing. Leave them in peace."
        return [said, "Proven by an exact integer program." if told.ruled else "Proven by prices."]
    if told.undecided:
        left_out = ", ".join(map(str, told.undecided))
        how = "by an exact integer program" if told.ruled else "proven by prices"
        return [
            f"{could}; the best of all gives up {told.needed}. Every plan shown is the best for its number of changes, "
            f"{how}. Not decided, with so many possible pairs: {left_out}."
        ]
    if told.complete:
        return [f"{could}; more than {counted(told.needed, 'change')} would gain nothing.", _proof(told)]
    return [
        f"{could}. The best of all would give up {told.needed}: `--max-changes {told.needed}` shows the way there.",
        _proof(told),
    ]


def _proof(told: "Frontier") -> str:
    """What stands behind plans of which none is left out."""
    if told.ruled:
        return "Every plan is the best for its number of changes by an exact integer program, balance rules kept."
    between = "In between: proven by prices where a price on changes finds the plan, else by an exact integer program."
    if not told.complete:
        return f"Without changes the plan is proven by prices. {between}"
    ends = "Proven by prices: without changes, and with so many that more gain nothing."
    return ends if told.needed == 1 else f"{ends} {between}"


def _as_data(told: "Frontier", chosen: "Plan") -> dict[str, object]:
    return {
        "program": chosen.pairing.found.cohort.program.id,
        "movable": len(told.movable),
        "complete": told.complete,
        "changes_to_the_best": told.needed,
        "undecided": list(told.undecided),
        "balance_rules": told.ruled,
        "why_not_fewer_changes": told.refusal,
        "frontier": [
            {
                "changes": plan.changes,
                "coverage": {"covered": plan.pairing.covered, "mentees": plan.pairing.mentees},
                "worst_pair": plan.pairing.worst,
                "total": plan.pairing.total,
                "given_up": pair_data(plan.given_up),
            }
            for plan in told.plans
        ],
        "plan": {
            "changes": chosen.changes,
            "end_first": pair_data(chosen.given_up),
            "new": [
                {"mentor": made.key.mentor, "mentee": made.key.mentee, "points": made.points, "why": made.why}
                for made in chosen.pairing.made
                if made.new
            ],
            "mentees_without": [each.person for each in chosen.pairing.mentees_without],
            "mentors_without": [each.person for each in chosen.pairing.mentors_without],
        },
    }
