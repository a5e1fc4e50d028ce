"""From a remote's address, `turnabout.yaml` and the environment to a forge that can be asked, or the reason why not."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from turnabout.errors import UsageError
from turnabout.forge.git import Git
from turnabout.forge.hosts import Host, host_for
from turnabout.forge.hosts.access import Access, find_access, is_safe_to_send
from turnabout.forge.remotes import Remote
from turnabout.frozen import dataclass

if TYPE_CHECKING:
    from turnabout.forge.hosts.pulls import Forge

_API = {"github": "/api/v3", "gitlab": "/api/v4", "gitea": "/api/v1"}


@dataclass(frozen=True, slots=True)
class HostSettings:
    """What overrules a remote's address; None leaves it to the address.

    `api_is_trusted` says that the person who runs the command named `api_url`, not a file of the repository.
    """

    kind: str | None = None
    web_url: str | None = None
    api_url: str | None = None
    api_is_trusted: bool = False


@dataclass(frozen=True, slots=True)
class Connection:
    """The host of a remote, and its forge or the sentence that says why there is none to ask.

    `owner` is whose repository the branch is pushed to: another's than that of the pull request where it is a fork.
    """

    host: Host
    forge: "Forge | None"
    note: str
    owner: str = ""


def host_settings(
    data: Mapping[str, Any], environ: Mapping[str, str], kind: str | None = None, web_url: str | None = None
) -> HostSettings:
    """Options of the command before variables of the environment before `turnabout.yaml` (its checked data)."""
    named = environ.get("TURNABOUT_API_URL") or None
    return HostSettings(
        kind=kind or environ.get("TURNABOUT_HOST") or data.get("host"),
        web_url=web_url or environ.get("TURNABOUT_WEB_URL") or data.get("web_url"),
        api_url=named or data.get("api_url"),
        api_is_trusted=named is not None,
    )


def connect(git: Git, remote: Remote, settings: HostSettings, sleep: Callable[[float], object] | None) -> Connection:
    """The forge of the remote; `sleep` None: nobody may be asked. Raises UsageError for settings that cannot be meant."""
    host = host_for(remote.fetch_url, settings.kind, settings.web_url)
    if sleep is None:
        return Connection(host, None, "only the branch was asked for")
    if host.kind not in _API:
        return Connection(host, None, "this forge has no API that Turnabout knows")
    if host.web_url is None:
        return Connection(host, None, "the remote's address does not say where the repository is on the web")
    api_url = _api_url(host, settings)
    if not is_safe_to_send(api_url) and not settings.api_is_trusted:
        return Connection(host, None, "a token would travel unencrypted; TURNABOUT_API_URL insists on it")
    owner, name = _path_below(host.web_url, api_url).rsplit("/", 1)
    pushed = None if remote.push_url == remote.fetch_url else host_for(remote.push_url, settings.kind).web_url
    pushed_owner = owner if pushed is None else _path_below(pushed, api_url).rsplit("/", 1)[0]
    if host.kind == "gitlab" and pushed_owner != owner:
        return Connection(host, None, "the branch is pushed to a fork, and GitLab wants that opened by hand")
    access = find_access(git, host.kind, host.web_url)
    if access is None:
        return Connection(host, None, "there is no token for its API")
    return Connection(host, _forge(host.kind, api_url, owner, name, access, sleep), "", pushed_owner)


def _forge(kind: str, api_url: str, owner: str, name: str, access: Access, sleep: Callable[[float], object]) -> "Forge":
    # Late: without a token nothing of this is needed, and httpx takes a while to import.
    from turnabout.forge.hosts.api import Api
    from turnabout.forge.hosts.gitea import Gitea
    from turnabout.forge.hosts.github import HEADERS, GitHub
    from turnabout.forge.hosts.gitlab import GitLab

    common = {"User-Agent": "turnabout", "Accept": "application/json"}
    more = HEADERS if kind == "github" else {}
    api = Api(api_url, {**common, **more, **access.headers}, access.token, sleep)
    if kind == "github":
        return GitHub(api, owner, name)
    return GitLab(api, f"{owner}/{name}") if kind == "gitlab" else Gitea(api, owner, name)


def _api_url(host: Host, settings: HostSettings) -> str:
    """The API's address. One from a file of the repository must lie on the remote's own server: tokens go there."""
    page = urlsplit(host.web_url or "")
    if settings.api_url is not None:
        named = urlsplit(settings.api_url)
        plain = named.scheme in {"http", "https"} and named.hostname and "@" not in named.netloc
        if not plain or named.query or named.fragment:
            raise UsageError(
                "the configured address of the API is not a plain web address",
                "write it as `https://git.example.org/api/v4`, without user, password or query",
            )
        if not settings.api_is_trusted and named.hostname not in {page.hostname, f"api.{page.hostname}"}:
            raise UsageError(
                "`api_url` in `turnabout.yaml` names another server than the remote's, and tokens would go there",
                "set TURNABOUT_API_URL in your own environment if this is meant",
            )
        return settings.api_url.rstrip("/")
    if host.kind == "github" and page.netloc == "github.com":
        return "https://api.github.com"
    return f"{page.scheme}://{page.netloc}{_API[host.kind]}"


def _path_below(web_url: str, api_url: str) -> str:
    """`owner/name` of a page; a forge that lives in a folder of its server shows that folder in its API's address too."""
    path = urlsplit(web_url).path.strip("/")
    api = urlsplit(api_url)
    folder = api.path.strip("/").removesuffix("api/v4").removesuffix("api/v3").removesuffix("api/v1").strip("/")
    same_server = api.netloc == urlsplit(web_url).netloc
    below = path.removeprefix(f"{folder}/") if folder and same_server else path
    return below if "/" in below else path
