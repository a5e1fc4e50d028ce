"""Whose token goes where: a variable's token only to the server it is meant for, and nothing of it is ever shown."""

import os
from pathlib import Path

import pytest

from support_git import World
from turnabout.errors import UsageError
from turnabout.forge.git import Git
from turnabout.forge.hosts.access import find_access
from turnabout.forge.hosts.connect import HostSettings, connect, host_settings
from turnabout.forge.remotes import Remote

PUBLIC = "https://github.com/acme/people"
OWN = "https://github.acme.example/hr/people"
LAB = "https://gitlab.acme.example/hr/people"
TEA = "https://gitea.acme.example/hr/people"


def git_with(world: World, **variables: str) -> Git:
    return Git(world.root, {**world.environ, **variables})


@pytest.mark.parametrize(
    ("kind", "page", "variables", "source"),
    [
        ("github", PUBLIC, {"GITHUB_TOKEN": "t"}, "GITHUB_TOKEN"),
        ("github", PUBLIC, {"GITHUB_TOKEN": "t", "GH_TOKEN": "u"}, "GH_TOKEN"),
        ("github", PUBLIC, {"GITHUB_TOKEN": "t", "TURNABOUT_TOKEN": "u"}, "TURNABOUT_TOKEN"),
        ("github", PUBLIC, {"GITHUB_TOKEN": "t", "GITHUB_SERVER_URL": "https://github.com"}, "GITHUB_TOKEN"),
        ("github", PUBLIC, {"GITHUB_TOKEN": "t", "GITHUB_SERVER_URL": "https://github.acme.example"}, None),
        ("github", OWN, {"GITHUB_TOKEN": "t", "GH_TOKEN": "u"}, None),
        ("github", OWN, {"GITHUB_TOKEN": "t", "GITHUB_SERVER_URL": "https://github.acme.example"}, "GITHUB_TOKEN"),
        ("github", OWN, {"GH_ENTERPRISE_TOKEN": "t", "GH_HOST": "github.acme.example"}, "GH_ENTERPRISE_TOKEN"),
        ("github", OWN, {"TURNABOUT_TOKEN": "t"}, "TURNABOUT_TOKEN"),
        ("github", PUBLIC, {"GITLAB_TOKEN": "t", "GITEA_TOKEN": "t"}, None),
        ("github", PUBLIC, {"GITHUB_TOKEN": " "}, None),
        ("github", PUBLIC, {"GITHUB_TOKEN": "a\nb"}, None),
        ("gitlab", "https://gitlab.com/a/b", {"GITLAB_TOKEN": "t"}, "GITLAB_TOKEN"),
        ("gitlab", LAB, {"GITLAB_TOKEN": "t"}, None),
        ("gitlab", LAB, {"GITLAB_TOKEN": "t", "GITLAB_HOST": "gitlab.acme.example"}, "GITLAB_TOKEN"),
        ("gitlab", LAB, {"GITLAB_TOKEN": "t", "GITLAB_HOST": "https://gitlab.acme.example"}, "GITLAB_TOKEN"),
        ("gitlab", LAB, {"CI_JOB_TOKEN": "t", "CI_SERVER_HOST": "gitlab.acme.example"}, "CI_JOB_TOKEN"),
        ("gitlab", LAB, {"CI_JOB_TOKEN": "t", "CI_SERVER_HOST": "gitlab.com"}, None),
        ("gitea", TEA, {"GITEA_TOKEN": "t"}, "GITEA_TOKEN"),
        ("gitea", TEA, {"GITHUB_TOKEN": "t"}, None),
        ("gitea", TEA, {"GITHUB_TOKEN": "t", "GITHUB_SERVER_URL": "https://gitea.acme.example"}, "GITHUB_TOKEN"),
    ],
)
def test_a_variable_serves_the_server_it_is_meant_for(
    world: World, kind: str, page: str, variables: dict[str, str], source: str | None
) -> None:
    access = find_access(git_with(world, **variables), kind, page)
    assert (access.source if access else None) == source
    assert access is None or f"'{access.token}'" not in repr(access)


def test_each_forge_gets_the_header_that_it_reads(world: World) -> None:
    for kind, page, header in (
        ("github", PUBLIC, {"Authorization": "Bearer t"}),
        ("gitlab", LAB, {"Authorization": "Bearer t"}),
        ("gitea", TEA, {"Authorization": "token t"}),
    ):
        access = find_access(git_with(world, TURNABOUT_TOKEN="t"), kind, page)
        assert access is not None
        assert access.headers == header
    job = find_access(git_with(world, CI_JOB_TOKEN="t", CI_SERVER_HOST="gitlab.acme.example"), "gitlab", LAB)
    assert job is not None
    assert job.headers == {"JOB-TOKEN": "t"}


def _program(folder: Path, name: str, script: str) -> dict[str, str]:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    (folder / name).chmod(0o755)
    return {"PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"}


@pytest.mark.parametrize(
    ("script", "token"),
    [
        ('[ "$*" = "auth token --hostname github.acme.example" ] && echo from-gh', "from-gh"),
        ("exit 1", None),
        ("echo", None),
        ("printf 'two\\nlines'", None),
        ("echo tok€n", None),  # no header can hold it
    ],
)
def test_gh_is_asked_where_it_is_installed(world: World, tmp_path: Path, script: str, token: str | None) -> None:
    access = find_access(git_with(world, **_program(tmp_path / "bin", "gh", script)), "github", OWN)
    assert (access.token if access else None) == token


def test_gits_credential_helpers_are_asked_and_may_not_ask_anybody(world: World, tmp_path: Path) -> None:
    assert find_access(git_with(world), "gitlab", LAB) is None
    helper = tmp_path / "helper"
    asked = tmp_path / "asked"
    helper.write_text(f'#!/bin/sh\ncat > "{asked}"\necho "username=x"\necho "password=stored"\n', encoding="utf-8")
    helper.chmod(0o755)
    world.sh("config", "credential.helper", str(helper))
    access = find_access(git_with(world), "gitlab", LAB)
    assert access is not None
    assert (access.token, access.source) == ("stored", "git's credential helper")
    assert "host=gitlab.acme.example" in asked.read_text(encoding="utf-8")
    assert find_access(git_with(world), "gitlab", LAB.replace("https", "http")) is None


def _connected(world: World, fetch: str, settings: HostSettings | None = None, push: str = "", **variables: str):
    git = git_with(world, **({"TURNABOUT_TOKEN": "t"} | variables))
    return connect(git, Remote("origin", fetch, push or fetch), settings or HostSettings(), lambda _: None)


@pytest.mark.parametrize(
    ("remote", "base", "place"),
    [
        ("git@github.com:acme/people.git", "https://api.github.com", "/repos/acme/people"),
        ("https://github.acme.example/acme/people", "https://github.acme.example/api/v3", "/repos/acme/people"),
        ("git@gitlab.com:a/b/c.git", "https://gitlab.com/api/v4", "/projects/a%2Fb%2Fc"),
        ("https://codeberg.org/acme/people.git", "https://codeberg.org/api/v1", "/repos/acme/people"),
    ],
)
def test_the_api_of_a_remote_is_found(world: World, remote: str, base: str, place: str) -> None:
    forge = _connected(world, remote).forge
    assert forge is not None
    assert forge.api.base == base
    assert (forge.project if hasattr(forge, "project") else forge.repository) == place


def test_a_forge_in_a_folder_of_its_server_is_found(world: World) -> None:
    settings = HostSettings("gitlab", "https://acme.example/lab/hr/people", "https://acme.example/lab/api/v4")
    assert _connected(world, "/srv/x.git", settings).forge.project == "/projects/hr%2Fpeople"


def test_a_fork_is_the_head_on_github_and_opened_by_hand_on_gitlab(world: World) -> None:
    found = _connected(world, "https://github.com/acme/people", push="git@github.com:ann/people.git")
    assert (found.owner, found.forge.owner) == ("ann", "acme")
    found = _connected(world, "https://gitlab.com/acme/people", push="git@gitlab.com:ann/people.git")
    assert (found.forge, found.note[:10]) == (None, "the branch")


@pytest.mark.parametrize(
    ("remote", "settings", "words"),
    [
        ("/srv/x.git", HostSettings(), "no API"),
        ("https://bitbucket.org/a/b", HostSettings(), "no API"),
        ("/srv/x.git", HostSettings("github"), "where the repository is on the web"),
        ("http://gitlab.acme.example/a/b", HostSettings(), "unencrypted"),
    ],
)
def test_where_there_is_nothing_to_ask_it_says_why(
    world: World, remote: str, settings: HostSettings, words: str
) -> None:
    found = _connected(world, remote, settings)
    assert found.forge is None
    assert words in found.note


def test_no_token_is_no_failure(world: World) -> None:
    assert _connected(world, "git@github.com:a/b", TURNABOUT_TOKEN="").note == "there is no token for its API"


def test_a_file_of_the_repository_cannot_send_tokens_elsewhere(world: World) -> None:
    """A hostile pull request may change `turnabout.yaml`; only the environment may name another server."""
    data = {"api_url": "https://evil.example/api/v4"}
    with pytest.raises(UsageError, match="another server"):
        _connected(world, "git@gitlab.com:a/b", host_settings(data, {}))
    for fine in ("https://gitlab.com/api/v4", "https://api.gitlab.com/x"):
        assert _connected(world, "git@gitlab.com:a/b", host_settings({"api_url": fine}, {})).forge
    environ = {"TURNABOUT_API_URL": "https://proxy.example/api/v4"}
    assert _connected(world, "git@gitlab.com:a/b", host_settings(data, environ)).forge.api.base.startswith("https://pr")


@pytest.mark.parametrize("url", ["ftp://h/x", "https://u:p@h/x", "https://h/x?a=1", "x", "https://"])
def test_an_address_of_an_api_is_a_plain_one(world: World, url: str) -> None:
    with pytest.raises(UsageError, match="not a plain web address"):
        _connected(world, "git@gitlab.com:a/b", HostSettings(api_url=url, api_is_trusted=True))


def test_options_come_before_variables_before_the_file() -> None:
    data = {"host": "gitlab", "web_url": "https://a/b/c", "api_url": "https://a/api"}
    environ = {"TURNABOUT_HOST": "gitea", "TURNABOUT_WEB_URL": "https://d/e/f", "TURNABOUT_API_URL": "https://d/api"}
    assert host_settings(data, {}) == HostSettings("gitlab", "https://a/b/c", "https://a/api", False)
    assert host_settings(data, environ) == HostSettings("gitea", "https://d/e/f", "https://d/api", True)
    assert host_settings(data, environ, "github", "https://g/h/i").kind == "github"
    assert host_settings({}, {}) == HostSettings()
