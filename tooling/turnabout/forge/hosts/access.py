"""Where a token for a forge's API comes from: the environment, `gh`, or git's credential helpers. It is never kept."""

import shutil
from collections.abc import Mapping
from dataclasses import field
from urllib.parse import urlsplit

from turnabout.errors import EnvironmentFaultError
from turnabout.forge.git import Git, clean_environment
from turnabout.forge.process import finish
from turnabout.frozen import dataclass

_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Access:
    """A token and the header that it is sent in. `source` says where it came from, in words that may be shown."""

    token: str = field(repr=False)
    source: str
    header: str = "Authorization"
    scheme: str = "Bearer"

    @property
    def headers(self) -> dict[str, str]:
        """The header as it is sent."""
        return {self.header: f"{self.scheme} {self.token}".strip()}


def find_access(git: Git, kind: str, web_url: str) -> Access | None:
    """A token for the forge of this kind whose repository page is `web_url`, or None.

    A token that a variable holds for one server is not given to another one: GITHUB_TOKEN goes to github.com, or to
    the server that the variables of GitHub Actions name. TURNABOUT_TOKEN goes wherever the remote is.
    """
    parts = urlsplit(web_url)
    host = parts.netloc.lower()
    access = _from_environment(git.environ, kind, host)
    if access is None and kind == "github":
        access = _from_gh(git, host)
    return access or _from_credentials(git, kind, parts.scheme, host)


def _from_environment(environ: Mapping[str, str], kind: str, host: str) -> Access | None:
    for name in ("TURNABOUT_TOKEN", *_variables(environ, kind, host)):
        token = environ.get(name, "").strip()
        if _fits_a_header(token):
            if name == "CI_JOB_TOKEN":
                return Access(token, name, "JOB-TOKEN", "")
            return Access(token, name, scheme=_scheme(kind))
    return None


def _variables(environ: Mapping[str, str], kind: str, host: str) -> tuple[str, ...]:
    """The variables whose token is meant for this server, the most particular first."""
    of_actions = urlsplit(environ.get("GITHUB_SERVER_URL", "")).netloc.lower()
    match kind:
        case "github" if host == "github.com":
            # On a runner of another server GITHUB_TOKEN is that server's.
            return ("GH_TOKEN", "GITHUB_TOKEN") if of_actions in {"", host} else ("GH_TOKEN",)
        case "github":
            of_gh = ("GH_ENTERPRISE_TOKEN",) if host == environ.get("GH_HOST", "").lower() else ()
            return (*of_gh, "GITHUB_TOKEN") if of_actions == host else of_gh
        case "gitlab":
            of_ci = environ.get("CI_SERVER_HOST", "").lower() == host.partition(":")[0]
            named = urlsplit(environ.get("GITLAB_HOST", "")).netloc.lower() or environ.get("GITLAB_HOST", "").lower()
            own = ("GITLAB_TOKEN",) if of_ci or host in {"gitlab.com", named} else ()
            return (*own, "CI_JOB_TOKEN") if of_ci else own
        case "gitea":  # every Gitea is somebody's own: the variable is set for the one that is used
            return ("GITEA_TOKEN", "FORGEJO_TOKEN", *(("GITHUB_TOKEN",) if of_actions == host else ()))
        case _:
            return ()


def _from_gh(git: Git, host: str) -> Access | None:
    """What `gh auth login` has stored, where gh is installed."""
    program = shutil.which("gh", path=git.environ.get("PATH"))
    if program is None:
        return None
    environ = clean_environment(git.environ) | {"GH_PROMPT_DISABLED": "1", "GH_NO_UPDATE_NOTIFIER": "1"}
    try:
        reply = finish("gh auth token", [program, "auth", "token", "--hostname", host], b"", environ, _SECONDS)
    except EnvironmentFaultError:  # a gh that does not work is as good as none
        return None
    token = reply.text.strip()
    return Access(token, "gh auth token") if reply.code == 0 and _fits_a_header(token) else None


def _from_credentials(git: Git, kind: str, scheme: str, host: str) -> Access | None:
    """What git itself would use for the same server over HTTPS; its helpers may not ask anybody."""
    if scheme != "https" and not _is_here(host):
        return None
    asked = f"protocol={scheme}\nhost={host}\n\n".encode()
    quick = Git(git.root, git.environ, _SECONDS)
    try:
        reply = quick.run("credential", "fill", stdin=asked, accept=range(256))
    except EnvironmentFaultError:
        return None
    found = dict(line.partition("=")[::2] for line in reply.text.splitlines())
    token = found.get("password", "")
    if reply.code != 0 or not _fits_a_header(token):
        return None
    return Access(token, "git's credential helper", scheme=_scheme(kind))


def _fits_a_header(token: str) -> bool:
    return token != "" and token.isascii() and token.isprintable()


def _scheme(kind: str) -> str:
    return "token" if kind == "gitea" else "Bearer"


def _is_here(host: str) -> bool:
    return host.partition(":")[0] in {"localhost", "127.0.0.1"} or host.startswith("[::1]")


def is_safe_to_send(api_url: str) -> bool:
    """Whether a token would be encrypted on its way to this address, or stay on this machine."""
    parts = urlsplit(api_url)
    return parts.scheme == "https" or _is_here(parts.netloc.lower())
