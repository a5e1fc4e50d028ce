"""Solves the small problem with one solver: `python -m turnabout.matching.solvers.trial PuLP` prints name and total as JSON.

In a process of its own, because a broken solver can end the process that loads it.
"""

import json
import sys
from importlib.metadata import version

from turnabout.matching.trial import POINTS


def by_pulp() -> tuple[str, int]:
    """PuLP with HiGHS: their versions, and the best total they find."""
    import pulp

    program = pulp.LpProblem("trial", pulp.LpMaximize)
    sides = range(len(POINTS))
    make = [[program.add_variable(f"make_{a}_{b}", 0, 1, "Integer") for b in sides] for a in sides]
    for each in sides:
        program += pulp.lpSum(make[each]) <= 1, f"mentor_{each}"
        program += pulp.lpSum(row[each] for row in make) <= 1, f"mentee_{each}"
    program += pulp.lpSum(POINTS[a][b] * make[a][b] for a in sides for b in sides)
    program.solve(pulp.HiGHS(msg=False, gapRel=0, threads=1))
    total = sum(POINTS[a][b] * round(make[a][b].value()) for a in sides for b in sides)
    return f"PuLP {version('pulp')} with HiGHS {version('highspy')}", total


def by_scipy() -> tuple[str, int]:
    """SciPy: its version, and the best total it finds."""
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    points = np.array(POINTS)
    rows, columns = linear_sum_assignment(points, maximize=True)
    return f"SciPy {version('scipy')}", int(points[rows, columns].sum())


TRIALS = {"PuLP": by_pulp, "SciPy": by_scipy}

if __name__ == "__main__":
    sys.stdout.write(json.dumps(TRIALS[sys.argv[1]]()) + "\n")
