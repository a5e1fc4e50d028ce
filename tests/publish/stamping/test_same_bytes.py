"""The claim of stamping: the site is byte for byte what the engine alone would have built."""

import pytest

import support_stamping as support
from publish_hostile import HOSTILE
from turnabout.publish import Audience

SITE = "https://turnabout.example/people-first/"
PLACES = {
    "nowhere": {},
    "github": {
        "TURNABOUT_SITE_URL": SITE,
        "TURNABOUT_REPO_URL": "https://github.com/halden/turnabout",
        "TURNABOUT_EDIT_PATH": "edit/main",
    },
    "gitlab": {
        "TURNABOUT_SITE_URL": "https://turnabout.example",
        "TURNABOUT_REPO_URL": "https://gitlab.example/halden/turnabout/",
        "TURNABOUT_EDIT_PATH": "-/edit/main",
    },
    "gitea": {"TURNABOUT_REPO_URL": "https://gitea.example/halden/turnabout", "TURNABOUT_EDIT_PATH": "_edit/main"},
}


@pytest.mark.parametrize(
    ("audience", "place"),
    [(Audience.PUBLIC, "gitea"), (Audience.PARTICIPANTS, "nowhere"), (Audience.COORDINATORS, "gitlab")],
)
def test_the_example_is_what_the_engine_alone_builds(tmp_path, audience, place):
    plan, environ = support.example_plan(audience), PLACES[place]
    outcome, made = support.stamped(tmp_path / "stamped", plan, environ)
    assert outcome.whole == ""
    support.require_same(made, support.alone(tmp_path / "alone", plan, environ))


def hostile(field):
    # Places and departments stay apart, as they do in the pleasant site: each is a heading.
    return f"{HOSTILE} {field}" if field.endswith((".site", ".department")) else HOSTILE


def test_hostile_text_is_what_the_engine_alone_builds(tmp_path):
    plan = support.small_plan(hostile)
    outcome, made = support.stamped(tmp_path / "stamped", plan, PLACES["github"])
    assert outcome.whole == ""
    support.require_same(made, support.alone(tmp_path / "alone", plan, PLACES["github"]))


def test_nearly_every_page_of_the_example_is_stamped():
    from turnabout.publish.stamping.job import plan_job

    config = (support.ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    job = plan_job(support.example_plan(Audience.COORDINATORS), config, lambda _: None)
    records = ("people/", "pairs/", "reference/rules/", "reference/commands/", "reference/files/")
    left = [path for path in job.pages if path not in job.stamps]
    assert [path for path in left if path.startswith(records)] == []
    assert len(left) <= 20, left
