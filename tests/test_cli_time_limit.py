"""`--time-limit`: an answer that was cut off is shown with its gap, ends with exit code 3, and is used only if accepted."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

RULES = """
  balance:
    - {id: across-sites, across: site, at_least: 24}
"""
# Six budgets that nearly every pair draws on: an answer is found at once, and no search proves the best in a moment.
HARD = {
    "name": "hard",
    "stages": ["total"],
    "mentors": {f"m{at:03}": {} for at in range(90)},
    "mentees": {f"n{at:03}": {} for at in range(90)},
    "pairs": [
        [f"m{i:03}", f"n{j:03}", 1 + (i * 7919 + j * 104729 + i * j * 31) % 1000]
        for i in range(90)
        for j in range(90)
        if (i * 31 + j * 17) % 4 == 0
    ],
    "balance": [
        {
            "name": f"row-{at}",
            "words": f"row {at}",
            "pairs": [
                [f"m{i:03}", f"n{j:03}", 1 + (i * j * (at + 3)) % 97]
                for i in range(90)
                for j in range(90)
                if (i * 31 + j * 17) % 4 == 0 and (i + j * (at + 2)) % 3
            ],
            "most": 1500 + at,
        }
        for at in range(6)
    ],
}


def call(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "turnabout", *arguments], cwd=cwd, capture_output=True, text=True, timeout=300
    )


def test_time_enough_is_as_without_a_limit(example: Path) -> None:
    program = example / "program/digital-2026.yaml"
    program.write_text(program.read_text().replace("\n  rules:\n", f"{RULES}  rules:\n", 1))
    plain = call("pair", "digital-2026", cwd=example)
    limited = call("pair", "digital-2026", "--time-limit", "250", cwd=example)
    assert limited.returncode == 0, limited.stderr
    assert limited.stdout == plain.stdout


def test_no_time_at_all_is_exit_code_3_with_something_to_do(example: Path) -> None:
    program = example / "program/digital-2026.yaml"
    program.write_text(program.read_text().replace("\n  rules:\n", f"{RULES}  rules:\n", 1))
    before = {path: path.read_bytes() for path in example.rglob("*.yaml")}
    done = call("pair", "digital-2026", "--write", "--time-limit", "0.000001", cwd=example)
    assert done.returncode == 3
    assert "the time limit passed before any pairing was found" in done.stderr
    assert "hint: allow more time" in done.stderr
    assert {path: path.read_bytes() for path in example.rglob("*.yaml")} == before


def test_an_answer_that_was_cut_off_says_so_until_it_is_accepted(tmp_path: Path) -> None:
    instance, result = tmp_path / "hard.json", tmp_path / "result.json"
    instance.write_text(json.dumps({"format": 1, **HARD}))
    done = call("solve", "hard.json", "--path", "ilp", "--time-limit", "3", "--format", "json", cwd=tmp_path)
    assert done.returncode == 3, done.stdout + done.stderr
    assert "the time limit passed before the best pairing was proven: stage `total`: reached" in done.stderr
    assert "`--accept-gap`" in done.stderr
    assert "optimal" not in done.stdout + done.stderr
    result.write_text(done.stdout)
    proven = call("verify", "result.json", "--instance", "hard.json", cwd=tmp_path)
    assert proven.returncode == 3
    assert "nothing above" in proven.stdout
    assert "optimal" not in proven.stdout
    accepted = call("solve", "hard.json", "--path", "ilp", "--time-limit", "3", "--accept-gap", cwd=tmp_path)
    assert accepted.returncode == 0, accepted.stderr
    assert "not all is proven" in accepted.stdout


@pytest.mark.parametrize("given", ["0", "-1", "soon"])
def test_a_limit_that_is_none_is_refused(given: str, example: Path) -> None:
    done = call("pair", "digital-2026", "--time-limit", given, cwd=example)
    assert done.returncode == 2
    assert "--time-limit" in done.stderr
