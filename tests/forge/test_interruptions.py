"""Guarantees 7 and 8: whatever is cut off, killed or run twice, nothing is lost and a second run completes."""

import os
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest

from support_git import PAIRS, World, request, serve_http, snapshot, wrapped_git
from turnabout.errors import EnvironmentFaultError, TurnaboutError
from turnabout.forge.git import open_repository
from turnabout.forge.propose import propose
from turnabout.forge.remotes import open_remote, push
from turnabout.forge.request import Outcome, State

BRANCH = "turnabout/pair/spring"


def test_guarantee_7_a_failed_push_that_arrived_is_a_success(world: World, tmp_path: Path) -> None:
    script = 'if [ "$VERB" = push ]; then "$REAL" "$@"; echo "fatal: early EOF" >&2; exit 1; fi; exec "$REAL" "$@"'
    environ = wrapped_git(tmp_path, world.environ, script)
    outcome = propose(open_repository(world.root, environ), request(world))
    assert outcome.state is State.PUSHED
    assert world.remote_branches()[BRANCH] == outcome.commit


def test_guarantee_7_a_push_that_failed_says_why_and_a_second_run_completes(world: World, tmp_path: Path) -> None:
    script = 'if [ "$VERB" = push ]; then echo "fatal: early EOF" >&2; exit 1; fi; exec "$REAL" "$@"'
    environ = wrapped_git(tmp_path, world.environ, script)
    with pytest.raises(EnvironmentFaultError, match="cannot be reached") as caught:
        propose(open_repository(world.root, environ), request(world))
    assert caught.value.exit_code == 4
    assert propose(world.git, request(world)).state is State.PUSHED


def test_guarantee_7_a_remote_lost_after_the_push_is_said_not_guessed(world: World, tmp_path: Path) -> None:
    flag = tmp_path / "gone"
    script = (
        f'if [ -e "{flag}" ]; then echo "fatal: Could not read from remote repository." >&2; exit 128; fi\n'
        f'if [ "$VERB" = push ]; then "$REAL" "$@"; touch "{flag}"; echo "fatal: early EOF" >&2; exit 1; fi\n'
        'exec "$REAL" "$@"'
    )
    environ = wrapped_git(tmp_path, world.environ, script)
    with pytest.raises(EnvironmentFaultError) as caught:
        propose(open_repository(world.root, environ), request(world))
    assert "is not known" in caught.value.hint
    assert propose(world.git, request(world)).state is State.UNCHANGED


def test_guarantee_7_a_push_that_never_ends_is_ended(world: World, tmp_path: Path) -> None:
    script = 'if [ "$VERB" = push ]; then "$REAL" "$@"; sleep 60; fi; exec "$REAL" "$@"'
    environ = wrapped_git(tmp_path, world.environ, script)
    outcome = propose(open_repository(world.root, environ, timeout=3.0), request(world))
    assert outcome.state is State.PUSHED


def test_guarantee_8_of_two_runs_at_once_the_first_wins_and_the_other_says_so(world: World, tmp_path: Path) -> None:
    winner = world.commit({"winner.txt": "first\n"})
    script = (
        f'if [ "$VERB" = push ]; then "$REAL" -C "{world.root}" push -q origin {winner}:refs/heads/{BRANCH}; fi\n'
        'exec "$REAL" "$@"'
    )
    environ = wrapped_git(tmp_path, world.environ, script)
    with pytest.raises(EnvironmentFaultError, match="was first"):
        propose(open_repository(world.root, environ), request(world))
    assert world.remote_branches()[BRANCH] == winner


def test_guarantee_8_many_runs_at_once_leave_exactly_one_proposal(world: World) -> None:
    outcomes: list[Outcome] = []
    faults: list[TurnaboutError] = []

    def run(number: int) -> None:
        try:
            outcomes.append(propose(world.git, request(world, changes={f"{PAIRS}/n-{number}.yaml": b"x\n"})))
        except TurnaboutError as fault:
            faults.append(fault)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(outcomes) + len(faults) == 6
    assert world.remote_branches()[BRANCH] in {outcome.commit for outcome in outcomes}
    assert all(isinstance(fault, EnvironmentFaultError) and "un the command again" in fault.hint for fault in faults)
    world.sh("fsck", "--strict", cwd=world.bare)  # raises where the repository is damaged


def test_guarantee_8_a_lease_that_does_not_hold_pushes_nothing(world: World) -> None:
    first = propose(world.git, request(world))
    remote = open_remote(world.git)
    for expected in (None, first.base.commit):
        with pytest.raises(EnvironmentFaultError, match="was first"):
            push(world.git, remote, first.base.commit, BRANCH, expected)
    assert world.remote_branches()[BRANCH] == first.commit


def test_guarantee_8_a_git_that_fails_at_any_call_leaves_nothing_that_a_second_run_cannot_finish(
    world: World, tmp_path: Path
) -> None:
    count = tmp_path / "count"
    counting = f'n=$(($(cat "{count}") + 1)); echo $n > "{count}"\n'
    count.write_text("0", encoding="utf-8")
    environ = wrapped_git(tmp_path, world.environ, counting + 'exec "$REAL" "$@"')
    expected = propose(open_repository(world.root, environ), request(world)).commit
    calls = int(count.read_text(encoding="utf-8"))
    assert calls > 10
    before = snapshot(world.root)
    for nth in range(1, calls + 1):
        for fails in ("exit 1", '"$REAL" "$@"; kill -9 $$'):
            world.sh("update-ref", "-d", f"refs/heads/{BRANCH}", cwd=world.bare)
            count.write_text("0", encoding="utf-8")
            script = f'{counting}if [ $n = {nth} ]; then {fails}; fi\nexec "$REAL" "$@"'
            environ = wrapped_git(tmp_path, world.environ, script)
            with suppress(TurnaboutError):
                propose(open_repository(world.root, environ), request(world))
            assert world.remote_branches().get(BRANCH) in {None, expected}
            assert propose(world.git, request(world)).commit == expected
            assert snapshot(world.root) == before


@pytest.mark.parametrize("count", [0, 1, 10, 40, 10_000])
def test_guarantee_7_a_push_whose_answer_is_cut_off_has_arrived(world: World, count: int) -> None:
    with serve_http(world.bare.parent, world.bare.name, world.environ, cut=("answer", count)) as served:
        world.sh("remote", "set-url", "origin", served.url)
        before = snapshot(world.root)
        outcome = propose(world.git, request(world))
        assert (outcome.state, outcome.commit) == (State.PUSHED, world.remote_branches()[BRANCH])
        assert propose(world.git, request(world)).state is State.UNCHANGED
    assert snapshot(world.root) == before


@pytest.mark.parametrize("count", [0, 1, 100])
def test_guarantee_7_a_push_that_is_cut_off_on_its_way_is_completed_by_a_second_run(world: World, count: int) -> None:
    with serve_http(world.bare.parent, world.bare.name, world.environ, cut=("request", count)) as served:
        world.sh("remote", "set-url", "origin", served.url)
        before = snapshot(world.root)
        with pytest.raises(EnvironmentFaultError, match="cannot be reached"):
            propose(world.git, request(world))
        assert snapshot(world.root) == before
    assert BRANCH not in world.remote_branches()
    world.sh("remote", "set-url", "origin", str(world.bare))
    assert propose(world.git, request(world)).state is State.PUSHED


def test_guarantee_8_killed_at_any_moment_a_second_run_converges(world: World) -> None:
    """Kill -9 of the whole program, git's own processes left to themselves."""
    expected = None
    before = snapshot(world.root)
    code = (
        "import os, pathlib, sys; from support_git import World, request; from turnabout.forge.propose import propose\n"
        "environ = {'PATH': os.environ['PATH'], 'HOME': os.environ['HOME']}\n"
        "world = World(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), environ)\n"
        "wanted = request(world); print('ready', flush=True); propose(world.git, wanted); print('done', flush=True)\n"
    )
    path = os.pathsep.join(str(Path(folder).resolve()) for folder in sys.path if folder)
    for delay in (0.0, 0.02, 0.04, 0.07, 0.1, 0.13, 0.17, 0.25):
        command = [sys.executable, "-c", code, str(world.root), str(world.bare)]
        environ = {**world.environ, "PYTHONPATH": path}
        with subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
            time.sleep(delay)
            process.kill()
        time.sleep(0.3)  # what git was doing when it lost us, it finishes or drops
        assert world.remote_branches().get(BRANCH) in {None, expected} or expected is None
        commit = propose(world.git, request(world)).commit
        expected = expected or commit
        assert commit == expected
        assert snapshot(world.root) == before
        world.sh("update-ref", "-d", f"refs/heads/{BRANCH}", cwd=world.bare)
