"""Five balance rules on large programs: the core path against HiGHS on the whole model, CPU seconds, each in its own process.

    python benchmarks/balance.py 5000 10000 [--whole SECONDS] [--stages coverage,worst-pair,total]

Every mentee has 20 candidates, the mentors a fifth more places than there are mentees. Each rule asks for 70 % of the way
from what the best pairing without rules does to what one that seeks them could do, so all of them bind.
"""

import argparse
import signal
import subprocess
import sys
import time
from dataclasses import replace

import numpy as np

from turnabout.matching.face import Objective, first_face, no_gain
from turnabout.matching.problem import Problem
from turnabout.matching.proof.check import check
from turnabout.matching.side import SideRow
from turnabout.matching.solvers import solve
from turnabout.matching.solvers.network import some_answer

CANDIDATES, FULL, PARTS = 20, 10_000, 1_000
RULES = ("across-departments", "time-apart", "first-timers", "group-well-paired", "same-site")
LIKED = (0.05, -0.008, 0.04, 0.05, 0.06)


def instance(mentees: int, stages: tuple[str, ...]) -> Problem:
    """The problem with its five rules, the same in every run."""
    dice = np.random.default_rng([20260101, mentees])
    mentors = round(0.6 * mentees)
    profiles = [dice.standard_normal((size, 8)) for size in (mentees, mentors)]
    own, other = (each / np.linalg.norm(each, axis=1, keepdims=True) for each in profiles)
    pool = np.array([dice.choice(mentors, 120, replace=False) for _ in range(mentees)])
    likeness = 0.275 * (1 + np.einsum("ik,ijk->ij", own, other[pool])) + 0.45 * dice.random(pool.shape)
    top = np.argpartition(-likeness, CANDIDATES - 1, axis=1)[:, :CANDIDATES]
    top = np.take_along_axis(top, np.argsort(np.take_along_axis(pool, top, 1), axis=1), 1)  # by mentor, as pairs stand
    mentor = np.take_along_axis(pool, top, 1)
    points = np.rint(np.take_along_axis(likeness, top, 1) * FULL).astype(np.int64).ravel()
    mentee = np.repeat(np.arange(mentees), CANDIDATES)
    posed = Problem.of_pairs(
        mentor=mentor.ravel(),
        mentee=mentee,
        points=points,
        mentors=[f"mentor-{index:06}" for index in range(mentors)],
        mentees=[f"mentee-{index:06}" for index in range(mentees)],
        mentor_capacity=2,
        stages=stages,
    )
    columns, rows = posed.mentor, posed.mentee
    department, site, zone = ([dice.integers(0, size, n) for n in (mentors, mentees)] for size in (12, 6, 24))
    apart = np.abs(zone[0][columns] - zone[1][rows])
    counted = (
        department[0][columns] != department[1][rows],
        np.minimum(apart, 24 - apart),
        (dice.random(mentors) < 0.4)[columns],
        (dice.random(mentees) < 0.25)[rows] & (posed.points > 0.85 * FULL),
        site[0][columns] == site[1][rows],
    )
    counts = [each.astype(np.int64) for each in counted]
    seeking = posed.points + sum(like * FULL * each for like, each in zip(LIKED, counts, strict=True))
    face = first_face(posed)
    # Parts of a point by lot, so that one answer is the best one: the quotas must not depend on which one a solver finds.
    lot = dice.integers(0, PARTS, len(points))
    best, sought = (
        some_answer(face, Objective(np.rint(np.maximum(wanted * PARTS + lot, 0)).astype(np.int64), no_gain, no_gain))
        for wanted in (posed.points, seeking)
    )
    side = []
    for name, like, each in zip(RULES, LIKED, counts, strict=True):
        quota = 0.3 * each[best].sum() + 0.7 * each[sought].sum()
        limits = (int(np.floor(quota)), None) if like > 0 else (None, int(np.ceil(quota)))
        edges = np.flatnonzero(each)
        side.append(SideRow(name, name, edges, each[edges], *limits))
    return replace(posed, side=tuple(side))


def run(mentees: int, path: str, stages: tuple[str, ...]) -> str:
    """Solves one instance and says what it took, in one line."""
    posed = instance(mentees, stages)
    solve(instance(300, stages), path)  # what is loaded or compiled on first use is no cost of the method
    before = time.process_time()
    solution = solve(posed, path)
    took = time.process_time() - before
    checked = time.process_time()
    faults = check(posed, solution)
    checked = time.process_time() - checked
    told = ", ".join(
        f"{s.name} {s.value} (bound {s.bound}, by {s.side.by if s.side else 'prices'})"
        for s in solution.stages
        if s.name in stages
    )
    return f"{mentees:7} mentees  {path:4}  {took:7.2f} s  check {checked:5.2f} s  {told}{'  ' + '; '.join(faults) if faults else ''}"


def main() -> None:
    """Runs every size, each path in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("mentees", type=int, nargs="+")
    parser.add_argument("--whole", type=int, metavar="SECONDS", help="also HiGHS on the whole model, for so long (CPU)")
    parser.add_argument("--stages", default="total")
    parser.add_argument("--path", help=argparse.SUPPRESS)
    given = parser.parse_args()
    stages = tuple(given.stages.split(","))
    if given.path:
        sys.stdout.write(run(given.mentees[0], given.path, stages) + "\n")
        return
    for mentees in given.mentees:
        for path in ("core", *(["ilp"] if given.whole else [])):
            command = [sys.executable, __file__, str(mentees), "--stages", given.stages, "--path", path]
            if path == "ilp":
                command = ["prlimit", f"--cpu={given.whole}", "--", *command]
            ended = subprocess.run(command, check=False).returncode
            if ended == -signal.SIGXCPU or ended == -signal.SIGKILL:
                sys.stdout.write(f"{mentees:7} mentees  {path:4}  no answer in {given.whole} s\n")
            elif ended:
                raise SystemExit(ended)


if __name__ == "__main__":
    main()
