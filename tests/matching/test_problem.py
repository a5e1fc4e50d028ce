"""Input is checked as a whole, and equal input gives equal arrays."""

import math

import numpy as np
import pytest

from support_matching import random_problem, shuffled
from turnabout.matching.problem import (
    COVERAGE,
    KEEP,
    LOAD,
    TOTAL,
    WORST_PAIR,
    Places,
    ProblemError,
    problem_digest,
    problem_from_pairs,
)

MENTORS = {"ann": Places(2), "ben": Places(1)}
MENTEES = {"xia": Places(), "yan": Places()}
PAIRS = [("ann", "xia", 5), ("ann", "yan", 4), ("ben", "xia", 3)]


def faults(mentors=MENTORS, mentees=MENTEES, pairs=PAIRS, **rest) -> list[tuple[tuple[str | int, ...], str]]:
    with pytest.raises(ProblemError) as caught:
        problem_from_pairs("test", mentors, mentees, pairs, **rest)
    assert str(caught.value) == "; ".join(fault.message for fault in caught.value.faults)
    return [(fault.place, fault.message) for fault in caught.value.faults]


def test_people_and_pairs_are_sorted_and_flags_follow_them() -> None:
    problem = problem_from_pairs(
        "test",
        {"ben": Places(1), "ann": Places(2, 1)},
        {"yan": Places(1, 0, 3), "xia": Places(2)},
        [("ben", "xia", 3), ("ann", "yan", 4), ("ann", "xia", 5), ("ben", "yan", 9)],
        forbidden=[("ben", "yan")],
        locked=[("ann", "yan")],
        keep=[("ben", "xia"), ("ben", "yan")],
    )
    assert (problem.mentors, problem.mentees) == (("ann", "ben"), ("xia", "yan"))
    assert problem.capacity.tolist() == [2, 1]
    assert problem.mentor_minimum.tolist() == [1, 0]
    assert problem.demand.tolist() == [2, 1]
    assert problem.mentee_minimum.tolist() == [0, 0]
    assert problem.priority.tolist() == [1, 3]
    assert problem.indptr.tolist() == [0, 2, 3]
    assert problem.mentor.tolist() == [0, 1, 0]
    assert problem.mentee.tolist() == [0, 0, 1]
    assert problem.points.tolist() == [5, 3, 4]
    assert problem.locked.tolist() == [False, False, True]
    assert problem.keep.tolist() == [False, True, False]
    assert [problem.pair(edge) for edge in range(3)] == [("ann", "xia"), ("ben", "xia"), ("ann", "yan")]
    assert [problem.edge(*problem.pair(edge)) for edge in range(3)] == [0, 1, 2]
    assert [problem.edge(*pair) for pair in (("ben", "yan"), ("zed", "xia"), ("ann", "a"), ("", ""))] == [None] * 4


def test_the_digest_depends_on_everything_but_the_order() -> None:
    base = problem_from_pairs("test", MENTORS, MENTEES, PAIRS)
    changed = [
        problem_from_pairs("other", MENTORS, MENTEES, PAIRS),
        problem_from_pairs("test", {**MENTORS, "ann": Places(3)}, MENTEES, PAIRS),
        problem_from_pairs("test", {**MENTORS, "ann": Places(2, 1)}, MENTEES, PAIRS),
        problem_from_pairs("test", {**MENTORS, "cat": Places()}, MENTEES, PAIRS),
        problem_from_pairs("test", MENTORS, {**MENTEES, "xia": Places(2)}, PAIRS),
        problem_from_pairs("test", MENTORS, {**MENTEES, "xia": Places(1, 1)}, PAIRS),
        problem_from_pairs("test", MENTORS, {**MENTEES, "xia": Places(1, 0, 2)}, PAIRS),
        problem_from_pairs("test", MENTORS, MENTEES, PAIRS[1:]),
        problem_from_pairs("test", MENTORS, MENTEES, [("ann", "xia", 6), *PAIRS[1:]]),
        problem_from_pairs("test", MENTORS, MENTEES, PAIRS, locked=[("ann", "xia")]),
        problem_from_pairs("test", MENTORS, MENTEES, PAIRS, keep=[("ann", "xia")]),
        problem_from_pairs("test", MENTORS, MENTEES, PAIRS, stages=(COVERAGE,)),
    ]
    assert len({problem_digest(problem) for problem in [base, *changed]}) == len(changed) + 1
    for seed in range(50):
        problem = random_problem(seed)
        assert problem_digest(problem) == problem_digest(shuffled(problem, seed))


@pytest.mark.parametrize("points", [-1, 1_000_001, math.nan, math.inf, 3.0, 2.5, True, "7", None])
def test_points_are_whole_and_within_limits(points: object) -> None:
    assert faults(pairs=[("ann", "xia", points)]) == [
        (
            ("pairs", 0, 2),
            f"points of `ann` with `xia`: expected a whole number from 0 to 1000000, found `{points}`",
        )
    ]


def test_points_of_numpy_are_welcome() -> None:
    assert problem_from_pairs("test", MENTORS, MENTEES, [("ann", "xia", np.int64(5))]).points.tolist() == [5]


@pytest.mark.parametrize(
    ("rest", "expected"),
    [
        ({"mentors": {}, "pairs": []}, [(("mentors",), "there are no mentors; expected at least one")]),
        ({"mentees": {}, "pairs": []}, [(("mentees",), "there are no mentees; expected at least one")]),
        (
            {"mentors": {**MENTORS, "ann": Places(-1)}},
            [
                (
                    ("mentors", "ann", "capacity"),
                    "capacity of mentor `ann`: expected a whole number from 0 to 100000, found `-1`",
                )
            ],
        ),
        (
            {"mentees": {**MENTEES, "xia": Places(1, 0, 0)}},
            [
                (
                    ("mentees", "xia", "priority"),
                    "priority of mentee `xia`: expected a whole number from 1 to 1000000, found `0`",
                )
            ],
        ),
        (
            {"mentors": {**MENTORS, "ben": Places(1, 2)}},
            [(("mentors", "ben", "minimum"), "minimum of mentor `ben` is 2, above the capacity of 1")],
        ),
        (
            {"pairs": [*PAIRS, ("bob", "yin", 1)]},
            [(("pairs", 3, 0), "there is no mentor `bob`"), (("pairs", 3, 1), "there is no mentee `yin`")],
        ),
        ({"pairs": [*PAIRS, PAIRS[0]]}, [(("pairs", 3), "the pair `ann` with `xia` is listed twice")]),
        (
            {"forbidden": [("bob", "xia")], "keep": [("ann", "yin")]},
            [(("forbidden", 0, 0), "there is no mentor `bob`"), (("keep", 0, 1), "there is no mentee `yin`")],
        ),
        (
            {"locked": [("ann", "xia")], "forbidden": [("ann", "xia")]},
            [(("locked", 0), "the pair `ann` with `xia` is locked and forbidden")],
        ),
        (
            {"locked": [("ben", "yan")]},
            [(("locked", 0), "the pair `ben` with `yan` is locked, but no points are given for it")],
        ),
        (
            {"locked": [("ann", "xia"), ("ann", "xia")]},
            [(("locked", 1), "the pair `ann` with `xia` is locked twice")],
        ),
        (
            {"locked": [("ann", "xia"), ("ben", "xia")]},
            [(("locked", 1), "more pairs are locked for mentee `xia` than the capacity of 1")],
        ),
        ({"locked": [("bob", "xia")]}, [(("locked", 0, 0), "there is no mentor `bob`")]),
        (
            {"stages": ()},
            [(("stages",), "no stage is named; expected at least one of coverage, worst-pair, total, keep, load")],
        ),
        (
            {"stages": ("best",)},
            [(("stages", 0), "unknown stage `best`; expected one of coverage, worst-pair, total, keep, load")],
        ),
        ({"stages": (TOTAL, TOTAL)}, [(("stages", 1), "stage `total` is named twice")]),
        (
            {"stages": (KEEP, WORST_PAIR, COVERAGE)},
            [
                (
                    ("stages", 1),
                    "stage `worst-pair` before `coverage` and `total` would be met best by making no pair at all",
                )
            ],
        ),
        (
            {"stages": (LOAD,)},
            [(("stages", 0), "stage `load` before `coverage` and `total` would be met best by making no pair at all")],
        ),
    ],
)
def test_a_fault_is_named_with_its_place(rest, expected) -> None:
    assert faults(**rest) == expected


def test_all_faults_are_told_at_once() -> None:
    assert len(faults(pairs=[("bob", "xia", -1), ("ann", "yin", 2)], stages=("best",), locked=[("ben", "yan")])) == 5


def test_a_minimum_lets_the_worst_pair_come_first() -> None:
    mentees = {"xia": Places(1, 1), "yan": Places()}
    assert problem_from_pairs("test", MENTORS, mentees, PAIRS, stages=(WORST_PAIR, LOAD)).stages == (WORST_PAIR, LOAD)
