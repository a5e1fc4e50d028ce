"""The guarantees of the reference where a forge can be asked: the same on GitHub, GitLab and Gitea."""

from collections.abc import Iterator

import pytest

from support_forge import BRANCH, KINDS, FakeForge, Said, allow_push_options, forge, keep_branches_closed
from support_git import PAIRS, World, request, sh, snapshot
from turnabout.errors import EnvironmentFaultError, NotProvenError
from turnabout.forge.marker import IDENTITY, marker_in
from turnabout.forge.objects import read_commit
from turnabout.forge.request import PullChange, State

MORE = {f"{PAIRS}/new--er.yaml": b"x\n"}


@pytest.fixture(params=KINDS)
def fake(request: pytest.FixtureRequest, world: World) -> Iterator[FakeForge]:
    with forge(request.param, world) as running:
        yield running


def _merge(fake: FakeForge, commit: str | None) -> None:
    fake.world.sh("update-ref", "refs/heads/main", commit or "", cwd=fake.world.bare)
    fake.pulls[1] |= {"state": "closed", "merged": True}


def _by_hand(fake: FakeForge) -> str:
    """A reviewer's commit on top of ours."""
    world = fake.world
    world.sh("fetch", "--quiet", "origin", BRANCH)
    world.sh("checkout", "--quiet", "-B", "review", "FETCH_HEAD")
    made = world.commit({f"{PAIRS}/lou--bea.yaml": "mentor: lou\nnote: by hand\n", "theirs.txt": "x\n"}, "by hand")
    world.sh("push", "--quiet", "origin", f"review:{BRANCH}")
    world.sh("checkout", "--quiet", "--force", "main")
    return made


def test_a_proposal_becomes_a_pull_request_with_its_text(fake: FakeForge) -> None:
    before = snapshot(fake.world.root)
    outcome = fake.propose(labels=("mentoring",), reviewers=("ruth",))
    assert (outcome.state, outcome.pull) == (State.PUSHED, PullChange.OPENED)
    place = {"github": "pull/1", "gitlab": "-/merge_requests/1", "gitea": "pulls/1"}[fake.kind]
    assert outcome.pull_url == f"{fake.address}/acme/people/{place}"
    [pull] = fake.open()
    assert (pull["head"], pull["base"], pull["title"]) == (BRANCH, "main", "Pair program spring")
    assert pull["body"] == outcome.text
    assert (pull["labels"], pull["reviewers"], outcome.notes) == (["mentoring"], ["ruth"], ())
    assert snapshot(fake.world.root) == before


def test_guarantee_2_the_pull_request_names_base_and_inputs_in_its_last_line(fake: FakeForge) -> None:
    outcome = fake.propose()
    said = marker_in(fake.pulls[1]["body"])
    assert said is not None
    assert (said.base, said.inputs) == (outcome.base.commit, "sha256:0123abcd")
    assert fake.pulls[1]["body"].rstrip().splitlines()[-1].startswith("<!-- turnabout kind=pair program=spring base=")


def test_guarantee_2_a_moved_base_moves_branch_and_text(fake: FakeForge) -> None:
    fake.propose()
    new = fake.world.commit({"docs.md": "unrelated\n"})
    fake.world.sh("push", "--quiet", "origin", "main")
    outcome = fake.propose()
    assert (outcome.state, outcome.pull) == (State.PUSHED, PullChange.UPDATED)
    said = marker_in(fake.pulls[1]["body"])
    assert said is not None
    assert said.base == new
    assert len(fake.pulls) == 1


def test_guarantee_3_a_second_run_writes_nothing_anywhere(fake: FakeForge) -> None:
    first = fake.propose(labels=("mentoring",), reviewers=("ruth",))
    fake.asked.clear()
    second = fake.propose(labels=("mentoring",), reviewers=("ruth",))
    assert (second.state, second.pull, second.commit) == (State.UNCHANGED, PullChange.UNCHANGED, first.commit)
    assert second.pull_url == first.pull_url
    assert fake.writes == []


def test_guarantee_3_what_people_wrote_into_the_text_stays_while_the_proposal_is_the_same(fake: FakeForge) -> None:
    fake.propose()
    fake.pulls[1]["body"] = f"Agreed by phone.\r\n\r\n{fake.pulls[1]['body']}".replace("\n", "\r\n")
    fake.pulls[1]["title"] = "A better title"
    fake.asked.clear()
    assert fake.propose().pull is PullChange.UNCHANGED
    assert fake.writes == []


def test_guarantee_3_other_words_alone_bring_text_and_title_up_to_date(fake: FakeForge) -> None:
    fake.propose()
    outcome = fake.propose(title="Pair again", body="Two pairs more.")
    assert (outcome.state, outcome.pull) == (State.PUSHED, PullChange.UPDATED)
    assert fake.pulls[1]["title"] == "Pair again"
    assert "Two pairs more." in fake.pulls[1]["body"]


def test_guarantee_3_a_pull_request_that_a_person_wrote_keeps_its_own_text(fake: FakeForge) -> None:
    fake.world.sh("push", "--quiet", "origin", f"main:{BRANCH}")
    fake.add(head=BRANCH, base="main", title="mine", body="my own words")
    outcome = fake.propose()
    assert fake.pulls[1]["body"] == "my own words"
    assert "somebody's own" in outcome.notes[0]


def test_guarantee_4_an_open_proposal_that_became_obsolete_is_closed_with_a_comment(fake: FakeForge) -> None:
    first = fake.propose()
    fake.asked.clear()
    outcome = fake.propose(changes={})
    assert (outcome.state, outcome.pull, outcome.obsolete) == (State.NOTHING, PullChange.CLOSED, first.commit)
    assert fake.pulls[1]["state"] == "closed"
    assert len(fake.comments[1]) == 1
    assert "nothing left to decide" in fake.comments[1][0]
    assert fake.world.remote_branches()[BRANCH] == first.commit
    fake.asked.clear()
    again = fake.propose(changes={})
    assert (again.pull, fake.writes, len(fake.comments[1])) == (PullChange.NONE, [], 1)


def test_guarantee_4_no_change_asks_the_forge_nothing_where_nothing_of_ours_stands(fake: FakeForge) -> None:
    assert fake.propose(changes={}).state is State.NOTHING
    assert fake.asked == []


@pytest.mark.parametrize("whose", ["commits", "text"])
def test_guarantee_4_a_proposal_that_is_not_ours_alone_is_left_open(fake: FakeForge, whose: str) -> None:
    fake.propose()
    if whose == "commits":
        _by_hand(fake)
    else:
        fake.pulls[1]["body"] = "my own words"
    assert fake.propose(changes={}).pull is PullChange.NONE
    assert fake.pulls[1]["state"] == "open"


def test_guarantee_5_a_foreign_commit_stops_the_run_before_anything_is_written(fake: FakeForge) -> None:
    fake.propose()
    foreign = _by_hand(fake)
    fake.asked.clear()
    with pytest.raises(NotProvenError, match=f"a commit by Ada Lovelace \\({foreign[:10]}\\)") as caught:
        fake.propose(changes=MORE)
    assert caught.value.exit_code == 3
    assert "--append" in caught.value.hint
    assert fake.writes == []
    assert fake.world.remote_branches()[BRANCH] == foreign


def test_guarantee_5_append_puts_our_commit_on_top_of_theirs(fake: FakeForge) -> None:
    fake.propose()
    foreign = _by_hand(fake)
    outcome = fake.propose(changes=MORE, body="One more.", append=True)
    made = read_commit(fake.world.git, outcome.commit or "")
    assert (made.parents, made.author, outcome.pull) == ((foreign,), IDENTITY, PullChange.UPDATED)
    files = fake.world.remote_files(BRANCH)
    assert files["theirs.txt"] == "x"
    assert files[f"{PAIRS}/lou--bea.yaml"] == "mentor: lou\nnote: by hand"
    assert files[f"{PAIRS}/new--er.yaml"] == "x"
    fake.asked.clear()
    again = fake.propose(changes=MORE, body="One more.", append=True)
    assert (again.state, again.commit, fake.writes) == (State.UNCHANGED, outcome.commit, [])


def test_guarantee_5_overwrite_gives_theirs_up(fake: FakeForge) -> None:
    fake.propose()
    _by_hand(fake)
    outcome = fake.propose(changes=MORE, overwrite=True)
    assert read_commit(fake.world.git, outcome.commit or "").parents == (outcome.base.commit,)
    assert "theirs.txt" not in fake.world.remote_files(BRANCH)


@pytest.mark.parametrize("branch_stays", [True, False])
def test_guarantee_6_what_people_closed_is_not_opened_again_for_the_same_inputs(
    fake: FakeForge, branch_stays: bool
) -> None:
    first = fake.propose()
    fake.pulls[1]["state"] = "closed"
    if not branch_stays:
        fake.world.sh("update-ref", "-d", f"refs/heads/{BRANCH}", cwd=fake.world.bare)
    fake.world.commit({"docs.md": "unrelated\n"})
    fake.world.sh("push", "--quiet", "origin", "main")
    before = fake.world.remote_branches()
    fake.asked.clear()
    outcome = fake.propose()
    assert (outcome.state, outcome.pull_url, fake.writes) == (State.DECLINED, first.pull_url, [])
    assert fake.world.remote_branches() == before


def test_guarantee_6_again_insists(fake: FakeForge) -> None:
    fake.propose()
    fake.pulls[1]["state"] = "closed"
    outcome = fake.propose(again=True)
    assert (outcome.pull, fake.pulls[1]["state"], fake.pulls[2]["state"]) == (PullChange.OPENED, "closed", "open")
    assert fake.propose().pull is PullChange.UNCHANGED


def test_guarantee_6_other_inputs_are_another_proposal(fake: FakeForge) -> None:
    fake.propose()
    fake.pulls[1]["state"] = "closed"
    assert fake.propose(inputs_digest="sha256:other").pull is PullChange.OPENED
    assert len(fake.pulls) == 2


def test_guarantee_6_a_merged_proposal_was_not_declined(fake: FakeForge) -> None:
    first = fake.propose()
    _merge(fake, first.commit)
    assert fake.propose().state is State.NOTHING
    assert fake.propose(changes=MORE).pull is PullChange.OPENED


def test_guarantee_7_a_branch_without_a_pull_request_gets_one(fake: FakeForge) -> None:
    fake.propose(branch_only=True)
    assert (fake.asked, list(fake.world.remote_branches())) == ([], ["main", BRANCH])
    outcome = fake.propose()
    assert (outcome.state, outcome.pull, len(fake.open())) == (State.UNCHANGED, PullChange.OPENED, 1)


def test_guarantee_8_two_runs_at_once_leave_one_pull_request(fake: FakeForge) -> None:
    """The other run opens its pull request between our looking and our asking."""
    answer = fake.answer

    def meddled(method: str, names: list[str], *rest: object) -> object:
        if method == "POST" and names[-1] in {"pulls", "merge_requests"}:
            fake.answer = answer
            answer(method, names, *rest)
        return answer(method, names, *rest)

    fake.answer = meddled
    outcome = fake.propose()
    assert (outcome.pull, len(fake.pulls)) == (PullChange.OPENED, 1)


def test_labels_and_reviewers_that_the_forge_refuses_are_notes_and_no_failure(fake: FakeForge) -> None:
    outcome = fake.propose(reviewers=("nobody",))
    assert outcome.pull is PullChange.OPENED
    assert "`nobody`" in outcome.notes[0]


def test_reviewers_that_gitlab_does_not_let_us_look_for_are_a_note_and_the_labels_are_set(world: World) -> None:
    with forge("gitlab", world) as fake:
        answer = fake.answer
        fake.answer = lambda method, names, *rest: (
            Said(403, {"message": "403 Forbidden"}) if names == ["users"] else answer(method, names, *rest)
        )
        outcome = fake.propose(labels=("mentoring",), reviewers=("ruth",))
        assert outcome.pull is PullChange.OPENED
        assert "the reviewers `ruth` could not be set" in outcome.notes[0]
        assert (fake.pulls[1]["labels"], fake.pulls[1]["reviewers"]) == (["mentoring"], [])


def test_a_draft_is_opened_as_one_and_stays_one(fake: FakeForge) -> None:
    fake.propose(draft=True)
    prefix = {"github": "", "gitlab": "Draft: ", "gitea": "WIP: "}[fake.kind]
    assert fake.pulls[1]["draft"] is (fake.kind == "github"), "the others say it in the title"
    fake.propose(draft=True, title="Pair again")
    assert fake.pulls[1]["title"] == f"{prefix}Pair again"


def test_a_long_list_is_read_to_its_end(fake: FakeForge) -> None:
    for number in range(5):
        fake.add(head=f"other-{number}", base="main", title="x")
    fake.page_size = 2
    fake.propose()
    fake.asked.clear()
    for number in range(5):
        fake.add(head=f"more-{number}", base="main", title="x")
    assert fake.propose().pull is PullChange.UNCHANGED
    assert fake.writes == []


def test_gitlab_opens_the_merge_request_with_the_push_where_the_server_takes_options(world: World) -> None:
    allow_push_options(world.bare)
    with forge("gitlab", world) as fake:
        outcome = fake.propose(draft=True)
        assert not any(line.startswith("POST") for line in fake.asked)
        assert (fake.pulls[1]["title"], fake.pulls[1]["body"]) == ("Draft: Pair program spring", outcome.text)
        assert fake.propose(draft=True).pull is PullChange.UNCHANGED


def test_gitea_takes_a_review_from_who_may_not_write_branches(world: World) -> None:
    allow_push_options(world.bare)
    keep_branches_closed(world.bare)
    with forge("gitea", world) as fake:
        first = fake.propose(labels=("mentoring",))
        assert (first.pull, list(world.remote_branches())) == (PullChange.OPENED, ["main"])
        assert (fake.pulls[1]["topic"], fake.pulls[1]["body"]) == (BRANCH, first.text)
        fake.asked.clear()
        assert fake.propose(labels=("mentoring",)).state is State.UNCHANGED
        assert fake.writes == []
        second = fake.propose(changes=MORE, body="One more.")
        assert (second.pull, len(fake.pulls)) == (PullChange.UPDATED, 1)
        assert world.sh("rev-parse", "refs/pull/1/head", cwd=world.bare) == second.commit
        fake.pulls[1]["state"] = "closed"
        assert fake.propose(changes=MORE).state is State.DECLINED


def test_gitea_a_foreign_commit_in_a_review_is_not_pushed_over(world: World) -> None:
    allow_push_options(world.bare)
    keep_branches_closed(world.bare)
    with forge("gitea", world) as fake:
        first = fake.propose()
        world.sh("fetch", "--quiet", "origin", "refs/pull/1/head")
        world.sh("checkout", "--quiet", "-B", "review", "FETCH_HEAD")
        theirs = world.commit({"theirs.txt": "x\n"})
        sh("fetch", "-q", str(world.root), f"{theirs}:refs/pull/1/head", cwd=world.bare, environ=world.environ)
        world.sh("checkout", "--quiet", "--force", "main")
        with pytest.raises(NotProvenError, match="Ada Lovelace"):
            fake.propose(changes=MORE)
        assert first.commit != theirs == world.sh("rev-parse", "refs/pull/1/head", cwd=world.bare)
        fake.propose(changes=MORE, append=True)
        fake.take_pushes()
        assert world.sh("rev-parse", "refs/pull/1/head^", cwd=world.bare) == theirs


def test_github_without_draft_pull_requests_gets_an_ordinary_one(world: World) -> None:
    with forge("github", world) as fake:
        answer = fake.answer

        def plain_plan(method: str, names: list[str], query: object, data: dict[str, object]) -> object:
            if method == "POST" and names[-1] == "pulls" and data["draft"]:
                from support_forge import invalid

                return invalid("Draft pull requests are not supported in this repository.")
            return answer(method, names, query, data)

        fake.answer = plain_plan
        outcome = fake.propose(draft=True)
        assert (outcome.pull, fake.pulls[1]["draft"]) == (PullChange.OPENED, False)
        assert "no draft pull requests" in outcome.notes[0]


def test_a_server_that_closes_its_branches_is_a_sentence(fake: FakeForge) -> None:
    allow_push_options(fake.world.bare)
    keep_branches_closed(fake.world.bare)
    if fake.kind == "gitea":
        (fake.world.bare / "hooks" / "update").write_text("#!/bin/sh\necho never >&2\nexit 1\n", encoding="utf-8")
    with pytest.raises(EnvironmentFaultError, match=r"refused (branch|`refs/for)"):
        fake.propose()
    assert fake.pulls == {}


def test_the_same_request_without_a_token_pushes_the_branch_and_says_so(fake: FakeForge) -> None:
    from turnabout.forge.propose import propose

    outcome = propose(fake.world.git, request(fake.world, host=fake.settings))
    assert (outcome.state, outcome.pull, outcome.notes) == (
        State.PUSHED,
        PullChange.NONE,
        ("there is no token for its API",),
    )
    assert outcome.compare_url
    assert fake.asked == []
