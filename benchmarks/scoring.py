"""Scores all pairs of a large program and keeps the best 20 mentors of every mentee: CPU seconds after all is read.

    .venv/bin/python benchmarks/scoring.py 10000

The number is that of mentees, and of mentors. The people are those of `crowd.py`.
"""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as the command does

import sys
import time

from crowd import files

from turnabout.files import Files
from turnabout.matching.generation import best_of_mentees
from turnabout.matching.people.candidates import candidates
from turnabout.workspace import build

KEPT = 20


def main(size: int) -> None:
    """Measures and prints."""
    contents = {path: text.encode() for path, text in files(2 * size)}
    workspace, found = build(Files(dict(sorted(contents.items()))))
    assert not found
    started = time.process_time()
    cohort = candidates(workspace, workspace.program("digital-0"))
    columns = time.process_time()
    kept = best_of_mentees(cohort.blocks, KEPT)
    done = time.process_time()
    print(f"{size} x {size}: columns {columns - started:.2f} s, best {KEPT} of each {done - columns:.2f} s CPU")
    print(f"{len(kept.key)} pairs, {int(kept.points.sum())} points")


if __name__ == "__main__":
    main(int(sys.argv[1]))
