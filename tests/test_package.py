"""The package as others install it: without a checkout beside it, with everything it needs inside."""

import subprocess
import sys
import zipfile
from pathlib import Path

from support_copy import ROOT, copied


def test_a_built_package_carries_the_schemas_and_every_module(tmp_path: Path) -> None:
    source = copied(tmp_path / "source")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(tmp_path), str(source)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    (wheel,) = tmp_path.glob("turnabout-*.whl")
    inside = zipfile.ZipFile(wheel).namelist()
    schemas = {name.rpartition("/")[2] for name in inside if "/share/turnabout/schema/" in name}
    assert schemas == {path.name for path in (ROOT / "schema").glob("*.schema.json")}
    modules = {path.relative_to(ROOT / "tooling").as_posix() for path in (ROOT / "tooling").rglob("*.py")}
    assert modules <= set(inside), "every module belongs to the package: is an __init__.py missing?"
