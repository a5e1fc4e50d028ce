"""The package as others install it: without a checkout beside it, with everything it needs inside."""

import subprocess
import sys
import zipfile
from pathlib import Path

from support_copy import ROOT, copied


def test_a_built_package_carries_all_that_it_reads_and_every_module(tmp_path: Path) -> None:
    source = copied(tmp_path / "source")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(tmp_path), str(source)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    (wheel,) = tmp_path.glob("turnabout-*.whl")
    inside = zipfile.ZipFile(wheel).namelist()
    brought = {name.partition("/share/turnabout/")[2] for name in inside if "/share/turnabout/" in name}
    schemas = {f"schema/{path.name}" for path in (ROOT / "schema").glob("*.schema.json")}
    assert schemas <= brought, "what files may hold"
    pages = {path.relative_to(ROOT).as_posix() for path in (ROOT / "site").rglob("*") if path.is_file()}
    assert pages <= brought, "pages for `turnabout new`: name their folder under data-files in pyproject.toml"
    assert {"mkdocs.yml", ".gitlab/turnabout.gitlab-ci.yml", ".github/actions/turnabout/action.yml"} <= brought
    assert {"turnabout/starter/program.yaml", "turnabout/starter/gitignore"} <= set(inside)
    modules = {path.relative_to(ROOT / "tooling").as_posix() for path in (ROOT / "tooling").rglob("*.py")}
    assert modules <= set(inside), "every module belongs to the package: is an __init__.py missing?"
