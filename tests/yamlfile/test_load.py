import os
import re
import subprocess
import sys
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from turnabout.diagnostics import Diagnostic, Position
from turnabout.yamlfile import Document, load
from turnabout.yamlfile.codes import YAML_PAGES, Code
from turnabout.yamlfile.limits import MAX_BYTES

PATH = "program/topics.yaml"


def data_of(text: str):
    document, found = load(PATH, text.encode())
    assert found == []
    assert document is not None
    return document.data


def faults_of(text: str | bytes) -> list[tuple[int, int, str]]:
    document, found = load(PATH, text if isinstance(text, bytes) else text.encode())
    assert document is None
    assert found == sorted(found)
    return [(fault.position.line, fault.position.column, str(fault.code)) for fault in found]


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("", None),
        ("null", None),
        ("true", True),
        ("false", False),
        ("0", 0),
        ("-7", -7),
        ("-0", 0),
        ("123456789012345678", 123456789012345678),
        ("1.50", 1.5),
        ("-0.25", -0.25),
        ("12:30", "12:30"),
        ("010", "010"),
        ("010.5", "010.5"),
        ("1_000", "1_000"),
        ("0x1F", "0x1F"),
        ("0o17", "0o17"),
        ("1e3", "1e3"),
        ("+1", "+1"),
        (".5", ".5"),
        ("1.", "1."),
        (".inf", ".inf"),
        (".nan", ".nan"),
        ("2026-03-02", "2026-03-02"),
        ("2026-03-02T10:00:00Z", "2026-03-02T10:00:00Z"),
        ("١٢", "١٢"),
        ('"no"', "no"),
        ("'12'", "12"),
        ('""', ""),
        ('"null"', "null"),
        ("not", "not"),
        ("yes please", "yes please"),
        ("None", "None"),
    ],
)
def test_a_word_means_what_the_dialect_says(word, value):
    found = data_of(f"key: {word}\n")["key"]
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize("word", ["yes", "No", "ON", "off", "y", "N", "True", "TRUE", "fALSE", "Null", "NULL", "~"])
def test_a_doubtful_word_is_an_error_wherever_it_stands(word):
    assert faults_of(f"key: {word}\n") == [(1, 6, "YAML017")]
    assert faults_of(f"keys: [en, {word}]\n") == [(1, 12, "YAML017")]
    assert faults_of(f"keys:\n  - {word}\n") == [(2, 5, "YAML017")]
    assert faults_of(f"{word}: 1\n") == [(1, 1, "YAML015")]
    assert data_of(f'key: "{word}"\n') == {"key": word}
    assert data_of(f'"{word}": 1\n') == {word: 1}


def test_positions_of_values_and_keys_count_from_one():
    text = "title: Digital\nwindows:\n- {day: tue, from: 9}\n-   day: thu\n    from: 10\nempty:\n"
    document, _ = load(PATH, text.encode())
    assert document is not None
    assert document.at("title") == Position(PATH, 1, 8)
    assert document.key_at("title") == Position(PATH, 1, 1)
    assert document.at("windows") == Position(PATH, 3, 1)
    assert document.at("windows", 0, "day") == Position(PATH, 3, 9)
    assert document.key_at("windows", 0, "from") == Position(PATH, 3, 14)
    assert document.at("windows", 1) == Position(PATH, 4, 5)
    assert document.key_at("windows", 1) == Position(PATH, 4, 5)
    assert document.at("windows", 1, "from") == Position(PATH, 5, 11)
    assert document.at("empty") == Position(PATH, 6, 7)


def test_a_path_that_does_not_exist_falls_back_to_its_nearest_ancestor():
    document, _ = load(PATH, b"a:\n  b: 1\n")
    assert document is not None
    assert document.at("a", "c", 3) == Position(PATH, 2, 3)
    assert document.key_at("a", "c") == Position(PATH, 2, 3)
    assert document.at("z") == Position(PATH, 1, 1)
    assert Document(PATH, None, {}, {}, {}).at("x", 1) == Position(PATH, 1, 1)


def test_columns_count_characters_and_not_bytes():
    assert faults_of("é𝄞: {a: no}\n") == [(1, 9, "YAML017")]


def test_spans_hold_exactly_the_source_of_each_value():
    text = "a: 'x y'  # why\nb: [1, {c: \"2\"}]\nd: |\n  one\n  two\n\ne:\nf: plain words\n"
    document, _ = load(PATH, text.encode())
    assert document is not None
    source = {path: text[start:end] for path, (start, end) in document.spans.items()}
    assert source == {
        (): text.rstrip("\n"),
        ("a",): "'x y'",
        ("b",): '[1, {c: "2"}]',
        ("b", 0): "1",
        ("b", 1): '{c: "2"}',
        ("b", 1, "c"): '"2"',
        ("d",): "|\n  one\n  two",
        ("e",): "",
        ("f",): "plain words",
    }


def test_several_independent_faults_are_all_reported():
    text = "a: no\na: &x 1\nb: *x\n1: !!str 2\nc: 12345678901234567890\n<<: {d: \u202e}\n? [e]\n: f\n"
    assert faults_of(text) == [
        (1, 4, "YAML017"),
        (2, 1, "YAML016"),
        (2, 4, "YAML011"),
        (3, 4, "YAML012"),
        (4, 1, "YAML015"),
        (4, 4, "YAML013"),
        (5, 4, "YAML018"),
        (6, 1, "YAML014"),
        (6, 9, "YAML004"),
        (7, 3, "YAML015"),
    ]


def test_what_was_found_before_a_syntax_error_is_reported_with_it():
    assert faults_of("a: no\nb: [1\nc: 2\n") == [(1, 4, "YAML017"), (2, 4, "YAML023")]


def test_a_duplicate_key_is_reported_at_the_second_one_with_the_line_of_the_first():
    _, found = load(PATH, b'a: 1\nb: {c: 1, c: 2}\n"a": 3\n')
    assert [(fault.position.line, fault.position.column) for fault in found] == [(2, 11), (3, 1)]
    assert "first on line 1" in found[1].message


def test_an_empty_key_is_refused_with_and_without_quotes():
    assert faults_of("a: 1\n: 2\n") == [(2, 1, "YAML015")]
    assert faults_of('"": 1\na: {: 2}\n') == [(1, 1, "YAML015"), (2, 5, "YAML015")]


def test_aliases_as_keys_do_not_derail_what_follows():
    assert faults_of("a: &k 1\n*k : 2\nb: no\n") == [(1, 4, "YAML011"), (2, 1, "YAML012"), (3, 4, "YAML017")]


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (b"a: \xff\n", (1, 4, "YAML002")),
        ("a: é".encode("utf-16"), (1, 1, "YAML002")),
        ("é: Zoë".encode("latin-1"), (1, 1, "YAML002")),
        (b"\xef\xbb\xbfa: 1\n", (1, 1, "YAML003")),
        (b"a: 1\nb: x\x00y\n", (2, 5, "YAML004")),
        (b"a: x\x1b[31m\n", (1, 5, "YAML004")),
        (b"a: 1\rb: 2\n", (1, 5, "YAML004")),
        ("a: x\u2028y\n".encode(), (1, 5, "YAML004")),
        (b'a: "x\\u202ey"\n', (1, 4, "YAML004")),
        (b'a: "\\0"\n', (1, 4, "YAML004")),
        (b"", (1, 1, "YAML006")),
        (b"\n  \n", (1, 1, "YAML006")),
        (b"# only words\n", (1, 1, "YAML006")),
        (b"---\n", (1, 1, "YAML006")),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(content, place):
    assert place in faults_of(content)


def test_a_tab_as_indent_is_refused_even_where_libyaml_lets_it_pass():
    assert faults_of("a: {\n\tb: 1\n}\n") == [(2, 1, "YAML005")]
    assert data_of("a:\t1\nb: |\n  x\n  \ty\n") == {"a": 1, "b": "x\n\ty\n"}


def test_windows_line_ends_are_fine():
    assert data_of("a: 1\r\nb:\r\n  - x\r\n") == {"a": 1, "b": ["x"]}
    assert faults_of("a: 1\r\nb: no\r\n") == [(2, 4, "YAML017")]


def test_one_document_marker_at_the_start_is_fine():
    assert data_of("---\na: 1\n") == {"a": 1}


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? ", "[{a: "])
def test_endless_nesting_is_refused_at_once(opening):
    text = (opening * (MAX_BYTES // len(opening)))[:MAX_BYTES]
    assert faults_of(text)[-1][2] in {"YAML007", "YAML015"}


def test_depth_and_size_and_events_have_exact_limits():
    assert data_of("[" * 24 + "]" * 24) is not None
    assert faults_of("[" * 25 + "]" * 25) == [(1, 25, "YAML007")]
    text = "a: " + "x" * (MAX_BYTES - 3)
    assert len(data_of(text)["a"]) == MAX_BYTES - 3
    assert faults_of(text + "x") == [(1, 1, "YAML001")]
    # Stream, document and list begin; list, document and stream end.
    assert len(data_of("[" + "1," * 19_994 + "]")) == 19_994
    assert faults_of("[" + "1," * 19_998 + "]") == [(1, 39_994, "YAML008")]


def test_a_long_number_is_never_shown():
    _, found = load(PATH, b"account: 12345678901234567890\n")
    assert "1234" not in found[0].message + found[0].fix


DESCRIBED = {
    Code.TOO_LARGE: b"a: " + b"x" * MAX_BYTES,
    Code.NOT_UTF8: "name: Zoë\n".encode("latin-1"),
    Code.TOO_MANY_PARTS: b"numbers: [" + b"1, " * 20_000 + b"]\n",
}


@pytest.mark.parametrize("page", YAML_PAGES, ids=lambda page: str(page.code))
def test_each_code_is_what_its_bad_sample_gets_and_its_good_sample_does_not(page):
    bad = DESCRIBED[page.code] if page.described else page.bad.encode()
    document, found = load(PATH, bad)
    assert document is None
    assert [fault.code for fault in found] == [page.code]
    good, none = load(PATH, page.good.encode())
    assert none == []
    assert good is not None


def test_the_catalogue_is_complete_and_without_gaps():
    assert [str(page.code) for page in YAML_PAGES] == [f"YAML{number:03}" for number in range(1, len(Code) + 1)]
    assert all(page.why.endswith(".") and page.title[0] == page.title[0] and page.good for page in YAML_PAGES)


def assert_wording(fault: Diagnostic) -> None:
    assert fault.message
    assert fault.fix
    for text in (fault.message, fault.fix):
        assert "\n" not in text
        assert not text.endswith(".")
        assert text.count("`") % 2 == 0
    assert not re.match(r"[A-Z][a-z]", fault.message)


FRAGMENTS = st.sampled_from(
    [
        "a",
        "b: ",
        ": ",
        "- ",
        "\n",
        "\n  ",
        "\n\t",
        " ",
        "[",
        "]",
        "{",
        "}",
        ",",
        "'",
        '"',
        "|",
        ">",
        "#",
        " #",
        "&a ",
        "*a",
        "!t ",
        "%",
        "@",
        "`",
        "? ",
        "---\n",
        "...\n",
        "no",
        "~",
        "1",
        "<<",
        "\\",
        "\\x",
        "é",
        "\u202e",
        "\r",
        "\x00",
        "\ufeff",
    ]
)


@given(st.one_of(st.binary(max_size=200), st.lists(FRAGMENTS, max_size=40).map("".join).map(str.encode)))
def test_any_bytes_give_a_document_or_diagnostics_and_never_an_exception(content):
    document, found = load(PATH, content)
    assert (document is None) == bool(found)
    lines = content.decode("utf-8", "replace").split("\n")
    for fault in found:
        assert_wording(fault)
        assert 1 <= fault.position.line <= len(lines)
        assert fault.position.column >= 1
    if document is not None:
        assert set(document.spans) == set(document.values)


@pytest.mark.parametrize(
    "piece", ["- no\n", "a\n - b\n", "a: 1\n", "\t1\n", "{\n\t", "&a ", '"\\n', "[a: b,", "? ", "- \t"]
)
def test_no_file_costs_more_than_a_few_seconds(piece):
    text = (piece * (MAX_BYTES // len(piece)))[:MAX_BYTES]
    started = time.process_time()
    load(PATH, text.encode())
    # Ten times what the worst takes; what grows with the square of the size takes minutes.
    assert time.process_time() - started < 10


def test_a_file_of_unseen_characters_is_no_text_and_the_list_of_them_ends():
    document, found = load(PATH, ("title: " + "\u202e" * 500 + "\nno: [\n").encode())
    assert document is None
    assert [(fault.code, fault.position.line) for fault in found] == [("YAML004", 1)] * 10


@pytest.mark.parametrize("text", ["a: !x!y z\n", "a: !<z\n", "!! : 1\n", "a: !x\n"])
def test_a_broken_tag_is_told_as_a_tag(text):
    document, found = load(PATH, text.encode())
    assert document is None
    assert {str(fault.code) for fault in found} <= {"YAML013", "YAML024"}


@pytest.mark.parametrize("broken", ["raise ImportError('no')", "class YAMLError(Exception): pass"])
def test_a_parser_that_is_missing_is_a_sentence(broken, tmp_path):
    (tmp_path / "yaml.py").write_text(broken + "\n", encoding="utf-8")
    code = (
        "from turnabout.errors import EnvironmentFaultError\n"
        "from turnabout.yamlfile import load\n"
        "try:\n"
        "    load('x.yaml', b'a: 1')\n"
        "except EnvironmentFaultError as fault:\n"
        "    print(fault.message)\n"
    )
    environ = {**os.environ, "PYTHONPATH": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", code], env=environ, capture_output=True, text=True, timeout=60)
    assert done.stdout == "PyYAML is missing or was built without libyaml\n", done.stderr
