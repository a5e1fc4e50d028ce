"""The writer: whole files or none, nothing outside the root, nothing left behind."""

import errno
import os
import resource
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from turnabout.errors import EnvironmentFaultError, UsageError
from turnabout.writer import write_files


def everything(root: Path) -> dict[str, bytes | None]:
    return {
        str(path.relative_to(root)): path.read_bytes() if path.is_file() else None for path in sorted(root.rglob("*"))
    }


def test_new_changed_and_removed_files_are_returned_in_order(tmp_path: Path) -> None:
    (tmp_path / "b.yaml").write_text("old\n")
    (tmp_path / "gone.yaml").write_text("old\n")
    done = write_files(tmp_path, {"gone.yaml": None, "b.yaml": "new\n", "a/deep/er.yaml": b"\xff"})
    assert done == ("a/deep/er.yaml", "b.yaml", "gone.yaml")
    assert everything(tmp_path) == {"a": None, "a/deep": None, "a/deep/er.yaml": b"\xff", "b.yaml": b"new\n"}


def test_text_is_utf8_with_the_line_ends_it_has(tmp_path: Path) -> None:
    write_files(tmp_path, {"a.yaml": "name: Zoë\r\n"})
    assert (tmp_path / "a.yaml").read_bytes() == "name: Zoë\r\n".encode()


def test_a_file_with_the_same_bytes_is_not_touched(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text("same\n")
    os.utime(file, ns=(1, 1))
    before = file.stat()
    assert write_files(tmp_path, {"a.yaml": "same\n", "not-there.yaml": None}) == ()
    after = file.stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_an_empty_change_set_changes_nothing(tmp_path: Path) -> None:
    assert write_files(tmp_path, {}) == ()
    assert everything(tmp_path) == {}


def test_a_file_keeps_its_mode_and_a_new_one_gets_the_usual_one(tmp_path: Path) -> None:
    usual = tmp_path / "usual"
    usual.touch()
    file = tmp_path / "a.sh"
    file.write_text("old")
    file.chmod(0o750)
    write_files(tmp_path, {"a.sh": "new", "b.yaml": "new"})
    assert stat.S_IMODE(file.stat().st_mode) == 0o750
    assert (tmp_path / "b.yaml").stat().st_mode == usual.stat().st_mode


@pytest.mark.parametrize(
    "path",
    [
        "", "/etc/passwd", "../a", "a/../../b", "a//b", "a/", "./a", "a\\..\\b", "C:/a", "a:stream", "a\0b", "a./b", "a ",
        ".git/hooks/pre-commit", ".GIT/config", "sub/.git/config", "git~1/config",
    ],
)  # fmt: skip
def test_places_outside_the_root_or_inside_git_are_refused(tmp_path: Path, path: str) -> None:
    root = tmp_path / "root"
    root.mkdir()
    with pytest.raises(UsageError):
        write_files(root, {"fine.yaml": "x", path: "x"})
    assert everything(tmp_path) == {"root": None}


@given(path=st.text(alphabet="ab./\\:~ \0é", max_size=12))
def test_no_path_reaches_outside_the_root(tmp_path_factory: pytest.TempPathFactory, path: str) -> None:
    outer = tmp_path_factory.mktemp("outer")
    root = outer / "root"
    root.mkdir()
    try:
        done = write_files(root, {path: "x"})
    except UsageError:
        done = ()
    assert {each.name for each in outer.iterdir()} == {"root"}
    assert [str(each.relative_to(root)) for each in root.rglob("*") if each.is_file()] == list(done)


def test_a_folder_that_is_a_link_is_refused(tmp_path: Path) -> None:
    outside, root = tmp_path / "outside", tmp_path / "root"
    outside.mkdir()
    root.mkdir()
    (root / "people").symlink_to(outside, target_is_directory=True)
    with pytest.raises(UsageError, match="`people` is a link"):
        write_files(root, {"people/a.yaml": "x", "b.yaml": "x"})
    assert list(outside.iterdir()) == []
    assert not (root / "b.yaml").exists()


@pytest.mark.parametrize("content", ["x", None])
def test_a_file_that_is_a_link_is_refused(tmp_path: Path, content: str | None) -> None:
    victim, root = tmp_path / "victim", tmp_path / "root"
    victim.write_text("precious")
    root.mkdir()
    (root / "a.yaml").symlink_to(victim)
    with pytest.raises(UsageError, match="is a link"):
        write_files(root, {"a.yaml": content})
    assert victim.read_text() == "precious"
    assert (root / "a.yaml").is_symlink()


def test_a_root_that_is_itself_reached_by_a_link_is_fine(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "root").symlink_to(tmp_path / "real", target_is_directory=True)
    assert write_files(tmp_path / "root", {"a.yaml": "x"}) == ("a.yaml",)
    assert (tmp_path / "real/a.yaml").read_text() == "x"


@pytest.mark.parametrize(
    "changes",
    [{"folder": "x"}, {"folder": None}, {"file/below": "x"}, {"new": "x", "new/below": "x"}, {"pipe": "x"}],
)
def test_files_and_folders_are_not_confused(tmp_path: Path, changes: dict[str, str | None]) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(UsageError):
        write_files(tmp_path, changes)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["file", "folder", "pipe"]


def test_a_leftover_of_a_killed_run_is_stepped_over(tmp_path: Path) -> None:
    leftover = tmp_path / f".{os.getpid()}-0.turnabout-tmp"
    leftover.touch()
    assert write_files(tmp_path, {"a.yaml": "x"}) == ("a.yaml",)
    assert everything(tmp_path) == {leftover.name: b"", "a.yaml": b"x"}


def test_a_name_too_long_for_the_system_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFaultError) as caught:
        write_files(tmp_path, {"new/a.yaml": "x", f"{'z' * 300}.yaml": "x"})
    assert "nothing was written" in caught.value.hint
    assert everything(tmp_path) == {}


FULL = """
import resource, signal, sys
from pathlib import Path
from turnabout.errors import EnvironmentFaultError
from turnabout.writer import write_files
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
try:
    write_files(Path(sys.argv[1]), {"a.yaml": "small", "new/b.yaml": "x" * 5000, "c.yaml": None})
except EnvironmentFaultError as fault:
    print(fault.message, "|", fault.hint)
"""


def test_a_file_that_cannot_be_written_whole_leaves_everything_as_it_was(tmp_path: Path) -> None:
    # A limit on the size of files makes a real write fail half-way, as a full disk does.
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[1] == resource.RLIM_INFINITY
    (tmp_path / "a.yaml").write_text("old")
    (tmp_path / "c.yaml").write_text("old")
    before = everything(tmp_path)
    run = subprocess.run([sys.executable, "-c", FULL, str(tmp_path)], capture_output=True, text=True, check=True)
    assert run.stdout.startswith("`new/b.yaml` could not be written: ")
    assert "nothing was written" in run.stdout
    assert everything(tmp_path) == before


def test_a_full_disk_is_named_as_such(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(EnvironmentFaultError, match=r"the disk is full: `a/b\.yaml`"):
        write_files(tmp_path, {"a/b.yaml": "x"})
    assert everything(tmp_path) == {}


def test_an_interrupt_leaves_nothing_half_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_files(tmp_path, {"a/b.yaml": "x"})
    assert everything(tmp_path) == {}


def test_a_failure_half_way_lists_what_was_already_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    replace = Path.replace

    def refuses_the_second(self: Path, target: Path) -> Path:
        if target.name == "b.yaml":
            raise PermissionError(errno.EACCES, "Permission denied")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", refuses_the_second)
    with pytest.raises(EnvironmentFaultError) as caught:
        write_files(tmp_path, {"a.yaml": "x", "b.yaml": "x", "c/d.yaml": "x"})
    assert caught.value.message == "`b.yaml` could not be written: Permission denied"
    assert caught.value.hint.endswith("already written: `a.yaml`")
    assert everything(tmp_path) == {"a.yaml": b"x"}


def test_a_thousand_files_in_one_folder_are_written(tmp_path: Path) -> None:
    wanted = {f"folder/{number}.yaml": f"number: {number}\n" for number in range(1_000)}
    assert len(write_files(tmp_path, wanted)) == len(wanted)
    assert {path.name for path in (tmp_path / "folder").iterdir()} == {f"{number}.yaml" for number in range(1_000)}
