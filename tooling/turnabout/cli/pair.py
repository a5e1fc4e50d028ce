"""`turnabout pair`: solve a program, show the pairs with their reasons, and write them where asked to."""

import json
from pathlib import Path

import click

from turnabout.cli.points import PointsFile, points_option, with_points
from turnabout.cli.setting import Read, Setting, Unsound, read, repository_options, sound, step
from turnabout.cli.tables import table
from turnabout.cli.vetoes import VetoesFile, given_vetoes, vetoes_option
from turnabout.diagnostics import Severity
from turnabout.errors import UsageError
from turnabout.matching.advice.words import Unpaired
from turnabout.matching.generation import Blocks
from turnabout.matching.pairing import Pairing, pair_program, stage_words
from turnabout.matching.people.candidates import Candidates
from turnabout.matching.people.locks import ContradictionError
from turnabout.matching.proof.record import record
from turnabout.proposal import pairing_changes
from turnabout.workspace import Workspace
from turnabout.writer import write_files
from turnabout.yamlfile import emit


@click.command(short_help="Find the best pairs of a program and show them.")
@click.argument("program")
@click.option("--write", is_flag=True, help="Write the draft pairs and the certificate below program/pairs.")
@click.option(
    "--path",
    type=click.Choice(["ilp", "flow", "kernel", "core"]),
    help="Force a method; left out: by the size of the problem.",
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option(
    "--fairness",
    is_flag=True,
    help="Also say who is worst off and left out, what each rule costs, and what hangs on the weights.",
)
@click.option(
    "--certificate",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Also write the full certificate here, outside the repository: with vetoes the one inside holds no prices.",
)
@click.option(
    "--engine",
    type=click.Choice(["here", "dask"]),
    default="here",
    show_default=True,
    help="Where pairs are scored: on this machine, or by the workers of a Dask cluster. The result is the same.",
)
@click.option("--scheduler", metavar="ADDRESS", help="The Dask scheduler's address, such as `tcp://host:8786`.")
@points_option
@vetoes_option
@repository_options
def pair(
    setting: Setting,
    program: str,
    engine: str,
    scheduler: str | None,
    write: bool,
    path: str | None,
    form: str,
    fairness: bool,
    certificate: Path | None,
    points: PointsFile,
    vetoes: VetoesFile,
) -> int:
    """Find the best pairs of a program and show them.

    The mentor is the junior, the mentee the senior. Pairs that stand today stay. What is shown is proven: the
    certificate holds prices that `turnabout verify` checks without a solver.

    Example: turnabout pair digital-2026 --write
    """
    blocks = _blocks(engine, scheduler)
    found = read(setting)
    workspace = _sound(found, program, points, vetoes)
    refused = given_vetoes(vetoes, workspace, program)

    def tell(stage: str) -> None:
        step(f"solving: {stage}")

    pairing = pair_program(workspace, program, refused, path, tell, whole=fairness, blocks=blocks)
    click.echo(as_json(pairing, fairness) if form == "json" else as_text(pairing, fairness), nl=False)
    if certificate is not None:
        _keep_certificate(certificate, found.workspace, pairing)
    if write:
        _write(setting, found, pairing, withheld=refused is not None)
    elif form == "text":
        click.echo(
            f"\nNext: `turnabout pair {program}{points.words} --write` writes the drafts, "
            f"`turnabout propose {program}{points.words}` proposes them."
        )
    return 0


def _blocks(engine: str, scheduler: str | None) -> Blocks:
    if (engine == "dask") != (scheduler is not None):
        raise UsageError("`--engine dask` and `--scheduler` go together", "give both, or neither")
    if scheduler is None:
        return Candidates.blocks
    from turnabout.matching.people.distributed import blocks_on_cluster

    return lambda found: blocks_on_cluster(found, scheduler)


def _sound(found: Read, program: str, points: PointsFile, vetoes: VetoesFile) -> Workspace:
    """As `sound`, with given points; where all that is wrong is too many pairs for somebody's places, with the ways out of it."""
    try:
        return with_points(points, sound(found, "paired"), program)
    except Unsound as unsound:
        codes = {str(each.code) for each in found.diagnostics if each.severity is Severity.ERROR}
        if codes == {"PAIR004"} and program in found.workspace.programs:
            step("looking for ways out")
            try:
                workspace = with_points(points, found.workspace, program)
                pair_program(workspace, program, given_vetoes(vetoes, workspace, program))
            except ContradictionError as fault:
                raise Unsound(fault.message, fault.hint) from unsound
        raise


def _write(setting: Setting, found: Read, pairing: Pairing, withheld: bool) -> None:
    changes = pairing_changes(
        found.workspace, pairing, record(found.workspace, pairing, withheld), found.files.contents
    )
    written = write_files(setting.root, changes.files)
    click.echo("" if written else "\nnothing to write: the files already say this")
    for path in written:
        click.echo(f"{'removed' if changes.files[path] is None else 'wrote'} {path}")
    if written:
        click.echo("Next: read them, then `turnabout validate`.")


def _keep_certificate(target: Path, workspace: Workspace, pairing: Pairing) -> None:
    content = emit(record(workspace, pairing, withheld=False), ("The full certificate. Keep it to yourself.",))
    write_files(target.absolute().parent, {target.name: content})
    click.echo(f"wrote {target}", err=True)


def as_text(pairing: Pairing, fairness: bool = False) -> str:
    """The pairing for people: three numbers, the pairs, who is left and why, what is proven; with fairness if asked."""
    program = pairing.found.cohort.program
    worst = "no new pair" if pairing.worst is None else f"{pairing.worst} of 10000"
    load = ", ".join(f"{count} mentors with {size}" for size, count in pairing.load().items())
    lines = [
        f"{program.title} ({program.id})",
        f"  coverage    {pairing.covered} of {pairing.mentees} mentees have a mentor",
        f"  worst pair  {worst}",
        f"  total       {pairing.total} points, bound {pairing.total_bound}",
        f"  load        {load}",
        "",
        *_pairs(pairing, new=True, heading="Proposed pairs"),
        *_pairs(pairing, new=False, heading="Pairs that stand and stay"),
        *_people("Mentees without a mentor", pairing.mentees_without),
        *_people("Mentors who are free", pairing.mentors_without),
        "Proven",
        *(f"  {said}" for said in stage_words(pairing)),
        "  "
        + ("one best answer" if pairing.solution.unique else "ties broken by a fixed rule: same files, same pairs"),
        f"  method: {pairing.solution.path}, {pairing.solution.solver}; "
        f"{pairing.permitted} possible pairs of {pairing.found.possible}{_rounds(pairing)}",
    ]
    if fairness:
        from turnabout.cli.fairness_text import fairness_lines

        lines += fairness_lines(pairing)
    return "\n".join(lines) + "\n"


def _rounds(pairing: Pairing) -> str:
    if not pairing.rounds:
        return ""
    often = "once" if pairing.rounds == 1 else f"{pairing.rounds} times"
    return f"; solved {often} with up to {len(pairing.problem.points)} of them, and the prices rule out all others"


def _pairs(pairing: Pairing, new: bool, heading: str) -> list[str]:
    rows = [[m.key.mentor, m.key.mentee, str(m.points), m.why] for m in pairing.made if m.new is new]
    return [f"{heading} ({len(rows)})", *table(["mentor", "mentee", "points", "why"], rows), ""] if rows else []


def _people(heading: str, people: tuple[Unpaired, ...]) -> list[str]:
    if not people:
        return []
    lines = [f"{heading} ({len(people)})"]
    for person in people:
        lines.append(f"  {person.person}: {person.sentence}")
        if person.remedy:
            lines.append(f"    try: {person.remedy}")
    return [*lines, ""]


def as_json(pairing: Pairing, fairness: bool = False) -> str:
    """The pairing for programs; points and reasons as in the text."""
    more: dict[str, object] = {}
    if fairness:
        from turnabout.cli.fairness_text import fairness_data

        more = {"fairness": fairness_data(pairing)}
    if pairing.rounds:
        more["generation"] = {
            "permitted": pairing.permitted,
            "held": len(pairing.problem.points),
            "rounds": pairing.rounds,
        }
    return (
        json.dumps(
            {
                "program": pairing.found.cohort.program.id,
                "coverage": {"covered": pairing.covered, "mentees": pairing.mentees},
                "worst_pair": pairing.worst,
                "total": pairing.total,
                "bound": pairing.total_bound,
                "load": {str(size): count for size, count in pairing.load().items()},
                "unique": pairing.solution.unique,
                "path": pairing.solution.path,
                "pairs": [
                    {
                        "mentor": made.key.mentor,
                        "mentee": made.key.mentee,
                        "points": made.points,
                        "criteria": dict(made.criteria),
                        "why": made.why,
                        "new": made.new,
                    }
                    for made in pairing.made
                ],
                "mentees_without": [_unpaired(person) for person in pairing.mentees_without],
                "mentors_without": [_unpaired(person) for person in pairing.mentors_without],
            }
            | more,
            ensure_ascii=False,
            indent=2,
        )
        + "\n"
    )


def _unpaired(person: Unpaired) -> dict[str, object]:
    return {
        "person": person.person,
        "why": person.sentence,
        "try": person.remedy,
        "permitted": person.permitted,
        "binding": person.binding,
    }
