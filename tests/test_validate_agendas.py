"""`turnabout validate` and `turnabout publish build` on faults of the agenda library: the same text, from both."""

import datetime
import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from turnabout.cli.setting import Setting, check
from turnabout.cli.with_agendas import with_agendas
from turnabout.files import Files
from turnabout.yamlfile.limits import MAX_BYTES

ROOT = Path(__file__).resolve().parents[1]
TODAY = "2026-11-23"
LATER = "## Practise"


def call(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "turnabout", *arguments, "--today", TODAY]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=120, check=False)


def told(root: Path) -> list[tuple[str, str, int]]:
    done = call(root, "validate", "--format", "json")
    return [(each["path"], each["code"], each["line"]) for each in json.loads(done.stdout)["diagnostics"]]


@pytest.fixture
def library(example: Path) -> Path:
    """The example's agendas beside its program; the first test says that they have no fault."""
    folder = example / "site" / "agendas"
    folder.mkdir(parents=True)
    for name in ("apis.md", "prompting.md"):
        (folder / name).write_bytes((ROOT / "site" / "agendas" / name).read_bytes())
    return folder


def spoil(library: Path) -> int:
    """Spoils a heading; the line it stands on."""
    text = (library / "prompting.md").read_text()
    (library / "prompting.md").write_text(text.replace("## Practice", LATER))
    return text.split("\n").index("## Practice") + 1


def test_good_agendas_are_as_many_files_more(example: Path, library: Path) -> None:
    with_them = call(example, "validate")
    (library / "apis.md").unlink()
    (library / "prompting.md").unlink()
    without = call(example, "validate")
    assert (with_them.returncode, without.returncode) == (0, 0)
    assert int(with_them.stdout.split()[-2]) == int(without.stdout.split()[-2]) + 2


def test_validate_and_build_say_the_same_of_an_agenda_and_nothing_is_built(example: Path, library: Path) -> None:
    line = spoil(library)
    checked, built = call(example, "validate"), call(example, "publish", "build")
    assert (checked.returncode, built.returncode) == (1, 1)
    assert checked.stdout.startswith(
        f"site/agendas/prompting.md:{line}:1: AGENDA004 expected the heading `## Practice`, found `{LATER}`\n    fix: "
    )
    assert built.stderr.startswith(checked.stdout)
    assert not (example / "build").exists()


def test_faults_of_agendas_stand_behind_those_of_the_program_and_the_settings(example: Path, library: Path) -> None:
    line = spoil(library)
    (example / "turnabout.yaml").write_text("host: sourceforge\n")
    assert told(example) == [("site/agendas/prompting.md", "AGENDA004", line), ("turnabout.yaml", "SHAPE004", 1)]
    topics = example / "program" / "topics.yaml"
    topics.write_text(topics.read_text().replace("title:", "titel:", 1))
    paths = [path for path, _, _ in told(example)]
    assert paths == sorted(paths)
    assert {"program/topics.yaml", "site/agendas/prompting.md", "turnabout.yaml"} <= set(paths)


def test_what_is_no_plain_file_is_refused_and_the_rest_is_read(example: Path, library: Path) -> None:
    line = spoil(library)
    (library / "apis.md").unlink()
    (library / "apis.md").symlink_to(library / "prompting.md")
    (library / "index.md").write_bytes((ROOT / "site" / "agendas" / "apis.md").read_bytes())
    (library / "below").mkdir()
    (library / "below" / "long.md").write_bytes(bytes(MAX_BYTES + 100))
    (library / ".draft.md").write_text("nobody's business")
    (library / "picture.png").write_bytes(b"\x89PNG")
    assert told(example) == [
        ("site/agendas/apis.md", "FILE003", 1),
        ("site/agendas/below/long.md", "AGENDA001", 1),
        ("site/agendas/below/long.md", "YAML001", 1),
        ("site/agendas/index.md", "AGENDA001", 1),
        ("site/agendas/prompting.md", "AGENDA004", line),
    ]


def test_a_folder_that_is_a_link_is_not_followed(example: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "ai.md").write_text("# AI\n")
    (example / "site").mkdir()
    (example / "site" / "agendas").symlink_to(tmp_path / "elsewhere")
    assert told(example) == [("site/agendas", "FILE003", 1)]


def test_agendas_that_cannot_be_reached_are_told(tmp_path: Path) -> None:
    setting = Setting(tmp_path / ("long" * 100), datetime.date.fromisoformat(TODAY))
    (fault,) = with_agendas(setting, check(Files({}), setting.today)).diagnostics
    assert (fault.position.path, fault.code) == ("site/agendas", "FILE004")


def test_watching_sees_an_agenda_change(example: Path, library: Path) -> None:
    command = [sys.executable, "-u", "-m", "turnabout", "validate", "--watch", "--today", TODAY]
    with subprocess.Popen(command, cwd=example, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline().startswith("all well")
        assert "watching" in process.stderr.readline()
        spoil(library)
        shown = "".join(process.stdout.readline() for _ in range(3))
        assert "watching" in process.stderr.readline()
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
    assert "site/agendas/prompting.md" in shown
    assert "AGENDA004" in shown
    assert process.returncode == 1
