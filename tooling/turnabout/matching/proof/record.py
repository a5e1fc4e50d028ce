"""A program's certificate file: the engine's proof with the digest of the files it is about, and nothing a veto could show."""

import hashlib
from collections.abc import Collection, Iterable, Mapping
from typing import Any

import numpy as np

from turnabout.digest import inputs_digest
from turnabout.matching.generation import problem_for_proof
from turnabout.matching.pairing import Pairing
from turnabout.matching.people.candidates import Candidates
from turnabout.matching.people.recall import recalled_stages
from turnabout.matching.problem import Problem, ProblemError, problem_digest
from turnabout.matching.proof.certificate import certificate, solution_from_certificate
from turnabout.matching.proof.check import check
from turnabout.matching.solution import StageResult
from turnabout.workspace import Workspace

# Each of these shows, by what is missing, which pairs were refused: prices by their size, the count by trial.
_REVEALING_IN_STAGE = ("next", "needed", "mentors", "mentees", "scale", "multipliers")


def record(workspace: Workspace, pairing: Pairing, withheld: bool) -> dict[str, Any]:
    """The certificate as it is written to the repository; `withheld` where vetoes were in force.

    `inputs` is the digest of the files, which outlives any change of the engine; `points` that of the table, where one
    gave the points.
    """
    proof = certificate(pairing.problem, pairing.solution)
    proof |= {
        "inputs": inputs_digest(workspace, pairing.found.cohort.program.id),
        "candidates": pairing.permitted,
    }
    if pairing.found.given is not None:
        proof["points"] = pairing.found.given.digest
    stages = proof.pop("stages")
    if withheld:
        del proof["candidates"]
        stages = [_without_prices(stage) for stage in stages]
    return proof | {"withheld": withheld, "stages": stages}


def inputs_of(data: Mapping[str, Any]) -> str:
    """One digest of all that the certificate in `data` is about: the files, and the table where one gave the points."""
    if "points" not in data:
        return str(data["inputs"])
    both = "{inputs} {points}".format_map(data)
    return f"sha256:{hashlib.sha256(both.encode()).hexdigest()}"


def _without_prices(stage: Mapping[str, Any]) -> dict[str, Any]:
    kept = {key: value for key, value in stage.items() if key not in _REVEALING_IN_STAGE}
    # Beside `needed`, the bound of the worst pair counts places; without it, it is what no worst pair can exceed.
    return kept | ({"bound": stage["value"]} if "needed" in stage else {})


def program_faults(found: Candidates, data: Mapping[str, Any], pairs: Collection[tuple[str, str]]) -> list[str]:
    """As `faults`, for the problem that a program's candidates pose.

    Of a large one only those are gathered that the prices do not rule out; all others are held against the prices.
    """
    if fault := _points_fault(found, data):
        return [fault]
    proven, permitted = problem_for_proof(found, lambda problem: _stages(problem, data, pairs), pairs)
    if data["candidates"] != permitted:
        return [f"candidates: expected `{permitted}`, found `{data['candidates']}`"]
    return faults(proven, {**data, "candidates": len(proven.points)}, pairs)


def _points_fault(found: Candidates, data: Mapping[str, Any]) -> str:
    """What is wrong with where the points come from, or empty."""
    expected, given = data.get("points"), None if found.given is None else found.given.digest
    if expected == given:
        return ""
    if given is None:
        return f"points: they were given by the table `{expected}`, and no table is named"
    if expected is None:
        return "points: they are those of the program's criteria, and a table is named"
    return f"points: expected the table `{expected}`, found `{given}`"


def _stages(problem: Problem, data: Mapping[str, Any], pairs: Collection[tuple[str, str]]) -> tuple[StageResult, ...]:
    """The stages with the prices that the pairs determine; none where the certificate cannot be read, as `faults` says."""
    try:
        claimed = solution_from_certificate(problem, _of_engine(problem, data), pairs)
    except ProblemError:
        return ()
    if tuple(stage.name for stage in claimed.stages[: len(problem.stages)]) != problem.stages:
        return ()
    return recalled_stages(problem, np.isin(np.arange(len(problem.points)), claimed.pairs), claimed.stages)


def _of_engine(problem: Problem, data: Mapping[str, Any]) -> dict[str, Any]:
    """The certificate as the engine wrote it: about the problem instead of the files."""
    engine = {key: value for key, value in data.items() if key not in ("withheld", "points")}
    return engine | {"inputs": f"sha256:{problem_digest(problem)}", "candidates": len(problem.points)}


def faults(problem: Problem, data: Mapping[str, Any], pairs: Iterable[tuple[str, str]]) -> list[str]:
    """What is wrong with a certificate that is not withheld, in plain sentences; empty: every stage is proven optimal.

    `pairs` (mentor, mentee) are those in the files. No solver runs: the prices are checked against the problem that the
    files pose today. Whether they are the files that the solver read is the caller's to compare.
    """
    engine = _of_engine(problem, data) | {"candidates": data["candidates"]}
    try:
        return check(problem, solution_from_certificate(problem, engine, pairs))
    except ProblemError as error:
        return [f"{'.'.join(str(part) for part in fault.place)}: {fault.message}" for fault in error.faults]
