"""Writing the plan: only what changed, nothing that is not in it, nothing outside."""

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from turnabout.errors import EnvironmentFaultError, UsageError
from turnabout.publish.writer import read_tree, write_tree

NAMES = st.text("abc", min_size=1, max_size=2)
TREES = st.dictionaries(
    st.lists(NAMES, min_size=1, max_size=3).map("/".join), st.binary(max_size=4), max_size=6
).filter(lambda tree: not any(other.startswith(name + "/") for name in tree for other in tree))


@given(first=TREES, second=TREES)
def test_a_folder_holds_exactly_the_last_plan(tmp_path_factory, first, second):
    folder = tmp_path_factory.mktemp("tree")
    write_tree(folder, first)
    write_tree(folder, second)
    assert read_tree(folder) == second
    assert write_tree(folder, second) == 0


def test_unchanged_files_keep_their_time(tmp_path):
    assert write_tree(tmp_path, {"a.md": b"1", "b/c.md": b"2"}) == 2
    os.utime(tmp_path / "a.md", (1, 1))
    assert write_tree(tmp_path, {"a.md": b"1", "b/c.md": b"3"}) == 1
    assert (tmp_path / "a.md").stat().st_mtime == 1


def test_stale_files_folders_and_links_go(tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "keep").write_bytes(b"x")
    folder = tmp_path / "docs"
    write_tree(folder, {"old/page.md": b"1"})
    (folder / "link").symlink_to(outside)
    (folder / "new.md").symlink_to(outside / "keep")
    write_tree(folder, {"new.md": b"2"})
    assert sorted(each.name for each in folder.iterdir()) == ["new.md"]
    assert (outside / "keep").read_bytes() == b"x"


@pytest.mark.parametrize("name", ["", "../x", "/x", "a/../../x", "a\\..\\x", "a//x", "./x", "a/.", "a/"])
def test_paths_that_lead_outside_are_refused(tmp_path, name):
    with pytest.raises(UsageError):
        write_tree(tmp_path / "docs", {name: b""})


def test_a_disk_that_refuses_is_one_sentence(tmp_path):
    (tmp_path / "docs").write_bytes(b"a file where a folder belongs")
    with pytest.raises(EnvironmentFaultError) as caught:
        write_tree(tmp_path / "docs", {"a.md": b""})
    assert "docs" in caught.value.message


def test_links_among_the_hand_written_pages_are_refused(tmp_path):
    (tmp_path / "x.md").symlink_to("/etc/hostname")
    with pytest.raises(UsageError):
        read_tree(tmp_path)


def test_hidden_files_are_not_read_and_paths_come_in_order_of_their_parts(tmp_path):
    for name in ("a-b.md", "a/c.md", "a/.hidden", ".git/x", "b"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name, encoding="utf-8")
    assert list(read_tree(tmp_path)) == ["a/c.md", "a-b.md", "b"]
    assert read_tree(tmp_path / "none") == {}
