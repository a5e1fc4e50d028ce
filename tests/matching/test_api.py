"""The engine from Python: five lines for a thousand mentees, equal answers by every door, a message for bad input."""

import json
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from support_matching import everything
from turnabout.matching import Answer, InfeasibleError, Problem, ProblemError, solve
from turnabout.matching.problem import Places, problem_digest, problem_from_pairs

ROOT = Path(__file__).parents[2]
DICE = np.random.default_rng(7)


def message(*columns: object, **options: object) -> str:
    """What the errors say about these points, or these columns."""
    with pytest.raises(ProblemError) as caught:
        (Problem.of_points if len(columns) == 1 else Problem.of_pairs)(*columns, **options)
    assert all(fault.place for fault in caught.value.faults)
    return str(caught.value)


def test_a_thousand_mentees_take_five_lines() -> None:
    points = np.random.default_rng(1).integers(0, 10_001, (600, 1_000))
    problem = Problem.of_points(points, mentor_capacity=2)
    answer = solve(problem, stages=("coverage", "total"))
    assert answer.proven
    assert answer.values == {"coverage": 1_000, "total": answer.total}
    mentor, mentee = answer.indices.T
    assert mentee.tolist() == list(range(1_000))
    assert points[mentor, mentee].sum() == answer.total
    assert np.bincount(mentor).max() <= 2
    prices = answer.prices["total"]
    assert (prices.mentor.shape, prices.mentee.shape, prices.mentor.dtype) == ((600,), (1_000,), np.int64)


def test_the_best_total_is_that_of_trying_everything() -> None:
    for seed in range(60):
        dice = np.random.default_rng(seed)
        shape = tuple(dice.integers(1, 4, 2))
        permitted = dice.random(shape) < 0.8
        problem = Problem.of_points(
            dice.integers(0, 9, shape),
            permitted=permitted,
            mentor_capacity=dice.integers(1, 3, shape[0]),
            mentee_demand=dice.integers(1, 3, shape[1]),
        )
        answer = solve(problem)
        assert answer.proven
        assert tuple(answer.values.values()) == everything(problem).best


def test_a_table_columns_and_a_list_pose_the_same_problem_in_any_order() -> None:
    table = DICE.integers(0, 50, (4, 5))
    mentors, mentees = ["dan", "ann", "cat", "ben"], ["zoe", "xia", "yan", "uma", "vic"]
    locked, permitted = np.zeros((4, 5), dtype=bool), np.ones((4, 5), dtype=bool)
    locked[1, 2], permitted[0, 3] = True, False
    capacity, minimum = np.array([1, 2, 3, 1]), np.array([0, 1, 0, 0])
    one = Problem.of_points(
        table,
        permitted=permitted,
        locked=locked,
        mentors=mentors,
        mentees=mentees,
        mentor_capacity=capacity,
        mentor_minimum=minimum,
        program="same",
    )
    rows, columns = np.nonzero(permitted)
    mixed = DICE.permutation(len(rows))
    rows, columns = rows[mixed], columns[mixed]
    two = Problem.of_pairs(
        rows,
        columns,
        table[rows, columns].astype(float),
        locked=locked[rows, columns],
        mentors=mentors,
        mentees=mentees,
        mentor_capacity=capacity,
        mentor_minimum=minimum,
        program="same",
    )
    three = problem_from_pairs(
        "same",
        {name: Places(int(capacity[i]), int(minimum[i])) for i, name in enumerate(mentors)},
        {name: Places() for name in mentees},
        [(mentors[a], mentees[b], int(table[a, b])) for a, b in zip(rows, columns, strict=True)],
        locked=[("ann", "yan")],
    )
    assert problem_digest(one) == problem_digest(two) == problem_digest(three)
    answer = solve(one)
    assert ("ann", "yan", table[1, 2]) in answer.pairs
    assert all(table[mentors.index(a), mentees.index(b)] == points for a, b, points in answer.pairs)


def test_people_without_ids_are_numbered_so_that_sorting_keeps_their_order() -> None:
    problem = Problem.of_points(np.zeros((11, 2), dtype=int))
    assert problem.mentors[1] == "mentor-01"
    assert problem.mentors[-1] == "mentor-10"
    assert problem.mentees == ("mentee-0", "mentee-1")


def test_pairs_that_are_not_permitted_need_no_points() -> None:
    points = np.array([[np.nan, 2.0], [3.0, -1.0]])
    answer = solve(Problem.of_points(points, permitted=points > 0))
    assert [pair[2] for pair in answer.pairs] == [2, 3]


@pytest.mark.parametrize(
    ("points", "options", "expected"),
    [
        ([[1, -1]], {}, "points[0, 1]: expected a whole number from 0 to 1000000, found `-1`"),
        ([[1.0, np.nan]], {}, "points[0, 1]: expected a whole number from 0 to 1000000, found `nan`"),
        ([[1.0, np.inf]], {}, "points[0, 1]: expected a whole number from 0 to 1000000, found `inf`"),
        ([[0.5, 1.0]], {}, "points[0, 0]: expected a whole number from 0 to 1000000, found `0.5`"),
        ([[1_000_001]], {}, "points[0, 0]: expected a whole number from 0 to 1000000, found `1000001`"),
        ([[2**64 - 1]], {}, f"points[0, 0]: expected a whole number from 0 to 1000000, found `{2**64 - 1}`"),
        ([1, 2], {}, "points: expected a table of mentors by mentees, found 1 dimension, (2,)"),
        (5, {}, "points: expected a table of mentors by mentees, found a single value"),
        ([["5"]], {}, "points: expected whole numbers, found the type `<U1`"),
        ([[True]], {}, "points: expected whole numbers, found the type `bool`"),
        ([[2**70]], {}, "points: expected whole numbers, found the type `object`"),
        (np.zeros((0, 3)), {}, "mentors: there are no mentors; expected at least one"),
        (np.zeros((3, 0)), {}, "mentees: there are no mentees; expected at least one"),
        ([[1]], {"mentor_capacity": 0}, "mentor_capacity[0]: expected a whole number from 1 to 100000, found `0`"),
        ([[1]], {"mentee_demand": [0]}, "mentee_demand[0]: expected a whole number from 1 to 100000, found `0`"),
        ([[1]], {"priority": 0}, "priority[0]: expected a whole number from 1 to 1000000, found `0`"),
        ([[1]], {"mentor_minimum": 2}, "minimum of mentor `mentor-0` is 2, above the capacity of 1"),
        ([[1]], {"mentor_capacity": [1, 1]}, "mentor_capacity: expected one number or a column of 1, found 1 dimension, (2,)"),
        ([[1]], {"mentors": ["Ann"]}, "`Ann`: an id has lower-case letters a-z, digits and single hyphens between them"),
        ([[1], [2]], {"mentors": ["ann", "ann"]}, "the id `ann` is given twice"),
        ([[1], [2]], {"mentors": ["ann"]}, "mentors: expected 2, as many as the table of points has, found 1"),
        ([[1]], {"permitted": [[1]]}, "permitted: expected true and false, found the type `int64`"),
        ([[1]], {"locked": [True]}, "locked: expected the shape of the points, (1, 1), found (1,)"),
        ([[1]], {"locked": [[True]], "permitted": [[False]]}, "locked[0, 0]: the pair is locked, but not permitted"),
        ([[1], [2]], {"locked": [[True], [True]]}, "more pairs are locked for mentee `mentee-0` than the capacity of 1"),
        ([[1]], {"stages": ()}, "no stage is named; expected at least one of coverage, worst-pair, total, keep, load"),
        ([[1]], {"stages": ("best",)}, "unknown stage `best`; expected one of coverage, worst-pair, total, keep, load"),
        ([[1]], {"program": "My program"}, "`My program`: an id has lower-case letters a-z, digits and single hyphens"),
    ],
)  # fmt: skip
def test_bad_tables_and_options_have_a_message(points, options, expected) -> None:
    assert expected in message(points, **options)


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        (([0, 0], [0, 0], [1, 2]), "the pair `mentor-0` with `mentee-0` is listed twice"),
        (([0, 2], [0, 0], [1, 2]), "mentor[1]: expected a whole number from 0 to 1, found `2`"),
        (([0], [-1], [1]), "mentee[0]: expected a whole number from 0 to 1, found `-1`"),
        (([0, 1], [0], [1, 2]), "mentee: expected 2 entries, one for every pair, found 1"),
        (([0], [0], [1, 2]), "mentor: expected 2 entries, one for every pair, found 1"),
        (([[0]], [0], [1]), "mentor: expected one column, found 2 dimensions, (1, 1)"),
        ((["ann"], [0], [1]), "mentor: expected whole numbers, found the type `<U3`"),
        (([0], [0], [-5]), "points[0]: expected a whole number from 0 to 1000000, found `-5`"),
    ],
)
def test_bad_columns_have_a_message(columns, expected) -> None:
    assert message(*columns, mentors=2, mentees=2) == expected


def test_a_large_number_of_people_takes_no_memory_before_it_is_refused() -> None:
    with pytest.raises(ProblemError, match="mentors: expected at most 5000000, found 1000000000000"):
        Problem.of_pairs([0], [0], [1], mentors=10**12, mentees=1)


def test_many_faults_of_one_kind_are_told_in_a_few_lines() -> None:
    told = message(np.full((20, 50), -3)).split("; ")
    assert len(told) == 6
    assert told[-1] == "points: 995 more entries are wrong in the same way"


def test_no_pairs_at_all_are_an_answer() -> None:
    answer = solve(Problem.of_pairs([], [], [], mentors=2, mentees=2))
    assert (answer.pairs, answer.total, answer.proven, answer.unique) == ((), 0, True, True)
    assert answer.indices.shape == (0, 2)


def test_what_cannot_be_solved_is_an_error_with_a_sentence() -> None:
    problem = Problem.of_points([[1], [2]], mentor_minimum=1)
    with pytest.raises(InfeasibleError) as caught:
        solve(problem)
    assert str(caught.value)
    with pytest.raises(ProblemError, match="would be met best by making no pair at all"):
        solve(Problem.of_points([[1]]), stages=("load",))


def test_an_answer_is_held_against_the_problem_again_whenever_it_is_asked() -> None:
    answer = solve(Problem.of_points([[5, 4], [4, 1]]))
    assert answer.proven
    other = Answer(Problem.of_points([[9, 4], [4, 1]]), answer.solution)
    assert not other.proven
    assert "belongs to another problem" in other.faults[0]


def test_a_result_is_plain_data() -> None:
    answer = solve(Problem.of_points([[5, 4], [4, 1]], program="plain"))
    data = json.loads(json.dumps(answer.result()))
    assert data["pairs"] == [["mentor-0", "mentee-1", 4], ["mentor-1", "mentee-0", 4]]
    assert (data["program"], data["unique"]) == ("plain", True)


def test_the_package_is_light_until_something_is_asked_of_it() -> None:
    heavy = "{'numpy', 'scipy', 'pulp', 'highspy', 'numba'}"
    code = f"import sys, turnabout, turnabout.matching\nprint(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    "before", ["", "import turnabout.matching.solvers", "from turnabout.matching.solvers import flow"]
)
def test_solve_is_the_function_whatever_was_imported_before(before: str) -> None:
    code = f"{before}\nfrom turnabout.matching import Problem, solve\nassert solve(Problem.of_points([[3]])).total == 3"
    subprocess.run([sys.executable, "-c", code], check=True, timeout=120)


def test_unknown_names_are_refused_as_python_does() -> None:
    with pytest.raises(ImportError):
        from turnabout.matching import nothing_like_it  # noqa: F401 - it does not exist


def test_the_guide_s_examples_run_and_print_what_it_says() -> None:
    """Every block of Python on the page runs, in order, and prints what the block of text after it shows."""
    page = (ROOT / "site" / "reference" / "python-api.md").read_text()
    blocks = re.findall(r"```python\n(.*?)```\n(?:\n```text\n(.*?)```)?", page, re.DOTALL)
    assert len(blocks) >= 4
    code = "".join(f"{block}\nprint('-----')\n" for block, _ in blocks)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    printed = done.stdout.split("-----\n")
    for (block, expected), found in zip(blocks, printed, strict=False):
        assert found == expected, f"the page shows something else for:\n{block}"
