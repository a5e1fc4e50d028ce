"""Pieces that several kinds of page share: the head of a page, the way back, people, pairs and dates in a row."""

import datetime
import functools
from collections.abc import Mapping, Sequence

from turnabout.publish.form_links import Desk, form_link
from turnabout.publish.text import Meta, front_matter, inert, inside, outside, pill, time_tag, words
from turnabout.publish.view import ContactView, DateView, PairView, PersonView, ProgramView, SideView, SiteView
from turnabout.wording import counted, day

STATES = {
    "draft": ("proposed", "wait"),
    "active": ("active", "good"),
    "paused": ("paused", "wait"),
    "completed": ("completed", "done"),
    "ended": ("ended", "off"),
}
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
ROLES = {"mentor": "mentor (shares)", "mentee": "mentee (learns)", "both": "both"}


def page(
    title: str,
    body: Sequence[str],
    *,
    description: str = "",
    source: str = "",
    record: bool = False,
    index: bool = False,
    wide: bool = False,
) -> str:
    """A whole page. Records hide the side navigation and are not for search engines; indexes stay out of the search."""
    meta: dict[str, Meta] = {"title": title, "description": description, "source": source}
    if record:
        meta["record"] = True
    if record or wide:
        meta["hide"] = ["navigation", "toc"] if wide else ["navigation"]
    if index:
        meta["search"] = {"exclude": True}
    return front_matter(meta) + "\n\n".join([each for each in body if each]) + "\n"


def trail(here: str, steps: Sequence[tuple[str, str]]) -> str:
    """The way back from a record's page: links from the section's index downwards."""
    links = " / ".join(inside(words, here, target) for words, target in steps)
    return f'<div class="trail" markdown>\n{links}\n</div>'


def contact(view: ContactView) -> str:
    """A name, linked where there is an address."""
    return outside(view.name, view.link) if view.link else inert(view.name)


def contacts(views: Sequence[ContactView]) -> str:
    """Several of them in a row."""
    return ", ".join(contact(each) for each in views)


def person_page(person: str) -> str:
    """Where a person's page lies. A folder each, so that no id can clash with an index page."""
    return f"people/{person}/index.md"


def side(here: str, view: SideView) -> str:
    """One side of a pair, linked where the person is in the directory."""
    return inside(view.name, here, person_page(view.id)) if view.listed else inert(view.name)


def state(status: str) -> str:
    """A pair's state as a word on a colour."""
    return pill(*STATES[status])


def pair_title(pair: PairView) -> str:
    """The pair's name, not yet made inert: the mentor first, who leads."""
    return f"{pair.mentor.name} and {pair.mentee.name}"


def pair_card(here: str, pair: PairView) -> str:
    """A pair as a card of an index."""
    lines = [
        f"{inside(pair_title(pair), here, pair.page, 'card-title')}",
        f"{state(pair.status)} {pair.held} of {counted(pair.planned, 'session')}"
        + (f", next on {weekday(pair.next_on)}" if pair.next_on else ""),
    ]
    if pair.why:
        lines.append(inert(pair.why))
    return card(lines)


def person_card(here: str, person: PersonView) -> str:
    """A person as a card of the directory."""
    roles = sorted({each.role for each in person.roles}, reverse=True)
    shown = (person.job_title, words(person.department), words(person.site))
    lines = [
        inside(person.name, here, person_page(person.id), "card-title"),
        " ".join(pill(role, role) for role in roles)
        + ("" if person.consented else " " + pill("only coordinators see this", "off")),
        ", ".join([inert(each) for each in shown if each]),
    ]
    if person.offers:
        lines.append("**Offers** " + chips(here, person, "offers"))
    if person.seeks:
        lines.append("**Wants to learn** " + chips(here, person, "seeks"))
    return card([each for each in lines if each])


def chips(here: str, person: PersonView, what: str) -> str:
    """What somebody offers or seeks, each linked to the people with the same topic."""
    skills = person.offers if what == "offers" else person.seeks
    return " ".join([_chip(here, each.topic.id, each.topic.title) for each in skills])


@functools.lru_cache(maxsize=4096)
def _chip(here: str, topic: str, title: str) -> str:
    return inside(title, here, f"topics/index.md#{topic}", "chip")


def card(lines: Sequence[str]) -> str:
    """A card of a list made by `cards`."""
    return '<div class="card" markdown>\n\n' + "\n\n".join(lines) + "\n\n</div>"


def cards(each: Sequence[str]) -> str:
    """Cards beside each other where there is room."""
    return '<div class="cards" markdown>\n\n' + "\n\n".join(each) + "\n\n</div>" if each else ""


def numbers(figures: Sequence[tuple[str, str]]) -> str:
    """A few big figures with the words that explain them; both are our own text or numbers."""
    items = "\n".join(f"<div><dt>{words}</dt><dd>{figure}</dd></div>" for figure, words in figures)
    return f'<dl class="numbers">\n{items}\n</dl>'


def weekday(on: datetime.date) -> str:
    """A day that people plan by, with its name: `Tuesday 1 December 2026`."""
    return f"{WEEKDAYS[on.weekday()]} {time_tag(on)}"


def dates(items: Sequence[tuple[datetime.date, str]]) -> str:
    """A list of dates to come, soonest first; the words are Markdown already."""
    return "\n".join(f"- **{weekday(on)}** {words}" for on, words in sorted(items))


def timeline(program: ProgramView) -> tuple[DateView, ...]:
    """The program's dates in order."""
    known = [
        (program.sign_up_opens, "sign-up opens"),
        (program.sign_up_closes, "last day to sign up"),
        (program.starts, "the program starts"),
        *((each.on, f"the survey “{words(each.what).lower()}”") for each in program.surveys),
        (program.ends, "the program ends"),
    ]
    return tuple(sorted((DateView(on, what) for on, what in known if on), key=lambda one: (one.on, one.what)))


def charter(program: ProgramView) -> str:
    """The charter as a numbered list."""
    return "\n".join(f"{place}. {inert(each)}" for place, each in enumerate(program.charter, start=1))


def changed(source: str, on: Mapping[str, datetime.date]) -> str:
    """When the record last changed, where that is known."""
    return f'<p class="stamp">Last changed on {time_tag(on[source])}</p>' if source in on else ""


def stage(program: ProgramView, today: datetime.date) -> str:
    """Where the program stands today, as a word on a colour."""
    if today > program.ends:
        return pill("over", "done")
    if today >= program.starts:
        return pill("running", "good")
    if program.sign_up_opens and program.sign_up_opens <= today <= (program.sign_up_closes or program.starts):
        return pill("sign-up is open", "mentee")
    return pill("coming", "wait")


def sign_up(program: ProgramView, site: SiteView, desk: Desk) -> str:
    """Buttons to sign up while that is open: the program's own form, else the repository's, one for each role."""
    opens, closes = program.sign_up_opens, program.sign_up_closes or program.starts
    if site.today > closes or (opens and site.today < opens):
        return ""
    if program.sign_up_form:
        buttons = outside("Sign up", program.sign_up_form, "button primary")
    else:
        joins = (
            form_link(desk, f"join-{each}", f"Join as a {each}", {"program": program.id}, "button primary")
            for each in ("mentor", "mentee")
        )
        buttons = " ".join(each for each in joins if each)
    return f"{buttons} until {day(closes)}" if buttons else ""
