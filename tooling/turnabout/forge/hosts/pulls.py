"""What a pull request is to a proposal, and the few things that every forge must be able to do with one."""

from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol

from turnabout.errors import EnvironmentFaultError
from turnabout.frozen import dataclass

if TYPE_CHECKING:
    from turnabout.forge.hosts.api import Api


class HostError(EnvironmentFaultError):
    """The forge refused or could not be reached. `status` is that of HTTP, 0 where no answer arrived."""

    def __init__(self, message: str, hint: str, status: int) -> None:
        super().__init__(message, hint)
        self.status = status


class PullState(StrEnum):
    """What became of a pull request. CLOSED means: without merging."""

    OPEN = "open"
    CLOSED = "closed"
    MERGED = "merged"


@dataclass(frozen=True, slots=True)
class Head:
    """The branch that is proposed, in whose repository, and how the text of ours begins its marker."""

    owner: str
    branch: str
    mark: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """How a pull request should look. Labels and reviewers are names that the forge knows."""

    title: str
    body: str
    labels: tuple[str, ...] = ()
    reviewers: tuple[str, ...] = ()
    draft: bool = False


@dataclass(frozen=True, slots=True)
class PullRequest:
    """A pull (or merge) request. `title` is without the forge's mark for drafts; `head` the hash of its newest commit."""

    number: int
    url: str
    title: str
    body: str
    state: PullState
    head: str
    labels: tuple[str, ...] = ()
    draft: bool = False


class Forge(Protocol):
    """A forge's pull requests of one repository. All of its methods raise HostError."""

    @property
    def limit(self) -> int:
        """Characters that the text of a pull request may have."""

    def find_open(self, head: Head, base: str) -> PullRequest | None:
        """The open one from `head` into `base`; the newest of several."""

    def find_done(self, head: Head, base: str) -> PullRequest | None:
        """The newest one that was closed or merged."""

    def create(self, head: Head, base: str, wanted: Wanted) -> PullRequest:
        """A new one, or the one that was there already; asked for once."""

    def update(self, pull: PullRequest, title: str, body: str) -> None:
        """Give it this title and text. A draft stays one."""

    def dress(self, pull: PullRequest, wanted: Wanted, *, new: bool) -> list[str]:
        """Add labels that it lacks and, to a new one, reviewers; a sentence for each that the forge did not take."""

    def close(self, pull: PullRequest, comment: str) -> None:
        """Say why, once however often it is tried, and close it."""

    def disconnect(self) -> None:
        """Give the connection back."""


def comment_once(api: "Api", path: str, comment: str) -> None:
    """Add the comment unless it is there: a run that was cut off between saying and closing says it once."""
    said = (str(each.get("body", "")).replace("\r\n", "\n").strip() for each in api.pages(path, {"per_page": "100"}))
    if comment.strip() not in said:
        api.call("POST", path, {"body": comment})


def newest(pulls: Sequence[PullRequest]) -> PullRequest | None:
    """The one with the highest number."""
    return max(pulls, key=lambda pull: pull.number, default=None)


def text_of(data: Any, *names: str) -> str:
    """The text at `data[name][name]…`, with plain line ends; empty where there is none."""
    for name in names:
        data = data.get(name) if isinstance(data, dict) else None
    return data.replace("\r\n", "\n") if isinstance(data, str) else ""


def number_of(data: Any, name: str) -> int:
    """The number at `data[name]`. Raises HostError where the forge's answer has none."""
    number = data.get(name) if isinstance(data, dict) else None
    if not isinstance(number, int):
        raise HostError("the forge's answer does not describe a pull request", "run the command again", 200)
    return number


def named(names: list[str] | tuple[str, ...]) -> str:
    """Names in backticks, one after the other."""
    return ", ".join(f"`{name}`" for name in names)
