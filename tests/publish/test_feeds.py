"""News, data, badges and the map for language models: valid, complete, documented, and made of the data alone."""

import dataclasses
import datetime
import json
import re
from xml.etree import ElementTree

import jsonschema
import pytest

import support_publish as support
from publish_hostile import HOSTILE
from turnabout.model import PairStatus
from turnabout.publish import Audience, plan_site, text
from turnabout.publish.feeds.fields import flat
from turnabout.publish.feeds.members import FIELDS

ATOM = "{http://www.w3.org/2005/Atom}"
SAID = {"plain": support.plain, "hostile": lambda _: HOSTILE}
AUDIENCES = list(Audience)


def plan(audience=Audience.PARTICIPANTS, say=support.plain, space=None, today=support.TODAY):
    return plan_site(space or support.workspace(say), support.inputs(say), audience, today)


def entries(content):
    return [
        {child.tag.removeprefix(ATOM): child.text for child in entry} | {"page": entry.find(f"{ATOM}link").get("href")}
        for entry in ElementTree.fromstring(content).iter(f"{ATOM}entry")
    ]


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("say", SAID)
def test_a_feed_has_what_the_standard_asks_for(say, audience):
    found = plan(audience, SAID[say])
    for path in ("feed.xml", "programs/demo/feed.xml"):
        root = ElementTree.fromstring(found[path])
        assert root.tag == f"{ATOM}feed"
        for each in [root, *root.iter(f"{ATOM}entry")]:
            assert all(each.find(f"{ATOM}{name}").text for name in ("id", "title", "updated"))
            assert re.fullmatch(r"\d{4}-\d\d-\d\dT00:00:00Z", each.find(f"{ATOM}updated").text)
        assert root.find(f"{ATOM}author/{ATOM}name").text
        assert root.find(f"{ATOM}link[@rel='self']").get("href") == "feed.xml"
        idents = [each["id"] for each in entries(found[path])]
        assert len(idents) == len(set(idents)) > 0
        assert all(re.fullmatch(r"tag:turnabout\.example,2026:[!-~]+", each) for each in idents)
        assert root.find(f"{ATOM}updated").text == max(each["updated"] for each in entries(found[path]))


def test_every_entry_leads_to_a_page(pleasant):
    for path in ("feed.xml", "programs/demo/feed.xml"):
        for entry in entries((pleasant / path).read_bytes()):
            assert (pleasant / path).parent.joinpath(entry["page"], "index.html").is_file(), entry


def test_the_news_are_what_happened_up_to_today_newest_first():
    found = entries(plan(today=datetime.date(2026, 10, 21))["feed.xml"])
    assert [(each["updated"][:10], each["title"]) for each in found] == [
        ("2026-10-21", "Lee O'Neil-Żak thanks Ana name"),
        ("2026-10-21", "Mo name thanks Ben name"),
        ("2026-10-20", "Ana--lee story"),
        ("2026-10-20", "Ben--mo story"),
        ("2026-09-07", "Ana name and Lee O'Neil-Żak are a pair"),
        ("2026-09-07", "Ben name and Mo name are a pair"),
        ("2026-09-07", "Program title starts"),
        ("2026-09-01", "Results of the survey Start: Program title"),
        ("2026-07-01", "Sign-up is open: Program title"),
    ]


def test_news_stay_what_they_were_when_the_day_goes_on():
    early, late = (entries(plan(today=datetime.date(2026, month, 1))["feed.xml"]) for month in (11, 12))
    assert [each for each in late if each["updated"] < "2026-11-01T24"] == early


def test_two_entries_that_say_the_same_have_identities_of_their_own():
    space = support.workspace()
    key, pair = next(iter(space.pairs.items()))
    twice = dataclasses.replace(pair, thanks=pair.thanks * 2)
    found = entries(plan(space=dataclasses.replace(space, pairs={key: twice}))["feed.xml"])
    assert (
        len([each for each in found if "thanks" in each["id"]])
        == len({each["id"] for each in found if "thanks" in each["id"]})
        == 2
    )


def test_nothing_is_told_of_a_pair_that_ended_or_is_only_proposed():
    space = support.workspace()
    for status in (PairStatus.ENDED, PairStatus.DRAFT):
        pairs = {key: dataclasses.replace(each, status=status) for key, each in space.pairs.items()}
        found = plan(Audience.COORDINATORS, space=dataclasses.replace(space, pairs=pairs))["feed.xml"]
        assert b"are a pair" not in found
        assert b"completed" not in found


def test_coordinators_see_no_story_in_the_news_that_others_may_not():
    titles = [each["title"] for each in entries(plan(Audience.COORDINATORS)["feed.xml"])]
    assert "Cleo--nia story" not in titles
    assert "Ben--mo story" in titles


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("say", SAID)
@pytest.mark.parametrize("name", FIELDS)
def test_every_file_of_the_interface_fits_its_schema(name, say, audience):
    found = plan(audience, SAID[say])
    schema = json.loads(found[f"api/v1/schemas/{name}.schema.json"])
    jsonschema.Draft202012Validator.check_schema(schema)
    checker = jsonschema.FormatChecker()
    jsonschema.Draft202012Validator(schema, format_checker=checker).validate(json.loads(found[f"api/v1/{name}.json"]))


def test_the_list_of_files_names_each_with_its_schema():
    found = plan()
    index = json.loads(found["api/v1/index.json"])
    assert {each["name"] for each in index["files"]} == set(FIELDS)
    for each in index["files"]:
        assert {f"api/v1/{each['file']}", f"api/v1/{each['schema']}"} <= found.keys()
    assert index["audience"] == "participants"


@pytest.mark.parametrize("name", FIELDS)
def test_every_member_is_documented_on_the_page(name):
    page = plan()["reference/feeds.md"].decode()
    for member, _, about in flat(FIELDS[name]):
        assert f"<code>{text.inert(member)}</code>" in page
        assert text.inert(about) in page


def test_pages_named_in_the_data_exist(pleasant):
    for name in ("programs", "people", "pairs"):
        records = json.loads((pleasant / f"api/v1/{name}.json").read_bytes())[name]
        assert records
        for each in records:
            assert (pleasant / each["page"] / "index.html").is_file(), each["page"]


def test_only_people_who_agreed_are_in_the_data_even_for_coordinators():
    listed = {audience: json.loads(plan(audience)["api/v1/people.json"])["people"] for audience in AUDIENCES}
    ids = {audience: {each["id"] for each in people} for audience, people in listed.items()}
    assert ids[Audience.PUBLIC] == {"ana", "dora", "eli", "lee", "odo", "pia"}
    assert ids[Audience.PARTICIPANTS] == ids[Audience.COORDINATORS] == ids[Audience.PUBLIC] | {"ben", "mo"}


def test_small_groups_are_not_in_the_data():
    record = json.loads(plan(Audience.COORDINATORS)["api/v1/progress.json"])["progress"][0]
    assert [each["topic"] for each in record["learned"]] == ["ai"]
    assert [[each["id"] for each in wave["questions"]] for wave in record["surveys"]] == [["recommend", "heard"]] * 2
    given = support.inputs()
    few = dataclasses.replace(given, measures={"demo": dataclasses.replace(given.measures["demo"], people=4)})
    found = plan_site(support.workspace(), few, Audience.COORDINATORS, support.TODAY)
    record = json.loads(found["api/v1/progress.json"])["progress"][0]
    assert record["months"] == record["learned"] == []


@pytest.mark.parametrize("say", SAID)
def test_a_badge_says_its_figure_in_words(say):
    found = plan(Audience.PUBLIC, SAID[say])
    expected = {"sessions": "sessions held, 6", "pairs": "pairs active, 4", "coverage": "coverage, 80 %"}
    for name, words in expected.items():
        root = ElementTree.fromstring(found[f"programs/demo/badges/{name}.svg"])
        svg = "{http://www.w3.org/2000/svg}"
        assert root.find(f"{svg}title").text == f"{text.one_line(SAID[say]('program.title'))}: {words}"
        assert {each.tag.removeprefix(svg) for each in root.iter()} == {"svg", "title", "rect", "path", "g", "text"}


def test_the_map_for_language_models_leads_to_pages_that_exist(pleasant):
    content = (pleasant / "llms.txt").read_text(encoding="utf-8")
    targets = re.findall(r"\]\(([^)]+)\)", content)
    assert len(targets) > 20
    for target in targets:
        path = pleasant / target
        assert (path / "index.html").is_file() or path.is_file(), target


def test_the_map_for_language_models_holds_user_text_as_one_line_without_marks():
    content = plan(say=SAID["hostile"])["llms.txt"].decode()
    assert "](javascript" not in content
    assert "\n# evil" not in content
    assert len(content.splitlines()) == len(plan()["llms.txt"].decode().splitlines())


@pytest.mark.parametrize("say", SAID)
def test_data_is_written_as_the_standard_library_writes_it(say):
    found = {path: content.decode() for path, content in plan(say=SAID[say]).items() if path.startswith("api/v1/")}
    assert found
    for path, content in found.items():
        assert content == json.dumps(json.loads(content), ensure_ascii=False, indent=1) + "\n", path
