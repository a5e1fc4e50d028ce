"""Balance rules handed in as arrays: the same problem as by lists of pairs, and a message for whatever is wrong."""

import random
from typing import Any

import numpy as np
import pytest

from turnabout.matching import Balance, Problem, ProblemError
from turnabout.matching.problem import Places, problem_digest, problem_from_pairs
from turnabout.matching.side import GivenRow

TABLE = [[5, 4, 3], [4, 1, 2]]
COUNTED = [[True, False, True], [False, True, False]]


def by_lists(points: np.ndarray, allowed: np.ndarray, rows: list[Balance]) -> Problem:
    mentors, mentees = ([f"{role}-{at}" for at in range(size)] for role, size in zip("ab", points.shape, strict=True))
    pairs = [(int(i), int(j)) for i, j in np.argwhere(allowed)]
    return problem_from_pairs(
        "problem",
        {name: Places(1) for name in mentors},
        {name: Places(1) for name in mentees},
        [(mentors[i], mentees[j], int(points[i, j])) for i, j in pairs],
        balance=[
            GivenRow(
                row.name,
                row.words or row.name,
                tuple(
                    (mentors[i], mentees[j], count) for i, j in pairs if (count := int(np.asarray(row.counted)[i, j]))
                ),
                row.least,
                row.most,
            )
            for row in rows
        ],
    )


@pytest.mark.parametrize("seed", range(30))
def test_a_table_columns_and_lists_give_the_same_rows(seed: int) -> None:
    dice = random.Random(seed)
    shape = dice.randint(1, 6), dice.randint(1, 6)
    numbers = np.random.default_rng(seed)
    points, allowed = numbers.integers(0, 100, shape), numbers.random(shape) < 0.7
    allowed[0, 0] = True
    rows = [
        Balance("some", numbers.random(shape) < 0.5, least=1),
        Balance("share", numbers.integers(-60, 60, shape), most=40, words="not too much of it"),
    ]
    names: dict[str, Any] = {
        "mentors": [f"a-{at}" for at in range(shape[0])],
        "mentees": [f"b-{at}" for at in range(shape[1])],
    }
    expected = by_lists(points, allowed, rows)
    table = Problem.of_points(points, permitted=allowed, balance=rows, **names)
    assert problem_digest(table) == problem_digest(expected)

    order = numbers.permutation(np.count_nonzero(allowed))
    mentor, mentee = (column[order] for column in np.nonzero(allowed))
    columns = Problem.of_pairs(
        mentor,
        mentee,
        points[mentor, mentee],
        balance=[
            Balance(row.name, np.asarray(row.counted)[mentor, mentee], row.least, row.most, row.words) for row in rows
        ],
        **names,
    )
    assert problem_digest(columns) == problem_digest(expected)


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (Balance("across", COUNTED), "the balance rule `across` has neither a least nor a most"),
        (Balance("two words", COUNTED, least=1), "expected a name without spaces, found `two words`"),
        (Balance("", COUNTED, least=1), "expected a name without spaces, found ``"),
        (Balance("across", COUNTED, least=2, most=1), "asks for at least 2 and at most 1"),
        (Balance("across", COUNTED, least=1.5), "expected a whole number within 1000000000, found `1.5`"),  # type: ignore[arg-type]
        (
            Balance("across", COUNTED[0], least=1),
            "balance[0].counted: expected the shape of the points, (2, 3), found (3,)",
        ),
        (
            Balance("across", [["a"] * 3] * 2, least=1),
            "balance[0].counted: expected whole numbers, found the type `<U1`",
        ),
        (Balance("across", np.full((2, 3), 0.5), least=1), "expected a whole number from -10000 to 10000, found `0.5`"),
        (
            Balance("across", np.full((2, 3), np.nan), least=1),
            "expected a whole number from -10000 to 10000, found `nan`",
        ),
        (
            Balance("across", np.full((2, 3), 10_001), least=1),
            "expected a whole number from -10000 to 10000, found `10001`",
        ),
    ],
)
def test_a_wrong_rule_has_a_message(rule: Balance, expected: str) -> None:
    with pytest.raises(ProblemError) as caught:
        Problem.of_points(TABLE, balance=[rule])
    assert any(expected in fault.message for fault in caught.value.faults), caught.value.faults


def test_a_name_given_twice_is_told() -> None:
    with pytest.raises(ProblemError, match="the balance rule `across` is given twice"):
        Problem.of_points(TABLE, balance=[Balance("across", COUNTED, least=1), Balance("across", COUNTED, most=2)])
