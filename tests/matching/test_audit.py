"""The auditor's program of the reference: one page, nothing but Python, and of one mind with `verify`."""

import contextlib
import copy
import io
import json
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from support_matching import random_problem
from turnabout.matching.advice.infeasible import InfeasibleError
from turnabout.matching.instances.instance import read_instance
from turnabout.matching.instances.result import faults_of, result, result_text
from turnabout.matching.problem import Problem
from turnabout.matching.solution import FLOW
from turnabout.matching.solvers import solve

PAGE = (Path(__file__).parents[2] / "site" / "reference" / "audit.md").read_text(encoding="utf-8")
(PROGRAM,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
CODE = compile(PROGRAM, "audit.py", "exec")
# What `verify` insists on and the auditor's program does not, since it is no part of the proof.
NO_PART_OF_THE_PROOF = re.compile(r"stage `[\w-]+`: the price of |the proof belongs to another problem")


def instance_of(problem: Problem) -> dict:
    """A problem in the JSON format."""

    def pairs(marked: np.ndarray) -> list[tuple[str, str]]:
        return [problem.pair(edge) for edge in np.flatnonzero(marked).tolist()]

    mentors = zip(problem.mentors, problem.capacity.tolist(), problem.mentor_minimum.tolist(), strict=True)
    numbers = (problem.demand.tolist(), problem.mentee_minimum.tolist(), problem.priority.tolist())
    mentees = zip(problem.mentees, *numbers, strict=True)
    return {
        "format": 1,
        "name": problem.program,
        "mentors": {name: {"capacity": c, "minimum": low} for name, c, low in mentors},
        "mentees": {name: {"capacity": c, "minimum": low, "priority": p} for name, c, low, p in mentees},
        "pairs": [[*problem.pair(edge), points] for edge, points in enumerate(problem.points.tolist())],
        "locked": pairs(problem.locked),
        "keep": pairs(problem.keep),
        "stages": list(problem.stages),
    }


@pytest.fixture(scope="module")
def solved() -> list[tuple[Problem, dict, dict]]:
    found = []
    for seed in range(160):
        problem = random_problem(seed, single=True)
        if not (problem.capacity.all() and problem.demand.all()):
            continue  # the format has no places of 0
        with contextlib.suppress(InfeasibleError):
            answer = json.loads(result_text(result(problem, solve(problem, FLOW))))
            found.append((problem, instance_of(problem), answer))
    return found


@pytest.fixture
def audit(tmp_path, monkeypatch):
    """What the auditor's program says of an instance and a result, and None where it says that it is proven."""

    def run(instance: dict, answer: dict) -> str | None:
        files = [tmp_path / "instance.json", tmp_path / "result.json"]
        for file, data in zip(files, (instance, answer), strict=True):
            file.write_text(json.dumps(data), encoding="utf-8")
        monkeypatch.setattr(sys, "argv", ["audit.py", *map(str, files)])
        said = io.StringIO()
        try:
            with contextlib.redirect_stdout(said):
                exec(CODE, {"__name__": "audit"})
        except SystemExit as end:
            return str(end.code)
        assert said.getvalue().startswith("proven: ")
        return None

    return run


def test_it_is_a_page_and_needs_nothing_but_python() -> None:
    assert len(PROGRAM.splitlines()) <= 101
    assert max(map(len, PROGRAM.splitlines())) <= 120
    imported = set(re.findall(r"^(?:import|from) ([\w, ]+?)(?: import .*)?$", PROGRAM, re.MULTILINE))
    named = {name.strip() for line in imported for name in line.split(",")}
    assert named <= set(sys.stdlib_module_names)
    assert "turnabout" not in PROGRAM.replace("`turnabout solve`", "")


def test_it_runs_where_nothing_else_is_installed(solved, tmp_path) -> None:
    _, instance, answer = solved[0]
    for name, text in (("audit.py", PROGRAM), ("i.json", json.dumps(instance)), ("r.json", json.dumps(answer))):
        (tmp_path / name).write_text(text, encoding="utf-8")
    command = [sys.executable, "-I", "-S", "audit.py", "i.json", "r.json"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"proven: {len(answer['pairs'])} pairs are optimal for ")


def test_both_prove_every_answer(solved, audit) -> None:
    assert len(solved) > 60
    for problem, instance, answer in solved:
        assert faults_of(read_instance(json.dumps(instance), "instance.json"), answer) == []
        assert audit(instance, answer) is None, instance
        assert faults_of(problem, answer) == []


def changes(instance: dict, answer: dict):
    """Every pair, price, point, value and bound changed, one at a time: (what, instance, result)."""

    def with_answer(what, *way, value):
        changed = copy.deepcopy(answer)
        target = changed
        for part in way[:-1]:
            target = target[part]
        target[way[-1]] = value
        return what, instance, changed

    for index, (mentor, mentee, points) in enumerate(answer["pairs"]):
        yield with_answer("points of a pair", "pairs", index, 2, value=points + 1)
        yield with_answer("pair left out", "pairs", value=answer["pairs"][:index] + answer["pairs"][index + 1 :])
        for other in instance["mentors"].keys() - {mentor}:
            yield with_answer("another mentor", "pairs", index, 0, value=other)
        yield with_answer("pair twice", "pairs", value=[*answer["pairs"], [mentor, mentee, points]])
    for index, stage in enumerate(answer["stages"]):
        for key in ("value", "bound", "next", "needed"):
            if key in stage:
                yield with_answer(key, "stages", index, key, value=stage[key] + 1)
        for side in ("mentors", "mentees"):
            for name in instance[side]:
                prices = stage.get(side, {})
                yield with_answer("price", "stages", index, side, value={**prices, name: prices.get(name, 0) + 1})
        yield with_answer(
            "price of nobody", "stages", index, "mentors", value={**stage.get("mentors", {}), "nobody": 1}
        )
    yield with_answer("stages turned round", "stages", value=answer["stages"][::-1])
    for index, (_, _, points) in enumerate(instance["pairs"]):
        changed = copy.deepcopy(instance)
        changed["pairs"][index][2] = points + 1
        yield "points in the instance", changed, answer


def test_both_refuse_what_was_changed(solved, audit) -> None:
    tried = refused = 0
    for _, instance, answer in solved[::3]:
        for what, changed, claimed in changes(instance, answer):
            faults = faults_of(read_instance(json.dumps(changed), "instance.json"), claimed)
            verdict = audit(changed, claimed)
            if what == "stages turned round" and claimed["stages"] == answer["stages"]:
                assert not faults
                continue
            tried += 1
            refused += verdict is not None
            assert faults, (what, changed, claimed)
            if verdict is None:
                assert all(map(NO_PART_OF_THE_PROOF.match, faults)), (what, faults)
    assert tried > 1_000
    assert refused > tried / 2
