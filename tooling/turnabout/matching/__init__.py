"""Pairing: an exact integer program over people, places and points, and a proof of its answer that needs no solver.

To read in this order: `problem` (what is given), `people/` (how a program poses it), `objectives` and `face` (a stage, and
what is left to decide after it), `solvers/` (how a stage is solved), `prices` and `proof/` (why nothing is better), `advice/`
(what it means for people). `from turnabout.matching import Problem, solve` is the way in from Python; nothing is loaded
before it is asked for, since numpy alone takes longer to import than most commands take to run.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from turnabout.matching.advice.infeasible import InfeasibleError as InfeasibleError
    from turnabout.matching.answer import Answer as Answer
    from turnabout.matching.answer import solve as solve
    from turnabout.matching.problem import Problem as Problem
    from turnabout.matching.problem import ProblemError as ProblemError
    from turnabout.matching.side import Balance as Balance

_PLACES = {
    "Answer": "answer",
    "Balance": "side",
    "InfeasibleError": "advice.infeasible",
    "Problem": "problem",
    "ProblemError": "problem",
    "solve": "answer",
}
__all__ = ["Answer", "Balance", "InfeasibleError", "Problem", "ProblemError", "solve"]


def __getattr__(name: str) -> Any:
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_PLACES[name]}"), name)
