"""Common hours in real time zones: weekly windows of two people, compared in UTC for every daylight-saving regime."""

import datetime
import zoneinfo
from collections.abc import Iterable, Sequence
from functools import cache

from turnabout.model import Participant, Window

WEEK = 7 * 24 * 60
_UTC = datetime.UTC


@cache
def zone(name: str) -> zoneinfo.ZoneInfo | None:
    """The time zone, or None where there is none of this name."""
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):  # a folder or a broken file of that name
        return None


@cache
def offset(name: str, monday: datetime.date) -> int:
    """Minutes that the zone is ahead of UTC at noon of that Monday; 0 for an unknown zone, which a rule reports."""
    found = zone(name)
    if found is None:
        return 0
    noon = datetime.datetime.combine(monday, datetime.time(12), tzinfo=found)
    shift = noon.utcoffset()
    return 0 if shift is None else int(shift.total_seconds()) // 60


def regimes(zones: Iterable[str], starts: datetime.date, ends: datetime.date) -> tuple[datetime.date, ...]:
    """One Monday for each different set of offsets that `zones` have between the two dates, in order of date."""
    return _regimes(tuple(sorted(set(zones))), starts, ends)


@cache
def _regimes(names: tuple[str, ...], starts: datetime.date, ends: datetime.date) -> tuple[datetime.date, ...]:
    monday = starts - datetime.timedelta(days=starts.weekday())
    seen: dict[tuple[int, ...], datetime.date] = {}
    while monday <= ends:
        seen.setdefault(tuple(offset(name, monday) for name in names), monday)
        monday += datetime.timedelta(weeks=1)
    return tuple(seen.values())


@cache
def utc_windows(windows: tuple[Window, ...], ahead: int) -> tuple[tuple[int, int], ...]:
    """The windows as (start, end) minutes of a UTC week, touching ones joined, in order; a window over the end is cut.

    `ahead` is the zone's offset in minutes.
    """
    cut: list[tuple[int, int]] = []
    for window in windows:
        start = (window.day * 1440 + window.start - ahead) % WEEK
        end = start + window.end - window.start
        cut += [(start, end)] if end <= WEEK else [(start, WEEK), (0, end - WEEK)]
    joined: list[tuple[int, int]] = []
    for start, end in sorted(cut):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        elif end > start:
            joined.append((start, end))
    return tuple(joined)


def longest_common(ours: Sequence[tuple[int, int]], theirs: Sequence[tuple[int, int]]) -> int:
    """Minutes of the longest piece that lies in a window of either side."""
    return max((min(a[1], b[1]) - max(a[0], b[0]) for a in ours for b in theirs), default=0)


def common_minutes(a: Participant, b: Participant, starts: datetime.date, ends: datetime.date) -> int:
    """Minutes of the longest weekly piece in which both are free, in the worst daylight-saving regime of the dates."""
    worst = WEEK
    for monday in regimes((a.time_zone, b.time_zone), starts, ends):
        ours = utc_windows(a.availability, offset(a.time_zone, monday))
        theirs = utc_windows(b.availability, offset(b.time_zone, monday))
        worst = min(worst, longest_common(ours, theirs))
    return max(0, worst if worst < WEEK or a.availability else 0)
