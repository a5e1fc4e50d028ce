"""`turnabout validate` over and over: from memory, against a commit, and watching; always as a complete run would."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

TODAY = ("--today", "2026-11-23")


def call(root: Path, *arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "turnabout", "validate", *TODAY, *arguments],
        cwd=root,
        env=os.environ | environ,
        capture_output=True,
        text=True,
        timeout=120,
    )


def person(root: Path) -> Path:
    return next(iter(sorted((root / "program" / "participants").rglob("*.yaml"))))


def spoil(root: Path, old: str = "level:", new: str = "lvel:") -> None:
    path = person(root)
    path.write_text(path.read_text().replace(old, new, 1))


def test_a_second_run_says_the_same_and_so_does_one_without_memory(example: Path, tmp_path: Path) -> None:
    spoil(example)
    cache = str(tmp_path / "cache")
    first = call(example, XDG_CACHE_HOME=cache)
    assert first.returncode == 1
    assert len(list((tmp_path / "cache" / "turnabout").iterdir())) == 1
    for again in (call(example, XDG_CACHE_HOME=cache), call(example, "--no-cache", XDG_CACHE_HOME=cache)):
        assert (again.returncode, again.stdout) == (first.returncode, first.stdout)
    spoil(example, "lvel:", "level:")
    assert call(example, XDG_CACHE_HOME=cache).returncode == 0


def test_without_memory_nothing_is_kept(example: Path, tmp_path: Path) -> None:
    assert call(example, "--no-cache", XDG_CACHE_HOME=str(tmp_path / "cache")).returncode == 0
    assert not (tmp_path / "cache").exists()


def test_a_cache_folder_that_cannot_be_made_is_no_failure(example: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = call(example, XDG_CACHE_HOME=str(tmp_path / "file"))
    assert (done.returncode, done.stderr) == (0, "")


def git(root: Path, *arguments: str) -> None:
    name = ("-c", "user.name=Ana", "-c", "user.email=ana@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *name, *arguments], cwd=root, check=True, capture_output=True)


@pytest.mark.parametrize("below", ["", "mentoring/reverse"])
def test_since_a_commit_the_result_is_that_of_a_complete_run(example: Path, tmp_path: Path, below: str) -> None:
    top = tmp_path / "repository"
    root = top / below
    root.mkdir(parents=True)
    (example / "program").rename(root / "program")
    git(top, "init", "-q", "-b", "main")
    spoil(root)
    git(top, "add", ".")
    git(top, "commit", "-q", "-m", "first")
    session = next(iter(sorted((root / "program" / "sessions").rglob("*.yaml"))))
    session.write_text(session.read_text().replace("minutes:", "minuts:", 1))
    complete = call(root, "--no-cache")
    since = call(root, "--changed-since", "main", "--no-cache")
    assert (since.returncode, since.stdout) == (complete.returncode, complete.stdout)
    assert "minuts" in since.stdout
    assert "lvel" in since.stdout
    assert re.search(r"; 1 of \d complaints are new$", since.stderr.strip())
    anew = int(since.stderr.partition("`main`: ")[2].partition(" of")[0])
    assert 0 < anew < 40
    assert call(root, "--changed-since", "main").stdout == complete.stdout


def test_a_commit_that_is_not_here_is_a_sentence(example: Path) -> None:
    git(example, "init", "-q")
    for reference in ("nowhere", "--output=x", ""):
        done = call(example, f"--changed-since={reference}")
        assert done.returncode == 2
        assert "there is no commit" in done.stderr


def test_watching_shows_each_change_once_and_ends_quietly(example: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-u", "-m", "turnabout", "validate", *TODAY, "--watch"],
        cwd=example,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline().startswith("all well")
        person(example).touch()
        time.sleep(1.5)
        spoil(example)
        assert process.stdout.readline() == "\n"
        assert process.stdout.readline().count(":") == 2
        assert "SHAPE001" in process.stdout.readline()
        time.sleep(0.5)
        process.send_signal(signal.SIGINT)
        rest, errors = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "all well" not in rest
    assert "Traceback" not in errors


def test_watching_goes_with_text_only(example: Path) -> None:
    done = call(example, "--watch", "--format", "json")
    assert done.returncode == 2
    assert "--watch goes with" in done.stderr
