"""Every schema has files that it takes and files that it refuses; both engines say the same of each."""

import json
import re
from pathlib import Path

import jsonschema
import pytest

from turnabout.shapes import Shapes, check_schema
from turnabout.shapes.formats import FORMATS
from turnabout.yamlfile import Document, load

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "tests" / "schemas"
SCHEMAS = {
    path.name.removesuffix(".schema.json"): json.loads(path.read_text(encoding="utf-8"))
    for path in sorted((ROOT / "schema").glob("*.schema.json"))
}
SHAPES = Shapes(SCHEMAS)
GOOD = sorted(path.relative_to(SAMPLES).as_posix() for path in SAMPLES.glob("good/*/*.yaml"))
BAD = sorted(path.relative_to(SAMPLES).as_posix() for path in SAMPLES.glob("bad/*/*.yaml"))
EXPECTED = re.compile(r"^# expected: ([A-Z]+[0-9]{3}) ([0-9]+):([0-9]+)$", re.MULTILINE)


def sample(name: str) -> tuple[str, str, Document]:
    """The kind that the sample's folder names, its text, and the document."""
    content = (SAMPLES / name).read_bytes()
    document, found = load(name, content)
    assert found == []
    assert document is not None
    return name.split("/")[1], content.decode(), document


def reference(kind: str) -> jsonschema.Draft7Validator:
    checker = jsonschema.FormatChecker(formats=())
    for name, check in FORMATS.items():
        checker.checks(name)(lambda value, check=check: not isinstance(value, str) or check(value))
    return jsonschema.Draft7Validator(SCHEMAS[kind], format_checker=checker)


def test_every_schema_has_a_good_and_a_bad_sample():
    assert SCHEMAS
    assert {name.split("/")[1] for name in GOOD} == set(SCHEMAS)
    assert {name.split("/")[1] for name in BAD} == set(SCHEMAS)


@pytest.mark.parametrize("name", GOOD)
def test_a_good_sample_passes_both_engines(name):
    kind, _, document = sample(name)
    assert SHAPES.check(kind, document) == []
    assert reference(kind).is_valid(document.data)


@pytest.mark.parametrize("name", BAD)
def test_a_bad_sample_has_exactly_the_faults_that_its_last_lines_name(name):
    kind, text, document = sample(name)
    expected = [(code, int(line), int(column)) for code, line, column in EXPECTED.findall(text)]
    found = [(str(fault.code), fault.position.line, fault.position.column) for fault in SHAPES.check(kind, document)]
    assert expected
    assert found == sorted(expected, key=lambda fault: (fault[1:], fault[0]))
    assert not reference(kind).is_valid(document.data)


@pytest.mark.parametrize("kind", SCHEMAS)
def test_a_schema_keeps_the_house_rules(kind):
    assert check_schema(SCHEMAS[kind]) == []


@pytest.mark.parametrize("kind", SCHEMAS)
def test_the_full_sample_shows_every_key_of_its_schema(kind):
    _, _, document = sample(f"good/{kind}/full.yaml")
    assert set(document.data) == set(SCHEMAS[kind]["properties"])


TIDY = {
    "$schema": "http://json-schema.org/draft-07/schema#",
    "type": "object",
    "additionalProperties": False,
    "properties": {"a": {"title": "A", "description": "An a.", "examples": [1], "type": "integer"}},
}


def changed(**changes):
    return {**TIDY, "properties": {"a": {**TIDY["properties"]["a"], **changes}}}


@pytest.mark.parametrize(
    ("schema", "fault"),
    [
        ({**TIDY, "type": "objekt"}, "#/type"),
        ({**TIDY, "$schema": "https://json-schema.org/draft/2020-12/schema"}, '"$schema" is not'),
        ({**TIDY, "additionalProperties": True}, '"additionalProperties" is true'),
        ({"$schema": TIDY["$schema"], "type": "object"}, 'an object without "additionalProperties"'),
        ({**TIDY, "oneOf": [{}]}, '"oneOf": its errors cannot be read'),
        (changed(title=""), "#/properties/a: no title"),
        (changed(description=""), "#/properties/a: no description"),
        (changed(examples=[]), "#/properties/a: no examples"),
        (changed(examples=["x"]), "#/properties/a: example 1 does not fit"),
        (changed(type="string", format="hostname", examples=["x"]), 'the format "hostname"'),
        (changed(type="array", examples=[[]], items={"type": "object"}), "#/properties/a/items: an object without"),
        (changed(anyOf=[{"type": "integer"}]), '#/properties/a: "anyOf"'),
        (changed(type="string", format="date", examples=["2026-02-30"]), "example 1 does not fit"),
    ],
    ids=range(13),
)
def test_each_house_rule_is_checked(schema, fault):
    assert check_schema(TIDY) == []
    assert any(fault in found for found in check_schema(schema))
