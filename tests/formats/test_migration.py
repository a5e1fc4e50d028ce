"""From any version to any later one: all files or none, with the version stated where it has to be."""

from turnabout.formats import FORMAT, STEPS, Step, migrate, outdated_copies
from turnabout.yamlfile import load

TOPICS = "program/topics.yaml"
RESULT = "program/feedback/digital-2026/start.yaml"
PERSON = "program/participants/ana-ruiz.yaml"


def appended(word):
    return lambda texts: ({path: f"{text}# {word}\n" for path, text in texts.items() if path == PERSON}, [])


def no_sign(path, content):
    return None


LATER = (
    *STEPS,
    Step(1, "one", "nothing is lost", appended("one"), no_sign),
    Step(2, "two", "nothing is lost", appended("two"), no_sign),
)


def test_the_steps_lead_from_the_first_version_to_the_present_one_without_a_gap():
    assert [step.before for step in STEPS] == list(range(FORMAT))
    assert all(step.title and step.loses_nothing for step in STEPS)


def test_files_of_the_present_version_stay():
    made = migrate({TOPICS: b"topics: []\n", PERSON: b"name: Ana\n"})
    assert (made.before, made.after, made.steps, dict(made.changes), made.diagnostics) == (1, FORMAT, (), {}, ())


def test_one_step_states_nothing_since_1_goes_without_saying():
    made = migrate({TOPICS: b"topics: []\n", RESULT: b"on: 2025-10-03\n"})
    assert (made.before, made.changes) == (0, {RESULT: "date: 2025-10-03\n"})


def test_steps_follow_each_other_and_the_version_is_stated():
    contents = {TOPICS: b"topics: []  # none yet\n", RESULT: b"on: 2025-10-03\n", PERSON: b"name: Ana\n"}
    made = migrate(contents, 3, LATER)
    assert [step.before for step in made.steps] == [0, 1, 2]
    assert made.changes == {
        TOPICS: "topics: []  # none yet\nformat: 3\n",
        RESULT: "date: 2025-10-03\n",
        PERSON: "name: Ana\n# one\n# two\n",
    }
    after = {path: made.changes.get(path, "").encode() for path in contents}
    again = migrate(after, 3, LATER)
    assert (again.before, dict(again.changes)) == (3, {})


def test_a_stated_version_is_replaced_and_its_comment_stays():
    made = migrate({TOPICS: b"format: 1  # since May\ntopics: []\n", PERSON: b"name: Ana\n"}, 2, LATER)
    assert made.changes[TOPICS] == "format: 2  # since May\ntopics: []\n"
    assert made.changes[PERSON] == "name: Ana\n# one\n"


def test_a_repository_without_topics_gets_the_file_that_states_the_version():
    made = migrate({PERSON: b"name: Ana\n"}, 2, LATER)
    document, found = load(TOPICS, made.changes[TOPICS].encode())
    assert document is not None, found
    assert document.data == {"format": 2, "topics": []}


def test_newer_files_are_refused():
    made = migrate({TOPICS: b"format: 9\ntopics: []\n", RESULT: b"on: 2025-10-03\n"})
    assert dict(made.changes) == {}
    assert [fault.code for fault in made.diagnostics] == ["FILE008"]


def test_one_file_in_the_way_stops_all_steps():
    contents = {PERSON: b"name: Ana\n", RESULT: b"on: 2025-10-03\ndate: 2025-10-03\n"}
    made = migrate(contents, 3, LATER)
    assert dict(made.changes) == {}
    assert [fault.position.path for fault in made.diagnostics] == [RESULT]


def test_a_file_in_another_encoding_is_left_to_the_loader():
    made = migrate({PERSON: b"name: Zo\xeb\n", RESULT: b"on: 2025-10-03\n"})
    assert made.changes == {RESULT: "date: 2025-10-03\n"}


def test_a_copy_of_an_older_schema_is_replaced_and_anothers_own_is_not():
    def stating(number):
        return b'{"$id": "https://turnabout.example/schema/%d/x.schema.json"}' % number

    ours = {name: stating(2) for name in ("old", "same", "newer", "own")}
    theirs = {"old": stating(1), "same": stating(2), "newer": stating(3), "own": b"{}", "unknown": stating(1)}
    assert outdated_copies(theirs, ours) == {"old": stating(2).decode()}
    assert outdated_copies({"own": stating(1)}, {"own": b"{}"}) == {}
