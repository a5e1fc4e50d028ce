"""The other engines: the same tree gives the same addresses, edit links and words as with the one that is shipped."""

import json
import re
import shutil

import pytest

import support_publish as support
from publish_html import read, text_of
from turnabout import engine
from turnabout.publish import Audience, plan_site
from turnabout.publish.check import check_site
from turnabout.publish.writer import write_tree

_EDIT = re.compile(r'<a href="([^"]*)"[^>]*rel="edit')
# What an engine brings itself: its scripts and styles, its search index, its map of the site.
_OWN = re.compile(r"assets/(javascripts|stylesheets|images)/|search(/search_index)?\.json$|sitemap\.xml(\.gz)?$")


@pytest.fixture(scope="module", params=["properdocs", "zensical"])
def other(request, tmp_path_factory):
    space, given = support.workspace(), support.inputs()
    folder = tmp_path_factory.mktemp(request.param)
    return support.build(folder, space, given, Audience.COORDINATORS, request.param)


def addresses(folder):
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    return {path for path in found if not _OWN.search(path)}


def pages(folder):
    return sorted(path for path in addresses(folder) if path.endswith(".html"))


def test_every_address_is_the_same(pleasant, other):
    assert addresses(other) == addresses(pleasant)


def test_every_feed_calendar_and_badge_is_byte_for_byte_the_same(pleasant, other):
    for path in addresses(pleasant):
        if not path.endswith(".html"):
            assert (other / path).read_bytes() == (pleasant / path).read_bytes(), path


def test_every_edit_link_is_the_same(pleasant, other):
    for page in pages(pleasant):
        assert _EDIT.findall(read(other, page)) == _EDIT.findall(read(pleasant, page)), page


@pytest.mark.parametrize(
    ("path", "button"),
    [("-/edit/main", "https://turnabout.example/files/-/edit/main/program/demo.yaml"), ("", None)],
    ids=["gitlab", "unknown"],
)
def test_the_edit_button_follows_the_forge(tmp_path, path, button):
    (tmp_path / "mkdocs.yml").write_bytes((support.ROOT / "mkdocs.yml").read_bytes())
    shutil.copytree(support.ROOT / "site", tmp_path / "site")
    made = plan_site(support.workspace(), support.inputs(), Audience.PUBLIC, support.TODAY)
    write_tree(tmp_path / engine.DOCS, made)
    environ = {"TURNABOUT_REPO_URL": "https://turnabout.example/files/", "TURNABOUT_EDIT_PATH": path}
    folder = engine.build(tmp_path, environ, name="zensical").folder
    assert _EDIT.findall(read(folder, "programs/demo/index.html")) == ([button] if button else [])


def article(page):
    """The words of a page's own part; the rest is the engine's."""
    found = re.search(r"<article\b.*?</article>", page, re.DOTALL)
    return text_of(found[0]) if found else ""


def test_every_page_says_the_same(pleasant, other):
    for page in pages(pleasant):
        assert article(read(other, page)) == article(read(pleasant, page)), page


def test_every_page_has_the_same_policy_and_the_same_word_to_search_engines(pleasant, other):
    meta = re.compile(r'<meta (?:http-equiv="Content-Security-Policy"|name="(?:robots|referrer)")[^>]*>')
    for page in pages(pleasant):
        found = meta.findall(read(pleasant, page))
        assert len(found) >= 2
        assert meta.findall(read(other, page)) == found, page


def test_links_anchors_and_pictures_hold(other):
    assert check_site(other) == []


def test_the_search_holds_people_and_leaves_indexes_out(other):
    index = next(path for path in (other / "search.json", other / "search/search_index.json") if path.is_file())
    found = json.loads(index.read_text(encoding="utf-8"))
    places = {each["location"].partition("#")[0] for each in found.get("items") or found["docs"]}
    assert "people/lee/" in places
    assert not {"people/", "topics/"} & places
