"""`turnabout validate` over and over: from memory, against a commit, and watching; always as a complete run would.

The repository's settings are told with the same care as the files beside them, and are never in their way.
"""

import datetime
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from turnabout.cli.setting import Setting, read
from turnabout.files import read_settings
from turnabout.yamlfile.limits import MAX_BYTES

TODAY = ("--today", "2026-11-23")
WRONG_SETTINGS = "host: sourceforge\nlabels: mentoring\n"


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
    assert "`--watch` goes with neither" in done.stderr


def told(root: Path) -> list[tuple[str, str, int]]:
    done = call(root, "--format", "json")
    return [(each["path"], each["code"], each["line"]) for each in json.loads(done.stdout)["diagnostics"]]


def test_faults_of_the_settings_stand_beside_those_of_the_program(example: Path) -> None:
    spoil(example)
    program = told(example)
    assert program
    (example / "turnabout.yaml").write_text(WRONG_SETTINGS)
    assert told(example) == [*program, ("turnabout.yaml", "SHAPE004", 1), ("turnabout.yaml", "SHAPE003", 2)]
    (example / "turnabout.yaml").write_text("host: [\n")
    assert [each for each in told(example) if each[0] != "turnabout.yaml"] == program


def test_each_way_to_validate_says_the_same_of_the_settings(example: Path, tmp_path: Path) -> None:
    git(example, "init", "-q", "-b", "main")
    git(example, "add", "program")
    git(example, "commit", "-q", "-m", "first")
    (example / "turnabout.yaml").write_text(WRONG_SETTINGS)
    cache = str(tmp_path / "cache")
    ways = ([], [], ["--no-cache"], ["--changed-since", "main"])
    runs = [call(example, *way, XDG_CACHE_HOME=cache) for way in ways]
    assert {(done.returncode, done.stdout) for done in runs} == {(1, runs[0].stdout)}
    assert "turnabout.yaml:1:7: SHAPE004" in runs[0].stdout
    # What was found in the settings is not kept for the next run.
    (example / "turnabout.yaml").write_text("host: gitlab\n")
    assert call(example, XDG_CACHE_HOME=cache).returncode == 0


def test_good_settings_are_one_file_more(example: Path) -> None:
    files = int(call(example).stdout.split()[-2])
    (example / "turnabout.yaml").write_text("labels: [mentoring]\nmax_changes: 30\n")
    assert int(call(example).stdout.split()[-2]) == files + 1


def test_settings_that_are_no_plain_file_are_refused(example: Path, tmp_path: Path) -> None:
    settings = example / "turnabout.yaml"
    settings.symlink_to(tmp_path)
    assert told(example) == [("turnabout.yaml", "FILE003", 1)]
    settings.unlink()
    settings.mkdir()
    assert told(example) == [("turnabout.yaml", "FILE003", 1)]
    settings.rmdir()
    (example / "turnabout.yml").write_text("host: gitlab\n")
    assert told(example) == [("turnabout.yml", "FILE006", 1)]
    settings.write_text("host: gitlab\n" + "# \n" * MAX_BYTES)
    assert told(example) == [("turnabout.yaml", "YAML001", 1)]


def test_settings_that_cannot_be_reached_are_told(tmp_path: Path) -> None:
    (told,) = read_settings(tmp_path / ("long" * 100)).refused
    assert (told.code, str(told.position.path)) == ("FILE004", "turnabout.yaml")


def test_what_does_not_read_the_settings_goes_on(example: Path) -> None:
    (example / "turnabout.yaml").write_text(WRONG_SETTINGS)
    command = [sys.executable, "-m", "turnabout", "pair", "--all", *TODAY]
    done = subprocess.run(command, cwd=example, capture_output=True, text=True, timeout=300, check=False)
    assert "turnabout.yaml" not in done.stdout + done.stderr
    assert done.returncode == 0, done.stderr


def test_watching_sees_the_settings_change(example: Path) -> None:
    command = [sys.executable, "-u", "-m", "turnabout", "validate", *TODAY, "--watch"]
    with subprocess.Popen(command, cwd=example, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline().startswith("all well")
        assert "watching" in process.stderr.readline()
        time.sleep(0.6)
        (example / "turnabout.yaml").write_text(WRONG_SETTINGS)
        shown = "".join(process.stdout.readline() for _ in range(3))
        assert "watching" in process.stderr.readline()
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
    assert "turnabout.yaml:1:7: SHAPE004" in shown
    assert process.returncode == 1


def test_a_memory_that_is_some_files_behind_is_as_good(
    example: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    setting = Setting(example, datetime.date.fromisoformat(TODAY[1]))
    read(setting)
    (file,) = (tmp_path / "cache" / "turnabout").iterdir()
    first = file.read_bytes()
    monkeypatch.setattr("turnabout.cli.setting.BEHIND", 0.9)
    sessions = sorted((example / "program" / "sessions").rglob("*.yaml"))
    for changed in (sessions[0], sessions[-1], person(example)):
        changed.write_text(changed.read_text() + "surprise: 1\n")
        assert read(setting).diagnostics == read(setting, keep=False).diagnostics
        assert file.read_bytes() == first
    monkeypatch.undo()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    assert len(read(setting).diagnostics) >= 3
    assert file.read_bytes() != first
