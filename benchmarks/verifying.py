"""Proving results from their prices, without a solver: as a whole command, and per million pairs.

    .venv/bin/python benchmarks/verifying.py [RUNS]

Prints medians of CPU seconds (user and system) of `turnabout verify` on an instance of 1,000 x 1,000, where no solver can
be imported; and of each part of the check on 1 million pairs, dense and sparse, the whole of it divided by the stages, a
round of the tie stage being one (the sparse program needs one).
"""

import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from turnabout.matching import Answer, Problem, solve
from turnabout.matching.face import bound, first_face, narrowed, worth
from turnabout.matching.instances.result import result_text
from turnabout.matching.objectives import stage_objective
from turnabout.matching.problem import problem_digest
from turnabout.matching.proof.check import check

BLOCKED = ("pulp", "highspy", "scipy", "numba")
COMMAND = (
    f"import sys; sys.modules.update(dict.fromkeys({BLOCKED!r})); sys.argv = ['turnabout', *sys.argv[1:]]\n"
    "from turnabout.cli import main\nraise SystemExit(main())"
)


def whole(arguments: list[str]) -> float:
    """CPU seconds of the command as a process."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", COMMAND, *arguments], check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def part(work: Callable[[], object]) -> float:
    """CPU seconds of a call."""
    before = time.process_time()
    work()
    return time.process_time() - before


def parts(answer: Answer) -> dict[str, Callable[[], object]]:
    """What checking consists of. The certificate alone is bound and value of every stage from its prices."""
    problem, solution = answer.problem, answer.solution
    pairs = np.zeros(len(problem.points), dtype=bool)
    pairs[list(solution.pairs)] = True
    face, total = first_face(problem), stage_objective(problem, "total")
    prices = answer.prices["total"]
    return {
        "one stage from its prices": lambda: (worth(face, total, pairs), bound(face, total, prices)),
        "its optimal face": lambda: narrowed(face, total, prices),
        "digest of the problem": lambda: problem_digest(problem),
        "whole check, for each stage": lambda: check(problem, solution),
    }


def main() -> None:
    """Measure and print."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    dice = np.random.default_rng(1)
    points = dice.integers(0, 10_001, (1_000, 1_000))
    dense = solve(Problem.of_points(points, program="instance"))
    with tempfile.TemporaryDirectory() as folder:
        instance, result = Path(folder) / "instance.npz", Path(folder) / "result.json"
        np.savez(instance, format=1, points=points)
        result.write_text(result_text(dense.result()))
        arguments = ["verify", str(result), "--instance", str(instance)]
        print(
            f"turnabout verify, 1,000 x 1,000, no solver: {statistics.median(whole(arguments) for _ in range(runs)):.2f} s"
        )
    offered = np.argsort(dice.random((50_000, 100)), axis=1)[:, :20] + 100 * dice.integers(0, 300, (50_000, 1))
    columns = offered.ravel(), np.repeat(np.arange(50_000), 20), dice.integers(0, 10_001, 1_000_000)
    sparse = solve(Problem.of_pairs(*columns, mentors=30_000, mentees=50_000, mentor_capacity=2))
    print("\n| 1 million pairs | dense, ms | sparse, ms |\n| --- | ---: | ---: |")
    for one, other in zip(parts(dense).items(), parts(sparse).items(), strict=True):
        found = [1_000 * statistics.median(part(work) for _ in range(runs)) for _, work in (one, other)]
        if "for each stage" in one[0]:
            found = [took / len(answer.solution.stages) for took, answer in zip(found, (dense, sparse), strict=True)]
        print(f"| {one[0]} | {found[0]:.0f} | {found[1]:.0f} |")


if __name__ == "__main__":
    main()
