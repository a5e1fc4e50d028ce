"""Proposing many changed files, and proposing them again, against a plain `git add`, `commit` and `push` of the same.

    .venv/bin/python benchmarks/proposing.py [--files N] [--runs N]

Prints medians of wall and CPU seconds (user and system, git's own processes included), peak memory and ratios, all from
the same run: a bare repository on this disk, and a small GitHub over HTTP on 127.0.0.1 that counts what is written to it.
Fails where a second run writes anything, or where the branch does not hold every file.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from support_forge import BRANCH, TOKEN, FakeForge, forge  # noqa: E402 - the tests' own GitHub, found by the line above
from support_git import World, make_world  # noqa: E402

FILES = 5_000
_RUN = """
import os, sys
from turnabout.forge.git import open_repository
from turnabout.forge.hosts.connect import HostSettings
from turnabout.forge.propose import propose
from turnabout.forge.request import ProposalRequest
root, base, address, count = sys.argv[1:]
changes = {f"program/pairs/spring/m-{n}--s-{n}.yaml": f"status: draft\\npoints: {n}\\n".encode() for n in range(int(count))}
host = HostSettings("github", f"{address}/acme/people", f"{address}/api", True)
request = ProposalRequest("pair", "spring", "Pair spring", "Many pairs.", changes, base, "sha256:0", host=host)
print(propose(open_repository(root, os.environ), request).state)
"""


@dataclass(frozen=True, slots=True)
class Used:
    """What one process and its children used: seconds, CPU seconds, peak MiB of the largest of them."""

    wall: float
    cpu: float
    peak: float


def run(command: Sequence[str], environ: dict[str, str], folder: Path, says: str = "") -> Used:
    """Run it to its end; it has to succeed, and to print `says`."""
    began = time.perf_counter()
    with subprocess.Popen(command, env=environ, cwd=folder, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        out = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, command
    assert says in out, out
    return Used(time.perf_counter() - began, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def ours(world: World, fake: FakeForge, count: int, says: str) -> Used:
    """One `propose`."""
    environ = {**world.environ, "TURNABOUT_TOKEN": TOKEN}
    command = [sys.executable, "-c", _RUN, str(world.root), world.remote_branches()["main"], fake.address, str(count)]
    return run(command, environ, world.root, says)


def plain(world: World, count: int) -> Used:
    """The same files written, added, committed and pushed by git alone, in a clone of its own."""
    clone = world.root.parent / "plain"
    world.sh("clone", "--quiet", str(world.bare), str(clone), cwd=world.root.parent)
    folder = clone / "program" / "pairs" / "spring"
    began = time.perf_counter()
    for number in range(count):
        (folder / f"m-{number}--s-{number}.yaml").write_text(f"status: draft\npoints: {number}\n", encoding="utf-8")
    person = ("-c", "user.name=Ada", "-c", "user.email=ada@people.example")
    steps = "git add --all && git {} commit --quiet -m pairs && git push --quiet origin HEAD:refs/heads/plain"
    used = run(["sh", "-c", steps.format(" ".join(person))], world.environ, clone)
    return Used(time.perf_counter() - began, used.cpu, used.peak)


def measure(count: int) -> tuple[Used, Used, Used]:
    """First run, second run, git alone."""
    with tempfile.TemporaryDirectory() as name:
        world = make_world(Path(name))
        with forge("github", world) as fake:
            first = ours(world, fake, count, "pushed")
            assert len(world.sh("ls-tree", "-r", "--name-only", BRANCH, cwd=world.bare).splitlines()) == count + 3
            fake.asked.clear()
            second = ours(world, fake, count, "unchanged")
            assert fake.writes == [], fake.writes
        return first, second, plain(world, count)


def row(label: str, used: Sequence[Used], base: float | None = None) -> float:
    """Prints one line of the table; the median of the wall seconds."""
    wall, cpu = (statistics.median(getattr(each, what) for each in used) for what in ("wall", "cpu"))
    ratio = "" if base is None else f"{wall / base:.1f}x"
    print(f"{label:42} {wall:8.2f} {cpu:8.2f} {ratio:>7} {max(each.peak for each in used):9.0f}", flush=True)
    return wall


def main() -> None:
    """The table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=FILES)
    parser.add_argument("--runs", type=int, default=3)
    asked = parser.parse_args()
    found = [measure(asked.files) for _ in range(asked.runs)]
    print(f"\n{asked.files} changed files; median of {asked.runs}")
    print(f"{'':42} {'wall s':>8} {'CPU s':>8} {'ratio':>7} {'peak MiB':>9}")
    base = row("git add, commit, push of the same files", [each[2] for each in found])
    row("propose, with pull request", [each[0] for each in found], base)
    row("propose again, nothing written", [each[1] for each in found], base)


if __name__ == "__main__":
    main()
