"""Same input, same bytes: whatever the hash seed, the time zone, the locale, the working directory and the file order."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PROGRAM = "digital-2026"
SURROUNDINGS = (
    {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C"},
    {"PYTHONHASHSEED": "4711", "TZ": "Asia/Kolkata", "LC_ALL": "C.UTF-8", "OMP_NUM_THREADS": "2"},
)


def run(cwd: Path, home: Path, surroundings: dict[str, str], *arguments: str) -> bytes:
    environment = {"PATH": os.environ["PATH"], "HOME": str(home), **surroundings}
    command = [sys.executable, "-m", "turnabout", *arguments, "--today", "2026-11-22"]
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, timeout=300)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


def written(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def twins(tmp_path: Path) -> tuple[Path, Path]:
    """The example twice: copied in one order, and in the other."""
    files = sorted(path for path in (ROOT / "program").rglob("*.yaml"))
    for name, order in (("one", files), ("two", files[::-1])):
        for path in order:
            target = tmp_path / name / path.relative_to(ROOT)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
    return tmp_path / "one", tmp_path / "two"


def test_pairs_reasons_and_certificate_are_the_same_bytes_everywhere(twins: tuple[Path, Path]) -> None:
    said = [
        run(
            twin if at else twin / "program",
            twin.parent / f"home-{at}",
            around,
            "pair",
            PROGRAM,
            "--write",
            "--format",
            "json",
        )
        for at, (twin, around) in enumerate(zip(twins, SURROUNDINGS, strict=True))
    ]
    assert said[0] == said[1]
    one, two = (written(twin) for twin in twins)
    assert any("certificate" in name for name in one)
    assert one == two


def test_complaints_are_the_same_bytes_everywhere(twins: tuple[Path, Path]) -> None:
    day = "2029-01-01"  # far enough for warnings of many kinds
    outputs = []
    for twin, around in zip(twins, SURROUNDINGS, strict=True):
        environment = {"PATH": os.environ["PATH"], "HOME": f"{twin}-home", **around}
        command = [sys.executable, "-m", "turnabout", "validate", "--format", "json", "--today", day]
        outputs.append(subprocess.run(command, cwd=twin, env=environment, capture_output=True, timeout=300).stdout)
    assert len(outputs[0]) > 1000
    assert outputs[0] == outputs[1]
