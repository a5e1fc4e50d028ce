"""An answer with its proof: the pairs made, and for every stage the value, the bound and the prices."""

from dataclasses import dataclass

from turnabout.matching.face import Prices
from turnabout.matching.problem import Problem
from turnabout.matching.side import SideProof

ILP, FLOW, CORE, KERNEL = "ilp", "flow", "core", "kernel"


@dataclass(frozen=True, slots=True, eq=False)
class StageResult:
    """One stage. `bound` is what the prices prove that no answer can exceed; the stage is optimal where it is `value`.

    Worst pair: `value` is the largest threshold z such that all pairs not locked can have at least z points, and the
    prices prove something else, that `next_points` is too much: of `needed` places that somebody must have filled,
    at most `bound` can be. Without a higher value (`next_points` None), or where a pair that is in every answer has only
    z points, nothing has to be proven: `needed` is None, `bound` is `value` and all prices are 0.

    With side rows, `side` holds their multipliers and what stands behind the value, and `bound` may be above `value`. That
    the next threshold is too much is then proven by a bound below 0 with scale 0, and `needed` is 0.
    """

    name: str
    value: int
    bound: int
    prices: Prices
    next_points: int | None = None
    needed: int | None = None
    side: SideProof | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Solution:
    """The pairs made, as sorted indices of candidate pairs, and the proof.

    `unique` says whether the stages of the program alone left one answer; the rounds of the tie stage follow them in
    `stages` where they did not. `path` and `solver` say what computed it; the proof does not depend on them.
    """

    pairs: tuple[int, ...]
    stages: tuple[StageResult, ...]
    unique: bool
    path: str
    solver: str
    digest: str


def made_pairs(problem: Problem, solution: Solution) -> tuple[tuple[str, str, int], ...]:
    """Mentor, mentee and points of every pair made, sorted by mentor, then mentee."""
    return tuple(sorted((*problem.pair(edge), int(problem.points[edge])) for edge in solution.pairs))
