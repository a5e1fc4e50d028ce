"""The engine against trying everything: values, proofs, uniqueness, and one answer from both paths."""

from dataclasses import replace

import numpy as np
import pytest

from support_matching import random_problem, require_the_best, shuffled, stages_as_data
from turnabout.errors import NotProvenError, UsageError
from turnabout.matching.face import MADE, Objective, first_face, no_gain
from turnabout.matching.objectives import stage_objective
from turnabout.matching.problem import COVERAGE, STAGES, TOTAL, WORST_PAIR, Places, Problem, problem_from_pairs
from turnabout.matching.proof.certificate import certificate
from turnabout.matching.proof.check import check
from turnabout.matching.solution import FLOW, ILP, KERNEL, made_pairs
from turnabout.matching.solvers import flow, ilp, path_for, solve
from turnabout.matching.solvers.stages import run_stages


@pytest.mark.parametrize("block", range(6))
def test_flow_reaches_the_best_values_of_every_stage(block: int) -> None:
    feasible, ties = require_the_best(FLOW, range(block * 200, block * 200 + 200), single=True)
    assert feasible > 80
    assert ties > 2


@pytest.mark.parametrize("block", range(3))
def test_the_integer_program_reaches_the_best_values_with_several_places_on_both_sides(block: int) -> None:
    feasible, _ = require_the_best(ILP, range(block * 120, block * 120 + 120), single=False)
    assert feasible > 50


def test_both_paths_give_the_same_pairs_and_the_same_certificate() -> None:
    compared = 0
    for seed in range(3000, 3120):
        problem = random_problem(seed, single=True, minimums=False)
        by_flow, by_program = solve(problem, FLOW), solve(problem, ILP)
        assert by_flow.pairs == by_program.pairs, seed
        assert stages_as_data(by_flow) == stages_as_data(by_program), seed
        first, second = certificate(problem, by_flow), certificate(problem, by_program)
        for key in ("path", "solver"):
            assert first.pop(key) != second.pop(key)
        assert first == second
        compared += len(by_flow.pairs) > 1
    assert compared > 30


def larger_problem(
    seed: int, top: int, stages: tuple[str, ...], mentors: int = 18, mentees: int = 30, low: float = 0.2
):
    dice = np.random.default_rng(seed)
    pairs = [
        (f"m{i}", f"e{j}", int(dice.integers(0, top + 1)))
        for i in range(mentors)
        for j in range(mentees)
        if dice.random() < 0.4
    ]
    places = {f"m{i}": Places(int(dice.integers(1, 4)), int(dice.random() < low)) for i in range(mentors)}
    return problem_from_pairs("larger", places, {f"e{j}": Places() for j in range(mentees)}, pairs, stages=stages)


@pytest.mark.parametrize("top", [0, 2, 10, 1_000_000])
@pytest.mark.parametrize("stages", [STAGES, (TOTAL,), (COVERAGE,), (TOTAL, "load", COVERAGE), (COVERAGE, WORST_PAIR)])
def test_both_paths_agree_on_larger_problems_full_of_ties(top: int, stages: tuple[str, ...]) -> None:
    problem = larger_problem(top, top, stages)
    by_flow, by_program = solve(problem, FLOW), solve(problem, ILP)
    assert by_flow.pairs == by_program.pairs
    assert stages_as_data(by_flow) == stages_as_data(by_program)
    assert check(problem, by_flow) == []


@pytest.mark.parametrize("least", [0, 1])
@pytest.mark.parametrize(("capacity", "demand"), [(1, 1), (2, 1), (1, 2)])
def test_a_full_table_of_points_has_the_answer_of_the_integer_program(capacity: int, demand: int, least: int) -> None:
    for seed in range(5):
        points = np.random.default_rng(seed).integers(least, 20, (8, 9))
        problem = Problem.of_points(points, mentor_capacity=capacity, mentee_demand=demand, stages=(TOTAL,))
        by_flow, by_program = solve(problem, FLOW), solve(problem, ILP)
        assert by_flow.pairs == by_program.pairs
        assert stages_as_data(by_flow) == stages_as_data(by_program)


def test_the_order_of_the_input_changes_nothing() -> None:
    for seed in range(30):
        problem = larger_problem(seed, 3, STAGES, 6, 9, low=0)
        first = solve(problem, FLOW)
        again = shuffled(problem, seed)
        second = solve(again, FLOW)
        assert certificate(problem, first) == certificate(again, second)
        assert made_pairs(problem, first) == made_pairs(again, second)


def test_a_candidate_more_never_gives_a_worse_answer() -> None:
    for seed in range(150):
        problem = random_problem(seed, single=True, minimums=False)
        loose = np.flatnonzero(~problem.locked)
        if not len(loose):
            continue
        # Points of a pair that is left out bound nothing, so it must not hold the largest points of all.
        edge = int(loose[np.argmin(problem.points[loose])])
        kept = np.arange(len(problem.points)) != edge
        counts = np.bincount(problem.mentee[kept], minlength=len(problem.mentees))
        smaller = replace(
            problem,
            indptr=np.concatenate(([0], np.cumsum(counts))),
            **{field: getattr(problem, field)[kept] for field in ("mentor", "points", "locked", "keep")},
        )
        values = [[stage.value for stage in solve(p, FLOW).stages[: len(p.stages)]] for p in (smaller, problem)]
        assert values[0] <= values[1], seed


def test_the_path_follows_from_the_structure() -> None:
    small = random_problem(1, single=True)
    assert path_for(first_face(small)) == ILP
    pairs = [(f"m{i}", f"e{j}", (i * j) % 97) for i in range(150) for j in range(150)]
    mentors, mentees = {f"m{i}": Places(2) for i in range(150)}, {f"e{j}": Places() for j in range(150)}
    problem = problem_from_pairs("structure", mentors, mentees, pairs)
    assert path_for(first_face(problem)) == FLOW
    said: list[str] = []
    solution = solve(problem, progress=said.append)
    assert (solution.path, said[:3]) == (FLOW, [COVERAGE, WORST_PAIR, TOTAL])
    assert check(problem, solution) == []
    double = problem_from_pairs("structure", mentors, {name: Places(2) for name in mentees}, pairs)
    assert path_for(first_face(double)) == KERNEL


def test_a_path_that_does_not_apply_is_refused() -> None:
    people = {"a": Places(2), "b": Places(2)}, {"x": Places(2), "y": Places(2)}
    problem = problem_from_pairs("double", *people, [(a, b, 1) for a in "ab" for b in "xy"])
    with pytest.raises(UsageError, match="made twice"):
        solve(problem, FLOW)
    with pytest.raises(UsageError, match="no path `cbc`"):
        solve(problem, "cbc")
    assert len(solve(problem).pairs) == 4


def test_a_path_that_would_need_too_much_memory_is_refused() -> None:
    mentors = {f"m{i}": Places(100_000) for i in range(200)}
    mentees = {f"e{j}": Places() for j in range(400)}
    problem = problem_from_pairs("wide", mentors, mentees, [(a, b, 1) for a in mentors for b in mentees])
    with pytest.raises(UsageError, match="needs 32000000 cells"):
        solve(problem, FLOW)


def test_numbers_that_float64_cannot_hold_are_refused() -> None:
    problem = larger_problem(1, 5, (TOTAL,), 3, 3, low=0)
    with pytest.raises(NotProvenError, match="too large"):
        flow.best_pairs(first_face(problem), Objective(problem.points * 2**51, no_gain, no_gain))


def test_a_program_without_an_answer_is_not_called_solved() -> None:
    problem = larger_problem(1, 5, (TOTAL,), 3, 3, low=0)
    face = first_face(problem)
    with pytest.raises(NotProvenError, match="HiGHS found no best pairing"):
        ilp.best_pairs(replace(face, mentor_low=face.mentor_high + 1), stage_objective(problem, TOTAL))


def test_the_readable_program_can_be_written_and_read(tmp_path) -> None:
    problem = problem_from_pairs(
        "read",
        {"ann": Places(2, 1), "a-n": Places()},
        {"xia": Places()},
        [("ann", "xia", 7), ("a-n", "xia", 2)],
        stages=(COVERAGE, TOTAL),
    )
    face, written = first_face(problem), {}
    for stage in problem.stages:
        program, make = ilp.stage_model(face, stage_objective(problem, stage))
        assert sorted(make) == [0, 1]
        program.writeLP(str(tmp_path / f"{stage}.lp"))
        written[stage] = (tmp_path / f"{stage}.lp").read_text()
    assert "2 make_0 + 7 make_1" in written[TOTAL]
    assert "mentor_1_least: make_1 >= 1" in written[TOTAL]
    assert "mentee_0: make_0 + make_1 - mentee_0_has_1 = 0" in written[COVERAGE]


def test_a_full_table_and_a_sparse_one_are_worth_the_same() -> None:
    for seed in range(40):
        problem = larger_problem(seed, (3, 1000)[seed % 2], STAGES, 9, 14, low=0)
        dice = np.random.default_rng(seed)
        edges = len(problem.points)
        row, column, value = problem.mentor.astype(np.int64), problem.mentee, dice.integers(1, 50, edges)
        size = len(problem.mentors), len(problem.mentees)
        full, sparse = (form(*size, row, column, value) for form in (flow._dense, flow._sparse))
        assert value[full].sum() == value[sparse].sum()
        for cells, places in ((full, row), (full, column), (sparse, row), (sparse, column)):
            assert len(set(places[cells].tolist())) == len(cells)
    assert flow.is_dense(1000, 1000, 1)
    assert flow.is_dense(5000, 5000, 3_000_000)
    assert not flow.is_dense(5000, 5000, 100_000)
    assert not flow.is_dense(50_000, 50_000, 2_000_000_000)


def test_many_people_with_few_candidates_take_the_sparse_form() -> None:
    dice = np.random.default_rng(7)
    pairs = [(f"m{i}", f"e{j}", int(dice.integers(0, 100))) for j in range(1700) for i in dice.choice(900, 13, False)]
    mentors, mentees = {f"m{i}": Places(2) for i in range(900)}, {f"e{j}": Places() for j in range(1700)}
    problem = problem_from_pairs("many", mentors, mentees, pairs)
    solution = solve(problem)
    assert solution.path == FLOW
    assert check(problem, solution) == []


def test_a_wrong_answer_of_a_solver_is_mended_or_refused() -> None:
    problem = larger_problem(5, 50, STAGES, 6, 9, low=0.5)
    face = first_face(problem)
    said: list[str] = []

    def lazy(face, objective):
        pairs = face.state == MADE
        given = np.bincount(face.mentor[pairs], minlength=len(problem.mentors))
        taken = np.bincount(face.mentee[pairs], minlength=len(problem.mentees))
        for edge in range(len(pairs)):  # fills what must be filled, from the first pair on
            i, j = face.mentor[edge], face.mentee[edge]
            room = given[i] < face.mentor_high[i] and taken[j] < face.mentee_high[j]
            if face.state[edge] == 1 and room and (given[i] < face.mentor_low[i] or taken[j] < face.mentee_low[j]):
                pairs[edge] = True
                given[i] += 1
                taken[j] += 1
        return pairs

    def careless(face, objective):
        return face.state > 0

    no_minimums = replace(problem, mentor_minimum=problem.mentor_minimum * 0, stages=(TOTAL, "keep"))
    pairs, _, _ = run_stages(no_minimums, first_face(no_minimums), lazy, said.append)
    assert tuple(np.flatnonzero(pairs).tolist()) == solve(no_minimums, FLOW).pairs
    with pytest.raises(NotProvenError, match="breaks a capacity"):
        run_stages(problem, face, careless, said.append)


def test_a_known_problem_has_a_known_proof() -> None:
    problem = problem_from_pairs(
        "known",
        {"ann": Places(2), "ben": Places(1)},
        {"xia": Places(), "yan": Places(), "zoe": Places()},
        [("ann", "xia", 5), ("ann", "yan", 5), ("ben", "xia", 3), ("ben", "zoe", 2), ("ann", "zoe", 5)],
        stages=STAGES,
    )
    solution = solve(problem)
    assert made_pairs(problem, solution) == (("ann", "yan", 5), ("ann", "zoe", 5), ("ben", "xia", 3))
    assert stages_as_data(solution) == [
        ("coverage", 3, 3, None, None, [0, 0], [0, 0, 0]),
        ("worst-pair", 3, 2, 5, 3, [1, 0], [-1, -1, -1]),
        ("total", 13, 13, None, None, [2, 0], [3, -2, -2]),
        ("keep", 0, 0, None, None, [0, 0], [0, 0, 0]),
        ("load", -5, -5, None, None, [1, 1], [-1, 0, 0]),
    ]
