import subprocess
from pathlib import Path

import pytest

from support_git import REAL_GIT, World, protect, request, serve_http, snapshot, wrapped_git
from turnabout.errors import EnvironmentFaultError
from turnabout.forge.git import open_repository
from turnabout.forge.objects import read_commit
from turnabout.forge.propose import propose
from turnabout.forge.remotes import RemoteRefs, default_branch, fetch_commit, open_remote, push, remote_refs
from turnabout.forge.request import State

BRANCH = "turnabout/pair/spring"


@pytest.mark.parametrize(
    ("head", "names", "expected"),
    [
        ("trunk", ["main", "trunk"], "trunk"),
        (None, ["develop"], "develop"),
        (None, ["develop", "turnabout/pair/spring"], "develop"),
        (None, ["develop", "main", "master"], "main"),
        (None, ["develop", "master"], "master"),
    ],
)
def test_the_default_branch_is_heads_or_the_only_one_or_main_or_master(
    head: str | None, names: list[str], expected: str
) -> None:
    assert default_branch(RemoteRefs(head, dict.fromkeys(names, "1" * 40))) == expected


@pytest.mark.parametrize(("names", "words"), [([], "no commits yet"), (["a", "b"], "which of its 2 branches")])
def test_a_default_branch_that_cannot_be_told_is_refused(names: list[str], words: str) -> None:
    with pytest.raises(EnvironmentFaultError, match=words):
        default_branch(RemoteRefs(None, dict.fromkeys(names, "1" * 40)), "origin")


def test_heads_that_name_nothing_are_seen_as_missing(world: World) -> None:
    world.sh("branch", "refs/heads/HEAD", cwd=world.bare)  # refs/heads/refs/heads/HEAD: not the HEAD of the remote
    world.sh("symbolic-ref", "HEAD", "refs/heads/gone", cwd=world.bare)
    refs = remote_refs(world.git, open_remote(world.git))
    assert refs.head is None
    assert default_branch(refs) == "main"


def test_a_remote_without_commits_is_a_sentence(world: World, tmp_path: Path) -> None:
    world.sh("init", "-q", "--bare", str(tmp_path / "new.git"))
    world.sh("remote", "set-url", "origin", str(tmp_path / "new.git"))
    with pytest.raises(EnvironmentFaultError, match="`origin` has no commits yet"):
        propose(world.git, request(world))


def test_a_missing_remote_is_a_sentence_that_names_the_others(world: World) -> None:
    world.sh("remote", "rename", "origin", "upstream")
    with pytest.raises(EnvironmentFaultError, match="no remote `origin`") as caught:
        open_remote(world.git)
    assert "`upstream`" in caught.value.hint
    with pytest.raises(EnvironmentFaultError, match="no remote `--upload-pack=x`"):
        open_remote(world.git, "--upload-pack=x")


def test_a_repository_without_commits_or_remote_says_the_first_first(world: World, tmp_path: Path) -> None:
    world.sh("init", "-q", str(tmp_path / "fresh"))
    with pytest.raises(EnvironmentFaultError, match="no commits yet"):
        open_remote(open_repository(tmp_path / "fresh", world.environ))


def test_an_address_that_looks_like_an_option_is_an_address(world: World, tmp_path: Path) -> None:
    world.sh("config", "remote.origin.url", f"--upload-pack=touch {tmp_path}/pwned")
    with pytest.raises(EnvironmentFaultError, match="cannot be reached"):
        propose(world.git, request(world))
    assert not (tmp_path / "pwned").exists()


@pytest.mark.parametrize(
    "address",
    ["/nonexistent/repository.git", "http://127.0.0.1:9/x.git", "http://user:sekret@127.0.0.1:9/x.git?token=sekret"],
)
def test_a_remote_that_cannot_be_reached_is_a_sentence_without_credentials(world: World, address: str) -> None:
    world.sh("remote", "set-url", "origin", address)
    with pytest.raises(EnvironmentFaultError, match="`origin` cannot be reached") as caught:
        propose(world.git, request(world))
    assert "sekret" not in caught.value.message + caught.value.hint
    assert "git remote -v" in caught.value.hint


def test_a_push_over_http_with_a_password_works(world: World) -> None:
    with serve_http(world.bare.parent, world.bare.name, world.environ, user="ada:p%w") as served:
        world.sh("remote", "set-url", "origin", served.with_user("ada:p%25w"))
        assert propose(world.git, request(world)).state is State.PUSHED
        assert propose(world.git, request(world)).state is State.UNCHANGED
    assert BRANCH in world.remote_branches()


def test_a_large_push_over_http_works(world: World) -> None:
    """Over 1 MiB git sends the pack in chunks."""
    noise = {f"program/n{number}.bin": bytes((number * k * k) % 251 for k in range(70_000)) for number in range(1, 40)}
    with serve_http(world.bare.parent, world.bare.name, world.environ) as served:
        world.sh("remote", "set-url", "origin", served.url)
        world.sh("config", "http.postBuffer", "65536")
        outcome = propose(world.git, request(world, changes=noise))
    assert world.remote_branches()[BRANCH] == outcome.commit


@pytest.mark.parametrize("user", ["", "ada:wrong-sekret", "ghp_0123456789abcdefsekret"])
def test_a_wrong_or_missing_password_is_a_sentence_without_it(world: World, user: str) -> None:
    before = snapshot(world.root)
    with serve_http(world.bare.parent, world.bare.name, world.environ, user="ada:right") as served:
        world.sh("remote", "set-url", "origin", served.with_user(user) if user else served.url)
        before = snapshot(world.root)
        with pytest.raises(EnvironmentFaultError, match="`origin` did not accept the credentials") as caught:
            propose(world.git, request(world))
    assert "sekret" not in repr(caught.value) + caught.value.hint
    assert snapshot(world.root) == before
    assert caught.value.exit_code == 4


def test_an_address_with_a_second_at_sign_does_not_leak_the_half_that_git_takes_for_a_host(world: World) -> None:
    world.sh("remote", "set-url", "origin", "http://ada:wr@ng-sekret@127.0.0.1:9/x.git")
    with pytest.raises(EnvironmentFaultError) as caught:
        propose(world.git, request(world))
    assert "sekret" not in repr(caught.value) + caught.value.hint


def test_a_password_stays_out_of_the_list_of_processes(world: World, tmp_path: Path) -> None:
    log = tmp_path / "log"
    environ = wrapped_git(tmp_path, world.environ, f'echo "$@" >> "{log}"; exec "$REAL" "$@"')
    with serve_http(world.bare.parent, world.bare.name, world.environ, user="ada:sekret") as served:
        world.sh("remote", "set-url", "origin", served.with_user("ada:sekret"))
        propose(open_repository(world.root, environ), request(world))
    assert " push " in log.read_text(encoding="utf-8")
    assert "sekret" not in log.read_text(encoding="utf-8")
    assert "sekret" not in repr(open_remote(world.git))


def test_a_protected_branch_is_a_sentence_with_the_servers_words(world: World) -> None:
    protect(world.bare, "GH006: protected \x1b[31mbranch http://u:sekret@x/y")
    with serve_http(world.bare.parent, world.bare.name, world.environ) as served:
        world.sh("remote", "set-url", "origin", served.url)
        with pytest.raises(EnvironmentFaultError, match=f"`origin` refused branch `{BRANCH}`: GH006") as caught:
            propose(world.git, request(world))
    assert "\x1b" not in caught.value.message
    assert "sekret" not in caught.value.message
    assert "protected" in caught.value.hint
    assert BRANCH not in world.remote_branches()


def test_a_server_with_a_full_disk_is_not_taken_for_ours(world: World) -> None:
    protect(world.bare, "fatal: No space left on device")
    with pytest.raises(EnvironmentFaultError, match="refused branch"):
        propose(world.git, request(world))


def test_a_full_disk_of_ours_is_a_sentence(world: World, tmp_path: Path) -> None:
    script = (
        'if [ "$VERB" = write-tree ]; then\n'
        '  echo "error: unable to write file: No space left on device" >&2; exit 128\nfi\nexec "$REAL" "$@"'
    )
    with pytest.raises(EnvironmentFaultError, match="the disk is full") as caught:
        propose(open_repository(world.root, wrapped_git(tmp_path, world.environ, script)), request(world))
    assert "nothing of yours was changed" in caught.value.hint


def test_a_fetch_leaves_no_ref_no_tag_and_no_fetch_head(world: World, tmp_path: Path) -> None:
    world.sh("clone", "-q", str(world.bare), str(tmp_path / "other"))
    other = World(tmp_path / "other", world.bare, world.environ)
    new = other.commit({"x": "1"})
    other.sh("tag", "v9")
    other.sh("push", "-q", "origin", "main", "v9")
    before = snapshot(world.root)
    fetch_commit(world.git, open_remote(world.git), new)
    assert read_commit(world.git, new).hash == new
    assert snapshot(world.root) == before


def test_a_commit_that_the_remote_does_not_have_is_a_sentence(world: World) -> None:
    for protocol in ("0", "2"):
        world.sh("config", "protocol.version", protocol)
        with pytest.raises(EnvironmentFaultError, match="changed while it was being read"):
            fetch_commit(world.git, open_remote(world.git), "1" * 40)


def test_a_fork_to_push_to_is_read_and_written_and_the_base_is_not(world: World, tmp_path: Path) -> None:
    fork = tmp_path / "fork.git"
    world.sh("clone", "-q", "--bare", str(world.bare), str(fork))
    world.sh("remote", "set-url", "--push", "origin", str(fork))
    first = propose(world.git, request(world))
    assert propose(world.git, request(world)).state is State.UNCHANGED
    assert BRANCH not in world.remote_branches()
    assert World(world.root, fork, world.environ).remote_branches()[BRANCH] == first.commit
    assert propose(world.git, request(world, changes={})).obsolete == first.commit


def test_the_users_rewriting_of_addresses_and_the_remotes_settings_count(world: World) -> None:
    world.sh("config", f"url.{world.bare.parent}/.insteadOf", "company:")
    world.sh("remote", "set-url", "origin", f"company:{world.bare.name}")
    world.sh("config", "remote.origin.mirror", "true")
    world.sh("config", "remote.origin.push", "refs/heads/*:refs/heads/*")
    world.sh("config", "remote.origin.uploadpack", f"{REAL_GIT} upload-pack")
    world.commit({"mine.txt": "not to be pushed\n"})
    old = world.remote_branches()["main"]
    assert propose(world.git, request(world)).state is State.PUSHED
    assert world.remote_branches()["main"] == old


def test_a_push_that_is_no_descendant_of_what_stands_there_needs_the_right_lease(world: World) -> None:
    remote, git = open_remote(world.git), world.git
    first = propose(git, request(world)).commit or ""
    base = world.remote_branches()["main"]
    push(git, remote, base, BRANCH, first)
    assert world.remote_branches()[BRANCH] == base


def test_an_old_git_is_said_in_one_sentence(world: World, tmp_path: Path) -> None:
    script = 'if [ "$VERB" = fetch ]; then echo "error: unknown option \\`no-write-fetch-head" >&2; exit 129; fi\n'
    environ = wrapped_git(tmp_path, world.environ, script + 'exec "$REAL" "$@"')
    with pytest.raises(EnvironmentFaultError, match="git is too old"):
        propose(open_repository(world.root, environ), request(world))


def test_the_test_server_asks_for_the_password(world: World) -> None:
    """The server is real enough: without the right user, plain git is refused as well."""
    with serve_http(world.bare.parent, world.bare.name, world.environ, user="a:b") as served:
        environ = {**world.environ, "GIT_TERMINAL_PROMPT": "0"}
        done = subprocess.run(
            [REAL_GIT, "ls-remote", served.with_user("a:c")], env=environ, capture_output=True, check=False
        )
    assert done.returncode == 128
    assert len(served.asked) >= 2
