"""Guarantees 7 and 8 where a forge is asked: whatever request is lost, a second run completes and nothing is doubled."""

import threading
from contextlib import suppress

import pytest

from support_forge import BRANCH, CUT, DROPPED, KINDS, LOST, FakeForge, Refusal, allow_push_options, forge
from support_git import PAIRS, World, snapshot
from turnabout.errors import EnvironmentFaultError, TurnaboutError
from turnabout.forge.request import Outcome, PullChange, State

DRESS = {"labels": ("mentoring",), "reviewers": ("ruth",)}
BUSY = Refusal(503, {"Retry-After": "2"})
# Several on one forge, the one that is hardest on the others, which share its client.
FAULTS = {"github": (DROPPED, CUT, BUSY), "gitlab": (LOST,), "gitea": (LOST,)}


def _reset(fake: FakeForge) -> None:
    fake.pulls.clear()
    fake.comments.clear()
    fake.asked.clear()
    fake.faults.clear()
    fake.world.sh("update-ref", "-d", f"refs/heads/{BRANCH}", cwd=fake.world.bare)


@pytest.mark.parametrize("kind", KINDS)
def test_guarantee_7_a_request_that_fails_at_any_place_leaves_nothing_that_a_second_run_cannot_finish(
    kind: str, world: World
) -> None:
    with forge(kind, world) as fake:
        expected = fake.propose(**DRESS).commit
        calls = len(fake.asked)
        text = fake.pulls[1]["body"]
        before = snapshot(world.root)
        assert calls >= 5
        for nth in range(1, calls + 1):
            for fault in FAULTS[kind]:
                _reset(fake)
                fake.faults[nth] = fault
                with suppress(TurnaboutError):
                    fake.propose(**DRESS)
                fake.faults.clear()
                again = fake.propose(**DRESS)
                assert (again.commit, len(fake.pulls)) == (expected, 1), (nth, fault, fake.asked)
                assert (fake.pulls[1]["body"], fake.pulls[1]["labels"]) == (text, ["mentoring"]), (nth, fault)
        assert snapshot(world.root) == before


@pytest.mark.parametrize("kind", KINDS)
def test_guarantee_7_a_forge_that_fails_after_the_push_is_exit_code_4_and_a_second_run_completes(
    kind: str, world: World
) -> None:
    with forge(kind, world) as fake:
        fake.propose()
        reads = next(at for at, line in enumerate(fake.asked) if not line.startswith("GET"))
        _reset(fake)
        fake.faults = {nth: Refusal(500) for nth in range(reads + 1, 40)}
        with pytest.raises(EnvironmentFaultError, match="is on remote `origin`, but its pull request is not") as caught:
            fake.propose()
        assert caught.value.exit_code == 4
        assert "the same command completes it" in caught.value.hint
        assert BRANCH in world.remote_branches()
        fake.faults.clear()
        outcome = fake.propose()
        assert (outcome.state, outcome.pull, len(fake.pulls)) == (State.UNCHANGED, PullChange.OPENED, 1)


@pytest.mark.parametrize("kind", KINDS)
def test_guarantee_7_a_forge_that_is_away_beforehand_leaves_the_remote_as_it_was(kind: str, world: World) -> None:
    with forge(kind, world) as fake:
        fake.faults = dict.fromkeys(range(1, 9), DROPPED)
        with pytest.raises(EnvironmentFaultError, match="cannot be reached"):
            fake.propose()
        assert list(world.remote_branches()) == ["main"]


@pytest.mark.parametrize("kind", KINDS)
def test_guarantee_4_a_closing_that_is_cut_off_is_completed_and_says_why_once(kind: str, world: World) -> None:
    with forge(kind, world) as fake:
        for nth in range(1, 5):
            for fault in (DROPPED, LOST):
                _reset(fake)
                fake.propose()
                fake.asked.clear()
                fake.faults[nth] = fault
                with suppress(TurnaboutError):
                    fake.propose(changes={})
                fake.faults.clear()
                fake.propose(changes={})
                assert (fake.pulls[1]["state"], len(fake.comments[1])) == ("closed", 1), (nth, fault)


def test_guarantee_7_gitlabs_merge_request_of_a_push_that_was_cut_off_is_completed(world: World) -> None:
    allow_push_options(world.bare)
    with forge("gitlab", world) as fake:
        for nth in range(1, 5):
            _reset(fake)
            fake.faults[nth] = LOST
            with suppress(TurnaboutError):
                fake.propose()
            fake.faults.clear()
            outcome = fake.propose()
            assert (len(fake.pulls), fake.pulls[1]["body"]) == (1, outcome.text)


@pytest.mark.parametrize("kind", KINDS)
def test_guarantee_8_many_runs_at_once_leave_one_branch_and_one_pull_request(kind: str, world: World) -> None:
    outcomes: list[Outcome] = []
    faults: list[TurnaboutError] = []
    with forge(kind, world) as fake:

        def run(number: int) -> None:
            changes = {f"{PAIRS}/n-{number}.yaml": b"x\n"}
            try:
                outcomes.append(fake.propose(changes=changes, body=f"Number {number}."))
            except TurnaboutError as fault:
                faults.append(fault)

        threads = [threading.Thread(target=run, args=(number,)) for number in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(outcomes) + len(faults) == 4
        assert len(fake.pulls) == 1
        assert world.remote_branches()[BRANCH] in {outcome.commit for outcome in outcomes}
        last = fake.propose(changes={f"{PAIRS}/n-9.yaml": b"x\n"}, body="The last.")
        assert (len(fake.pulls), fake.pulls[1]["body"]) == (1, last.text)
        world.sh("fsck", "--strict", cwd=world.bare)
