"""What all tests share: golden files that change only through `--bless`, and property tests that repeat."""

import difflib
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# The same examples on every run, so that a red build means a change; `--hypothesis-profile explore` looks further.
# A busy machine is no fault of the code, so slowness is none here.
SLOW_IS_FINE = [HealthCheck.too_slow]
settings.register_profile(
    "turnabout", deadline=None, derandomize=True, database=None, suppress_health_check=SLOW_IS_FINE
)
settings.register_profile("explore", deadline=None, max_examples=1000, suppress_health_check=SLOW_IS_FINE)
settings.load_profile("turnabout")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--bless", action="store_true", help="write the golden files as the code would have them")


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> None:
    """What the commands remember, tests remember in a folder of their own, not in the user's."""
    os.environ["XDG_CACHE_HOME"] = str(tmp_path_factory.mktemp("cache"))


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """`golden(path, text)`: fails with a diff where the file holds other text; with `--bless` writes the file."""
    bless = request.config.getoption("--bless")

    def compare(path: Path, text: str) -> None:
        before = path.read_bytes().decode("utf-8") if path.exists() else None
        if before == text:
            return
        if bless:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode("utf-8"))
            return
        if before is None:
            pytest.fail(f"{path.name} does not exist yet: read the text below, then run pytest with --bless\n\n{text}")
        diff = difflib.unified_diff(before.splitlines(), text.splitlines(), "golden", "now", lineterm="")
        shown = "\n".join(diff) or "only the line ends differ"
        pytest.fail(f"{path.name} has changed: if this is what you want, run pytest with --bless\n\n{shown}")

    return compare


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """A copy of the repository's example program, free to be changed."""
    root = Path(__file__).resolve().parents[1]
    shutil.copytree(root / "program", tmp_path / "example" / "program")
    return tmp_path / "example"
