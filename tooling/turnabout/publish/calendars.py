"""Calendars of a program and of a pair, from the public view: whole-day entries with identities that never change."""

import datetime

from icalendar import Calendar, Event

from turnabout.publish.text import one_line
from turnabout.publish.view import DateView, PairView, ProgramView

# Where an entry comes from; part of its identity, so it must never change.
DOMAIN = "turnabout.example"


def program_calendar(program: ProgramView) -> bytes:
    """The program's own dates: sign-up, start, end, surveys. Bytes of an iCalendar file."""
    dates = [
        ("sign-up-opens", program.sign_up_opens, "sign-up opens"),
        ("sign-up-closes", program.sign_up_closes, "last day to sign up"),
        ("starts", program.starts, "starts"),
        ("ends", program.ends, "ends"),
    ]
    calendar = _calendar(program.title)
    for name, on, what in dates:
        if on is not None:
            calendar.add_component(_entry(f"{program.id}/{name}", on, f"{program.title}: {what}", ""))
    for survey in program.surveys:
        calendar.add_component(_dated(f"{program.id}/survey", survey, program.title))
    return _bytes(calendar)


def pair_calendar(program: ProgramView, pair: PairView) -> bytes:
    """A pair's sessions, the next one with its plan, and its milestones. Bytes of an iCalendar file."""
    names = f"{pair.mentor.name} and {pair.mentee.name}"
    identity = f"{program.id}/{pair.key.slug}"
    calendar = _calendar(names)
    for session in pair.sessions:
        if session.held:
            entry = _entry(f"{identity}/{session.on.isoformat()}", session.on, f"Reverse mentoring: {names}", "")
            calendar.add_component(entry)
    if pair.next_on is not None:
        plan = pair.next_plan
        title = "" if plan is None else f": session {plan.number}, {plan.title}"
        about = "" if plan is None else f"{plan.aim} At the end: {plan.output}"
        entry = _entry(
            f"{identity}/{pair.next_on.isoformat()}", pair.next_on, f"Reverse mentoring: {names}{title}", about
        )
        calendar.add_component(entry)
    for milestone in pair.milestones:
        calendar.add_component(_dated(f"{identity}/milestone", milestone, names))
    return _bytes(calendar)


def _calendar(name: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//Turnabout//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", one_line(name))
    return calendar


def _dated(identity: str, date: DateView, whose: str) -> Event:
    return _entry(f"{identity}/{date.on.isoformat()}", date.on, f"{whose}: {date.what}", "")


def _entry(identity: str, on: datetime.date, summary: str, about: str) -> Event:
    event = Event()
    event.add("uid", f"{identity}@{DOMAIN}")
    # The standard asks for the time of making; the day itself keeps the file the same whenever it is built.
    event.add("dtstamp", datetime.datetime.combine(on, datetime.time(0), tzinfo=datetime.UTC))
    event.add("dtstart", on)
    event.add("dtend", on + datetime.timedelta(days=1))
    event.add("summary", one_line(summary))
    if about:
        event.add("description", one_line(about))
    event.add("transp", "TRANSPARENT")
    return event


def _bytes(calendar: Calendar) -> bytes:
    content: bytes = calendar.to_ical()
    return content
