"""Turns what git prints when it fails into one plain sentence and one hint, without ever repeating a credential."""

import re
from collections.abc import Iterable

from turnabout.errors import EnvironmentFaultError
from turnabout.frozen import dataclass

QUOTED_MAX = 200

# Up to the last `@` before the path: a password may itself hold an unescaped `@`.
_USERINFO = re.compile(r"(?<=://)[^/\s'\"]*@")
_QUERY = re.compile(r"(://[^\s'\"?#]*)[?#][^\s'\"]*")
_CONTROL = re.compile(r"\x1b\[[0-9;]*[A-Za-z]|[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


class NoPushOptionsError(EnvironmentFaultError):
    """The server takes no push options, so nothing was sent."""


class RefusedError(EnvironmentFaultError):
    """The server took the connection and refused the branch: a rule of its own, or missing rights."""


@dataclass(frozen=True, slots=True)
class _Known:
    pattern: str
    sentence: str
    hint: str


# The first match wins, so the narrow ones come first. `{remote}` is the name of the remote, never its address.
_KNOWN = (
    _Known(
        r"unknown option|unknown switch|is not a git command|usage: git ",
        "git is too old for what Turnabout asks of it",
        "install git 2.31 or newer",
    ),
    _Known(
        r"dubious ownership",
        "git refuses this repository because it belongs to another user of the machine",
        "run `git config --global --add safe.directory <folder>` if you trust it, then try again",
    ),
    _Known(
        r"not a git repository|cannot change to ",
        "this folder is not inside a git repository",
        "go to the folder of your program, or run `git init` there first",
    ),
    _Known(
        r"must be run in a work tree",
        "this repository has no work tree (it is a bare one)",
        "run the command in a clone of it",
    ),
    _Known(
        r"No space left on device|Disk quota exceeded|file write error|unable to write file",
        "the disk is full",
        "free some space and run the command again; nothing of yours was changed",
    ),
    _Known(
        r"insufficient permission for adding an object|Read-only file system|unable to create temporary file",
        "git may not write into this repository's object store",
        "check who owns the folder `.git/objects`, then run the command again",
    ),
    _Known(
        r"Host key verification failed",
        "the machine behind remote `{remote}` is not known to ssh",
        "connect to it once with `ssh` and accept its key, then run the command again",
    ),
    _Known(
        r"Authentication failed|could not read (Username|Password)|terminal prompts disabled|Permission denied \("
        r"|requested URL returned error: 40[13]|Invalid username or (password|token)|Too many authentication failures",
        "remote `{remote}` did not accept the credentials, or none were found",
        "check that `git fetch {remote}` works without asking; Turnabout never asks for a password",
    ),
    _Known(
        r"not our ref|unadvertised object",
        "remote `{remote}` changed while it was being read",
        "run the command again",
    ),
    _Known(
        r"Could not resolve host|unable to access|Could not read from remote repository|Connection (refused|reset|timed"
        r" out)|does not appear to be a git repository|repository '.*' not found|requested URL returned error|early EOF"
        r"|is this a git repository|invalid server response|protocol error|bad line length|remote did not send"
        r"|strange (path|host)name|hung up unexpectedly|RPC failed|Operation too slow|unexpected disconnect|expected flush",
        "remote `{remote}` cannot be reached, or there is no repository at its address",
        "check the network and `git remote -v`, then run the command again",
    ),
)


def redact(text: str, secrets: Iterable[str] = ()) -> str:
    """`text` without the user part and query of any address and without the given secrets."""
    for secret in sorted((s for s in secrets if s), key=lambda s: (-len(s), s)):
        text = text.replace(secret, "***")
    return _QUERY.sub(r"\1", _USERINFO.sub("", text))


def is_plain(text: str) -> bool:
    """Whether `text` is one line without control signs, direction signs or halves of characters."""
    return _CONTROL.search(text) is None


def one_line(text: str, limit: int = QUOTED_MAX) -> str:
    """`text` on one line without control or direction signs, cut to `limit` characters: safe to show on a terminal."""
    clean = " ".join(_CONTROL.sub(" ", text).split())
    return clean if len(clean) <= limit else clean[: limit - 1] + "…"


def git_fault(
    verb: str, out: str, err: str, *, remote: str = "origin", secrets: Iterable[str] = ()
) -> EnvironmentFaultError:
    """What to raise after `git <verb>` failed with this output: known failures in plain words, others by git's own."""
    secrets = tuple(secrets)
    lines = [line.strip() for line in err.splitlines() if line.strip()]
    theirs = [line.removeprefix("remote:").strip() for line in lines if line.startswith("remote:")]
    ours = [line for line in lines if not line.startswith("remote:")]
    if verb == "push":
        refusal = _refusal(out, [line for line in theirs if line], remote, secrets)
        if refusal is not None:
            return refusal
    text = "\n".join(ours)
    if "does not support push options" in text:
        return NoPushOptionsError(f"remote `{remote}` takes no push options", "ask who runs the server to allow them")
    for known in _KNOWN:
        if re.search(known.pattern, text):
            return EnvironmentFaultError(known.sentence.format(remote=remote), known.hint.format(remote=remote))
    telling = next((line for line in ours if line.startswith(("fatal:", "error:"))), ours[-1] if ours else "no reason")
    return EnvironmentFaultError(
        f"`git {verb}` failed: {one_line(redact(telling, secrets))}",
        "run the command again; if it stays, run `git fsck` in this repository",
    )


def _refusal(out: str, theirs: list[str], remote: str, secrets: tuple[str, ...]) -> EnvironmentFaultError | None:
    """The fault behind a line `!<TAB>from:to<TAB>[rejected] (why)` of `git push --porcelain`, or None without one."""
    for line in out.splitlines():
        flag, _, rest = line.partition("\t")
        if flag != "!":
            continue
        refs, _, summary = rest.partition("\t")
        branch = one_line(refs.rpartition(":")[2].removeprefix("refs/heads/"))
        if "stale info" in summary or "fetch first" in summary or "failed to update ref" in summary:
            return EnvironmentFaultError(
                f"branch `{branch}` on remote `{remote}` changed while it was being written",
                "run the command again",
            )
        if "remote rejected" in summary or "remote failure" in summary:
            reason = theirs[0] if theirs else summary.partition("(")[2].rstrip(")")
            return RefusedError(
                f"remote `{remote}` refused branch `{branch}`: {one_line(redact(reason, secrets)) or 'no reason given'}",
                "the branch is protected or a rule of the server forbids it;"
                " ask who runs the repository to let you push branches named `turnabout/…`",
            )
    return None
