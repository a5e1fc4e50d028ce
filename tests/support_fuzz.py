"""What the fuzzers throw bytes at, and the limits that every run keeps; the harnesses and the corpus test share it."""

import datetime
import functools
import json
import pathlib

from support_forms import FORMS, MAIL, checked, files
from support_markdown import agreed
from support_workspace import MINIATURE, TODAY, P, S
from turnabout.diagnostics import Diagnostic, has_errors
from turnabout.errors import UsageError
from turnabout.forge.faults import is_plain
from turnabout.forms import reply
from turnabout.forms.event import read_event
from turnabout.forms.markdown import read_bytes
from turnabout.forms.settle import settle
from turnabout.intake.convert import plan
from turnabout.intake.mapping import check_map
from turnabout.intake.suggest import suggest_map
from turnabout.intake.table import parse_table
from turnabout.reporters import annotations, as_json, as_sarif, code_quality, render, step_summary
from turnabout.rules import check as check_rules
from turnabout.shapes import Shapes
from turnabout.workspace import Files, Workspace, build, schemas
from turnabout.yamlfile import Document, UnusualError, emit, load, quick
from turnabout.yamlfile.document import Path
from turnabout.yamlfile.fmt import FormatError, format_text

CORPUS = pathlib.Path(__file__).parent / "fuzz" / "corpus"
SECONDS = 2
GROWTH = 200 * 1024 * 1024
PLACES = {
    "topics": "program/topics.yaml",
    "program": "program/digital-2026.yaml",
    "participant": "program/participants/ana-ruiz.yaml",
    "pair": P,
    "session": S,
    "feedback": "program/feedback/digital-2026/start.yaml",
    "certificate": "program/pairs/digital-2026/certificate.yaml",
}
MARKDOWN = (
    "**", "`", "```sh\n", "\n```", "](a)", "![", "{ .a }", "{ #b }", "\n{ #b }", "1. ", "# ", "> ", ":   ", "\n    - ",
    '<div class="a" markdown>\n\n', "\n\n</div>", "<br>", "<code>", "</code>", '<p class="a">', "</p>", "&#44;", "&#", "&amp;",
    '??? a "b"\n', '!!! a "b"\n\n    ', "| a |\n| --- |\n| b |", "[1]: ", "\n\n    ",
)  # fmt: skip
DAYS = (TODAY, datetime.date.min, datetime.date.max)


@functools.cache
def _shapes() -> Shapes:
    return Shapes(schemas())


@functools.cache
def _workspace() -> Workspace:
    return build(Files({path: text.encode() for path, text in sorted(MINIATURE.items())}))[0]


def fuzz_load(content: bytes) -> None:
    """One file: loaded, written and loaded again, checked as every kind; as each kind that it fits, with all rules."""
    document, found = load("file.yaml", content)
    assert (document is None) == bool(found)
    _reported(found)
    fuzz_lines(content)
    if document is None:
        return
    _put_in_order(document, content.decode("utf-8-sig"))
    written = emit(document.data)
    again, faults = load("file.yaml", written.encode())
    assert again is not None, faults
    # As text: true == 1 to Python.
    assert json.dumps(again.data) == json.dumps(document.data)
    for kind in _shapes().kinds:
        faults = _shapes().check(kind, document)
        _reported(faults)
        if kind in PLACES and not faults:
            _ruled(PLACES[kind], content)


def fuzz_lines(content: bytes) -> None:
    """One file read line by line and by libyaml's events: the same data, or the first way leaves it to the second."""
    try:
        data = quick(content)
    except UnusualError:
        return
    document, found = load("file.yaml", content)
    assert document is not None, found
    # As text: 1, 1.0 and True are equal to Python, and not to us; neither is the order of keys.
    assert json.dumps(data) == json.dumps(document.data)


def _put_in_order(document: Document, text: str) -> None:
    """Formatting keeps the data, and a second time changes nothing; it may refuse, with a place."""
    try:
        ordered = format_text(document, text, sorted_keys)
    except FormatError:
        return
    again, faults = load("file.yaml", ordered.encode())
    assert again is not None, (ordered, faults)
    assert json.dumps(again.data, sort_keys=True) == json.dumps(document.data, sort_keys=True)
    assert format_text(again, ordered, sorted_keys) == ordered


def sorted_keys(_: Path) -> tuple[str, ...]:
    """An order of keys that most files do not have."""
    return ("why", "title", "status", "shared", "programs", "name", "level", "held", "actions")


def _ruled(path: str, content: bytes) -> None:
    files = {**MINIATURE, path: content}
    encoded = {each: text.encode() if isinstance(text, str) else text for each, text in sorted(files.items())}
    workspace, found = build(Files(encoded))
    for today in DAYS:
        _reported([*found, *check_rules(workspace, today)])


def fuzz_markdown(content: bytes) -> None:
    """One page: our narrow Markdown and the site engine's give the same bytes, or the first leaves it to the second."""
    agreed(content.decode("utf-8", "replace"))


def fuzz_table(content: bytes) -> None:
    """One table of sign-ups: read, a map drafted for it, and imported with that map."""
    try:
        table, found = parse_table("sign-ups.csv", content)
    except UsageError:
        return
    _reported(found)
    if table is None:
        assert found
        return
    draft = suggest_map(table, _workspace().topics)
    document, faults = load("map.yaml", draft.encode())
    assert document is not None, (draft, faults)
    form, about = check_map(document, table)
    _reported(about)
    if form is not None:
        files = {path: text.encode() for path, text in MINIATURE.items()}
        made = plan(table, form, _workspace(), "digital-2026", files, earlier=found, partial=True)
        _reported(list(made.diagnostics))
        for path, text in made.files.items():
            if text is not None:
                written, faults = load(path, text if isinstance(text, bytes) else text.encode())
                assert written is not None, faults


def fuzz_form(content: bytes) -> None:
    """One filled-in form: read, settled on the miniature, answered and proposed; and the same bytes as an event."""
    approved, refused = read_event("event.json", content)
    assert (approved is None) == bool(refused)
    filled, found = read_bytes("form.md", content, tuple(FORMS.values()))
    assert (filled is None) == has_errors(found)
    _reported([*refused, *found])
    reply.refusal([*refused, *found]).encode("utf-8")
    if filled is None:
        return
    outcome = settle(filled, files(), checked(), MAIL)
    _reported(list(outcome.found))
    assert is_plain(reply.title(outcome))
    (reply.body(outcome, "", "") + reply.comment(outcome)).encode("utf-8")
    assert not (outcome.files and outcome.state == "refused")
    for path, text in outcome.files.items():
        assert path.startswith("program/")
        assert text is None or load(path, text.encode("utf-8"))[0] is not None


def _reported(found: list[Diagnostic]) -> None:
    """Every rendering takes what was found, and every complaint has a place and words."""
    for fault in found:
        assert fault.position.line >= 1
        assert fault.position.column >= 1
        assert fault.message
        assert "\n" not in fault.message + fault.fix
    for rendering in (annotations, as_json, as_sarif, code_quality, render, step_summary):
        rendering(found).encode("utf-8")


def words() -> list[str]:
    """What a fuzzer should know how to write: every key and every choice of the schemas, and YAML's own signs."""
    found: set[str] = {": ", "- ", "\n  ", "|\n", ">-\n", '"', "'", "{", "}", "[", "]", "#", "&a", "*a", "!!x", "<<: "}

    def walk(node: object) -> None:
        if isinstance(node, dict):
            found.update(f"{key}: " for key in node.get("properties", {}))
            found.update(str(choice) for choice in node.get("enum", ()))
            found.update(str(example) for example in node.get("examples", ()) if isinstance(example, str | int))
            for child in node.values():
                walk(child)
        elif isinstance(node, list):
            for child in node:
                walk(child)

    walk(dict(schemas()))
    found.update(f"### {label}\n\n" for form in FORMS.values() for label in form.labels)
    found.update(MARKDOWN)
    # libFuzzer takes words of 1 to 64 bytes.
    return sorted(word for word in found if 0 < len(word.encode()) <= 64)
