"""The whole plan of the site: every file below build/docs as bytes, for one audience, on one day. Writes nothing."""

import datetime
import json
import re
from dataclasses import replace

from turnabout.agendas import is_agenda
from turnabout.errors import UsageError
from turnabout.publish import feeds, reference
from turnabout.publish.agendas import read_agendas
from turnabout.publish.blocks import fill
from turnabout.publish.calendars import pair_calendar, program_calendar
from turnabout.publish.figures import large_groups
from turnabout.publish.form_links import open_desk
from turnabout.publish.inputs import SiteInputs
from turnabout.publish.pages import agendas, groups, health, home, impact, pairs, people, programs, progress, stories
from turnabout.publish.pages import feeds as feeds_page
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
    inputs = replace(inputs, measures={name: large_groups(each) for name, each in inputs.measures.items()})
    given = {path: content for path, content in inputs.site.items() if not path.startswith(_NOT_PAGES)}
    library = read_agendas({path: content for path, content in given.items() if is_agenda(path)})
    written = {path: content for path, content in given.items() if not is_agenda(path)}
    texts = {path: _decoded(path, content) for path, content in written.items() if path.endswith(".md")}
    available = frozenset(texts)
    titles = {path: title(text) for path, text in texts.items()}
    desk = open_desk(workspace, {each.id for each in view.programs}, inputs.repository)
    made = home.pages(view, inputs, desk, available)
    made |= programs.pages(view, inputs, desk, available)
    made |= progress.pages(view, inputs)
    made |= impact.pages(view, inputs)
    made |= stories.pages(view)
    made |= feeds_page.pages(view)
    made |= pairs.pages(view, inputs, desk, library, available)
    made |= agendas.pages(view, library, available)
    made |= people.pages(view, inputs, desk, library)
    made |= groups.pages(view)
    made |= health.pages(view, inputs)
    made |= reference.pages(inputs, {path: words for path, words in titles.items() if path.startswith("reference/")})
    if "decisions/index.md" not in texts:
        made |= _decisions(titles)
    for path in sorted(made.keys() & written.keys()):
        raise UsageError(f"site/{path} lies where a generated page belongs", "rename it")
    plan = {path: text.encode() for path, text in made.items()}
    plan |= {path: content for path, content in written.items() if path not in texts}
    plan |= {path: with_source(f"site/{path}", fill(path, text, view)).encode() for path, text in texts.items()}
    plan |= _calendars(view, inputs)
    plan |= feeds.files(view, inputs, titles | {each.page: each.title for each in library.values()})
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


def _decisions(titles: dict[str, str]) -> dict[str, str]:
    here = "decisions/index.md"
    found = {path: words for path, words in sorted(titles.items()) if path.startswith("decisions/")}
    links = "\n".join(f"- {inside(words, here, path)}" for path, words in found.items())
    return {here: page("Decisions", ["# Decisions", links or "None are recorded yet."])}


def _calendars(view: SiteView, inputs: SiteInputs) -> dict[str, bytes]:
    """Calendars of shown programs, and of pairs whose pages may be seen; a pair's is for those inside only."""
    found = {}
    for program in view.programs:
        found[f"programs/{program.id}/dates.ics"] = program_calendar(program, inputs.changed)
        if view.audience.inside:
            for pair in program.pairs:
                found[pair.page.removesuffix(".md") + ".ics"] = pair_calendar(pair, inputs.changed)
    return found
