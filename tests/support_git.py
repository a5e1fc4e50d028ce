"""Real repositories, a real git server over HTTP, and faulty gits, for the tests of the forge."""

import base64
import os
import shutil
import subprocess
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from turnabout.forge.git import Git, open_repository
from turnabout.forge.request import ProposalRequest

REAL_GIT = shutil.which("git") or "git"
PAIRS = "program/pairs/spring"
PERSON = {
    "GIT_AUTHOR_NAME": "Ada Lovelace",
    "GIT_AUTHOR_EMAIL": "ada@people.example",
    "GIT_COMMITTER_NAME": "Ada Lovelace",
    "GIT_COMMITTER_EMAIL": "ada@people.example",
    "GIT_CONFIG_NOSYSTEM": "1",
}


@dataclass
class World:
    """A clone of a user, and the bare repository it came from."""

    root: Path
    bare: Path
    environ: dict[str, str]

    @property
    def git(self) -> Git:
        return open_repository(self.root, self.environ)

    def sh(self, *arguments: str, cwd: Path | None = None, when: int = 1_790_000_000) -> str:
        return sh(*arguments, cwd=cwd or self.root, environ=self.environ, when=when)

    def commit(self, files: Mapping[str, str], message: str = "work", when: int = 1_790_000_000) -> str:
        for path, text in files.items():
            target = self.root / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
            self.sh("add", "--", path)
        self.sh("commit", "--quiet", "--no-verify", "--allow-empty", "-m", message, when=when)
        return self.sh("rev-parse", "HEAD")

    def remote_branches(self) -> dict[str, str]:
        lines = self.sh("for-each-ref", "--format=%(refname:lstrip=2) %(objectname)", "refs/heads", cwd=self.bare)
        return dict(line.split(" ") for line in lines.splitlines())

    def remote_files(self, branch: str) -> dict[str, str]:
        names = self.sh("ls-tree", "-r", "--name-only", branch, cwd=self.bare).splitlines()
        return {name: self.sh("cat-file", "blob", f"{branch}:{name}", cwd=self.bare) for name in names}


def sh(*arguments: str, cwd: Path, environ: Mapping[str, str], when: int = 1_790_000_000) -> str:
    dates = {"GIT_AUTHOR_DATE": f"@{when} +0000", "GIT_COMMITTER_DATE": f"@{when} +0000"}
    done = subprocess.run(
        [REAL_GIT, *arguments], cwd=cwd, env={**environ, **PERSON, **dates}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"git {arguments}: {done.stdout}{done.stderr}"
    return done.stdout.rstrip("\n")


def bare_environ(tmp_path: Path) -> dict[str, str]:
    """No identity, no configuration: a HOME that is an empty folder."""
    home = tmp_path / "home"
    home.mkdir(exist_ok=True)
    return {"PATH": os.environ["PATH"], "HOME": str(home)}


def make_world(tmp_path: Path) -> World:
    environ = bare_environ(tmp_path)
    root, bare = tmp_path / "clone", tmp_path / "server.git"
    sh("init", "--quiet", "--bare", "-b", "main", str(bare), cwd=tmp_path, environ=environ)
    sh("init", "--quiet", "-b", "main", str(root), cwd=tmp_path, environ=environ)
    world = World(root, bare, environ)
    world.commit({f"{PAIRS}/kim--ann.yaml": "mentor: kim\n", "program/config.yaml": "a: 1\n", "README.md": "hello\n"})
    world.sh("remote", "add", "origin", str(bare))
    world.sh("push", "--quiet", "-u", "origin", "main")
    return world


def request(world: World, **changed: object) -> ProposalRequest:
    values: dict[str, object] = {
        "kind": "pair",
        "program": "spring",
        "title": "Pair program spring",
        "body": "One pair more.",
        "changes": {f"{PAIRS}/lou--bea.yaml": b"mentor: lou\n", f"{PAIRS}/kim--ann.yaml": None},
        "base": world.remote_branches()["main"],
        "inputs_digest": "sha256:0123abcd",
    }
    return ProposalRequest(**{**values, **changed})


def snapshot(root: Path) -> dict[str, tuple[int, int, bytes]]:
    """Mode, time and bytes of everything under `root`, `.git` included, except the object store."""
    found = {}
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root).as_posix()
        if name.startswith(".git/objects"):
            continue
        facts = path.lstat()
        if path.is_symlink():
            found[name] = (facts.st_mode, 0, os.fsencode(path.readlink()))
        elif path.is_file():
            found[name] = (facts.st_mode, facts.st_mtime_ns, path.read_bytes())
        else:
            found[name] = (facts.st_mode, 0, b"")
    return found


def wrapped_git(tmp_path: Path, environ: Mapping[str, str], script: str) -> dict[str, str]:
    """An environment whose first `git` on PATH is this shell script; `$REAL` is the real one, `$VERB` the command."""
    folder = tmp_path / "faulty"
    folder.mkdir(exist_ok=True)
    find_verb = (
        'VERB=""; skip=0\n'
        'for word in "$@"; do\n'
        '  if [ "$skip" = 1 ]; then skip=0; continue; fi\n'
        '  case "$word" in -C|-c) skip=1;; -*) ;; *) VERB="$word"; break;; esac\n'
        "done\n"
    )
    program = folder / "git"
    program.write_text(f'#!/bin/sh\nREAL="{REAL_GIT}"\n{find_verb}{script}\n', encoding="utf-8")
    program.chmod(0o755)
    return {**environ, "PATH": f"{folder}{os.pathsep}{environ['PATH']}"}


@dataclass
class Served:
    """A running server: address of the repository, and the paths that were asked for."""

    url: str
    asked: list[str]

    def with_user(self, user: str) -> str:
        return self.url.replace("://", f"://{user}@")


@contextmanager
def serve_http(
    folder: Path, name: str, environ: Mapping[str, str], *, user: str | None = None, cut: tuple[str, int] | None = None
) -> Iterator[Served]:
    """`git http-backend` on 127.0.0.1 for the bare repository `folder/name`; `user` is `name:password` where asked.

    `cut` ends the connection of a push after so many bytes of its `request` (the server never sees the rest) or of its
    `answer` (the server has done the work).
    """
    sh("config", "http.receivepack", "true", cwd=folder / name, environ=environ)
    asked: list[str] = []
    expected = f"Basic {base64.b64encode(user.encode()).decode()}" if user else None

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.answer()

        def do_POST(self) -> None:
            self.answer()

        def log_message(self, *_: object) -> None:
            """Say nothing: asked holds it."""

        def answer(self) -> None:
            asked.append(f"{self.command} {self.path}")
            self.close_connection = True
            pushing = self.command == "POST" and self.path.endswith("/git-receive-pack")
            if cut and pushing and cut[0] == "request":
                self.rfile.read(cut[1])
                return
            body = self.body()
            if expected is not None and self.headers.get("Authorization") != expected:
                self.send_response(401)
                self.send_header("WWW-Authenticate", 'Basic realm="git"')
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            path, _, query = self.path.partition("?")
            cgi = {
                "PATH": environ["PATH"],
                "HOME": environ["HOME"],
                "GIT_PROJECT_ROOT": str(folder),
                "GIT_HTTP_EXPORT_ALL": "1",
                "REQUEST_METHOD": self.command,
                "PATH_INFO": path,
                "QUERY_STRING": query,
                "CONTENT_TYPE": self.headers.get("Content-Type", ""),
                "CONTENT_LENGTH": str(len(body)),
                "HTTP_CONTENT_ENCODING": self.headers.get("Content-Encoding", ""),
                "GIT_PROTOCOL": self.headers.get("Git-Protocol", ""),
                "REMOTE_USER": "tester",
                "REMOTE_ADDR": "127.0.0.1",
            }
            done = subprocess.run([REAL_GIT, "http-backend"], input=body, env=cgi, capture_output=True, check=False)
            head, _, content = done.stdout.partition(b"\r\n\r\n")
            headers = [line.split(": ", 1) for line in head.decode("latin-1").split("\r\n") if ": " in line]
            status = next((int(value.split()[0]) for key, value in headers if key == "Status"), 200)
            self.send_response(status)
            for key, value in headers:
                if key != "Status":
                    self.send_header(key, value)
            self.send_header("Content-Length", str(len(content)))
            if cut and pushing:
                if not cut[1]:
                    return
                content = content[: cut[1]]
            self.end_headers()
            self.wfile.write(content)

        def body(self) -> bytes:
            if self.headers.get("Transfer-Encoding") != "chunked":
                return self.rfile.read(int(self.headers.get("Content-Length", "0")))
            parts = []
            while size := int(self.rfile.readline().split(b";")[0], 16):
                parts.append(self.rfile.read(size))
                self.rfile.readline()
            self.rfile.readline()
            return b"".join(parts)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = False
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield Served(f"http://127.0.0.1:{server.server_port}/{name}", asked)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def protect(bare: Path, words: str = "GL-HOOK: branches here are protected") -> None:
    """A server rule that lets nothing in."""
    hook = bare / "hooks" / "pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f"#!/bin/sh\ncat > /dev/null\necho '{words}' >&2\nexit 1\n", encoding="utf-8")
    hook.chmod(0o755)
