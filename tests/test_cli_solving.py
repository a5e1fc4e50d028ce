"""`solve` and `verify` on files: every format, results proven without a solver or a repository, changes named."""

import io
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

BLOCKED = ("pulp", "highspy", "scipy", "numba", "numba.core")
INSTANCE = {
    "format": 1,
    "name": "instance",
    "mentors": {"ann": {"capacity": 2}, "ben": {}, "cat": {}},
    "mentees": {"uma": {}, "vic": {}, "xia": {}, "yan": {}},
    "pairs": [
        [mentor, mentee, 10 * i + 7 * j + (i * j) % 5]
        for i, mentor in enumerate(("ann", "ben", "cat"))
        for j, mentee in enumerate(("uma", "vic", "xia", "yan"))
    ],
}


def call(*arguments: object, cwd: Path, blocked: tuple[str, ...] = ()) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own, where the blocked modules cannot be imported."""
    code = (
        f"import sys; sys.modules.update(dict.fromkeys({blocked!r})); sys.argv = ['turnabout', *sys.argv[1:]]\n"
        "from turnabout.cli import main\nraise SystemExit(main())"
    )
    command = [sys.executable, "-c", code, *map(str, arguments)]
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=120)
    assert "Traceback" not in done.stderr, done.stderr
    return done


@pytest.fixture
def solved(tmp_path: Path) -> tuple[Path, dict]:
    """A folder that is no repository, with an instance and its result."""
    (tmp_path / "instance.json").write_text(json.dumps(INSTANCE))
    done = call("solve", "instance.json", "--format", "json", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    (tmp_path / "result.json").write_text(done.stdout)
    return tmp_path, json.loads(done.stdout)


def verified(folder: Path, data: object = None, instance: object = None) -> tuple[int, str]:
    """What `verify` says of a result and an instance, with every solver out of reach."""
    for name, content in (("result.json", data), ("instance.json", instance)):
        if content is not None:
            (folder / name).write_text(json.dumps(content))
    done = call("verify", "result.json", "--instance", "instance.json", cwd=folder, blocked=BLOCKED)
    return done.returncode, done.stdout + done.stderr


def test_a_result_is_proven_where_no_solver_can_be_imported(solved) -> None:
    folder, data = solved
    code, said = verified(folder)
    named = ", ".join(dict.fromkeys(stage["stage"] for stage in data["stages"]))
    assert (code, said) == (0, f"proven: 4 pairs are optimal for {named}; checked without a solver\n")
    assert call("solve", "instance.json", cwd=folder, blocked=BLOCKED).returncode != 0, "the solvers are out of reach"


def test_a_changed_pair_price_or_point_is_named(solved) -> None:
    folder, data = solved
    mentor, mentee, points = data["pairs"][0]
    code, said = verified(folder, {**data, "pairs": [[mentor, mentee, points + 1], *data["pairs"][1:]]})
    assert code == 1
    assert f"`{mentor}` with `{mentee}` has {points} points, not {points + 1}" in said

    code, said = verified(folder, {**data, "pairs": data["pairs"][1:]})
    assert code == 1
    assert f"`{mentor}` with `{mentee}` is not made, but" in said or "the pairs are worth" in said

    at = next(index for index, stage in enumerate(data["stages"]) if stage["stage"] == "total")
    stages = json.loads(json.dumps(data["stages"]))
    name, price = next(iter(stages[at]["mentors"].items()))
    stages[at]["mentors"][name] = price + 1
    code, said = verified(folder, {**data, "stages": stages})
    assert code == 1
    assert f"the price of mentor `{name}` is {price}, not {price + 1}" in said

    assert ["cat", "yan"] not in [pair[:2] for pair in data["pairs"]]
    pairs = [[*pair[:2], pair[2] + 100 * (pair[:2] == ["cat", "yan"])] for pair in INSTANCE["pairs"]]
    code, said = verified(folder, data, {**INSTANCE, "pairs": pairs})
    assert code == 1
    assert "the proof belongs to another problem" in said
    assert "`cat` with `yan` is not made, but would bring more than the prices of its two people" in said


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("[]", (1, "no result: expected `pairs`")),
        ("{", (2, "is no result: it is not JSON")),
        ('{"pairs": [], "pairs": []}', (2, "is no result: a key is given twice")),
        ('{"pairs": 1}', (1, "pairs: expected a list")),
        ('{"pairs": [["ann", "xia"]]}', (1, "pairs.0: expected [mentor, mentee, points]")),
        ('{"pairs": [["ann", "xia", true]]}', (1, "pairs.0: expected [mentor, mentee, points]")),
        ('{"pairs": [["ann", "zoe", 1]]}', (1, "`ann` with `zoe` is no candidate pair")),
        ('{"pairs": [["\\ud800", "zoe", 1]]}', (1, "is no candidate pair")),
        ("[" * 100_000, (2, "is no result: it is not JSON")),
        (None, (2, "result.json cannot be read")),
    ],
)
def test_a_file_that_is_no_result_is_explained(solved, content: str | None, expected: tuple[int, str]) -> None:
    folder, _ = solved
    if content is None:
        (folder / "result.json").unlink()
    else:
        (folder / "result.json").write_text(content)
    code, said = verified(folder)
    assert code == expected[0], said
    assert expected[1] in said


def test_options_for_programs_do_not_go_with_a_result(solved) -> None:
    folder, _ = solved
    done = call("verify", "result.json", "--instance", "instance.json", "--no-vetoes", cwd=folder)
    assert done.returncode == 2
    assert "--instance goes with a result file" in done.stderr
    done = call("verify", "digital-2026", cwd=folder)
    assert done.returncode == 2
    assert "no folder `program` here or above" in done.stderr


def test_every_format_gives_the_same_result(tmp_path: Path) -> None:
    mentors, mentees = list(INSTANCE["mentors"]), list(INSTANCE["mentees"])
    plain = {**INSTANCE, "mentors": {name: {} for name in mentors}, "mentees": {name: {} for name in mentees}}
    table = np.array([pair[2] for pair in INSTANCE["pairs"]]).reshape(3, 4)
    packed = io.BytesIO()
    np.savez_compressed(packed, format=1, points=table, mentors=mentors, mentees=mentees)
    rows = "".join(f"{name},{','.join(map(str, row))}\n" for name, row in zip(mentors, table.tolist(), strict=True))
    contents = {
        "a.json": json.dumps(plain).encode(),
        "b.csv": ("mentor,mentee,points\n" + "".join(f"{a},{b},{p}\n" for a, b, p in plain["pairs"])).encode(),
        "c.csv": f",{','.join(mentees)}\n{rows}".encode(),
        "d.npz": packed.getvalue(),
    }
    said = set()
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
        done = call("solve", name, "--format", "json", cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        said.add(done.stdout)
        (tmp_path / "result.json").write_text(done.stdout)
        assert call("verify", "result.json", "--instance", name, cwd=tmp_path).returncode == 0
    assert len(said) == 1


def test_progress_of_a_large_problem_is_on_stderr_and_the_result_alone_on_stdout(tmp_path: Path) -> None:
    points = np.random.default_rng(3).integers(0, 10_001, (300, 400))
    np.savez(tmp_path / "large.npz", format=1, points=points, mentor_capacity=2)
    done = call("solve", "large.npz", "--format", "json", cwd=tmp_path)
    assert done.returncode == 0
    assert "300 mentors, 400 mentees, 120000 possible pairs" in done.stderr
    data = json.loads(done.stdout)
    assert len(data["pairs"]) == 400
    assert all(points[int(a[7:]), int(b[7:])] == worth for a, b, worth in data["pairs"])
    (tmp_path / "result.json").write_text(done.stdout)
    assert call("verify", "result.json", "--instance", "large.npz", cwd=tmp_path, blocked=BLOCKED).returncode == 0
    text = call("solve", "large.npz", cwd=tmp_path).stdout
    assert "… and 200 more; `--format json` has all" in text


def test_a_name_that_no_terminal_can_show_is_still_a_message(tmp_path: Path) -> None:
    (tmp_path / "odd.json").write_text(json.dumps({**INSTANCE, "mentors": {"\ud800": {}}}))
    done = call("solve", "odd.json", cwd=tmp_path)
    assert done.returncode == 1
    assert "an id has lower-case letters" in done.stderr
