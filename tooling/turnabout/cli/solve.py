"""`turnabout solve`: the engine alone, on an instance in a documented format."""

import json
from pathlib import Path

import click

from turnabout.cli.setting import step
from turnabout.cli.tables import table
from turnabout.errors import UsageError
from turnabout.matching.certificate import certificate
from turnabout.matching.check import check
from turnabout.matching.instance import InstanceError, instance_scale, read_instance, read_pairs
from turnabout.matching.problem import COVERAGE, TOTAL, WORST_PAIR, Problem
from turnabout.matching.solution import Solution, made_pairs
from turnabout.matching.solve import solve as solve_problem
from turnabout.reporters import render


@click.command(short_help="Solve a pairing problem given as a file.")
@click.argument("instance", type=click.Path(path_type=Path))
@click.option(
    "--path", type=click.Choice(["ilp", "flow"]), help="Force a method; left out: by the size of the problem."
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def solve(instance: Path, path: str | None, form: str) -> int:
    """Solve a pairing problem given as a file: JSON, or CSV with the columns mentor, mentee, points.

    The JSON format is described by schema/instance.schema.json. With --format json the certificate is printed.

    Example: turnabout solve instance.json
    """
    problem, scale = _read(instance)
    solution = solve_problem(problem, path, lambda stage: step(f"solving: {stage}"))
    faults = check(problem, solution)
    if form == "json":
        click.echo(json.dumps(certificate(problem, solution), indent=2, ensure_ascii=False))
    else:
        click.echo(_text(problem, solution, scale), nl=False)
    for fault in faults:  # a solver that is wrong must not go unnoticed
        click.echo(f"not proven: {fault}", err=True)
    return 3 if faults else 0


def _read(path: Path) -> tuple[Problem, int]:
    try:
        content = path.read_bytes().decode("utf-8-sig")
    except OSError as fault:
        raise UsageError(f"{path} cannot be read: {fault.strerror}", "check the name and the permissions") from fault
    except UnicodeDecodeError as fault:
        raise UsageError(f"{path} is not UTF-8 text", "save it as UTF-8") from fault
    try:
        if path.suffix.lower() == ".csv":
            return read_pairs(content, str(path), "instance", (COVERAGE, WORST_PAIR, TOTAL)), 1
        return read_instance(content, str(path)), instance_scale(content)
    except InstanceError as error:
        click.echo(render(error.diagnostics), err=True, nl=False)
        raise click.exceptions.Exit(1) from error


def _text(problem: Problem, solution: Solution, scale: int) -> str:
    pairs = made_pairs(problem, solution)
    total = sum(points for _, _, points in pairs)
    worth = f"{total} points" if scale == 1 else f"{total} / {scale} = {total / scale:.4f}"
    lines = [
        f"{problem.program}: {len(pairs)} pairs, total {worth}",
        f"  mentees with a mentor: {len({mentee for _, mentee, _ in pairs})} of {len(problem.mentees)}",
        *(
            f"  {stage.name}: {stage.value}"
            + ("" if stage.bound is None or stage.name == WORST_PAIR else f", bound {stage.bound}")
            for stage in solution.stages
            if stage.name in problem.stages
        ),
        f"  proven without the solver; {'one best answer' if solution.unique else 'ties broken by a fixed rule'}; "
        f"{solution.path}, {solution.solver}",
        "",
        *table(["mentor", "mentee", "points"], [[a, b, str(points)] for a, b, points in pairs]),
    ]
    return "\n".join(lines) + "\n"
