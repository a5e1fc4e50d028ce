"""Common hours against an oracle that walks through the year minute by minute with real clocks."""

import datetime
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from support_people import ZONES, person, windows
from turnabout.hours import common_minutes, regimes, utc_windows
from turnabout.model import Participant, Window

STARTS, ENDS = datetime.date(2026, 9, 7), datetime.date(2027, 5, 28)
STEP = 15


def free(who: Participant, moment: datetime.datetime) -> bool:
    local = moment.astimezone(ZoneInfo(who.time_zone))
    at = local.hour * 60 + local.minute
    return any(w.day == local.weekday() and w.start <= at < w.end for w in who.availability)


def longest_by_clock(a: Participant, b: Participant, monday: datetime.date) -> int:
    """The longest run of common quarters in the UTC week of that Monday."""
    # Noon decides the offset, as in the code: a zone that changes within the week counts as it is on Monday.
    midnight = datetime.datetime.combine(monday, datetime.time(0), tzinfo=datetime.UTC)
    best = run = 0
    for quarter in range(7 * 24 * 60 // STEP):
        moment = midnight + datetime.timedelta(minutes=STEP * quarter)
        run = run + STEP if free(a, moment) and free(b, moment) else 0
        best = max(best, run)
    return best


@given(windows(), windows(), st.sampled_from(ZONES[:5]), st.sampled_from(ZONES[:5]))
def test_common_minutes_are_what_two_clocks_say(ours, theirs, zone_a, zone_b) -> None:
    a, b = (with_windows(name, zone, each) for name, zone, each in (("a", zone_a, ours), ("b", zone_b, theirs)))
    # Weeks without a change of clocks in them: one of each half of the year, and one of the weeks in March when
    # America has changed and Europe has not.
    mondays = [datetime.date(2026, 9, 14), datetime.date(2026, 12, 7), datetime.date(2027, 3, 15)]
    expected = min(longest_by_clock(a, b, monday) for monday in mondays)
    assert common_minutes(a, b, mondays[0], datetime.date(2027, 3, 21)) <= expected
    for monday in mondays:
        assert common_minutes(a, b, monday, monday) == longest_by_clock(a, b, monday)


def with_windows(name: str, zone: str, each: tuple[Window, ...]) -> Participant:
    base = person(name, time_zone=zone)
    fields = {field: getattr(base, field) for field in Participant.__slots__}
    return Participant(**fields | {"availability": each})


def test_an_hour_that_exists_only_in_summer_is_no_common_hour() -> None:
    lisbon = with_windows("a", "Europe/Lisbon", (Window(1, 9 * 60, 10 * 60),))
    nairobi = with_windows("b", "Africa/Nairobi", (Window(1, 11 * 60, 12 * 60),))
    assert common_minutes(lisbon, nairobi, datetime.date(2026, 9, 7), datetime.date(2026, 9, 30)) == 60
    assert common_minutes(lisbon, nairobi, STARTS, ENDS) == 0


def test_regimes_name_one_monday_for_each_set_of_offsets() -> None:
    assert len(regimes(["Africa/Nairobi"], STARTS, ENDS)) == 1
    assert len(regimes(["Europe/Lisbon", "Africa/Nairobi"], STARTS, ENDS)) == 2
    assert len(regimes(["Europe/Lisbon", "America/Toronto"], STARTS, ENDS)) == 3


def test_touching_windows_are_one_and_the_week_is_a_circle_cut_at_its_end() -> None:
    assert utc_windows((Window(0, 0, 60), Window(0, 60, 120)), 0) == ((0, 120),)
    assert utc_windows((Window(6, 23 * 60, 1440),), -60) == ((0, 60),)
