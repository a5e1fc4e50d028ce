"""Lines of calendars, against icalendar, which wrote them before."""

import datetime
import zoneinfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from icalendar import Alarm, Event

from publish_hostile import HOSTILE
from turnabout.publish import calendar_lines as lines
from turnabout.publish.text import one_line


def theirs(name, value, component=Event):
    made = component()
    made.add(name, value)
    return made.to_ical().decode().removesuffix("\r\n").split("\r\n", 1)[1].rsplit("\r\n", 1)[0]


@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from("\\,;^:aé€🙂 ")), max_size=200).map(one_line))
@example(one_line(HOSTILE))
@example("x" * 66)
@example("x" * 67)
@example("x" * 65 + ",;\\" + "é" * 80)
def test_texts_are_escaped_and_folded_as_icalendar_does(words):
    # A capital N after a backslash is a line break to it, and to no reader here.
    words = words.replace("\\N", "N")
    assert lines.text("SUMMARY", words) == theirs("summary", words)


@pytest.mark.parametrize("zone", ["Europe/Lisbon", "America/Argentina/ComodRivadavia", "Asia/Kolkata", "UTC"])
def test_moments_are_written_as_icalendar_does(zone):
    moment = datetime.datetime(2026, 11, 2, 14, 30, tzinfo=zoneinfo.ZoneInfo(zone))
    assert lines.when("DTSTART", moment) == theirs("dtstart", moment)


def test_days_are_written_as_icalendar_does():
    day = datetime.date(2026, 3, 7)
    assert lines.when("DTEND", day) == theirs("dtend", day)


@pytest.mark.parametrize("minutes", [15, 45, 60, 9 * 60, 24 * 60, 48 * 60])
def test_times_before_an_entry_are_written_as_icalendar_does(minutes):
    time = datetime.timedelta(minutes=minutes)
    assert f"TRIGGER:{lines.before(time)}" == theirs("trigger", -time, Alarm)
