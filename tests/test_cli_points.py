"""The commands with a table of points in place of the criteria, on the example program."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = "digital-2026"
ROWS = {("arjun-nair", "charlotte-ng"): 6000, ("ines-carvalho", "grace-mwangi"): 9000}


def call(example: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "turnabout", *arguments], cwd=example, capture_output=True, text=True, timeout=120
    )


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "given points.csv"
    path.write_text("mentor,mentee,points\n" + "".join(f"{m},{e},{points}\n" for (m, e), points in ROWS.items()))
    return path


def test_a_pairing_by_table_is_written_and_proven_with_that_table_alone(example: Path, table: Path) -> None:
    done = call(example, "pair", PROGRAM, "--points", str(table), "--write")
    assert done.returncode == 0, done.stderr
    draft = (example / f"program/pairs/{PROGRAM}/arjun-nair--charlotte-ng.yaml").read_text()
    assert "points: 6000" in draft
    assert call(example, "validate").returncode == 0
    proven = call(example, "verify", PROGRAM, "--points", str(table))
    assert (proven.returncode, proven.stdout[:7]) == (0, "proven:"), proven.stderr
    for command in (["verify"], ["pair"], ["explain", "charlotte-ng"], ["suggest", "charlotte-ng"], ["repair"]):
        forgotten = call(example, command[0], PROGRAM, *command[1:])
        assert forgotten.returncode == 2
        assert "had its points from a table, and none is named" in forgotten.stderr
    table.write_text(table.read_text().replace("6000", "6001"))
    other = call(example, "verify", PROGRAM, "--points", str(table))
    assert other.returncode == 1
    assert "points: expected the table `sha256:" in other.stdout
    again = call(example, "verify", PROGRAM, "--no-points")
    assert again.returncode == 1
    assert "no table is named" in again.stdout


def test_the_next_commands_name_the_table(example: Path, table: Path) -> None:
    text = call(example, "pair", PROGRAM, "--points", str(table)).stdout
    assert f"`turnabout pair {PROGRAM} --points '{table}' --write`" in text
    assert f"`turnabout propose {PROGRAM} --points '{table}'`" in text


def test_who_is_not_in_the_table_is_explained(example: Path, table: Path) -> None:
    text = call(example, "explain", PROGRAM, "zara-hussain", "--points", str(table)).stdout
    assert "not in the table of points" in text
    two = call(example, "explain", PROGRAM, "arjun-nair", "grace-mwangi", "--points", str(table)).stdout
    assert two.startswith("arjun-nair (mentor) with grace-mwangi (mentee): not a pair\n")
    assert "  not in the table of points\n" in two


def test_fairness_and_suggestions_count_by_the_table(example: Path, table: Path) -> None:
    text = call(example, "pair", PROGRAM, "--points", str(table), "--fairness").stdout
    assert "A table gives the points, so nothing hangs on the weights." in text
    shown = call(example, "suggest", PROGRAM, "charlotte-ng", "--points", str(table), "--format", "json")
    told = json.loads(shown.stdout)
    assert [(each["person"], each["points"]) for each in told["suggestions"]] == [("arjun-nair", 6000)]


def test_faults_are_listed_with_their_lines_and_nothing_is_written(example: Path, table: Path) -> None:
    table.write_text("mentor,mentee,points\narjun-nair,charlotte-nh,6000\narjun-nair,charlotte-ng,nan\n")
    done = call(example, "pair", PROGRAM, "--points", str(table), "--write")
    assert (done.returncode, done.stdout) == (1, "")
    assert f"{table}:2:1" in done.stderr
    assert "did you mean `charlotte-ng`?" in done.stderr
    assert f"{table}:3:1" in done.stderr
    assert not (example / f"program/pairs/{PROGRAM}/arjun-nair--charlotte-ng.yaml").exists()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["pair", "nowhere", "--points", "{table}"], "there is no program `nowhere`"),
        (["pair", PROGRAM, "--points", "{table}", "--no-points"], "`--points` and `--no-points` do not go together"),
        (["what-if", PROGRAM, "--points", "{table}", "--weight", "topics=2"], "weights count for nothing"),
        (
            ["verify", "result.json", "--instance", "i.json", "--points", "{table}"],
            "--instance goes with a result file",
        ),
    ],
)
def test_what_does_not_go_together_is_a_plain_sentence(
    options: list[str], words: str, example: Path, table: Path
) -> None:
    done = call(example, *(each.format(table=table) for each in options))
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_a_table_that_cannot_be_read_is_a_plain_sentence(example: Path, tmp_path: Path) -> None:
    done = call(example, "pair", PROGRAM, "--points", str(tmp_path))
    assert done.returncode == 2
    assert "is a directory" in done.stderr
    assert "Traceback" not in done.stderr
