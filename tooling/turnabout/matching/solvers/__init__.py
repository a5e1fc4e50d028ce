"""Solving a pairing problem: the path is chosen from its structure, and the answer carries its proof."""

from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING

import numpy as np

from turnabout.errors import UsageError
from turnabout.matching.face import Face, first_face
from turnabout.matching.limit import NO_LIMIT, Limit
from turnabout.matching.problem import Problem, problem_digest
from turnabout.matching.solution import CORE, FLOW, ILP, KERNEL, Solution
from turnabout.matching.solvers.compiled import numba_version
from turnabout.matching.solvers.stages import Engine, Progress, proving, run_stages

if TYPE_CHECKING:
    from turnabout.matching.solvers.kernel import Start

READABLE_PAIRS = 4_000
"""Up to this many candidate pairs the readable integer program takes less than a second."""
MODEL_PAIRS = 20_000
"""Up to this many it is preferred to what is less readable where `flow` does not apply, or there are balance rules."""
KERNEL_PAIRS = 150_000
"""Up to this many, SciPy takes less than a second. Above, who has installed the extra waits once while numba compiles."""
FLOW_CELLS = 30_000_000
"""Candidate pairs times open places of both people, up to which the flow path applies (about a gigabyte)."""


def solve(
    problem: Problem, path: str | None = None, progress: Progress | None = None, limit: Limit = NO_LIMIT
) -> Solution:
    """The one answer of the problem, with the values, bounds and prices that prove it.

    `path` is `ilp`, `flow` or `kernel`; without it, `path_for` chooses. `progress` is called with the name of every
    stage as it starts. Raises InfeasibleError where no pairing keeps minimums and locks, NotProvenError where a solver's
    answer does not pass the exact proof, UsageError for a path that does not apply. With balance rules, which make it a
    true integer program, `limit` ends the search with the best answer so far and what is proven of it, or
    OutOfTimeError; without them there is no search that could be ended.
    """
    return solve_within(problem, first_face(problem), path, progress, limit)


def solve_within(
    problem: Problem,
    face: Face,
    path: str | None = None,
    progress: Progress | None = None,
    limit: Limit = NO_LIMIT,
) -> Solution:
    """As `solve`, but over the answers of a face of the problem: with some pairs made or left out from the start.

    The proof is about the face, so `check` accepts it only for the whole problem's face.
    """
    if problem.side:
        from turnabout.matching.solvers.sided import solve_sided

        return solve_sided(problem, face, sided_path(face) if path is None else path, progress or _silent, limit)
    return _solved(problem, face, path_for(face) if path is None else path, {}, progress)


def solve_again(problem: Problem, before: Problem, answer: Solution, progress: Progress | None = None) -> Solution:
    """As `solve`, starting from the answer of a problem that differs little: other capacities, points, people or pairs.

    The answer is the same as without it. Only the kernel starts from there, so it is used where there is numba, and
    where that is worth loading. With balance rules, the search has to look for less.
    """
    face = first_face(problem)
    if problem.side:
        from turnabout.matching.solvers.carried import carried_pairs
        from turnabout.matching.solvers.sided import solve_sided

        near = carried_pairs(problem, before, answer.pairs)
        return solve_sided(problem, face, sided_path(face), progress or _silent, near=near)
    if numba_version() is None or len(problem.points) <= MODEL_PAIRS:
        return solve_within(problem, face, quickest_path(problem, face), progress)
    from turnabout.matching.solvers.warm import starts

    return _solved(problem, face, KERNEL, starts(problem, before, answer), progress)


def _solved(
    problem: Problem, face: Face, path: str, known: "Mapping[str, Start]", progress: Progress | None
) -> Solution:
    engine, solver = _engine(path, face, known)
    pairs, stages, unique = run_stages(problem, face, engine, progress or _silent)
    return Solution(
        pairs=tuple(np.flatnonzero(pairs).tolist()),
        stages=stages,
        unique=unique,
        path=path,
        solver=solver,
        digest=problem_digest(problem),
    )


def path_for(face: Face) -> str:
    """From the structure and what is installed, never from a failure: `ilp` up to 4,000 candidate pairs, then `flow`,
    and `kernel`, where there is numba, for what is large. What does not suit `flow` stays with `ilp` up to 20,000, and
    without numba above as well.
    """
    pairs = len(face.state)
    if pairs <= READABLE_PAIRS or (pairs <= MODEL_PAIRS and _flow_fault(face) is not None):
        return ILP
    return _large_path(face)


def sided_path(face: Face) -> str:
    """With balance rules: `core` above 20,000 candidate pairs, otherwise `ilp`."""
    return CORE if len(face.state) > MODEL_PAIRS else ILP


def quickest_path(problem: Problem, face: Face) -> str:
    """As `path_for`, but `flow` where it applies: for solving many changed problems, where nobody reads the model."""
    if problem.side:
        return sided_path(face)
    return FLOW if len(face.state) <= READABLE_PAIRS and _flow_fault(face) is None else path_for(face)


def _large_path(face: Face) -> str:
    fits = _flow_fault(face) is None
    if numba_version() is not None and not (fits and _is_for_scipy(face)):
        return KERNEL
    return FLOW if fits else ILP


def _is_for_scipy(face: Face) -> bool:
    """Whether compiling would take longer than it saves, or SciPy's full table is quicker than lists of candidates."""
    from turnabout.matching.solvers import flow

    pairs = len(face.state)
    return pairs <= KERNEL_PAIRS or flow.is_dense(int(face.mentor_high.sum()), int(face.mentee_high.sum()), pairs)


def _flow_fault(face: Face) -> str | None:
    from turnabout.matching.solvers import flow

    cells, single = flow.cells_needed(face)
    if not single:
        return "some pair has several places on both sides, so it could be made twice"
    if cells > FLOW_CELLS:
        return f"it needs {cells} cells of places by places, above {FLOW_CELLS}"
    return None


def _engine(path: str, face: Face, known: "Mapping[str, Start]") -> tuple[Engine, str]:
    """What solves the stages by a path, and its name. Raises UsageError for a path that does not apply."""
    if path == KERNEL:
        if numba_version() is None:
            raise UsageError(f"the path `{KERNEL}` needs numba", "install the extra: `pip install turnabout[large]`")
        from turnabout.matching.solvers import kernel

        return kernel.engine(known), kernel.solver_name()
    if path not in (ILP, FLOW):
        raise UsageError(f"there is no path `{path}`", f"use `{ILP}`, `{FLOW}` or `{KERNEL}`")
    if path == FLOW and (fault := _flow_fault(face)):
        raise UsageError(f"the path `{FLOW}` does not apply: {fault}", f"use `{ILP}` or `{KERNEL}`")
    module = import_module(f"turnabout.matching.solvers.{path}")
    return proving(module.best_pairs), module.solver_name()


def _silent(stage: str) -> None:
    """Says nothing."""
