"""A limit of time with balance rules: whenever it passes, the answer keeps the rules and its certificate is honest."""

import itertools
from collections import Counter

import numpy as np
import pytest

from support_sided import everything_sided, random_sided
from turnabout.errors import NotProvenError
from turnabout.matching.limit import Limit, OutOfTimeError
from turnabout.matching.proof.check import check
from turnabout.matching.proof.check_sided import unproven, unsettled
from turnabout.matching.side import BY_GAP
from turnabout.matching.solvers import solve


def after(looks: int) -> Limit:
    """A limit that has passed when somebody looks at the clock for the time after `looks`."""
    left = itertools.chain(itertools.repeat(3600.0, looks), itertools.repeat(0.0))
    return Limit(lambda: next(left))


@pytest.mark.parametrize("path", ["ilp", "core"])
def test_whenever_time_is_up_nothing_wrong_is_said(path: str) -> None:
    seen: Counter[str] = Counter()
    for seed in range(40):
        problem = random_sided(seed)
        best = everything_sided(problem)
        for looks in (0, 1, 2, 3, 4, 6, 8, 10, 12, 15, 40):
            try:
                solution = solve(problem, path, limit=after(looks))
            except OutOfTimeError:
                seen["nothing found"] += 1
                continue
            except NotProvenError:
                seen["no answer"] += 1
                assert not best.values, f"seed {seed}: there is a pairing"
                continue
            assert check(problem, solution) == [], f"seed {seed}, {looks} looks at the clock"
            made = np.isin(np.arange(len(problem.points)), solution.pairs)
            assert (best.pairs == made).all(axis=1).any(), f"seed {seed}: the answer breaks a rule"
            for stage, value in zip(solution.stages, best.best, strict=False):
                assert stage.side is not None
                if stage.side.by == BY_GAP:
                    break  # later stages are best only among what this one leaves
                assert stage.value == value, f"seed {seed}: {stage.name} is called best, and is not"
            cut_off = any(stage.side is not None and stage.side.by == BY_GAP for stage in solution.stages)
            assert not cut_off or unproven(solution)
            seen["cut off" if unsettled(solution) else "settled"] += 1
    assert min(seen["settled"], seen["cut off"], seen["nothing found"]) > 2, seen


@pytest.mark.parametrize("path", ["ilp", "core"])
def test_time_enough_changes_nothing(path: str) -> None:
    for seed in range(40):
        problem = random_sided(seed)
        try:
            expected = solve(problem, path)
        except NotProvenError:
            continue
        limited = solve(problem, path, limit=after(10_000))
        assert limited.pairs == expected.pairs, f"seed {seed}"
        assert not unsettled(limited)
