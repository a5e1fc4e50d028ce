"""The import law: layers point down, siblings stay apart, each library has one door, modules stay small."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "tooling" / "turnabout"

# The first name below `turnabout` -> its layer. A new top-level module must be entered here: that is the point.
LAYERS = {
    "diagnostics": 0,
    "errors": 0,
    "frozen": 0,
    "ids": 0,
    "installed": 0,
    "languages": 0,
    "layout": 0,
    "lazy": 0,
    "model": 0,
    "small_groups": 0,
    "wording": 0,
    "cards": 1,
    "file_codes": 1,
    "formats": 1,
    "hours": 1,
    "relations": 1,
    "shapes": 1,
    "yamlfile": 1,
    "agendas": 2,
    "cache": 2,
    "checking": 2,
    "digest": 2,
    "documents": 2,
    "files": 2,
    "focus": 2,
    "matching": 2,
    "progress": 2,
    "rules": 2,
    "workspace": 2,
    "writer": 2,
    "activation": 3,
    "effect_text": 3,
    "formatting": 3,
    "forms": 3,
    "intake": 3,
    "nudge_text": 3,
    "proposal": 3,
    "starting": 3,
    "proposal_text": 3,
    "publish": 3,
    "reporters": 3,
    "doctor": 4,
    "engine": 4,
    "forge": 4,
    "site_build": 4,
    "site_server": 4,
    "cli": 5,
    "__main__": 6,
}
APART = ("rules", "matching", "progress", "publish")

# Library -> the only folder or module below `turnabout` that may import it.
DOORS = {
    "click": ("cli",),
    "dask": (),
    "distributed": ("matching/people/distributed",),
    "highspy": ("matching/solvers",),
    "httpx": ("forge",),
    "icalendar": ("publish/zones",),
    "jsonschema": ("shapes",),
    "jsonschema_rs": ("shapes",),
    "markdown": (),
    "mkdocs": (),
    "numba": ("matching/solvers",),
    "numpy": ("matching",),
    "openpyxl": ("intake",),
    "pulp": ("matching/solvers",),
    "rich": ("cli",),
    "scipy": ("matching/solvers",),
    "subprocess": ("forge/process", "engine"),
    "yaml": ("yamlfile",),
    "random": (),
}
CLOCKS = re.compile(r"\b(datetime\.now|date\.today|time\.time|utcnow|os\.environ|getenv)\b")
LONGEST = 400


def modules() -> Iterator[tuple[str, Path]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        yield path.relative_to(PACKAGE).with_suffix("").as_posix().removesuffix("/__init__"), path


MODULES = list(modules())


def imports(path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, name.name) for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.lineno, node.module
            if node.module == "turnabout":
                yield from ((node.lineno, f"turnabout.{name.name}") for name in node.names)


def top(name: str) -> str:
    return name.split("/")[0]


def test_every_module_has_a_layer() -> None:
    unknown = {top(name) for name, _ in modules()} - LAYERS.keys() - {"__init__"}
    assert not unknown, f"give {sorted(unknown)} a layer in tests/test_architecture.py and in the reference"


@pytest.mark.parametrize(("name", "path"), MODULES, ids=lambda value: value if isinstance(value, str) else "")
def test_imports_point_down_and_libraries_have_one_door(name: str, path: Path) -> None:
    for line, imported in imports(path):
        place = f"{path.relative_to(ROOT)}:{line} imports {imported}"
        if imported.startswith("turnabout."):
            target = imported.split(".")[1]
            if target in LAYERS and top(name) in LAYERS:
                assert LAYERS[target] <= LAYERS[top(name)], f"{place}: imports point down only"
            if top(name) in APART and target in APART:
                assert target == top(name), f"{place}: {', '.join(APART)} never import one another"
        library = imported.split(".")[0]
        if library in DOORS:
            allowed = any(f"{name}/".startswith(f"{door}/") for door in DOORS[library])
            assert allowed, f"{place}: only {' and '.join(DOORS[library]) or 'nobody'} may"


@pytest.mark.parametrize(("name", "path"), MODULES, ids=lambda value: value if isinstance(value, str) else "")
def test_a_module_says_what_it_is_for_and_stays_small(name: str, path: Path) -> None:
    text = path.read_text()
    if text.strip():
        assert ast.get_docstring(ast.parse(text)), f"{name}: the first line says what the module is for"
    length = len(text.splitlines())
    assert length <= LONGEST, f"{name} has {length} lines: past {LONGEST} it wants splitting"


@pytest.mark.parametrize(("name", "path"), MODULES, ids=lambda value: value if isinstance(value, str) else "")
def test_clock_and_environment_enter_in_cli_only(name: str, path: Path) -> None:
    if top(name) == "cli":
        return
    code = "\n".join(line.split("#")[0] for line in path.read_text().splitlines())
    for docstring in re.findall(r'"""(?:.|\n)*?"""', code):
        code = code.replace(docstring, "")
    found = CLOCKS.search(code)
    assert found is None, f"{name} reads {found[0] if found else ''}: pass the value down from cli instead"


def test_top_level_is_what_the_reference_says() -> None:
    fixed = ("program", "schema", "tooling", "site", "mkdocs.yml", ".github", "tests", "README.md", "benchmarks")
    for name in fixed:
        assert (ROOT / name).exists(), f"{name} belongs to the top level"
