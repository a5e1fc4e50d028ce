"""Scores all pairs of a large program and keeps the best 20 mentors of every mentee: CPU seconds after all is read.

    .venv/bin/python benchmarks/scoring.py 10000

The number is that of mentees, and of mentors. The people are those of `crowd.py`. First by numpy, then by the compiled pass
(extra `large`), which has to find the same; loading numba, and what it compiles where nothing is kept yet, is said apart.
"""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as the command does

import sys
import time

import numpy as np
from crowd import files

from turnabout.files import Files
from turnabout.matching.generation import best_of_mentees
from turnabout.matching.people.candidates import candidates
from turnabout.matching.people.cells import Cells
from turnabout.matching.people.scorer import Scorer, scorer_of
from turnabout.workspace import build

KEPT = 20


def main(size: int) -> None:
    """Measures and prints."""
    contents = {path: text.encode() for path, text in files(2 * size)}
    workspace, found = build(Files(dict(sorted(contents.items()))))
    assert not found
    started = time.process_time()
    cohort = candidates(workspace, workspace.program("digital-0"))
    print(f"{size} x {size}: columns {time.process_time() - started:.2f} s CPU")
    everybody, few = cohort.columns, cohort.columns.of(slice(0, 1))
    kept = timed("numpy", scorer_of(everybody, cohort.scoring, above=size * size))
    started = time.process_time()
    best_of_mentees(scorer_of(few, cohort.scoring, above=0), KEPT)
    print(f"numba loaded, and compiled where it has to be: {time.process_time() - started:.2f} s")
    compiled = timed("compiled", scorer_of(everybody, cohort.scoring, above=0))
    assert np.array_equal(kept.key, compiled.key)
    assert np.array_equal(kept.points, compiled.points)
    print(f"{len(kept.key)} pairs, {int(kept.points.sum())} points")


def timed(name: str, scorer: Scorer) -> Cells:
    """The best of all pairs, after the time that finding them takes is printed."""
    started = time.process_time()
    kept = best_of_mentees(scorer, KEPT)
    print(f"{name}: best {KEPT} of each {time.process_time() - started:.2f} s")
    return kept


if __name__ == "__main__":
    main(int(sys.argv[1]))
