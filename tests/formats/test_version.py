"""Which version of the data format the files follow, and what is said where it is another one."""

import pytest

from turnabout.formats import FORMAT, followed, outdated, unfit

TOPICS = "program/topics.yaml"
SURVEYS = "program/digital-2026.yaml"
PERSON = "program/participants/ana-ruiz.yaml"


def test_without_a_word_the_files_follow_version_1():
    assert followed({}) == 1
    assert followed({TOPICS: b"topics: []\n", SURVEYS: b"surveys:\n  - {id: a, date: 2026-01-01}\n"}) == 1
    assert unfit({TOPICS: b"topics: []\n"}, known=1) is None


def test_the_version_stands_in_the_topics_file():
    assert followed({TOPICS: b"# one\ntopics: []\nformat: 7 # two\n"}) == 7
    assert unfit({TOPICS: b"format: 7\n"}, known=7) is None


@pytest.mark.parametrize(
    "content",
    [
        b"format: x\n",
        b"format: true\n",
        b"format: 0\n",
        b"format: -1\n",
        b"- format\n",
        b"format: [\n",
        b"\xff format: 3\n",
    ],
    ids=range(7),
)
def test_what_states_no_version_is_left_to_the_other_checks(content):
    assert followed({TOPICS: content}) == 1
    assert unfit({TOPICS: content}, known=FORMAT) is None


def test_only_a_key_at_the_root_of_the_topics_file_counts():
    assert followed({TOPICS: b"topics:\n  - {id: a, title: a, format: 3}\n", SURVEYS: b"format: 3\n"}) == 1


@pytest.mark.parametrize(("stated", "words"), [(3, "install a newer Turnabout"), (1, "run `turnabout migrate`")])
def test_another_version_is_a_complaint_at_its_place(stated, words):
    found = unfit({TOPICS: f"topics: []\nformat:  {stated}\n".encode()}, known=2)
    assert found is not None
    assert (found.position.path, found.position.line, found.position.column) == (TOPICS, 2, 10)
    assert found.code == "FILE008"
    assert f"found format {stated}" in found.message
    assert words in found.fix


def test_an_older_version_that_is_not_stated_is_a_complaint_about_the_topics_file():
    found = unfit({PERSON: b"name: Ana\n"}, known=2)
    assert found is not None
    assert (found.position.path, found.code) == (TOPICS, "FILE008")
    assert "run `turnabout migrate`" in found.fix


def test_a_file_of_format_0_is_known_by_its_keys():
    content = b"surveys:\n  - id: a\n    on: 2026-01-01\n"
    assert followed({SURVEYS: content}) == 0
    found = outdated(SURVEYS, content)
    assert found is not None
    assert (found.position.line, found.position.column, found.code) == (3, 5, "FILE008")
    # The same key elsewhere is a fault of today.
    assert outdated(SURVEYS, b"timeline:\n  on: 2026-01-01\n") is None
    assert outdated(PERSON, b"on: 2026-01-01\n") is None
    assert outdated(SURVEYS, b"\xffsurveys: [{on: 1}]\n") is None
