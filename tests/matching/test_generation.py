"""Column generation against the whole problem: the same pairs, values, bounds, prices and uniqueness."""

import random
from dataclasses import replace

import pytest

from support_matching import stages_as_data
from support_people import TOPICS, ZONES, person, plan
from turnabout.cli.pairing_text import as_data, as_text
from turnabout.ids import PairKey
from turnabout.matching import generation, pairing
from turnabout.matching.face import first_face
from turnabout.matching.generation import generate
from turnabout.matching.pairing import pair_near, pair_program
from turnabout.matching.people import scorer
from turnabout.matching.people.candidates import Candidates, candidates, problem
from turnabout.matching.problem import Problem
from turnabout.matching.proof.certificate import certificate
from turnabout.matching.proof.check import check
from turnabout.matching.proof.record import program_faults
from turnabout.matching.solution import Solution
from turnabout.matching.solvers import quickest_path, solve
from turnabout.matching.solvers.compiled import numba_version
from turnabout.model import GivenPoints
from turnabout.model.pair import pair
from turnabout.workspace import Workspace

STAGES = (
    ["coverage", "worst-pair", "total"],
    ["coverage", "total"],
    ["total", "coverage", "worst-pair"],
    ["coverage", "load", "total"],
    ["coverage", "worst-pair", "total", "keep", "load"],
    ["total"],
)


def crowd(seed: int, mentors: int, mentees: int) -> Workspace:
    """A random program: places for all or not, standing pairs against the rules, coarse points with many ties."""
    dice = random.Random(seed)
    people = {}
    for side, count, role in (("m", mentors, "mentor"), ("e", mentees, "mentee")):
        for at in range(count):
            name = f"{side}{at:03}"
            key, grade = ("offers", "proficiency") if role == "mentor" else ("seeks", "priority")
            topics = dice.sample(sorted(TOPICS), dice.randint(1, 3))
            part = {"role": role, **({"priority": dice.randint(1, 3)} if dice.random() < 0.1 else {})}
            if role == "mentor":
                part["capacity"] = dice.choice((1, 1, 2, 3))
            people[name] = person(
                name,
                role,
                programs={"p": part},
                level=dice.randint(1, 4) if role == "mentor" else dice.randint(4, 9),
                department=dice.choice(("it", "hr", "sales", "law")),
                time_zone=dice.choice(ZONES),
                status="paused" if dice.random() < 0.05 else "active",
                **{key: [{"topic": topic, grade: dice.randint(1, 5)} for topic in topics]},
            )
    pairs = {}
    for _ in range(dice.randint(0, 4)):
        key = PairKey("p", f"m{dice.randrange(mentors):03}", f"e{dice.randrange(mentees):03}")
        if not any(each.mentor == key.mentor or each.mentee == key.mentee for each in pairs):
            pairs[key] = pair(key, key.path, {"status": "active"})
    weights = dice.choice(({"topics": 1}, {"topics": 3, "hours": 2, "level": 1}, {"viewpoint": 1}))
    program = plan(stages=dice.choice(STAGES), weights=weights, rules={"common_minutes": dice.choice((0, 60))})
    return Workspace(
        topics=TOPICS, programs={"p": program}, people=dict(sorted(people.items())), pairs=dict(sorted(pairs.items()))
    )


def quick(posed: Problem) -> Solution:
    return solve(posed, quickest_path(posed, first_face(posed)))


def found_in(seed: int, mentors: int, mentees: int) -> Candidates:
    workspace = crowd(seed, mentors, mentees)
    return candidates(workspace, workspace.program("p"))


def pairs_of(posed: Problem, solution: Solution) -> list[tuple[str, str]]:
    return [posed.pair(edge) for edge in solution.pairs]


@pytest.mark.parametrize("seed", range(40))
def test_few_held_pairs_give_the_answer_and_the_proof_of_all_pairs(seed: int) -> None:
    dice = random.Random(seed)
    found = found_in(seed, dice.randint(8, 40), dice.randint(8, 40))
    whole = problem(found)
    expected = quick(whole)
    few = generate(found, quick, above=0, first=1 + seed % 4)
    assert few.rounds
    assert pairs_of(few.problem, few.solution) == pairs_of(whole, expected)
    assert stages_as_data(few.solution) == stages_as_data(expected)
    assert few.solution.unique == expected.unique
    assert few.permitted == len(whole.points)
    # The proof is that of the whole problem, word for word.
    edges = tuple(whole.edge(*each) for each in pairs_of(few.problem, few.solution))
    assert check(whole, replace(few.solution, pairs=edges, digest=expected.digest)) == []


@pytest.mark.parametrize("seed", range(12))
def test_a_proof_is_checked_on_the_pairs_that_its_prices_leave(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(generation, "ABOVE", 0)
    found = found_in(seed, 20 + seed, 25)
    few = generate(found, quick, first=2)
    pairs = pairs_of(few.problem, few.solution)
    data = certificate(few.problem, few.solution) | {"candidates": few.permitted, "withheld": False}
    assert program_faults(found, data, pairs) == []
    assert program_faults(found, data | {"candidates": few.permitted + 1}, pairs)
    assert program_faults(found, data, pairs[1:])
    stage = max(data["stages"], key=lambda each: len(each.get("mentees", {})))
    for name in list(stage.get("mentees", {}))[:1]:
        stage["mentees"][name] -= 1
        assert program_faults(found, data, pairs)
    assert program_faults(found, data | {"stages": data["stages"][::-1]}, pairs)


@pytest.mark.parametrize("seed", range(6))
def test_points_that_a_table_gives_are_generated_as_well(seed: int) -> None:
    workspace = crowd(seed, 20, 25)
    dice = random.Random(seed)
    everybody = [sorted(name for name in workspace.people if name[0] == side) for side in "me"]
    points = {(m, e): 100 * dice.randint(0, 100) for m in everybody[0] for e in everybody[1] if dice.random() < 0.6}
    workspace = replace(workspace, given={"p": GivenPoints("p", "sha256:0", points, {})})
    found = candidates(workspace, workspace.program("p"))
    whole = problem(found)
    few = generate(found, quick, above=0, first=2)
    assert few.rounds
    assert pairs_of(few.problem, few.solution) == pairs_of(whole, quick(whole))
    assert {pair for pair in pairs_of(few.problem, few.solution) if pair not in points} <= {
        (key.mentor, key.mentee) for key in found.standing
    }


def test_a_program_within_the_limit_is_solved_with_all_pairs() -> None:
    found = found_in(1, 12, 12)
    assert generate(found, quick).rounds == 0
    assert generate(found, quick, above=None).rounds == 0


def test_a_large_answer_says_who_scored_it(monkeypatch: pytest.MonkeyPatch) -> None:
    workspace = crowd(3, 20, 20)
    small = pair_program(workspace, "p")
    assert "points by" not in as_text(small)
    assert "scored_by" not in as_data(small)
    monkeypatch.setattr(scorer, "COMPILED", 0)
    compiled = pair_program(workspace, "p")
    assert compiled.made == small.made
    assert f"; points by numba {numba_version()}" in as_text(compiled)
    assert as_data(compiled)["scored_by"] == f"numba {numba_version()}"
    elsewhere = pair_program(workspace, "p", blocks=lambda found: found.blocks())
    assert as_data(elsewhere)["scored_by"] == "a cluster"


def test_the_answer_says_how_often_it_was_solved(monkeypatch: pytest.MonkeyPatch) -> None:
    workspace = crowd(3, 20, 20)
    whole = pair_program(workspace, "p")
    monkeypatch.setattr(pairing, "ABOVE", 0)
    few = pair_program(workspace, "p")
    assert (whole.rounds, few.permitted) == (0, whole.permitted)
    assert few.rounds
    assert few.made == whole.made
    assert "the prices rule out all others" in as_text(few)
    assert "the prices rule out" not in as_text(whole)
    held = len(few.problem.points)
    assert as_data(few)["generation"] == {"permitted": few.permitted, "held": held, "rounds": few.rounds}
    assert "generation" not in as_data(whole)
    near = {made.key for made in whole.made}
    assert {made.key for made in pair_near(workspace, "p", near).made} == near
