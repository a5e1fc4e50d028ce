"""The hooks that other repositories can name: pre-commit finds the fields it needs, and each entry is a real command."""

import re
import shlex
from pathlib import Path

import pytest
import yaml

from test_cli import call
from turnabout.cli import COMMANDS

ROOT = Path(__file__).resolve().parents[1]
HOOKS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))


def test_both_hooks_are_there() -> None:
    assert [hook["id"] for hook in HOOKS] == ["turnabout-validate", "turnabout-fmt"]


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: hook["id"])
def test_a_hook_has_what_pre_commit_needs_and_runs_a_command_that_exists(hook: dict[str, object]) -> None:
    # Without these four pre-commit refuses the file.
    assert {"id", "name", "entry", "language"} <= hook.keys()
    assert hook["language"] == "python"
    # The commands look at the whole program, and two at once would write the same files.
    assert (hook["pass_filenames"], hook["require_serial"]) == (False, True)
    program, command, *rest = shlex.split(str(hook["entry"]))
    assert (program, rest) == ("turnabout", [])
    assert command in COMMANDS
    files = re.compile(str(hook["files"]))
    assert files.search("program/participants/ana-ruiz.yaml")
    assert not files.search("README.md")
    assert not files.search("site/program/x.yaml")


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: hook["id"])
def test_a_hook_passes_on_the_example_and_fails_on_a_fault(hook: dict[str, object], example: Path) -> None:
    command = shlex.split(str(hook["entry"]))[1]
    done = call(command, cwd=example)
    assert done.returncode == 0, done.stdout + done.stderr
    (example / "program" / "topics.yaml").write_text("topics: [\n", encoding="utf-8")
    assert call(command, cwd=example).returncode == 1
