"""Real machines that lack something: no git, a broken solver, no remote, a full disk; and one that lacks nothing."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from support_git import World, bare_environ, make_world, serve_http, wrapped_git
from test_cli import call
from turnabout.cli import run
from turnabout.doctor import facts
from turnabout.doctor.facts import Asked, examine, file_verdicts, git_verdicts, library_verdicts
from turnabout.doctor.verdicts import State, Verdict

Look = Callable[[Asked], Iterator[Verdict]]
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def world(tmp_path: Path) -> World:
    return make_world(tmp_path)


def seen(folder: Path, environ: dict[str, str], *, look: Look = examine, offline: bool = False) -> dict[str, Verdict]:
    """The verdicts by name."""
    return {each.name: each for each in look(Asked(folder, environ, offline=offline))}


def lacking(found: dict[str, Verdict]) -> dict[str, State]:
    return {name: each.state for name, each in found.items() if each.state in (State.WARN, State.FAIL)}


def test_a_sound_clone_lacks_nothing_but_schemas_and_with_them_nothing(world: World) -> None:
    found = seen(world.root, world.environ)
    assert lacking(found) == {"schemas": State.WARN}
    assert found["remote"].found == "`origin` answers, its default branch is `main`"
    shutil.copytree(ROOT / "schema", world.root / "schema")
    found = seen(world.root, world.environ)
    assert lacking(found) == {}
    assert found["data format"].state == State.OK


def test_looking_from_below_finds_the_program_and_changes_nothing(world: World) -> None:
    before = sorted(str(path) for path in world.root.rglob("*"))
    found = seen(world.root / "program" / "pairs", world.environ, look=file_verdicts)
    assert found["program"].found == str(world.root / "program")
    assert sorted(str(path) for path in world.root.rglob("*")) == before


def test_a_path_without_git_is_told_and_what_needs_it_is_not_looked_at(world: World, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    found = seen(world.root, {**world.environ, "PATH": str(tmp_path / "empty")})
    assert found["Git"].state == State.FAIL
    assert "not on the PATH" in found["Git"].found
    assert [found[name].state for name in ("repository", "remote", "browser")] == [State.NOTE] * 3
    assert found["PuLP"].state == found["site engine"].state == State.OK


def test_an_old_git_and_a_git_that_says_nothing_are_told(world: World, tmp_path: Path) -> None:
    old = 'if [ "$VERB" = version ]; then echo "git version 2.20.1 (Apple Git-117)"; exit; fi; exec "$REAL" "$@"'
    found = seen(world.root, wrapped_git(tmp_path, world.environ, old), look=git_verdicts)
    assert found["Git"].found == "2.20.1, which is too old"
    silent = 'if [ "$VERB" = version ]; then echo hello; exit; fi; exec "$REAL" "$@"'
    found = seen(world.root, wrapped_git(tmp_path, world.environ, silent), look=git_verdicts)
    assert (found["Git"].state, found["remote"].state) == (State.FAIL, State.NOTE)


def test_no_repository_no_commit_and_no_remote_are_told_one_after_the_other(tmp_path: Path) -> None:
    environ = bare_environ(tmp_path)
    folder = tmp_path / "new"
    folder.mkdir()

    def git(*arguments: str) -> None:
        identity = ("-c", "user.name=T", "-c", "user.email=t@example.org")
        subprocess.run(["git", *identity, *arguments], cwd=folder, env=environ, check=True, capture_output=True)

    found = seen(folder, environ)
    assert lacking(found) == {"repository": State.FAIL, "program": State.WARN, "schemas": State.WARN}
    assert "not inside a git repository" in found["repository"].found
    git("init", "-q")
    assert "no commits" in seen(folder, environ, look=git_verdicts)["repository"].found
    git("commit", "-q", "--allow-empty", "-m", "start")
    found = seen(folder, environ, look=git_verdicts)
    assert (found["repository"].state, found["remote"].state) == (State.OK, State.WARN)
    assert "git remote add origin" in found["remote"].fix


def test_a_remote_that_is_gone_fails_and_offline_does_not_ask(world: World) -> None:
    world.sh("remote", "set-url", "origin", str(world.root.parent / "gone.git"))
    found = seen(world.root, world.environ, look=git_verdicts)
    assert found["remote"].state == State.FAIL
    assert found["remote"].fix
    assert seen(world.root, world.environ, offline=True, look=git_verdicts)["remote"].state == State.NOTE


def test_a_remote_without_commits_fails(world: World, tmp_path: Path) -> None:
    world.sh("init", "-q", "--bare", str(tmp_path / "empty.git"), cwd=tmp_path)
    world.sh("remote", "set-url", "origin", str(tmp_path / "empty.git"))
    assert "has no commits yet" in seen(world.root, world.environ, look=git_verdicts)["remote"].found


def test_a_remote_that_never_answers_is_given_up(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(facts, "ANSWER_SECONDS", 1.0)
    environ = wrapped_git(tmp_path, world.environ, '[ "$VERB" = ls-remote ] && sleep 60; exec "$REAL" "$@"')
    assert "no answer within 1 seconds" in seen(world.root, environ, look=git_verdicts)["remote"].found


def test_credentials_are_never_shown(world: World, tmp_path: Path) -> None:
    with serve_http(tmp_path, "server.git", world.environ, user="ada:right") as served:
        world.sh("remote", "set-url", "origin", served.with_user("ada:s3cr3t-t0ken"))
        found = seen(world.root, world.environ, look=git_verdicts)
    assert found["remote"].state == State.FAIL
    assert "did not accept the credentials" in found["remote"].found
    assert "s3cr3t" not in str(found)


@pytest.mark.parametrize(
    ("module", "text", "name", "words"),
    [
        ("pulp", "raise ImportError('built for another machine')", "PuLP", "built for another machine"),
        ("pulp", "import os; os.kill(os.getpid(), 11)", "PuLP", "cannot solve"),
        ("highspy", "raise OSError('libstdc++.so.6: version not found')", "PuLP", "cannot solve"),
        ("scipy", "raise ValueError('numpy.dtype size changed')", "SciPy", "numpy.dtype size changed"),
        ("mkdocs", "raise ImportError('x')", "site engine", "does not start"),
    ],
)
def test_a_broken_library_is_named_and_breaks_nothing_else(
    module: str, text: str, name: str, words: str, world: World, tmp_path: Path
) -> None:
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / f"{module}.py").write_text(text + "\n", encoding="utf-8")
    found = seen(world.root, {**world.environ, "PYTHONPATH": str(tmp_path / "broken")}, look=library_verdicts)
    assert words in found[name].found
    assert {each for each, state in lacking(found).items() if state == State.FAIL} == {name}


def test_a_solver_that_is_wrong_is_not_believed(world: World, tmp_path: Path) -> None:
    real = tmp_path / "broken"
    real.mkdir()
    # SciPy's function, made to take the best pair first, as a wrong solver might.
    (real / "sitecustomize.py").write_text(
        "import scipy.optimize, numpy\n"
        "scipy.optimize.linear_sum_assignment = lambda points, maximize: (numpy.array([0, 1]), numpy.array([0, 1]))\n",
        encoding="utf-8",
    )
    found = seen(world.root, {**world.environ, "PYTHONPATH": str(real)}, look=library_verdicts)
    assert "finds 6 in a small problem, where 8 is right" in found["SciPy"].found


def test_a_folder_that_cannot_be_written_is_told(world: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "no folder"))
    found = seen(world.root, world.environ, look=file_verdicts)["temporary files"]
    assert (found.state, found.found) == (State.FAIL, "cannot be written: no such file or directory")


@pytest.mark.parametrize("content", [b"", b"\xff", b"{", b"[" * 100_000, b"[]", b'{"$id": 1}'])
def test_a_schema_that_is_none_differs_and_is_no_traceback(content: bytes, world: World) -> None:
    shutil.copytree(ROOT / "schema", world.root / "schema")
    (world.root / "schema" / "pair.schema.json").write_bytes(content)
    assert "differ: `pair.schema.json`" in seen(world.root, world.environ, look=file_verdicts)["schemas"].found


@pytest.mark.parametrize(
    ("file", "text", "version", "fix"),
    [
        ("topics.yaml", "format: 7\ntopics: []\n", "version 7", "install a newer Turnabout"),
        ("digital-2026.yaml", "surveys:\n  - {id: start, on: 2026-09-01}\n", "version 0", "turnabout migrate"),
    ],
)
def test_the_format_is_that_of_the_files_whatever_the_schemas_say(
    file: str, text: str, version: str, fix: str, world: World
) -> None:
    shutil.copytree(ROOT / "schema", world.root / "schema")
    (world.root / "program" / file).write_text(text, encoding="utf-8")
    asked = Asked(world.root, world.environ, can_migrate=True)
    found = {verdict.name: verdict for verdict in file_verdicts(asked)}
    assert (found["data format"].state, found["schemas"].state) == (State.FAIL, State.OK)
    assert version in found["data format"].found
    assert fix in found["data format"].fix


def test_the_command_says_it_in_words_and_in_json(world: World) -> None:
    shutil.copytree(ROOT / "schema", world.root / "schema")
    done = call("doctor", cwd=world.root)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("\nall well: Turnabout has what it needs\n")
    done = call("doctor", "--offline", "--format", "json", cwd=world.root)
    report = json.loads(done.stdout)
    assert {each["state"] for each in report["checks"]} <= {"ok", "note"}
    assert set(report["checks"][0]) == {"name", "state", "found", "fix"}


def test_what_fails_ends_in_exit_code_4_with_a_fix_on_its_line(
    world: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))
    assert run(["doctor", "--root", str(world.root)]) == 4
    shown = capsys.readouterr().out
    assert "fail  Git " in shown
    assert "fix: install Git 2.31 or newer" in shown
    assert "1 to mend, 1 to know about" in shown


def test_the_trial_prints_its_answer_alone() -> None:
    for name in ("PuLP", "SciPy"):
        done = subprocess.run(
            [sys.executable, "-m", "turnabout.matching.solvers.trial", name], capture_output=True, text=True, check=True
        )
        assert json.loads(done.stdout)[1] == 8
