"""Decides what a fact about the machine or the repository means, and what mends it: one function a line, nothing is looked at."""

import json
from collections.abc import Mapping
from enum import StrEnum

from turnabout.frozen import dataclass
from turnabout.installed import AGAIN
from turnabout.matching.trial import BEST

OLDEST_PYTHON = (3, 11)
OLDEST_GIT = (2, 31)  # what the calls in forge/ need
LITTLE_SPACE = 200_000_000  # bytes; the site of a large program has some 100 MB


class State(StrEnum):
    """`fail`: commands will not work. `warn`: some will not, or not well. `note`: good to know, or not looked at."""

    OK = "ok"
    NOTE = "note"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Verdict:
    """One line: what was looked at, how it stands, what was found, and what mends it (empty where nothing is to mend)."""

    name: str
    state: State
    found: str
    fix: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """Why something could not be had, in one sentence, and the hint that goes with it."""

    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class Ran:
    """What a process of ours left: exit code (None: it never ended), both outputs."""

    code: int | None
    out: str
    err: str


def python(version: tuple[int, int, int]) -> Verdict:
    """The Python that runs this."""
    found = ".".join(map(str, version))
    if version[:2] < OLDEST_PYTHON:
        needed = ".".join(map(str, OLDEST_PYTHON))
        return Verdict("Python", State.FAIL, found, f"install Python {needed} or newer, and Turnabout again with it")
    return Verdict("Python", State.OK, found)


def tool(version: str, folder: str) -> Verdict:
    """Turnabout itself: which version, and where it is installed."""
    return Verdict("Turnabout", State.OK, f"{version} in {folder}")


def git(version: tuple[int, ...] | Fault) -> Verdict:
    """Git: there, and new enough."""
    needed = ".".join(map(str, OLDEST_GIT))
    if isinstance(version, Fault):
        return Verdict("Git", State.FAIL, version.message, f"install Git {needed} or newer")
    found = ".".join(map(str, version))
    if version < OLDEST_GIT:
        return Verdict("Git", State.FAIL, f"{found}, which is too old", f"install Git {needed} or newer")
    return Verdict("Git", State.OK, found)


def program(folder: str | None) -> Verdict:
    """The folder `program/`, here or above."""
    if folder is None:
        fix = "go to your program's repository, or name it with `--root`"
        return Verdict("program", State.WARN, "no folder `program` here or above", fix)
    return Verdict("program", State.OK, folder)


def repository(commit: str | Fault) -> Verdict:
    """A Git repository with a commit."""
    if isinstance(commit, Fault):
        return Verdict("repository", State.FAIL, commit.message, commit.hint)
    return Verdict("repository", State.OK, f"at commit {commit[:12]}")


def remote(names: tuple[str, ...], branch: str | Fault | None, wanted: str = "origin") -> Verdict:
    """The remote and its default branch; `branch` None: it was not asked for."""
    if wanted not in names:
        known = f"; known here: {', '.join(f'`{name}`' for name in names)}" if names else ""
        fix = f"add it with `git remote add {wanted} <address>`; only `turnabout propose` needs it"
        return Verdict("remote", State.WARN, f"no remote `{wanted}`{known}", fix)
    if branch is None:
        return Verdict("remote", State.NOTE, f"`{wanted}`, not asked because of `--offline`")
    if isinstance(branch, Fault):
        return Verdict("remote", State.FAIL, branch.message, branch.hint)
    return Verdict("remote", State.OK, f"`{wanted}` answers, its default branch is `{branch}`")


def unlooked(name: str, why: str) -> Verdict:
    """Something that could not be looked at, since something else is missing."""
    return Verdict(name, State.NOTE, f"not looked at: {why}")


def solver(name: str, ran: Ran) -> Verdict:
    """A solver that had to solve a small problem; its answer must be the one known to be right."""
    if ran.code is None:
        return Verdict(
            name, State.FAIL, "gave no answer in time", f"run `turnabout doctor` again; if it stays, {AGAIN}"
        )
    answer = _answer(ran.out)
    if ran.code != 0 or answer is None:
        reason = next((line.strip() for line in reversed(ran.err.splitlines()) if line.strip()), "no reason given")
        return Verdict(name, State.FAIL, f"cannot solve a small problem: {reason[:200]}", AGAIN)
    version, value = answer
    if value != BEST:
        return Verdict(name, State.FAIL, f"{version} finds {value} in a small problem, where {BEST} is right", AGAIN)
    return Verdict(name, State.OK, f"{version}, right about a small problem")


def _answer(output: str) -> tuple[str, int] | None:
    """What the trial printed; libraries may have printed before it."""
    try:
        version, value = json.loads(output.strip().rpartition("\n")[2])
    except (ValueError, TypeError):
        return None
    return str(version), value


def site_engine(ran: Ran, theme: bool) -> Verdict:
    """The engine that makes the site, as a process, and its theme."""
    if ran.code != 0:
        return Verdict("site engine", State.FAIL, "MkDocs does not start", AGAIN)
    if not theme:
        return Verdict("site engine", State.FAIL, "the theme `mkdocs-material` is missing", AGAIN)
    words = ran.out.split()
    version = words[words.index("version") + 1] if "version" in words[:-1] else "of unknown version"
    return Verdict("site engine", State.OK, f"MkDocs {version} with Material")


def browser(name: str | None) -> Verdict:
    """Chromium, which only the project's own tests open."""
    if name is None:
        fix = "install Chromium if you want to run the project's own tests; nothing else needs it"
        return Verdict("browser", State.NOTE, "no Chromium", fix)
    return Verdict("browser", State.OK, name)


def disk(name: str, fault: str | None, free: int) -> Verdict:
    """A folder that is written to; `free` in bytes."""
    space = f"{free / 1e9:.1f} GB free"
    if fault is not None:
        return Verdict(name, State.FAIL, f"cannot be written: {fault}", "check who owns the folder, and the free space")
    if free < LITTLE_SPACE:
        return Verdict(
            name, State.WARN, f"can be written, but only {free // 1_000_000} MB free", "make room on the disk"
        )
    return Verdict(name, State.OK, f"can be written, {space}")


def time_zones(shifts: tuple[int, int] | None) -> Verdict:
    """Time-zone rules: `shifts` are the minutes that Lisbon is ahead of UTC in January and July, or None without rules."""
    if shifts == (0, 60):
        return Verdict("time zones", State.OK, "known, with their summer times")
    found = "no rules for time zones" if shifts is None else "wrong rules for time zones"
    return Verdict("time zones", State.FAIL, found, "install them: `pip install --upgrade tzdata`")


def schemas(ours: Mapping[str, object], theirs: Mapping[str, object] | None) -> Verdict:
    """The repository's `schema/`, which editors complete from, against the tool's own; both by file name."""
    take_over = "copy the folder `schema` of the Turnabout that you run, or install the Turnabout that belongs to it"
    if not theirs:
        fix = "copy the folder `schema` of the Turnabout that you run; editors complete from it"
        return Verdict("schemas", State.WARN, "no schemas in the folder `schema`", fix)
    different = sorted(name for name in ours if name in theirs and ours[name] != theirs[name])
    missing, unknown = sorted(ours.keys() - theirs.keys()), sorted(theirs.keys() - ours.keys())
    parts = [
        f"{words} {', '.join(f'`{name}`' for name in names)}"
        for words, names in (("differ:", different), ("missing:", missing), ("unknown to the tool:", unknown))
        if names
    ]
    if parts:
        return Verdict("schemas", State.WARN, "not those of this Turnabout; " + "; ".join(parts), take_over)
    return Verdict("schemas", State.OK, f"{len(ours)} schemas, the same as this Turnabout's")


def data_format(known: int, followed: int | None, *, can_migrate: bool) -> Verdict:
    """The version of the data format that the files follow (None: there are no files) against the one that is read."""
    reads = f"this Turnabout reads version {known}"
    if followed is None:
        return Verdict("data format", State.NOTE, f"{reads}; there are no files")
    if followed > known:
        return Verdict("data format", State.FAIL, f"version {followed}, and {reads}", "install a newer Turnabout")
    if followed < known:
        fix = "run `turnabout migrate`" if can_migrate else "install the Turnabout that belongs to it"
        return Verdict("data format", State.FAIL, f"version {followed}, and {reads}", fix)
    return Verdict("data format", State.OK, f"version {followed}")
