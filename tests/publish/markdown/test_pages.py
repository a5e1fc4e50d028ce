"""Every page there is goes through both: the narrow Markdown gives the engine's bytes, and gives up no record."""

import functools

import pytest

import support_publish as support
from publish_hostile import HOSTILE
from support_markdown import ROOT, agreed
from support_naughty import NAUGHTY
from turnabout.cli.setting import Setting
from turnabout.cli.site_inputs import site_inputs
from turnabout.publish import Audience, plan_site
from turnabout.workspace import build, read_files

# A site has thousands of these. What else is generated is few, yet known as well.
RECORDS = ("people/", "pairs/", "decisions/", "reference/commands/", "reference/files/", "reference/rules/")
GENERATED = ("agendas/", "groups/", "programs/", "stories/", "thanks/", "topics/", "index.md", "reference/feeds.md")
HAND_WRITTEN = ("guides/", "training/", "reference/")


def body(text):
    """A page without its front matter, as the engine reads it."""
    return text.split("\n---\n", 1)[1].lstrip("\n")


@functools.cache
def agreed_once(text):
    """Most pages are the same for several audiences."""
    return agreed(body(text))


def outcomes(plan):
    """For each page whether it is known; all pages that are, agree."""
    return {path: agreed_once(content.decode()) is not None for path, content in plan.items() if path.endswith(".md")}


def given_up(found, folders):
    return [path for path, known in found.items() if path.startswith(folders) and not known]


def require_known(found):
    """No generated page is given up: the engine takes a hundred times as long for each."""
    lost = given_up(found, RECORDS + GENERATED)
    assert not lost, f"write {lost[0]} more plainly, or teach turnabout/publish/markdown what is new on it"


@pytest.fixture(scope="module")
def example():
    """The repository's own program, with forms on its pages."""
    workspace, _ = build(read_files(ROOT))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TURNABOUT_REPO_URL", "https://github.com/acme/mentoring")
        return workspace, site_inputs(Setting(ROOT, support.TODAY), workspace)


@pytest.mark.parametrize("audience", list(Audience))
def test_the_examples_pages_are_as_the_engine_makes_them_and_no_generated_one_is_given_up(example, audience):
    found = outcomes(plan_site(*example, audience, support.TODAY))
    assert len(found) > 300
    require_known(found)
    by_hand = [path for path in found if path.startswith(HAND_WRITTEN) and not path.startswith(RECORDS)]
    assert len(given_up(found, HAND_WRITTEN)) < len(by_hand) / 2


def one_by_one(field):
    """Another odd text for each field."""
    return NAUGHTY[sum(map(ord, field)) % len(NAUGHTY)]


def apart(field):
    """The attack in each field; places and departments differ, as each of them is a heading."""
    return f"{HOSTILE} {field}" if field.endswith((".site", ".department")) else HOSTILE


@pytest.mark.parametrize(
    ("say", "audience"),
    [*((apart, audience) for audience in Audience), (one_by_one, Audience.COORDINATORS)],
    ids=["hostile-public", "hostile-participants", "hostile-coordinators", "naughty"],
)
def test_no_text_of_users_makes_a_page_differ_or_be_given_up(say, audience):
    found = outcomes(plan_site(support.workspace(say), support.inputs(say), audience, support.TODAY))
    require_known(found)
