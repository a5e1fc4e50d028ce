"""Time and memory of the three commands a coordinator runs most, on the example program, as whole processes.

    .venv/bin/python benchmarks/example.py [RUNS]

Prints the median of CPU seconds (user and system, children included), of wall-clock seconds, and the peak memory.
"""

import os
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TOOL = ROOT / ".venv" / "bin" / "turnabout"
COMMANDS = (("validate",), ("pair", "digital-2026"), ("publish", "build"))


def measure(arguments: tuple[str, ...]) -> tuple[float, float, int]:
    """CPU seconds, wall-clock seconds and peak KiB of one run."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        before = time.perf_counter()
        done = subprocess.run([TOOL, *arguments], cwd=ROOT, capture_output=True, check=False)
        wall = time.perf_counter() - before
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        os.write(writer, f"{used.ru_utime + used.ru_stime} {wall} {used.ru_maxrss}".encode())
        os._exit(done.returncode)
    os.close(writer)
    _, status = os.waitpid(child, 0)
    assert status == 0, f"turnabout {' '.join(arguments)} failed"
    with os.fdopen(reader) as pipe:
        cpu, wall, peak = pipe.read().split()
    return float(cpu), float(wall), int(peak)


def main() -> None:
    """Measure every command and print a table."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    print(f"{'command':30} {'CPU s':>7} {'wall s':>7} {'peak MiB':>9}   median of {runs}")
    for arguments in COMMANDS:
        found = [measure(arguments) for _ in range(runs)]
        cpu, wall, peak = (statistics.median(column) for column in zip(*found, strict=True))
        print(f"{'turnabout ' + ' '.join(arguments):30} {cpu:7.2f} {wall:7.2f} {peak / 1024:9.0f}")


if __name__ == "__main__":
    main()
