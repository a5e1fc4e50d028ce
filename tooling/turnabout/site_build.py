"""The built site from the plan of its pages: stamped where that gives the engine's very bytes, else by the engine alone.

The engine renders shells in build/engine, and what it made there is kept for the next build: where nothing that it reads
has changed it does not run again. build/html is never a source. Both folders may be deleted at any time. The pages as
Markdown lie in build/docs only where an engine reads all of them there.
"""

import hashlib
import importlib.metadata
import importlib.util
import json
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TypeAlias

from turnabout import engine
from turnabout.errors import EnvironmentFaultError
from turnabout.frozen import dataclass
from turnabout.publish.stamping import settings
from turnabout.publish.stamping.assembly import Site, assemble
from turnabout.publish.stamping.job import CannotStampError, Job, plan_job
from turnabout.publish.writer import read_tree, write_tree
from turnabout.writer import write_files

FOLDER = "build/engine"
_CONFIG, _DOCS, _HTML, _STATE = "mkdocs.yml", "docs", "html", "state.json"
_UP = "../../"  # from FOLDER to the root
_PACKAGES = ("mkdocs", "mkdocs-material", "markdown", "pymdown-extensions", "jinja2", "markupsafe", "pyyaml")

# Shows work: its name and how many steps it has; the body tells how many are done.
Watch: TypeAlias = Callable[[str, int], AbstractContextManager[Callable[[int], None]]]


@contextmanager
def _unwatched(_name: str, _steps: int) -> Iterator[Callable[[int], None]]:
    yield lambda _: None


@dataclass(frozen=True, slots=True)
class Outcome:
    """A built site. `whole` says why the engine built every page itself, "" where it did not; `ran` whether it ran."""

    folder: Path
    pages: int
    whole: str
    ran: bool


def build_site(
    root: Path,
    files: Mapping[str, bytes],
    environ: Mapping[str, str],
    *,
    epoch: int,
    watch: Watch = _unwatched,
) -> Outcome:
    """The site in build/html from `files`; `environ` and `epoch` as for `engine.build`.

    `files` go to build/docs only where the engine has to build every page; otherwise nothing stays there. `watch` shows
    what is being done and how much of it. Raises what `engine.build` raises.
    """
    try:
        site, ran = _stamped(root, files, environ, epoch, watch)
    except CannotStampError as reason:
        return build_whole(root, files, environ, epoch=epoch, why=str(reason))
    except EnvironmentFaultError:
        # It may complain of pages that it has not seen whole. Alone it sees all, and says what it always said.
        return build_whole(root, files, environ, epoch=epoch, why="it has something to complain of")
    # What another engine was given, or another audience saw, must not stay behind.
    shutil.rmtree(root / engine.DOCS, ignore_errors=True)
    with watch("writing", len(site)) as step:
        write_tree(root / engine.HTML, site, step)
    return Outcome(root / engine.HTML, sum(name.endswith(".html") for name in site), "", ran)


def build_whole(
    root: Path,
    files: Mapping[str, bytes],
    environ: Mapping[str, str],
    *,
    epoch: int,
    name: str = engine.ENGINES[0],
    why: str = "",
) -> Outcome:
    """The site as the engine `name` builds it alone from `files`, which it is given in build/docs."""
    # What another audience saw must not stay behind.
    shutil.rmtree(root / FOLDER, ignore_errors=True)
    write_tree(root / engine.DOCS, files)
    built = engine.build(root, environ, epoch=epoch, name=name)
    return Outcome(built.folder, built.pages, why, ran=True)


def _stamped(
    root: Path, files: Mapping[str, bytes], environ: Mapping[str, str], epoch: int, watch: Watch
) -> tuple[Site, bool]:
    """The site, and whether the engine had to run for it."""
    overrides = read_tree(root / "site/overrides")
    try:
        config = (root / "mkdocs.yml").read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise CannotStampError("mkdocs.yml cannot be read") from fault
    if reason := settings.obstacle(config, overrides):
        raise CannotStampError(reason)
    if importlib.util.find_spec("jieba") is not None:
        raise CannotStampError("jieba is installed, with which the theme splits words in the search")
    with watch("rendering", sum(path.endswith(".md") for path in files)) as step:
        job = plan_job(files, config, step)
    derived = settings.derived(config, _UP, job.hidden)
    asked = _asked(config, derived, overrides, job, engine.environment(environ, epoch))
    rendered = _remembered(root / FOLDER, asked)
    if rendered is not None:
        return assemble(job, files, rendered), False
    return assemble(job, files, _render(root, derived, job, asked, environ, epoch)), True


def _asked(config: str, derived: str, overrides: Mapping[str, bytes], job: Job, environment: Mapping[str, str]) -> str:
    """A digest of everything the engine reads."""
    versions = {name: importlib.metadata.version(name) for name in _installed()}
    return _digest(
        [
            ("settings", config.encode()),
            ("derived", derived.encode()),
            ("machine", json.dumps([sys.version, versions, dict(environment)], sort_keys=True).encode()),
            *((f"overrides/{path}", content) for path, content in sorted(overrides.items())),
            *((f"docs/{path}", content) for path, content in sorted(job.documents.items())),
        ]
    )


def _installed() -> list[str]:
    # Without the engine the run itself says what is missing.
    return [name for name in _PACKAGES if next(iter(importlib.metadata.distributions(name=name)), None)]


def _digest(named: Iterable[tuple[str, bytes]]) -> str:
    whole = hashlib.sha256()
    for name, content in named:
        whole.update(f"{len(name.encode())}:{name}:{len(content)}:".encode())
        whole.update(content)
    return whole.hexdigest()


def _remembered(folder: Path, asked: str) -> dict[str, bytes] | None:
    """What the engine rendered when it was last asked the very same; None where it was not, or not all is there."""
    try:
        state = json.loads((folder / _STATE).read_bytes())
    except (OSError, ValueError):
        return None
    if not isinstance(state, dict) or state.get("asked") != asked:
        return None
    rendered = read_tree(folder / _HTML)
    return rendered if _digest(rendered.items()) == state.get("rendered") else None


def _render(root: Path, derived: str, job: Job, asked: str, environ: Mapping[str, str], epoch: int) -> dict[str, bytes]:
    """Runs the engine on the job's documents and remembers what it made. The state comes last: a killed run leaves none."""
    folder = root / FOLDER
    (folder / _STATE).unlink(missing_ok=True)
    write_tree(folder / _DOCS, job.documents)
    write_files(root, {f"{FOLDER}/{_CONFIG}": derived})
    engine.run(root, f"{FOLDER}/{_CONFIG}", environ, epoch=epoch)
    rendered = read_tree(folder / _HTML)
    state = {"asked": asked, "rendered": _digest(rendered.items())}
    write_files(root, {f"{FOLDER}/{_STATE}": json.dumps(state) + "\n"})
    return rendered
