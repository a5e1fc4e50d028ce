"""Where nothing is possible, a smallest set of people in conflict is named, and it is in conflict."""

import numpy as np
import pytest

from support_matching import everything, random_problem
from turnabout.matching.advice.infeasible import InfeasibleError
from turnabout.matching.problem import COVERAGE, Places, Problem, problem_from_pairs
from turnabout.matching.solution import FLOW, ILP
from turnabout.matching.solvers import solve


def conflict(problem: Problem, path: str = ILP) -> InfeasibleError:
    with pytest.raises(InfeasibleError) as caught:
        solve(problem, path)
    return caught.value


def only(problem: Problem, role: str, people: tuple[str, ...]) -> Problem:
    """The same problem where nobody but these people must have partners."""
    mentors, mentees = np.isin(problem.mentors, people), np.isin(problem.mentees, people)
    return problem_from_pairs(
        problem.program,
        _places(problem.mentors, problem.capacity, problem.mentor_minimum * (mentors & (role == "mentor"))),
        _places(problem.mentees, problem.demand, problem.mentee_minimum * (mentees & (role == "mentee"))),
        [(*problem.pair(edge), points) for edge, points in enumerate(problem.points.tolist())],
        locked=[problem.pair(edge) for edge in np.flatnonzero(problem.locked).tolist()],
        stages=(COVERAGE,),
    )


def _places(names, capacity, minimum) -> dict[str, Places]:
    return {name: Places(int(c), int(low)) for name, c, low in zip(names, capacity, minimum, strict=True)}


def test_the_people_named_conflict_and_none_of_them_can_be_left_out() -> None:
    found = several = 0
    for seed in range(1200):
        problem = random_problem(seed)
        if everything(problem).values:
            continue
        named = conflict(problem).conflict
        assert named.needed > named.possible, seed
        assert not everything(only(problem, named.role, named.people)).values, seed
        for person in named.people:
            rest = tuple(name for name in named.people if name != person)
            assert everything(only(problem, named.role, rest)).values, seed
        found += 1
        several += len(named.people) > 1
    assert found > 200
    assert several > 1


def test_both_paths_name_the_same_people() -> None:
    found = 0
    for seed in range(300):
        problem = random_problem(seed, single=True)
        if not everything(problem).values:
            assert str(conflict(problem, ILP)) == str(conflict(problem, FLOW))
            found += 1
    assert found > 40


def test_the_sentences_name_people_and_numbers() -> None:
    mentees = {name: Places(1, 1) for name in ("xia", "yan", "zoe")}
    mentors = {"ann": Places(1), "ben": Places(1), "cat": Places(1)}
    pairs = [("ann", "xia", 1), ("ann", "yan", 1), ("ben", "zoe", 1), ("cat", "zoe", 1)]
    error = conflict(problem_from_pairs("few", mentors, mentees, pairs))
    assert error.message == (
        "no pairing exists: mentees `xia` and `yan` together must have at least 2 of the mentors, "
        "but their candidates (`ann`) can take 1"
    )
    assert error.hint == (
        "lower a minimum of `xia` and `yan`, allow more pairs for them, or raise the capacity of their candidates"
    )
    assert error.exit_code == 3
    alone = conflict(problem_from_pairs("none", mentors, mentees, pairs[2:]))
    assert alone.message == (
        "no pairing exists: mentee `xia` must have at least 1 of the mentors, but there is no candidate"
    )


def test_a_long_list_of_people_is_cut() -> None:
    mentees = {f"e{index:02}": Places(1, 1) for index in range(12)}
    error = conflict(problem_from_pairs("many", {"ann": Places(11)}, mentees, [("ann", name, 1) for name in mentees]))
    assert "`e07` and 4 more together must have at least 12" in error.message
    assert len(error.conflict.people) == 12
