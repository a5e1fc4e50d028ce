"""`turnabout intake` and `turnabout forms` as their users meet them."""

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from support_forms import ANSWERS, FORMS, event, sent
from support_git import World, make_world
from support_workspace import MINIATURE, TODAY, S

SESSION = S.replace("2026-09-21", "2026-11-02")


def call(root: Path, *arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "turnabout", *arguments, "--today", TODAY.isoformat()]
    return subprocess.run(
        command, cwd=root, env={**os.environ, **environ}, capture_output=True, text=True, timeout=120, check=False
    )


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for path, text in MINIATURE.items():
        target = tmp_path / "repository" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    return tmp_path / "repository"


def snapshot(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_a_form_from_a_mail_becomes_a_file_and_a_second_time_nothing(root: Path) -> None:
    (root / "mail.md").write_text(sent("session"), encoding="utf-8")
    before = snapshot(root)
    dry = call(root, "intake", "mail.md", "--dry-run")
    assert dry.returncode == 0, dry.stderr
    assert f"would write {SESSION}" in dry.stdout
    assert snapshot(root) == before
    done = call(root, "intake", "mail.md")
    assert done.returncode == 0, done.stderr
    assert "Next: `turnabout validate`" in done.stdout
    assert call(root, "validate").returncode == 0
    written = snapshot(root)
    again = call(root, "intake", "mail.md")
    assert (again.returncode, snapshot(root)) == (0, written)
    assert "nothing to do" in again.stdout


def test_a_form_that_is_refused_writes_nothing_and_says_what_helps(root: Path) -> None:
    (root / "mail.md").write_text(sent("session", date="soon"), encoding="utf-8")
    before = snapshot(root)
    done = call(root, "intake", "mail.md", "--reply", "../reply.md")
    assert done.returncode == 1
    assert "mail.md:" in done.stderr
    assert "FORM008" in done.stderr
    assert snapshot(root) == before
    assert "write it as year" in (root.parent / "reply.md").read_text(encoding="utf-8").replace("\\-", "-")


def test_programs_get_the_same_as_json(root: Path) -> None:
    (root / "mail.md").write_text(sent("pause"), encoding="utf-8")
    done = call(root, "intake", "mail.md", "--dry-run", "--format", "json")
    (form,) = json.loads(done.stdout)["forms"]
    assert (form["form"], form["state"], form["closes"]) == ("Pause", "changed", 0)
    assert set(form["files"].values()) == {"written"}
    refused = call(root, "intake", "program/topics.yaml", "--format", "json")
    assert refused.returncode == 1
    (form,) = json.loads(refused.stdout)["forms"]
    assert [each["code"] for each in form["diagnostics"]] == ["FORM003"]
    assert form["comment"].startswith("Thank you")


def row(form: str, **changes: str) -> dict[str, str]:
    given = ANSWERS[form] | changes
    return {field.label: value(given.get(field.id, "")) for field in FORMS[form].fields}


def value(given: str | list[str]) -> str:
    return given if isinstance(given, str) else "; ".join(given)


def test_rows_of_a_spreadsheet_are_forms_and_one_bad_one_stops_all_but_on_request(root: Path) -> None:
    rows = [row("session"), row("session", date="2026-10-26", curriculum=""), row("session", date="never")]
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    (root / "forms.csv").write_text(text.getvalue(), encoding="utf-8")
    before = snapshot(root)
    stopped = call(root, "intake", "forms.csv", "--form", "session")
    assert stopped.returncode == 1
    assert "forms.csv:4:3" in stopped.stderr, stopped.stderr
    assert snapshot(root) == before
    taken = call(root, "intake", "forms.csv", "--form", "session", "--partial")
    assert taken.returncode == 1
    assert snapshot(root).keys() - before.keys() == {SESSION, S.replace("2026-09-21", "2026-10-26")}


def test_a_workbook_of_sign_ups_makes_people(root: Path) -> None:
    book = openpyxl.Workbook()
    rows = [row("join-mentor"), row("join-mentor", name="Per Lind")]
    assert book.active is not None
    for line in [list(rows[0]), *(list(each.values()) for each in rows)]:
        book.active.append(line)
    book.save(root / "forms.xlsx")
    done = call(root, "intake", "forms.xlsx", "--form", "join-mentor")
    assert done.returncode == 0, done.stderr
    assert {"nora-lind.yaml", "per-lind.yaml"} <= {path.name for path in (root / "program/participants").iterdir()}
    assert call(root, "validate").returncode == 0


def test_the_event_of_the_workflow_is_read_only_when_asked_for(root: Path, tmp_path: Path) -> None:
    (tmp_path / "event.json").write_text(json.dumps(event(sent("session"))), encoding="utf-8")
    environ = {"GITHUB_EVENT_PATH": str(tmp_path / "event.json")}
    unasked = call(root, "intake", **environ)
    assert unasked.returncode == 2
    assert "which form?" in unasked.stderr
    done = call(root, "intake", "--event", **environ)
    assert done.returncode == 0, done.stderr
    assert (root / SESSION).is_file()
    missing = call(root, "intake", "--event", GITHUB_EVENT_PATH="")
    assert missing.returncode == 2


def test_an_issue_edited_after_approval_is_refused(root: Path, tmp_path: Path) -> None:
    approved = event(sent("session"))
    (tmp_path / "event.json").write_text(json.dumps(approved), encoding="utf-8")
    issue = approved["issue"]
    assert isinstance(issue, dict)
    (tmp_path / "now.json").write_text(json.dumps(issue | {"body": sent("session", minutes="1")}), encoding="utf-8")
    done = call(root, "intake", str(tmp_path / "event.json"), "--event", "--now", str(tmp_path / "now.json"))
    assert done.returncode == 1
    assert "FORM014" in done.stderr
    assert not (root / SESSION).exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("gone.md",), "cannot be read"),
        (("forms.csv",), "which form is in the rows"),
        (("forms.csv", "--form", "sesion"), "did you mean `session`?"),
    ],
)
def test_a_call_that_cannot_be_meant_is_a_plain_sentence(root: Path, arguments: tuple[str, ...], words: str) -> None:
    (root / "forms.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    done = call(root, "intake", *arguments)
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_forms_are_written_once_and_what_people_put_there_stays(root: Path) -> None:
    own = root / ".github" / "ISSUE_TEMPLATE" / "bug.yml"
    own.parent.mkdir(parents=True)
    own.write_text("name: Bug\n", encoding="utf-8")
    stale = own.with_name("9-old.yml")
    stale.write_text(
        "# Made by `turnabout forms` from the schemas, topics and programs; edit those instead.\n", encoding="utf-8"
    )
    assert call(root, "forms", "--check").returncode == 1
    assert "9-old.yml" in call(root, "forms", "--diff").stdout
    done = call(root, "forms")
    assert done.returncode == 0, done.stderr
    assert own.is_file()
    assert not stale.exists()
    assert call(root, "forms", "--check").returncode == 0
    (root / "program" / "topics.yaml").write_text(MINIATURE["program/topics.yaml"].replace("Short video", "Tiny video"))
    assert call(root, "forms", "--check").returncode == 1


@pytest.fixture
def world(tmp_path: Path) -> World:
    made = make_world(tmp_path)
    made.commit(MINIATURE)
    made.sh("push", "--quiet", "origin", "HEAD:main")
    return made


def test_a_form_is_proposed_as_a_branch_that_closes_its_issue(world: World, tmp_path: Path) -> None:
    (tmp_path / "event.json").write_text(json.dumps(event(sent("session"))), encoding="utf-8")
    arguments = ("intake", str(tmp_path / "event.json"), "--event", "--propose")
    dry = call(world.root, *arguments, "--dry-run", **world.environ)
    assert dry.returncode == 0, dry.stderr
    assert "Closes #12" in dry.stdout
    assert "turnabout/intake/issue-12" not in world.remote_branches()
    done = call(world.root, *arguments, **world.environ)
    assert done.returncode == 0, done.stderr
    assert SESSION in world.remote_files("turnabout/intake/issue-12")
    assert not (world.root / SESSION).exists(), "the user's own copy is not touched"
    commit = world.remote_branches()["turnabout/intake/issue-12"]
    again = call(world.root, *arguments, **world.environ)
    assert "nothing was pushed" in again.stdout, again.stdout + again.stderr
    assert world.remote_branches()["turnabout/intake/issue-12"] == commit
    message = world.sh("log", "-1", "--format=%B", "turnabout/intake/issue-12", cwd=world.bare)
    assert message.count("Closes #12") == 1


def test_a_refused_form_pushes_nothing(world: World, tmp_path: Path) -> None:
    (tmp_path / "event.json").write_text(json.dumps(event("hello")), encoding="utf-8")
    done = call(world.root, "intake", str(tmp_path / "event.json"), "--event", "--propose", **world.environ)
    assert done.returncode == 1
    assert list(world.remote_branches()) == ["main"]


def test_nudge_lists_quiet_pairs_and_says_the_same_all_day(root: Path) -> None:
    (root / S).unlink()
    for path in (root / "program/sessions").rglob("*.yaml"):
        path.unlink()
    first = call(root, "nudge")
    assert first.returncode == 0, first.stderr
    assert "| `ana-ruiz` | `lee-wong` |" in first.stdout
    assert call(root, "nudge", "digital-2026").stdout == first.stdout
    assert call(root, "nudge", "digital-2062").returncode == 2


def test_nudge_is_empty_where_nobody_has_to_be_asked(root: Path) -> None:
    done = call(root, "nudge")
    assert (done.returncode, done.stdout) == (0, "")
    assert "no pair has to be asked" in done.stderr
