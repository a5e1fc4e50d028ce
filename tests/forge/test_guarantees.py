"""The guarantees of the reference, one by one, against real git."""

from collections.abc import Callable
from pathlib import Path

import pytest

from support_git import PAIRS, World, request, serve_http, sh, snapshot, wrapped_git
from turnabout.errors import EnvironmentFaultError, NotProvenError
from turnabout.forge.git import open_repository
from turnabout.forge.marker import IDENTITY
from turnabout.forge.objects import read_commit, read_tree, write_commit, write_tree
from turnabout.forge.propose import fresh_base, propose
from turnabout.forge.request import State

BRANCH = "turnabout/pair/spring"


def _soil(world: World) -> None:
    """Everything a work tree can be full of: staged, changed, untracked, ignored, stashed, tagged, conflicted."""
    (world.root / "README.md").write_text("stashed\n", encoding="utf-8")
    world.sh("stash")
    (world.root / ".gitignore").write_text("ignored.txt\n", encoding="utf-8")
    (world.root / "ignored.txt").write_text("x", encoding="utf-8")
    (world.root / "untracked.txt").write_text("x", encoding="utf-8")
    (world.root / PAIRS / "lou--bea.yaml").write_text("mine: unfinished\n", encoding="utf-8")
    (world.root / "program/config.yaml").write_text("a: staged\n", encoding="utf-8")
    world.sh("add", "program/config.yaml")
    (world.root / "program/config.yaml").write_text("a: changed after staging\n", encoding="utf-8")
    (world.root / f"{PAIRS}/kim--ann.yaml").unlink()
    world.sh("tag", "-a", "-m", "mine", "v1")
    (world.root / "link").symlink_to("README.md")


def _arm(world: World, tmp_path: Path) -> Path:
    """Hooks that leave a trace, and settings of the user that would interfere."""
    trace = tmp_path / "hook-ran"
    for name in ("pre-push", "pre-commit", "commit-msg", "post-index-change", "reference-transaction", "post-commit"):
        hook = world.root / ".git/hooks" / name
        hook.parent.mkdir(exist_ok=True)
        hook.write_text(f"#!/bin/sh\necho {name} >> '{trace}'\nexit 1\n", encoding="utf-8")
        hook.chmod(0o755)
    for key, value in {
        "commit.gpgsign": "true",
        "gpg.program": "false",
        "push.gpgSign": "if-asked",
        "push.followTags": "true",
        "push.pushOption": "ci.skip",
        "core.splitIndex": "true",
        "core.fsmonitor": "false",
        "fetch.prune": "true",
        "remote.origin.tagOpt": "--tags",
        "log.showSignature": "true",
        "i18n.commitEncoding": "ISO-8859-1",
        "core.autocrlf": "true",
    }.items():
        world.sh("config", key, value)
    return trace


@pytest.mark.parametrize("dirty", [False, True])
@pytest.mark.parametrize("detached", [False, True])
def test_guarantee_1_work_tree_and_git_folder_stay_byte_identical(
    world: World, tmp_path: Path, dirty: bool, detached: bool
) -> None:
    if dirty:
        _soil(world)
    if detached:
        world.sh("checkout", "--quiet", "--detach")
    trace = _arm(world, tmp_path)
    base_before = world.remote_branches()["main"]
    sh("clone", "--quiet", str(world.bare), "other", cwd=tmp_path, environ=world.environ)
    other = World(tmp_path / "other", world.bare, world.environ)
    other.commit({"elsewhere.txt": "moved\n"})
    other.sh("push", "--quiet", "origin", "main")
    before = snapshot(world.root)

    first = propose(world.git, request(world, base=base_before))
    second = propose(world.git, request(world, base=base_before))

    assert (first.state, second.state) == (State.PUSHED, State.UNCHANGED)
    assert snapshot(world.root) == before
    assert not trace.exists()
    assert sorted(world.remote_branches()) == ["main", BRANCH]
    assert world.sh("tag", cwd=world.bare) == ""
    assert world.remote_files(BRANCH)[f"{PAIRS}/lou--bea.yaml"] == "mentor: lou"
    assert f"{PAIRS}/kim--ann.yaml" not in world.remote_files(BRANCH)
    assert world.remote_files(BRANCH)["elsewhere.txt"] == "moved"


@pytest.mark.parametrize("shape", ["shallow", "worktree"])
def test_guarantee_1_holds_in_a_shallow_clone_and_a_linked_work_tree(world: World, tmp_path: Path, shape: str) -> None:
    world.commit({"second.txt": "2\n"})
    world.sh("push", "--quiet", "origin", "main")
    if shape == "shallow":
        sh("clone", "--quiet", "--depth=1", f"file://{world.bare}", "small", cwd=tmp_path, environ=world.environ)
        root, watched = tmp_path / "small", tmp_path / "small"
    else:
        world.sh("worktree", "add", "--quiet", "-b", "side", str(tmp_path / "side"))
        root, watched = tmp_path / "side", world.root
    before, also = snapshot(root), snapshot(watched)
    small = World(root, world.bare, world.environ)
    assert propose(small.git, request(small)).state is State.PUSHED
    world.commit({"third.txt": "3\n"})
    world.sh("push", "--quiet", "origin", "main:main")
    also = snapshot(watched) if shape == "worktree" else also
    assert propose(small.git, request(small)).state is State.PUSHED
    assert (snapshot(root), snapshot(watched)) == (before, also)


def test_guarantee_1_no_temporary_file_is_left(world: World, tmp_path: Path) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    git = open_repository(world.root, {**world.environ, "TMPDIR": str(scratch)})
    propose(git, request(world))
    assert list(scratch.iterdir()) == []


def test_guarantee_2_base_is_the_freshly_fetched_default_branch_and_the_text_says_so(
    world: World, tmp_path: Path
) -> None:
    old = world.remote_branches()["main"]
    sh("clone", "--quiet", str(world.bare), "other", cwd=tmp_path, environ=world.environ)
    other = World(tmp_path / "other", world.bare, world.environ)
    new = other.commit({"docs.md": "unrelated\n"})
    other.sh("push", "--quiet", "origin", "main")
    outcome = propose(world.git, request(world, base=old))
    assert outcome.base.commit == new
    assert read_commit(world.git, outcome.commit or "").parents == (new,)
    marker = str(request(world).marker(new))
    assert marker.startswith(f"<!-- turnabout kind=pair program=spring base={new} inputs=sha256:0123abcd text=")
    assert outcome.text.rstrip().endswith(marker)
    assert read_commit(world.git, outcome.commit or "").message.rstrip().endswith(marker)


def test_guarantee_2_inputs_that_changed_since_they_were_read_are_not_used(world: World) -> None:
    old = world.remote_branches()["main"]
    world.commit({"program/config.yaml": "a: 2\n"})
    world.sh("push", "--quiet", "origin", "main")
    with pytest.raises(EnvironmentFaultError, match="`program` on `main` is not what the proposal was computed from"):
        propose(world.git, request(world, base=old))
    assert list(world.remote_branches()) == ["main"]


def test_guarantee_2_the_fresh_base_can_be_read_without_checking_it_out(world: World, tmp_path: Path) -> None:
    sh("clone", "--quiet", str(world.bare), "other", cwd=tmp_path, environ=world.environ)
    other = World(tmp_path / "other", world.bare, world.environ)
    other.commit({"program/config.yaml": "a: theirs\n"})
    other.sh("push", "--quiet", "origin", "main")
    base = fresh_base(world.git)
    assert base.branch == "main"
    assert read_tree(world.git, base.commit, "program").files["program/config.yaml"] == b"a: theirs\n"


def test_guarantee_3_the_same_request_gives_the_same_commit_on_any_machine(world: World, tmp_path: Path) -> None:
    first = propose(world.git, request(world))
    made = read_commit(world.git, first.commit or "")
    assert made.when == read_commit(world.git, first.base.commit).when
    world.sh("update-ref", "-d", f"refs/heads/{BRANCH}", cwd=world.bare)
    sh("clone", "--quiet", str(world.bare), "other", cwd=tmp_path, environ=world.environ)
    foreign = {
        "TZ": "Asia/Kathmandu",
        "LANG": "de_DE.UTF-8",
        "GIT_AUTHOR_NAME": "Bob",
        "GIT_COMMITTER_DATE": "@1 +0000",
        "GIT_DIR": "/nonexistent",
        "GIT_INDEX_FILE": "/nonexistent",
        "EMAIL": "bob@people.example",
    }
    other = World(tmp_path / "other", world.bare, {**world.environ, **foreign})
    backwards = dict(reversed(request(world).changes.items()))
    second = propose(other.git, request(world, changes=backwards))
    assert (second.state, second.commit) == (State.PUSHED, first.commit)


def test_guarantee_3_a_second_run_pushes_nothing(world: World, tmp_path: Path) -> None:
    first = propose(world.git, request(world))
    log = tmp_path / "log"
    environ = wrapped_git(tmp_path, world.environ, f'echo "$VERB" >> "{log}"; exec "$REAL" "$@"')
    second = propose(open_repository(world.root, environ), request(world))
    assert (second.state, second.commit) == (State.UNCHANGED, first.commit)
    assert "push" not in log.read_text(encoding="utf-8").split()


def test_guarantee_4_without_a_change_there_is_no_commit_and_no_push(world: World, tmp_path: Path) -> None:
    log = tmp_path / "log"
    environ = wrapped_git(tmp_path, world.environ, f'echo "$VERB" >> "{log}"; exec "$REAL" "$@"')
    same = {f"{PAIRS}/kim--ann.yaml": b"mentor: kim\n", f"{PAIRS}/never-was.yaml": None}
    outcome = propose(open_repository(world.root, environ), request(world, changes=same))
    assert (outcome.state, outcome.commit, outcome.obsolete) == (State.NOTHING, None, None)
    verbs = log.read_text(encoding="utf-8").split()
    assert "push" not in verbs
    assert "commit-tree" not in verbs
    assert list(world.remote_branches()) == ["main"]


def test_guarantee_4_an_open_proposal_that_became_obsolete_is_reported(world: World) -> None:
    first = propose(world.git, request(world))
    outcome = propose(world.git, request(world, changes={}))
    assert (outcome.state, outcome.obsolete) == (State.NOTHING, first.commit)
    assert world.remote_branches()[BRANCH] == first.commit


def test_guarantee_4_a_merged_proposal_is_not_reported(world: World) -> None:
    first = propose(world.git, request(world))
    world.sh("update-ref", "refs/heads/main", first.commit or "", cwd=world.bare)
    outcome = propose(world.git, request(world))
    assert (outcome.state, outcome.obsolete) == (State.NOTHING, None)


def _on_top(world: World) -> str:
    world.sh("fetch", "--quiet", "origin", BRANCH)
    world.sh("checkout", "--quiet", "-B", "review", "FETCH_HEAD")
    return world.commit({f"{PAIRS}/lou--bea.yaml": "mentor: lou\nnote: by hand\n"}, "fix a pair by hand")


def _amended(world: World) -> str:
    world.sh("fetch", "--quiet", "origin", BRANCH)
    world.sh("checkout", "--quiet", "-B", "review", "FETCH_HEAD")
    (world.root / f"{PAIRS}/lou--bea.yaml").write_text("by: hand\n", encoding="utf-8")
    world.sh("commit", "--quiet", "--amend", "--no-edit", "-a")
    return world.sh("rev-parse", "HEAD")


def _below(world: World) -> str:
    """Our commit, word for word, but put upon somebody's: identity and message alone would not tell."""
    ours = read_commit(world.git, world.remote_branches()[BRANCH])
    foreign = world.commit({"elsewhere.txt": "by hand\n"})
    tree = write_tree(world.git, foreign, request(world).changes)
    made = write_commit(world.git, foreign, tree, ours.message, IDENTITY, ours.when)
    world.sh("checkout", "--quiet", "-B", "review", made)
    return foreign


def _unrelated(world: World) -> str:
    world.sh("checkout", "--quiet", "--orphan", "review")
    return world.commit({"other.txt": "x\n"})


@pytest.mark.parametrize("make", [_on_top, _amended, _below, _unrelated])
@pytest.mark.parametrize("moved", [False, True])
def test_guarantee_5_a_foreign_commit_is_never_overwritten(
    world: World, make: Callable[[World], str], moved: bool
) -> None:
    propose(world.git, request(world))
    foreign = make(world)
    world.sh("push", "--quiet", "--force", "origin", f"review:{BRANCH}")
    standing = world.remote_branches()[BRANCH]
    world.sh("checkout", "--quiet", "--force", "main")
    world.sh("reset", "--quiet", "--hard", "origin/main")
    if moved:
        world.commit({"later.txt": "x\n"})
        world.sh("push", "--quiet", "origin", "main")
    wanted = request(world, changes={f"{PAIRS}/new--er.yaml": b"x\n"})
    with pytest.raises(NotProvenError) as caught:
        propose(world.git, wanted)
    assert caught.value.exit_code == 3
    assert foreign[:10] in caught.value.message
    assert "Ada Lovelace" in caught.value.message
    assert world.remote_branches()[BRANCH] == standing
    assert propose(world.git, request(world, changes=wanted.changes, overwrite=True)).state is State.PUSHED


def test_guarantee_5_our_own_commit_is_replaced_when_the_base_moves(world: World) -> None:
    first = propose(world.git, request(world))
    new = world.commit({"program/config.yaml": "a: 2\n"})
    world.sh("push", "--quiet", "origin", "main")
    second = propose(world.git, request(world))
    assert second.state is State.PUSHED
    assert second.commit != first.commit
    assert world.remote_branches()[BRANCH] == second.commit
    assert read_commit(world.git, second.commit or "").parents == (new,)


def test_guarantee_5_a_branch_that_was_merged_may_be_used_again(world: World) -> None:
    first = propose(world.git, request(world))
    world.sh("update-ref", "refs/heads/main", first.commit or "", cwd=world.bare)
    second = propose(world.git, request(world, changes={f"{PAIRS}/new--er.yaml": b"x\n"}))
    assert second.state is State.PUSHED


def test_guarantee_5_a_foreign_commit_that_was_merged_is_safe_and_its_branch_may_be_used_again(world: World) -> None:
    propose(world.git, request(world))
    foreign = _on_top(world)
    world.sh("push", "--quiet", "origin", f"review:{BRANCH}", "review:main")
    second = propose(world.git, request(world, changes={f"{PAIRS}/new--er.yaml": b"x\n"}))
    assert (second.state, second.base.commit) == (State.PUSHED, foreign)


def test_guarantee_5_a_proposal_of_another_program_is_not_taken_for_ours(world: World) -> None:
    other = propose(world.git, request(world, program="autumn"))
    world.sh("update-ref", f"refs/heads/{BRANCH}", other.commit or "", cwd=world.bare)
    with pytest.raises(NotProvenError):
        propose(world.git, request(world))


def test_the_outcome_over_http_is_the_same_as_over_a_path(world: World) -> None:
    by_path = propose(world.git, request(world))
    world.sh("update-ref", "-d", f"refs/heads/{BRANCH}", cwd=world.bare)
    with serve_http(world.bare.parent, world.bare.name, world.environ) as served:
        world.sh("remote", "set-url", "origin", served.url)
        by_http = propose(world.git, request(world))
        assert any("git-receive-pack" in line for line in served.asked)
    assert (by_http.state, by_http.commit) == (State.PUSHED, by_path.commit)
