"""Reads, fetches from and pushes to a remote without leaving a trace in the user's refs, FETCH_HEAD or configuration."""

from collections.abc import Mapping, Sequence
from dataclasses import field
from urllib.parse import unquote

from turnabout.errors import EnvironmentFaultError
from turnabout.forge.faults import NoPushOptionsError
from turnabout.forge.git import Git, head_commit
from turnabout.forge.process import Reply
from turnabout.frozen import dataclass

OUR_PREFIX = "turnabout/"

# Under the user's own name, fetch and push would also move refs/remotes/<name>/*. Under this one, which exists only in
# the environment of one process (never on a command line, where other users could read a password), there are none.
_DOOR = "turnabout-door"
_NOT_COPIED = frozenset(
    {"url", "pushurl", "fetch", "push", "mirror", "prune", "prunetags", "tagopt", "promisor", "partialclonefilter"}
)


@dataclass(frozen=True, slots=True)
class Remote:
    """A remote by its name; its addresses may hold credentials and stay out of every message."""

    name: str
    fetch_url: str = field(repr=False)
    push_url: str = field(repr=False)
    settings: tuple[tuple[str, str], ...] = field(default=(), repr=False)

    @property
    def secrets(self) -> tuple[str, ...]:
        """User parts of the addresses, as written and decoded."""
        found: set[str] = set()
        for url in (self.fetch_url, self.push_url):
            if "://" in url:
                user, at, _ = url.partition("://")[2].partition("/")[0].rpartition("@")
                password = user.partition(":")[2] if at else ""
                # A bare user name is a secret only over HTTP, where a token may stand in its place.
                name = user.partition(":")[0] if url.startswith("http") and len(user) >= 16 else ""
                found |= {password, unquote(password), name}
        return tuple(sorted(found - {""}))


@dataclass(frozen=True, slots=True)
class RemoteRefs:
    """The branches of a remote and the one its HEAD names (None: it names none that exists)."""

    head: str | None
    branches: Mapping[str, str]


def open_remote(git: Git, name: str = "origin") -> Remote:
    """The remote of that name. With several addresses the first counts. Raises EnvironmentFaultError without one."""
    names = git.run("remote").text.splitlines()
    if name not in names:
        head_commit(git)  # without a commit, that is the first thing to mend
        known = f"; known here: {', '.join(f'`{n}`' for n in sorted(names))}" if names else ""
        raise EnvironmentFaultError(
            f"this repository has no remote `{name}`",
            f"add one with `git remote add {name} <address>`{known}",
        )
    fetch_url = git.run("remote", "get-url", "--end-of-options", name).text
    push_url = git.run("remote", "get-url", "--push", "--end-of-options", name).text
    listing = git.run("config", "-z", "--get-regexp", r"^remote\.", accept=(0, 1)).out.decode("utf-8", "replace")
    prefix, settings = f"remote.{name}.", []
    for entry in listing.split("\0"):
        key, _, value = entry.partition("\n")
        variable = key.removeprefix(prefix)
        if key.startswith(prefix) and "." not in variable and variable not in _NOT_COPIED:
            settings.append((variable, value))
    return Remote(name, fetch_url, push_url, tuple(settings))


def remote_refs(git: Git, remote: Remote, *, push_side: bool = False) -> RemoteRefs:
    """The remote's branches, freshly read: `{branch: hash}`. Raises EnvironmentFaultError where it cannot be read."""
    patterns = ("HEAD", "refs/heads/*")
    reply = _talk(git, remote, push_side, "ls-remote", "--symref", "--quiet", "--end-of-options", _DOOR, *patterns)
    head, branches = None, {}
    for line in reply.text.splitlines():
        value, _, ref = line.partition("\t")
        if value.startswith("ref: ") and ref == "HEAD":
            head = value.removeprefix("ref: ").removeprefix("refs/heads/")
        elif ref.startswith("refs/heads/"):
            branches[ref.removeprefix("refs/heads/")] = value
    return RemoteRefs(head if head in branches else None, dict(sorted(branches.items())))


def default_branch(refs: RemoteRefs, remote: str = "origin") -> str:
    """The branch that proposals are made against: HEAD's, else the only one, else `main`, else `master`.

    Raises EnvironmentFaultError where none of these exists.
    """
    if refs.head is not None:
        return refs.head
    names = [name for name in refs.branches if not name.startswith(OUR_PREFIX)]
    if not names:
        raise EnvironmentFaultError(
            f"remote `{remote}` has no commits yet", f"push your program first: `git push {remote} main`"
        )
    for candidate in (names[0] if len(names) == 1 else "", "main", "master"):
        if candidate in names:
            return candidate
    raise EnvironmentFaultError(
        f"remote `{remote}` does not say which of its {len(names)} branches is the default one",
        "set the default branch in the settings of the repository on the server",
    )


def fetch_commit(git: Git, remote: Remote, commit: str, *, push_side: bool = False) -> None:
    """Bring `commit` (a full hash) and its history into the object store; no ref, FETCH_HEAD or tag is written.

    Raises EnvironmentFaultError where the remote does not give it.
    """
    quiet = ("--quiet", "--no-write-fetch-head", "--no-auto-maintenance", "--no-recurse-submodules", "--no-prune")
    _talk(git, remote, push_side, "fetch", *quiet, "--no-tags", "--end-of-options", _DOOR, commit)


def push(git: Git, remote: Remote, commit: str, branch: str, expected: str | None, options: Sequence[str] = ()) -> None:
    """Set `branch` of the remote to `commit`, provided it still stands at `expected` (None: it must be new).

    `options` are push options, left out where the server takes none. A failed push may have arrived, so the branch is read again before anything is raised. Raises
    EnvironmentFaultError where `commit` is not there in the end: refused, overtaken by somebody, or not to be known.
    """
    ref = f"refs/heads/{branch}"
    lease = f"--force-with-lease={ref}:{expected or ''}"
    try:
        _push(git, remote, f"{commit}:{ref}", ("--atomic", lease), options)
    except EnvironmentFaultError as fault:
        try:
            standing = remote_refs(git, remote, push_side=True).branches.get(branch)
        except EnvironmentFaultError:
            hint = f"{fault.hint} Whether branch `{branch}` arrived is not known; the same command finds out."
            raise EnvironmentFaultError(fault.message, hint.strip()) from fault
        if standing == commit:
            return
        if standing != expected:
            raise EnvironmentFaultError(
                f"somebody else wrote branch `{branch}` on remote `{remote.name}` at the same moment, and was first",
                "look at what is there, then run the command again",
            ) from fault
        raise


def push_for_review(git: Git, remote: Remote, commit: str, base: str, topic: str, title: str, description: str) -> None:
    """Push `commit` to `refs/for/<base>`, which opens or moves the pull request `topic` without any branch (AGit).

    For people who may not write branches. Title and description are lines for a new one. There is no lease here, so a
    run at the same moment may be overtaken by another one of the same person. Raises EnvironmentFaultError where the
    server does not take it.
    """
    options = (f"topic={topic}", f"title={title}", f"description={description}", "force-push=true")
    _push(git, remote, f"{commit}:refs/for/{base}", (), options)


def _push(git: Git, remote: Remote, refspec: str, flags: Sequence[str], options: Sequence[str]) -> None:
    plain = (
        "--porcelain",
        "--no-progress",
        "--no-verify",
        "--no-follow-tags",
        "--no-signed",
        "--no-recurse-submodules",
    )
    given = tuple(f"--push-option={option}" for option in options)
    try:
        _talk(git, remote, True, "push", *plain, *flags, *given, "--end-of-options", _DOOR, refspec)
    except NoPushOptionsError:
        if not flags:  # a push for review means nothing without its options
            raise
        _talk(git, remote, True, "push", *plain, *flags, "--end-of-options", _DOOR, refspec)


def _talk(git: Git, remote: Remote, push_side: bool, verb: str, *arguments: str) -> Reply:
    url = remote.push_url if push_side else remote.fetch_url
    entries = [(f"remote.{_DOOR}.url", url), *((f"remote.{_DOOR}.{name}", value) for name, value in remote.settings)]
    extra = {"GIT_CONFIG_COUNT": str(len(entries))}
    for number, (key, value) in enumerate(entries):
        extra |= {f"GIT_CONFIG_KEY_{number}": key, f"GIT_CONFIG_VALUE_{number}": value}
    return git.run(verb, *arguments, extra=extra, remote=remote.name, secrets=remote.secrets)
