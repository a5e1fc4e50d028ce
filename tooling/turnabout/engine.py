"""The site engine as a process: builds build/docs into build/html. Nothing of it is ever imported.

The environment is a value: the engine sees what it is given, and nothing of the user's shell.
"""

import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from turnabout.errors import EnvironmentFaultError, UsageError
from turnabout.frozen import dataclass
from turnabout.installed import AGAIN
from turnabout.wording import counted

DOCS = "build/docs"
HTML = "build/html"
TIMEOUT = 900
# All of them build the same tree from the same mkdocs.yml into the same addresses. None takes -q or -v: with MkDocs both
# switch the strict mode off.
ENGINES = ("mkdocs", "properdocs", "zensical")
_MARK = re.compile(r"^(?:WARNING|ERROR)\s+-\s+(.*)$")
_ANSI = re.compile(r"\x1b\[[0-9;]*m")
_PASSED_ON = (
    "PATH",
    "HOME",
    "SYSTEMROOT",
    "TMPDIR",
    "TEMP",
    "VIRTUAL_ENV",
    "TURNABOUT_SITE_URL",
    "TURNABOUT_REPO_URL",
    "TURNABOUT_EDIT_PATH",
)


@dataclass(frozen=True, slots=True)
class Built:
    """A built site: where it lies and how many pages it has."""

    folder: Path
    pages: int


def build(root: Path, environ: Mapping[str, str], *, epoch: int = 0, name: str = ENGINES[0]) -> Built:
    """The site below `root`, built by the engine `name` in its strict mode.

    `environ` holds what may be passed on (`PATH`, `TURNABOUT_SITE_URL`, `TURNABOUT_REPO_URL`, `TURNABOUT_EDIT_PATH`: the
    forge's editor below the repository's page); `epoch` is the only clock the engine has (seconds, see SOURCE_DATE_EPOCH). EnvironmentFaultError with the engine's own complaints where it fails.
    """
    if not (root / "mkdocs.yml").is_file():
        raise UsageError(
            "there is no mkdocs.yml here", "copy it from Turnabout's repository, or give the right `--root`"
        )
    run(root, "mkdocs.yml", environ, epoch=epoch, name=name)
    return Built(root / HTML, sum(1 for _ in (root / HTML).rglob("*.html")))


def run(root: Path, config: str, environ: Mapping[str, str], *, epoch: int, name: str = ENGINES[0]) -> None:
    """Runs the engine `name` in `root` with the file of settings `config`; the rest is as for `build`."""
    command = [sys.executable, "-m", name, "build", "--strict", "--config-file", config]
    try:
        done = subprocess.run(
            command, cwd=root, env=environment(environ, epoch), capture_output=True, check=False, timeout=TIMEOUT
        )
    except (OSError, subprocess.TimeoutExpired) as fault:
        raise EnvironmentFaultError("the site engine did not finish", str(fault)) from fault
    if done.returncode:
        # Zensical complains on stdout.
        raise EnvironmentFaultError(*_failure((done.stdout + done.stderr).decode("utf-8", "replace"), name))


def environment(environ: Mapping[str, str], epoch: int) -> dict[str, str]:
    """What the engine sees of `environ`, with `epoch` as its clock: everything else of the machine stays outside."""
    passed = {name: environ[name] for name in _PASSED_ON if name in environ}
    fixed = {
        "SOURCE_DATE_EPOCH": str(epoch),
        "NO_MKDOCS_2_WARNING": "1",  # an advertisement the theme prints on every run
        "PYTHONHASHSEED": "0",
        "PYTHONUTF8": "1",
        "TZ": "UTC",
    }
    return passed | fixed


def _failure(output: str, name: str) -> tuple[str, str]:
    """One sentence and a hint from what the engine wrote."""
    lines = [_ANSI.sub("", line).strip() for line in output.splitlines()]
    if any(f"No module named {name}" in line for line in lines):
        hint = AGAIN if name == ENGINES[0] else f"`pip install {name}`"
        return f"the site engine {name} is not installed", hint
    found = [match[1] for line in lines if (match := _MARK.match(line))]
    found = found or [line for line in lines if line][-3:]
    shown = "\n".join(f"  {each}" for each in found[:10])
    more = f"\n  and {len(found) - 10} more" if len(found) > 10 else ""
    what = f"the site was not built: the engine found {counted(len(found), 'problem')}"
    return what, f"mend these first:\n{shown}{more}"


def run_module(name: str, *arguments: str, environ: Mapping[str, str], timeout: float) -> tuple[int | None, str, str]:
    """Exit code and both outputs of `python -m name`; code None where it did not end in time or could not start.

    In a process of its own, so that a broken library cannot take this one with it.
    """
    command = [sys.executable, "-m", name, *arguments]
    try:
        done = subprocess.run(command, env=dict(environ), capture_output=True, check=False, timeout=timeout)
    except (OSError, subprocess.TimeoutExpired) as fault:
        return None, "", str(fault)
    return done.returncode, done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace")
