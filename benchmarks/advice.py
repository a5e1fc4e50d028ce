"""What a question costs once the answer is at hand: a what-if and a repair at 10,000 mentees with 20 candidates each.

    .venv/bin/python benchmarks/advice.py [MENTEES] [--runs N]

Prints the least of N runs in CPU seconds after the imports, for each question near the answer before (`near`) and solved
from nothing (`anew`), with how many pairs move. Posing the question is part of it. Then one plan of a repair under the
five balance rules of `balance.py`. Fails where `near`
and `anew` differ in what they reach.
"""

import argparse
import sys
import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np
from balance import instance

from turnabout.matching.advice.change import made, near_to, numbers
from turnabout.matching.advice.repair_ruled import best_under_rules
from turnabout.matching.problem import Bools, Problem
from turnabout.matching.solution import KERNEL, Solution
from turnabout.matching.solvers import solve, solve_again

STAGES = ("coverage", "worst-pair", "total")
TARGET = 0.1
RULED = 200
"""Mentees of the program with balance rules: about the largest where every number of changes is decided."""


def questions(problem: Problem, pairs: Bools) -> dict[str, Callable[[], Problem]]:
    """What a coordinator asks near the answer that has these pairs: other places, points, people, and a repair."""
    dice = np.random.default_rng(7)
    one = int(problem.mentor[np.flatnonzero(pairs)[0]])
    people = np.arange(len(problem.mentors))
    more, left = (np.where(people == one, places, problem.capacity) for places in (4, 0))
    other = problem.points * 9 // 10 + dice.integers(0, 1_000, len(problem.points))
    some = np.where(dice.random(len(problem.points)) < 0.01, other, problem.points)
    stay = pairs & (problem.mentor != one)
    return {
        "what if a mentor has two more places": lambda: near_to(replace(problem, capacity=more), pairs),
        "what if a mentor leaves": lambda: near_to(replace(problem, capacity=left), pairs),
        "what if one pair in a hundred scores otherwise": lambda: near_to(replace(problem, points=some), pairs),
        "what if weights change, so all points differ": lambda: near_to(replace(problem, points=other), pairs),
        "repair: a mentor left, all other pairs stay": lambda: replace(problem, capacity=left, locked=stay, keep=stay),
    }


def least(call: Callable[[], Solution], runs: int) -> tuple[float, Solution]:
    """The least CPU seconds of some runs, and what the last one gave."""
    took = []
    for _ in range(runs):
        before = time.process_time()
        found = call()
        took.append(time.process_time() - before)
    return min(took), found


def plan_under_rules() -> str:
    """One line about a plan with at most three changes under five balance rules."""
    posed = instance(RULED, STAGES)
    standing = made(posed, solve(posed)) & (np.arange(len(posed.points)) % 3 > 0)
    before = time.process_time()
    best_under_rules(posed, standing, 3)
    took = time.process_time() - before
    return f"one plan under five balance rules, {len(posed.mentees)} mentees: {took:.1f} s"


def main() -> None:
    """Asks every question and prints a line for each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("mentees", type=int, nargs="?", default=10_000)
    parser.add_argument("--runs", type=int, default=5)
    given = parser.parse_args()
    problem = replace(instance(given.mentees, STAGES), side=())
    answer = solve(problem, KERNEL)
    pairs = made(problem, answer)
    for words, pose in questions(problem, pairs).items():
        near, found = least(lambda pose=pose: solve_again(pose(), problem, answer), given.runs)
        anew, right = least(lambda pose=pose: solve(pose(), KERNEL), given.runs)
        posed = pose()
        if numbers(posed, found) != numbers(posed, right):
            sys.exit(f"{words}: {numbers(posed, found)} and {numbers(posed, right)}")
        moved = int((pairs & ~made(posed, found)).sum())
        met = "met" if near <= TARGET else "missed"
        print(f"{words:47} near {near:6.3f} s ({met}: {TARGET})  anew {anew:6.3f} s  {moved:5} pairs move")
    print(plan_under_rules())


if __name__ == "__main__":
    main()
