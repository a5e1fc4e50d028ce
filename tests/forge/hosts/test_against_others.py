"""The client against things nobody here wrote: an emulated GitHub, and GitHub's own description of its API."""

import json
from pathlib import Path

import httpx

from support_forge import BRANCH, OPENAPI, TOKEN, FakeForge, forge
from support_git import PAIRS, World, request
from support_node import serving
from turnabout.forge.git import open_repository
from turnabout.forge.hosts.connect import HostSettings
from turnabout.forge.marker import marker_in
from turnabout.forge.propose import propose
from turnabout.forge.request import Outcome, PullChange, State

DRESS = {"labels": ("mentoring",), "reviewers": ("ruth",)}
ASKED = {"Authorization": f"Bearer {TOKEN}", "Accept": "application/vnd.github+json"}


def _propose(world: World, api: str, **changed: object) -> Outcome:
    git = open_repository(world.root, {**world.environ, "TURNABOUT_TOKEN": TOKEN})
    host = HostSettings("github", f"{api}/acme/people", api, True)
    return propose(git, request(world, host=host, **changed), lambda _: None)


def test_the_whole_life_of_a_proposal_on_an_emulated_github(world: World, tmp_path: Path) -> None:
    people = [{"login": name, "name": name, "email": f"{name}@people.example"} for name in ("acme", "ruth")]
    seed = {
        "tokens": {TOKEN: {"login": "acme", "scopes": ["repo"]}},
        "github": {"users": people, "repos": [{"owner": "acme", "name": "people", "auto_init": True}]},
    }
    (tmp_path / "seed.json").write_text(json.dumps(seed), encoding="utf-8")
    start = ("start", "-s", "github", "-p", "{port}", "--seed", str(tmp_path / "seed.json"))
    with serving("emulate", *start, log=tmp_path / "emulate.log") as api:

        def pull(number: int) -> dict[str, object]:
            return httpx.get(f"{api}/repos/acme/people/pulls/{number}", headers=ASKED).json()

        first = _propose(world, api, draft=True, **DRESS)
        assert (first.pull, first.notes) == (PullChange.OPENED, ())
        opened = pull(1)
        assert (opened["body"], opened["draft"]) == (first.text, True)
        assert [label["name"] for label in opened["labels"]] == ["mentoring"]
        assert [person["login"] for person in opened["requested_reviewers"]] == ["ruth"]
        assert opened["head"]["label"] == f"acme:{BRANCH}"

        assert _propose(world, api, draft=True, **DRESS).pull is PullChange.UNCHANGED
        assert _propose(world, api, body="Other words.").pull is PullChange.UPDATED
        assert "Other words." in str(pull(1)["body"])

        httpx.patch(f"{api}/repos/acme/people/pulls/1", headers=ASKED, json={"state": "closed"})
        assert _propose(world, api, body="Other words.").state is State.DECLINED
        assert _propose(world, api, body="Other words.", again=True).pull is PullChange.OPENED
        assert marker_in(str(pull(2)["body"])) is not None

        assert _propose(world, api, changes={f"{PAIRS}/n.yaml": b"x\n"}, body="Last.").pull is PullChange.UPDATED
        assert _propose(world, api, changes={}).pull is PullChange.CLOSED
        assert pull(2)["state"] == "closed"


def test_every_request_and_every_answer_fits_githubs_own_description(world: World, tmp_path: Path) -> None:
    """Prism stands between the client and our fake, and refuses what GitHub's description does not allow."""
    with forge("github", world) as fake:
        start = ("proxy", str(OPENAPI), fake.address, "--errors", "-h", "127.0.0.1", "-p", "{port}")
        with serving("prism", *start, log=tmp_path / "prism.log") as api:
            assert _propose(world, api, draft=True, **DRESS).pull is PullChange.OPENED
            assert _propose(world, api, draft=True, **DRESS).pull is PullChange.UNCHANGED
            assert _propose(world, api, body="Other words.").pull is PullChange.UPDATED
            fake.pulls[1]["state"] = "closed"
            assert _propose(world, api, body="Other words.").state is State.DECLINED
            assert _propose(world, api, body="Other words.", again=True).pull is PullChange.OPENED
            assert _propose(world, api, changes={}).pull is PullChange.CLOSED
            assert len(fake.comments[2]) == 1
            _prism_is_strict(api, fake)


def _prism_is_strict(api: str, fake: FakeForge) -> None:
    pulls = f"{api}/repos/acme/people/pulls"
    before = len(fake.asked)
    assert httpx.post(pulls, headers=ASKED, json={"title": 1}).status_code == 422
    assert len(fake.asked) == before
    fake.whole = lambda pull: {"number": pull["number"]}
    fake.short = fake.whole
    assert httpx.get(f"{pulls}?state=closed", headers=ASKED).status_code == 500
