"""Pull requests on Gitea and Forgejo, those opened by a push to `refs/for/<branch>` included."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from turnabout.forge.hosts.api import Api
from turnabout.forge.hosts.github import ask_reviewers, pull_of, tried
from turnabout.forge.hosts.pulls import Head, HostError, PullRequest, Wanted, comment_once, named, newest, text_of
from turnabout.frozen import dataclass

DRAFT = "WIP: "


@dataclass(frozen=True, slots=True)
class Gitea:
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
        """A new pull request, or the one that is there after all (409, or an answer that was lost)."""
        branch = head.branch if head.owner.casefold() == self.owner.casefold() else f"{head.owner}:{head.branch}"
        title = (DRAFT if wanted.draft else "") + wanted.title
        payload = {"title": title, "head": branch, "base": base, "body": wanted.body}
        try:
            return _pull(self.api.call("POST", f"{self.repository}/pulls", payload).data)
        except HostError:
            found = self.find_open(head, base)
            if found is None:
                raise
            return found

    def update(self, pull: PullRequest, title: str, body: str) -> None:
        """Set title and text."""
        whole = (DRAFT if pull.draft else "") + title
        self.api.call("PATCH", f"{self.repository}/pulls/{pull.number}", {"title": whole, "body": body})

    def dress(self, pull: PullRequest, wanted: Wanted, *, new: bool) -> list[str]:
        """Labels that are missing, by the numbers that Gitea gives them, and reviewers where it is new."""
        notes = ask_reviewers(self.api, self.repository, pull, wanted.reviewers) if new else []
        missing = [label for label in wanted.labels if label not in pull.labels]
        if missing:
            known = {
                each.get("name"): each.get("id")
                for each in self.api.pages(f"{self.repository}/labels", {"limit": "50"})
            }
            numbers = [known[label] for label in missing if label in known]
            unknown = [label for label in missing if label not in known]
            if unknown:
                notes.append(f"the labels {named(unknown)} do not exist in this repository")
            if numbers:
                path = f"{self.repository}/issues/{pull.number}/labels"
                notes += tried(f"the labels {named(missing)}", self.api, path, {"labels": numbers})
        return notes

    def close(self, pull: PullRequest, comment: str) -> None:
        """Say why and close it."""
        comment_once(self.api, f"{self.repository}/issues/{pull.number}/comments", comment)
        self.api.call("PATCH", f"{self.repository}/pulls/{pull.number}", {"state": "closed"})

    def disconnect(self) -> None:
        """Give the connection back."""
        self.api.close()

    def _find(self, head: Head, base: str, state: str) -> Iterator[PullRequest]:
        """Gitea does not select by branch, so its list is gone through; 50 is the most it gives at once."""
        for data in self.api.pages(f"{self.repository}/pulls", {"state": state, "limit": "50"}):
            if text_of(data, "base", "ref") == base and _is_from(data, head):
                yield _pull(data)


def _is_from(data: Any, head: Head) -> bool:
    ref = text_of(data, "head", "ref")
    if ref == head.branch:
        owner = text_of(data, "head", "repo", "owner", "login") or text_of(data, "head", "user", "login")
        return not owner or owner.casefold() == head.owner.casefold()
    # Pushed to `refs/for/…`: there is no branch, and only the text says what it is.
    return ref.startswith("refs/pull/") and head.mark in text_of(data, "body")


def _pull(data: Any) -> PullRequest:
    pull = pull_of(data)
    draft = pull.title.startswith(DRAFT)
    return PullRequest(
        pull.number,
        pull.url,
        pull.title.removeprefix(DRAFT),
        pull.body,
        pull.state,
        pull.head,
        pull.labels,
        draft,
    )
