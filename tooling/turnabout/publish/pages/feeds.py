"""The page that documents the site's machine-readable side: calendars, news, badges and the data interface."""

from turnabout.publish.feeds.badges import NAMES, path
from turnabout.publish.feeds.fields import SCHEMA_FOLDER, flat
from turnabout.publish.feeds.members import ABOUT, FIELDS, FOLDER
from turnabout.publish.pages.shared import page
from turnabout.publish.text import inert
from turnabout.publish.view import SiteView

HERE = "reference/feeds.md"


def pages(site: SiteView) -> dict[str, str]:
    """The page by path."""
    body = [
        "# Feeds and data",
        "Everything these pages show can be read by a program too, at the same address, without a key. All of it is made "
        "from the same view as the pages: what your audience may not see is in none of these files.",
        "## Calendars",
        "Each program has its dates as a calendar, and for those inside each pair has its sessions and milestones. "
        "Subscribe to the address instead of importing the file, then changes arrive by themselves. Sessions with a time of "
        "day (<code>next_at</code>) are in the mentor's time zone, and your calendar shows them on your own clock. A session "
        "that is put off keeps its entry and moves; one that is called off is marked as cancelled.",
        _per_program(site, "dates.ics", "dates.ics"),
        "## News",
        "Starts, milestones, results and stories as [an Atom feed](../feed.xml), and for each program one of its own.",
        _per_program(site, "feed.xml", "feed.xml"),
        "## Badges",
        "Pictures for a README or an intranet page; the figures are those of the last build.",
        "\n\n".join(_badges(each.id, each.title) for each in site.programs) or "No program, no badge.",
        "## Data",
        f"[{FOLDER}/index.json](../{FOLDER}/index.json) lists the files. Each has a JSON Schema, in which every member is "
        "required and no other is allowed. Members may be added within version 1; none is taken away or changes its meaning.",
        *(_file(name, about) for name, about in ABOUT.items()),
        "## For language models",
        "[llms.txt](../llms.txt) says what this site is and where its pages and data are.",
    ]
    return {HERE: page("Feeds and data", body, description="Calendars, news, badges and data of this site.")}


def _per_program(site: SiteView, file: str, words: str) -> str:
    return "\n".join(f"- {inert(each.title)}: [{words}](../programs/{each.id}/{file})" for each in site.programs)


def _badges(program: str, title: str) -> str:
    return " ".join(f"![{inert(f'{title}: {name}')}](../{path(program, name)})" for name in NAMES)


def _file(name: str, about: str) -> str:
    members = [
        f"- <code>{inert(member)}</code> ({inert(kind)}) {inert(said)}" for member, kind, said in flat(FIELDS[name])
    ]
    return (
        f"### {name}.json\n\n[{name}.json](../{FOLDER}/{name}.json): {about}. "
        f"[Its schema](../{SCHEMA_FOLDER}/{name}.schema.json).\n\n" + "\n".join(members)
    )
