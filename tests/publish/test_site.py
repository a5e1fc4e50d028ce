"""The plan of the site as a whole: same input, same bytes; blocks; what leads where."""

import dataclasses
import datetime
import os
import re
import subprocess
import sys

import pytest

import support_publish as support
from turnabout.errors import UsageError
from turnabout.model import PairStatus
from turnabout.publish import Audience, plan_site
from turnabout.publish.inputs import HealthItem


def plan(audience=Audience.COORDINATORS, site=None, today=support.TODAY, space=None):
    given = support.inputs()
    given = dataclasses.replace(given, site=given.site if site is None else site)
    return plan_site(space or support.workspace(), given, audience, today)


def test_same_input_gives_same_bytes_whatever_the_hash_seed():
    script = (
        "import support_publish as s, hashlib; from turnabout.publish import plan_site, Audience;"
        "p = plan_site(s.workspace(), s.inputs(), Audience.COORDINATORS, s.TODAY);"
        "print(hashlib.sha256(repr(p).encode()).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", script],
            env=os.environ | {"PYTHONHASHSEED": seed, "TZ": zone, "PYTHONPATH": str(support.ROOT / "tests")},
            capture_output=True,
            check=True,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    }
    assert len(digests) == 1


def test_the_engine_gives_the_same_bytes_twice(pleasant):
    from turnabout import engine
    from turnabout.publish.writer import read_tree

    root = pleasant.parents[1]
    before = read_tree(pleasant)
    engine.build(root, {"TURNABOUT_REPO_URL": "https://turnabout.example/files/"}, epoch=1_790_000_000)
    after = read_tree(pleasant)
    assert before.keys() == after.keys()
    assert [path for path in before if before[path] != after[path]] == []


def test_the_order_of_the_data_does_not_matter():
    space = support.workspace()
    turned = dataclasses.replace(space, people=dict(reversed(space.people.items())))
    assert plan(space=turned) == plan()


@pytest.mark.parametrize("name", ["rhythm", "people", "charter", "curriculum"])
def test_each_block_is_filled_from_the_program(name):
    made = plan(site={"guides/mine.md": f"# Mine\n\n<!-- turnabout: {name} -->\n".encode()})["guides/mine.md"].decode()
    assert "turnabout:" not in made
    assert "[Program title](../programs/demo/index.md)" in made


def test_an_unknown_block_is_an_error_with_the_nearest_name():
    with pytest.raises(UsageError) as caught:
        plan(site={"guides/mine.md": b"<!-- turnabout: rythm -->"})
    assert caught.value.message == "site/guides/mine.md has an unknown block `rythm`"
    assert "`rhythm`" in caught.value.hint


def test_blocks_say_so_where_no_program_runs():
    made = plan(site={"guides/mine.md": b"<!-- turnabout: rhythm -->"}, today=datetime.date(2030, 1, 1))
    assert b"No program is running" in made["guides/mine.md"]


def test_a_hand_written_page_in_the_place_of_a_generated_one_is_an_error():
    with pytest.raises(UsageError):
        plan(site={"people/index.md": b"# Mine"})


def test_every_record_page_names_the_file_it_is_made_from():
    made = plan()
    assert b'source: "program/demo.yaml"' in made["programs/demo/index.md"]
    assert b'source: "program/pairs/demo/ana--lee.yaml"' in made["pairs/demo/ana--lee.md"]
    assert b'source: "program/participants/ana.yaml"' in made["people/ana/index.md"]
    assert b'source: "site/guides/mentor.md"' in made["guides/mentor.md"]


def test_no_script_of_the_sites_own_generator_stays_behind():
    assert not [path for path in plan() if path.startswith("overrides/")]


def test_the_next_session_is_the_announced_one_only_while_it_lies_ahead():
    page = plan()["pairs/demo/ana--lee.md"].decode()
    assert 'On Monday <time datetime="2026-11-30">30 November 2026</time> at 14&#58;30, Lisbon time.' in page
    late = plan(today=datetime.date(2026, 12, 1))["pairs/demo/ana--lee.md"].decode()
    gone = 'planned for Monday <time datetime="2026-11-30">30 November 2026</time>'
    assert f"It was {gone}. Did you meet? Log it, or agree on a new day." in late
    assert f"Next session\n:   was {gone}" in late


def test_a_pair_whose_last_entry_names_no_day_is_told_that_none_is_agreed():
    space = support.workspace()
    sessions = {key: tuple(dataclasses.replace(each, next=None) for each in of) for key, of in space.sessions.items()}
    page = plan(space=dataclasses.replace(space, sessions=sessions))["pairs/demo/ana--lee.md"].decode()
    assert "No date is agreed yet." in page
    assert "Next session\n:   not agreed yet" in page


@pytest.mark.parametrize(
    ("zone", "said"),
    [
        ("Asia/Ho_Chi_Minh", "Ho Chi Minh time"),
        ("America/Argentina/Buenos_Aires", "Buenos Aires time"),
        ("Etc/GMT-3", "Etc&#47;GMT&#45;3"),
        ("UTC", "UTC"),
    ],
)
def test_a_time_zone_is_called_by_its_town(zone, said):
    space = support.workspace()
    people = {id_: dataclasses.replace(each, time_zone=zone) for id_, each in space.people.items()}
    page = plan(space=dataclasses.replace(space, people=people))["pairs/demo/ana--lee.md"].decode()
    assert f"at 14&#58;30, {said}." in page


def test_a_pair_that_rests_has_not_begun_or_is_over_is_asked_for_nothing_it_cannot_do():
    space = support.workspace()

    def page(status):
        pairs = {key: dataclasses.replace(each, status=status) for key, each in space.pairs.items()}
        sessions = {} if status is PairStatus.DRAFT else space.sessions
        late = datetime.date(2026, 12, 1)
        return plan(space=dataclasses.replace(space, pairs=pairs, sessions=sessions), today=late)[
            "pairs/demo/ana--lee.md"
        ].decode()

    assert "No date while the pair is paused." in page(PairStatus.PAUSED)
    assert "Log a session" in page(PairStatus.PAUSED)
    draft = page(PairStatus.DRAFT)
    assert "<code>turnabout activate</code> starts the pair" in draft
    assert not any(
        words in draft for words in ("Log a session", "Next session", "Add to your calendar", "change or stop")
    )
    for status in (PairStatus.COMPLETED, PairStatus.ENDED):
        over = page(status)
        assert not any(words in over for words in ("Log a session", "Next session", "Add to your calendar", "Open the"))


def test_a_page_shows_the_plan_of_the_session_that_comes_next():
    assert "2&#46; Plan2 title" in plan()["pairs/demo/ana--lee.md"].decode()


def test_an_empty_workspace_makes_a_whole_site():
    from turnabout.workspace import Workspace

    made = plan(space=Workspace())
    assert {"index.md", "programs/index.md", "people/index.md", "topics/index.md", "reference/index.md"} <= made.keys()


def test_people_called_like_index_pages_clash_with_nothing():
    space = support.workspace()
    people = {name: dataclasses.replace(space.people["ana"], id=name) for name in ("index", "topics", "ana")}
    made = plan(space=dataclasses.replace(space, people=people, pairs={}, sessions={}))
    assert {"people/index/index.md", "people/topics/index.md"} <= made.keys()


def test_every_state_of_a_pair_has_its_word():
    for status in PairStatus:
        space = support.workspace()
        pairs = {key: dataclasses.replace(each, status=status) for key, each in space.pairs.items()}
        page = plan(space=dataclasses.replace(space, pairs=pairs))["pairs/demo/ana--lee.md"].decode()
        assert 'class="pill pill--' in page


def test_every_property_of_every_schema_is_in_the_reference():
    made = plan()
    for name, schema in support.schemas().items():
        page = made[f"reference/files/{name}.md"].decode()
        assert page.count("\n## ") >= len(schema["properties"])


INDEXES = (
    "index.html",
    "people/index.html",
    "topics/index.html",
    "groups/index.html",
    "programs/demo/pairs/index.html",
)
HEAVIEST = 60_000


def test_no_page_but_an_index_is_heavier_than_a_phone_likes(pleasant):
    heavy = {
        path.relative_to(pleasant).as_posix(): path.stat().st_size
        for path in pleasant.rglob("*.html")
        if path.stat().st_size > HEAVIEST and path.relative_to(pleasant).as_posix() not in INDEXES
    }
    assert heavy == {}, "split these pages, or say less on them"


def test_people_are_found_by_place_and_by_department_without_a_script():
    space = support.workspace(lambda field: "lisbon" if field in ("ana.site", "lee.site") else support.plain(field))
    made = plan(space=space)
    page = made["groups/index.md"].decode()
    place = page.partition("{ #place-lisbon }")[2].partition("###")[0]
    assert "**Mentors** [Ana name](../people/ana/index.md)" in place
    assert "**Mentees** [Lee O&#39;Neil&#45;Żak](../people/lee/index.md)" in place
    assert "Ben" not in place
    assert "[Lisbon](../../groups/index.md#place-lisbon)" in made["people/ana/index.md"].decode()
    anchors = re.findall(r"\{ #([a-z0-9-]+) \}", page)
    assert len(set(anchors)) == len(anchors), "free text and slugs never share an anchor"
    assert set(re.findall(r"\]\(#([a-z0-9-]+)\)", page)) == set(anchors)


def test_the_home_page_keeps_room_for_the_dates_of_the_program():
    page = plan()["index.md"].decode()
    assert page.index('class="cards roles"') < page.index('class="numbers"') < page.index("## Next dates")
    dates = page.partition("## Next dates")[2].partition("## News")[0]
    assert "the survey “half time”" in dates
    assert "meet" in dates


def test_a_home_page_without_dates_has_no_heading_for_them():
    from turnabout.workspace import Workspace

    assert "## Next dates" in plan()["index.md"].decode()
    assert "## Next dates" not in plan(space=Workspace())["index.md"].decode()


def test_a_coordinators_home_page_counts_what_needs_them_once_for_each_pair():
    given = support.inputs()
    (item,) = given.health["demo"]
    again = dataclasses.replace(item, what="another thing", urgent=False)
    elsewhere = HealthItem("a file", "mend it", path="program/topics.yaml")

    def button(items, audience=Audience.COORDINATORS):
        inputs = dataclasses.replace(given, health={"demo": items})
        home = plan_site(support.workspace(), inputs, audience, support.TODAY)["index.md"].decode()
        return re.findall(r"\[([^\]]*)\]\(programs/demo/health.md\)", home)

    assert button(()) == ["Nothing needs you"]
    assert button((item, again)) == ["1 matter needs you"]
    assert button((item, again, elsewhere)) == ["2 matters need you"]
    assert button((item,), Audience.PARTICIPANTS) == []
    inputs = dataclasses.replace(given, health={"demo": (again, elsewhere, item)})
    page = plan_site(support.workspace(), inputs, Audience.COORDINATORS, support.TODAY)["programs/demo/health.md"]
    first, second = page.decode().split('<div class="card" markdown>')[1:]
    assert first.index("Health what") < first.index("another thing")
    assert "a file" in second


def test_every_topic_is_one_touch_away_from_the_top_of_the_page():
    page = plan()["topics/index.md"].decode()
    for anchor in re.findall(r"^## .* \{ #(\S+) \}$", page, re.MULTILINE):
        assert f"(#{anchor}){{ .chip }}" in page.partition("\n## ")[0]


def test_slugs_are_shown_as_words():
    from turnabout.publish.text import words

    assert [words(each) for each in ("customer-care", "hr", "lisbon", "R&D Nord", "")] == [
        "Customer care",
        "HR",
        "Lisbon",
        "R&D Nord",
        "",
    ]
    space = support.workspace(lambda field: "data-science" if field == "ana.department" else support.plain(field))
    made = plan(space=space)
    for page in ("people/index.md", "people/ana/index.md"):
        assert b"Data science" in made[page]
        assert b"data&#45;science" not in made[page]
