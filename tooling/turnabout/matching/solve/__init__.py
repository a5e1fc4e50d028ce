"""Solving a pairing problem: the path is chosen from its structure, and the answer carries its proof."""

from importlib import import_module
from types import ModuleType

import numpy as np

from turnabout.errors import UsageError
from turnabout.matching.face import Face, first_face
from turnabout.matching.problem import Problem, problem_digest
from turnabout.matching.solution import FLOW, ILP, Solution
from turnabout.matching.solve.stages import Progress, run_stages

READABLE_PAIRS = 20_000
"""Up to this many candidate pairs the readable integer program is quick enough."""
FLOW_CELLS = 30_000_000
"""Candidate pairs times open places of both people, up to which the flow path applies (about a gigabyte)."""


def solve(problem: Problem, path: str | None = None, progress: Progress | None = None) -> Solution:
    """The one answer of the problem, with the values, bounds and prices that prove it.

    `path` is `ilp` or `flow`; without it, `path_for` chooses. `progress` is called with the name of every stage as it
    starts. Raises InfeasibleError where no pairing keeps minimums and locks, NotProvenError where a solver's answer does
    not pass the exact proof, UsageError for a path that does not apply.
    """
    return solve_within(problem, first_face(problem), path, progress)


def solve_within(problem: Problem, face: Face, path: str | None = None, progress: Progress | None = None) -> Solution:
    """As `solve`, but over the answers of a face of the problem: with some pairs made or left out from the start.

    The proof is about the face, so `check` accepts it only for the whole problem's face.
    """
    chosen = path_for(face) if path is None else path
    engine = _engine(chosen, face)
    pairs, stages, unique = run_stages(problem, face, engine.best_pairs, progress or _silent)
    return Solution(
        pairs=tuple(np.flatnonzero(pairs).tolist()),
        stages=stages,
        unique=unique,
        path=chosen,
        solver=engine.solver_name(),
        digest=problem_digest(problem),
    )


def path_for(face: Face) -> str:
    """`flow` above 20,000 candidate pairs if it applies, otherwise `ilp`: from the structure, never from a failure."""
    return FLOW if len(face.state) > READABLE_PAIRS and _flow_fault(face) is None else ILP


def quickest_path(face: Face) -> str:
    """`flow` if it applies, otherwise `ilp`: for solving many changed problems, where nobody reads the model."""
    return FLOW if _flow_fault(face) is None else ILP


def _flow_fault(face: Face) -> str | None:
    from turnabout.matching.solve import flow

    cells, single = flow.cells_needed(face)
    if not single:
        return "some pair has several places on both sides, so it could be made twice"
    if cells > FLOW_CELLS:
        return f"it needs {cells} cells of places by places, above {FLOW_CELLS}"
    return None


def _engine(path: str, face: Face) -> ModuleType:
    if path == ILP:
        return import_module("turnabout.matching.solve.ilp")
    if path != FLOW:
        raise UsageError(f"there is no path `{path}`", f"use `{ILP}` or `{FLOW}`")
    if fault := _flow_fault(face):
        raise UsageError(f"the path `{FLOW}` does not apply: {fault}", f"use `{ILP}`")
    return import_module("turnabout.matching.solve.flow")


def _silent(stage: str) -> None:
    """Says nothing."""
