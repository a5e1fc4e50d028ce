"""A time zone as a calendar states it: each change of the clock between two years as an observance of its own.

icalendar can make zones too, but gathers changes under RDATE, which ical.js leaves out, and gives the beginning of summer
time in summer time, where RFC 5545 (3.6.5) wants the clock before the change.
"""

import datetime
import zoneinfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

_UTC = datetime.UTC


def timezone(zone: zoneinfo.ZoneInfo, first: int, last: int) -> Timezone:
    """The VTIMEZONE of `zone` for moments from year `first` to year `last`, both included."""
    made = Timezone()
    made.add("tzid", zone.key)
    start = datetime.datetime(first, 1, 1, tzinfo=_UTC) - datetime.timedelta(days=1)
    end = datetime.datetime(last + 1, 1, 1, tzinfo=_UTC)
    for change in (start, *_changes(zone, start, end)):
        made.add_component(_observance(zone, change))
    return made


def _changes(zone: zoneinfo.ZoneInfo, start: datetime.datetime, end: datetime.datetime) -> list[datetime.datetime]:
    """The moments at which the zone's clock changes, in order."""
    found = []
    step = datetime.timedelta(days=7)
    while start < end:
        if _clock(zone, start) != _clock(zone, start + step):
            found.append(_between(zone, start, start + step))
        start += step
    return found


def _between(zone: zoneinfo.ZoneInfo, before: datetime.datetime, after: datetime.datetime) -> datetime.datetime:
    """The first minute with the clock of `after`."""
    minute = datetime.timedelta(minutes=1)
    while after - before > minute:
        middle = before + (after - before) // minute // 2 * minute
        if _clock(zone, middle) == _clock(zone, before):
            before = middle
        else:
            after = middle
    return after


def _clock(zone: zoneinfo.ZoneInfo, moment: datetime.datetime) -> tuple[datetime.timedelta, bool, str]:
    """How far the zone is ahead of UTC at that moment, whether it is summer time, and what it is called."""
    local = moment.astimezone(zone)
    return local.utcoffset() or datetime.timedelta(0), bool(local.dst()), local.tzname() or ""


def _observance(zone: zoneinfo.ZoneInfo, change: datetime.datetime) -> TimezoneStandard | TimezoneDaylight:
    before, _, _ = _clock(zone, change - datetime.timedelta(minutes=1))
    ahead, summer, name = _clock(zone, change)
    made = TimezoneDaylight() if summer else TimezoneStandard()
    made.add("dtstart", (change + before).replace(tzinfo=None))
    made.add("tzoffsetfrom", before)
    made.add("tzoffsetto", ahead)
    made.add("tzname", name)
    return made
