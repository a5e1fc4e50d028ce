"""Merge requests on GitLab: opened with the push where the server takes push options, else by the API."""

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

DRAFT = "Draft: "
_STATES = {"opened": PullState.OPEN, "merged": PullState.MERGED}


@dataclass(frozen=True, slots=True)
class GitLab:
    """The merge requests of the project with this path, such as `group/subgroup/people`."""

    api: Api
    path: str
    limit: int = 1_048_576

    @property
    def project(self) -> str:
        """The path of the project below the API's address."""
        return f"/projects/{quote(self.path, safe='')}"

    def find_open(self, head: Head, base: str) -> PullRequest | None:
        """The open merge request from `head` into `base`."""
        return newest(list(self._find(head, base, "opened")))

    def find_done(self, head: Head, base: str) -> PullRequest | None:
        """The newest one that was closed or merged."""
        both = [*self._find(head, base, "closed"), *self._find(head, base, "merged")]
        return newest(both)

    def create(self, head: Head, base: str, wanted: Wanted) -> PullRequest:
        """A new merge request, or the one that is there after all (409, or an answer that was lost)."""
        payload = {
            "source_branch": head.branch,
            "target_branch": base,
            "title": (DRAFT if wanted.draft else "") + wanted.title,
            "description": wanted.body,
        }
        try:
            return _pull(self.api.call("POST", f"{self.project}/merge_requests", payload).data)
        except HostError:
            found = self.find_open(head, base)
            if found is None:
                raise
            return found

    def update(self, pull: PullRequest, title: str, body: str) -> None:
        """Set title and text."""
        whole = (DRAFT if pull.draft else "") + title
        self._set(pull, {"title": whole, "description": body})

    def dress(self, pull: PullRequest, wanted: Wanted, *, new: bool) -> list[str]:
        """Labels that are missing, and reviewers, whom GitLab knows by number, where it is new."""
        notes, payload = [], dict[str, object]()
        if new and wanted.reviewers:
            try:
                numbers = {name: self._number(name) for name in wanted.reviewers}
            except HostError as fault:  # a job's own token may not look for people
                numbers = {}
                notes.append(f"the reviewers {named(wanted.reviewers)} could not be set: {fault.message}")
            unknown = [name for name, number in numbers.items() if number is None]
            if unknown:
                notes.append(f"the reviewers {named(unknown)} are not known to the server")
            if len(unknown) < len(numbers):
                payload["reviewer_ids"] = [number for number in numbers.values() if number is not None]
        missing = [label for label in wanted.labels if label not in pull.labels]
        if missing:
            payload["add_labels"] = ",".join(missing)
        if payload:
            try:
                self._set(pull, payload)
            except HostError as fault:
                notes.append(f"labels and reviewers could not be set: {fault.message}")
        return notes

    def close(self, pull: PullRequest, comment: str) -> None:
        """Say why and close it."""
        comment_once(self.api, f"{self.project}/merge_requests/{pull.number}/notes", comment)
        self._set(pull, {"state_event": "close"})

    def disconnect(self) -> None:
        """Give the connection back."""
        self.api.close()

    def _set(self, pull: PullRequest, values: object) -> None:
        self.api.call("PUT", f"{self.project}/merge_requests/{pull.number}", values)

    def _number(self, name: str) -> int | None:
        found = self.api.call("GET", "/users", params={"username": name}).data
        number = found[0].get("id") if isinstance(found, list) and found and isinstance(found[0], dict) else None
        return number if isinstance(number, int) else None

    def _find(self, head: Head, base: str, state: str) -> Iterator[PullRequest]:
        asked = {"source_branch": head.branch, "target_branch": base, "state": state, "per_page": "100"}
        for data in self.api.pages(f"{self.project}/merge_requests", asked):
            ours = data.get("source_project_id") == data.get("target_project_id")  # a fork may use the same name
            if ours and (data.get("source_branch"), data.get("target_branch")) == (head.branch, base):
                yield _pull(data)


def push_options(base: str, wanted: Wanted) -> tuple[str, ...]:
    """What makes GitLab open the merge request as part of the push. The text follows by the API: options are one line."""
    options = ["merge_request.create", f"merge_request.target={base}", f"merge_request.title={wanted.title}"]
    return (*options, "merge_request.draft") if wanted.draft else tuple(options)


def _pull(data: Any) -> PullRequest:
    number, title = number_of(data, "iid"), text_of(data, "title")
    return PullRequest(
        number=number,
        url=one_line(text_of(data, "web_url"), 500),
        title=title.removeprefix(DRAFT),
        body=text_of(data, "description"),
        state=_STATES.get(data.get("state"), PullState.CLOSED),
        head=text_of(data, "sha"),
        labels=tuple(label for label in data.get("labels") or () if isinstance(label, str)),
        draft=title.startswith(DRAFT),
    )
