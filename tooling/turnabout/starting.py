"""A new repository: one program to fill in, the pages, the forms and the workflows, ready to push."""

import datetime
import html
from collections.abc import Iterator
from importlib import resources
from string import Template

from turnabout import __version__
from turnabout.files import files_of_tree
from turnabout.forms.catalog import forms
from turnabout.forms.issue_forms import templates
from turnabout.frozen import dataclass
from turnabout.installed import brought_along
from turnabout.workspace import build

FORGES = ("github", "gitlab", "none")
_GITHUB = (
    ".github/actions/turnabout/action.yml",
    *(f".github/workflows/{name}.yml" for name in ("intake", "nudge", "propose", "publish", "validate")),
)
_GITLAB = ".gitlab/turnabout.gitlab-ci.yml"
_SIGN_UP = datetime.timedelta(weeks=8)
_BEFORE_START = datetime.timedelta(weeks=2)
_LONG = datetime.timedelta(weeks=36)


@dataclass(frozen=True, slots=True)
class Start:
    """What a new repository is made from: the first program's id and title, its first day, and where it will be kept."""

    program: str
    title: str
    starts: datetime.date
    forge: str


def starter(start: Start) -> dict[str, bytes]:
    """Every file of the new repository, by path."""
    program = _filled("program.yaml", start)
    topics = _text("topics.yaml")
    made = {
        f"program/{start.program}.yaml": program,
        "program/topics.yaml": topics,
        "README.md": _filled("README.md", start),
        ".gitignore": _text("gitignore"),
        "mkdocs.yml": _engine_settings(start),
        **_schemas(),
    }
    found = {path: text.encode() for path, text in made.items()} | dict(_pages())
    return dict(sorted((found | {path: text.encode() for path, text in _forge_files(start, program, topics)}).items()))


def _schemas() -> dict[str, str]:
    """All of them: the drafts of maps, the settings and the file of vetoes name theirs, and `turnabout doctor` wants each."""
    return {f"schema/{path.name}": path.read_text(encoding="utf-8") for path in brought_along("schema").glob("*.json")}


def _forge_files(start: Start, program: str, topics: str) -> Iterator[tuple[str, str]]:
    if start.forge == "none":
        return
    data = {f"program/{start.program}.yaml": program.encode(), "program/topics.yaml": topics.encode()}
    workspace, _ = build(files_of_tree(data, ()))
    yield from templates(forms(workspace)).items()
    if start.forge == "github":
        yield from ((path, _brought(path)) for path in _GITHUB)
    else:
        yield _GITLAB, _brought(_GITLAB)
        yield ".gitlab-ci.yml", _text("gitlab-ci.yml")


def _pages() -> Iterator[tuple[str, bytes]]:
    """The hand-written pages with the site's look: copies, for a team says things in its own way."""
    site = brought_along("site")
    for path in sorted(site.rglob("*")):
        name = path.relative_to(site).as_posix()
        if path.is_file():
            yield f"site/{name}", path.read_bytes()


def _engine_settings(start: Start) -> str:
    """The site engine's settings, under the program's name, which the theme takes for HTML."""
    name = f'site_name: "{_quoted(html.escape(start.title))}"\n'
    lines = _brought("mkdocs.yml").splitlines(keepends=True)
    return "".join(name if line.startswith("site_name:") else line for line in lines)


def _filled(name: str, start: Start) -> str:
    closes = start.starts - _BEFORE_START
    return Template(_text(name)).substitute(
        id=start.program,
        title=start.title if name.endswith(".md") else f'"{_quoted(start.title)}"',
        opens=closes - _SIGN_UP,
        closes=closes,
        starts=start.starts,
        ends=start.starts + _LONG,
        version=__version__,
    )


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


def _text(name: str) -> str:
    return resources.files("turnabout.starter").joinpath(name).read_text(encoding="utf-8")


def _brought(name: str) -> str:
    return brought_along(name).read_text(encoding="utf-8")
