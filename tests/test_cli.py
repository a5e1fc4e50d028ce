"""The command line as a user meets it: help, exit codes, plain sentences instead of tracebacks."""

import importlib
import json
import subprocess
import sys
from pathlib import Path

import click
import pytest

from turnabout.cli import COMMANDS, turnabout

ROOT = Path(__file__).resolve().parents[1]


def call(*arguments: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "turnabout", *arguments], cwd=cwd, capture_output=True, text=True, timeout=120
    )


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example_and_the_line_of_the_list(name: str) -> None:
    module, _, attribute = COMMANDS[name][0].partition(":")
    command = getattr(importlib.import_module(module), attribute)
    assert isinstance(command, click.Command)
    assert command.short_help == COMMANDS[name][1], f"tell cli/__init__.py the short help of `{name}`"
    subcommands = command.commands.values() if isinstance(command, click.Group) else [command]
    for each in subcommands:
        assert "Example: turnabout " in (each.help or ""), f"`{name} {each.name}` needs an example in its help"


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys; from turnabout.cli import run; run(['--help']);"
        "heavy = {'numpy', 'scipy', 'pulp', 'yaml', 'jsonschema', 'rich', 'openpyxl'} & set(sys.modules);"
        "sys.exit(f'loaded {heavy}' if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr


def test_an_unknown_command_gets_the_nearest_one_offered() -> None:
    done = call("valdate")
    assert done.returncode == 2
    assert "Did you mean `validate`?" in done.stderr


def test_a_folder_without_program_is_a_plain_sentence(tmp_path: Path) -> None:
    done = call("validate", cwd=tmp_path)
    assert done.returncode == 2
    assert "error: no folder `program` here or above" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("command", ["pair", "verify"])
def test_an_unknown_program_is_a_plain_sentence(command: str, example: Path) -> None:
    done = call(command, "digital-2062", cwd=example)
    assert done.returncode == 2
    assert "there is no program `digital-2062`" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_group_knows_every_command_it_lists() -> None:
    context = click.Context(turnabout)
    assert turnabout.list_commands(context) == list(COMMANDS)
    assert turnabout.get_command(context, "nothing") is None


def git(folder: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=T", "-c", "user.email=t@example.org")
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


def fails_plainly(done: subprocess.CompletedProcess[str], code: int, words: str) -> None:
    assert words in done.stderr, done.stderr
    assert "Traceback" not in done.stderr
    assert done.returncode == code, done.stderr


def test_propose_says_what_a_repository_lacks_one_thing_after_the_other(example: Path) -> None:
    fails_plainly(call("propose", "digital-2026", cwd=example), 4, "not inside a git repository")
    git(example, "init", "-q", "-b", "main")
    fails_plainly(call("propose", "digital-2026", cwd=example), 4, "no commit")
    git(example, "add", "-A")
    git(example, "commit", "-qm", "start")
    fails_plainly(call("propose", "digital-2026", cwd=example), 4, "no remote `origin`")
    git(example, "remote", "add", "origin", str(example.parent / "gone.git"))
    fails_plainly(call("propose", "digital-2026", cwd=example), 4, "error: ")


def test_an_id_that_does_not_exist_gets_the_nearest_one_offered(example: Path) -> None:
    fails_plainly(call("explain", "digital-2026", "ines-carvalo", cwd=example), 2, "did you mean `ines-carvalho`?")


def test_two_mentors_are_no_pair(example: Path) -> None:
    done = call("explain", "digital-2026", "ines-carvalho", "simran-gill", cwd=example)
    fails_plainly(done, 2, "are both mentors")


def test_files_with_errors_stop_the_pairing_and_are_listed(example: Path) -> None:
    broken = next((example / "program" / "participants").rglob("ines-carvalho.yaml"))
    broken.write_text(broken.read_text().replace("level: ", "level: x"))
    done = call("pair", "digital-2026", cwd=example)
    fails_plainly(done, 1, "the files have errors, so nothing was paired")
    assert "ines-carvalho.yaml" in done.stderr


def test_a_program_without_participants_is_a_plain_sentence(example: Path) -> None:
    for path in (example / "program").rglob("*.yaml"):
        if path.name not in ("topics.yaml", "digital-2026.yaml"):
            path.unlink()
    done = call("pair", "digital-2026", cwd=example)
    fails_plainly(done, 2, "program `digital-2026` has no active mentor")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "cannot be read"),
        (b"\xff\xfe\x00", "is not UTF-8"),
        (b"{", "not valid JSON"),
        (b'{"format": 1, "name": "x", "mentors": {}, "mentees": {}, "pairs": []}', "mentor"),
    ],
)
def test_an_instance_that_is_none_is_explained(content: bytes | None, words: str, tmp_path: Path) -> None:
    path = tmp_path / "instance.json"
    if content is not None:
        path.write_bytes(content)
    done = call("solve", str(path))
    assert done.returncode in (1, 2)
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_a_table_in_another_encoding_is_explained(example: Path) -> None:
    (example / "sign-ups.csv").write_bytes("Name,Role\nJosé,mentor\n".encode("latin-1"))
    done = call("import", "sign-ups.csv", "--program", "digital-2026", "--suggest-map", cwd=example)
    assert done.returncode == 1
    assert "CSV UTF-8" in done.stderr
    assert "sign-ups.csv:" in done.stderr


def test_a_vetoes_file_with_a_fault_is_refused_without_showing_it(example: Path) -> None:
    (example.parent / "vetoes.yaml").write_text("program: digital-2026\nvetoes:\n  - {mentor: secret-name}\n")
    done = call("pair", "digital-2026", "--vetoes", str(example.parent / "vetoes.yaml"), cwd=example)
    fails_plainly(done, 2, "the vetoes file has 1 fault")
    assert "secret-name" not in done.stderr


def test_a_written_pairing_is_proven_and_a_change_by_hand_is_named(example: Path) -> None:
    written = call("pair", "digital-2026", "--write", cwd=example)
    assert written.returncode == 0, written.stderr
    proven = call("verify", "digital-2026", cwd=example)
    assert (proven.returncode, proven.stderr) == (0, "")
    assert "proven: " in proven.stdout
    again = call("pair", "digital-2026", "--write", cwd=example)
    assert "nothing to write" in again.stdout
    certificate = example / "program" / "pairs" / "digital-2026" / "certificate.yaml"
    text = certificate.read_text()
    name, price = next(line for line in text.splitlines() if line.startswith("      ")).split(": ")
    certificate.write_text(text.replace(f"{name}: {price}", f"{name}: {int(price) + 1}"))
    found = call("verify", "digital-2026", cwd=example)
    assert found.returncode == 1
    assert name.strip() in found.stdout


def test_a_full_certificate_kept_outside_proves_a_pairing_with_vetoes(example: Path) -> None:
    vetoes = str(ROOT / "examples" / "vetoes-digital-2026.yaml")
    outside = str(example.parent / "full.yaml")
    written = call("pair", "digital-2026", "--write", "--vetoes", vetoes, "--certificate", outside, cwd=example)
    assert written.returncode == 0, written.stderr
    withheld = call("verify", "digital-2026", cwd=example)
    assert withheld.returncode == 0
    assert "withheld" in withheld.stdout
    proven = call("verify", "digital-2026", "--vetoes", vetoes, "--certificate", outside, cwd=example)
    assert "proven: " in proven.stdout, proven.stdout + proven.stderr


def test_validate_speaks_every_format(example: Path) -> None:
    (example / "program" / "nonsense.txt.yaml").write_text("x: 1\n")
    for form in ("text", "github", "gitlab", "sarif", "json"):
        done = call("validate", "--format", form, cwd=example)
        assert done.returncode == 1, done.stderr
        assert "FILE001" in done.stdout


def test_drafts_become_active_and_the_untrained_are_named(example: Path) -> None:
    assert call("pair", "digital-2026", "--write", cwd=example).returncode == 0
    done = call("activate", "digital-2026", "--since", "2026-12-01", cwd=example)
    assert done.returncode == 0, done.stderr
    begun = [line.split(": ")[1].split(" with ") for line in done.stdout.splitlines() if line.startswith("active from")]
    assert begun
    mentor, mentee = begun[0]
    text = (example / "program" / "pairs" / "digital-2026" / f"{mentor}--{mentee}.yaml").read_text()
    assert "status: active" in text
    assert "2026-12-01" in text
    assert call("fmt", "--check", cwd=example).returncode == 0
    checked = call("validate", "--today", "2026-12-01", cwd=example)
    assert checked.returncode == 0, checked.stdout
    again = call("activate", "digital-2026", cwd=example)
    assert "active from" not in again.stdout


def test_a_draft_that_does_not_exist_is_not_activated(example: Path) -> None:
    fails_plainly(
        call("activate", "digital-2026", "nobody--noone", cwd=example), 2, "there is no draft `nobody--noone`"
    )


def test_a_veto_with_a_slip_of_the_pen_stops_the_pairing_without_showing_it(example: Path) -> None:
    """Silence would pair two people whom somebody meant to keep apart."""
    vetoes = example.parent / "vetoes.yaml"
    vetoes.write_text("program: digital-2026\nvetoes:\n  - {mentor: dev-patell, mentee: charlotte-ng}\n")
    done = call("pair", "digital-2026", "--vetoes", str(vetoes), cwd=example)
    fails_plainly(done, 2, "line 3 of the vetoes file names as mentor somebody who is no mentor")
    assert "dev-patell" not in done.stdout + done.stderr
    vetoes.write_text("program: digital-2026\nvetoes:\n  - {mentor: charlotte-ng, mentee: dev-patel}\n")
    swapped = call("pair", "digital-2026", "--vetoes", str(vetoes), cwd=example)
    fails_plainly(swapped, 2, "the mentor is the junior")


def test_vetoes_that_were_in_force_are_not_forgotten_silently(example: Path) -> None:
    vetoes = str(ROOT / "examples" / "vetoes-digital-2026.yaml")
    assert call("pair", "digital-2026", "--write", "--vetoes", vetoes, cwd=example).returncode == 0
    forgotten = call("pair", "digital-2026", "--write", cwd=example)
    fails_plainly(forgotten, 2, "no vetoes file is named")
    lifted = call("pair", "digital-2026", "--no-vetoes", cwd=example)
    assert lifted.returncode == 0, lifted.stderr


def test_a_veto_against_a_pair_that_stands_is_told_and_not_shown(example: Path) -> None:
    vetoes = example.parent / "vetoes.yaml"
    vetoes.write_text("program: digital-2026\nvetoes:\n  - {mentor: ines-carvalho, mentee: grace-mwangi}\n")
    done = call("pair", "digital-2026", "--vetoes", str(vetoes), cwd=example)
    assert done.returncode == 0
    assert "note: 1 pair in the vetoes file stands today" in done.stderr
    assert "ines-carvalho" not in done.stderr


def test_an_ended_pair_that_is_still_locked_stays_ended(example: Path) -> None:
    ended = next((example / "program" / "pairs" / "digital-2026").glob("callum-macrae--*.yaml"))
    ended.write_text(ended.read_text() + "lock: true\n")
    done = call("pair", "digital-2026", "--format", "json", cwd=example)
    assert done.returncode == 0, done.stderr
    assert "callum-macrae" not in [made["mentor"] for made in json.loads(done.stdout)["pairs"]]
