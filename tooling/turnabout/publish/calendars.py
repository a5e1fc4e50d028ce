"""Calendars of a program and of a pair, from the public view: identities that never change, times in real zones.

A session is one entry for as long as it exists: put off, it keeps its identity and moves, and SEQUENCE counts how often
that was logged. DTSTAMP and LAST-MODIFIED are the day its file was last changed, so that a date which was only corrected
replaces the older one too (RFC 5546, 2.1.5). Both are in the data: same files, same bytes, without a clock.
"""

import datetime
import hashlib
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from zoneinfo import ZoneInfo

from turnabout.frozen import dataclass
from turnabout.hours import zone
from turnabout.publish.calendar_lines import before, digits, line, text, when
from turnabout.publish.text import href, one_line, words
from turnabout.publish.view import AppointmentView, PairView, ProgramView

# Where an entry comes from; part of its identity, so it must never change.
DOMAIN = "turnabout.example"
_AFTERNOON_BEFORE = datetime.timedelta(hours=9)  # a whole day begins at midnight
_DAY_BEFORE, _BEFORE = datetime.timedelta(days=1), datetime.timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class _Entry:
    """What an entry says. `starts` is a day, or a moment in a zone together with `minutes`."""

    ident: str
    starts: datetime.date
    summary: str
    about: str = ""
    minutes: int = 0
    sequence: int = 0
    place: str = ""
    off: bool = False
    alarms: tuple[datetime.timedelta, ...] = ()


def program_calendar(program: ProgramView, changed: Mapping[str, datetime.date]) -> bytes:
    """The program's own dates: sign-up, start, end, surveys. Bytes of an iCalendar file.

    `changed` gives the day on which each file was last changed, where that is known.
    """
    dates = [
        ("sign-up-opens", program.sign_up_opens, "sign-up opens"),
        ("sign-up-closes", program.sign_up_closes, "last day to sign up"),
        ("starts", program.starts, "starts"),
        ("ends", program.ends, "ends"),
        *((f"survey/{each.what}", each.on, f"survey {words(each.what)}") for each in program.surveys),
    ]
    events: list[str] = []
    for name, on, what in dates:
        if on is not None:
            entry = _Entry(f"{program.id}/{name}", on, f"{program.title}: {what}", alarms=(_AFTERNOON_BEFORE,))
            events += _event(entry, changed.get(program.source, on))
    return _calendar(program.title, events)


def pair_calendar(pair: PairView, changed: Mapping[str, datetime.date]) -> bytes:
    """A pair's sessions, those ahead with their plan, and its milestones. Bytes of an iCalendar file."""
    names = f"{pair.mentor.name} and {pair.mentee.name}"
    ident = f"{pair.key.program}/{pair.key.slug}"
    parts: list[str] = []
    years = [each.on.year for each in pair.appointments if each.at is not None]
    if years and (zoned := zone(pair.zone)) is not None:
        parts.append(_zone(zoned, min(years), max(years)))
    for each in pair.appointments:
        parts += _event(_session(pair, each, ident, names), changed.get(each.source, each.said_on))
    seen: Counter[str] = Counter()
    for milestone in pair.milestones:
        seen[milestone.what] += 1
        # By what it says and not by its date: a milestone that moves stays the same.
        digest = hashlib.sha256(milestone.what.encode("utf-8", "replace")).hexdigest()[:12]
        entry = _Entry(
            f"{ident}/milestone-{digest}-{seen[milestone.what]}",
            milestone.on,
            f"{names}: {milestone.what}",
            alarms=(_AFTERNOON_BEFORE,),
        )
        parts += _event(entry, changed.get(pair.source, pair.since or milestone.on))
    return _calendar(names, parts)


def _session(pair: PairView, session: AppointmentView, ident: str, names: str) -> _Entry:
    plan = pair.next_plan if session.state == "ahead" else None
    zoned = zone(pair.zone) if session.at is not None else None
    starts: datetime.date = session.on
    if zoned is not None and session.at is not None:
        starts = datetime.datetime.combine(session.on, session.at, tzinfo=zoned)
    return _Entry(
        ident=f"{ident}/session-{session.number}",
        starts=starts,
        summary=f"Reverse mentoring: {names}" + (f": session {plan.number}, {plan.title}" if plan else ""),
        about=f"{plan.aim} At the end: {plan.output}" if plan else "",
        minutes=session.minutes,
        sequence=session.moves,
        place=(href(pair.meeting) or "") if session.state == "ahead" else "",
        off=session.state == "off",
        alarms=((_DAY_BEFORE, _BEFORE) if zoned else (_AFTERNOON_BEFORE,)) if session.state == "ahead" else (),
    )


@lru_cache(maxsize=1024)
def _zone(zoned: ZoneInfo, first: int, last: int) -> str:
    # Late: the library takes longer to load than a small site's calendars take to write.
    from turnabout.publish.zones import timezone

    lines: str = timezone(zoned, first, last).to_ical().decode()
    return lines.removesuffix("\r\n")


def _calendar(name: str, parts: list[str]) -> bytes:
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Turnabout//EN", "METHOD:PUBLISH"]
    lines = [*head, line("X-WR-CALNAME", one_line(name)), *parts, "END:VCALENDAR", ""]
    return "\r\n".join(lines).encode("utf-8", "replace")


def _event(entry: _Entry, changed: datetime.date) -> list[str]:
    # The standard asks for the time of making; the day of the last change keeps the file the same whenever it is built.
    stamp = f"{digits(changed)}T000000Z"
    timed = isinstance(entry.starts, datetime.datetime)
    ends = entry.starts + (datetime.timedelta(minutes=entry.minutes) if timed else datetime.timedelta(1))
    summary = one_line(entry.summary)
    lines = [
        "BEGIN:VEVENT",
        text("SUMMARY", summary),
        when("DTSTART", entry.starts),
        when("DTEND", ends),
        line("DTSTAMP", stamp),
        text("UID", f"{one_line(entry.ident)}@{DOMAIN}"),
        line("SEQUENCE", str(entry.sequence)),
    ]
    if entry.about:
        lines.append(text("DESCRIPTION", one_line(entry.about)))
    lines.append(line("LAST-MODIFIED", stamp))
    if entry.place:
        lines.append(text("LOCATION", entry.place))
    lines.append("STATUS:CANCELLED" if entry.off else "STATUS:CONFIRMED")
    lines.append("TRANSP:OPAQUE" if timed and not entry.off else "TRANSP:TRANSPARENT")
    for time in entry.alarms:
        lines += ["BEGIN:VALARM", "ACTION:DISPLAY", text("DESCRIPTION", summary)]
        lines += [f"TRIGGER:{before(time)}", "END:VALARM"]
    return [*lines, "END:VEVENT"]
