"""Codes for assignments and flows: SciPy, OR-Tools, networkx; and OR-Tools' CP-SAT."""

from typing import Any

import numpy as np


def scipy_assignment() -> Any:
    """`linear_sum_assignment` on the full table; a mentor with two places is two columns."""
    from scipy.optimize import linear_sum_assignment

    def run(instance: Any) -> np.ndarray:
        places = np.repeat(np.arange(instance.mentors), instance.capacity)
        mentee, place = linear_sum_assignment(instance.table()[:, places], maximize=True)
        return mentee * instance.mentors + places[place]

    return run


def scipy_sparse() -> Any:
    """`min_weight_full_bipartite_matching`, with a place for every capacity and one for having no mentor."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import min_weight_full_bipartite_matching

    def run(instance: Any) -> np.ndarray:
        n, most = instance.mentees, int(instance.capacity.max())
        top = int(instance.points.max()) + 1
        pair = np.repeat(np.arange(instance.pairs), most)
        place = np.tile(np.arange(most), instance.pairs)
        there = place < instance.capacity[instance.mentor[pair]]
        pair, place = pair[there], place[there]
        row = np.concatenate((instance.mentee[pair], np.arange(n)))
        column = np.concatenate(
            (instance.mentor[pair].astype(np.int64) * most + place, instance.mentors * most + np.arange(n))
        )
        cost = np.concatenate((top - instance.points[pair], np.full(n, top))).astype(float)
        mentee, taken = min_weight_full_bipartite_matching(csr_array((cost, (row, column))))
        mentee, mentor = mentee[taken < instance.mentors * most], taken[taken < instance.mentors * most] // most
        return _pairs(instance, mentee, mentor)

    return run


def ortools_flow() -> Any:
    """Least-cost flow, where having no mentor costs nothing."""
    from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

    def run(instance: Any) -> np.ndarray:
        n, m = instance.mentees, instance.mentors
        flow, sink = SimpleMinCostFlow(), n + m
        everybody = np.arange(n, dtype=np.int32)
        arcs = flow.add_arcs_with_capacity_and_unit_cost(
            instance.mentee, n + instance.mentor, np.ones(instance.pairs, dtype=np.int64), -instance.points
        )
        for tail, room in (
            (n + np.arange(m, dtype=np.int32), instance.capacity),
            (everybody, np.ones(n, dtype=np.int64)),
        ):
            heads, free = np.full(len(tail), sink, dtype=np.int32), np.zeros(len(tail), dtype=np.int64)
            flow.add_arcs_with_capacity_and_unit_cost(tail, heads, room, free)
        supply = np.concatenate((np.ones(n, dtype=np.int64), np.zeros(m, dtype=np.int64), [-n]))
        flow.set_nodes_supplies(np.arange(sink + 1, dtype=np.int32), supply)
        assert flow.solve() == flow.OPTIMAL
        return np.flatnonzero(flow.flows(arcs))

    return run


def ortools_cpsat() -> Any:
    """Constraint programming, one worker, to the proven end."""
    from ortools.sat.python import cp_model

    def run(instance: Any) -> np.ndarray:
        model = cp_model.CpModel()
        make = [model.new_bool_var("") for _ in range(instance.pairs)]
        for low, high in zip(instance.start[:-1].tolist(), instance.start[1:].tolist(), strict=True):
            model.add_at_most_one(make[low:high])
        for mentor, pairs in enumerate(by_mentor(instance)):
            model.add(cp_model.LinearExpr.sum([make[pair] for pair in pairs]) <= int(instance.capacity[mentor]))
        for row, low in zip(instance.coefficients, instance.low, strict=True):
            counted = np.flatnonzero(row).tolist()
            terms = cp_model.LinearExpr.weighted_sum([make[pair] for pair in counted], row[counted].tolist())
            model.add(terms >= int(low))
        model.maximize(cp_model.LinearExpr.weighted_sum(make, instance.points.tolist()))
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        assert solver.solve(model) == cp_model.OPTIMAL
        return np.flatnonzero([solver.boolean_value(one) for one in make])

    return run


def networkx_simplex() -> Any:
    """`network_simplex`, in pure Python."""
    import networkx

    def run(instance: Any) -> np.ndarray:
        graph = networkx.DiGraph()
        graph.add_node("sink", demand=instance.mentees)
        for mentee in range(instance.mentees):
            graph.add_node(("mentee", mentee), demand=-1)
            graph.add_edge(("mentee", mentee), "sink", weight=0, capacity=1)
        for mentor, room in enumerate(instance.capacity.tolist()):
            graph.add_edge(("mentor", mentor), "sink", weight=0, capacity=room)
        for mentee, mentor, points in zip(
            instance.mentee.tolist(), instance.mentor.tolist(), instance.points.tolist(), strict=True
        ):
            graph.add_edge(("mentee", mentee), ("mentor", mentor), weight=-points, capacity=1)
        _, flow = networkx.network_simplex(graph)
        made = [
            (mentee, head[1])
            for mentee in range(instance.mentees)
            for head, units in flow["mentee", mentee].items()
            if units and head != "sink"
        ]
        return _pairs(instance, *np.array(made).T)

    return run


def by_mentor(instance: Any) -> list[list[int]]:
    """The pairs of every mentor."""
    order = np.argsort(instance.mentor, kind="stable")
    ends = np.cumsum(np.bincount(instance.mentor, minlength=instance.mentors))
    return [part.tolist() for part in np.split(order, ends[:-1])]


def _pairs(instance: Any, mentee: np.ndarray, mentor: np.ndarray) -> np.ndarray:
    """The indices of pairs named by their people."""
    key = instance.mentee.astype(np.int64) * instance.mentors + instance.mentor
    return np.searchsorted(key, mentee.astype(np.int64) * instance.mentors + mentor)
