import json
import re
from pathlib import Path

import jsonschema

from museum.test_museum import exhibits
from support_workspace import MINIATURE, TODAY, built
from turnabout.diagnostics import Diagnostic, Position, Severity
from turnabout.reporters import as_json, as_sarif, code_quality
from turnabout.rules import check

ROOT = Path(__file__).resolve().parents[2]

FOUND = [
    Diagnostic(Position("b ü.yaml", 2, 3), "REF001", "no person `Zoë`", "write `zoe`"),
    Diagnostic(Position("a.yaml", 1, 1), "CERT001", "old", "", Severity.WARNING),
    Diagnostic(Position("a.yaml", 9, 1), "CERT001", "old", "", Severity.WARNING),
]


def test_json_is_versioned_counted_and_ordered():
    report = json.loads(as_json(FOUND))
    assert report["version"] == 1
    assert report["summary"] == {"errors": 1, "warnings": 2, "files": 2}
    assert report["diagnostics"][2] == {
        "path": "b ü.yaml",
        "line": 2,
        "column": 3,
        "severity": "error",
        "code": "REF001",
        "message": "no person `Zoë`",
        "fix": "write `zoe`",
    }
    assert as_json(FOUND) == as_json(FOUND[::-1])
    assert "Zoë" in as_json(FOUND)
    assert json.loads(as_json([]))["diagnostics"] == []


def test_code_quality_has_a_fingerprint_of_its_own_for_each_that_survives_moved_lines():
    report = json.loads(code_quality(FOUND))
    assert [entry["severity"] for entry in report] == ["minor", "minor", "major"]
    assert report[2]["location"] == {"path": "b ü.yaml", "lines": {"begin": 2}}
    assert report[2]["description"] == "no person `Zoë` (fix: write `zoe`)"
    prints = [entry["fingerprint"] for entry in report]
    assert len(set(prints)) == 3
    moved = [Diagnostic(Position("b ü.yaml", 7, 3), "REF001", "no person `Zoë`", "write `zoe`")]
    assert json.loads(code_quality(moved))[0]["fingerprint"] == prints[2]


def test_sarif_has_a_rule_for_each_code_and_a_result_for_each_diagnostic():
    report = json.loads(as_sarif(FOUND))
    assert report["version"] == "2.1.0"
    (run,) = report["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert rules == ["CERT001", "REF001"]
    assert [rules[result["ruleIndex"]] for result in run["results"]] == ["CERT001", "CERT001", "REF001"]
    last = run["results"][2]
    assert last["level"] == "error"
    assert last["message"]["text"] == "no person `Zoë`\nfix: write `zoe`"
    assert last["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "b%20%C3%BC.yaml"},
        "region": {"startLine": 2, "startColumn": 3},
    }


def test_the_json_of_anything_found_fits_its_published_schema():
    schema = json.loads((ROOT / "schema" / "diagnostics.schema.json").read_text(encoding="utf-8"))
    validator = jsonschema.Draft7Validator(schema)
    everything, _ = exhibits()
    assert len(everything) > 20
    for found in ([], FOUND, everything, oddities()):
        validator.validate(json.loads(as_json(found)))
    assert not validator.is_valid({**json.loads(as_json(FOUND)), "version": 2})


def oddities():
    """Complaints about files as such, about one that does not parse, and about what only rules see."""
    text = MINIATURE["program/participants/ana-ruiz.yaml"]
    files = {
        **MINIATURE,
        "program/participants/ana-ruiz.yaml": text.replace("generative-ai", "generative-art"),
        "program/x\ny.yaml": "x: 1",
        "program/UP.yaml": "x: 1",
        "program/broken.yaml": "a: [",
    }
    workspace, found = built(files)
    return sorted([*found, *check(workspace, TODAY)])


def test_every_form_takes_what_was_found_in_any_program():
    found = oddities()
    assert {"FILE007", "FILE001", "YAML023"} < {str(each.code) for each in found}
    sarif = json.loads(as_sarif(found))
    assert len(sarif["runs"][0]["results"]) == len(json.loads(code_quality(found))) == len(found)
    assert sarif_faults(sarif) == []


def sarif_faults(report):
    """What SARIF 2.1.0 asks of what we use of it (sections 3.13 to 3.30), checked by hand."""
    faults = []
    if report["version"] != "2.1.0" or not report["$schema"].startswith("https://"):
        faults.append("version")
    for run in report["runs"]:
        driver = run["tool"]["driver"]
        ids = [rule["id"] for rule in driver["rules"]]
        if not driver["name"] or len(ids) != len(set(ids)):
            faults.append("driver")
        if run["columnKind"] not in ("utf16CodeUnits", "unicodeCodePoints"):
            faults.append("columnKind")
        for result in run["results"]:
            region = result["locations"][0]["physicalLocation"]["region"]
            uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
            if ids[result["ruleIndex"]] != result["ruleId"] or result["level"] not in (
                "none",
                "note",
                "warning",
                "error",
            ):
                faults.append(result)
            if not result["message"]["text"] or min(region["startLine"], region["startColumn"]) < 1:
                faults.append(result)
            # RFC 3986: a relative reference of unreserved, reserved and percent-encoded characters.
            if not re.fullmatch(r"(?:[A-Za-z0-9._~/!$&'()*+,;=@-]|%[0-9A-F]{2})+", uri):
                faults.append(uri)
    return faults
