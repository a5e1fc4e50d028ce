"""Whether figures that compare two answers are exact: with balance rules on large programs a search may leave a gap."""

from turnabout.matching.problem import TOTAL
from turnabout.matching.side import BY_GAP
from turnabout.matching.solution import Solution, StageResult


def gap_words(solution: Solution) -> list[str]:
    """One sentence for every stage of which a better answer is not excluded; empty: the answer is exactly the best."""
    return [
        f"`{stage.name}` reaches {stage.value}; up to {stage.bound} is not excluded, so a figure about it is not exact"
        for stage in _open(solution)
    ]


def is_exact(*solutions: Solution) -> bool:
    """Whether all of these are best answers: proven by prices, or by a complete search of what prices leave open."""
    return not any(_open(solution) for solution in solutions)


def total_between(before: Solution, after: Solution) -> tuple[int, int] | None:
    """The least and the greatest by which the best totals can differ, where it is only the totals that are not exact.

    None where a stage before them is not exact either, or where `total` is no stage.
    """
    ranges = []
    for solution in (before, after):
        total = next((stage for stage in solution.stages if stage.name == TOTAL), None)
        if total is None or any(stage.name != TOTAL for stage in _until(solution, total) if stage in _open(solution)):
            return None
        ranges.append((total.value, total.bound if total in _open(solution) else total.value))
    (low, high), (low_after, high_after) = ranges
    return low_after - high, high_after - low


def _open(solution: Solution) -> list[StageResult]:
    return [stage for stage in solution.stages if stage.side is not None and stage.side.by == BY_GAP]


def _until(solution: Solution, last: StageResult) -> tuple[StageResult, ...]:
    return solution.stages[: solution.stages.index(last) + 1]
