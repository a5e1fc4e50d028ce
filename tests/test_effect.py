"""`turnabout effect` as the check of a pull request runs it: on the example program, since a commit."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from support_git import PERSON

PAIRS = Path("program/pairs/digital-2026")


def call(*arguments: str, cwd: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "turnabout", *arguments, "--today", "2026-11-22"],
        cwd=cwd,
        capture_output=True,
        text=True,
        timeout=120,
        env=os.environ | environ,
    )


def commit(folder: Path, message: str) -> None:
    for arguments in (["init", "--quiet"], ["add", "--all"], ["commit", "--quiet", "-m", message]):
        subprocess.run(["git", *arguments], cwd=folder, check=True, env=os.environ | PERSON)


@pytest.fixture
def proposed(example: Path) -> Path:
    """The example program with the solver's drafts, committed."""
    assert call("pair", "digital-2026", "--write", cwd=example).returncode == 0
    commit(example, "drafts")
    return example


def exchange(folder: Path, one: str, other: str) -> None:
    """The two drafts with their mentees exchanged, as somebody would by renaming the files."""
    (mentor, mentee), (other_mentor, other_mentee) = one.split("--"), other.split("--")
    for old, new in ((one, f"{mentor}--{other_mentee}"), (other, f"{other_mentor}--{mentee}")):
        (folder / PAIRS / f"{old}.yaml").rename(folder / PAIRS / f"{new}.yaml")


def test_a_hand_made_exchange_shows_its_cost_and_the_rules_it_breaks(proposed: Path, tmp_path: Path) -> None:
    exchange(proposed, "duarte-nobre--agnieszka-lis", "jakub-wojcik--silvia-andrade")
    summary = tmp_path / "summary.md"
    done = call("effect", "--since", "HEAD", "--format", "github", cwd=proposed, GITHUB_STEP_SUMMARY=str(summary))
    assert done.returncode == 0, done.stderr
    assert (
        "- `duarte-nobre` with `silvia-andrade` and `jakub-wojcik` with `agnieszka-lis` instead of `duarte-nobre` with "
        "`agnieszka-lis` and `jakub-wojcik` with `silvia-andrade`: costs 471 points and lowers the worst of them from "
        "5312 to 4801\n"
    ) in done.stdout
    assert "PAIR009" in done.stdout
    assert summary.read_text() == done.stdout + "\n"


def test_a_participant_who_leaves_before_pairing_moves_the_answer(proposed: Path) -> None:
    person = proposed / "program/participants/lisbon/duarte-nobre.yaml"
    person.write_text(person.read_text().replace("status: active", "status: withdrawn\nuntil: 2026-11-20"))
    (proposed / PAIRS / "duarte-nobre--agnieszka-lis.yaml").unlink()
    data = json.loads(call("effect", "--since", "HEAD", "--format", "json", cwd=proposed).stdout)
    (program,) = data["programs"]
    assert {"mentor": "duarte-nobre", "mentee": "agnieszka-lis"} in program["again"]["gone"]
    assert program["before"]["coverage"]["covered"] - program["after"]["coverage"]["covered"] == 1
    assert [each["code"] for each in data["newly_wrong"]] == ["CERT002"]


def test_a_change_of_something_else_says_so(proposed: Path) -> None:
    person = proposed / "program/participants/lisbon/duarte-nobre.yaml"
    person.write_text(person.read_text() + "# a remark\n")
    done = call("effect", "--since", "HEAD", cwd=proposed)
    assert "concerns neither pairs nor anything they are computed from" in done.stdout


def test_a_commit_that_is_not_there_is_named(proposed: Path) -> None:
    done = call("effect", "--since", "nowhere", cwd=proposed)
    assert (done.returncode, "no commit `nowhere`" in done.stderr) == (2, True)
