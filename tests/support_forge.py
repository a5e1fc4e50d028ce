"""Small faithful forges over real HTTP for the tests: GitHub, GitLab and Gitea as their documentation describes them.

Each keeps its pull requests in memory beside a real bare repository, and can be told to drop, cut or refuse a request.
"""

import copy
import json
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from support_git import World, request, sh
from turnabout.forge.git import open_repository
from turnabout.forge.hosts.connect import HostSettings
from turnabout.forge.propose import propose
from turnabout.forge.request import Outcome

OPENAPI = Path(__file__).parent / "forge" / "openapi" / "github.json"
TOKEN = "tok-0123456789-very-secret"
BRANCH = "turnabout/pair/spring"
KINDS = ("github", "gitlab", "gitea")

# What a request may meet. DROPPED never reached the forge; LOST and CUT did, and the answer did not arrive.
DROPPED, LOST, CUT = "dropped", "lost", "cut"


@dataclass(frozen=True)
class Refusal:
    """An answer that is given instead of doing anything."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Said:
    """The fake's answer."""

    status: int
    data: Any
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass
class FakeForge:
    """What all of them share: a repository, pull requests by number, comments, what was asked, and planned faults."""

    world: World
    asked: list[str] = field(default_factory=list)
    faults: dict[int, str | Refusal] = field(default_factory=dict)
    pulls: dict[int, dict[str, Any]] = field(default_factory=dict)
    comments: dict[int, list[str]] = field(default_factory=dict)
    waited: list[float] = field(default_factory=list)
    page_size: int = 100
    address: str = ""
    here: str = ""
    lock: threading.Lock = field(default_factory=threading.Lock)

    kind = ""

    @property
    def settings(self) -> HostSettings:
        return HostSettings(self.kind, f"{self.address}/acme/people", f"{self.address}/api", True)

    @property
    def writes(self) -> list[str]:
        return [line for line in self.asked if not line.startswith("GET ")]

    def propose(self, **changed: object) -> Outcome:
        """A run with the token in the environment; what it would have waited is noted, not waited."""
        environ = {**self.world.environ, "TURNABOUT_TOKEN": TOKEN}
        git = open_repository(self.world.root, environ)
        return propose(git, request(self.world, **{"host": self.settings, **changed}), self.waited.append)

    def open(self) -> list[dict[str, Any]]:
        return [pull for pull in self.pulls.values() if pull["state"] == "open"]

    def add(self, **facts: Any) -> dict[str, Any]:
        number = len(self.pulls) + 1
        pull = {"number": number, "state": "open", "labels": [], "reviewers": [], "draft": False, "body": ""} | facts
        self.pulls[number] = pull
        self.comments[number] = []
        return pull

    def tip(self, branch: str) -> str:
        return self.world.remote_branches().get(branch, "0" * 40)

    def missing(self, branch: str) -> bool:
        return branch not in self.world.remote_branches()

    def listed(self, found: list[Any], query: Mapping[str, str]) -> Said:
        """One page, and the address of the next one as these forges give it."""
        size = min(self.page_size, int(query.get("per_page") or query.get("limit") or 30))
        page = int(query.get("page", "1"))
        part = found[(page - 1) * size : page * size]
        if page * size >= len(found):
            return Said(200, part)
        rest = "&".join(f"{key}={value}" for key, value in query.items() if key != "page")
        return Said(200, part, {"Link": f'<{self.address}{self.here}?{rest}&page={page + 1}>; rel="next"'})

    def authorized(self, headers: Mapping[str, str]) -> bool:
        return headers.get("Authorization") == f"Bearer {TOKEN}"

    def answer(self, method: str, names: list[str], query: Mapping[str, str], data: Any) -> Said:
        raise NotImplementedError


class FakeGitHub(FakeForge):
    """GitHub: 422 for a second pull request of the same branch and for a branch that does not exist."""

    kind = "github"

    def answer(self, method: str, names: list[str], query: Mapping[str, str], data: Any) -> Said:
        match method, names:
            case "GET", ["repos", "acme", "people", "pulls"]:
                return self.listed([self.short(pull) for pull in self.chosen(query)], query)
            case "POST", ["repos", "acme", "people", "pulls"]:
                owner, _, branch = data["head"].partition(":")
                if owner != "acme" or self.missing(branch):
                    return invalid("head")
                if any((p["head"], p["base"]) == (branch, data["base"]) for p in self.open()):
                    return invalid(f"A pull request already exists for {owner}:{branch}.")
                kept = {key: data[key] for key in ("title", "body", "base", "draft")}
                return Said(201, self.whole(self.add(head=branch, **kept)))
            case "PATCH", ["repos", "acme", "people", "pulls", number]:
                self.pulls[int(number)] |= data
                return Said(200, self.whole(self.pulls[int(number)]))
            case "GET", ["repos", "acme", "people", "issues", number, "comments"]:
                return Said(200, [self.comment(int(number), text) for text in self.comments[int(number)]])
            case "POST", ["repos", "acme", "people", "issues", number, "comments"]:
                self.comments[int(number)].append(data["body"])
                return Said(201, self.comment(int(number), data["body"]))
            case "POST", ["repos", "acme", "people", "issues", number, "labels"]:
                pull = self.pulls[int(number)]
                pull["labels"] = sorted({*pull["labels"], *data["labels"]})
                return Said(200, [self.label(name) for name in self.pulls[int(number)]["labels"]])
            case "POST", ["repos", "acme", "people", "pulls", number, "requested_reviewers"]:
                if "nobody" in data.get("reviewers", ()):
                    return Said(
                        422, {"message": "Reviews may only be requested from collaborators.", "documentation_url": "x"}
                    )
                self.pulls[int(number)]["reviewers"] += data.get("reviewers", [])
                return Said(201, self.short(self.pulls[int(number)]))
        return Said(404, {"message": "Not Found"})

    def chosen(self, query: Mapping[str, str]) -> list[dict[str, Any]]:
        """As GitHub does: a `head` without an owner is left out of the question, and everything is listed."""
        _, colon, branch = query.get("head", "").partition(":")
        return [
            pull
            for pull in reversed(self.pulls.values())
            if query.get("state", "open") in {"all", pull["state"]}
            and (not colon or pull["head"] == branch)
            and query.get("base", pull["base"]) == pull["base"]
        ]

    def whole(self, pull: Mapping[str, Any]) -> dict[str, Any]:
        return self.filled("pull-request", pull)

    def short(self, pull: Mapping[str, Any]) -> dict[str, Any]:
        return self.filled("pull-request-simple", pull)

    def filled(self, example: str, pull: Mapping[str, Any]) -> dict[str, Any]:
        """GitHub's own example of an answer, with the facts of this pull request."""
        made = copy.deepcopy(EXAMPLES[example]["value"])
        closed = None if pull["state"] == "open" else "2026-11-20T10:00:00Z"
        made |= {key: pull[key] for key in ("number", "state", "title", "body", "draft")}
        made |= {"html_url": f"{self.address}/acme/people/pull/{pull['number']}", "closed_at": closed}
        made |= {"merged_at": closed if pull.get("merged") else None}
        # GitHub's example of a team lacks a property that its description asks for.
        made |= {"labels": [self.label(name) for name in pull["labels"]], "requested_teams": []}
        made["head"] |= {"ref": pull["head"], "label": f"acme:{pull['head']}", "sha": self.tip(pull["head"])}
        made["base"] |= {"ref": pull["base"], "label": f"acme:{pull['base']}"}
        return made

    def comment(self, number: int, text: str) -> dict[str, Any]:
        return copy.deepcopy(EXAMPLES["issue-comment"]["value"]) | {"body": text}

    def label(self, name: str) -> dict[str, Any]:
        return copy.deepcopy(EXAMPLES["label-items"]["value"][0]) | {"name": name}


class FakeGitLab(FakeForge):
    """GitLab: merge requests opened by push options, 409 for a second one, people by number."""

    kind = "gitlab"

    def answer(self, method: str, names: list[str], query: Mapping[str, str], data: Any) -> Said:
        self.take_pushes()
        match method, names:
            case "GET", ["projects", "acme/people", "merge_requests"]:
                return self.listed([self.described(pull) for pull in self.chosen(query)], query)
            case "POST", ["projects", "acme/people", "merge_requests"]:
                if self.missing(data["source_branch"]):
                    return Said(400, {"message": ["source branch does not exist"]})
                if self.duplicate(data["source_branch"], data["target_branch"]):
                    return Said(
                        409, {"message": ["Another open merge request already exists for this source branch: !1"]}
                    )
                return Said(201, self.described(self.opened(data)))
            case "PUT", ["projects", "acme/people", "merge_requests", number]:
                self.change(self.pulls[int(number)], data)
                return Said(200, self.described(self.pulls[int(number)]))
            case "GET", ["projects", "acme/people", "merge_requests", number, "notes"]:
                return Said(200, [{"body": text} for text in self.comments[int(number)]])
            case "POST", ["projects", "acme/people", "merge_requests", number, "notes"]:
                self.comments[int(number)].append(data["body"])
                return Said(201, {"body": data["body"]})
            case "GET", ["users"]:
                return Said(200, [] if query["username"] == "nobody" else [{"id": 7, "username": query["username"]}])
        return Said(404, {"message": "404 Project Not Found"})

    def take_pushes(self) -> None:
        """What the server does after a push with options, in the background as GitLab does."""
        for pushed in taken(self.world.bare):
            options = dict(option.partition("=")[::2] for option in pushed["options"])
            branch = pushed["ref"].removeprefix("refs/heads/")
            base = options.get("merge_request.target", "main")
            if "merge_request.create" in options and not self.duplicate(branch, base):
                facts = {"source_branch": branch, "target_branch": base, "title": options["merge_request.title"]}
                if "merge_request.draft" in options:
                    facts["title"] = f"Draft: {facts['title']}"
                self.opened({**facts, "description": "made by the server"})

    def opened(self, data: Mapping[str, Any]) -> dict[str, Any]:
        return self.add(
            head=data["source_branch"], base=data["target_branch"], title=data["title"], body=data["description"]
        )

    def duplicate(self, branch: str, base: str) -> bool:
        return any((pull["head"], pull["base"]) == (branch, base) for pull in self.open())

    def change(self, pull: dict[str, Any], data: Mapping[str, Any]) -> None:
        pull["title"] = data.get("title", pull["title"])
        pull["body"] = data.get("description", pull["body"])
        added = [name for name in data.get("add_labels", "").split(",") if name]
        pull["labels"] = sorted({*pull["labels"], *added})
        pull["reviewers"] += ["ruth"] if data.get("reviewer_ids") else []
        if data.get("state_event") == "close":
            pull["state"] = "closed"

    def chosen(self, query: Mapping[str, str]) -> list[dict[str, Any]]:
        states = {"opened": "open", "closed": "closed", "merged": "closed"}
        return [
            pull
            for pull in reversed(self.pulls.values())
            if states[query["state"]] == pull["state"]
            and (pull["state"] == "open" or bool(pull.get("merged")) is (query["state"] == "merged"))
            and (pull["head"], pull["base"]) == (query["source_branch"], query["target_branch"])
        ]

    def described(self, pull: Mapping[str, Any]) -> dict[str, Any]:
        state = {"open": "opened", "closed": "merged" if pull.get("merged") else "closed"}[pull["state"]]
        return {
            "iid": pull["number"],
            "web_url": f"{self.address}/acme/people/-/merge_requests/{pull['number']}",
            "title": pull["title"],
            "description": pull["body"],
            "state": state,
            "sha": self.tip(pull["head"]),
            "labels": pull["labels"],
            "source_branch": pull["head"],
            "target_branch": pull["base"],
            "source_project_id": 1,
            "target_project_id": 1,
        }


class FakeGitea(FakeForge):
    """Gitea: lists without a choice by branch, labels by number, 409 for a second one, and pushes to `refs/for/…`."""

    kind = "gitea"

    def authorized(self, headers: Mapping[str, str]) -> bool:
        return headers.get("Authorization") == f"token {TOKEN}"

    def answer(self, method: str, names: list[str], query: Mapping[str, str], data: Any) -> Said:
        self.take_pushes()
        match method, names:
            case "GET", ["repos", "acme", "people", "pulls"]:
                found = [self.described(p) for p in reversed(self.pulls.values()) if p["state"] == query["state"]]
                return self.listed(found, query)
            case "POST", ["repos", "acme", "people", "pulls"]:
                if self.missing(data["head"]):
                    return Said(404, {"message": "The target couldn't be found."})
                if any((p["head"], p["base"]) == (data["head"], data["base"]) for p in self.open()):
                    return Said(409, {"message": "pull request already exists for these targets"})
                return Said(201, self.described(self.add(**data)))
            case "PATCH", ["repos", "acme", "people", "pulls", number]:
                self.pulls[int(number)] |= data
                return Said(201, self.described(self.pulls[int(number)]))
            case "GET", ["repos", "acme", "people", "issues", number, "comments"]:
                return Said(200, [{"body": text} for text in self.comments[int(number)]])
            case "POST", ["repos", "acme", "people", "issues", number, "comments"]:
                self.comments[int(number)].append(data["body"])
                return Said(201, {"body": data["body"]})
            case "GET", ["repos", "acme", "people", "labels"]:
                return self.listed([{"id": 4, "name": "other"}, {"id": 5, "name": "mentoring"}], query)
            case "POST", ["repos", "acme", "people", "issues", number, "labels"]:
                self.pulls[int(number)]["labels"] = ["mentoring"] if 5 in data["labels"] else []
                return Said(200, [])
            case "POST", ["repos", "acme", "people", "pulls", number, "requested_reviewers"]:
                if "nobody" in data["reviewers"]:
                    return Said(404, {"message": "user does not exist"})
                self.pulls[int(number)]["reviewers"] += data["reviewers"]
                return Said(201, [])
        return Said(404, {"message": "Not Found"})

    def take_pushes(self) -> None:
        """What `git push … refs/for/main -o topic=…` makes: a pull request without a branch, or its next commit."""
        for pushed in taken(self.world.bare):
            if not pushed["ref"].startswith("refs/for/"):
                continue
            options = dict(option.partition("=")[::2] for option in pushed["options"])
            same = [pull for pull in self.open() if pull.get("topic") == options["topic"]]
            pull = (
                same[0]
                if same
                else self.add(
                    head=None, base="main", topic=options["topic"], title=options["title"], body=options["description"]
                )
            )
            self.world.sh("update-ref", f"refs/pull/{pull['number']}/head", pushed["new"], cwd=self.world.bare)

    def described(self, pull: Mapping[str, Any]) -> dict[str, Any]:
        for_review = pull["head"] is None
        ref = f"refs/pull/{pull['number']}/head"
        sha = self.world.sh("rev-parse", ref, cwd=self.world.bare) if for_review else self.tip(pull["head"])
        return {
            "number": pull["number"],
            "html_url": f"{self.address}/acme/people/pulls/{pull['number']}",
            "title": pull["title"],
            "body": pull["body"],
            "state": pull["state"],
            "merged": bool(pull.get("merged")),
            "labels": [{"id": 5, "name": name} for name in pull["labels"]],
            "head": {"ref": ref if for_review else pull["head"], "sha": sha, "repo": {"owner": {"login": "acme"}}},
            "base": {"ref": pull["base"]},
        }


FAKES = {"github": FakeGitHub, "gitlab": FakeGitLab, "gitea": FakeGitea}
EXAMPLES = json.loads(OPENAPI.read_text(encoding="utf-8"))["components"]["examples"]


def invalid(what: str) -> Said:
    """GitHub's answer to a request that cannot be meant."""
    error = {"resource": "PullRequest", "code": "custom", "message": what}
    return Said(
        422, {"message": "Validation Failed", "errors": [error], "documentation_url": "https://docs.github.com"}
    )


@contextmanager
def forge(kind: str, world: World) -> Iterator[FakeForge]:
    """A running forge of this kind beside the world's remote."""
    fake = FAKES[kind](world)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(fake))
    server.daemon_threads = True
    fake.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield fake
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _handler(fake: FakeForge) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_request(self) -> None:
            with fake.lock:
                self.one()

        def log_message(self, *_: object) -> None:
            """Say nothing: `asked` holds it."""

        def one(self) -> None:
            content = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            parts = urlsplit(self.path)
            fake.asked.append(f"{self.command} {self.path}")
            fault = fake.faults.get(len(fake.asked))
            if fault == DROPPED:
                self.close_connection = True
                return
            if isinstance(fault, Refusal):
                self.say(Said(fault.status, {"message": "not now"}, fault.headers))
                return
            if not fake.authorized(self.headers):
                self.say(Said(401, {"message": f"Bad credentials: {self.headers.get('Authorization')}"}))
                return
            query = {key: values[0] for key, values in parse_qs(parts.query).items()}
            fake.here = parts.path
            names = [unquote(name) for name in parts.path.removeprefix("/api").strip("/").split("/")]
            said = fake.answer(self.command, names, query, json.loads(content) if content else None)
            if fault == LOST:
                self.close_connection = True
                return
            self.say(said, cut=fault == CUT)

        def say(self, said: Said, cut: bool = False) -> None:
            content = json.dumps(said.data).encode()
            self.send_response(said.status)
            for key, value in said.headers.items():
                self.send_header(key, value)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content[: len(content) // 2] if cut else content)
            self.close_connection = self.close_connection or cut

    for verb in ("GET", "POST", "PATCH", "PUT"):
        setattr(Handler, f"do_{verb}", Handler.handle_request)
    return Handler


def allow_push_options(bare: Path) -> None:
    """A server that takes push options and writes down what was pushed with which."""
    sh("config", "receive.advertisePushOptions", "true", cwd=bare, environ={})
    hook = bare / "hooks" / "post-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(
        f"#!{sys.executable}\n"
        "import json, os, subprocess, sys\n"
        "count = int(os.environ.get('GIT_PUSH_OPTION_COUNT', '0'))\n"
        "options = [os.environ[f'GIT_PUSH_OPTION_{n}'] for n in range(count)]\n"
        "with open('pushed.jsonl', 'a') as log:\n"
        "    for line in sys.stdin:\n"
        "        _, new, ref = line.split()\n"
        "        log.write(json.dumps({'new': new, 'ref': ref, 'options': options}) + '\\n')\n"
        "        if ref.startswith('refs/for/'):\n"
        "            subprocess.run(['git', 'update-ref', '-d', ref], check=True)\n",
        encoding="utf-8",
    )
    hook.chmod(0o755)


def taken(bare: Path) -> list[dict[str, Any]]:
    """What was pushed since the last time, oldest first."""
    log = bare / "pushed.jsonl"
    if not log.exists():
        return []
    lines = log.read_text(encoding="utf-8").splitlines()
    log.unlink()
    return [json.loads(line) for line in lines]


def keep_branches_closed(bare: Path) -> None:
    """A server on which only reviews may be pushed, as a person without the right to write meets it."""
    hook = bare / "hooks" / "update"
    hook.write_text(
        '#!/bin/sh\ncase "$1" in refs/for/*) exit 0;; esac\necho "no right to write" >&2\nexit 1\n', encoding="utf-8"
    )
    hook.chmod(0o755)
