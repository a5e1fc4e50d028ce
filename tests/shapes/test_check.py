import time
from datetime import date

import jsonschema
import jsonschema_rs
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from support_yaml import data
from turnabout.shapes import Shapes
from turnabout.shapes.codes import SAMPLE_SCHEMA, SHAPE_PAGES, Code
from turnabout.shapes.formats import FORMATS
from turnabout.yamlfile import Document, emit, load

SHAPES = Shapes({"sample": SAMPLE_SCHEMA})


def document_of(text: str) -> Document:
    document, found = load("file.yaml", text.encode())
    assert found == []
    assert document is not None
    return document


def faults(schema, text):
    return Shapes({"kind": schema}).check("kind", document_of(text))


def one(schema, text):
    found = faults(schema, text)
    assert len(found) == 1
    return found[0]


def in_key(node):
    return {"type": "object", "properties": {"key": node}, "additionalProperties": False}


@pytest.mark.parametrize("page", SHAPE_PAGES, ids=lambda page: str(page.code))
def test_each_code_is_what_its_bad_sample_gets_and_its_good_sample_does_not(page):
    assert [fault.code for fault in SHAPES.check("sample", document_of(page.bad))] == [page.code]
    assert SHAPES.check("sample", document_of(page.good)) == []


def test_the_catalogue_is_complete_and_without_gaps():
    assert [str(page.code) for page in SHAPE_PAGES] == [f"SHAPE{number:03}" for number in range(1, len(Code) + 1)]


def test_an_unknown_kind_is_the_callers_mistake():
    with pytest.raises(KeyError):
        SHAPES.check("no such kind", document_of("a: 1"))
    assert SHAPES.kinds == ("sample",)


def test_every_unknown_key_is_reported_at_the_key_with_the_nearest_known_one():
    found = SHAPES.check("sample", document_of("title: x\ncapcity: 2\nxyz: 1\nTitle: z\n"))
    assert [(fault.position.line, fault.position.column, fault.code) for fault in found] == [
        (2, 1, "SHAPE001"),
        (3, 1, "SHAPE001"),
        (4, 1, "SHAPE001"),
    ]
    assert "write `capacity`" in found[0].fix
    assert "choose one of `capacity`, `status`" in found[1].fix
    assert "move its value to `title`" in found[2].fix


def test_a_missing_key_is_reported_at_its_parent_with_what_it_is_for():
    schema = in_key({"type": "object", "required": ["day"], "properties": {"day": {"description": "The weekday."}}})
    fault = one(schema, "key:\n  from: 1\n")
    assert (fault.position.line, fault.position.column) == (1, 1)
    assert fault.fix == "add `day: …`: the weekday"
    fault = one(in_key({"type": "array", "items": schema["properties"]["key"]}), "key:\n  - day: 1\n  - {}\n")
    assert (fault.position.line, fault.position.column) == (3, 5)
    assert "entry 2 of `key`" in fault.message


@pytest.mark.parametrize(
    ("kind", "value", "message", "fix"),
    [
        ("array", "x", "expected a list for `key`, found the text `x`", "square brackets"),
        ("array", "{a: 1}", "expected a list for `key`, found a group of keys", "dash"),
        ("object", "[a]", "expected a group of keys for `key`, found a list", "keys with a colon"),
        ("string", "[a]", "expected text for `key`, found a list", "one text"),
        ("string", "12", "expected text for `key`, found `12`", "double quotes"),
        ("string", "true", "expected text for `key`, found `true`", "double quotes"),
        ("string", "", "expected text for `key`, found nothing", "write a value, or delete the key"),
        ("integer", "two", "expected a whole number for `key`, found the text `two`", "as described"),
        ("integer", '"2"', "expected a whole number for `key`, found the text `2`", "take the quotes away"),
        ("integer", "2.5", "expected a whole number for `key`, found `2.5`", "as described"),
        ("integer", "2.0", "expected a whole number for `key`, found one with a point", "without the point"),
        ("number", "x", "expected a number for `key`, found the text `x`", "as described"),
        ("boolean", "maybe", "expected `true` or `false` for `key`, found the text `maybe`", "without quotes"),
        (["string", "null"], "1", "expected text or nothing for `key`, found `1`", "double quotes"),
    ],
)
def test_a_wrong_type_is_said_in_words(kind, value, message, fix):
    fault = one(in_key({"type": kind}), f"key: {value}\n")
    assert fault.code == "SHAPE003"
    assert fault.message == message
    assert fix in fault.fix


def test_a_required_key_is_never_to_be_deleted():
    schema = {**in_key({"type": "string", "minLength": 1}), "required": ["key"]}
    assert one(schema, "key:\n").fix == "write a value"
    assert one(schema, 'key: ""\n').fix == "write something"


def test_keys_that_look_like_numbers_or_paths_keep_their_place():
    schema = {"additionalProperties": {"additionalProperties": {"type": "array", "items": {"type": "string"}}}}
    found = faults(schema, 'a:\n  "1":\n    - x\n    - 2\n  "007": [3]\n"0":\n  a/b: [4]\n  "~1": 5\n  "%20": 6\n')
    assert [(fault.position.line, fault.position.column) for fault in found] == [
        (4, 7),
        (5, 11),
        (7, 9),
        (8, 9),
        (9, 10),
    ]
    assert "entry 2 of `1`" in found[0].message


def test_a_misspelt_key_is_not_also_missing():
    found = SHAPES.check("sample", document_of("titel: x\n"))
    assert [fault.code for fault in found] == ["SHAPE001"]
    assert "write `title`" in found[0].fix


def test_one_cause_is_one_complaint():
    node = {"type": "string", "enum": ["a", "b"], "pattern": "^https://", "format": "uri", "minLength": 3}
    assert [fault.code for fault in faults(in_key({**node, "enum": ["a"]}), "key: [a]\n")] == ["SHAPE004"]
    del node["enum"]
    assert [fault.code for fault in faults(in_key(node), "key: ftp://x\n")] == ["SHAPE006"]


def test_a_file_that_is_no_mapping_is_one_fault():
    fault = one({"type": "object"}, "just text\n")
    assert fault.message == "expected a group of keys for the file, found the text `just text`"


@pytest.mark.parametrize(
    ("node", "good", "bad", "code"),
    [
        ({"enum": ["a", "b", 3]}, "a", "c", "SHAPE004"),
        ({"pattern": "^[a-z0-9]+(-[a-z0-9]+)*$", "type": "string"}, "a-b", "a--b", "SHAPE005"),
        ({"minimum": 1}, "1", "0", "SHAPE007"),
        ({"maximum": 1}, "1", "2", "SHAPE007"),
        ({"exclusiveMinimum": 1}, "2", "1", "SHAPE007"),
        ({"exclusiveMaximum": 1}, "0", "1", "SHAPE007"),
        ({"minLength": 2}, "ab", "a", "SHAPE008"),
        ({"maxLength": 2}, "ab", "abc", "SHAPE008"),
        ({"minItems": 2}, "[1, 2]", "[1]", "SHAPE009"),
        ({"maxItems": 1}, "[1]", "[1, 2, 3]", "SHAPE009"),
        ({"minProperties": 1}, "{a: 1}", "{}", "SHAPE009"),
        ({"maxProperties": 1}, "{a: 1}", "{a: 1, b: 2}", "SHAPE009"),
        ({"uniqueItems": True}, "[1, true, 2]", "[1, 2, 1]", "SHAPE010"),
        (
            {"uniqueItems": True},
            "[{a: 1, b: 2}, {a: 1, b: 3}, [1], [true]]",
            "[{a: 1, b: 2}, {b: 2.0, a: 1}]",
            "SHAPE010",
        ),
        ({"propertyNames": {"format": "date"}}, "{2026-03-02: 1}", "{2026-3-2: 1}", "SHAPE012"),
        ({"propertyNames": {"maxLength": 2}}, "{ab: 1}", "{abc: 1}", "SHAPE011"),
        ({"propertyNames": {"enum": ["ab"]}}, "{ab: 1}", "{abc: 1}", "SHAPE011"),
        ({"multipleOf": 5}, "10", "11", "SHAPE012"),
        ({"const": 5}, "5", "6", "SHAPE012"),
        ({"contains": {"const": 1}}, "[2, 1]", "[2]", "SHAPE012"),
        ({"not": {"const": 1}}, "2", "1", "SHAPE012"),
        ({"dependencies": {"a": ["b"]}}, "{b: 1, a: 1}", "{a: 1}", "SHAPE002"),
    ],
    ids=range(22),
)
def test_each_keyword_has_its_code(node, good, bad, code):
    assert faults(in_key(node), f"key: {good}\n") == []
    assert one(in_key(node), f"key: {bad}\n").code == code


def test_the_form_of_keys_may_stand_behind_a_reference():
    schema = {
        "definitions": {"id": {"type": "string", "pattern": "^[a-z]+$"}},
        "properties": {"people": {"propertyNames": {"$ref": "#/definitions/id"}}},
    }
    fault = one(schema, "people:\n  ana: 1\n  an:a: 2\n")
    assert (fault.code, fault.position.line, fault.position.column) == ("SHAPE011", 3, 3)


def test_a_key_that_the_schema_forbids_is_named():
    assert "expected no `key` here" in one({"properties": {"key": False}}, "key: 1\n").message


def test_references_and_conditions_lead_to_the_right_words():
    schema = {
        "definitions": {"day": {"type": "string", "enum": ["mon", "tue"]}},
        "properties": {"days": {"type": "array", "items": {"$ref": "#/definitions/day"}}, "held": {"type": "boolean"}},
        "if": {"properties": {"held": {"const": True}}, "required": ["held"]},
        "then": {"required": ["minutes"], "properties": {"minutes": {"description": "How long."}}},
    }
    found = faults(schema, "days: [mon, teu]\nheld: true\n")
    assert [(fault.code, fault.position.line) for fault in found] == [("SHAPE002", 1), ("SHAPE004", 1)]
    assert "how long" in found[0].fix
    assert "write `tue`" in found[1].fix


SECRET = "Xq7z Wjvp"
PRIVATE = [
    ({"type": "integer"}, SECRET),
    ({"enum": ["a", "b"]}, SECRET),
    ({"pattern": "^[a-z]+$", "type": "string"}, SECRET),
    ({"format": "date", "type": "string"}, SECRET),
    ({"maxLength": 2, "type": "string"}, SECRET),
    ({"const": 1}, SECRET),
    ({"not": {"type": "string"}}, SECRET),
    ({"items": {"type": "integer"}}, f"[{SECRET}]"),
    ({"uniqueItems": True, "items": {"type": "string"}}, f"[{SECRET}, {SECRET}]"),
    ({"properties": {"a": {"type": "integer"}}}, f"{{a: {SECRET}}}"),
    ({"properties": {"a": {}}, "additionalProperties": False}, f"{{{SECRET}: 1}}"),
    ({"propertyNames": {"pattern": "^[a-z]+$"}}, f"{{{SECRET}: 1}}"),
    ({"additionalProperties": {"type": "integer"}}, f"{{a: {SECRET}}}"),
    ({"additionalProperties": {"type": "integer"}}, f"{{{SECRET}: x}}"),
    ({"additionalProperties": {"type": "integer"}}, f"{{{SECRET}: 2.0}}"),
    ({"additionalProperties": {"propertyNames": {"maxLength": 1}}}, f"{{{SECRET}: {{ab: 2}}}}"),
    ({"additionalProperties": {"items": {"required": ["z"]}}}, f"{{{SECRET}: [{{ab: 2}}]}}"),
]


@pytest.mark.parametrize(("node", "value"), PRIVATE, ids=range(len(PRIVATE)))
def test_a_private_value_is_in_no_message_and_a_public_one_may_be(node, value):
    private = one(in_key({**node, "x-private": True}), f"key: {value}\n")
    assert "Xq7z" not in private.message + private.fix
    by_reference = {**in_key({"$ref": "#/definitions/a"}), "definitions": {"a": {**node, "x-private": True}}}
    assert "Xq7z" not in str(one(by_reference, f"key: {value}\n"))
    beside = {**in_key({"$ref": "#/definitions/a", "x-private": True}), "definitions": {"a": node}}
    assert "Xq7z" not in str(one(beside, f"key: {value}\n"))


@given(st.one_of(st.dates().map(date.isoformat), st.from_regex(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\n?", fullmatch=True)))
def test_a_date_is_a_day_of_the_calendar(text):
    try:
        real = date(int(text[:4]), int(text[5:7]), int(text[8:])).isoformat() == text
    except ValueError:
        real = False
    assert FORMATS["date"](text) == real


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("date", ["2024-02-29"], ["2026-02-29", "2026-1-1", "20260302", "2026-03-02T10:00:00Z", "٢٠٢٦-03-02", ""]),
        ("time", ["00:00", "09:30", "23:59"], ["24:00", "9:30", "09:60", "09:30:00", "09:30Z", "09:30\n", ""]),
        (
            "email",
            ["ana@example.org", "a.b+c@x.example"],
            ["ana", "@x.org", "a@b", "a b@x.org", "a@x.org\n", "a@x.org>"],
        ),
        (
            "uri",
            ["https://example.org", "https://example.org:8443/a?b=c#d", "mailto:ana@example.org"],
            [
                "http://example.org",
                "javascript:alert(1)",
                "https://",
                "https:// x",
                "https://x/\n",
                'https://x/"',
                "//x",
                "https://user@example.org",
                "https://x/<a>",
                "https://é.example",
                "HTTPS://x",
                "data:text/html,x",
            ],
        ),
    ],
)
def test_formats_are_checked_by_the_engine_with_our_functions(name, good, bad):
    shapes = Shapes({"kind": in_key({"type": "string", "format": name})})
    for text in good:
        assert shapes.check("kind", document_of(emit({"key": text}))) == []
    for text in bad:
        assert [fault.code for fault in shapes.check("kind", document_of(emit({"key": text})))] == ["SHAPE006"]


def test_the_engine_alone_would_take_other_times_than_ours():
    # Why the formats are our own: RFC 3339 wants seconds and a zone.
    assert not jsonschema_rs.Draft7Validator({"format": "time"}, validate_formats=True).is_valid("09:30")


def test_hostile_files_cost_little():
    items = Shapes({"kind": in_key({"type": "array", "uniqueItems": True})})
    assert len(items.check("kind", document_of("key: [" + "".join(f"{n}, " for n in range(19_000)) + "1]"))) == 1
    unknown = Shapes({"kind": in_key({"type": "integer"})})
    text = "".join(f"ke{n}: 1\n" for n in range(9_000))
    started = time.process_time()
    assert len(unknown.check("kind", document_of(text))) == 9_000
    # A hundred times what it takes, and a hundredth of what comparing all words takes.
    assert time.process_time() - started < 30


def test_a_hostile_pattern_cannot_hang():
    text = "a" * 50_000 + "!"
    assert one(in_key({"type": "string", "pattern": "^(a+)+$"}), f"key: {text}\n").code == "SHAPE005"


@pytest.mark.parametrize("key", ["7", "07", "+7", "٧", "-7", "7.0", "99999999999999999999"])
def test_a_key_that_reads_like_a_number_keeps_its_place(key):
    schema = {**SAMPLE_SCHEMA, "additionalProperties": {"type": "array"}}
    (fault,) = Shapes({"kind": schema}).check("kind", document_of(f'title: ana\n"{key}": {{}}\n'))
    assert fault.position.line == 2


@given(data)
@example({"+1": None})
def test_any_data_gets_words_and_never_an_exception(value):
    document = document_of(emit(value))
    schema = {
        **SAMPLE_SCHEMA,
        "additionalProperties": {"type": ["array", "object"], "items": {"type": "string", "minLength": 2}},
    }
    for fault in Shapes({"kind": schema}).check("kind", document):
        for text in (fault.message, fault.fix):
            assert text
            assert "\n" not in text
            assert text.count("`") % 2 == 0


VALUES = st.one_of(
    st.sampled_from(
        ["Digital", "", "active", "a-b", "2026-03-02", "2026-02-30", 0, 2, 7, 20, -1, 2.5, True, None, [], {}]
    ),
    st.lists(st.sampled_from(["en", "fr", 1]), max_size=3),
    st.dictionaries(st.sampled_from(["hours", "Hours"]), st.sampled_from([1, "x"]), max_size=2),
)


@given(st.dictionaries(st.sampled_from([*SAMPLE_SCHEMA["properties"], "other"]), VALUES))
def test_the_reference_engine_agrees_on_what_is_valid(value):
    checker = jsonschema.FormatChecker(formats=())
    checker.checks("date")(lambda text: not isinstance(text, str) or FORMATS["date"](text))
    reference = jsonschema.Draft7Validator(SAMPLE_SCHEMA, format_checker=checker)
    ours = SHAPES.check("sample", document_of(emit(value)))
    assert reference.is_valid(value) == (ours == [])
