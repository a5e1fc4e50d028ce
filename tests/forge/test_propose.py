import pytest

from support_git import World, request, snapshot
from turnabout.errors import EnvironmentFaultError, UsageError
from turnabout.forge.hosts.connect import HostSettings
from turnabout.forge.marker import is_ours
from turnabout.forge.objects import read_commit
from turnabout.forge.propose import propose
from turnabout.forge.request import State, branch_name, proposal_text


def test_the_outcome_says_where_the_change_is(world: World) -> None:
    outcome = propose(world.git, request(world))
    assert outcome.state is State.PUSHED
    assert (outcome.branch, outcome.remote, outcome.base.branch) == ("turnabout/pair/spring", "origin", "main")
    assert outcome.compare_url is None  # a path on this machine has no page
    assert world.remote_branches()[outcome.branch] == outcome.commit


def test_a_configured_forge_gives_a_path_its_compare_address(world: World) -> None:
    page = "https://github.com/acme/mentoring"
    outcome = propose(world.git, request(world, host=HostSettings("github", page)))
    assert outcome.compare_url == f"{page}/compare/main...turnabout/pair/spring?expand=1"
    again = propose(world.git, request(world, host=HostSettings("github", page)))
    assert (again.state, again.compare_url) == (State.UNCHANGED, outcome.compare_url)


@pytest.mark.parametrize(
    "program", ["", "-x", "../x", "a b", "Spring", "spring.lock", "a/b", "x" * 41, "é", "a\n", "con"]
)
def test_a_program_that_cannot_name_a_branch_is_refused(world: World, program: str) -> None:
    before = snapshot(world.root)
    with pytest.raises(UsageError, match="cannot name a program") as caught:
        propose(world.git, request(world, program=program))
    assert "\n" not in caught.value.message
    assert snapshot(world.root) == before


def test_a_kind_that_does_not_exist_is_refused() -> None:
    with pytest.raises(UsageError, match="no kind of proposal"):
        branch_name("delete", "spring")


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": " "},
        {"title": "two\nlines"},
        {"body": "a\0b"},
        {"inputs_digest": "x -->"},
        {"inputs_digest": ""},
        {"append": True, "overwrite": True},
    ],
)
def test_words_that_would_break_the_commit_are_refused(world: World, wrong: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        propose(world.git, request(world, **wrong))
    assert list(world.remote_branches()) == ["main"]


@pytest.mark.parametrize("web_url", ["ftp://h/a/b", "https://u:p@h/a/b", "not an address", "https://h/a/b?x=1"])
def test_a_configured_address_that_is_wrong_is_refused_before_anything_is_pushed(world: World, web_url: str) -> None:
    with pytest.raises(UsageError, match="not a plain web address"):
        propose(world.git, request(world, host=HostSettings(web_url=web_url)))
    assert list(world.remote_branches()) == ["main"]


def test_a_body_that_holds_a_marker_does_not_make_a_foreign_commit_ours(world: World) -> None:
    outcome = propose(world.git, request(world))
    made = read_commit(world.git, outcome.commit or "")
    assert is_ours(made, "pair", "spring")
    assert not is_ours(made, "repair", "spring")
    assert not is_ours(made, "pair", "autumn")
    spoofed = request(world, program="autumn", body=proposal_text(request(world), outcome.base.commit))
    spoof = read_commit(world.git, propose(world.git, spoofed).commit or "")
    assert is_ours(spoof, "pair", "autumn")
    assert not is_ours(spoof, "pair", "spring")


def test_the_text_is_the_body_with_the_marker_last(world: World) -> None:
    asked = request(world, body="\n\nwhy\n\n| a |\n\n")
    marker = str(asked.marker("1" * 40))
    assert proposal_text(asked, "1" * 40) == f"why\n\n| a |\n\n{marker}\n"


def test_a_base_that_nobody_has_is_a_sentence(world: World) -> None:
    with pytest.raises(EnvironmentFaultError, match="not in this repository"):
        propose(world.git, request(world, base="1" * 40))
