"""Which forge a remote lives on, and the address where a pushed branch becomes a pull request."""

import re
from urllib.parse import quote, urlsplit

from turnabout.errors import UsageError
from turnabout.frozen import dataclass

KINDS = ("github", "gitlab", "gitea", "bitbucket", "none")

_HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?")
_SCP = re.compile(r"(?:[^@/:\s]+@)?([^@/:\s]{2,}):(?!//)/?(.+)")
# Hosts that take ssh on the port of HTTPS under another name.
_SSH_ALIAS = {
    "ssh.github.com": "github.com",
    "altssh.gitlab.com": "gitlab.com",
    "altssh.bitbucket.org": "bitbucket.org",
}
_BY_WORD = (
    ("github", "github"),
    ("gitlab", "gitlab"),
    ("gitea", "gitea"),
    ("forgejo", "gitea"),
    ("codeberg.org", "gitea"),
    ("bitbucket.org", "bitbucket"),
)


@dataclass(frozen=True, slots=True)
class Host:
    """The kind of forge (one of KINDS) and the repository's page on it, or None where it has none that we know."""

    kind: str
    web_url: str | None


def host_for(remote_url: str, kind: str | None = None, web_url: str | None = None) -> Host:
    """The host of a remote by its address; `kind` and `web_url` (the repository's page) overrule what it says.

    A host whose name tells nothing is "none": a wrong address would be worse than none. Raises UsageError for an
    unknown kind, or a `web_url` that is no plain web address.
    """
    if kind is not None and kind not in KINDS:
        raise UsageError("the configured forge is not one we know", f"one of: {', '.join(KINDS)}")
    page = _page_of(remote_url) if web_url is None else _plain(web_url)
    if kind is None:
        name = (urlsplit(page).hostname or "") if page else ""
        kind = next((known for word, known in _BY_WORD if word in name), "none")
    return Host(kind, page)


def compare_url(host: Host, base_branch: str, branch: str) -> str | None:
    """Where a browser offers to open a pull request from `branch` into `base_branch`, or None where nobody does."""
    if host.web_url is None or host.kind == "none":
        return None
    base, head = quote(base_branch, safe="/"), quote(branch, safe="/")
    base_value, head_value = quote(base_branch, safe=""), quote(branch, safe="")
    match host.kind:
        case "github":
            return f"{host.web_url}/compare/{base}...{head}?expand=1"
        case "gitlab":
            source, target = "merge_request%5Bsource_branch%5D", "merge_request%5Btarget_branch%5D"
            return f"{host.web_url}/-/merge_requests/new?{source}={head_value}&{target}={base_value}"
        case "bitbucket":
            return f"{host.web_url}/pull-requests/new?source={head_value}&dest={base_value}"
        case _:
            return f"{host.web_url}/compare/{base}...{head}"


def _page_of(remote_url: str) -> str | None:
    """The page of the repository at an https, ssh or scp-like address, without user and password; None for a path."""
    if "://" not in remote_url:
        found = _SCP.fullmatch(remote_url)
        return _page("https", found[1], None, found[2]) if found else None
    try:
        parts = urlsplit(remote_url)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme in {"http", "https"}:
        return _page(parts.scheme, parts.hostname or "", port, parts.path)
    if parts.scheme in {"ssh", "git+ssh", "ssh+git"}:  # the port is ssh's own, not the web's
        return _page("https", parts.hostname or "", None, parts.path)
    return None


def _page(scheme: str, host: str, port: int | None, path: str) -> str | None:
    names = path.strip("/").removesuffix(".git").split("/")
    if _HOST.fullmatch(host) is None or len(names) < 2 or any(name in {"", ".", ".."} for name in names):
        return None
    host = _SSH_ALIAS.get(host.lower(), host.lower())
    return f"{scheme}://{host}{f':{port}' if port else ''}/{quote('/'.join(names), safe='/~%')}"


def _plain(web_url: str) -> str:
    try:
        parts = urlsplit(web_url)
        plain = parts.scheme in {"http", "https"} and "@" not in parts.netloc and not parts.query and not parts.fragment
        page = _page(parts.scheme, parts.hostname or "", parts.port, parts.path) if plain else None
    except ValueError:
        page = None
    if page is None:
        raise UsageError(
            "the configured address of the repository is not a plain web address",
            "write it as `https://github.com/owner/repository`, without user, password or query",
        )
    return page
