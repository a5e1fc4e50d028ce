"""The agenda library: by session of each program, by topic, and the lines that lead there from other pages."""

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from turnabout.agendas import INDEX, Agenda, Step, StepPlan
from turnabout.publish.pages.shared import charter, contact, contacts, page, trail
from turnabout.publish.schedule import numbers_of, step_of, timetable, topical
from turnabout.publish.text import facts, inert, inside, table
from turnabout.publish.view import PairView, PlanView, ProgramView, SiteView
from turnabout.wording import counted

GUIDE = "guides/agenda.md"
RITUAL = "the-closing-ritual"
EXIT = "guides/exit.md"
FEW = 6  # more topics than these are folded on a session's page
HOUR = 60  # the length that is shown where no program runs

Library: TypeAlias = Mapping[str, Agenda]
"""Agendas by topic, in order of title."""


def pages(site: SiteView, library: Library, available: frozenset[str]) -> dict[str, str]:
    """The index, a page for each topic and one for each session of each program, by path."""
    made = {INDEX: _index(site, library)}
    made |= {each.page: _topic(site, each) for each in library.values()}
    for program in site.programs:
        for number in range(1, program.sessions + 1):
            made[session_page(program.id, number)] = _session(program, number, library, available)
    return made


def session_page(program: str, number: int) -> str:
    """Where the agenda of a program's session lies."""
    return f"programs/{program}/session-{number}.md"


def minutes_table(step: Step, minutes: int) -> str:
    """The parts of a session as a table of two columns, which a phone has room for."""
    rows = [
        [
            f"{each.start}-{each.end}",
            f"**{each.part.name}**<br>Mentor: {each.part.mentor}.<br>Mentee: {each.part.mentee}.<br>"
            f"At the end: {each.part.output}.",
        ]
        for each in timetable(step, minutes)
    ]
    return table(["Minutes", "What happens"], rows)


def for_pair(program: ProgramView, pair: PairView, library: Library) -> tuple[str, str]:
    """Buttons on a pair's page: to the agenda of its next session, and to what its topics add; empty where none is to come."""
    number = pair.next_number
    if number is None:
        return "", ""
    here, step = pair.page, step_of(number, pair.planned)
    topics = [library[each.id] for each in pair.topics if each.id in library]
    return (
        inside(f"Agenda of session {number}", here, session_page(program.id, number), "button"),
        " ".join(
            inside(f"{each.title}: {step.title.lower()}", here, f"{each.page}#{step.key}", "button") for each in topics
        ),
    )


def for_program(program: ProgramView) -> str:
    """What leads from a program's page to the agenda of each session."""
    numbers = range(1, program.sessions + 1)
    chips = " ".join(inside(str(each), program.page, session_page(program.id, each), "chip") for each in numbers)
    return f"Minute by minute, session by session: {chips}"


def _index(site: SiteView, library: Library) -> str:
    body = [
        "# Agendas",
        "The mentor leads with one of these; the mentee follows. Take the session you are at, then look what your topic "
        "adds to it.",
        "## By session" if site.programs else "",
    ]
    for program in reversed(site.programs):
        body += [
            f"### {inside(program.title, INDEX, program.page)}",
            "\n".join(_session_line(program, number) for number in range(1, program.sessions + 1)),
        ]
    known = {each.id for each in site.topics}
    parts = [("## By topic", True), ("## Topics that nobody here can choose yet", False)]
    for heading, wanted in parts:
        found = [each for each in library.values() if (each.topic in known) is wanted]
        if found:
            body += [
                heading,
                "\n".join(f"- {inside(each.title, INDEX, each.page)} {inert(each.lead)}" for each in found),
            ]
    if not library:
        body.append("No topic has an agenda yet.")
    return page("Agendas", body, description="What to do in a session: by number and by topic.")


def _session_line(program: ProgramView, number: int) -> str:
    plan = _plan(program, number)
    words = plan.title if plan else step_of(number, program.sessions).title
    aim = f" {inert(plan.aim)}" if plan else ""
    return f"{number}. {inside(words, INDEX, session_page(program.id, number))}{aim}"


def _plan(program: ProgramView, number: int) -> PlanView | None:
    return next((each for each in program.curriculum if each.number == number), None)


def _topic(site: SiteView, agenda: Agenda) -> str:
    here = agenda.page
    known = agenda.topic in {each.id for each in site.topics}
    people = (
        inside("Who offers it, and who wants to learn it", here, f"topics/index.md#{agenda.topic}") if known else ""
    )
    body = [
        trail(here, [("Agendas", INDEX)]),
        f"# {inert(agenda.title)}",
        f'<div class="lead" markdown>\n\n{inert(agenda.lead)}\n\n</div>',
        people,
    ]
    running = [
        each
        for each in site.programs
        if each.running(site.today) and agenda.topic in {topic.id for topic in each.topics}
    ]
    for step, plan in agenda.steps.items():
        body += [
            f"## {step.title} {{ #{step.key} }}",
            *(_when(here, program, step) for program in running),
            _step(plan),
        ]
    body += ["## Sources", "\n".join(f"- {inert(each)}" for each in agenda.sources)]
    return page(agenda.title, body, description=agenda.lead, source=f"site/{here}", record=True)


def _when(here: str, program: ProgramView, step: Step) -> str:
    """Which sessions of a program are this step, and from when to when the topic goes in them."""
    numbers = numbers_of(step, program.sessions)
    if not numbers:
        return ""
    links = " and ".join(inside(str(each), here, session_page(program.id, each)) for each in numbers)
    start, end = topical(timetable(step, program.minutes))
    word = "Session" if len(numbers) == 1 else "Sessions"
    return (
        f"{word} {links} of {inert(program.title)}: your topic goes from minute {start} to {end} of {program.minutes}."
    )


def _step(plan: StepPlan) -> str:
    asked = "\n".join(f"- {inert(each)}" for each in plan.questions)
    block = _sentences(
        [
            ("Aim", inert(plan.aim)),
            ("Mentor, leads", inert(plan.mentor)),
            ("Mentee, learns", inert(plan.mentee)),
            ("At the end", inert(plan.output)),
            ("Next", inert(plan.following)),
        ]
    )
    return f"{block}\n\n**Questions**\n\n{asked}"


def _sentences(pairs: Sequence[tuple[str, str]]) -> str:
    """A fact block whose values are sentences: on a phone they stand below their terms, since a column is too narrow."""
    return facts(pairs).replace('class="facts"', 'class="facts sentences"', 1)


def _session(program: ProgramView, number: int, library: Library, available: frozenset[str]) -> str:
    here, step, plan = session_page(program.id, number), step_of(number, program.sessions), _plan(program, number)
    title = f"Session {number}: {plan.title if plan else step.title}"
    weeks = counted(program.every_weeks, "week")
    last = number == program.sessions
    body = [
        trail(here, [(program.title, program.page), ("Agendas", INDEX)]),
        f"# {inert(title)}",
        f'<div class="lead" markdown>\n\n{inert(plan.aim)}\n\n</div>' if plan else "",
        facts(
            [
                ("Program", inside(program.title, here, program.page)),
                ("Session", f"{number} of {program.sessions}: {step.title.lower()}"),
                ("Minutes", str(program.minutes)),
                ("Next one", "this is the last" if last else f"{weeks} later"),
                ("At the end", inert(plan.output) if plan else ""),
            ]
        ),
        "## Questions" if plan else "",
        "\n".join(f"- {inert(each)}" for each in plan.questions) if plan else "",
        "## Minute by minute",
        minutes_table(step, program.minutes),
        _ritual(here, available),
        *(("## Charter", "Read it out, point by point:", charter(program)) if number == 1 else ()),
        *_adds(program, here, step, library),
        "## If one of you wants to stop",
        _exit(program, here, available),
        _neighbours(program, number, here),
    ]
    description = plan.aim if plan else f"The agenda of session {number} of {program.title}."
    return page(title, body, description=description, source=program.source, record=True)


def _ritual(here: str, available: frozenset[str]) -> str:
    if GUIDE not in available:
        return ""
    return f"Every session ends with {inside('the closing ritual', here, f'{GUIDE}#{RITUAL}')}, also a bad one."


def _adds(program: ProgramView, here: str, step: Step, library: Library) -> list[str]:
    found = [library[each.id] for each in program.topics if each.id in library]
    if not found:
        return []
    start, end = topical(timetable(step, program.minutes))
    lines = [
        f"- {inside(each.title, here, f'{each.page}#{step.key}')} {inert(each.steps[step].aim)}"
        for each in sorted(found, key=lambda one: (one.title.casefold(), one.topic))
    ]
    block = "\n".join(lines)
    if len(lines) > FEW:
        block = f'??? plan "{len(lines)} topics to choose from"\n\n' + "\n".join(f"    {each}" for each in lines)
    return [f"## What your topic adds, from minute {start} to {end}", block]


def _exit(program: ProgramView, here: str, available: frozenset[str]) -> str:
    way = inside("Pause, change or stop", here, EXIT) if EXIT in available else "Pause, change or stop"
    return (
        f"{way} at any time, without giving a reason: tell {contact(program.facilitator)}, who is independent of both "
        f"sides, or {contacts(program.coordinators)}. One sentence is enough."
    )


def _neighbours(program: ProgramView, number: int, here: str) -> str:
    links = [
        inside(f"Session {each}", here, session_page(program.id, each), "button")
        for each in (number - 1, number + 1)
        if 1 <= each <= program.sessions
    ]
    return " ".join(links)
