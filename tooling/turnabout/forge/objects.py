"""Reads files out of a commit and writes a new commit, through an index of its own: the user's is never opened."""

import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from turnabout.errors import EnvironmentFaultError, UsageError
from turnabout.files import TOO_LARGE
from turnabout.forge.faults import is_plain, one_line
from turnabout.forge.git import Git
from turnabout.forge.pack import blob_hash, blob_pack
from turnabout.frozen import dataclass
from turnabout.yamlfile.limits import MAX_BYTES

_FILE, _PROGRAM, _SYMLINK, _SUBMODULE = "100644", "100755", "120000", "160000"
_FEW = 100
_ODD = {_SYMLINK: "symlink", _SUBMODULE: "submodule"}


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a commit is by."""

    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit's own data. `when` is the committer's time in seconds since 1970, UTC."""

    hash: str
    tree: str
    parents: tuple[str, ...]
    author: Identity
    committer: Identity
    when: int
    message: str


@dataclass(frozen=True, slots=True)
class TreeFiles:
    """Contents by path (relative to the top folder), and what was left out: (path, why), both in path order."""

    files: Mapping[str, bytes]
    oddities: tuple[tuple[str, str], ...]


def read_commit(git: Git, commit: str) -> Commit:
    """The commit's data. Raises EnvironmentFaultError where `commit` (a full hash) is no commit here."""
    layout = "%H%x00%T%x00%P%x00%an%x00%ae%x00%cn%x00%ce%x00%ct%x00%B"
    options = ("--no-patch", "--no-color", "--no-notes", "--no-show-signature", f"--format={layout}")
    reply = git.run("show", *options, "--end-of-options", f"{commit}^{{commit}}", "--")
    hash_, tree, parents, name, email, by, by_email, when, message = reply.text.split("\0", 8)
    return Commit(
        hash_, tree, tuple(parents.split()), Identity(name, email), Identity(by, by_email), int(when), message
    )


def is_ancestor(git: Git, older: str, newer: str) -> bool:
    """Whether `newer` contains `older`; both are full hashes of commits that are here."""
    return git.run("merge-base", "--is-ancestor", "--end-of-options", older, newer, accept=(0, 1)).code == 0


def read_tree(git: Git, commit: str, folder: str = "") -> TreeFiles:
    """Every file under `folder` in `commit`. Symlinks, submodules, names that are not UTF-8 and files that are larger
    than the loader takes are listed, not read.

    Raises EnvironmentFaultError where the commit or one of its objects is missing.
    """
    paths = ("--", folder) if folder else ()
    listing = git.run("ls-tree", "-r", "-l", "-z", "--full-tree", "--end-of-options", commit, *paths).out
    wanted: dict[str, str] = {}
    odd: list[tuple[str, str]] = []
    for (mode, _, hash_, size), raw in _entries(listing):
        try:
            path = raw.decode("utf-8")
        except UnicodeDecodeError:
            odd.append((raw.decode("utf-8", "replace"), "name that is not UTF-8"))
            continue
        if mode in _ODD:
            odd.append((path, _ODD[mode]))
        elif size.isdecimal() and int(size) > MAX_BYTES:  # of an object that is missing Git says `BAD`
            odd.append((path, TOO_LARGE))
        else:
            wanted[path] = hash_
    contents = _read_blobs(git, dict.fromkeys(wanted.values()))
    return TreeFiles({path: contents[wanted[path]] for path in sorted(wanted)}, tuple(sorted(odd)))


def write_tree(git: Git, base: str, changes: Mapping[str, bytes | None]) -> str:
    """The hash of `base`'s tree with `changes` in it (None deletes); new objects are the only thing written.

    Raises UsageError for a path that leaves the repository, would replace a link or turn a folder into a file, and
    EnvironmentFaultError where git or the disk fails.
    """
    for path in changes:
        _check_path(path)
    with _scratch(git) as scratch:
        extra = {"GIT_INDEX_FILE": str(scratch / "index")}
        git.run("read-tree", "--end-of-options", base, extra=extra)
        listing = git.run("ls-files", "--stage", "-z", extra=extra).out
        modes = {raw.decode("utf-8", "surrogateescape"): mode for (mode, *_), raw in _entries(listing)}
        _check_places(modes, changes)
        written = sorted((path, data) for path, data in changes.items() if data is not None)
        hashes = _write_blobs(git, [data for _, data in written], len(base))
        # Deletions first, so that a file may make room for a folder.
        lines = [f"0 {'0' * len(base)}\t{path}" for path in sorted(changes) if changes[path] is None and path in modes]
        lines += [
            f"{modes.get(path, _FILE)} {hash_} 0\t{path}" for (path, _), hash_ in zip(written, hashes, strict=True)
        ]
        stdin = "".join(f"{line}\0" for line in lines).encode()
        git.run("update-index", "-z", "--index-info", stdin=stdin, extra=extra)
        return git.run("write-tree", extra=extra).text


def write_commit(git: Git, base: str, tree: str, message: str, identity: Identity, when: int) -> str:
    """The hash of a commit of `tree` on `base`: the same arguments always give the same hash, whoever runs it.

    `when` is in seconds since 1970. Never signed, whatever the configuration says: a signature differs each time.
    """
    extra = {"GIT_AUTHOR_NAME": identity.name, "GIT_AUTHOR_EMAIL": identity.email, "GIT_AUTHOR_DATE": f"@{when} +0000"}
    extra |= {name.replace("AUTHOR", "COMMITTER"): value for name, value in extra.items()}
    arguments = ("--no-gpg-sign", "-p", base, "--end-of-options", tree)
    return git.run("commit-tree", *arguments, stdin=message.encode("utf-8", "replace"), extra=extra).text


def _entries(listing: bytes) -> Iterator[tuple[list[str], bytes]]:
    """The fields of each entry that Git lists, and its path."""
    for entry in listing.split(b"\0"):
        if entry:
            facts, _, path = entry.partition(b"\t")
            yield facts.decode("ascii").split(), path


def _read_blobs(git: Git, hashes: Iterable[str]) -> dict[str, bytes]:
    asked = list(hashes)
    if not asked:
        return {}
    out = git.run("cat-file", "--batch", stdin="".join(f"{hash_}\n" for hash_ in asked).encode()).out
    contents: dict[str, bytes] = {}
    at = 0
    for hash_ in asked:
        end = out.index(b"\n", at)
        facts = out[at:end].split()
        if len(facts) != 3:
            raise EnvironmentFaultError(
                f"object {hash_[:12]} is missing from this repository",
                "run `git fetch --refetch origin` or clone it anew",
            )
        size = int(facts[2])
        contents[hash_] = out[end + 1 : end + 1 + size]
        at = end + size + 2
    return contents


def _write_blobs(git: Git, contents: list[bytes], digits: int) -> list[str]:
    """The hashes of the contents, in order; only those that the repository lacks are written, all in one stream."""
    hashes = [blob_hash(data, digits) for data in contents]
    asked = dict(zip(hashes, contents, strict=True))
    if not asked:
        return []
    names = "".join(f"{hash_}\n" for hash_ in asked).encode()
    known = git.run("cat-file", "--batch-check=%(objectname)", stdin=names).text.splitlines()
    missing = [asked[line.split()[0]] for line in known if line.endswith(" missing")]
    if missing:
        # As git does with what it fetches: few become files of their own, many stay together.
        verb, *options = ("unpack-objects", "-q") if len(missing) < _FEW else ("index-pack", "--stdin")
        git.run(verb, *options, stdin=blob_pack(missing, digits))
    return hashes


@contextmanager
def _scratch(git: Git) -> Iterator[Path]:
    """A folder outside the repository that is gone afterwards; a full disk is a sentence."""
    try:
        with tempfile.TemporaryDirectory(prefix="turnabout-", dir=git.environ.get("TMPDIR")) as name:
            yield Path(name).resolve()
    except OSError as error:
        raise EnvironmentFaultError(
            f"the folder for temporary files cannot be used: {error.strerror or 'no reason'}",
            "free some space, or point TMPDIR to a folder that can be written",
        ) from error


def _check_path(path: str) -> None:
    parts = path.split("/")
    bad = any(part in {"", ".", ".."} or part.lower() == ".git" for part in parts)
    if bad or "\\" in path or not is_plain(path):
        raise UsageError(
            f"`{one_line(path)}` is not a path inside the repository", "use names such as `program/x.yaml`"
        )


def _check_places(modes: Mapping[str, str], changes: Mapping[str, bytes | None]) -> None:
    """Refuse to write where something else than a file stands; git would replace it without a word."""
    gone = {path for path, data in changes.items() if data is None}
    kept = {path for path in modes if path not in gone}
    added = {path for path, data in changes.items() if data is not None}
    folders = {parent for path in kept | added for parent in _parents(path)}
    for path in sorted(changes):
        shown = one_line(path)
        if modes.get(path, _FILE) not in {_FILE, _PROGRAM}:
            raise UsageError(f"`{shown}` is a link or a submodule, not a file", "replace it by a plain file first")
        if changes[path] is None:
            continue
        if path in folders:
            raise UsageError(f"`{shown}` is a folder, not a file", "choose another name")
        blocking = next((parent for parent in _parents(path) if parent in kept), None)
        if blocking is not None:
            raise UsageError(f"`{one_line(blocking)}` is not a folder, so `{shown}` cannot be in it", "rename it first")


def _parents(path: str) -> list[str]:
    parts = path.split("/")
    return ["/".join(parts[:count]) for count in range(1, len(parts))]
