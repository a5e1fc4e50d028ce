"""Pull requests on GitHub and GitHub Enterprise; what Gitea does alike is shared from here."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from turnabout.forge.faults import one_line
from turnabout.forge.hosts.api import Api
from turnabout.forge.hosts.pulls import (
    Head,
    HostError,
    PullRequest,
    PullState,
    Wanted,
    comment_once,
    named,
    newest,
    number_of,
    text_of,
)
from turnabout.frozen import dataclass

VERSION = "2022-11-28"
HEADERS = {"Accept": "application/vnd.github+json", "X-GitHub-Api-Version": VERSION}


@dataclass(frozen=True, slots=True)
class GitHub:
    """The pull requests of the repository `owner/name`."""

    api: Api
    owner: str
    name: str
    limit: int = 65_536

    @property
    def repository(self) -> str:
        """The path of the repository below the API's address."""
        return f"/repos/{quote(self.owner, safe='')}/{quote(self.name, safe='')}"

    def find_open(self, head: Head, base: str) -> PullRequest | None:
        """The open pull request from `head` into `base`."""
        return newest(list(self._find(head, base, "open")))

    def find_done(self, head: Head, base: str) -> PullRequest | None:
        """The newest one that was closed or merged."""
        return newest(list(self._find(head, base, "closed")))

    def create(self, head: Head, base: str, wanted: Wanted) -> PullRequest:
        """A new pull request, or the one that is there after all: a failed request may have arrived."""
        payload = {
            "title": wanted.title,
            "head": f"{head.owner}:{head.branch}",
            "base": base,
            "body": wanted.body,
            "draft": wanted.draft,
        }
        try:
            return pull_of(self.api.call("POST", f"{self.repository}/pulls", payload).data)
        except HostError as fault:
            found = self.find_open(head, base)
            if found is not None:
                return found
            # Nothing was created, and the forge says why: private repositories of free plans have no drafts.
            if wanted.draft and fault.status == 422 and "draft" in fault.message.casefold():
                payload["draft"] = False
                return pull_of(self.api.call("POST", f"{self.repository}/pulls", payload).data)
            raise

    def update(self, pull: PullRequest, title: str, body: str) -> None:
        """Set title and text."""
        self.api.call("PATCH", f"{self.repository}/pulls/{pull.number}", {"title": title, "body": body})

    def dress(self, pull: PullRequest, wanted: Wanted, *, new: bool) -> list[str]:
        """Labels that are missing, and reviewers where it is new: who has reviewed is not asked again."""
        notes = ask_reviewers(self.api, self.repository, pull, wanted.reviewers) if new else []
        missing = [label for label in wanted.labels if label not in pull.labels]
        if missing:
            path = f"{self.repository}/issues/{pull.number}/labels"
            notes += tried(f"the labels {named(missing)}", self.api, path, {"labels": missing})
        if wanted.draft and new and not pull.draft:
            notes.append("this repository has no draft pull requests; it is an ordinary one")
        return notes

    def close(self, pull: PullRequest, comment: str) -> None:
        """Say why and close it."""
        comment_once(self.api, f"{self.repository}/issues/{pull.number}/comments", comment)
        self.api.call("PATCH", f"{self.repository}/pulls/{pull.number}", {"state": "closed"})

    def disconnect(self) -> None:
        """Give the connection back."""
        self.api.close()

    def _find(self, head: Head, base: str, state: str) -> Iterator[PullRequest]:
        asked = {"head": f"{head.owner}:{head.branch}", "base": base, "state": state, "per_page": "100"}
        for data in self.api.pages(f"{self.repository}/pulls", asked):
            # A filter that the forge does not understand is left out by it, so what it lists is looked at.
            label = text_of(data, "head", "label").casefold()
            if label == asked["head"].casefold() and text_of(data, "base", "ref") == base:
                yield pull_of(data)


def pull_of(data: Any) -> PullRequest:
    """The pull request that GitHub, or Gitea, describes."""
    number = number_of(data, "number")
    merged = bool(data.get("merged_at") or data.get("merged"))
    closed = PullState.MERGED if merged else PullState.CLOSED
    return PullRequest(
        number=number,
        url=one_line(text_of(data, "html_url"), 500),
        title=text_of(data, "title"),
        body=text_of(data, "body"),
        state=PullState.OPEN if data.get("state") == "open" else closed,
        head=text_of(data, "head", "sha"),
        labels=tuple(text_of(label, "name") for label in data.get("labels") or ()),
        draft=bool(data.get("draft")),
    )


def ask_reviewers(api: Api, repository: str, pull: PullRequest, reviewers: tuple[str, ...]) -> list[str]:
    """Ask people, and teams as `team/<name>`, for a review; a note where the forge refuses."""
    if not reviewers:
        return []
    teams = [each.removeprefix("team/") for each in reviewers if each.startswith("team/")]
    people = [each for each in reviewers if not each.startswith("team/")]
    payload = {key: names for key, names in (("reviewers", people), ("team_reviewers", teams)) if names}
    path = f"{repository}/pulls/{pull.number}/requested_reviewers"
    return tried(f"the reviewers {named(reviewers)}", api, path, payload)


def tried(what: str, api: Api, path: str, payload: object) -> list[str]:
    """Nothing, or the sentence that the forge did not take `what`: a proposal does not fail over a label."""
    try:
        api.call("POST", path, payload)
    except HostError as fault:
        return [f"{what} could not be set: {fault.message}"]
    return []
