"""Looks at the machine and the repository for `turnabout doctor` and hands each fact to its verdict; changes nothing."""

import datetime
import importlib.util
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TypeVar

from turnabout import __version__, engine
from turnabout.doctor import verdicts
from turnabout.doctor.verdicts import Fault, Ran, Verdict
from turnabout.errors import TurnaboutError
from turnabout.forge.git import Git, git_version, head_commit, open_repository, remote_names
from turnabout.forge.remotes import default_branch, open_remote, remote_refs
from turnabout.formats import FORMAT, followed
from turnabout.frozen import dataclass
from turnabout.hours import zone
from turnabout.layout import FOLDER
from turnabout.workspace import SCHEMAS, read_files

ANSWER_SECONDS = 20.0
"""How long a remote may take to answer."""
TRIAL_SECONDS = 60.0
"""How long a solver or the site engine may take to start on a slow machine."""
BROWSERS = ("chromium", "chromium-browser")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Asked:
    """Where to look: the folder, the environment, whether the network may be used, whether `migrate` exists."""

    folder: Path
    environ: Mapping[str, str]
    offline: bool = False
    can_migrate: bool = False


def examine(asked: Asked) -> Iterator[Verdict]:
    """Every verdict, each as soon as it is known; what others rest on comes first."""
    yield verdicts.tool(__version__, str(Path(__file__).resolve().parents[1]))
    yield verdicts.python((sys.version_info.major, sys.version_info.minor, sys.version_info.micro))
    yield verdicts.time_zones(_shifts())
    yield from git_verdicts(asked)
    yield from file_verdicts(asked)
    yield from library_verdicts(asked)


def file_verdicts(asked: Asked) -> Iterator[Verdict]:
    """The program's folder, the schemas beside it, the disk."""
    root = next((each for each in (asked.folder, *asked.folder.parents) if (each / FOLDER).is_dir()), None)
    yield verdicts.program(None if root is None else str(root / FOLDER))
    where = asked.folder if root is None else root
    yield verdicts.schemas(_schemas(SCHEMAS), _schemas(where / "schema"))
    contents = {} if root is None else read_files(root).contents
    yield verdicts.data_format(FORMAT, followed(contents) if contents else None, can_migrate=asked.can_migrate)
    yield _disk("disk", where)
    try:
        temporary = Path(tempfile.gettempdir())
    except OSError:  # none of the usual places can be written
        temporary = Path(asked.environ.get("TMPDIR", "/tmp"))  # noqa: S108 - only to say that it cannot be written
    yield _disk("temporary files", temporary)


def library_verdicts(asked: Asked) -> Iterator[Verdict]:
    """The solvers, the site engine and the browser: each is started."""
    for name in ("PuLP", "SciPy"):
        yield verdicts.solver(name, _ran(asked, "turnabout.matching.solvers.trial", name))
    theme = importlib.util.find_spec("material") is not None
    yield verdicts.site_engine(_ran(asked, "mkdocs", "--version"), theme)
    path = asked.environ.get("PATH")
    yield verdicts.browser(next((name for name in BROWSERS if shutil.which(name, path=path)), None))


def git_verdicts(asked: Asked) -> Iterator[Verdict]:
    """Git, the repository and its remote."""
    git = Git(asked.folder, asked.environ, ANSWER_SECONDS)
    version = _or_fault(lambda: git_version(git))
    yield verdicts.git(version)
    if isinstance(version, Fault):
        yield verdicts.unlooked("repository", "it needs Git")
        yield verdicts.unlooked("remote", "it needs Git")
        return
    commit = _or_fault(lambda: head_commit(open_repository(asked.folder, asked.environ, ANSWER_SECONDS)))
    yield verdicts.repository(commit)
    if isinstance(commit, Fault):
        yield verdicts.unlooked("remote", "it needs a repository with a commit")
        return
    names = remote_names(git)
    branch = None if asked.offline or "origin" not in names else _or_fault(lambda: _branch(git))
    yield verdicts.remote(names, branch)


def _branch(git: Git) -> str:
    return default_branch(remote_refs(git, open_remote(git)))


def _or_fault(look: Callable[[], T]) -> T | Fault:
    try:
        return look()
    except TurnaboutError as fault:
        return Fault(fault.message, fault.hint)


def _ran(asked: Asked, module: str, *arguments: str) -> Ran:
    return Ran(*engine.run_module(module, *arguments, environ=asked.environ, timeout=TRIAL_SECONDS))


def _shifts() -> tuple[int, int] | None:
    lisbon = zone("Europe/Lisbon")
    if lisbon is None:
        return None
    shifts = [datetime.datetime(2026, month, 15, tzinfo=lisbon).utcoffset() for month in (1, 7)]
    winter, summer = (int((each or datetime.timedelta()).total_seconds()) // 60 for each in shifts)
    return winter, summer


def _schemas(folder: Path) -> dict[str, object]:
    """The schemas of a folder by file name; one that cannot be read or parsed stands there as nothing."""
    found: dict[str, object] = {}
    for path in sorted(folder.glob("*.schema.json")):
        try:
            found[path.name] = json.loads(path.read_bytes())
        except (OSError, ValueError, RecursionError):
            found[path.name] = None
    return found


def _disk(name: str, folder: Path) -> Verdict:
    """Writes a file without a name, or one that is gone at once, and syncs it: permissions alone say too little."""
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(bytes(4096))
            file.flush()
            os.fsync(file.fileno())
        return verdicts.disk(name, None, shutil.disk_usage(folder).free)
    except OSError as fault:
        return verdicts.disk(name, (fault.strerror or "no reason given").lower(), 0)
