"""The workspace: what is read, what is refused with a place, and that a broken file causes no follow-up errors."""

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from turnabout.errors import UsageError
from turnabout.workspace import Files, build, find_root, read_files

ROOT = Path(__file__).resolve().parents[1]


def codes(files: Files) -> list[tuple[str, str]]:
    return [(each.position.path, str(each.code)) for each in build(files)[1]]


def test_the_example_is_read_without_a_complaint() -> None:
    workspace, found = build(read_files(ROOT))
    assert found == []
    assert len(workspace.programs) == 2
    assert len(workspace.documents) == len(read_files(ROOT).contents)


def test_the_order_of_reading_changes_nothing() -> None:
    files = read_files(ROOT)
    backwards = Files(dict(reversed(files.contents.items())))
    forward, there = build(files)
    back, here = build(backwards)
    assert (list(forward.people), list(forward.pairs), there) == (list(back.people), list(back.pairs), here)


def test_links_are_refused_and_not_followed(example: Path) -> None:
    (example / "program" / "linked.yaml").symlink_to("/etc/hostname")
    (example / "program" / "participants" / "away").symlink_to("/etc")
    files = read_files(example)
    refused = [(each.position.path, each.code) for each in files.refused]
    assert sorted(refused) == [("program/linked.yaml", "FILE003"), ("program/participants/away", "FILE003")]
    assert "program/linked.yaml" not in files.contents


def test_a_name_pipe_does_not_hang_the_reader(example: Path) -> None:
    os.mkfifo(example / "program" / "pipe.yaml")
    assert [each.code for each in read_files(example).refused] == ["FILE003"]


def test_names_that_differ_in_capitals_and_second_files_of_a_person_are_told() -> None:
    text = b"x: 1\n"
    found = codes(
        Files(
            {
                "program/participants/a/ana.yaml": text,
                "program/participants/b/ana.yaml": text,
                "program/participants/A/ana.yaml": text,
                "program/Old.yml": text,
            }
        )
    )
    assert ("program/participants/b/ana.yaml", "FILE005") in found
    assert ("program/participants/A/ana.yaml", "FILE002") in found
    assert ("program/Old.yml", "FILE006") in found


def test_a_broken_file_still_counts_as_declared() -> None:
    workspace, found = build(Files({"program/p.yaml": b"title: [\n"}))
    assert found
    assert workspace.programs == {}
    assert ("program", "p") in workspace.declared
    with pytest.raises(UsageError, match="has faults"):
        workspace.program("p")


@settings(max_examples=200)
@given(st.dictionaries(st.text(min_size=1).map(lambda name: f"program/{name}.yaml"), st.binary()))
def test_any_files_give_diagnostics_and_never_an_exception(contents: dict[str, bytes]) -> None:
    build(Files(contents))


def test_the_root_is_found_from_below_and_missed_in_plain_words(tmp_path: Path) -> None:
    assert find_root(ROOT / "program" / "participants") == ROOT
    with pytest.raises(UsageError, match="no folder `program`"):
        find_root(tmp_path)
