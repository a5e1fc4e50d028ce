"""The command line as a user meets it: help, exit codes, plain sentences instead of tracebacks."""

import importlib
import json
import re
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


@pytest.mark.parametrize(
    "shown", ["run(['--help'])", "command_pages()"], ids=["the list of commands", "the help of every command"]
)
def test_help_loads_nothing_heavy(shown: str) -> None:
    code = (
        f"import sys; from turnabout.cli import run; from turnabout.cli.site_inputs import command_pages; {shown};"
        "heavy = {'numpy', 'scipy', 'pulp', 'yaml', 'jsonschema', 'rich', 'openpyxl'} & set(sys.modules);"
        "sys.exit(f'loaded {heavy}' if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr


def test_an_unknown_command_gets_the_nearest_one_offered() -> None:
    done = call("valdate")
    assert done.returncode == 2
    assert done.stderr == "error: there is no command `valdate`\nhint: did you mean `validate`?\n"


@pytest.mark.parametrize(
    ("call_words", "said"),
    [
        ("effect", "error: missing option `--since`\nhint: for example `turnabout effect --since origin/main`; "),
        (
            "effect --since",
            "error: option `--since` requires an argument\nhint: for example `turnabout effect --since ",
        ),
        ("validate --watsh", "error: no such option `--watsh`\nhint: did you mean "),
        ("pair", "error: name a program, or say `--all`\nhint: for example `turnabout pair digital-2026 --write`; "),
        ("activate p --since 01.12.2026", "`01.12.2026` is no day written year-month-day, such as 2026-12-01\n"),
        ("validate --format html", "error: invalid value for `--format`: `html` is not one of `text`, `github`, "),
        (
            "nothing-like-it",
            "error: there is no command `nothing-like-it`\nhint: `turnabout --help` says what there is",
        ),
        ("publish bild", "error: no such command `bild`\nhint: did you mean `build`?"),
        ("suggest p a b", "error: got unexpected extra argument (b)\nhint: for example `turnabout suggest "),
    ],
)
def test_a_wrong_call_is_a_sentence_and_what_to_type(call_words: str, said: str) -> None:
    done = call(*call_words.split())
    fails_plainly(done, 2, said)
    assert done.stdout == ""
    assert "Usage:" not in done.stderr


def test_a_group_without_a_command_shows_its_help() -> None:
    assert "Commands:" in call("publish").stderr
    assert "Example: turnabout publish build" in call("publish").stderr


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


@pytest.mark.parametrize(
    ("people", "said"),
    [
        (("ines-carvalho", "simran-gill"), "`ines-carvalho` and `simran-gill` are both mentors"),
        (("ines-carvalho", "ines-carvalho"), "`ines-carvalho` is named twice"),
        (("ines-carvalho--simran-gill--x",), "expected one or two people, found 3"),
        (("ines-carvalho--grace-mwangy",), "did you mean `grace-mwangi`?"),
    ],
)
def test_people_who_are_no_pair_are_told_before_anything_is_solved(
    people: tuple[str, ...], said: str, example: Path
) -> None:
    done = call("explain", "digital-2026", *people, cwd=example)
    fails_plainly(done, 2, said)
    assert "solving" not in done.stderr


def test_a_pair_may_be_typed_as_its_file_is_called_and_in_any_order(example: Path) -> None:
    written = call("explain", "digital-2026", "ines-carvalho--grace-mwangi", cwd=example)
    assert written.returncode == 0, written.stderr
    assert written.stdout.startswith("ines-carvalho (mentor) with grace-mwangi (mentee)")
    assert call("explain", "digital-2026", "grace-mwangi", "ines-carvalho", cwd=example).stdout == written.stdout


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--capacity", "dev-patel=0"), "hint: to leave somebody out, say `--without dev-patel`"),
        (("--capacity", "dev-patel=two"), "error: `dev-patel`: expected a whole number from 1 to 10, found `two`"),
        (("--capacity", "dev-patel"), "error: `--capacity` expects PERSON=N, found `dev-patel`"),
        (("--forbid", "dev-patel", "dev-patel"), "`dev-patel` is named twice"),
    ],
)
def test_a_change_that_cannot_be_meant_is_told_with_what_to_type(
    options: tuple[str, ...], said: str, example: Path
) -> None:
    fails_plainly(call("what-if", "digital-2026", *options, cwd=example), 2, said)


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
    assert found.stdout.endswith(
        "Not proven. Next: `turnabout pair digital-2026 --write` pairs anew and writes a new certificate.\n"
    )


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


def test_data_stays_data_beside_what_was_written(example: Path) -> None:
    done = call("pair", "digital-2026", "--write", "--format", "json", cwd=example)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)
    assert "wrote program/pairs/digital-2026/certificate.yaml" in done.stderr


def test_what_was_asked_for_is_written_though_nobody_reads_on(example: Path) -> None:
    command = [sys.executable, "-m", "turnabout", "pair", "digital-2026", "--write"]
    with subprocess.Popen(command, cwd=example, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        running.stdout.close()  # as `| head` does, or leaving a pager
        assert running.stderr is not None
        assert "Traceback" not in running.stderr.read()
    assert (example / "program/pairs/digital-2026/certificate.yaml").is_file()


@pytest.mark.parametrize("command", ["pair", "repair"])
def test_the_next_command_keeps_the_vetoes(command: str, example: Path) -> None:
    """Else it would pair two people whom somebody meant to keep apart."""
    vetoes = example.parent / "my vetoes.yaml"
    vetoes.write_text("program: digital-2026\nvetoes:\n  - {mentor: dev-patel, mentee: charlotte-ng}\n")
    done = call(command, "digital-2026", "--vetoes", str(vetoes), cwd=example)
    assert f"`turnabout {command} digital-2026 --vetoes '{vetoes}' --write`" in done.stdout
    lifted = call(command, "digital-2026", "--no-vetoes", "--no-points", cwd=example)
    assert f"`turnabout {command} digital-2026 --no-points --no-vetoes --write`" in lifted.stdout


def test_a_day_outside_the_program_activates_nothing(example: Path) -> None:
    """Else every file written would be refused by the next check."""
    assert call("pair", "digital-2026", "--write", cwd=example).returncode == 0
    before = {path: path.read_bytes() for path in (example / "program").rglob("*.yaml")}
    for day in ("2020-01-01", "2040-01-01"):
        done = call("activate", "digital-2026", "--since", day, cwd=example)
        fails_plainly(done, 2, f"no pair of `digital-2026` can begin on {day}: the program runs from ")
    assert {path: path.read_bytes() for path in (example / "program").rglob("*.yaml")} == before


def test_what_to_type_for_a_draft_is_said_for_each_slip(example: Path) -> None:
    assert call("pair", "digital-2026", "--write", cwd=example).returncode == 0
    pairs = sorted((example / "program" / "pairs" / "digital-2026").glob("*--*.yaml"))
    draft = next(path.stem for path in pairs if "status: draft" in path.read_text())
    stands = next(path.stem for path in pairs if "status: active" in path.read_text())
    mentor, mentee = draft.split("--")
    for name, hint in (
        (f"{mentee}--{mentor}", f"the mentor, who is the junior, comes first: `{draft}`"),
        (mentor, "the mentor's id, two hyphens, the mentee's"),
        (stands, f"`{stands}` is no draft: it is active"),
        (f"{draft}x", f"did you mean `{draft}`?"),
    ):
        fails_plainly(call("activate", "digital-2026", name, cwd=example), 2, hint)


def test_drafts_that_wait_for_training_come_with_the_line_to_add(example: Path) -> None:
    assert call("pair", "digital-2026", "--write", cwd=example).returncode == 0
    done = call("activate", "digital-2026", "--dry-run", "--today", "2026-12-01", cwd=example)
    assert done.returncode == 0, done.stderr
    waiting = {line.split(": ")[1] for line in done.stdout.splitlines() if line.startswith("still a draft")}
    line = re.search(
        r"^([0-9]+) drafts wait for training.* add `- (\{module: .*, completed: 2026-12-01\})`", done.stdout, re.M
    )
    assert line is not None
    assert int(line[1]) == len(waiting)
    person = next((example / "program" / "participants").rglob("catarina-matos.yaml"))
    person.write_text(re.sub(r"^training:\n", f"training:\n  - {line[2]}\n", person.read_text(), flags=re.M))
    assert call("validate", "--today", "2026-12-01", cwd=example).returncode == 0, "the line can be pasted as it is"


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
