"""Whatever lies below `program/` on a real disk or in a real commit: a place and a sentence, never a traceback."""

import json
import os
import shutil
import socket
import stat
import subprocess
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support_git import make_world
from support_workspace import MINIATURE
from test_cli import call
from turnabout.cli import run
from turnabout.files import MAX_FOLDERS, TOO_LARGE, Files, files_of_tree, read_below, read_files
from turnabout.forge.objects import read_tree
from turnabout.workspace import build
from turnabout.yamlfile.limits import MAX_BYTES

NOBODY = 65534
ANA = "program/participants/ana-ruiz.yaml"


def laid_out(root: Path) -> Path:
    """The miniature program on the disk."""
    for path, text in MINIATURE.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    return root


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return laid_out(tmp_path / "repository")


@pytest.fixture
def open_root() -> Iterator[Path]:
    """The miniature in a folder that every user of the machine can enter; pytest's own are for its user alone."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield laid_out(folder)
    shutil.rmtree(folder)


@contextmanager
def as_somebody_else() -> Iterator[None]:
    """As a user to whom permissions apply: root reads everything."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


def told(root: Path) -> list[tuple[str, str]]:
    """Path and code of what is wrong with single files."""
    return [(each.position.path, str(each.code)) for each in build(read_files(root))[1]]


def test_the_miniature_is_read_whole(root: Path) -> None:
    files = read_files(root)
    assert dict(files.contents) == {path: text.encode() for path, text in sorted(MINIATURE.items())}
    assert told(root) == []


@settings(max_examples=50)
@given(st.sets(st.lists(st.sampled_from(["a", "a-", "a.b", "a0", "b"]), min_size=1, max_size=4).map("/".join)))
def test_files_come_in_order_of_path_whatever_folders_lie_beside_them(paths: set[str]) -> None:
    # What sorts before a slash and after it stands in the names, of files and of the folders beside them.
    files = {f"program/{path}.yaml" for path in paths}
    with tempfile.TemporaryDirectory() as folder:
        for path in files:
            (Path(folder) / path).parent.mkdir(parents=True, exist_ok=True)
            (Path(folder) / path).touch()
        (Path(folder) / "program").mkdir(exist_ok=True)
        assert list(read_files(Path(folder)).contents) == sorted(files)


def test_a_folder_that_is_a_link_is_not_entered_even_at_the_top(root: Path, tmp_path: Path) -> None:
    away = tmp_path / "away"
    (root / "program").rename(away)
    (root / "program").symlink_to(away)
    assert read_files(root).contents == {}
    assert told(root) == [("program", "FILE003")]


def test_a_folder_named_like_a_file_is_told_once_and_not_entered(root: Path) -> None:
    (root / ANA).unlink()
    (root / ANA).mkdir()
    (root / ANA / "ben.yaml").write_text("x: 1\n", encoding="utf-8")
    assert told(root) == [(ANA, "FILE001")]


def test_a_socket_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "program"
    folder.mkdir()
    with socket.socket(socket.AF_UNIX) as bound:
        before = Path.cwd()
        os.chdir(folder)  # a socket's path is short
        bound.bind("s.yaml")
        os.chdir(before)
        assert told(tmp_path) == [("program/s.yaml", "FILE003")]


def test_folders_may_be_as_deep_as_a_path_is_long(root: Path) -> None:
    before = Path.cwd()
    os.chdir(root / "program" / "participants")
    for _ in range(2500):  # deeper than Python's recursion and than a path may be long
        Path("d").mkdir()
        os.chdir("d")
    os.chdir(before)
    found = build(read_files(root))[1]
    assert [(each.code, each.position.path.count("/d")) for each in found] == [("FILE001", MAX_FOLDERS - 1)]
    assert "folders inside one another" in found[0].message
    # Python's own rmtree is recursive.
    subprocess.run(["rm", "-rf", root / "program" / "participants" / "d"], check=True)


def test_the_deepest_folder_that_is_allowed_is_read(root: Path) -> None:
    deepest = root.joinpath("program", "participants", *"abcdefghijklmnopqrstuvwxyz"[: MAX_FOLDERS - 2])
    deepest.mkdir(parents=True)
    shutil.move(root / ANA, deepest / "ana-ruiz.yaml")
    assert told(root) == []


def test_ten_thousand_files_in_one_folder_are_read(root: Path) -> None:
    for number in range(10_000):
        (root / "program" / "participants" / f"p{number}.yaml").write_bytes(b"")
    found = told(root)
    assert len(found) == 10_000
    assert {code for _, code in found} == {"YAML006"}


def test_a_huge_file_is_not_read_to_its_end(root: Path) -> None:
    with (root / ANA).open("r+b") as file:
        file.truncate(1 << 36)  # 64 GB, none of them on the disk
    assert len(read_files(root).contents[ANA]) == MAX_BYTES + 1
    assert told(root) == [(ANA, "YAML001")]


ODD_NAMES = {
    "line\nbreak.yaml": "program/line\ufffdbreak.yaml",
    "tab\t.yaml": "program/tab\ufffd.yaml",
    "\u202elmay.yaml": "program/\ufffdlmay.yaml",
    os.fsdecode(b"bad\xff.yaml"): "program/bad\ufffd.yaml",
    "\x1b[31m.yml": "program/\ufffd[31m.yml",
    os.fsdecode(b"folder\xfe"): "program/folder\ufffd",
    "fold\ner": "program/fold\ufffder",
}


def with_odd_names(root: Path) -> Path:
    for name in ODD_NAMES:
        if "fold" in name:
            (root / "program" / name).mkdir()
            (root / "program" / name / "x.yaml").write_bytes(b"x: 1\n")
        else:
            (root / "program" / name).write_bytes(b"x: 1\n")
    return root


def test_names_that_cannot_be_shown_are_told_with_a_sign_in_their_place(root: Path) -> None:
    assert told(with_odd_names(root)) == sorted((shown, "FILE007") for shown in ODD_NAMES.values())


@pytest.mark.parametrize("form", ["text", "github", "gitlab", "sarif", "json"])
def test_every_form_of_validate_can_write_about_odd_names(form: str, root: Path) -> None:
    every = ["--every"] if form == "text" else []
    done = call("validate", "--format", form, *every, cwd=with_odd_names(root))
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.count("FILE007") >= len(ODD_NAMES)
    if form in ("gitlab", "sarif", "json"):
        json.loads(done.stdout)


def test_other_files_with_odd_names_are_nobodys_business(root: Path) -> None:
    (root / "program" / os.fsdecode(b"notes\xff.txt")).write_bytes(b"x")
    (root / "program" / ".hidden\n.yaml").write_bytes(b"x")
    assert told(root) == []


@pytest.mark.parametrize(
    ("path", "mode", "what"), [(ANA, 0o000, "file"), ("program/participants", 0o000, "folder")], ids=["file", "folder"]
)
def test_what_may_not_be_read_is_told_with_what_to_check(open_root: Path, path: str, mode: int, what: str) -> None:
    (open_root / path).chmod(mode)
    with as_somebody_else():
        found = [each for each in build(read_files(open_root))[1] if each.code == "FILE004"]
    (open_root / path).chmod(0o755)
    assert [each.position.path for each in found] == [path]
    assert found[0].message == "cannot be read: permission denied"
    assert found[0].fix == f"check the {what}'s permissions"


def test_a_folder_that_may_be_listed_and_not_entered_is_told_file_by_file(open_root: Path) -> None:
    folder = open_root / "program" / "participants"
    folder.chmod(0o744)
    if os.geteuid() != 0:
        folder.chmod(0o400)
    with as_somebody_else():
        refused = read_files(open_root).refused
    folder.chmod(0o755)
    people = sorted(path for path in MINIATURE if path.startswith("program/participants/"))
    assert sorted((each.position.path, each.code) for each in refused) == [(path, "FILE004") for path in people]


def test_another_folder_that_may_be_listed_and_not_entered_is_told_file_by_file(open_root: Path) -> None:
    folder = open_root / "site" / "agendas"
    (folder / "below").mkdir(parents=True)
    (folder / "apis.md").write_text("# APIs\n")
    folder.chmod(0o744)
    if os.geteuid() != 0:
        folder.chmod(0o400)
    with as_somebody_else():
        found = read_below(open_root, "site/agendas", ".md")
    folder.chmod(0o755)
    assert found.contents == {}
    told_of = [(each.position.path, each.code, each.message) for each in found.refused]
    denied = "cannot be read: permission denied"
    assert sorted(told_of) == [
        ("site/agendas/apis.md", "FILE004", denied),
        ("site/agendas/below", "FILE004", denied),
    ]


def test_a_pipe_beside_the_program_is_refused_and_not_waited_for(open_root: Path) -> None:
    (open_root / "site").mkdir()
    os.mkfifo(open_root / "site" / "apis.md")
    found = read_below(open_root, "site", ".md")
    assert [(each.position.path, each.code) for each in found.refused] == [("site/apis.md", "FILE003")]


def test_validate_as_a_user_who_may_not_read_is_a_list_and_no_traceback(
    open_root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["validate", "--root", str(open_root), "--today", "2026-11-01"]) == 0  # and everything is imported
    (open_root / ANA).chmod(0)
    with as_somebody_else():
        assert run(["validate", "--root", str(open_root), "--today", "2026-11-01"]) == 1
    shown = capsys.readouterr()
    assert f"{ANA}:1:1: FILE004 cannot be read: permission denied" in shown.out
    assert shown.err == ""


def gone(file: Path) -> None:
    file.unlink()


def a_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


def a_link(file: Path) -> None:
    file.unlink()
    file.symlink_to("/etc/passwd")


def a_pipe(file: Path) -> None:
    file.unlink()
    os.mkfifo(file)


@pytest.mark.parametrize(
    ("change", "code"), [(gone, "FILE004"), (a_folder, "FILE004"), (a_link, "FILE003"), (a_pipe, "FILE003")]
)
def test_a_file_that_changes_between_listing_and_reading_is_told(
    change: Callable[[Path], None], code: str, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    really_open = os.open

    def late(path: str, *rest: int) -> int:
        if str(path).endswith("ana-ruiz.yaml"):
            change(root / ANA)
        return really_open(path, *rest)

    monkeypatch.setattr(os, "open", late)
    files = read_files(root)
    assert [(each.position.path, each.code) for each in files.refused] == [(ANA, code)]
    assert set(files.contents) == MINIATURE.keys() - {ANA}


@pytest.mark.parametrize("change", [shutil.rmtree, lambda folder: (shutil.rmtree(folder), folder.write_bytes(b""))])
def test_a_folder_that_changes_between_listing_and_reading_is_told(
    change: Callable[[Path], None], root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    really_scan = os.scandir

    def late(path: str) -> object:
        if str(path).endswith("/participants"):
            monkeypatch.undo()
            change(root / "program" / "participants")
        return really_scan(path)

    monkeypatch.setattr(os, "scandir", late)
    (refused,) = read_files(root).refused
    assert (refused.position.path, refused.code) == ("program/participants", "FILE004")
    assert refused.message == "was moved or deleted while it was being read"
    assert refused.fix == "run the command again"


def test_reading_while_somebody_writes_never_fails(root: Path) -> None:
    stop = threading.Event()
    folder = root / "program" / "participants"

    def busy() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            file = folder / f"p{number % 50}.yaml"
            file.unlink(missing_ok=True)
            if number % 3:
                file.write_bytes(b"x: 1\n")

    writer = threading.Thread(target=busy)
    writer.start()
    try:
        for _ in range(200):
            assert ANA in read_files(root).contents
    finally:
        stop.set()
        writer.join()


def test_a_commit_is_read_as_strictly_as_the_disk(tmp_path: Path) -> None:
    world = make_world(tmp_path)
    world.sh("rm", "-r", "-q", "program")
    laid_out(world.root)
    (world.root / "program/link.yaml").symlink_to("/etc/passwd")
    (world.root / "program/.hidden.yaml").write_bytes(b"x: 1\n")
    (world.root / "program/readme.txt").write_bytes(b"x: 1\n")
    with_odd_names(world.root)
    world.sh("add", "-A")
    blob = world.sh("rev-parse", f":{ANA}")
    world.sh("update-index", "--add", "--cacheinfo", f"100644,{blob},{ANA.replace('ana', 'Ana')}")
    world.sh("update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},program/module")
    tree = read_tree(world.git, world.commit({}), "program")
    files = files_of_tree(tree.files, tree.oddities)
    _, found = build(files)
    names = {shown for name, shown in ODD_NAMES.items() if "fold" not in name}
    assert sorted((each.position.path, str(each.code)) for each in found) == sorted(
        [
            (ANA, "FILE002"),
            (ANA.replace("ana", "Ana"), "FILE001"),
            ("program/link.yaml", "FILE003"),
            ("program/module", "FILE003"),
            ("program/fold\ufffder/x.yaml", "FILE007"),
            ("program/folder\ufffd/x.yaml", "FILE007"),
            *((name, "FILE007") for name in names),
        ]
    )
    assert next(each for each in found if each.position.path == "program/module").message.endswith("found a submodule")


def test_a_file_that_is_too_large_is_not_read_from_a_commit_and_says_the_same_as_on_the_disk(tmp_path: Path) -> None:
    world = make_world(tmp_path)
    large = {"program/large.yaml": MAX_BYTES + 1, "program/full.yaml": MAX_BYTES, "program/large.txt": MAX_BYTES * 2}
    for path, size in large.items():
        (world.root / path).write_bytes(b"#" * size)
    world.sh("add", "-A")
    tree = read_tree(world.git, world.commit({}), "program")
    assert tree.oddities == (("program/large.txt", TOO_LARGE), ("program/large.yaml", TOO_LARGE))
    assert "program/full.yaml" in tree.files
    files = files_of_tree(tree.files, tree.oddities)
    assert list(files.contents) == sorted(files.contents)
    assert not files.refused
    assert build(files)[1] == build(read_files(world.root))[1]
    assert [str(each.code) for each in build(files)[1] if each.position.path == "program/large.yaml"] == ["YAML001"]


def test_files_of_a_commit_and_of_the_disk_are_the_same_where_nothing_is_odd(root: Path) -> None:
    contents = {path: text.encode() for path, text in MINIATURE.items()}
    assert files_of_tree(contents, ()) == Files(contents)
    assert read_files(root) == Files(dict(sorted(contents.items())))


def test_the_mode_of_a_file_says_nothing(root: Path) -> None:
    (root / ANA).chmod(0o755)
    assert stat.S_IMODE((root / ANA).stat().st_mode) == 0o755
    assert told(root) == []
