"""Every odd text on every page, in every feed and calendar: shown as it is, and never more than text."""

import json

import icalendar
import pytest

import support_publish as support
from publish_html import elements, read, text_of
from support_naughty import NAUGHTY
from turnabout.publish import Audience, plan_site, text

ALL = " ".join(NAUGHTY)


def one_by_one(field: str) -> str:
    """Another text for each field, so that a page has many at once."""
    return NAUGHTY[sum(map(ord, field)) % len(NAUGHTY)]


@pytest.fixture(scope="module")
def naughty(tmp_path_factory):
    def say(field):
        # An entry of an agenda may not be that long: each has a quarter of them, all together have all.
        if field.startswith("agenda."):
            return " ".join(NAUGHTY[sum(map(ord, field)) % 4 :: 4])
        # Places, departments and languages make groups, so they have to differ as the pleasant ones do.
        return f"{ALL} {field}" if field.endswith((".department", ".site", ".languages")) else ALL

    space, given = support.workspace(say), support.inputs(say)
    return support.build(tmp_path_factory.mktemp("naughty"), space, given, Audience.COORDINATORS)


def test_all_of_them_at_once_add_no_element_to_any_page(pleasant, naughty):
    pages = sorted(path.relative_to(pleasant).as_posix() for path in pleasant.rglob("*.html"))
    assert pages == sorted(path.relative_to(naughty).as_posix() for path in naughty.rglob("*.html"))
    for page in pages:
        assert elements(read(naughty, page)) == elements(read(pleasant, page)), page


def test_all_of_them_are_shown_as_they_are(naughty):
    assert text.one_line(ALL) in text_of(read(naughty, "people/ana/index.html"))


@pytest.mark.parametrize("audience", list(Audience))
def test_each_of_them_alone_and_all_mixed_can_be_planned(audience):
    for say in (one_by_one, *(lambda _, words=words: words for words in NAUGHTY)):
        files = plan_site(support.workspace(say), support.inputs(say), audience, support.TODAY)
        for path, content in files.items():
            if path.endswith(".ics"):
                icalendar.Calendar.from_ical(content)
            elif path.endswith(".json"):
                json.loads(content)
            elif path.endswith((".md", ".svg", ".csv")):
                content.decode("utf-8")
