"""Solvers that take a model as columns of numbers: HiGHS as LP and as MIP, and SciPy's milp."""

from typing import Any

import numpy as np


def _matrix(instance: Any) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Every pair as a column: its mentee's row, its mentor's row, and the balance rules that count it."""
    n, m = instance.mentees, instance.mentors
    rule, pair = np.nonzero(instance.coefficients)
    row = np.concatenate((instance.mentee, n + instance.mentor, n + m + rule)).astype(np.int32)
    column = np.concatenate((np.arange(instance.pairs), np.arange(instance.pairs), pair))
    entry = np.concatenate((np.ones(2 * instance.pairs), instance.coefficients[rule, pair]))
    order = np.lexsort((row, column))
    begins = np.searchsorted(column[order], np.arange(instance.pairs + 1)).astype(np.int32)
    return begins, row[order], entry[order].astype(float)


def _highs(integer: bool) -> Any:
    import highspy

    def run(instance: Any) -> np.ndarray:
        begins, row, entry = _matrix(instance)
        rows = instance.mentees + instance.mentors + len(instance.low)
        endless = highspy.kHighsInf
        low = np.concatenate((np.full(instance.mentees + instance.mentors, -endless), instance.low))
        high = np.concatenate((np.ones(instance.mentees), instance.capacity, np.full(len(instance.low), endless)))
        solver = highspy.Highs()
        solver.silent()
        for option, setting in (("threads", 1), ("mip_rel_gap", 0.0), ("mip_abs_gap", 0.0)):
            solver.setOptionValue(option, setting)
        kinds = np.full(instance.pairs, int(integer), dtype=np.int32)
        zeros, ones = np.zeros(instance.pairs), np.ones(instance.pairs)
        columnwise, maximise = int(highspy.MatrixFormat.kColwise), int(highspy.ObjSense.kMaximize)
        solver.passModel(
            instance.pairs, rows, len(row), columnwise, maximise, 0.0, instance.points.astype(float),
            zeros, ones, low, high.astype(float), begins, row, entry, kinds,
        )  # fmt: skip
        solver.run()
        assert solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
        return np.flatnonzero(np.asarray(solver.getSolution().col_value) > 0.5)

    return run


def highs_lp() -> Any:
    """The linear relaxation, which is integral without balance rules."""
    return _highs(integer=False)


def highs_mip() -> Any:
    """The whole model as an integer program."""
    return _highs(integer=True)


def scipy_milp() -> Any:
    """The same through SciPy."""
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csc_array

    def run(instance: Any) -> np.ndarray:
        begins, row, entry = _matrix(instance)
        rows = instance.mentees + instance.mentors + len(instance.low)
        matrix = csc_array((entry, row, begins), shape=(rows, instance.pairs))
        low = np.concatenate((np.full(instance.mentees + instance.mentors, -np.inf), instance.low))
        high = np.concatenate((np.ones(instance.mentees), instance.capacity, np.full(len(instance.low), np.inf)))
        found = milp(
            -instance.points.astype(float),
            constraints=LinearConstraint(matrix, low, high),
            integrality=np.ones(instance.pairs),
            bounds=Bounds(0, 1),
            options={"mip_rel_gap": 0.0},
        )
        assert found.status == 0, found.message
        return np.flatnonzero(found.x > 0.5)

    return run


def textbook_stages() -> Any:
    """Coverage, worst pair and total as three integer programs: `max z` with a large constant, as textbooks have it."""
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csc_array, csr_array, hstack, identity, vstack

    def run(instance: Any) -> np.ndarray:
        begins, row, entry = _matrix(instance)
        people, top = instance.mentees + instance.mentors, int(instance.points.max())
        matrix = hstack([csc_array((entry, row, begins), shape=(people, instance.pairs)), csc_array((people, 1))])
        room = LinearConstraint(matrix, -np.inf, np.concatenate((np.ones(instance.mentees), instance.capacity)))
        least = np.ones((instance.pairs, 1))
        below = hstack([identity(instance.pairs).multiply(top - instance.points), csr_array(least)])
        constraints = [room, LinearConstraint(below.tocsr(), -np.inf, top)]
        everybody = np.append(np.ones(instance.pairs), 0)
        found = None
        for goal in (everybody, np.append(np.zeros(instance.pairs), 1), np.append(instance.points, 0)):
            found = milp(
                -goal.astype(float),
                constraints=constraints,
                integrality=everybody,
                bounds=Bounds(0, np.append(np.ones(instance.pairs), top)),
                options={"mip_rel_gap": 0.0},
            )
            assert found.status == 0, found.message
            constraints.append(LinearConstraint(vstack([csr_array(goal[None, :])]), round(-found.fun), np.inf))
        return np.flatnonzero(found.x[:-1] > 0.5)

    return run
