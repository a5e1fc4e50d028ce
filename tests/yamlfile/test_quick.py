"""The quick way agrees with the full loader: the same data, or it leaves the file to the other."""

import json
import time
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from turnabout.yamlfile import UnusualError, load, quick
from turnabout.yamlfile.codes import YAML_PAGES
from turnabout.yamlfile.limits import MAX_BYTES

ROOT = Path(__file__).resolve().parents[2]
SOUND = "\n".join((ROOT / "program" / "digital-2026.yaml").read_text().splitlines()[2:60]) + "\n"
pieces = st.sampled_from(
    [
        "a: ",
        "b: ",
        "1: ",
        '"1": ',
        '"": ',
        "? ",
        "- ",
        "-  - ",
        "[",
        "]",
        "{",
        "}",
        ", ",
        ": ",
        "\n",
        "\n  ",
        "\n    ",
        "#x\n",
        "yes",
        "no",
        "null",
        "~",
        "true",
        "1",
        "1.0",
        "01",
        "-0",
        "0.5",
        "12345678901234567890",
        "'it''s'",
        '"\\x41"',
        '"\\u202e"',
        "\u202e",
        "\ufeff",
        "\t",
        "&a ",
        "*a",
        "!t ",
        "<<: ",
        "---\n",
        "...\n",
        "%YAML 1.1\n",
        "\u2028",
        "\x85",
        "é",
        ">-\n  x",
        ">+\n",
        "text - more",
        "\x00",
        "\\",
    ]
)


def agree(content: bytes) -> bool:
    document, found = load("program/x.yaml", content)
    try:
        data = quick(content)
    except UnusualError:
        return False
    assert found == []
    assert document is not None
    # As text: 1, 1.0 and True are equal to Python, and not to us; neither is the order of keys.
    assert json.dumps(data) == json.dumps(document.data)
    return True


@settings(max_examples=1500)
@given(st.lists(pieces, max_size=14).map("".join))
@example('"1": a\nb:\n  1: c\n')
@example("a: {b: }\n")
@example("- - - []\n")
@example("null\n")
@example("")
def test_pieces_of_yaml_in_any_order(text: str) -> None:
    agree(text.encode("utf-8", "replace"))


@given(st.binary())
def test_any_bytes(content: bytes) -> None:
    agree(content)


@settings(max_examples=300)
@given(st.integers(0, len(SOUND)), st.integers(0, 6), pieces)
def test_a_sound_file_with_something_else_in_one_place(at: int, gone: int, piece: str) -> None:
    agree((SOUND[:at] + piece + SOUND[at + gone :]).encode())


def test_the_example_program_goes_the_quick_way() -> None:
    ways = [agree(path.read_bytes()) for path in sorted((ROOT / "program").rglob("*.yaml"))]
    assert sum(ways) > 0.95 * len(ways)


@pytest.mark.parametrize("page", [page for page in YAML_PAGES if not page.described], ids=lambda page: page.code)
def test_every_fault_that_is_documented_is_left_to_the_full_loader(page) -> None:
    assert not agree(page.bad.encode())
    agree(page.good.encode())


@pytest.mark.parametrize("content", [b"[" * 200_000, b"x" * (MAX_BYTES + 1), b"- 1\n" * 30_000, b"{a: " * 30])
def test_limits_hold_and_cost_nothing(content: bytes) -> None:
    before = time.process_time()
    with pytest.raises(UnusualError):
        quick(content)
    assert time.process_time() - before < 2
