"""A certificate says all that a check needs, fits its schema, and is read back with a message for every fault."""

import copy
import json
from pathlib import Path

import jsonschema_rs
import pytest

from support_matching import random_problem
from turnabout.matching.advice.infeasible import InfeasibleError
from turnabout.matching.problem import STAGES, Places, ProblemError, problem_from_pairs
from turnabout.matching.proof.certificate import certificate, solution_from_certificate
from turnabout.matching.proof.check import check
from turnabout.matching.solution import FLOW, made_pairs
from turnabout.matching.solvers import solve

SCHEMA = Path(__file__).parents[2] / "schema" / "certificate.schema.json"


@pytest.fixture
def solved():
    problem = problem_from_pairs(
        "known",
        {"ann": Places(2), "ben": Places(1)},
        {"xia": Places(), "yan": Places(), "zoe": Places()},
        [("ann", "xia", 5), ("ann", "yan", 5), ("ben", "xia", 3), ("ben", "zoe", 2), ("ann", "zoe", 5)],
        stages=STAGES,
    )
    solution = solve(problem)
    return problem, certificate(problem, solution), [pair[:2] for pair in made_pairs(problem, solution)]


def test_a_certificate_read_back_is_proven_and_fits_the_schema() -> None:
    validator = jsonschema_rs.validator_for(json.loads(SCHEMA.read_text()))
    read = 0
    for seed in range(150):
        problem = random_problem(seed, single=True)
        try:
            solution = solve(problem, FLOW)
        except InfeasibleError:
            continue
        data = json.loads(json.dumps(certificate(problem, solution)))
        assert [error.message for error in validator.iter_errors({**data, "withheld": False})] == []
        pairs = [pair[:2] for pair in made_pairs(problem, solution)]
        again = solution_from_certificate(problem, data, pairs)
        assert check(problem, again) == []
        assert certificate(problem, again) == data
        read += 1
    assert read > 60


def test_a_certificate_is_plain_data_in_one_order(solved) -> None:
    _, data, _ = solved
    assert list(data) == ["format", "program", "inputs", "candidates", "path", "solver", "tool", "unique", "stages"]
    assert data["stages"][1] == {
        "stage": "worst-pair",
        "value": 3,
        "bound": 2,
        "next": 5,
        "needed": 3,
        "mentors": {"ann": 1},
        "mentees": {"xia": -1, "yan": -1, "zoe": -1},
    }
    assert data["stages"][3] == {"stage": "keep", "value": 0, "bound": 0}


def changed(data, way, value):
    data = copy.deepcopy(data)
    target = data
    for part in way[:-1]:
        target = target[part]
    if value is None:
        del target[way[-1]]
    else:
        target[way[-1]] = value
    return data


@pytest.mark.parametrize(
    ("way", "value", "message"),
    [
        (("format",), 2, "expected `1`, found `2`"),
        (("program",), "other", "expected `known`, found `other`"),
        (("candidates",), 6, "expected `5`, found `6`"),
        (("unique",), 1, "expected true or false for `unique`"),
        (("solver",), None, "`solver` is missing"),
        (("more",), 1, "`more` is not known here"),
        (("stages",), {}, "expected a list for `stages`"),
        (("stages", 0), "coverage", "expected names and values"),
        (("stages", 0, "value"), 1.0, "expected a whole number for `value`"),
        (("stages", 0, "value"), 10**30, "expected a whole number for `value`"),
        (("stages", 0, "bound"), None, "`bound` is missing"),
        (("stages", 0, "next"), 3, "`next` is not known here"),
        (("stages", 2, "mentors", "bob"), 3, "there is nobody `bob`"),
        (("stages", 2, "mentors", "ann"), "3", "expected a whole number as the price of `ann`"),
        (("stages", 2, "mentees", "xia"), True, "expected a whole number as the price of `xia`"),
    ],
)
def test_data_of_another_shape_is_refused(solved, way, value, message) -> None:
    problem, data, pairs = solved
    with pytest.raises(ProblemError) as caught:
        solution_from_certificate(problem, changed(data, way, value), pairs)
    assert [fault.message for fault in caught.value.faults] == [message]


def test_pairs_that_are_no_candidates_or_listed_twice_are_refused(solved) -> None:
    problem, data, pairs = solved
    for wrong, message in (
        (("ben", "yan"), "`ben` with `yan` is no candidate pair"),
        (pairs[0], f"the pair `{pairs[0][0]}` with `{pairs[0][1]}` is listed twice"),
    ):
        with pytest.raises(ProblemError, match=message):
            solution_from_certificate(problem, data, [*pairs, wrong])


def test_a_changed_certificate_is_found_out(solved) -> None:
    problem, data, pairs = solved
    for way, value in (
        (("inputs",), "sha256:" + "0" * 64),
        (("unique",), False),
        (("stages", 0, "value"), 2),
        (("stages", 2, "bound"), 14),
        (("stages", 2, "mentors", "ann"), 3),
        (("stages", 1, "next"), 4),
        (("stages", 4), None),
    ):
        assert check(problem, solution_from_certificate(problem, changed(data, way, value), pairs)), way
    assert check(problem, solution_from_certificate(problem, data, pairs[1:]))
