"""The compiled kernel against trying everything, against the two other paths, and against prices found another way."""

import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

from support_large import sparse_problem
from support_matching import require_the_best, stages_as_data
from turnabout.errors import NotProvenError
from turnabout.matching.face import bound, first_face, without, worth
from turnabout.matching.objectives import stage_objective
from turnabout.matching.prices import prices_of
from turnabout.matching.problem import COVERAGE, KEEP, LOAD, STAGES, TOTAL, Places, problem_from_pairs
from turnabout.matching.proof.check import check
from turnabout.matching.solution import FLOW, ILP, KERNEL
from turnabout.matching.solvers import flow, kernel, kernel_prices, path_for, solve
from turnabout.matching.solvers.compiled import compiled
from turnabout.matching.solvers.threshold import largest_threshold, thresholds


@pytest.mark.parametrize("single", [True, False])
def test_the_kernel_reaches_the_best_values_of_every_stage(single: bool) -> None:
    feasible, ties = require_the_best(KERNEL, range(500), single=single)
    assert feasible > 200
    assert ties > 5


@pytest.mark.parametrize("places", [0.8, 0.999, 1.0, 1.01, 1.3])
@pytest.mark.parametrize("top", [0, 3, 10_000])
def test_the_kernel_and_scipy_give_the_same_pairs_and_proof(places: float, top: int) -> None:
    """With places to spare on either side or on none: the start differs, and so does the side that is served first."""
    problem = sparse_problem(240, 6, places, top=top, stages=(COVERAGE, "worst-pair", TOTAL, LOAD))
    by_kernel, by_scipy = solve(problem, KERNEL), solve(problem, FLOW)
    assert by_kernel.pairs == by_scipy.pairs
    assert by_kernel.unique == by_scipy.unique
    assert stages_as_data(by_kernel) == stages_as_data(by_scipy)
    assert (by_kernel.path, by_kernel.solver.split(",")[0]) == (KERNEL, "shortest paths")


@pytest.mark.parametrize("places", [0.8, 1.0, 1.3])
def test_lists_of_cells_and_full_tables_give_the_same_proof(monkeypatch: pytest.MonkeyPatch, places: float) -> None:
    """With fewer places on either side: the lists turn the table so that these are its rows."""
    problem = sparse_problem(200, 6, places)
    by_table = solve(problem, FLOW)
    monkeypatch.setattr(flow, "SMALL_TABLE", 0)
    monkeypatch.setattr(flow, "LARGEST_TABLE", 0)
    by_lists = solve(problem, FLOW)
    assert by_lists.pairs == by_table.pairs
    assert stages_as_data(by_lists) == stages_as_data(by_table)


def test_the_kernel_and_the_integer_program_agree_with_several_places_on_both_sides() -> None:
    for seed in range(3):
        problem = sparse_problem(40, 5, 1.1, seed=seed, top=20, stages=STAGES, demand=2)
        by_kernel, by_program = solve(problem, KERNEL), solve(problem, ILP)
        assert by_kernel.pairs == by_program.pairs
        assert stages_as_data(by_kernel) == stages_as_data(by_program)


def test_locks_minimums_closed_mentors_and_people_without_candidates_are_kept() -> None:
    problem = sparse_problem(150, 5, 1.2, stages=(COVERAGE, "worst-pair", TOTAL, KEEP))
    dice = np.random.default_rng(3)
    capacity = problem.capacity.copy()
    capacity[dice.choice(len(capacity), 12, replace=False)] = 0
    edges = dice.choice(len(problem.points), 40, replace=False)
    locked = np.zeros(len(problem.points), dtype=bool)
    room, free = capacity.copy(), np.ones(len(problem.mentees), dtype=bool)
    for edge in edges[:12].tolist():
        mentor, mentee = problem.mentor[edge], problem.mentee[edge]
        if room[mentor] and free[mentee]:
            locked[edge], free[mentee] = True, False
            room[mentor] -= 1
    keep = np.zeros_like(locked)
    keep[edges[12:]] = True
    minimum = np.minimum((dice.random(len(capacity)) < 0.2).astype(np.int64), capacity)
    changed = replace(problem, capacity=capacity, locked=locked, keep=keep, mentor_minimum=minimum)
    by_kernel, by_scipy = solve(changed, KERNEL), solve(changed, FLOW)
    assert by_kernel.pairs == by_scipy.pairs
    assert stages_as_data(by_kernel) == stages_as_data(by_scipy)
    assert check(changed, by_kernel) == []


def test_prices_do_not_depend_on_where_the_search_starts() -> None:
    """Any pairs and any prices may be given: too many pairs, none, the best ones, with prices right, random or huge."""
    for seed in range(4):
        problem = sparse_problem(120, 5, (0.9, 1.0, 1.2, 1.5)[seed], seed=seed, top=(5, 1000)[seed % 2])
        face, objective = first_face(problem), stage_objective(problem, TOTAL)
        pairs, prices = kernel.best(face, objective)
        right = prices_of(face, objective, pairs)
        assert worth(face, objective, pairs) == bound(face, objective, prices)
        dice = np.random.default_rng(seed)
        for made in (pairs, ~pairs, pairs & (dice.random(len(pairs)) < 0.7), np.zeros_like(pairs)):
            for price in (prices.mentor, prices.mentor * 0, dice.integers(-2000, 2000, len(prices.mentor))):
                again, found = kernel.best(face, objective, kernel.Start(made, price))
                assert worth(face, objective, again) == worth(face, objective, pairs)
                assert found.mentor.tolist() == right.mentor.tolist()
                assert found.mentee.tolist() == right.mentee.tolist()


def test_arcs_that_are_left_out_are_searched_where_they_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    """From prices that are too high, mentors are nearer than the outside: the look at all pairs has to notice it."""
    problem = sparse_problem(120, 5, 1.5, top=1000)
    face, objective = first_face(problem), stage_objective(problem, TOTAL)
    pairs, prices = kernel.best(face, objective)
    searched: list[bool] = []
    look = kernel_prices._is_short

    def noted(*given: object) -> bool:
        searched.append(look(*given))
        return searched[-1]

    monkeypatch.setattr(kernel_prices, "_is_short", noted)
    for price in (prices.mentor * 0, prices.mentor + 500, np.arange(len(prices.mentor)) * 37 % 2000):
        _, found = kernel.best(face, objective, kernel.Start(pairs, price))
        assert found.mentor.tolist() == prices.mentor.tolist()
        assert found.mentee.tolist() == prices.mentee.tolist()
    assert set(searched) == {False, True}, "start from other prices, so that both ways are tried"


def test_every_compiled_function_is_compiled_for_one_list_of_types() -> None:
    """A second one doubles what the first user waits for: numbers of another width, or a list that cannot be written to."""
    code = (
        "import sys; sys.path.insert(0, 'tests'); from support_large import sparse_problem\n"
        "from turnabout.matching.solvers import solve\n"
        "for places in (0.8, 1.0, 1.3): solve(sparse_problem(60, 4, places), 'kernel')\n"
        "names = [name for name in sys.modules if '.solvers.kernel_' in name]\n"
        "found = [f for name in names for f in vars(sys.modules[name]).values() if hasattr(f, 'overloads')]\n"
        "print({f.__name__ for f in found if len(f.overloads) > 1}, sum(len(f.overloads) for f in found) > 5)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout == "set() True\n"


def test_the_threshold_is_that_of_bisection() -> None:
    for seed in range(6):
        problem = sparse_problem(
            150, 4, (0.9, 1.0, 1.3)[seed % 3], seed=seed, top=(6, 5000)[seed % 2], stages=(COVERAGE,)
        )
        face = first_face(problem)
        covered, _ = kernel.best(face, stage_objective(problem, COVERAGE))
        must = replace(face, mentee_low=np.bincount(problem.mentee[covered], minlength=len(problem.mentees)))
        values = thresholds(problem)
        right = int(values[largest_threshold(problem, must)])
        assert kernel.threshold(must, problem.points, ~problem.locked, int(values[-1])) == right
        nobody = np.zeros_like(problem.locked)
        assert kernel.threshold(must, problem.points, nobody, 7) == 7, "pairs that are not judged bound nothing"


def test_a_face_without_an_answer_is_not_called_solved() -> None:
    problem = problem_from_pairs(
        "none", {"a": Places()}, {"x": Places(), "y": Places()}, [("a", "x", 1), ("a", "y", 2)]
    )
    face = first_face(problem)
    empty = replace(face, mentee_low=np.ones(2, dtype=np.int64))
    with pytest.raises(NotProvenError, match="least number of partners"):
        kernel.best(empty, stage_objective(problem, TOTAL))
    assert kernel.threshold(empty, problem.points, ~problem.locked, 2) is None
    nothing = without(face, np.ones(2, dtype=bool))
    pairs, prices = kernel.best(nothing, stage_objective(problem, TOTAL))
    assert not pairs.any()
    assert not prices.mentor.any()


def test_the_readable_model_is_for_what_is_small_or_has_several_places_on_both_sides() -> None:
    assert path_for(first_face(sparse_problem(500, 8))) == ILP
    assert path_for(first_face(sparse_problem(510, 8))) == FLOW
    assert path_for(first_face(sparse_problem(510, 8, demand=2))) == ILP


def test_the_kernel_is_for_what_is_large_or_has_several_places_on_both_sides() -> None:
    assert path_for(first_face(sparse_problem(3_000, 8))) == FLOW
    assert path_for(first_face(sparse_problem(3_000, 8, demand=2))) == KERNEL
    assert path_for(first_face(sparse_problem(50_500, 8))) == KERNEL


WITHOUT = """
import sys
sys.modules["numba"] = None  # as Python marks what cannot be imported
from support_large import sparse_problem
from turnabout.matching.face import first_face
from turnabout.matching.solution import KERNEL
from turnabout.matching.solvers import path_for, solve, solve_again
problem = sparse_problem(2_600, 8)
first = solve(problem)
again = solve_again(problem, problem, first)
print(first.path, again.path, first.pairs == again.pairs, path_for(first_face(sparse_problem(50_500, 8))))
try:
    solve(problem, KERNEL)
except Exception as error:
    print(type(error).__name__, error)
"""


def test_without_numba_scipy_answers_and_the_path_says_so() -> None:
    code = f"import sys; sys.path.insert(0, 'tests')\n{WITHOUT}"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines() == ["flow flow True flow", "UsageError the path `kernel` needs numba"]


def test_a_program_that_does_not_need_numba_does_not_load_it() -> None:
    code = (
        "import sys; sys.path.insert(0, 'tests'); from support_large import sparse_problem\n"
        "from turnabout.matching.solvers import solve; solve(sparse_problem(200, 5)); solve(sparse_problem(2_600, 8))\n"
        "print('numba' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout == "False\n"


def test_a_function_that_cannot_be_kept_on_disk_is_compiled_all_the_same() -> None:
    names: dict[str, object] = {}
    exec(compile("def double(x):\n    return 2 * x\n", "<nowhere>", "exec"), names)
    assert compiled(names["double"])(21) == 42
