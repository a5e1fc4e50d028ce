import os
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from support_git import World, bare_environ, sh, wrapped_git
from turnabout.errors import EnvironmentFaultError
from turnabout.forge.git import Git, clean_environment, head_commit, log_dates, open_repository, resolve, toplevel

DAY = 86_400


def test_the_top_folder_is_found_from_below_even_with_odd_names(world: World, tmp_path: Path) -> None:
    odd = tmp_path / "a folder\nwith a line break é"
    sh("clone", "--quiet", str(world.bare), str(odd), cwd=tmp_path, environ=world.environ)
    assert toplevel(Git(odd / "program/pairs", world.environ)) == odd
    assert open_repository(odd / "program", world.environ).root == odd


@pytest.mark.parametrize(
    ("folder", "words"),
    [
        ("home", "not inside a git repository"),
        ("missing", "not inside a git repository"),
        ("b.git", "no work tree"),
    ],
)
def test_a_folder_that_is_no_repository_is_said_in_one_sentence(tmp_path: Path, folder: str, words: str) -> None:
    environ = bare_environ(tmp_path)
    sh("init", "-q", "--bare", "b.git", cwd=tmp_path, environ=environ)
    with pytest.raises(EnvironmentFaultError, match=words) as caught:
        open_repository(tmp_path / folder, environ)
    assert caught.value.hint
    assert "\n" not in caught.value.message


def test_a_repository_without_commits_is_said_in_one_sentence(tmp_path: Path) -> None:
    environ = bare_environ(tmp_path)
    sh("init", "-q", "empty", cwd=tmp_path, environ=environ)
    git = open_repository(tmp_path / "empty", environ)
    for ask in (head_commit, log_dates):
        with pytest.raises(EnvironmentFaultError, match="no commits yet"):
            ask(git)


def test_a_machine_without_git_is_said_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFaultError, match="git is not installed"):
        open_repository(tmp_path, {"PATH": str(tmp_path)})


def test_nothing_of_the_callers_git_environment_reaches_git(world: World, tmp_path: Path) -> None:
    inherited = {
        "GIT_DIR": "/nonexistent",
        "GIT_WORK_TREE": "/nonexistent",
        "GIT_INDEX_FILE": "/nonexistent",
        "GIT_OBJECT_DIRECTORY": "/nonexistent",
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": "core.bare",
        "GIT_CONFIG_VALUE_0": "true",
        "GIT_TRACE": str(tmp_path / "trace"),
        "LC_MESSAGES": "de_DE.UTF-8",
        "LANGUAGE": "de",
    }
    git = open_repository(world.root, {**world.environ, **inherited})
    assert head_commit(git) == world.sh("rev-parse", "HEAD")
    assert not (tmp_path / "trace").exists()
    clean = clean_environment({**world.environ, **inherited, "HTTPS_PROXY": "p"})
    assert clean["HTTPS_PROXY"] == "p"
    assert (clean["GIT_TERMINAL_PROMPT"], clean["LC_ALL"]) == ("0", "C")
    assert {name for name in clean if name in inherited} == set()


def test_names_that_look_like_options_are_names(world: World, tmp_path: Path) -> None:
    assert resolve(world.git, "--all") is None
    assert resolve(world.git, "--output=x") is None
    assert resolve(world.git, "HEAD") == world.sh("rev-parse", "HEAD")


def test_a_git_that_hangs_is_ended_with_its_children(world: World, tmp_path: Path) -> None:
    pid = tmp_path / "pid"
    environ = wrapped_git(tmp_path, world.environ, f'sleep 300 & echo $! > "{pid}"; wait')
    with pytest.raises(EnvironmentFaultError, match="gave no answer within 1 seconds") as caught:
        Git(world.root, environ, timeout=1.0).run("status")
    assert caught.value.__cause__ is None
    child = int(pid.read_text(encoding="utf-8"))
    for _ in range(100):
        if not _runs(child):
            break
        time.sleep(0.02)
    assert not _runs(child)


def _runs(pid: int) -> bool:
    try:
        return " Z " not in Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except FileNotFoundError:
        return False


def test_a_git_that_cannot_be_started_is_said_in_one_sentence(world: World, tmp_path: Path) -> None:
    environ = wrapped_git(tmp_path, world.environ, "exit 0")
    (tmp_path / "faulty/git").write_bytes(b"\x7fELF not a program")
    with pytest.raises(EnvironmentFaultError, match="git cannot be started"):
        Git(world.root, environ).run("status")


def test_last_dates_agree_with_one_log_a_file(world: World) -> None:
    start = 1_790_000_000
    world.commit({"program/b é.yaml": "1\n", "program/x/c.yaml": "1\n"}, when=start + DAY)
    world.commit({"program/b é.yaml": "2\n", "other.txt": "1\n"}, when=start + 3 * DAY)
    world.sh("rm", "-q", "program/x/c.yaml")
    world.commit({}, when=start + 4 * DAY)
    world.sh("mv", "README.md", "program/moved.md")
    world.commit({}, when=start + 5 * DAY)
    world.sh("checkout", "-q", "-b", "side", "HEAD~2")
    world.commit({"program/side.yaml": "1\n"}, when=start + 6 * DAY)
    world.sh("checkout", "-q", "main")
    world.sh("merge", "-q", "--no-ff", "-m", "merge", "side", when=start + 7 * DAY)
    world.commit({}, "empty", when=start + 8 * DAY)
    for folder in ("program", ""):
        names = world.sh("ls-files", "-z", "--", folder or ".").rstrip("\0").split("\0")
        seconds = {name: int(world.sh("log", "-1", "--format=%ct", "--", name)) for name in names}
        expected = {name: datetime.fromtimestamp(when, UTC).date().isoformat() for name, when in seconds.items()}
        assert log_dates(world.git, folder) == expected


def test_last_dates_survive_names_that_look_like_gits_own_output(world: World) -> None:
    names = ["1790000000", "\nline", ":100644 100644 a b M", "*.yaml", ":(top)x", "-n"]
    for name in names:
        (world.root / name).write_text("x", encoding="utf-8")
    world.sh("add", "-A")
    world.commit({}, when=1_790_000_000 + 9 * DAY)
    dates = log_dates(world.git)
    assert {dates[name] for name in names} == {"2026-09-30"}
    assert log_dates(world.git, "*.yaml") == {"*.yaml": "2026-09-30"}


def test_last_dates_of_a_repository_that_is_below_another_folder_are_relative_to_its_top(world: World) -> None:
    assert set(log_dates(open_repository(world.root / "program", world.environ))) == set(
        world.sh("ls-files").splitlines()
    )


def test_the_readers_own_settings_do_not_change_what_is_read(world: World) -> None:
    before = log_dates(world.git)
    for key, value in {
        "log.showSignature": "true",
        "color.ui": "always",
        "diff.renames": "copies",
        "log.diffMerges": "first-parent",
        "log.decorate": "full",
        "core.pager": "false",
        "diff.external": "false",
        "log.date": "relative",
        "alias.log": "status",
    }.items():
        world.sh("config", key, value)
    assert log_dates(world.git) == before


def test_the_environment_is_a_value_and_not_our_own(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nonexistent")
    monkeypatch.setenv("GIT_DIR", "/nonexistent")
    assert head_commit(open_repository(world.root, world.environ))
    assert os.environ["PATH"] == "/nonexistent"


def test_a_git_that_the_system_ends_is_said_in_one_sentence(world: World, tmp_path: Path) -> None:
    environ = wrapped_git(tmp_path, world.environ, "kill -9 $$")
    with pytest.raises(EnvironmentFaultError, match=r"the system ended `git rev-parse` \(signal 9\)") as caught:
        open_repository(world.root, environ)
    assert caught.value.hint
