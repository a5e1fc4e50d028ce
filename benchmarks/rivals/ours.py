"""Turnabout itself: one stage, the three stages of the example program, and balance rules; always with ties and proof."""

from typing import Any

import numpy as np


def _ready() -> Any:
    """The engine, after a small problem: what numba compiles on a first call is kept on disk and loaded here."""
    from turnabout.matching import Problem, solve
    from turnabout.matching.solvers.compiled import numba_version

    def of(instance: Any, **options: Any) -> Any:
        return Problem.of_pairs(
            instance.mentor,
            instance.mentee,
            instance.points,
            mentors=instance.mentors,
            mentees=instance.mentees,
            mentor_capacity=instance.capacity,
            **options,
        )

    dice = np.random.default_rng(1)
    small = Problem.of_points(dice.integers(0, 1_000, (160, 200)), mentor_capacity=2)
    solve(small)
    solve(small, stages=("total",))
    if numba_version() is not None:
        solve(small, path="kernel")
    return of, solve


def stage_alone() -> Any:
    """The best total with the prices that prove it, by the engine that the problem's structure chooses; ties stay open."""
    _ready()
    from importlib import import_module

    from turnabout.matching import Problem
    from turnabout.matching.face import first_face
    from turnabout.matching.objectives import stage_objective
    from turnabout.matching.solvers import path_for
    from turnabout.matching.solvers.stages import proving

    def run(instance: Any) -> np.ndarray:
        m, n, size = instance.mentors, instance.mentees, instance.pairs
        nobody, one, unmarked = (
            np.zeros(max(m, n), dtype=np.int64),
            np.ones(n, dtype=np.int64),
            np.zeros(size, dtype=bool),
        )
        problem = Problem(
            program="stage",
            mentors=("",) * m,
            mentees=("",) * n,
            capacity=instance.capacity,
            mentor_minimum=nobody[:m],
            demand=one,
            mentee_minimum=nobody[:n],
            priority=one,
            indptr=instance.start,
            mentor=instance.mentor,
            points=instance.points,
            locked=unmarked,
            keep=unmarked,
            stages=("total",),
        )
        face = first_face(problem)
        module = import_module(f"turnabout.matching.solvers.{path_for(face)}")
        engine = module.engine() if hasattr(module, "engine") else proving(module.best_pairs)
        pairs, _ = engine.best("total", face, stage_objective(problem, "total"))
        return np.flatnonzero(pairs)

    return run


def one_stage() -> Any:
    """The best total, ties broken and proven."""
    of, solve = _ready()
    return lambda instance: np.array(solve(of(instance), stages=("total",)).solution.pairs)


def all_stages() -> Any:
    """Coverage, worst pair and total, ties broken and proven."""
    of, solve = _ready()
    return lambda instance: np.array(solve(of(instance)).solution.pairs)


def balanced() -> Any:
    """The best total that keeps the balance rules."""
    from turnabout.matching.side import SideRow

    of, solve = _ready()

    def run(instance: Any) -> np.ndarray:
        from dataclasses import replace

        problem = of(instance, stages=("total",))
        rows = []
        for index, (coefficients, low) in enumerate(zip(instance.coefficients, instance.low, strict=True)):
            edges = np.flatnonzero(coefficients)
            rows.append(SideRow(f"rule-{index}", f"rule {index}", edges, coefficients[edges], int(low), None))
        return np.array(solve(replace(problem, side=tuple(rows))).solution.pairs)

    return run


def numpy_only() -> Any:
    """As `all_stages`, where numba is not installed."""
    import sys

    sys.modules["numba"] = None  # type: ignore[assignment]  # as Python marks what cannot be imported
    return all_stages()
