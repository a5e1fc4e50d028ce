"""The museum of errors: files that are wrong in every way, and the whole text that people read about them.

Wording is pinned here and nowhere else. It changes only through `pytest --bless`.
"""

import json
from pathlib import Path

from turnabout.diagnostics import Diagnostic
from turnabout.reporters import annotations, render, step_summary
from turnabout.shapes import Shapes
from turnabout.shapes.codes import SAMPLE_SCHEMA, SHAPE_PAGES
from turnabout.yamlfile import load
from turnabout.yamlfile.codes import YAML_PAGES

HERE = Path(__file__).parent
SCHEMAS = HERE.parents[1] / "schema"
KINDS = {
    "program/participants": "participant",
    "program/pairs": "pair",
    "program/sessions": "session",
    "program/topics.yaml": "topics",
    "turnabout.yaml": "settings",
}


def exhibits() -> tuple[list[Diagnostic], dict[str, str]]:
    """Every complaint about the exhibits, and their sources by path."""
    shapes = Shapes(
        {kind: json.loads((SCHEMAS / f"{kind}.schema.json").read_text(encoding="utf-8")) for kind in KINDS.values()}
    )
    found: list[Diagnostic] = []
    sources: dict[str, str] = {}
    for file in sorted((HERE / "exhibits").rglob("*.yaml")):
        path = file.relative_to(HERE / "exhibits").as_posix()
        content = file.read_bytes()
        sources[path] = content.decode()
        document, faults = load(path, content)
        found.extend(faults)
        if document is not None:
            found.extend(shapes.check(KINDS["/".join(path.split("/")[:2])], document))
    return found, sources


def test_every_exhibit_is_wrong():
    found, sources = exhibits()
    assert {fault.position.path for fault in found} == set(sources)


def test_the_exhibits_read_as_they_always_did(golden):
    found, sources = exhibits()
    golden(HERE / "exhibits.txt", render(found, sources))


def test_the_log_of_the_exhibits_shows_no_source(golden):
    found, _ = exhibits()
    text = render(found)
    golden(HERE / "log.txt", text)
    assert "99999" not in text
    assert "Lee" not in text.replace("ana-ruiz--lee-wong", "")


def test_the_annotations_and_the_summary_of_the_exhibits(golden):
    found, _ = exhibits()
    golden(HERE / "github.txt", annotations(found))
    golden(HERE / "github.md", step_summary(found))


def test_the_catalogue_reads_as_it_always_did(golden):
    shapes = Shapes({"sample": SAMPLE_SCHEMA})
    rooms: list[str] = []
    for page in (*YAML_PAGES, *SHAPE_PAGES):
        path = f"{page.code}.yaml"
        document, found = load(path, b"" if page.described else page.bad.encode())
        if document is not None:
            found = shapes.check("sample", document)
        text = f"({page.bad})\n" if page.described else render(found, {path: page.bad})
        rooms.append(f"== {page.code} {page.title}\n{page.why}\n\n{text}\n")
    golden(HERE / "catalogue.txt", "".join(rooms))
