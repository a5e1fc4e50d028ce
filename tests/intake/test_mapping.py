"""The map: of the right shape, fitting the table, and never for a sensitive column."""

import json
from pathlib import Path

import pytest

from support_intake import HEADERS, MAP, NORA, checked, csv_bytes, mapped, places, sign_ups, table_of
from turnabout.diagnostics import Severity
from turnabout.errors import UsageError
from turnabout.intake.mapping import read_map
from turnabout.shapes import check_schema
from turnabout.workspace import SCHEMAS, schemas


def test_the_schema_keeps_the_house_rules() -> None:
    assert check_schema(json.loads((SCHEMAS / "map.schema.json").read_text())) == []


def test_constants_have_the_shape_that_a_participants_file_asks_for() -> None:
    participant, constants = schemas()["participant"], schemas()["map"]["properties"]["constants"]["properties"]
    part = participant["properties"]["programs"]["additionalProperties"]["properties"]
    for name, node in constants.items():
        wanted = participant["properties"].get(name) or part[name]
        for key in ("type", "pattern", "enum", "minimum", "maximum", "minLength", "maxLength", "format"):
            assert node.get(key) == wanted.get(key), (name, key)


def test_each_field_of_the_schema_can_be_read() -> None:
    from turnabout.intake.cells import _READERS

    assert set(schemas()["map"]["properties"]["columns"]["properties"]) == set(_READERS)


def test_a_map_that_fits_has_no_complaint() -> None:
    form, found = checked(MAP, sign_ups({}))
    assert form is not None
    assert found == []
    assert form.columns["topics"].indexes == (5,)
    assert form.columns["topics"].separator == ","


def test_a_map_is_read_from_the_disk_and_its_shape_is_checked(tmp_path: Path) -> None:
    path = tmp_path / "map.yaml"
    path.write_text(MAP)
    form, found = read_map(path, sign_ups({}))
    assert (form is not None, found) == (True, [])
    path.write_text(MAP.replace("from: Grade", "form: Grade"))
    form, found = read_map(path, sign_ups({}))
    assert form is None
    assert {each.position.line for each in found} == {5}
    with pytest.raises(UsageError):
        read_map(tmp_path / "none.yaml", sign_ups({}))


def test_an_unknown_header_is_told_in_the_map_with_the_nearest_one() -> None:
    form, found = checked(MAP.replace("from: Grade", "from: grades") + "ignore: [Nothing like it]\n", sign_ups({}))
    assert form is None
    assert places(found) == [(5, 17, "IMPORT011"), (12, 10, "IMPORT011")]
    assert found[0].fix == "did you mean `Grade`?"
    assert "first row" in found[1].fix


def test_blanks_and_line_ends_in_headers_do_not_matter() -> None:
    headers = ("Timestamp", " Your\nName ", *HEADERS[2:])
    assert mapped(MAP, table_of(headers, NORA)).columns["name"].indexes == (1,)


def test_columns_that_the_map_does_not_name_are_told_unless_empty_or_ignored() -> None:
    table = table_of((*HEADERS, "Comments", "T-shirt", "Nothing"), (*NORA, "Looking forward", "M", ""))
    form, found = checked(MAP + "ignore: [T-shirt]\n", table)
    assert form is not None
    assert places(found) == [(1, 8, "IMPORT012")]
    assert found[0].severity is Severity.WARNING
    assert "Looking forward" not in str(found)


def test_a_sensitive_column_is_dropped_with_a_warning_that_does_not_show_it() -> None:
    table = table_of((*HEADERS, "Gender", "Age"), (*NORA, "nonbinary", "23"))
    form, found = checked(MAP + "ignore: [Age]\n", table)
    assert form is not None
    assert places(found) == [(1, 8, "IMPORT013")]
    assert "nonbinary" not in str(found)


@pytest.mark.parametrize("field", ["interests", "goals", "job_title", "level", "name"])
def test_a_sensitive_column_is_never_taken_over(field: str) -> None:
    table = table_of((*HEADERS, "Your gender"), (*NORA, "f"))
    lines = [line for line in MAP.splitlines() if not line.startswith(f"  {field}:")]
    text = "\n".join([lines[0], f'  {field}: {{from: "Your gender"}}', *lines[1:], ""])
    form, found = checked(text, table)
    assert form is None
    assert (2, len(field) + 12, "IMPORT014") in places(found)


def test_a_sensitive_column_is_not_taken_over_as_a_further_one_either() -> None:
    table = table_of((*HEADERS, "Religion"), (*NORA, "x"))
    form, found = checked(MAP.replace('separator: ","', 'separator: ",", also: [Religion]'), table)
    assert form is None
    assert "IMPORT014" in {each.code for each in found}


def test_two_columns_with_one_header_cannot_be_mapped() -> None:
    table, _ = table_of((*HEADERS, "Grade2"), (*NORA, "3")), None
    twice = type(table)(table.path, (*HEADERS, "Grade"), table.rows)
    form, found = checked(MAP, twice)
    assert form is None
    assert "columns D and H" in next(each.message for each in found if each.code == "IMPORT007")


def test_a_field_has_one_source() -> None:
    form, found = checked(MAP + "  department: finance\nignore: [Grade]\n", sign_ups({}))
    assert form is None
    assert places(found) == [(5, 17, "IMPORT015"), (12, 3, "IMPORT015")]


def test_what_a_participant_needs_is_asked_for() -> None:
    text = "columns:\n  level: {from: Grade}\n  consent_profile: {from: Department}\n"
    form, found = checked(text, sign_ups({}))
    assert form is None
    missing = [each.message.split("`")[1] for each in found if each.code == "IMPORT016"]
    assert sorted(missing) == ["department", "joined", "languages", "name", "role", "time_zone"]


def test_a_mapped_column_without_answers_is_told_unless_the_map_says_what_empty_means() -> None:
    table = sign_ups({"How many?": ""})
    assert places(checked(MAP, table)[1]) == [(8, 20, "IMPORT017")]
    assert checked(MAP.replace('"How many?"', '"How many?", empty: 1'), table)[1] == []
    assert csv_bytes(HEADERS)
