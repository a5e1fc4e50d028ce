"""Checking against two other checkers on the same files in one run, and the large tree cold and warm.

    .venv/bin/python benchmarks/checking.py [--runs N] [--large]

Prints medians of CPU seconds (user and system of the whole process, children included), ratios and peak memory. The
other checkers are installed into build/bench-venv. `turnabout` runs without memory of earlier runs unless said so.
With `--large`: 100,000 files with known faults, cold, and warm after one changed file. Fails where a planted fault is
missed or something else is found.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import venv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tree import TODAY, write

ROOT = Path(__file__).resolve().parents[1]
OTHERS = ROOT / "build" / "bench-venv"
TOOL = [sys.executable, "-m", "turnabout"]
VALIDATE = [*TOOL, "validate", "--today", TODAY.isoformat(), "--format", "json"]
SMALL, LARGE = 1_000, 100_000


@dataclass(frozen=True, slots=True)
class Used:
    """What one process used: CPU seconds, peak MiB; and what it printed."""

    cpu: float
    peak: float
    out: bytes


def run(commands: Sequence[Sequence[str]], folder: Path, accept: tuple[int, ...]) -> Used:
    """All `commands` one after the other; the sum of their CPU times and the largest peak."""
    cpu = peak = 0.0
    out = b""
    for command in commands:
        with subprocess.Popen(
            command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=os.environ
        ) as process:
            assert process.stdout is not None
            out += process.stdout.read()
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        assert process.returncode in accept, f"{command[0]} ended with {process.returncode}"
        cpu, peak = cpu + usage.ru_utime + usage.ru_stime, max(peak, usage.ru_maxrss / 1024)
    return Used(cpu, peak, out)


def install() -> None:
    """The other checkers, in a virtual environment of their own."""
    if not (OTHERS / "bin" / "check-jsonschema").exists():
        venv.create(OTHERS, with_pip=True, clear=True)
        pip = [str(OTHERS / "bin" / "python"), "-m", "pip", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, "install", "check-jsonschema", "yamllint"], check=True)


def versions() -> str:
    """Name and version of the other checkers."""
    listed = subprocess.run(
        [OTHERS / "bin" / "python", "-m", "pip", "list", "--format=json"], capture_output=True, check=True
    )
    return ", ".join(
        f"{each['name']} {each['version']}"
        for each in json.loads(listed.stdout)
        if each["name"] in ("check-jsonschema", "yamllint")
    )


def kinds(root: Path) -> dict[str, list[str]]:
    """The files by the schema that describes them."""
    found: dict[str, list[str]] = {}
    names = {"participants": "participant", "pairs": "pair", "sessions": "session"}
    for path in sorted((root / "program").rglob("*.yaml")):
        parts = path.relative_to(root).parts
        kind = names[parts[1]] if len(parts) > 2 else "topics" if parts[1] == "topics.yaml" else "program"
        found.setdefault(kind, []).append(str(path.relative_to(root)))
    return found


def verify(used: Used, planted: dict[str, str]) -> None:
    """Whether exactly the planted faults were found, and nothing else in other files."""
    listed = json.loads(used.out)
    diagnostics = listed if isinstance(listed, list) else listed["diagnostics"]
    found: dict[str, set[str]] = {}
    for each in diagnostics:
        found.setdefault(each["path"], set()).add(each["code"])
    assert found.keys() == planted.keys(), found.keys() ^ planted.keys()
    assert all(code in found[path] for path, code in planted.items())


def row(label: str, used: list[Used], base: float | None = None) -> float:
    """Prints one line of the table; the median of the CPU seconds."""
    cpu, peak = statistics.median(each.cpu for each in used), max(each.peak for each in used)
    ratio = "" if base is None else f"{cpu / base:7.1f}x"
    print(f"{label:58} {cpu:8.2f} {ratio:>8} {peak:9.0f}", flush=True)
    return cpu


def small(root: Path, runs: int) -> None:
    """The table of 1,000 files."""
    planted = write(root, SMALL)
    install()
    print(f"\n{SMALL} files; {versions()}; median of {runs}")
    print(f"{'':58} {'CPU s':>8} {'ratio':>8} {'peak MiB':>9}")
    ours, theirs, lint, warm, help_ = [], [], [], [], []
    checks = [
        [str(OTHERS / "bin" / "check-jsonschema"), "--schemafile", str(ROOT / "schema" / f"{kind}.schema.json"), *paths]
        for kind, paths in kinds(root).items()
    ]
    for _ in range(runs):
        # One of each in turn, so that a busy minute of the machine falls on all of them.
        ours.append(run([[*VALIDATE, "--no-cache"]], root, (1,)))
        theirs.append(run(checks, root, (0, 1)))
        lint.append(run([[str(OTHERS / "bin" / "yamllint"), "-d", "relaxed", "program"]], root, (0, 1, 2)))
        warm.append(run([VALIDATE], root, (1,)))
        help_.append(run([[*TOOL, "--help"]], root, (0,)))
        verify(ours[-1], planted)
        verify(warm[-1], planted)
    base = row("turnabout validate --no-cache (schemas and rules)", ours)
    row("turnabout validate, nothing changed since the last run", warm[1:] or warm, base)
    row(f"check-jsonschema, one process for each of {len(checks)} schemas", theirs, base)
    row("yamllint -d relaxed", lint, base)
    row("turnabout --help", help_)


def large(root: Path, runs: int) -> None:
    """The table of 100,000 files, and a tenth of them: time has to grow as the files do."""
    tenth = root / "tenth"
    some = write(tenth, LARGE // 10)
    whole = root / "whole"
    planted = write(whole, LARGE)
    print(f"\n{LARGE} files with {len(planted)} planted faults")
    print(f"{'':58} {'CPU s':>8} {'ratio':>8} {'peak MiB':>9}")
    less = run([[*VALIDATE, "--no-cache"]], tenth, (1,))
    verify(less, some)
    base = row(f"cold, {LARGE // 10} files", [less])
    cold = run([VALIDATE], whole, (1,))
    verify(cold, planted)
    row(f"cold, {LARGE} files", [cold], base)
    changes = (
        ("participants", "interests: [film, running]", "interests: [film, rowing {}]"),
        ("pairs", "progress: 40", "progress: 4{}"),
        ("sessions", "minutes: 55", "minutes: 5{}"),
    )
    for kind, old, new in changes:
        paths = (path for path in sorted((whole / "program" / kind).rglob("*.yaml")) if old in path.read_text())
        path = next(path for path in paths if path.relative_to(whole).as_posix() not in planted)
        text = path.read_text()
        warm = []
        for at in range(runs):
            path.write_text(text.replace(old, new.format(at)))
            warm.append(run([VALIDATE], whole, (1,)))
            verify(warm[-1], planted)
        path.write_text(text)
        row(f"warm, one file of {kind} changed", warm)


def main() -> None:
    """Measure, and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--large", action="store_true")
    asked = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="checking-"))
    os.environ["XDG_CACHE_HOME"] = str(folder / "cache")
    try:
        (large if asked.large else small)(folder, asked.runs)
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
