"""A problem solved, as one value to work with from Python: pairs, values, prices and the proof."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from turnabout.matching.face import Prices
from turnabout.matching.instances.result import result
from turnabout.matching.problem import TIE, Problem, ProblemError, stage_faults
from turnabout.matching.proof.check import check
from turnabout.matching.proof.check_sided import unproven
from turnabout.matching.solution import Solution, made_pairs


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """The one answer of a problem. Nothing in it has to be believed: `proven` checks it again, without a solver."""

    problem: Problem
    solution: Solution

    @property
    def pairs(self) -> tuple[tuple[str, str, int], ...]:
        """Mentor, mentee and points of every pair made, sorted by mentor, then mentee."""
        return made_pairs(self.problem, self.solution)

    @property
    def indices(self) -> NDArray[np.int64]:
        """The pairs as numbers of people in `problem.mentors` and `problem.mentees`, int64[k, 2], sorted by mentee."""
        edges = np.array(self.solution.pairs, dtype=np.int64)
        return np.stack((self.problem.mentor[edges].astype(np.int64), self.problem.mentee[edges]), axis=1)

    @property
    def total(self) -> int:
        """The points of all pairs made."""
        return int(self.problem.points[list(self.solution.pairs)].sum())

    @property
    def values(self) -> Mapping[str, int]:
        """What each stage of the problem reached, in their order: points, or people, or pairs kept."""
        return {stage.name: stage.value for stage in self.solution.stages if stage.name != TIE}

    @property
    def prices(self) -> Mapping[str, Prices]:
        """The prices that prove each stage: a whole number for every mentor, int64[m], and every mentee, int64[n].

        In the units of the stage. For `total`: what the last place of a mentor, or of a mentee, is worth elsewhere.
        """
        return {stage.name: stage.prices for stage in self.solution.stages if stage.name != TIE}

    @property
    def unique(self) -> bool:
        """Whether the stages alone left one answer; otherwise ties were broken by a hash of the ids."""
        return self.solution.unique

    @property
    def faults(self) -> Sequence[str]:
        """What is wrong with the proof, in sentences; computed each time, about 0.05 s a stage for a million pairs."""
        return check(self.problem, self.solution)

    @property
    def proven(self) -> bool:
        """Whether the prices prove every stage optimal, in whole numbers; with balance rules they may leave a gap."""
        return not unproven(self.solution) and not self.faults

    def result(self) -> Mapping[str, Any]:
        """The pairs and the certificate as plain data, for a file that `turnabout verify` proves."""
        return result(self.problem, self.solution)


def solve(
    problem: Problem,
    stages: Sequence[str] | None = None,
    *,
    path: str | None = None,
    progress: Callable[[str], object] | None = None,
) -> Answer:
    """The one answer of the problem, with the prices that prove it.

    `stages` replaces those of the problem, as in `("coverage", "worst-pair", "total")`; each is made as good as possible
    without giving up anything of those before. `path` forces a method (`ilp`, `flow`, `kernel`); without it the problem's structure
    decides.
    `progress` is called with the name of every stage as it starts.
    Raises ProblemError (a ValueError) for stages that do not go together; InfeasibleError where no pairing keeps
    minimums and locks, NotProvenError where a solver's answer does not pass the exact proof, and UsageError for a path
    that does not apply, all of them TurnaboutErrors with a sentence and a hint.
    """
    from turnabout.matching.solvers import solve as solved

    if stages is not None:
        if faults := stage_faults(stages, bool(problem.mentor_minimum.any() or problem.mentee_minimum.any())):
            raise ProblemError(faults)
        problem = replace(problem, stages=tuple(stages))
    return Answer(problem, solved(problem, path, progress))
