"""The whole plan of the site: every file below build/docs as bytes, for one audience, on one day. Writes nothing."""

import datetime
import json
import re

from turnabout.errors import UsageError
from turnabout.publish import reference
from turnabout.publish.blocks import fill
from turnabout.publish.calendars import pair_calendar, program_calendar
from turnabout.publish.inputs import SiteInputs
from turnabout.publish.pages import health, home, pairs, people, programs, progress
from turnabout.publish.pages.shared import page
from turnabout.publish.text import inside
from turnabout.publish.view import Audience, SiteView
from turnabout.publish.viewing import view_site
from turnabout.workspace import Workspace

_NOT_PAGES = ("overrides/",)  # read by the site engine where it lies
_TITLE = re.compile(r"^(?:title: *(.+)|# +(.+))$", re.MULTILINE)


def plan_site(workspace: Workspace, inputs: SiteInputs, audience: Audience, today: datetime.date) -> dict[str, bytes]:
    """Every file of build/docs by path, in order of path.

    UsageError where a hand-written page has an unknown block, is not UTF-8, or lies where a generated one belongs.
    """
    view = view_site(workspace, audience, today)
    written = {path: content for path, content in inputs.site.items() if not path.startswith(_NOT_PAGES)}
    texts = {path: _decoded(path, content) for path, content in written.items() if path.endswith(".md")}
    available = frozenset(texts)
    made = home.pages(view, available)
    made |= programs.pages(view, inputs, available)
    made |= progress.pages(view, inputs)
    made |= pairs.pages(view, inputs, available)
    made |= people.pages(view, inputs)
    made |= health.pages(view, inputs)
    made |= reference.pages(
        inputs, {path: title(text) for path, text in texts.items() if path.startswith("reference/")}
    )
    if "decisions/index.md" not in texts:
        made |= _decisions(texts)
    for path in sorted(made.keys() & written.keys()):
        raise UsageError(f"site/{path} lies where a generated page belongs", "rename it")
    plan = {path: text.encode() for path, text in made.items()}
    plan |= {path: content for path, content in written.items() if path not in texts}
    plan |= {path: with_source(f"site/{path}", fill(path, text, view)).encode() for path, text in texts.items()}
    plan |= _calendars(view)
    return dict(sorted(plan.items()))


def _decoded(path: str, content: bytes) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as fault:
        raise UsageError(f"site/{path} is not UTF-8", "save it again as UTF-8") from fault


def title(text: str) -> str:
    """A hand-written page's title: from its front matter or first heading."""
    found = _TITLE.search(text)
    return (found[1] or found[2]).strip().strip("\"'") if found else "Untitled"


def with_source(source: str, text: str) -> str:
    """The page with `source` in its front matter, which the edit button leads to."""
    line = f"source: {json.dumps(source)}\n"
    head = "---\n"
    return head + line + text.removeprefix(head) if text.startswith(head) else f"{head}{line}{head}\n{text}"


def _decisions(texts: dict[str, str]) -> dict[str, str]:
    here = "decisions/index.md"
    found = {path: title(text) for path, text in sorted(texts.items()) if path.startswith("decisions/")}
    links = "\n".join(f"- {inside(words, here, path)}" for path, words in found.items())
    return {here: page("Decisions", ["# Decisions", links or "None are recorded yet."])}


def _calendars(view: SiteView) -> dict[str, bytes]:
    """Calendars of shown programs, and of pairs whose pages may be seen; a pair's is for those inside only."""
    found = {}
    for program in view.programs:
        found[f"programs/{program.id}/dates.ics"] = program_calendar(program)
        if view.audience.inside:
            for pair in program.pairs:
                found[pair.page.removesuffix(".md") + ".ics"] = pair_calendar(program, pair)
    return found
