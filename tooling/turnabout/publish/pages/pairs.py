"""The index of a program's pairs, and each pair's page: the answer first, then why, goals, sessions and what comes next."""

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
)
from turnabout.publish.text import facts, inert, inside, outside, table, time_tag
from turnabout.publish.view import PairView, ProgramView, SiteView
from turnabout.wording import counted

_ORDER = ("draft", "active", "paused", "completed", "ended")
_OVER = ("completed", "ended")
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
            made[pair.page] = _page(program, pair, inputs, theirs, library, available, site.audience.inside)
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
    program: ProgramView,
    pair: PairView,
    inputs: SiteInputs,
    desk: Desk,
    library: Library,
    available: frozenset[str],
    inside_program: bool,
) -> str:
    here = pair.page
    ahead = pair.next_on or pair.next_number
    body = [
        trail(here, [(program.title, program.page), ("Pairs", f"programs/{program.id}/pairs.md")]),
        f"# {inert(pair_title(pair))}",
        f'<div class="lead" markdown>\n\n{inert(pair.why)}\n\n</div>' if pair.why else "",
        _facts(program, pair, inside_program),
        _log(program, pair, desk, available),
        "## The next session" if ahead else "",
        f"On {_when(pair)}." if pair.next_on else ("No date is agreed yet." if ahead else ""),
        plan(pair.next_plan).replace("???", "???+", 1) if pair.next_plan else "",
        for_pair(program, pair, library),
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
        return time_tag(pair.next_on)
    return f"{time_tag(pair.next_on)} at {inert(timed.at.strftime('%H:%M'))} ({inert(pair.zone)})"


def _facts(program: ProgramView, pair: PairView, inside_program: bool) -> str:
    here = pair.page
    meeting = outside("Open the meeting", pair.meeting) if pair.meeting else ""
    over = pair.status in _OVER
    return facts(
        [
            ("State", state(pair.status)),
            ("Mentor, shares", side(here, pair.mentor)),
            ("Mentee, learns", side(here, pair.mentee)),
            ("Since", time_tag(pair.since) if pair.since else ""),
            ("Until", time_tag(pair.until) if pair.until and over else ""),
            ("Sessions", f"{pair.held} of {pair.planned} held"),
            ("Next session", _when(pair) if pair.next_on else ("" if over else "not agreed yet")),
            ("Where", meeting),
            ("Calendar", f"[Add to your calendar]({pair.key.slug}.ics)" if inside_program else ""),
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
    return "## Milestones\n\n" + "\n".join(f"- **{time_tag(each.on)}** {inert(each.what)}" for each in pair.milestones)


def _pairing(pair: PairView) -> str:
    found = pair.pairing
    if found is None:
        return ""
    rows = [[inert(name), str(points)] for name, points in found.criteria]
    parts = [
        '## How the pair came about\n\n<p class="only">Only coordinators see this part.</p>',
        facts(
            [
                ("Points", f"{found.points} of 10,000" if found.points is not None else "none: paired by hand"),
                ("Locked", "yes, it stays whatever the solver would prefer" if found.lock else ""),
                ("Exception", inert(found.exception)),
            ]
        ),
        table(["Criterion", "Points"], rows) if rows else "",
    ]
    return "\n\n".join(each for each in parts if each)


def _log(program: ProgramView, pair: PairView, desk: Desk, available: frozenset[str]) -> str:
    """The buttons of a pair that meets, or where to write without a form; the program's own form goes first."""
    if pair.status in _OVER:
        return ""
    known = {"program": program.id, "pair": pair.key.slug}
    if program.session_form:
        log = outside("Log a session", program.session_form, "button primary")
    else:
        log = form_link(desk, "session", "Log a session", known, "button primary")
    parts = [f"{log} {form_link(desk, 'pledge', 'Make a pledge', known, 'button')}".strip()]
    if not log:
        folder = inert(f"program/sessions/{program.id}/{pair.key.slug}/")
        parts.append(f"To log a session, add a file to <code>{folder}</code> or send your coordinator one line.")
    if GUIDE in available:
        parts.append(inside("How to log a session", pair.page, f"{GUIDE}#logging-a-session-in-under-a-minute"))
    return "\n\n".join(each for each in parts if each)


def _stop(program: ProgramView, pair: PairView, desk: Desk, available: frozenset[str]) -> str:
    if pair.status in _OVER:
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
