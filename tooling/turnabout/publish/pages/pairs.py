"""The index of a program's pairs, and each pair's page: who, when, where and what to do now; then why, goals and sessions."""

import datetime

from turnabout.publish import charts
from turnabout.publish.form_links import CLOSED, Desk, form_link
from turnabout.publish.inputs import SiteInputs
from turnabout.publish.pages.agendas import Library, for_pair
from turnabout.publish.pages.programs import INDEX, plan
from turnabout.publish.pages.shared import (
    ROLES,
    cards,
    changed,
    contact,
    page,
    pair_card,
    pair_title,
    side,
    state,
    trail,
    weekday,
)
from turnabout.publish.text import facts, inert, inside, outside, table, time_tag
from turnabout.publish.view import Audience, PairView, ProgramView, SiteView
from turnabout.wording import counted

_ORDER = ("draft", "active", "paused", "completed", "ended")
_OVER = ("completed", "ended")
_NO_FORM = "To log a session, send your coordinator one line: the day, how many minutes, and how you met."
_ONLY = {
    "draft": "Only coordinators see this page. Once both have agreed, <code>turnabout activate</code> starts the pair.",
    "ended": "Only coordinators see this page.",
}
GUIDE = "guides/mentor.md"
_HEADINGS = {"draft": "Proposed", "active": "Meeting", "paused": "Paused", "completed": "Completed", "ended": "Ended"}


def pages(
    site: SiteView, inputs: SiteInputs, desk: Desk, library: Library, available: frozenset[str]
) -> dict[str, str]:
    """Every program's index of pairs and every pair's page by path."""
    made = {}
    for program in site.programs:
        made[f"programs/{program.id}/pairs.md"] = _index(program)
        for pair in program.pairs:
            theirs = desk if pair.mentor.named and pair.mentee.named else CLOSED
            made[pair.page] = _page(site, program, pair, inputs, theirs, library, available)
    return made


def _index(program: ProgramView) -> str:
    here = f"programs/{program.id}/pairs.md"
    parts = [
        trail(here, [("Programs", INDEX), (program.title, program.page)]),
        f"# Pairs of {inert(program.title)}",
        "The mentor, who leads, is named first.",
    ]
    for status in _ORDER:
        found = [each for each in program.pairs if each.status == status]
        if found:
            parts += [f"## {_HEADINGS[status]}", cards([pair_card(here, each) for each in found])]
    if program.hidden_pairs:
        one = program.hidden_pairs == 1
        what = "has" if one else "have"
        parts.append(
            f"{counted(program.hidden_pairs, 'more pair')} {what} no page here: a page needs the consent of both sides."
        )
    elif not program.pairs:
        parts.append("No pairs yet.")
    title = f"Pairs of {program.title}"
    return page(title, parts, description=f"All pairs of {program.title}.", record=True, index=True)


def _page(
    site: SiteView,
    program: ProgramView,
    pair: PairView,
    inputs: SiteInputs,
    desk: Desk,
    library: Library,
    available: frozenset[str],
) -> str:
    here = pair.page
    agenda, topics = for_pair(program, pair, library)
    coming = [
        _ahead(pair, site),
        plan(pair.next_plan).replace("???", "???+", 1) if pair.next_plan else "",
        topics,
    ]
    body = [
        trail(here, [(program.title, program.page), ("Pairs", f"programs/{program.id}/pairs.md")]),
        f"# {inert(pair_title(pair))}",
        f'<p class="only">{_ONLY[pair.status]}</p>' if pair.status in _ONLY else "",
        _facts(program, pair, site),
        *_now(program, pair, agenda, desk, available, site.audience),
        f"## Why these two\n\n{inert(pair.why)}" if pair.why else "",
        f"## The {'first' if pair.status == 'draft' else 'next'} session" if any(coming) else "",
        *coming,
        "## Goals" if pair.goals else "",
        *(
            f"### {inert(each.title)}\n\n{inert(each.measure)}\n\n"
            + f'<figure class="chart">\n{charts.meter(f"goal-{place}", each.title, each.progress)}\n</figure>'
            for place, each in enumerate(pair.goals, start=1)
        ),
        "## Sessions",
        _strip(pair),
        _actions(pair),
        _milestones(pair),
        _pairing(pair),
        _stop(program, pair, desk, available),
        changed(pair.source, inputs.changed),
    ]
    words = f"{pair.mentor.name} (mentor) and {pair.mentee.name} (mentee) in {program.title}."
    return page(pair_title(pair), body, description=words, source=pair.source, record=True)


def _when(pair: PairView) -> str:
    """The day of the next session, with the time and whose clock it is on where that is known."""
    if pair.next_on is None:
        return ""
    timed = pair.next_timed
    if timed is None or timed.at is None:
        return weekday(pair.next_on)
    return f"{weekday(pair.next_on)} at {inert(timed.at.strftime('%H:%M'))}, {inert(_clock(pair.zone))}"


def _clock(zone: str) -> str:
    """A time zone as people say it: `Europe/Lisbon` is `Lisbon time`; zones that no town names stay as they are."""
    area, _, town = zone.rpartition("/")
    return zone if area in ("", "Etc") else f"{town.replace('_', ' ')} time"


def _missed(pair: PairView, today: datetime.date) -> datetime.date | None:
    """The day that was agreed for the next session, where it has gone by and nothing was logged since."""
    days = [each.on for each in pair.appointments if each.state == "ahead" and each.on < today]
    return days[0] if days and pair.sessions else None


def _ahead(pair: PairView, site: SiteView) -> str:
    """One sentence about the next session's day; empty where nothing is known or nothing has begun."""
    if pair.next_on:
        return f"On {_when(pair)}."
    if pair.next_number is None:
        return ""
    if pair.status == "paused":
        return "No date while the pair is paused."
    if gone := _missed(pair, site.today):
        return f"It was planned for {weekday(gone)}. Did you meet? Log it, or agree on a new day."
    return "No date is agreed yet." if site.audience.inside and pair.status != "draft" else ""


def _next(pair: PairView, site: SiteView) -> str:
    """The same as a fact; empty where there is nothing to wait for."""
    if pair.next_on:
        return _when(pair)
    if pair.status != "active" or not site.audience.inside or pair.next_number is None:
        return ""
    gone = _missed(pair, site.today)
    return f"was planned for {weekday(gone)}" if gone else "not agreed yet"


def _facts(program: ProgramView, pair: PairView, site: SiteView) -> str:
    here = pair.page
    over = pair.status in _OVER
    calendar = site.audience.inside and pair.status in ("active", "paused")
    return facts(
        [
            ("State", state(pair.status)),
            ("Mentor, shares", side(here, pair.mentor)),
            ("Mentee, learns", side(here, pair.mentee)),
            ("Next session", _next(pair, site)),
            ("Where", outside("Open the meeting", pair.meeting, "button") if pair.meeting and not over else ""),
            ("Calendar", f"[Add to your calendar]({pair.key.slug}.ics)" if calendar else ""),
            ("Sessions", f"{pair.held} of {pair.planned} held"),
            ("Since", time_tag(pair.since) if pair.since else ""),
            ("Until", time_tag(pair.until) if pair.until and over else ""),
            ("Charter", ("not agreed yet", "agreed by one side", "agreed by both sides")[pair.agreed]),
            ("Facilitator", contact(program.facilitator)),
        ]
    )


def _strip(pair: PairView) -> str:
    if not pair.sessions and not pair.planned:
        return ""
    items = []
    for each in pair.sessions:
        word, tone = ("held", "held") if each.held else ("not held", "missed")
        items.append(f'<li class="{tone}"><b>{word}</b> {time_tag(each.on)}</li>')
    if pair.next_plan:
        items += ['<li class="open"><b>to come</b></li>'] * (pair.planned - pair.held)
    return '<ol class="strip">\n' + "\n".join(items) + "\n</ol>" if items else "None yet."


def _actions(pair: PairView) -> str:
    if not pair.actions:
        return ""
    rows = [
        [ROLES[each.owner].partition(" ")[0], inert(each.text), time_tag(each.due) if each.due else ""]
        for each in pair.actions
    ]
    return "## Open actions\n\n" + table(["Who", "What", "Until"], rows)


def _milestones(pair: PairView) -> str:
    if not pair.milestones:
        return ""
    return "## Milestones\n\n" + "\n".join(f"- **{weekday(each.on)}** {inert(each.what)}" for each in pair.milestones)


def _pairing(pair: PairView) -> str:
    found = pair.pairing
    if found is None:
        return ""
    rows = [[inert(name), f"{points:,}"] for name, points in found.criteria]
    parts = [
        '## How the pair came about\n\n<p class="only">Only coordinators see this part.</p>',
        facts(
            [
                ("Points", f"{found.points:,} of 10,000" if found.points is not None else "none: paired by hand"),
                ("Locked", "yes, it stays whatever the solver would prefer" if found.lock else ""),
                ("Exception", inert(found.exception)),
            ]
        ),
        table(["Criterion", "Points"], rows) if rows else "",
    ]
    return "\n\n".join(each for each in parts if each)


def _now(
    program: ProgramView, pair: PairView, agenda: str, desk: Desk, available: frozenset[str], audience: Audience
) -> list[str]:
    """The buttons of a pair that meets, and where to write without a form; the program's own form goes first."""
    if pair.status in _OVER or pair.status == "draft":
        return []
    known = {"program": program.id, "pair": pair.key.slug}
    if program.session_form:
        log = outside("Log a session", program.session_form, "button primary")
    else:
        log = form_link(desk, "session", "Log a session", known, "button primary")
    buttons = [log, agenda, form_link(desk, "pledge", "Make a pledge", known, "button")]
    parts = [" ".join(each for each in buttons if each)]
    if not log and audience.inside:
        parts.append(_NO_FORM)
    if not log and audience is Audience.COORDINATORS:
        folder = inert(f"program/sessions/{program.id}/{pair.key.slug}/")
        parts.append(f"As a coordinator, add it as a file to <code>{folder}</code>.")
    if GUIDE in available:
        parts.append(inside("How to log a session", pair.page, f"{GUIDE}#logging-a-session-in-under-a-minute"))
    return parts


def _stop(program: ProgramView, pair: PairView, desk: Desk, available: frozenset[str]) -> str:
    if pair.status in _OVER or pair.status == "draft":
        return ""
    leave = "guides/exit.md"
    stop = inside("pause, change or stop", pair.page, leave) if leave in available else "pause, change or stop"
    known = {"program": program.id, "pair": pair.key.slug}
    forms = [
        f"- **{inert(each.name)}** {pause} {change}"
        for each in (pair.mentor, pair.mentee)
        if (pause := form_link(desk, "pause", "Pause", {"person": each.id}))
        if (change := form_link(desk, "leave", "Change or leave", {"person": each.id} | known))
    ]
    return "\n\n".join(
        [
            "## Pause, change or stop",
            f"Either of you can {stop} at any time, without giving a reason. Tell {contact(program.facilitator)} or your "
            f"coordinator; one sentence is enough{', or send a form:' if forms else '.'}",
            "\n".join(forms),
        ]
    )
