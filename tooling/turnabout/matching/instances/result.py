"""A result file: the pairs of an instance with the certificate, everything that a proof needs beside the instance itself."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from turnabout.matching.problem import Problem, ProblemError, ProblemFault
from turnabout.matching.proof.certificate import certificate, solution_from_certificate
from turnabout.matching.proof.check import check
from turnabout.matching.proof.check_sided import unproven
from turnabout.matching.solution import Solution, made_pairs

PAIRS = "pairs"
Pair = tuple[str, str, int]
"""Mentor, mentee and points."""


def result(problem: Problem, solution: Solution) -> dict[str, Any]:
    """The certificate, and `pairs`: mentor, mentee and points of every pair made."""
    return {**certificate(problem, solution), PAIRS: [list(pair) for pair in made_pairs(problem, solution)]}


def result_text(data: Mapping[str, Any]) -> str:
    """A result as JSON with a line for every key, every stage and every pair: short enough to read, quick to write."""
    parts = [
        f"  {json.dumps(key)}: {_lines(value) if isinstance(value, list) else json.dumps(value, ensure_ascii=False)}"
        for key, value in data.items()
    ]
    return "{\n" + ",\n".join(parts) + "\n}\n"


def faults_of(problem: Problem, data: Any) -> list[str]:
    """What is wrong with a result of this problem, in sentences that name pair, price or value; empty: all is as it says.

    No solver runs. `data` is what the JSON of a result file says, whatever that is. `gaps_of` says what, with balance
    rules, it does not even claim to prove.
    """
    try:
        listed, solution = _solution(problem, data)
    except ProblemError as error:
        return [": ".join(filter(None, (".".join(map(str, fault.place)), fault.message))) for fault in error.faults]
    return [*_points_faults(problem, listed), *check(problem, solution)]


def gaps_of(problem: Problem, data: Any) -> list[str]:
    """For a result without faults: what stands behind a value that prices do not prove; empty: they prove all."""
    return unproven(_solution(problem, data)[1])


def _solution(problem: Problem, data: Any) -> tuple[list[Pair], Solution]:
    """The pairs listed in a result, and the answer with its proof. Raises ProblemError where it is none."""
    if not isinstance(data, Mapping) or PAIRS not in data:
        raise ProblemError(
            [ProblemFault((), "no result: expected `pairs`, as `turnabout solve --format json` writes it")]
        )
    listed = _listed(data[PAIRS])
    proof = {key: value for key, value in data.items() if key != PAIRS}
    return listed, solution_from_certificate(problem, proof, [(mentor, mentee) for mentor, mentee, _ in listed])


def _lines(values: Sequence[Any]) -> str:
    return "[" + ",".join(f"\n    {json.dumps(value, ensure_ascii=False)}" for value in values) + "\n  ]"


def _listed(pairs: Any) -> list[Pair]:
    if not isinstance(pairs, list):
        raise ProblemError([ProblemFault((PAIRS,), "expected a list")])
    listed: list[Pair] = []
    faults = []
    for index, entry in enumerate(pairs):
        match entry:
            case [str(mentor), str(mentee), int(points)] if not isinstance(points, bool):
                listed.append((mentor, mentee, points))
            case _:
                faults.append(ProblemFault((PAIRS, index), "expected [mentor, mentee, points]"))
    if faults:
        raise ProblemError(faults)
    return listed


def _points_faults(problem: Problem, listed: Sequence[Pair]) -> list[str]:
    faults = []
    for mentor, mentee, points in listed:
        edge = problem.edge(mentor, mentee)
        if edge is not None and problem.points[edge] != points:
            faults.append(f"`{mentor}` with `{mentee}` has {problem.points[edge]} points, not {points}")
    return faults
