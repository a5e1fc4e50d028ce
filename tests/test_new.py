"""`turnabout new`: what it writes can be checked, built, paired and pushed as it is."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from support_copy import ROOT
from turnabout import __version__
from turnabout.starting import FORGES


def call(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "turnabout", *arguments],
        cwd=cwd,
        capture_output=True,
        text=True,
        timeout=300,
        env=os.environ | {"SOURCE_DATE_EPOCH": "1795305600"},
    )


def started(folder: Path, *arguments: str) -> Path:
    done = call("new", str(folder), *arguments, cwd=folder.parent)
    assert done.returncode == 0, done.stderr
    return folder


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_every_todo_is_told_and_nothing_else_is_wrong(tmp_path: Path) -> None:
    ours = started(tmp_path / "ours", "--program", "spring-2027")
    done = call("validate", cwd=ours)
    assert done.returncode == 0, done.stdout
    codes = {line.split()[1] for line in done.stdout.splitlines() if ".yaml:" in line}
    assert codes == {"PROG020"}
    program = ours / "program/spring-2027.yaml"
    assert done.stdout.count("PROG020") == sum("TODO" in line for line in program.read_text().splitlines()[4:])
    assert "`coordinators.contact` is still to be filled in" in done.stdout, "an address nobody reads is no contact"
    program.write_text(program.read_text().replace("TODO", "Something"))
    assert call("validate", cwd=ours).stdout.startswith("all well")


def test_the_doctor_misses_no_schema_in_it(tmp_path: Path) -> None:
    ours = started(tmp_path / "ours")
    lines = [line for line in call("doctor", "--offline", cwd=ours).stdout.splitlines() if "schemas" in line]
    assert lines[0].startswith("ok "), lines


def test_the_site_builds_and_its_links_hold(tmp_path: Path) -> None:
    ours = started(tmp_path / "ours", "--title", 'Über "uns" <b>')
    built = call("publish", "build", cwd=ours)
    assert built.returncode == 0, built.stderr
    checked = call("publish", "check", cwd=ours)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    page = (ours / "build/html/index.html").read_text()
    assert "<b>" not in page.split("<body", 1)[0]


def test_forms_and_workflows_are_those_of_the_tool(tmp_path: Path) -> None:
    ours = started(tmp_path / "ours")
    assert call("forms", "--check", cwd=ours).stdout == "", "the forms are already what `turnabout forms` would write"
    for path in (".github/actions/turnabout/action.yml", ".github/workflows/publish.yml"):
        assert (ours / path).read_bytes() == (ROOT / path).read_bytes()
    assert not (ours / ".github/workflows/tests.yml").exists(), "the tool's own tests are not a team's"


def test_gitlab_gets_its_own_pipeline_and_templates(tmp_path: Path) -> None:
    found = files(started(tmp_path / "ours", "--forge", "gitlab"))
    assert not [path for path in found if path.startswith((".github/workflows", ".github/actions"))]
    assert found[".gitlab-ci.yml"].endswith(b"include:\n  - local: .gitlab/turnabout.gitlab-ci.yml\n")
    assert [path for path in found if path.startswith(".gitlab/issue_templates/")]


def test_the_workflows_install_this_version() -> None:
    for path in (".github/actions/turnabout/action.yml", ".gitlab/turnabout.gitlab-ci.yml"):
        assert f'VERSION: "{__version__}"' in (ROOT / path).read_text(), f"{path} installs another version"


@pytest.mark.parametrize("forge", FORGES)
def test_the_same_answers_give_the_same_bytes(forge: str, tmp_path: Path) -> None:
    one, other = (
        files(started(tmp_path / name, "--starts", "2027-03-01", "--forge", forge)) for name in ("one", "two")
    )
    assert one == other
    assert "program/reverse-mentoring-2027.yaml" in one


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "letter.txt").write_text("dear\n")
    done = call("new", str(mine), cwd=tmp_path)
    assert (done.returncode, files(mine)) == (2, {"letter.txt": b"dear\n"})
    assert "not empty" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--program", "../x"), "is no id"),
        (("--program", "Spring"), "is no id"),
        (("--title", " \n "), "title"),
        (("--title", "x" * 101), "title"),
    ],
)
def test_a_wrong_name_or_title_is_refused_before_anything_is_written(
    arguments: tuple[str, str], said: str, tmp_path: Path
) -> None:
    done = call("new", "ours", *arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert said in done.stderr
    assert not (tmp_path / "ours").exists()
