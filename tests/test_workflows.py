"""The workflows and issue forms: clean under three auditors, narrow in their rights, and their scripts do what they say."""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from turnabout.forms.catalog import forms
from turnabout.forms.issue_forms import templates
from turnabout.forms.wording import APPROVED_LABEL
from turnabout.workspace import build, read_files

ROOT = Path(__file__).resolve().parents[1]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
ACTIONS = sorted((ROOT / ".github" / "actions").glob("*/action.yml"))
FORMS = sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("[0-9]-*.yml"))
BIN = Path(sys.executable).parent
OWN_ACTION = "$/.github/actions/turnabout"
MISSING = "is missing: run `make test`, which installs it"


def tool(name: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    program = BIN / name
    assert program.is_file(), f"{name} {MISSING}"
    return subprocess.run(
        [program, *arguments], cwd=ROOT, capture_output=True, text=True, timeout=120, stdin=subprocess.DEVNULL
    )


def loaded(path: Path) -> dict[str, Any]:
    # BaseLoader: to YAML 1.1 the key `on` is true.
    data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    assert isinstance(data, dict)
    return data


def steps(path: Path) -> list[dict[str, Any]]:
    return [step for job in loaded(path)["jobs"].values() for step in job["steps"]]


def script(name: str, words: str) -> str:
    """The one script of the workflow in whose step's name these words stand."""
    (found,) = [step["run"] for step in steps(ROOT / ".github" / "workflows" / name) if words in step.get("name", "")]
    assert isinstance(found, str)
    return found


def test_zizmor_finds_nothing_even_as_an_auditor() -> None:
    done = tool("zizmor", "--persona", "auditor", "--offline", "--no-progress", "--quiet", ".github")
    assert done.returncode == 0, f"mend what zizmor says about the workflows:\n{done.stdout}{done.stderr}"


def test_actionlint_finds_nothing() -> None:
    done = tool("actionlint", *WORKFLOWS)
    assert done.returncode == 0, f"mend what actionlint says about the workflows:\n{done.stdout}{done.stderr}"


@pytest.mark.parametrize(
    ("schema", "files"),
    [
        ("vendor.github-workflows", WORKFLOWS),
        ("vendor.github-issue-forms", FORMS),
        ("vendor.github-issue-config", [ROOT / ".github" / "ISSUE_TEMPLATE" / "config.yml"]),
        ("vendor.dependabot", [ROOT / ".github" / "dependabot.yml"]),
    ],
)
def test_every_file_has_the_shape_that_github_documents(schema: str, files: list[Path]) -> None:
    assert files, f"nothing to check against {schema}: has a folder moved?"
    done = tool("check-jsonschema", "--builtin-schema", schema, *files)
    assert done.returncode == 0, f"mend what does not fit {schema}:\n{done.stdout}{done.stderr}"


def test_the_issue_forms_are_what_schemas_topics_and_programs_say() -> None:
    workspace, _ = build(read_files(ROOT))
    for path, text in templates(forms(workspace)).items():
        standing = (ROOT / path).read_text(encoding="utf-8") if (ROOT / path).is_file() else None
        assert standing == text, f"{path} is not what it would be made as today: run `.venv/bin/turnabout forms`"


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_has_no_rights_but_those_a_job_names(path: Path) -> None:
    text, workflow = path.read_text(encoding="utf-8"), loaded(path)
    assert workflow["permissions"] == {}, f"{path.name}: write `permissions: {{}}` at the top"
    assert "pull_request_target" not in workflow["on"], f"{path.name}: it would run a stranger's code with our rights"
    for name, job in workflow["jobs"].items():
        assert "timeout-minutes" in job, f"{path.name}: job `{name}` may run for six hours"
        assert job.get("permissions") != "write-all"
    for step in steps(path):
        assert "${{" not in step.get("run", ""), f"{path.name}: pass the value through `env` instead of into a script"
        if "checkout" in step.get("uses", "") and path.name != "propose.yml":
            assert step["with"]["persist-credentials"] == "false", f"{path.name}: do not leave the token in the clone"
    for action in re.findall(r"uses: (.+)", text):
        if action == OWN_ACTION:
            continue
        assert re.fullmatch(r"[\w./-]+@[0-9a-f]{40}  # v[0-9.]+", action), f"{path.name}: pin `{action}` by its commit"


def test_one_action_is_pinned_to_one_commit_everywhere() -> None:
    pins: dict[str, set[str]] = {}
    for path in (*WORKFLOWS, *ACTIONS):
        for action, commit in re.findall(r"uses: (\S+)@(\S+)", path.read_text(encoding="utf-8")):
            assert re.fullmatch(r"[0-9a-f]{40}", commit), f"{path.name}: pin `{action}` by its commit"
            pins.setdefault(action, set()).add(commit)
    assert not {action: commits for action, commits in pins.items() if len(commits) > 1}


def test_the_text_of_an_issue_reaches_no_expression() -> None:
    text = (ROOT / ".github" / "workflows" / "intake.yml").read_text(encoding="utf-8")
    used = set(re.findall(r"github\.event[\w.]*", text))
    assert used == {"github.event.issue.number", "github.event.label.name"}
    assert f"github.event.label.name == '{APPROVED_LABEL}'" in text


# The programs that scripts call, noted with their arguments: `gh` answers with $LISTED where it is asked for a list.
GH = """#!/bin/bash
printf '%s\\n' "gh $*" >> "$CALLS"
if [ "$2" = list ]; then printf '%s' "$LISTED"; fi
"""


def run(folder: Path, text: str, **environ: str) -> list[str]:
    """The calls of `gh` that a script makes in this folder, with bash as GitHub starts it."""
    (folder / "bin").mkdir()
    (folder / "bin" / "gh").write_text(GH, encoding="utf-8")
    (folder / "bin" / "gh").chmod(0o755)
    calls = folder / "calls"
    calls.touch()
    given = {"PATH": f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}", "CALLS": str(calls), "LISTED": "", **environ}
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", text],
        cwd=folder, env=given, capture_output=True, text=True, timeout=30,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return [line for line in calls.read_text(encoding="utf-8").splitlines() if not line.startswith("gh issue list")]


@pytest.mark.parametrize(
    ("said", "listed", "expected"),
    [
        ("Two pairs.\n", "", ["gh issue create --title T --body-file build/nudge.md"]),
        ("Two pairs.\n", "7", ["gh issue edit 7 --body-file build/nudge.md"]),
        ("", "7", ["gh issue close 7 --comment Every pair has met or is not expected to. Thank you."]),
        ("", "", []),
    ],
)
def test_the_nudge_keeps_one_issue_up_to_date(said: str, listed: str, expected: list[str], tmp_path: Path) -> None:
    (tmp_path / "build").mkdir()
    (tmp_path / "build" / "nudge.md").write_text(said, encoding="utf-8")
    assert run(tmp_path, script("nudge.yml", "open, update or close"), LISTED=listed, TITLE="T") == expected


@pytest.mark.parametrize(
    ("answer", "outcome", "expected"),
    [
        ("Thank you.\n", "success", ["gh issue comment 12 --body-file build/answer.md"]),
        (
            "Please correct.\n",
            "failure",
            ["gh issue comment 12 --body-file build/answer.md", "gh issue edit 12 --remove-label intake-approved"],
        ),
        ("", "failure", []),  # the machine failed, not the form: the label stays, and the run can be repeated
    ],
)
def test_the_sender_is_answered_and_a_refused_form_can_be_approved_again(
    answer: str, outcome: str, expected: list[str], tmp_path: Path
) -> None:
    (tmp_path / "build").mkdir()
    if answer:
        (tmp_path / "build" / "answer.md").write_text(answer, encoding="utf-8")
    assert run(tmp_path, script("intake.yml", "answer in the issue"), ISSUE="12", OUTCOME=outcome) == expected
