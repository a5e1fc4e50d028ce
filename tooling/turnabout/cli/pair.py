"""`turnabout pair`: solve a program, show the pairs with their reasons, and write them where asked to."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from turnabout.cli.pairing_text import as_data, as_text
from turnabout.cli.points import PointsFile, points_option, with_points
from turnabout.cli.portfolio import Portfolio, Stages, choose, on_all, portfolio_options, tell_failures
from turnabout.cli.setting import Read, Setting, Unsound, read, repository_options, sound, step
from turnabout.cli.side_by_side import Done, Failure, worst_code
from turnabout.cli.time_limit import TimeLimit, time_limit_option
from turnabout.cli.vetoes import VetoesFile, given_vetoes, vetoes_option
from turnabout.diagnostics import Severity
from turnabout.errors import UsageError
from turnabout.frozen import dataclass
from turnabout.proposal import pairing_changes
from turnabout.workspace import Workspace
from turnabout.writer import write_files
from turnabout.yamlfile import emit

if TYPE_CHECKING:
    from turnabout.matching.generation import Blocks
    from turnabout.matching.pairing import Pairing


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the command was told about solving, showing and keeping."""

    time_limit: TimeLimit
    write: bool
    certificate: bool
    path: str | None
    fairness: bool
    points: PointsFile
    vetoes: VetoesFile
    blocks: "Blocks"
    stages: Stages


@dataclass(frozen=True, slots=True)
class Solved:
    """One program solved: its text, its data, and where they are kept the changed files and the full certificate.

    `fault` says why it must not be kept, and then nothing of it is.
    """

    program: str
    fault: Failure | None
    text: str
    data: Mapping[str, object]
    files: Mapping[str, str | None]
    certificate: str


@click.command(short_help="Find the best pairs of a program and show them.")
@portfolio_options
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
@time_limit_option
@points_option
@vetoes_option
@repository_options
def pair(
    setting: Setting,
    portfolio: Portfolio,
    time_limit: TimeLimit,
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
    certificate holds prices that `turnabout verify` checks without a solver. Several programs are solved side by side,
    each as if it were alone; what one of them lacks keeps nothing of the others back.

    Example: turnabout pair digital-2026 --write
    """
    portfolio.require_single(points.option, vetoes.option, "--certificate" if certificate else "")
    wishes = Wishes(
        time_limit,
        write,
        certificate is not None,
        path,
        fairness,
        points,
        vetoes,
        _blocks(engine, scheduler),
        portfolio.stages,
    )
    found = read(setting)
    if portfolio.single is None:
        sound(found, "paired")  # a single program looks for ways out first
    choice = choose(portfolio, found.workspace, setting.today)
    done = on_all(portfolio, choice, lambda program: _solve(found, program, wishes), "paired")
    solved = [each.result for each in done if isinstance(each.result, Solved)]
    kept = [each for each in solved if each.fault is None]
    files = {path: text for each in kept for path, text in each.files.items()}
    # Before anything is shown: who reads in a pager and leaves it has what they asked for all the same.
    if certificate is not None and kept:
        _keep_certificate(certificate, kept[0].certificate)
    written = write_files(setting.root, files) if write else ()
    if form == "json":
        click.echo(_as_json(portfolio, done))
    else:
        click.echo("\n".join(each.text for each in solved), nl=False)
    unsettled: list[Done[Solved]] = [Done(each.program, each.fault) for each in solved if each.fault is not None]
    tell_failures(unsettled)
    if write and kept:
        _tell_written(written, files, quiet=form == "json")
    elif form == "text" and kept:
        words = f"{portfolio.words}{points.words}{vetoes.words}"
        click.echo(
            f"\nNext: `turnabout pair {words} --write` writes the drafts, `turnabout propose {words}` proposes them."
        )
    return max(worst_code(done), worst_code(unsettled))


def _solve(found: Read, program: str, wishes: Wishes) -> Solved:
    from turnabout.matching.pairing import pair_program

    workspace = _sound(found, program, wishes.points, wishes.vetoes)
    refused = given_vetoes(wishes.vetoes, workspace, program)

    pairing = pair_program(
        workspace,
        program,
        refused,
        wishes.path,
        wishes.stages(program),
        whole=wishes.fairness,
        blocks=wishes.blocks,
        limit=wishes.time_limit.starting_now(),
    )
    fault = wishes.time_limit.fault(pairing.solution)
    keep = fault is None
    fairness = None
    if wishes.fairness:
        from turnabout.cli.fairness_text import figures

        fairness = figures(pairing)
    return Solved(
        program=program,
        fault=None if fault is None else Failure.of(fault),
        text=as_text(pairing, fairness),
        data=as_data(pairing, fairness),
        files=_files(found, pairing, withheld=refused is not None) if wishes.write and keep else {},
        certificate=_full_certificate(found, pairing) if wishes.certificate and keep else "",
    )


def _files(found: Read, pairing: "Pairing", withheld: bool) -> Mapping[str, str | None]:
    from turnabout.matching.proof.record import record

    proof = record(found.workspace, pairing, withheld)
    return pairing_changes(found.workspace, pairing, proof, found.files.contents).files


def _full_certificate(found: Read, pairing: "Pairing") -> str:
    from turnabout.matching.proof.record import record

    proof = record(found.workspace, pairing, withheld=False)
    return emit(proof, ("The full certificate. Keep it to yourself.",))


def _as_json(portfolio: Portfolio, done: Sequence[Done[Solved]]) -> str:
    """One program's data, or those of all programs by id, with the message and the hint where there are none."""
    data = {
        each.program: each.result.data
        if isinstance(each.result, Solved)
        else {"error": each.result.message, "hint": each.result.hint}
        for each in done
    }
    whole = data if portfolio.single is None else data[portfolio.single]
    return json.dumps(whole, ensure_ascii=False, indent=2)


def _blocks(engine: str, scheduler: str | None) -> "Blocks":
    from turnabout.matching.people.candidates import Candidates

    if (engine == "dask") != (scheduler is not None):
        raise UsageError("`--engine dask` and `--scheduler` go together", "give both, or neither")
    if scheduler is None:
        return Candidates.blocks
    from turnabout.matching.people.distributed import blocks_on_cluster

    return lambda found: blocks_on_cluster(found, scheduler)


def _sound(found: Read, program: str, points: PointsFile, vetoes: VetoesFile) -> Workspace:
    """As `sound`, with given points; where all that is wrong is too many pairs for somebody's places, with the ways out of it."""
    from turnabout.matching.pairing import pair_program
    from turnabout.matching.people.locks import ContradictionError

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


def _tell_written(written: Sequence[str], files: Mapping[str, str | None], *, quiet: bool) -> None:
    """What was written; with `quiet` beside the data, not among it."""
    click.echo("" if written else "\nnothing to write: the files already say this", err=quiet)
    for path in written:
        click.echo(f"{'removed' if files[path] is None else 'wrote'} {path}", err=quiet)
    if written:
        click.echo("Next: read them, then `turnabout validate`.", err=quiet)


def _keep_certificate(target: Path, content: str) -> None:
    write_files(target.absolute().parent, {target.name: content})
    click.echo(f"wrote {target}", err=True)
