"""Files of a program in the order of their schemas: the example is, and what the tool writes is."""

import json
import re
from pathlib import Path

import pytest

from turnabout.formatting import below, format_file, format_files, key_order, schema_beside
from turnabout.layout import Place, place
from turnabout.workspace import Files, read_files, schemas
from turnabout.yamlfile import load

ROOT = Path(__file__).parents[1]
HERE = ROOT / "tests" / "formatting"
BEFORE = sorted(path.relative_to(HERE / "before").as_posix() for path in (HERE / "before").rglob("*.yaml"))
EXAMPLE = read_files(ROOT).contents
PERSON = "program/participants/ana-ruiz.yaml"


def every(_):
    return True


def quiet(_):
    return None


def formatted(contents):
    return format_files(Files(contents), schemas(), every, quiet)


def kind_of(path):
    where = place(path)
    assert isinstance(where, Place)
    return where.kind


@pytest.mark.parametrize("name", BEFORE)
def test_a_file_in_disorder_comes_out_as_the_golden_one(name, golden):
    path = f"program/{name}"
    before = (HERE / "before" / name).read_bytes()
    after, found = format_file(path, kind_of(path), before, key_order(schemas()[kind_of(path)]))
    assert found == []
    assert after is not None
    golden(HERE / "after" / name, after)
    assert format_file(path, kind_of(path), after.encode(), key_order(schemas()[kind_of(path)])) == (after, [])
    one, other = load(path, before)[0], load(path, after.encode())[0]
    assert one is not None
    assert other is not None
    assert one.data == other.data


def test_the_example_is_in_order():
    made = formatted(EXAMPLE)
    assert (made.changes, made.diagnostics, made.seen) == ({}, (), len(EXAMPLE))


def test_every_file_of_the_example_names_its_schema_for_editors():
    for path, content in EXAMPLE.items():
        first = content.decode().split("\n", 1)[0]
        assert first == f"# yaml-language-server: $schema={schema_beside(path, kind_of(path))}", path
        named = (ROOT / path).parent / first.partition("=")[2]
        assert named.resolve() == ROOT / "schema" / f"{kind_of(path)}.schema.json"
        assert named.is_file()


def glob(pattern: str) -> re.Pattern[str]:
    """As editors read it: `**/` is any folders or none, `*` anything but a slash."""
    signs = {"**/": "(?:[^/]+/)*", "*": "[^/]*"}
    return re.compile("".join(signs.get(part, re.escape(part)) for part in re.split(r"(\*\*/|\*)", pattern)))


def mapped(path: str) -> list[str]:
    """The schemas that the editor's settings give to the file."""
    settings = json.loads((ROOT / ".vscode" / "settings.json").read_text(encoding="utf-8"))
    found = []
    for schema, patterns in settings["yaml.schemas"].items():
        listed = [patterns] if isinstance(patterns, str) else patterns
        wanted = any(glob(each).fullmatch(path) for each in listed if not each.startswith("!"))
        if wanted and not any(glob(each[1:]).fullmatch(path) for each in listed if each.startswith("!")):
            found.append(schema)
    return found


def test_the_editors_settings_give_every_file_its_schema_and_no_other():
    others = [
        "program/participants/ana-ruiz.yaml",
        "program/participants/a/b/c/ana-ruiz.yaml",
        "program/pairs/digital-2026/certificate.yaml",
        "program/sessions/digital-2026/ana-ruiz--lee-wong/2026-09-09-2.yaml",
        "program/feedback/digital-2026/start.yaml",
    ]
    paths = [*EXAMPLE, *others]
    assert {kind_of(path) for path in paths} == {
        "topics",
        "program",
        "participant",
        "pair",
        "certificate",
        "session",
        "feedback",
    }
    for path in paths:
        assert mapped(path) == [f"./schema/{kind_of(path)}.schema.json"], path


def test_files_with_faults_stay_and_their_faults_are_told():
    contents = {
        PERSON: b"name: [\n",
        "program/participants/lee-wong.yaml": b"nome: Lee\n",
        "program/nobody/knows.yaml": b"x: 1\n",
        "program/topics.yaml": b"? topics\n: - {id: cloud, title: Cloud}\n",
    }
    made = formatted(contents)
    assert made.changes == {}
    told = {(fault.position.path, fault.code) for fault in made.diagnostics}
    assert {path for path, _ in told} == set(contents)
    assert ("program/topics.yaml", "FILE009") in told


def test_a_certificate_is_the_tools_own():
    path = "program/pairs/digital-2026/certificate.yaml"
    made = formatted({path: b"a:   1\n"})
    assert (made.changes, made.seen) == ({}, 0)


def test_one_file_is_chosen_with_its_folder_and_not_with_a_longer_name():
    chosen = below(["program/participants", "program/topics.yaml"])
    assert chosen(PERSON)
    assert chosen("program/topics.yaml")
    assert not chosen("program/participants-old/ana-ruiz.yaml")
    assert below([])("anything")


def test_free_keys_stay_in_the_persons_order():
    order = key_order(schemas()["participant"])
    assert order(("programs",)) == ()
    assert order(("programs", "digital-2026"))[:2] == ("role", "capacity")
    assert order(("offers", 3)) == ("topic", "proficiency")
    assert order(("nothing", "below")) == ()


def test_a_new_field_goes_to_its_place_and_the_rest_stays():
    path, content = next((path, text) for path, text in EXAMPLE.items() if path.endswith("catarina-matos.yaml"))
    made = formatted({path: content.rstrip() + b"\ngoals: [present to the board]\n"})
    after = made.changes[path].encode().split(b"\n")
    assert b"goals: [present to the board]" in after
    assert [line for line in after if not line.startswith(b"goals")] == content.split(b"\n")
    assert after[after.index(b"goals: [present to the board]") - 1].startswith(b"style: ")


def test_the_ids_of_the_schemas_state_the_format():
    from turnabout.formats import FORMAT

    for kind, schema in schemas().items():
        assert schema["$id"] == f"https://turnabout.example/schema/{FORMAT}/{kind}.schema.json"
