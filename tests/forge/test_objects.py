import os
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from support_git import PAIRS, REAL_GIT, World, snapshot, wrapped_git
from turnabout.errors import EnvironmentFaultError, UsageError
from turnabout.forge.git import open_repository
from turnabout.forge.objects import Identity, is_ancestor, read_commit, read_tree, write_commit, write_tree

WHO = Identity("Turnabout", "noreply@turnabout.example")


def test_a_tree_is_read_with_exact_bytes_and_its_oddities_apart(world: World) -> None:
    data = bytes(range(256)) * 3 + b"\r\n"
    (world.root / "program/b.bin").write_bytes(data)
    (world.root / "program/empty.yaml").touch()
    (world.root / "program/link.yaml").symlink_to("/etc/passwd")
    (Path(os.fsdecode(os.fsencode(world.root / "program") + b"/bad\xff.yaml"))).write_bytes(b"x")
    (world.root / "programs").mkdir()
    (world.root / "programs/no.yaml").write_bytes(b"not asked for")
    world.sh("add", "-A")
    world.sh("update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},program/module")
    commit = world.commit({})
    tree = read_tree(world.git, commit, "program")
    assert dict(tree.files) == {
        "program/b.bin": data,
        "program/config.yaml": b"a: 1\n",
        "program/empty.yaml": b"",
        f"{PAIRS}/kim--ann.yaml": b"mentor: kim\n",
    }
    assert tree.oddities == (
        ("program/bad\ufffd.yaml", "name that is not UTF-8"),
        ("program/link.yaml", "symlink"),
        ("program/module", "submodule"),
    )
    assert list(tree.files) == sorted(tree.files)


def test_a_folder_that_is_not_there_is_empty_and_one_that_is_a_link_is_odd(world: World) -> None:
    (world.root / "linked").symlink_to("program")
    world.sh("add", "linked")
    commit = world.commit({})
    assert read_tree(world.git, commit, "nowhere").files == {}
    linked = read_tree(world.git, commit, "linked")
    assert (linked.files, linked.oddities) == ({}, (("linked", "symlink"),))


def test_a_commit_that_is_not_here_is_a_sentence(world: World) -> None:
    with pytest.raises(EnvironmentFaultError):
        read_tree(world.git, "1" * 40)


def test_an_object_that_is_missing_is_a_sentence(world: World) -> None:
    blob = world.sh("rev-parse", "HEAD:program/config.yaml")
    (world.root / ".git/objects" / blob[:2] / blob[2:]).unlink()
    with pytest.raises(EnvironmentFaultError, match="missing from this repository"):
        read_tree(world.git, world.sh("rev-parse", "HEAD"), "program")


PATHS = st.lists(st.sampled_from(["a", "b", "c.yaml", "é", "x y", "-n", "*", ":z"]), min_size=1, max_size=3).map(
    "/".join
)
CHANGES = st.dictionaries(PATHS, st.none() | st.binary(max_size=40), max_size=6)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(CHANGES, CHANGES)
def test_what_was_written_is_what_is_read(world: World, first: dict, second: dict) -> None:
    base = world.sh("rev-parse", "HEAD")
    start = dict(read_tree(world.git, base).files)
    commit, files = base, start
    for changes in (first, second):
        wanted = {**files, **changes}
        wanted = {path: data for path, data in wanted.items() if data is not None}
        if any(other.startswith(f"{path}/") for path in wanted for other in wanted):
            with pytest.raises(UsageError):
                write_tree(world.git, commit, changes)
            continue
        tree = write_tree(world.git, commit, changes)
        commit = write_commit(world.git, commit, tree, "x", WHO, 5)
        files = dict(read_tree(world.git, commit).files)
        assert files == wanted
    world.sh("fsck", "--strict")


def test_a_tree_agrees_with_the_one_git_makes_from_the_work_tree(world: World) -> None:
    base = world.sh("rev-parse", "HEAD")
    ours = write_tree(
        world.git, base, {"program/new/z.yaml": b"z\n", "README.md": None, "program/config.yaml": b"a: 9\n"}
    )
    (world.root / "program/new").mkdir()
    (world.root / "program/new/z.yaml").write_bytes(b"z\n")
    (world.root / "program/config.yaml").write_bytes(b"a: 9\n")
    (world.root / "README.md").unlink()
    world.sh("add", "-A")
    assert world.sh("write-tree") == ours


def test_no_filter_and_no_line_end_rule_changes_the_bytes(world: World) -> None:
    world.sh("config", "core.autocrlf", "input")
    commit = world.commit({".gitattributes": "*.txt text eol=crlf working-tree-encoding=UTF-16\n"})
    tree = write_tree(world.git, commit, {"a.txt": b"one\r\ntwo\r\n"})
    made = write_commit(world.git, commit, tree, "x", WHO, 5)
    assert read_tree(world.git, made, "a.txt").files == {"a.txt": b"one\r\ntwo\r\n"}


def test_a_file_keeps_its_mode(world: World) -> None:
    (world.root / "run.sh").write_text("old", encoding="utf-8")
    world.sh("add", "run.sh")
    world.sh("update-index", "--chmod=+x", "run.sh")
    commit = world.commit({})
    tree = write_tree(world.git, commit, {"run.sh": b"new"})
    assert world.sh("ls-tree", tree, "run.sh").startswith("100755")


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/etc/passwd",
        "../x",
        "a/../b",
        "a//b",
        "./a",
        ".git/config",
        "x/.GIT/config",
        "a\\b",
        "a\0b",
        "a\nb",
        "a\ud800b",
    ],
)
def test_a_path_that_leaves_the_repository_is_refused(world: World, path: str) -> None:
    before = snapshot(world.root)
    with pytest.raises(UsageError, match="not a path inside"):
        write_tree(world.git, world.sh("rev-parse", "HEAD"), {path: b"x"})
    assert snapshot(world.root) == before


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("link", "is a link or a submodule"),
        ("link/below", "`link` is not a folder"),
        ("program", "is a folder, not a file"),
        ("README.md/below", "`README.md` is not a folder"),
    ],
)
def test_what_is_not_a_plain_file_is_not_replaced(world: World, path: str, words: str) -> None:
    (world.root / "link").symlink_to("program")
    world.sh("add", "link")
    commit = world.commit({})
    with pytest.raises(UsageError, match=words):
        write_tree(world.git, commit, {path: b"x"})


def test_a_deleted_file_makes_room_for_a_folder(world: World) -> None:
    base = world.sh("rev-parse", "HEAD")
    tree = write_tree(world.git, base, {"README.md": None, "README.md/x.md": b"x"})
    assert world.sh("ls-tree", "-r", "--name-only", tree).splitlines()[0] == "README.md/x.md"


def test_a_commit_holds_what_was_given_and_is_never_signed(world: World) -> None:
    world.sh("config", "commit.gpgsign", "true")
    world.sh("config", "gpg.program", "false")
    world.sh("config", "i18n.commitEncoding", "ISO-8859-1")
    base = world.sh("rev-parse", "HEAD")
    message = "Title é\n\n# not a comment\n\n  kept  \n"
    tree = read_commit(world.git, base).tree
    made = read_commit(world.git, write_commit(world.git, base, tree, message, WHO, 1_234_567_890))
    assert (made.author, made.committer, made.when, made.parents) == (WHO, WHO, 1_234_567_890, (base,))
    raw = subprocess.run(
        [REAL_GIT, "cat-file", "commit", made.hash], cwd=world.root, capture_output=True, check=True
    ).stdout
    assert raw.partition(b"\n\n")[2] == message.encode()
    assert b"gpgsig" not in raw
    assert b"encoding" not in raw


def test_ancestry_is_told_both_ways(world: World) -> None:
    old = world.sh("rev-parse", "HEAD")
    new = world.commit({"x": "1"})
    assert is_ancestor(world.git, old, new)
    assert is_ancestor(world.git, new, new)
    assert not is_ancestor(world.git, new, old)


def test_thousands_of_files_are_a_handful_of_calls(world: World, tmp_path: Path) -> None:
    log = tmp_path / "log"
    environ = wrapped_git(tmp_path, world.environ, f'echo "$VERB" >> "{log}"; exec "$REAL" "$@"')
    git = open_repository(world.root, environ)
    base = world.sh("rev-parse", "HEAD")
    changes = {f"program/sessions/{number % 50}/{number}.yaml": f"n: {number}\n".encode() for number in range(3000)}
    commit = write_commit(git, base, write_tree(git, base, changes), "many", WHO, 5)
    assert read_tree(git, commit, "program/sessions").files == changes
    assert len(log.read_text(encoding="utf-8").split()) <= 10


def test_a_folder_for_temporary_files_that_cannot_be_used_is_a_sentence(world: World, tmp_path: Path) -> None:
    git = open_repository(world.root, {**world.environ, "TMPDIR": str(tmp_path / "missing")})
    with pytest.raises(EnvironmentFaultError, match="temporary files cannot be used") as caught:
        write_tree(git, world.sh("rev-parse", "HEAD"), {"a": b"x"})
    assert "TMPDIR" in caught.value.hint
