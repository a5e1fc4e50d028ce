"""Odd and hostile texts in every field of text of every schema: loaded, written, put in order and loaded again unchanged."""

import json
from pathlib import Path
from typing import Any

import pytest

from support_naughty import NAUGHTY, REFUSED, fitting, text_fields
from turnabout.diagnostics import Diagnostic, Position
from turnabout.reporters import annotations, as_json, as_sarif, code_quality, render, step_summary
from turnabout.shapes import Shapes
from turnabout.workspace import schemas
from turnabout.yamlfile import EmitError, clean_text, emit, load
from turnabout.yamlfile.fmt import format_text
from turnabout.yamlfile.splice import splice

SAMPLES = Path(__file__).parent / "schemas" / "good"
FIELDS = [(kind, place, node) for kind, schema in schemas().items() for place, node in text_fields(schema)]
KINDS = sorted(schemas().keys() - {"diagnostics"})


def loaded(text: str) -> Any:
    document, found = load("file.yaml", text.encode())
    assert document is not None, (text, found)
    return document


def test_the_walk_finds_the_fields_of_every_kind() -> None:
    places = {f"{kind}{place}" for kind, place, _ in FIELDS}
    assert len(places) > 50
    assert {"participant/name", "participant/goals/*", "session/shared", "program/curriculum/*/questions/*"} <= places
    assert "participant/key" not in places


@pytest.mark.parametrize(("kind", "place", "node"), FIELDS, ids=[f"{kind}{place}" for kind, place, _ in FIELDS])
def test_a_field_of_text_takes_every_text_and_keeps_it(kind: str, place: str, node: dict[str, Any]) -> None:
    root = schemas()[kind]
    shapes = Shapes({"x": {"properties": {"x": node}, "definitions": root.get("definitions", {})}})
    for text in NAUGHTY:
        value = fitting(text, node)
        document = loaded(emit({"x": value}))
        assert document.data == {"x": value}
        assert shapes.check("x", document) == [], text


@pytest.mark.parametrize("kind", KINDS)
def test_a_whole_file_of_odd_texts_survives_writing_and_ordering(kind: str) -> None:
    sample = loaded((SAMPLES / kind / "full.yaml").read_text(encoding="utf-8")).data
    for number in range(len(NAUGHTY)):
        data = _filled(sample, number)
        text = emit(data)
        document = loaded(text)
        assert json.dumps(document.data) == json.dumps(data)
        ordered = format_text(document, text, lambda _: ())
        assert json.dumps(loaded(ordered).data) == json.dumps(data)
        assert format_text(loaded(ordered), ordered, lambda _: ()) == ordered


def _filled(data: Any, number: int) -> Any:
    """The data with another odd text in place of every text, beginning with the one of this number."""
    counter = iter(range(number, 10_000))

    def fill(value: Any) -> Any:
        if isinstance(value, str):
            return NAUGHTY[next(counter) % len(NAUGHTY)]
        if isinstance(value, list):
            return [fill(each) for each in value]
        return {key: fill(each) for key, each in value.items()} if isinstance(value, dict) else value

    return fill(data)


def test_every_text_can_be_a_key_and_can_be_spliced_in() -> None:
    for text in NAUGHTY:
        if "\n" not in text:
            assert loaded(emit({text: 1})).data == {text: 1}
        before = "# kept\nname: old  # kept too\nlevel: 2\n"
        after = splice(loaded(before), before, ("name",), text)
        assert loaded(after).data == {"name": text, "level": 2}
        assert after.count("kept") == 2


@pytest.mark.parametrize("text", REFUSED, ids=REFUSED.values())
def test_what_nobody_can_see_is_refused_at_its_place_and_never_written(text: str) -> None:
    with pytest.raises(EmitError):
        emit({"x": text})
    document, found = load("file.yaml", f"a: 1\nname: x{text}\n".encode())
    assert document is None
    unseen = [each for each in found if each.code == "YAML004"]
    assert len(unseen) == 1
    assert REFUSED[text] in unseen[0].message
    column = next(at for at, sign in enumerate(text) if f"U+{ord(sign):04X}" == REFUSED[text])
    assert (unseen[0].position.line, unseen[0].position.column) == (2, 8 + column)
    assert not any(sign in unseen[0].message + unseen[0].fix for sign in text if not sign.isprintable())
    assert loaded(emit({"x": clean_text(text)})).data == {"x": clean_text(text)}


def test_a_pair_of_half_characters_is_told_and_never_written() -> None:
    with pytest.raises(EmitError):
        emit({"x": "\ud83d"})
    assert [each.code for each in load("file.yaml", b"x: \xed\xa0\xbd\n")[1]] == ["YAML002"]
    assert load("file.yaml", b'x: "\\ud83d"\n')[0] is None


def test_every_report_can_be_written_about_every_text() -> None:
    for text in (*NAUGHTY, *REFUSED):
        found = [Diagnostic(Position(f"program/{text}.yaml", 1, 1), "PAIR004", f"found `{text}`", f"write `{text}`")]
        for rendering in (annotations, as_json, as_sarif, code_quality, render, step_summary):
            rendering(found).encode("utf-8")
        assert "\x1b" not in render(found)
        assert render(found).count("\n") == 4
        assert annotations(found).count("\n") == 1
