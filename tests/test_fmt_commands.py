"""`turnabout fmt` and `turnabout migrate` as a user meets them."""

from pathlib import Path

import pytest

from test_cli import call

PERSON = "program/participants/lisbon/catarina-matos.yaml"


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*.yaml"))}


@pytest.fixture
def untidy(example: Path) -> Path:
    """The example with one file out of order."""
    path = example / PERSON
    path.write_text(path.read_text().replace("level: 3\n", "").rstrip() + "\n# as of May\nlevel:   3  # soon 4\n")
    return example


def test_check_lists_what_would_change_and_writes_nothing(untidy: Path) -> None:
    before = tree(untidy)
    done = call("fmt", "--check", cwd=untidy)
    assert (done.returncode, done.stdout) == (1, f"{PERSON}\n")
    assert "1 file would be put in order, 270 as they should be" in done.stderr
    assert tree(untidy) == before


def test_diff_shows_the_lines_and_writes_nothing(untidy: Path) -> None:
    before = tree(untidy)
    done = call("fmt", "--diff", cwd=untidy)
    assert done.returncode == 0
    assert f"--- a/{PERSON}\n+++ b/{PERSON}\n" in done.stdout
    assert "+# as of May\n+level: 3  # soon 4\n" in done.stdout
    assert call("fmt", "--diff", "--check", cwd=untidy).returncode == 1
    assert tree(untidy) == before


def test_without_an_option_it_writes_once(untidy: Path) -> None:
    before = tree(untidy)
    done = call("fmt", cwd=untidy)
    assert (done.returncode, done.stdout) == (0, f"{PERSON}\n")
    after = tree(untidy)
    assert {path for path in after if after[path] != before[path]} == {PERSON}
    assert b"job_title: Product analyst\n# as of May\nlevel: 3  # soon 4\ndepartment: product\n" in after[PERSON]
    again = call("fmt", "--check", cwd=untidy)
    assert (again.returncode, again.stdout) == (0, "")
    assert "nothing to put in order, 271 as they should be" in again.stderr


def test_paths_choose_the_files(untidy: Path) -> None:
    assert call("fmt", "--check", "program/pairs", "program/topics.yaml", cwd=untidy).returncode == 0
    assert call("fmt", "--check", "lisbon", cwd=untidy / "program" / "participants").returncode == 1
    assert call("fmt", "--check", "--root", str(untidy), PERSON).returncode == 1
    assert call("fmt", "--check", ".", cwd=untidy).returncode == 1


@pytest.mark.parametrize(("name", "words"), [("nowhere", "there is no `nowhere`"), ("..", "is not in `program`")])
def test_a_path_that_cannot_be_meant_is_a_plain_sentence(name: str, words: str, example: Path) -> None:
    done = call("fmt", name, cwd=example)
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_a_file_with_errors_stays_and_the_others_are_written(untidy: Path) -> None:
    broken = untidy / "program" / "topics.yaml"
    broken.write_text("topics: [\n")
    done = call("fmt", cwd=untidy)
    assert done.returncode == 1
    assert "program/topics.yaml:" in done.stderr
    assert "1 file put in order, 269 as they should be, 1 left alone" in done.stderr
    assert broken.read_text() == "topics: [\n"
    assert b"level: 3  # soon 4\n" in (untidy / PERSON).read_bytes()


@pytest.fixture
def old(example: Path) -> Path:
    """The example as it was in format 0."""
    for path in (example / "program").rglob("*.yaml"):
        text = path.read_text()
        kind = path.relative_to(example).parts[1]
        if kind == "feedback":
            text = text.replace("\ndate: ", "\non: ")
        elif kind == "pairs":
            text = text.replace(", date: ", ", on: ")
        elif path.parent.name == "program" and path.name != "topics.yaml":
            text = text.replace("\n    date: ", "\n    on: ")
        path.write_text(text)
    return example


def test_an_old_program_is_refused_with_the_way_out(old: Path) -> None:
    done = call("validate", cwd=old)
    assert done.returncode == 1
    assert "program/digital-2026.yaml:152:5: FILE008" in done.stdout
    assert "run `turnabout migrate`" in done.stdout
    assert "YAML015" not in done.stdout


def test_migrate_brings_an_old_program_up_to_date(old: Path, tmp_path: Path) -> None:
    before = tree(old)
    shown = call("migrate", "--dry-run", cwd=old)
    assert shown.returncode == 0
    assert "-    on: 2026-09-01\n+    date: 2026-09-01\n" in shown.stdout
    assert tree(old) == before
    done = call("migrate", cwd=old)
    assert done.returncode == 0
    assert "format 0 to 1" in done.stderr
    assert tree(old / "program") == tree(Path(__file__).parents[1] / "program")
    again = call("migrate", cwd=old)
    assert (again.returncode, again.stdout) == (0, "the files follow data format 1 already\n")


def test_where_one_file_cannot_be_rewritten_none_is(old: Path) -> None:
    path = old / "program" / "feedback" / "inclusion-2025" / "end.yaml"
    path.write_text(path.read_text() + "date: 2026-01-01\n")
    before = tree(old)
    done = call("migrate", cwd=old)
    assert done.returncode == 1
    assert "program/feedback/inclusion-2025/end.yaml:3:1: YAML016" in done.stderr
    assert "nothing was written" in done.stderr
    assert tree(old) == before


def test_a_newer_format_is_one_complaint_and_nothing_is_touched(example: Path) -> None:
    topics = example / "program" / "topics.yaml"
    topics.write_text("format: 2\n" + topics.read_text().replace("aliases", "also"))
    for command in ("validate", "fmt", "migrate"):
        done = call(command, cwd=example)
        said = done.stdout + done.stderr
        assert done.returncode == 1
        assert (
            "program/topics.yaml:1:9: FILE008 expected data format 1, which this Turnabout reads, found format 2"
            in said
        )
        assert "install a newer Turnabout" in said
        assert said.count("FILE") == 1
        assert "SHAPE" not in said


def test_migrate_replaces_copies_of_older_schemas_and_leaves_the_others(example: Path) -> None:
    ours = Path(__file__).parents[1] / "schema"
    (example / "schema").mkdir()
    for name in ("pair", "session", "topics"):
        (example / "schema" / f"{name}.schema.json").write_bytes((ours / f"{name}.schema.json").read_bytes())
    old = example / "schema" / "pair.schema.json"
    old.write_text(old.read_text().replace("/schema/1/", "/schema/0/").replace('"date"', '"on"'))
    own = example / "schema" / "topics.schema.json"
    own.write_text("{}")
    done = call("migrate", cwd=example)
    assert (done.returncode, done.stdout) == (0, "schema/pair.schema.json\n")
    assert old.read_bytes() == (ours / "pair.schema.json").read_bytes()
    assert own.read_text() == "{}"
    assert call("migrate", cwd=example).stdout == "the files follow data format 1 already\n"


def test_what_the_pairing_writes_is_in_order(example: Path) -> None:
    written = call("pair", "digital-2026", "--write", cwd=example)
    assert written.returncode == 0, written.stderr
    done = call("fmt", "--check", cwd=example)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
