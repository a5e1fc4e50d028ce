"""Modelling languages: PuLP as tutorials show it and as quickly as its public interface goes, and python-mip."""

from itertools import pairwise
from typing import Any

import numpy as np
from networks import by_mentor


def _tutorial(solver_of: Any) -> Any:
    """What the tutorials show: a dictionary of variables, sums by lpSum, one constraint for every person."""
    import pulp

    def run(instance: Any) -> np.ndarray:
        model = pulp.LpProblem("mentoring", pulp.LpMaximize)
        make = pulp.LpVariable.dicts("make", range(instance.pairs), cat="Binary")
        return _solved(pulp, model, make, instance, solver_of(pulp))

    return run


def _solved(pulp: Any, model: Any, make: Any, instance: Any, solver: Any) -> np.ndarray:
    points, start = instance.points.tolist(), instance.start.tolist()
    model += pulp.lpSum(points[pair] * make[pair] for pair in range(instance.pairs))
    for low, high in pairwise(start):
        model += pulp.lpSum(make[pair] for pair in range(low, high)) <= 1
    for pairs, room in zip(by_mentor(instance), instance.capacity.tolist(), strict=True):
        model += pulp.lpSum(make[pair] for pair in pairs) <= room
    for row, low in zip(instance.coefficients, instance.low.tolist(), strict=True):
        model += pulp.lpSum(int(row[pair]) * make[pair] for pair in np.flatnonzero(row).tolist()) >= low
    model.solve(solver)
    return np.flatnonzero([(make[pair].value() or 0) > 0.5 for pair in range(instance.pairs)])


def tutorial_cbc() -> Any:
    """PuLP 3 with the CBC that comes with it."""
    return _tutorial(lambda pulp: pulp.PULP_CBC_CMD(msg=False, threads=1, gapRel=0))


def tutorial_highs() -> Any:
    """PuLP 3 with HiGHS."""
    return _tutorial(lambda pulp: pulp.HiGHS(msg=False, threads=1, gapRel=0))


def best_pulp3() -> Any:
    """PuLP 3 at its quickest: expressions from lists of terms, and the linear relaxation only."""
    import pulp

    def run(instance: Any) -> np.ndarray:
        model = pulp.LpProblem("mentoring", pulp.LpMaximize)
        make = [pulp.LpVariable(f"x{pair}", 0, 1) for pair in range(instance.pairs)]
        terms, start = pulp.LpAffineExpression, instance.start.tolist()
        model.setObjective(terms(list(zip(make, instance.points.tolist(), strict=True))))
        for low, high in pairwise(start):
            model.addConstraint(
                pulp.LpConstraint(terms([(one, 1) for one in make[low:high]]), pulp.LpConstraintLE, None, 1)
            )
        for pairs, room in zip(by_mentor(instance), instance.capacity.tolist(), strict=True):
            expression = terms([(make[pair], 1) for pair in pairs])
            model.addConstraint(pulp.LpConstraint(expression, pulp.LpConstraintLE, None, room))
        model.solve(pulp.HiGHS(msg=False, threads=1))
        return np.flatnonzero([(one.varValue or 0) > 0.5 for one in make])

    return run


def tutorial_pulp4() -> Any:
    """PuLP 4 with HiGHS, in the words of its documentation."""
    import pulp

    def run(instance: Any) -> np.ndarray:
        model = pulp.LpProblem("mentoring", pulp.LpMaximize)
        make = [model.add_variable(f"x{pair}", cat="Binary") for pair in range(instance.pairs)]
        return _solved(pulp, model, make, instance, pulp.HiGHS(msg=False, threads=1, gapRel=0))

    return run


def best_pulp4() -> Any:
    """PuLP 4 at its quickest: variables and sums in batches, and the linear relaxation only."""
    import pulp

    def run(instance: Any) -> np.ndarray:
        model = pulp.LpProblem("mentoring", pulp.LpMaximize)
        make = model.add_variable_matrix("x", (range(instance.pairs),), cat="Binary")
        start = instance.start.tolist()
        model.setObjective(pulp.lpSum_vars_coefs(list(zip(make, instance.points.tolist(), strict=True))))
        for low, high in pairwise(start):
            model.addConstraint(pulp.lpSum_vars(make[low:high]) <= 1)
        for pairs, room in zip(by_mentor(instance), instance.capacity.tolist(), strict=True):
            if pairs:
                model.addConstraint(pulp.lpSum_vars([make[pair] for pair in pairs]) <= room)
        model.solve(pulp.HiGHS(msg=False, threads=1, mip=False, solver="simplex"))
        return np.flatnonzero([(one.value() or 0) > 0.5 for one in make])

    return run


def python_mip() -> Any:
    """python-mip with its CBC."""
    import mip

    def run(instance: Any) -> np.ndarray:
        model = mip.Model(sense=mip.MAXIMIZE, solver_name=mip.CBC)
        model.verbose, model.threads, model.max_mip_gap = 0, 1, 0.0
        make = [model.add_var(var_type=mip.BINARY, obj=points) for points in instance.points.tolist()]
        start = instance.start.tolist()
        for low, high in pairwise(start):
            model.add_constr(mip.xsum(make[low:high]) <= 1)
        for pairs, room in zip(by_mentor(instance), instance.capacity.tolist(), strict=True):
            model.add_constr(mip.xsum([make[pair] for pair in pairs]) <= room)
        for row, low in zip(instance.coefficients, instance.low.tolist(), strict=True):
            model.add_constr(mip.xsum([int(row[pair]) * make[pair] for pair in np.flatnonzero(row).tolist()]) >= low)
        assert model.optimize() == mip.OptimizationStatus.OPTIMAL
        return np.flatnonzero([one.x > 0.5 for one in make])

    return run
