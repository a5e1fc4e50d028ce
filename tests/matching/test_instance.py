"""The instance format: what is read, and a located message for everything that cannot be."""

import json
from pathlib import Path

import jsonschema
import jsonschema_rs
import pytest

from turnabout.diagnostics import Position
from turnabout.matching.instances.instance import instance_scale, read_instance
from turnabout.matching.instances.instance_csv import read_csv
from turnabout.matching.instances.instance_error import InstanceError
from turnabout.matching.problem import COVERAGE, KEEP, TOTAL, WORST_PAIR, problem_digest
from turnabout.matching.solution import made_pairs
from turnabout.matching.solvers import solve

SCHEMA = json.loads((Path(__file__).parents[2] / "schema" / "instance.schema.json").read_text())
GOOD = {
    "format": 1,
    "name": "pilot",
    "scale": 420,
    "mentors": {"ann": {"capacity": 2, "minimum": 1}, "ben": {}},
    "mentees": {"xia": {"capacity": 1, "minimum": 1, "priority": 2}, "yan": {}},
    "pairs": [["ann", "xia", 140], ["ann", "yan", 70], ["ben", "xia", 420], ["ben", "yan", 35]],
    "forbidden": [["ben", "xia"]],
    "locked": [["ann", "xia"]],
    "keep": [["ben", "yan"]],
    "stages": ["coverage", "keep", "total"],
}


def messages(data: object) -> list[str]:
    text = data if isinstance(data, str) else json.dumps(data)
    with pytest.raises(InstanceError) as caught:
        read_instance(text, "pilot.json")
    assert all(diagnostic.code == "instance" and diagnostic.fix for diagnostic in caught.value.diagnostics)
    assert str(caught.value)
    return [diagnostic.message for diagnostic in caught.value.diagnostics]


def test_an_instance_is_read_and_solved() -> None:
    problem = read_instance(json.dumps(GOOD), "pilot.json")
    assert (problem.program, problem.stages) == ("pilot", (COVERAGE, KEEP, TOTAL))
    assert problem.points.tolist() == [140, 70, 35]
    assert problem.priority.tolist() == [2, 1]
    assert made_pairs(problem, solve(problem)) == (("ann", "xia", 140), ("ben", "yan", 35))
    assert instance_scale(json.dumps(GOOD)) == 420


def test_what_may_be_left_out_has_a_default() -> None:
    data = {key: GOOD[key] for key in ("format", "name", "mentors", "mentees", "pairs")}
    problem = read_instance(json.dumps(data), "pilot.json")
    assert problem.stages == (COVERAGE, WORST_PAIR, TOTAL)
    assert problem.capacity.tolist() == [2, 1]
    assert instance_scale(json.dumps(data)) == 1


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"format": 2}, ["format: expected 1, found `2`"]),
        ({"format": True}, ["format: expected a whole number, found `true`"]),
        ({"colour": 1}, ["colour: not known here"]),
        ({"name": "Pilot"}, ["name: an id has lower-case letters a-z, digits and single hyphens between them"]),
        ({"name": None}, ["name: expected text, found `null`"]),
        ({"scale": 0}, ["scale: expected a whole number of at least 1, found `0`"]),
        ({"scale": 0.5}, ["scale: expected a whole number, found `0.5`"]),
        ({"mentors": []}, ["mentors: expected an object, found a list"]),
        ({"mentees": {}}, None),
        (
            {"mentors": {**GOOD["mentors"], "Ann Lee": {}}},
            ["mentors.Ann Lee: an id has lower-case letters a-z, digits and single hyphens between them"],
        ),
        ({"mentors": {**GOOD["mentors"], "cat": 2}}, ["mentors.cat: expected an object, found `2`"]),
        ({"mentors": {**GOOD["mentors"], "cat": {"priority": 2}}}, ["mentors.cat.priority: not known here"]),
        (
            {"mentors": {**GOOD["mentors"], "ben": {"capacity": "2"}}},
            [
                "mentors.ben.capacity: capacity of mentor `ben`: expected a whole number from 0 to 100000, found `2`",
            ],
        ),
        (
            {"mentees": {**GOOD["mentees"], "yan": {"minimum": 2}}},
            ["mentees.yan.minimum: minimum of mentee `yan` is 2, above the capacity of 1"],
        ),
        ({"pairs": [["ann", "xia"]]}, ["pairs[0]: expected [mentor, mentee, points]"]),
        ({"pairs": ["ann"]}, ["pairs[0]: expected [mentor, mentee, points]"]),
        ({"pairs": [["ann", 7, 1]]}, ["pairs[0][1]: expected the id of a person, found `7`"]),
        (
            {"pairs": [*GOOD["pairs"], ["bob", "yan", 1]]},
            ["pairs[4][0]: there is no mentor `bob`"],
        ),
        (
            {"pairs": [["ann", "xia", -1], *GOOD["pairs"][1:]]},
            ["pairs[0][2]: points of `ann` with `xia`: expected a whole number from 0 to 1000000, found `-1`"],
        ),
        (
            {"pairs": [["ann", "xia", 1.5], *GOOD["pairs"][1:]]},
            ["pairs[0][2]: points of `ann` with `xia`: expected a whole number from 0 to 1000000, found `1.5`"],
        ),
        ({"locked": [["ann", "xia", 1]]}, ["locked[0]: expected [mentor, mentee]"]),
        ({"locked": [["ben", "xia"]]}, ["locked[0]: the pair `ben` with `xia` is locked and forbidden"]),
        ({"stages": [1]}, ["stages[0]: expected text, found `1`"]),
        (
            {"stages": ["best"]},
            ["stages[0]: unknown stage `best`; expected one of coverage, worst-pair, total, keep, load"],
        ),
    ],
)
def test_a_fault_is_told_with_the_way_to_it(change, expected) -> None:
    found = messages({**GOOD, **change})
    if expected is None:
        assert found[0] == "mentees: there are no mentees; expected at least one"
    else:
        assert found == expected


def test_all_shape_faults_are_told_at_once() -> None:
    assert messages({"format": 3, "more": 1}) == [
        "`name` is missing",
        "`mentors` is missing",
        "`mentees` is missing",
        "`pairs` is missing",
        "format: expected 1, found `3`",
        "more: not known here",
    ]
    assert messages([]) == ["expected an object, found a list"]


def test_text_that_is_no_json_is_located() -> None:
    with pytest.raises(InstanceError) as caught:
        read_instance('{"format": 1,\n  "name" "pilot"}', "pilot.json")
    (diagnostic,) = caught.value.diagnostics
    assert diagnostic.position == Position("pilot.json", 2, 10)
    assert diagnostic.message == "not valid JSON: expecting ':' delimiter"
    assert messages('{"format": 1, "format": 1}') == ["the key `format` is given twice in one object"]
    assert messages("[" * 100_000) == ["not an instance: too many brackets inside one another"]


def test_nan_and_infinity_are_no_points() -> None:
    for word in ("NaN", "Infinity", "-Infinity"):
        (message,) = messages(json.dumps(GOOD).replace("140", word))
        assert message.startswith("pairs[0][2]: points of `ann` with `xia`: expected a whole number")


def test_the_schema_is_valid_and_agrees_with_the_reader() -> None:
    jsonschema.Draft7Validator.check_schema(SCHEMA)
    validator = jsonschema_rs.validator_for(SCHEMA)
    assert validator.is_valid(GOOD)
    assert all(
        validator.is_valid(example) and read_instance(json.dumps(example), "x") for example in SCHEMA["examples"]
    )
    for change in (
        {"format": 2},
        {"colour": 1},
        {"name": "Pilot"},
        {"scale": 0},
        {"mentors": {}},
        {"mentors": {"ann": {"priority": 1}}},
        {"mentees": {"xia": {"priority": 0}}},
        {"pairs": [["ann", "xia"]]},
        {"pairs": [["ann", "xia", -1]]},
        {"stages": ["best"]},
        {"stages": []},
    ):
        assert not validator.is_valid({**GOOD, **change}), change
        assert messages({**GOOD, **change})


def test_every_property_of_the_schema_is_explained() -> None:
    def properties(schema: object, way: str):
        if isinstance(schema, dict):
            for name, value in schema.get("properties", {}).items():
                yield f"{way}.{name}", value
            for key, value in schema.items():
                assert key not in ("oneOf", "anyOf")
                yield from properties(value, f"{way}.{key}")
        elif isinstance(schema, list):
            for index, value in enumerate(schema):
                yield from properties(value, f"{way}[{index}]")

    listed = list(properties(SCHEMA, ""))
    assert len(listed) >= 15
    for way, schema in listed:
        assert {"title", "description", "examples"} <= schema.keys(), way
        for example in schema["examples"]:
            rest = {key: SCHEMA[key] for key in ("$schema", "definitions")}
            assert jsonschema_rs.validator_for({**schema, **rest}).is_valid(example), way


def test_a_csv_list_of_pairs_is_read() -> None:
    text = "\ufeffmentor,mentee,points\r\nann,xia,5\r\nann,yan,9\r\n\r\nben,yan,8\r\n"
    problem = read_csv(text, "pairs.csv", "list")
    assert made_pairs(problem, solve(problem)) == (("ann", "xia", 5), ("ben", "yan", 8))
    assert problem_digest(problem) == problem_digest(read_csv(text.replace("\r", ""), "pairs.csv", "list"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "",
            [
                (
                    1,
                    "expected the columns mentor, mentee, points, or a table whose first cell is empty, found `an empty file`",
                )
            ],
        ),
        (
            "a,b\n",
            [(1, "expected the columns mentor, mentee, points, or a table whose first cell is empty, found `a, b`")],
        ),
        ("mentor,mentee,points\nann,xia\n", [(2, "expected 3 values, found 2")]),
        ("mentor,mentee,points\n\nann,xia,-1\n", [(3, "expected whole points, found `-1`")]),
        (
            "mentor,mentee,points\nann,xia,1.5\nann,yan,\n",
            [(2, "expected whole points, found `1.5`"), (3, "expected whole points, found ``")],
        ),
        (
            "mentor,mentee,points\nAnn,xia,1\n",
            [(2, "`Ann`: an id has lower-case letters a-z, digits and single hyphens between them")],
        ),
        (
            "mentor,mentee,points\nann,xia,1\n\nann,xia,2\n",
            [(4, "the pair `ann` with `xia` is listed twice")],
        ),
        (
            "mentor,mentee,points\nann,xia,2000000\n",
            [(2, "points of `ann` with `xia`: expected a whole number from 0 to 1000000, found `2000000`")],
        ),
        (
            "mentor,mentee,points\n",
            [
                (1, "there are no mentors; expected at least one"),
                (1, "there are no mentees; expected at least one"),
            ],
        ),
    ],
)
def test_faults_in_a_csv_list_are_told_with_their_line(text, expected) -> None:
    with pytest.raises(InstanceError) as caught:
        read_csv(text, "pairs.csv", "list")
    assert [(d.position.line, d.message) for d in caught.value.diagnostics] == expected
