"""The only door to git: every call of it starts here, cut off from the user's hooks and environment."""

import os
import re
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import field
from datetime import UTC, datetime
from pathlib import Path

from turnabout.errors import EnvironmentFaultError
from turnabout.forge.faults import git_fault
from turnabout.forge.process import Reply, finish
from turnabout.frozen import dataclass

TIMEOUT_SECONDS = 600.0

# Given on every call, above any configuration of the user.
_SETTINGS = (
    # No hook runs: a pre-push hook checks the work tree, which is not what we push, may write into it or wait for an
    # answer; post-index-change and reference-transaction would see our temporary index.
    "core.hooksPath=/dev/null",
    "core.fsmonitor=false",
    # A split index would leave its shared half in the user's `.git`.
    "core.splitIndex=false",
    "core.untrackedCache=false",
    "core.sparseCheckout=false",
    "core.quotePath=false",
    "i18n.commitEncoding=UTF-8",
    "i18n.logOutputEncoding=UTF-8",
    "log.showSignature=false",
    "gc.auto=0",
    "maintenance.auto=false",
    "fetch.writeCommitGraph=false",
    # Empties the list: a server without push options refuses a push that carries any.
    "push.pushOption=",
    # Without these git waits for ever on a connection that was cut: under 1,000 bytes a second for 30 s ends it.
    "http.lowSpeedLimit=1000",
    "http.lowSpeedTime=30",
)


@dataclass(frozen=True, slots=True)
class Git:
    """A repository's top folder and the environment git may see. `environ` is handed in; nothing here reads its own."""

    root: Path
    environ: Mapping[str, str] = field(repr=False)
    timeout: float = TIMEOUT_SECONDS

    def run(
        self,
        verb: str,
        *arguments: str,
        stdin: bytes = b"",
        extra: Mapping[str, str] | None = None,
        accept: Iterable[int] = (0,),
        remote: str = "origin",
        secrets: Iterable[str] = (),
    ) -> Reply:
        """The reply of `git <verb> <arguments>`.

        `extra` is added to the environment, `accept` holds the exit codes that are no failure; `remote` and `secrets`
        serve the message only. Raises EnvironmentFaultError with a plain sentence, also after `timeout` seconds.
        """
        program = shutil.which("git", path=self.environ.get("PATH"))
        if program is None:
            raise EnvironmentFaultError("git is not installed, or not on the PATH", "install git 2.31 or newer")
        settings = [part for setting in _SETTINGS for part in ("-c", setting)]
        command = [program, "-C", str(self.root), "--no-pager", *settings, verb, *arguments]
        environ = clean_environment(self.environ) | dict(extra or {})
        reply = finish(f"git {verb}", command, stdin, environ, self.timeout)
        if reply.code < 0 and not reply.err:  # ended from outside, so git could not say anything
            raise EnvironmentFaultError(
                f"the system ended `git {verb}` (signal {-reply.code})",
                "free some disk space or memory, then run the command again; nothing of yours was changed",
            )
        if reply.code not in accept:
            out, err = reply.out.decode("utf-8", "replace"), reply.err.decode("utf-8", "replace")
            raise git_fault(verb, out, err, remote=remote, secrets=secrets)
        return reply


def clean_environment(environ: Mapping[str, str]) -> dict[str, str]:
    """`environ` without anything that redirects git or translates its words, and with every prompt switched off."""
    kept = {
        name: value
        for name, value in environ.items()
        if not name.startswith(("GIT_", "LC_")) and name not in {"LANG", "LANGUAGE", "SSH_ASKPASS"}
    }
    return kept | {
        "LC_ALL": "C",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_ASKPASS": "",  # empty switches core.askPass off as well; credential helpers go on working
        "SSH_ASKPASS_REQUIRE": "never",
        "GIT_LITERAL_PATHSPECS": "1",
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_OPTIONAL_LOCKS": "0",
    }


def open_repository(folder: Path, environ: Mapping[str, str], timeout: float = TIMEOUT_SECONDS) -> Git:
    """The door to the repository that holds `folder`. Raises EnvironmentFaultError where there is none with a tree."""
    return Git(toplevel(Git(folder, environ, timeout)), environ, timeout)


def toplevel(git: Git) -> Path:
    """The top folder of the work tree. Raises EnvironmentFaultError outside of one."""
    return Path(os.fsdecode(git.run("rev-parse", "--show-toplevel").out.removesuffix(b"\n")))


def resolve(git: Git, name: str) -> str | None:
    """The full hash of the object that `name` (`HEAD`, `<commit>:<folder>`) stands for here, or None."""
    reply = git.run("rev-parse", "--verify", "--quiet", "--end-of-options", name, accept=(0, 1, 128))
    return reply.text if reply.code == 0 else None


def git_version(git: Git) -> tuple[int, ...]:
    """The version of git, such as (2, 39, 5). Raises EnvironmentFaultError without git, or where it says none."""
    words = git.run("version").text
    found = re.search(r"[0-9]+(\.[0-9]+)+", words)
    if found is None:
        raise EnvironmentFaultError("git does not say which version it is", "install git 2.31 or newer")
    return tuple(map(int, found[0].split(".")))


def remote_names(git: Git) -> tuple[str, ...]:
    """The names of the repository's remotes, in order. Raises EnvironmentFaultError outside of a repository."""
    return tuple(git.run("remote").text.splitlines())


def head_commit(git: Git) -> str:
    """The hash of the commit that is checked out. Raises EnvironmentFaultError in a repository without commits."""
    toplevel(git)  # says "not a repository" where that is the reason
    commit = resolve(git, "HEAD^{commit}")
    if commit is None:
        raise EnvironmentFaultError("this repository has no commits yet", "commit your program's files first")
    return commit


def log_dates(git: Git, folder: str = "") -> dict[str, str]:
    """The date (`YYYY-MM-DD`, UTC) of the last commit that changed each file under `folder`, from one pass of git log.

    Paths are relative to the top folder; files that are gone are left out. In a shallow clone every file is as old
    as the oldest commit that was fetched. Raises EnvironmentFaultError without a repository or commits.
    """
    head = head_commit(git)
    format_ = ("--raw", "--no-abbrev", "--no-renames", "--no-diff-merges", "--no-color", "--format=%ct", "-z")
    paths = ("--", folder) if folder else ("--",)
    tokens = git.run("log", *format_, "--end-of-options", head, *paths).out.split(b"\0")
    dates: dict[bytes, str | None] = {}
    date, at = "", 0
    while at < len(tokens):
        token = tokens[at].lstrip(b"\n")
        if token.startswith(b":"):  # `:mode mode hash hash status`, then the path as a token of its own
            gone = token.endswith(b"D")
            dates.setdefault(tokens[at + 1], None if gone else date)
            at += 2
            continue
        if token:
            date = datetime.fromtimestamp(int(token), UTC).date().isoformat()
        at += 1
    found = {path.decode("utf-8", "replace"): day for path, day in dates.items() if day is not None}
    return dict(sorted(found.items()))
