"""Building again: the engine runs only when it has to, nothing of an earlier build stays, and complaints are its own."""

import re
import subprocess
import sys
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import support_publish
import support_stamping as support
from turnabout import engine, site_build
from turnabout.errors import EnvironmentFaultError
from turnabout.publish import Audience, plan_site
from turnabout.publish.writer import read_tree


@pytest.fixture(scope="module")
def plan():
    return support.small_plan()


@pytest.fixture(scope="module")
def cold(plan, tmp_path_factory):
    """The site made from nothing."""
    outcome, made = support.stamped(tmp_path_factory.mktemp("cold"), plan)
    assert outcome.whole == ""
    return made


@pytest.fixture
def built(plan, cold, tmp_path_factory):
    """A folder that was built once; the memory in it may be spoilt."""
    root = tmp_path_factory.mktemp("built")
    support.stamped(root, plan)
    return root


def edited(plan, path, old, new):
    assert old in plan[path].decode()
    return plan | {path: plan[path].decode().replace(old, new).encode()}


def test_after_one_changed_record_the_engine_does_not_run_and_the_bytes_are_those_of_a_new_build(plan, built, tmp_path):
    changed = edited(plan, "people/lee/index.md", "Falconry", "Falconry & hawking")
    outcome, made = support.stamped(built, changed)
    assert not outcome.ran
    _, new = support.stamped(tmp_path, changed)
    support.require_same(made, new)
    assert b"hawking" in made["people/lee/index.html"]


def test_a_file_with_the_same_bytes_is_left_alone(plan, built):
    page = built / "build/html/people/ana/index.html"
    before = page.stat().st_mtime_ns
    support.stamped(built, edited(plan, "people/lee/index.md", "Falconry", "Hawking"))
    assert page.stat().st_mtime_ns == before


def test_pages_of_a_wider_audience_vanish_from_every_folder_but_the_engines_shells(built, tmp_path):
    narrow = support.small_plan(audience=Audience.PUBLIC)
    _, made = support.stamped(built, narrow)
    _, new = support.stamped(tmp_path, narrow)
    support.require_same(made, new)
    assert not any(name.startswith("people/cleo/") for name in made)
    left = [path for path in (built / "build/engine").rglob("*") if path.is_file()]
    assert left
    assert not [path for path in left if b"Cleo" in path.read_bytes()]


def test_what_the_engine_builds_alone_leaves_no_memory_behind(plan, built):
    site_build.build_whole(built, plan, {}, epoch=support.EPOCH)
    assert not (built / site_build.FOLDER).exists()


def test_markdown_lies_on_the_disk_only_where_an_engine_reads_it(plan, built):
    docs = built / engine.DOCS
    assert not docs.exists()
    site_build.build_whole(built, plan, {}, epoch=support.EPOCH)
    assert read_tree(docs) == plan
    site_build.build_site(built, plan, {}, epoch=support.EPOCH)
    assert not docs.exists()


@pytest.mark.parametrize("spoil", ["gone", "changed", "added", "garbled", "empty"])
def test_a_spoilt_memory_is_not_believed(plan, cold, built, spoil):
    folder = built / site_build.FOLDER
    sheet = next((folder / "html/assets/stylesheets").glob("main.*.css"))
    if spoil == "gone":
        sheet.unlink()
    elif spoil == "changed":
        sheet.write_text("body { display: none }", encoding="utf-8")
    elif spoil == "added":
        (folder / "html/secret.html").write_text("<p>secret</p>", encoding="utf-8")
    else:
        (folder / "state.json").write_text("[]" if spoil == "garbled" else "", encoding="utf-8")
    outcome, made = support.stamped(built, plan)
    assert outcome.ran
    support.require_same(made, cold)


def test_a_build_that_is_killed_leaves_nothing_that_the_next_one_believes(plan, cold, tmp_path):
    root = support.prepared(tmp_path, plan)
    code = (
        "import pathlib, sys; from turnabout.publish.writer import read_tree; from turnabout.site_build import build_site;"
        "root = pathlib.Path(sys.argv[1]); build_site(root, read_tree(root / 'build/docs'), {}, epoch=int(sys.argv[2]))"
    )
    folder = root / site_build.FOLDER
    # Amid the engine's run, and amid the writing of the site.
    for moment in (folder / "html/404.html", root / "build/html/people"):
        running = subprocess.Popen([sys.executable, "-c", code, root, str(support.EPOCH)])
        while not moment.exists():
            assert running.poll() is None
            time.sleep(0.01)
        running.kill()
        running.wait()
    outcome, made = support.stamped(root, plan)
    assert outcome.whole == ""
    support.require_same(made, cold)


def test_the_memory_is_only_for_what_the_engine_was_asked(plan, built):
    outcome, made = support.stamped(built, plan, {"TURNABOUT_SITE_URL": "https://turnabout.example/"})
    assert outcome.ran
    assert b"https://turnabout.example/people/lee/" in made["people/lee/index.html"]
    (built / "site/overrides/partials/copyright.html").write_text("Ours", encoding="utf-8")
    # The second line of `stamped` copies the overrides anew, so the build is called by hand.
    outcome = site_build.build_site(built, plan, {}, epoch=support.EPOCH)
    assert outcome.ran
    assert "Ours" in (built / "build/html/people/lee/index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ("[x](gone.md)", "contains a link 'gone.md', but the target 'guides/gone.md' is not found"),
        ("[x](mentor.md#gone)", "contains a link 'mentor.md#gone'"),
        ("[x](../people/lee/index.md#gone)", "does not contain an anchor '#gone'"),
        ("[x](/people/)", "contains an absolute link '/people/'"),
    ],
)
def test_a_broken_link_in_a_guide_fails_with_its_place_as_ever(plan, tmp_path, link, said):
    broken = plan | {"guides/exit.md": plan["guides/exit.md"] + f"\n{link}\n".encode()}
    with pytest.raises(EnvironmentFaultError) as caught:
        support.stamped(tmp_path, broken)
    assert "'guides/exit.md'" in caught.value.hint
    assert said in caught.value.hint


def test_a_page_that_is_in_no_navigation_is_complained_of_as_ever(plan, tmp_path):
    with pytest.raises(EnvironmentFaultError) as caught:
        support.stamped(tmp_path, plan | {"hello/there.md": b'---\ntitle: "There"\n---\n\n# There\n'})
    assert 'not included in the "nav" configuration' in caught.value.hint


def test_a_theme_that_looks_into_the_pages_is_left_to_the_engine(plan, tmp_path):
    root = support.prepared(tmp_path, plan)
    partial = root / "site/overrides/partials/copyright.html"
    partial.write_text("{% if page %}{{ page.content | wordcount }} words{% endif %}", encoding="utf-8")
    outcome = site_build.build_site(root, plan, {}, epoch=support.EPOCH)
    assert outcome.whole == "the theme's pages are not the same everywhere"
    page = outcome.folder / "people/lee/index.html"
    assert re.search(r"<footer.*\d+ words", page.read_text(encoding="utf-8"), re.DOTALL)


def test_pages_outside_the_grammar_are_the_engines_and_their_links_hold(plan, tmp_path):
    odd = b'---\ntitle: "Odd"\nauthor: "Somebody"\n---\n\n# Odd\n\nTo [Lee](../people/lee/index.md), a [topic](../topics/index.md#ai), a [date][1].\n\n[1]: ../pairs/demo/ana--lee.ics\n'
    with_odd = plan | {"reference/odd.md": odd}
    outcome, made = support.stamped(tmp_path / "stamped", with_odd)
    assert outcome.whole == ""
    support.require_same(made, support.alone(tmp_path / "alone", with_odd))


FIELDS = ["lee.name", "ana.department", "ana.site", "topic.title", "program.title", "ana--lee.why", "ana--lee.story"]
EDITS = st.dictionaries(st.sampled_from(FIELDS), st.text(min_size=1, max_size=30), max_size=3)


def test_whatever_is_edited_building_again_gives_what_a_new_build_gives(tmp_path_factory):
    again, last = tmp_path_factory.mktemp("again"), []

    @settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
    @given(EDITS, st.sampled_from(Audience))
    def check(edits, audience):
        made_of = support_publish.workspace(lambda field: edits.get(field) or support_publish.plain(field))
        inputs = support_publish.inputs()
        plan = plan_site(made_of, inputs, audience, support_publish.TODAY)
        outcome, made = support.stamped(again, plan)
        assert outcome.whole == ""
        support.require_same(made, support.stamped(tmp_path_factory.mktemp("new"), plan)[1])
        last[:] = [plan, made]

    check()
    support.require_same(last[1], support.alone(tmp_path_factory.mktemp("alone"), last[0]))
