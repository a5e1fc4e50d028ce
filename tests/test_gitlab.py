"""The GitLab include: the shape that GitLab documents, and scripts that do what their comments say."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from support_copy import ROOT

INCLUDE = ROOT / ".gitlab" / "turnabout.gitlab-ci.yml"
JOBS: dict[str, Any] = yaml.safe_load(INCLUDE.read_text(encoding="utf-8"))
# Programs that the scripts call. Each call is noted; `curl` answers a plain GET with $ANSWER, as `turnabout` does always.
CURL = """#!/bin/bash
printf 'curl %s\\n' "$*" >> "$CALLS"
printf '%s' "$ANSWER"
"""
TURNABOUT = """#!/bin/bash
printf 'turnabout %s\\n' "$*" >> "$CALLS"
if [ "$1" = nudge ]; then printf '%s' "$SAID"; else printf '%s' "$SAID" > answer.md; fi
exit "$CODE"
"""
# What every call of the API has.
FIXED = "--fail --silent --show-error --header PRIVATE-TOKEN: secret"


def test_the_include_has_the_shape_that_gitlab_documents() -> None:
    checker = Path(sys.executable).parent / "check-jsonschema"
    assert checker.is_file(), "check-jsonschema is missing: run `make test`, which installs it"
    done = subprocess.run([checker, "--builtin-schema", "vendor.gitlab-ci", INCLUDE], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_job_says_when_it_runs_and_none_in_another_ones_pipeline() -> None:
    jobs = {name: job for name, job in JOBS.items() if not name.startswith(".") and name != "variables"}
    assert set(jobs) == {
        "pages",
        *(f"turnabout-{name}" for name in ("effect", "intake", "nudge", "propose", "validate")),
    }
    for name, job in jobs.items():
        conditions = [rule["if"] for rule in job["rules"]]
        assert conditions, f"{name} would run in every pipeline"
        for each in conditions:
            if "CI_DEFAULT_BRANCH" in each:
                assert any(word in each for word in ("$PROGRAM", "$ISSUE", "$NUDGE"))


def run(folder: Path, job: str, *, code: int = 0, **environ: str) -> tuple[int, list[str]]:
    """The exit code of the job's script, run by bash as GitLab does, and the calls that it made."""
    programs = folder / "bin"
    programs.mkdir()
    for name, text in (("curl", CURL), ("turnabout", TURNABOUT)):
        (programs / name).write_text(text, encoding="utf-8")
        (programs / name).chmod(0o755)
    (programs / "python").symlink_to(sys.executable)
    calls = folder / "calls"
    calls.touch()
    given = {
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
        "CALLS": str(calls),
        "CODE": str(code),
        "GITLAB_TOKEN": "secret",
        "ISSUES": "https://forge/issues",
        **environ,
    }
    script = "\n".join(JOBS[job]["script"])
    done = subprocess.run(
        ["bash", "-eo", "pipefail", "-c", script], cwd=folder, env=given, capture_output=True, text=True, timeout=60
    )
    assert "secret" not in done.stdout + done.stderr
    return done.returncode, calls.read_text(encoding="utf-8").replace(f"{FIXED} ", "").splitlines()


@pytest.mark.parametrize("code", [0, 1])
def test_the_sender_of_a_form_is_answered_whatever_became_of_it(code: int, tmp_path: Path) -> None:
    ended, calls = run(tmp_path, "turnabout-intake", code=code, ISSUE="12", ANSWER='{"iid": 12}', SAID="Thank you.")
    assert calls == [
        "curl https://forge/issues/12",
        "turnabout intake issue.json --event --reply answer.md --propose",
        "curl https://forge/issues/12/notes --data-urlencode body@answer.md",
    ]
    assert (ended, json.loads((tmp_path / "issue.json").read_text())) == (code, {"iid": 12})


@pytest.mark.parametrize(
    ("said", "listed", "last"),
    [
        (
            "Two pairs.",
            [],
            "curl https://forge/issues --data-urlencode title=T --data-urlencode labels=L"
            " --data-urlencode description@nudge.md",
        ),
        ("Two pairs.", [7, 9], "curl --request PUT https://forge/issues/7 --data-urlencode description@nudge.md"),
        ("", [7], "curl --request PUT https://forge/issues/7 --data state_event=close"),
        ("", [], "curl --get https://forge/issues --data state=opened --data-urlencode labels=L"),
    ],
)
def test_the_nudge_keeps_one_issue_up_to_date(said: str, listed: list[int], last: str, tmp_path: Path) -> None:
    answer = json.dumps([{"iid": number} for number in listed])
    ended, calls = run(tmp_path, "turnabout-nudge", SAID=said, ANSWER=answer, LABEL="L", TITLE="T")
    assert (ended, calls[-1]) == (0, last)
