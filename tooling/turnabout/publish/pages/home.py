"""The home page: what this is, one button for each role, each running program in three numbers, the next dates."""

import datetime

from turnabout.publish.feeds.news import news
from turnabout.publish.form_links import Desk
from turnabout.publish.inputs import SiteInputs
from turnabout.publish.pages.shared import card, cards, dates, numbers, page, pair_title, sign_up, stage, timeline
from turnabout.publish.text import inert, inside, time_tag
from turnabout.publish.view import Audience, ProgramView, SiteView
from turnabout.wording import counted, day

HERE = "index.md"
MEETINGS = 5
DATES = 3  # of programs: they are few, and must not drown in meetings
LATEST = 5
ROLES = (
    ("I am a mentor", "guides/mentor.md", "junior: I share what I know"),
    ("I am a mentee", "guides/mentee.md", "senior: I am here to learn"),
    ("I coordinate", "guides/coordinator.md", "I run the program"),
    ("I facilitate", "guides/facilitator.md", "both sides turn to me"),
    ("I sponsor", "guides/sponsor.md", "I clear the way"),
)


def pages(site: SiteView, inputs: SiteInputs, desk: Desk, available: frozenset[str]) -> dict[str, str]:
    """The home page by path. `available` are the hand-written pages there are."""
    running = [each for each in site.programs if each.running(site.today)] or list(site.programs)
    buttons = cards(
        [
            card([inside(words, HERE, target, "card-title"), about])
            for words, target, about in ROLES
            if target in available
        ]
    )
    body = [
        '<div class="hero" markdown>',
        "# The junior leads.<br>The senior learns.",
        "Reverse mentoring turns the usual roles round: people early in their careers share what they know with those who "
        "decide.",
        "</div>",
        buttons.replace('class="cards"', 'class="cards roles"'),
        *(_program(site, inputs, each, desk) for each in running),
        *_dates(site, running),
        *_news(site, inputs),
    ]
    description = "Reverse mentoring: who shares what with whom, how it goes, and where to begin."
    return {HERE: page("Home", body, description=description, wide=True)}


def _program(site: SiteView, inputs: SiteInputs, program: ProgramView, desk: Desk) -> str:
    lines = [
        f"## {inside(program.title, HERE, program.page)}",
        f"{stage(program, site.today)} until {day(program.ends)}",
        numbers(three(program)),
        inert(program.purpose),
        " ".join(
            each
            for each in (
                sign_up(program, site, desk),
                _needed(site, inputs, program),
                inside("See how it goes", HERE, f"programs/{program.id}/progress.md", "button"),
                inside("See the pairs", HERE, f"programs/{program.id}/pairs.md", "button"),
            )
            if each
        ),
    ]
    return '<div class="panel" markdown>\n\n' + "\n\n".join(lines) + "\n\n</div>"


def _needed(site: SiteView, inputs: SiteInputs, program: ProgramView) -> str:
    """A coordinator's first question of the day: how many pairs or files need them."""
    if site.audience is not Audience.COORDINATORS:
        return ""
    about = {each.pair or each.path for each in inputs.health.get(program.id, ())}
    target = f"programs/{program.id}/health.md"
    if not about:
        return inside("Nothing needs you", HERE, target, "button")
    return inside(f"{counted(len(about), 'matter needs', 'matters need')} you", HERE, target, "button primary")


def _news(site: SiteView, inputs: SiteInputs) -> list[str]:
    latest = [(each.on, inside(each.title, HERE, each.page)) for each in news(site, inputs)[:LATEST]]
    lines = [f"- **{time_tag(on)}** {link}" for on, link in latest]
    return ["## News", "\n".join(lines), "[Follow the news as a feed](feed.xml)"] if lines else []


def three(program: ProgramView) -> list[tuple[str, str]]:
    """The three numbers of a program."""
    planned = program.standing * program.sessions
    return [
        (str(program.mentors + program.mentees), "people take part"),
        (str(program.standing), "pairs are meeting"),
        (str(program.held), f"sessions held, {planned} planned" if planned >= program.held else "sessions held"),
    ]


def _dates(site: SiteView, running: list[ProgramView]) -> list[str]:
    found: list[tuple[datetime.date, str]] = sorted(
        (each.on, f"{inert(program.title)}: {inert(each.what)}")
        for program in running
        for each in timeline(program)
        if each.on >= site.today
    )[:DATES]
    if site.audience.inside:
        found += sorted(
            (pair.next_on, f"{inside(pair_title(pair), HERE, pair.page)} meet")
            for program in running
            for pair in program.pairs
            if pair.next_on
        )[:MEETINGS]
    return ["## Next dates", dates(found)] if found else []
