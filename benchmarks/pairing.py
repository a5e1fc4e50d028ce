"""Pairing against everything else that a coordinator could pick, on the same instances, in one run.

    .venv/bin/python benchmarks/pairing.py [--sizes small|medium|large] [--only WORDS] [--runs N] [--limit SECONDS]

Every rival runs in a process of its own, those that clash in virtual environments of their own under
build/benchmarks/pairing. Prints a table in Markdown for every instance: medians of CPU seconds (user and system, children
included, after the imports), peak memory, the ratio to Turnabout and the points; then the targets, met or missed. Fails
where an exact method reaches other points than the others. `--only` takes the names of instances or rivals.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import venv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pairing_targets import TARGETS, Measured

ROOT = Path(__file__).resolve().parents[1]
RIVALS = Path(__file__).resolve().parent / "rivals"
BUILD = ROOT / "build" / "benchmarks" / "pairing"
OWN = ""
ENVIRONMENTS = {
    "scipy": ("scipy", "highspy"),
    "ortools": ("ortools",),  # cannot be loaded beside HiGHS
    "pulp3": ("pulp==3.3.2", "highspy"),
    "pulp4": ("pulp[highs]>=4,<5",),  # needs Python 3.12
    "networkx": ("networkx",),
    "python-mip": ("mip",),
    "mentor-match": ("mentor-match",),  # these two overwrite each other's files
    "matching": ("matching",),
}
SIZES = {
    "small": ("pwc", "dense-500", "sparse-1000", "stages-10000"),
    "medium": ("axa", "dense-1000", "sparse-10000", "stages-100000", "side-5000"),
    "large": ("dense-2000", "sparse-100000", "sparse-1000000", "tight-100000", "side-10000", "side-100000"),
}


@dataclass(frozen=True, slots=True)
class Rival:
    """One method: where it runs, what it applies to, and the most pairs that it is tried on."""

    name: str
    environment: str
    call: str  # module.function in benchmarks/rivals
    kinds: tuple[str, ...]
    most: int = 10**9
    exact: bool = True


ONE, DENSE, SIDE = ("dense", "sparse"), ("dense",), ("side",)
OURS = {"dense": "turnabout", "sparse": "turnabout", "stages": "turnabout, all stages", "side": "turnabout, balanced"}
EVERY = (
    Rival("turnabout", OWN, "ours.one_stage", ONE),
    Rival("turnabout, stage alone", OWN, "ours.stage_alone", ONE),
    Rival("turnabout, all stages", OWN, "ours.all_stages", ("stages",)),
    Rival("turnabout, all stages, no numba", OWN, "ours.numpy_only", ("stages",), 500_000),
    Rival("turnabout, balanced", OWN, "ours.balanced", SIDE),
    Rival("textbook stages, HiGHS", "scipy", "columns.textbook_stages", ("stages",), 250_000, exact=False),
    Rival("scipy linear_sum_assignment", "scipy", "networks.scipy_assignment", DENSE),
    Rival("scipy min_weight_full_bipartite", "scipy", "networks.scipy_sparse", ("sparse",), 3_000_000),
    Rival("OR-Tools flow", "ortools", "networks.ortools_flow", ONE),
    Rival("OR-Tools CP-SAT", "ortools", "networks.ortools_cpsat", (*ONE, "side"), 250_000),
    Rival("networkx", "networkx", "networks.networkx_simplex", ONE, 250_000),
    Rival("HiGHS LP on columns", "scipy", "columns.highs_lp", ONE, 2_000_000),
    Rival("HiGHS MIP on columns", "scipy", "columns.highs_mip", SIDE),
    Rival("scipy milp", "scipy", "columns.scipy_milp", (*ONE, "side"), 250_000),
    Rival("PuLP 3, tutorial, CBC", "pulp3", "modelled.tutorial_cbc", (*ONE, "side"), 1_000_000),
    Rival("PuLP 3, tutorial, HiGHS", "pulp3", "modelled.tutorial_highs", (*ONE, "side"), 250_000),
    Rival("PuLP 3, best path", "pulp3", "modelled.best_pulp3", ONE, 1_000_000),
    Rival("PuLP 4, tutorial, HiGHS", "pulp4", "modelled.tutorial_pulp4", (*ONE, "side"), 250_000),
    Rival("PuLP 4, best path", "pulp4", "modelled.best_pulp4", ONE, 1_000_000),
    Rival("python-mip, CBC", "python-mip", "modelled.python_mip", (*ONE, "side"), 250_000),
    Rival("mentor-match", "mentor-match", "packages.mentor_match", DENSE, 250_000),
    Rival("matching (stable)", "matching", "packages.matching", ONE, 1_000_000, exact=False),
)


def python_of(environment: str) -> Path | None:
    """The interpreter of an environment, which is made where it is not there; None where this machine cannot have it."""
    if environment == OWN:
        return Path(sys.executable)
    folder = BUILD / environment
    ready = folder / "ready"
    if not ready.exists():
        base = _newer_python() if environment == "pulp4" else sys.executable
        if base is None:
            return None
        print(f"· installing {', '.join(ENVIRONMENTS[environment])}", file=sys.stderr)
        if base == sys.executable:
            venv.create(folder, with_pip=True, clear=True)
        else:
            subprocess.run([base, "-m", "venv", "--clear", folder], check=True)
        install = [folder / "bin" / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "numpy"]
        subprocess.run([*install, *ENVIRONMENTS[environment]], check=True, stderr=subprocess.DEVNULL)
        ready.touch()
    return folder / "bin" / "python"


def _newer_python() -> str | None:
    """A Python that PuLP 4 runs on."""
    if sys.version_info >= (3, 12):
        return sys.executable
    kept = sorted(Path.home().glob(".pyenv/versions/3.1[2-9].*/bin/python"))
    named = (shutil.which(f"python3.{minor}") for minor in (14, 13, 12))
    for found in (*named, *map(str, kept)):
        if found and subprocess.run([found, "-c", "import venv"], capture_output=True, check=False).returncode == 0:
            return found
    return None


def measure(rival: Rival, path: Path, runs: int, limit: float) -> Measured | str:
    """The median run, or why there is none."""
    python = python_of(rival.environment)
    if python is None:
        return "needs Python 3.12"
    found = []
    threads = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": ""}
    for _ in range(runs):
        command = [python, RIVALS / "measured.py", *rival.call.split("."), path]
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ | threads,
            start_new_session=True,
        )  # fmt: skip
        try:
            out, error = process.communicate(timeout=limit)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, 9)  # CBC is a child of its own
            process.communicate()
            return f"none in {limit:.0f} s"
        if process.returncode:
            return "failed: " + (error.strip().splitlines() or [f"ended with {process.returncode}"])[-1][:70]
        found.append(json.loads(out.splitlines()[-1]))
        if found[-1]["cpu"] > limit / 4:
            break
    assert len({tuple(one[key] for key in ("coverage", "worst", "total")) for one in found}) == 1, (
        f"{rival.name} varies"
    )
    middle = {key: statistics.median(one[key] for one in found) for key in ("cpu", "peak")}
    return Measured(middle["cpu"], middle["peak"], found[0]["coverage"], found[0]["worst"], found[0]["total"])


def instance_path(name: str) -> tuple[Path, str, int]:
    """The file of an instance, its kind, and its pairs; in a process of its own, since it needs numpy and the engine."""
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); import instances as i; from pathlib import Path; "
        "p = i.kept(sys.argv[2], Path(sys.argv[3])); print(p, i.KINDS[sys.argv[2]].kind, i.load(p).pairs)"
    )
    command = [sys.executable, "-c", code, str(RIVALS), name, str(BUILD / "instances")]
    path, kind, pairs = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    return Path(path), kind, int(pairs)


def table(name: str, kind: str, pairs: int, found: dict[str, Measured | str]) -> Iterable[str]:
    """The lines of one instance."""
    own = found.get(OURS[kind])
    yield f"\n### {name}: {pairs:,} pairs\n"
    yield "| method | CPU s | times Turnabout | peak MiB | mentees | worst pair | points |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: | ---: |"
    for rival, one in found.items():
        if isinstance(one, str):
            yield f"| {rival} | {one} | | | | | |"
            continue
        ratio = f"{one.cpu / own.cpu:.1f}" if isinstance(own, Measured) else ""
        yield f"| {rival} | {one.cpu:.3f} | {ratio} | {one.peak:.0f} | {one.coverage:,} | {one.worst:,} | {one.total:,} |"


def require_same(name: str, found: dict[str, Measured | str]) -> None:
    """Fails where two exact methods differ."""
    exact = {rival.name for rival in EVERY if rival.exact}
    totals = {one.total for rival, one in found.items() if rival in exact and isinstance(one, Measured)}
    assert len(totals) <= 1, f"{name}: exact methods reach different points: {totals}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, compare with the targets."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", choices=SIZES, action="append", help="left out: small; can be given again")
    parser.add_argument("--only", action="append", default=[], help="a name of an instance, or part of a rival's name")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--limit", type=float, default=150, help="seconds by the clock for one run")
    given = parser.parse_args(arguments)
    every = [name for names in SIZES.values() for name in names]
    names = [name for name in every if name in given.only] or [
        n for size in given.sizes or ["small"] for n in SIZES[size]
    ]
    words = [word for word in given.only if word not in every]
    results: dict[str, dict[str, Measured | str]] = {}
    for name in names:
        path, kind, pairs = instance_path(name)
        found = results[name] = {}
        for rival in EVERY:
            wanted = not words or any(word.lower() in rival.name.lower() for word in words)
            if kind in rival.kinds and wanted and pairs <= rival.most:
                print(f"· {name}: {rival.name}", file=sys.stderr)
                found[rival.name] = measure(rival, path, given.runs, given.limit)
        print("\n".join(table(name, kind, pairs, found)), flush=True)
        require_same(name, found)
    print("\n### Targets\n\n| target | limit | measured | |\n| --- | ---: | ---: | --- |")
    print("\n".join(line for target in TARGETS if (line := target.line(results))))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
