"""`turnabout verify`: hold a program's certificate against the files, in integers and without a solver."""

from pathlib import Path

import click

from turnabout.cli.setting import Setting, read, repository_options, sound
from turnabout.cli.vetoes import VetoesFile, given_vetoes, vetoes_option
from turnabout.digest import inputs_digest
from turnabout.errors import UsageError
from turnabout.layout import certificate_path
from turnabout.matching.candidates import candidates, problem
from turnabout.matching.record import faults
from turnabout.model import PairStatus
from turnabout.workspace import Workspace, read_outside
from turnabout.yamlfile import Document


@click.command(short_help="Prove a program's certificate, without a solver.")
@click.argument("program")
@click.option(
    "--certificate",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A full certificate kept outside the repository, for programs with refused pairs.",
)
@vetoes_option
@repository_options
def verify(setting: Setting, program: str, certificate: Path | None, vetoes: VetoesFile) -> int:
    """Prove a program's certificate, without a solver.

    Every stage's prices show, in whole numbers, that no other pairing does better. Exit code 1 where the certificate is
    out of date, changed by hand or proves nothing; the message names the pair or the price.

    Example: turnabout verify digital-2026
    """
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
                if stage.get("bound", stage["value"]) != stage["value"]
            ]
        else:
            posed = problem(candidates(workspace, of, given_vetoes(vetoes, workspace, program)))
            complaints += faults(posed, data, _pairs(workspace, program))
    for complaint in complaints:
        click.echo(f"{document.path}: {complaint}")
    if not complaints and not data["withheld"]:
        named = ", ".join(dict.fromkeys(stage["stage"] for stage in data["stages"]))
        click.echo(f"proven: {len(_pairs(workspace, program))} pairs are optimal for {named}; checked without a solver")
    return 1 if complaints else 0


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
