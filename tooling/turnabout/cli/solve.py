"""`turnabout solve`: the engine alone, on an instance in a documented format."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from turnabout.cli.failures import say
from turnabout.cli.instances import instance_at
from turnabout.cli.setting import step
from turnabout.cli.tables import table
from turnabout.cli.time_limit import TimeLimit, time_limit_option

if TYPE_CHECKING:
    from turnabout.matching.problem import Problem
    from turnabout.matching.solution import Solution

SHOWN = 200
"""So many pairs are shown to people; a file has all."""


@click.command(short_help="Solve a pairing problem given as a file.")
@click.argument("instance", type=click.Path(path_type=Path))
@click.option(
    "--path",
    type=click.Choice(["ilp", "flow", "kernel", "core"]),
    help="Force a method; left out: by the size of the problem.",
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@time_limit_option
def solve(instance: Path, time_limit: TimeLimit, path: str | None, form: str) -> int:
    """Solve a pairing problem given as a file.

    The file is JSON (schema/instance.schema.json), CSV (a list with the columns mentor, mentee, points, or a table with
    mentors in rows and mentees in columns), or NPZ for large problems. With --format json the result is printed, pairs and
    certificate, which `turnabout verify` proves without a solver.

    Example: turnabout solve instance.json --format json > result.json
    """
    from turnabout.matching.instances.result import result, result_text
    from turnabout.matching.proof.check import check
    from turnabout.matching.solvers import solve as solve_problem

    step("reading")
    problem, scale = instance_at(instance)
    step(f"{len(problem.mentors)} mentors, {len(problem.mentees)} mentees, {len(problem.points)} possible pairs")
    limit = time_limit.starting_now()
    solution = solve_problem(problem, path, lambda stage: step(f"solving: {stage}"), limit)
    step("checking")
    faults = check(problem, solution)
    if form == "json":
        click.echo(result_text(result(problem, solution)), nl=False)
    else:
        click.echo(_text(problem, solution, scale, proven=not faults), nl=False)
    for fault in faults:  # a solver that is wrong must not go unnoticed
        click.echo(f"not proven: {fault}", err=True)
    if cut_off := time_limit.fault(solution):
        say(cut_off.message, cut_off.hint)
    return 3 if faults or cut_off else 0


def _text(problem: "Problem", solution: "Solution", scale: int, *, proven: bool) -> str:
    from turnabout.matching.problem import WORST_PAIR
    from turnabout.matching.proof.check_sided import unproven
    from turnabout.matching.solution import made_pairs

    pairs = made_pairs(problem, solution)
    total = sum(points for _, _, points in pairs)
    worth = f"{total} points" if scale == 1 else f"{total} / {scale} = {total / scale:.4f}"
    gaps = unproven(solution)
    proof = "proven without the solver" if proven and not gaps else "not all is proven"
    lines = [
        f"{problem.program}: {len(pairs)} pairs, total {worth}",
        f"  mentees with a mentor: {len({mentee for _, mentee, _ in pairs})} of {len(problem.mentees)}",
        *(
            f"  {stage.name}: {stage.value}" + ("" if stage.name == WORST_PAIR else f", bound {stage.bound}")
            for stage in solution.stages
            if stage.name in problem.stages
        ),
        f"  {proof}; {'one best answer' if solution.unique else 'ties broken by a fixed rule'}; "
        f"{solution.path}, {solution.solver}",
        *(f"  {gap}" for gap in gaps),
        "",
        *table(["mentor", "mentee", "points"], [[a, b, str(points)] for a, b, points in pairs[:SHOWN]]),
    ]
    if len(pairs) > SHOWN:
        lines.append(f"… and {len(pairs) - SHOWN} more; `--format json` has all")
    return "\n".join(lines) + "\n"
