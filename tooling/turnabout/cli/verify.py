"""`turnabout verify`: hold a program's certificate against the files, in integers and without a solver."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import click

from turnabout.cli.points import PointsFile, points_option, with_points
from turnabout.cli.setting import Setting, late_repository_options, read, sound
from turnabout.cli.vetoes import VetoesFile, given_vetoes, vetoes_option
from turnabout.digest import inputs_digest
from turnabout.errors import UsageError
from turnabout.layout import certificate_path
from turnabout.model import PairStatus
from turnabout.wording import counted
from turnabout.workspace import Workspace, read_outside
from turnabout.yamlfile import Document


@click.command(short_help="Prove a program's certificate, or a result file, without a solver.")
@click.argument("program")
@click.option(
    "--instance",
    type=click.Path(path_type=Path),
    help="PROGRAM is a result file of `turnabout solve --format json`, and this the instance it is about.",
)
@click.option(
    "--certificate",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A full certificate kept outside the repository, for programs with refused pairs.",
)
@points_option
@vetoes_option
@late_repository_options
def verify(
    setting: Callable[[], Setting],
    program: str,
    instance: Path | None,
    certificate: Path | None,
    points: PointsFile,
    vetoes: VetoesFile,
) -> int:
    """Prove a program's certificate, or a result file, without a solver.

    Every stage's prices show, in whole numbers, that no other pairing does better. Exit code 1 where the certificate is
    out of date, changed by hand or proves nothing; the message names the pair or the price.

    Example: turnabout verify digital-2026

    Example: turnabout verify result.json --instance instance.json
    """
    if instance is None:
        return _verify_program(setting(), program, certificate, points, vetoes)
    given = certificate is not None or points != PointsFile(None, none=False)
    if given or vetoes != VetoesFile(None, none=False):
        raise UsageError(
            "--instance goes with a result file, the other options with a program", "leave one of them out"
        )
    from turnabout.cli.verify_result import verify_result

    return verify_result(Path(program), instance)


def _verify_program(
    setting: Setting, program: str, certificate: Path | None, points: PointsFile, vetoes: VetoesFile
) -> int:
    # Late: a result needs none of this.
    from turnabout.matching.people.candidates import candidates
    from turnabout.matching.proof.record import program_faults

    workspace = sound(read(setting), "verified")
    of = workspace.program(program)
    document = _certificate(workspace, program, certificate)
    data = document.data
    complaints = []
    if data["inputs"] != inputs_digest(workspace, program):
        complaints.append("the files have changed since it was written: propose the pairing again")
    else:
        if data["withheld"]:
            click.echo(
                "prices are withheld, because pairs were refused in a file outside the repository; only values and bounds "
                "can be compared here. To prove the optimum, name the full certificate with `--certificate` and the "
                "refusals with `--vetoes`."
            )
            complaints += [
                f"stage `{stage['stage']}` reached {stage['value']}, its bound is {stage['bound']}"
                for stage in data["stages"]
                if stage.get("bound", stage["value"]) != stage["value"] and _by_prices(stage)
            ]
        else:
            posed = with_points(points, workspace, program)
            found = candidates(posed, of, given_vetoes(vetoes, workspace, program))
            complaints += program_faults(found, data, _pairs(workspace, program))
    for complaint in complaints:
        click.echo(f"{document.path}: {complaint}")
    if complaints:
        again = f"turnabout pair {program}{points.words}{vetoes.words} --write"
        click.echo(f"Not proven. Next: `{again}` pairs anew and writes a new certificate.")
    if not complaints and not data["withheld"]:
        proven = [stage for stage in data["stages"] if _by_prices(stage)]
        named = ", ".join(dict.fromkeys(stage["stage"] for stage in proven))
        if named:
            pairs = len(_pairs(workspace, program))
            click.echo(
                f"proven: {counted(pairs, 'pair')} {'is' if pairs == 1 else 'are'} optimal for {named}; checked without a solver"
            )
    if not complaints:
        for stage in data["stages"]:
            if not _by_prices(stage):
                click.echo(f"not proven by prices: {_instead(stage)}")
    return 1 if complaints else 0


def _by_prices(stage: Mapping[str, Any]) -> bool:
    """Whether a stage claims that its prices reach the value; with balance rules they need not."""
    return bool(stage.get("proof", "prices") == "prices")


def _instead(stage: Mapping[str, Any]) -> str:
    if stage["proof"] == "solver":
        return f"`{stage['stage']}` reached {stage['value']}, and that nothing better exists is the solver's word"
    if stage["stage"] in ("worst-pair", "tie"):
        return f"`{stage['stage']}` reached {stage['value']}; whether more is possible was not found out in time"
    return f"`{stage['stage']}` reached {stage['value']}; nothing above {stage['bound']} is possible"


def _certificate(workspace: Workspace, program: str, outside: Path | None) -> Document:
    if outside is not None:
        document, found = read_outside(outside, "certificate")
        if document is None:
            raise UsageError(f"{outside} is no certificate: {found[0].message}", "name the file that `pair` wrote")
        return document
    if program not in workspace.certificates:
        raise UsageError(
            f"there is no {certificate_path(program)}", f"`turnabout pair {program} --write` solves and writes it"
        )
    return workspace.certificates[program]


def _pairs(workspace: Workspace, program: str) -> list[tuple[str, str]]:
    """Mentor and mentee of every pair that is proposed or stands."""
    live = (PairStatus.DRAFT, PairStatus.ACTIVE, PairStatus.PAUSED)
    return [(pair.key.mentor, pair.key.mentee) for pair in workspace.pairs_of(program) if pair.status in live]
