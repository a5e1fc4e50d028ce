"""`turnabout import` as a coordinator meets it: the draft, one column that is wrong in every row, and what comes next."""

import subprocess
import sys
from pathlib import Path

import pytest

HEADERS = "Full name,Role,Grade,Team,Time zone,Languages,Topics,Hours you can meet\n"


def call(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "turnabout", "import", *arguments, "--today", "2026-11-23"]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=120)


def rows(*topics: str) -> str:
    return HEADERS + "".join(
        f"Person {'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[at] * 3},Mentor,2,Finance,Europe/Lisbon,English; Portuguese,{topic},"
        "Mon-Wed 09:00-12:00\n"
        for at, topic in enumerate(topics)
    )


@pytest.fixture
def table(example: Path) -> Path:
    path = example.parent / "my sign-ups.csv"
    path.write_text(rows(*["Prompting"] * 6))
    return path


def drafted(table: Path, example: Path) -> str:
    done = call(str(table), "--program", "digital-2026", "--suggest-map", cwd=example)
    assert done.returncode == 0, done.stderr
    assert f"then `turnabout import '{table}' --program digital-2026 --map FILE`" in done.stderr
    (example / "map.yaml").write_text(done.stdout)
    return str(example / "map.yaml")


def test_the_draft_of_a_plain_table_needs_no_answer(table: Path, example: Path) -> None:
    made = drafted(table, example)
    done = call(str(table), "--program", "digital-2026", "--map", made, cwd=example)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("6 new people written\nNext: `turnabout validate`, then ")
    person = (example / "program" / "participants" / "person-aaa.yaml").read_text()
    assert "languages: [en, pt]" in person
    assert person.count('from: "09:00"') == 3
    again = call(str(table), "--program", "digital-2026", "--map", made, cwd=example)
    assert again.stdout == "6 already there\n"


def test_one_word_that_is_wrong_in_every_row_is_said_once_with_its_rows(table: Path, example: Path) -> None:
    made = drafted(table, example)
    table.write_text(rows("Prompting", *["Knitting"] * 20))
    done = call(str(table), "--program", "digital-2026", "--map", made, cwd=example)
    assert done.returncode == 1
    assert done.stderr.count("found `Knitting`") == 3
    assert "the same 17 times more: " in done.stderr
    assert "my sign-ups.csv:6,7,8,9,10,11,12,13 and 9 more" in done.stderr
    assert "or say what it means under `columns.topics.values` in the map" in done.stderr
    assert done.stdout.endswith(
        "20 rows left out for an error\nNothing was written. Next: mend what is listed above and run it again; "
        "`--partial` takes the 1 row without an error.\n"
    )
    assert call(str(table), "--program", "digital-2026", "--map", made, "--partial", cwd=example).stdout.splitlines()[
        -2:
    ] == [
        "1 new person written, 20 rows left out for an error",
        "Next: `turnabout validate`, then `turnabout pair digital-2026`.",
    ]


def test_a_program_that_does_not_exist_is_told_before_a_map_is_drafted(table: Path, example: Path) -> None:
    done = call(str(table), "--program", "digital-2062", "--suggest-map", cwd=example)
    assert done.returncode == 2
    assert done.stdout == ""
    assert "error: there is no program `digital-2062`" in done.stderr
