from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from support_yaml import AWKWARD, data, keys, scalars, texts
from turnabout.yamlfile import EmitError, clean_text, emit, load


def identical(one: object, other: object) -> bool:
    """Equality that tells True from 1 and 1 from 1.0, and counts the order of keys."""
    if isinstance(one, dict) and isinstance(other, dict):
        return list(one) == list(other) and all(identical(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(identical, one, other))
    return type(one) is type(other) and one == other


@given(data)
def test_what_is_emitted_loads_as_what_it_was(value):
    text = emit(value)
    document, found = load("p.yaml", text.encode())
    assert found == []
    assert document is not None
    assert identical(document.data, value)
    assert text.endswith("\n")
    assert emit(document.data) == text


@given(st.lists(st.from_regex(r"[a-z:#\[-]{1,20}", fullmatch=True), min_size=1, max_size=80), st.integers(1, 8))
def test_text_of_words_fits_a_hundred_columns(words, depth):
    value: object = " ".join(words)
    for level in range(depth):
        value = [value] if level % 2 else {"key": value}
    assert max(map(len, emit(value).splitlines())) <= 100


@given(st.one_of(st.lists(texts), st.dictionaries(keys, texts), st.dictionaries(keys, st.lists(texts))))
def test_other_readers_read_the_same_text(value):
    text = emit(value)
    assert yaml.safe_load(text) == value
    assert yaml.load(text, Loader=yaml.CSafeLoader) == value


@given(scalars.filter(lambda value: not isinstance(value, float)))
def test_a_value_in_brackets_and_in_a_block_is_the_same(value):
    assert identical(yaml.safe_load(emit([[value]])), [[value]])
    assert identical(yaml.safe_load(emit({"a": {"b": [value, value]}})), {"a": {"b": [value, value]}})


@pytest.mark.parametrize("text", AWKWARD, ids=range(len(AWKWARD)))
def test_awkward_text_survives_as_value_key_and_entry(text):
    key = text or "key"
    for value in (text, {"key": text}, [text, "b"], {key: "value"}, {"a": [{"b": {key: text}}]}):
        emitted = emit(value)
        document, found = load("p.yaml", emitted.encode())
        assert found == []
        assert document is not None
        assert document.data == value
        assert yaml.safe_load(emitted) == value


def test_text_that_no_reader_misreads_stands_without_quotes():
    words = [
        "Ana Ruiz",
        "digital-2026",
        "it's fine",
        "https://example.org/a?b",
        "2nd floor",
        "C# basics",
        "Zoë",
        "a (b)",
    ]
    for word in words:
        assert emit({"key": word}) == f"key: {word}\n"


def test_it_reads_as_if_a_person_had_written_it(golden):
    participant = {
        "name": "Ana Ruiz",
        "roles": {"digital-2026": "mentor", "finance-2026": "mentee"},
        "level": 3,
        "share": 0.5,
        "languages": ["en", "fr", "no"],
        "windows": [
            {"day": "tue", "from": "14:00", "until": "16:00"},
            {"day": "thu", "from": "09:00", "until": "11:30"},
        ],
        "offers": [
            {"topic": "cloud-basics", "proficiency": 4, "note": "Built the first two services, and ran one of them."},
            {"topic": "data-stories", "proficiency": 3},
        ],
        "seeks": [],
        "consent": {},
        "goals": [
            "Learn how decisions are made at the top of the house",
            "Show how the tools of today are used, and which of them are worth an hour of anybody's time: most are not",
        ],
        "about": "I joined two years ago from a small firm where everyone did everything, and I would like to understand "
        "how a large one decides what it does not do.",
        "shared": "First line: agreed.\n\n  - indented\nLast line.\n",
        "sealed": "-----BEGIN AGE ENCRYPTED FILE-----\nYWdlLWVuY3J5cHRpb24ub3JnL3Yx\n-----END AGE ENCRYPTED FILE-----",
        "since": "2026-03-02",
        "active": True,
        "until": None,
        "matrix": [["a", "b"], ["c", "d"]],
    }
    text = emit(
        participant,
        comment_header=["Written from the sign-up form.", "", "Edit as you like."],
        schema="../../schema/participant.schema.json",
    )
    golden(Path(__file__).with_name("emitted.yaml"), text)
    document, found = load("p.yaml", text.encode())
    assert found == []
    assert document is not None
    assert document.data == participant


@pytest.mark.parametrize(
    "value",
    [
        {1: "a"},
        {"": "a"},
        {None: 1},
        {"a": object()},
        {"a": {1, 2}},
        "x\u202ey",
        "a\rb",
        "\0",
        "\ud800",
        {"a\0": 1},
        10**18,
        float("nan"),
        float("inf"),
        1e300,
        5e-324,
        {"k" * 1001: 1},
    ],
    ids=range(16),
)
def test_what_could_not_be_loaded_again_is_refused(value):
    with pytest.raises(EmitError):
        emit(value)


def test_depth_is_refused_where_the_loader_refuses_it():
    def nested(depth):
        value = "x"
        for _ in range(depth):
            value = {"a": value, "b": 1}
        return value

    document, found = load("p.yaml", emit(nested(24)).encode())
    assert document is not None
    assert found == []
    with pytest.raises(EmitError):
        emit(nested(25))
    lists: object = "x"
    for _ in range(26):
        lists = [lists]
    with pytest.raises(EmitError):
        emit(lists)


def test_a_comment_of_two_lines_is_refused():
    with pytest.raises(EmitError):
        emit({}, comment_header=["a\nb: 1"])


@given(st.text())
def test_cleaned_text_can_always_be_emitted(text):
    cleaned = clean_text(text)
    document, _ = load("p.yaml", emit({"key": cleaned}).encode())
    assert document is not None
    assert document.data == {"key": cleaned}
    assert clean_text(cleaned) == cleaned
