import json

from turnabout.diagnostics import Diagnostic, Position, Severity
from turnabout.reporters import as_json, as_sarif, code_quality

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
