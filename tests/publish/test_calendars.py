"""Calendars: one entry per session for ever, put off and called off by SEQUENCE, in real zones, read by every reader."""

import dataclasses
import datetime
import json
import shutil
import subprocess
import zoneinfo

import icalendar
import pytest

import support_publish as support
from publish_hostile import HOSTILE
from turnabout.ids import PairKey
from turnabout.model.session import session
from turnabout.publish import Audience, plan_site
from turnabout.publish.writer import write_tree

KEY = PairKey("demo", "ana", "lee")
PATH = "pairs/demo/ana--lee.ics"


def entries(content):
    return {str(each["uid"]).partition("@")[0]: each for each in icalendar.Calendar.from_ical(content).walk("VEVENT")}


def plan(space, audience=Audience.PARTICIPANTS, today=support.TODAY, **changed):
    given = dataclasses.replace(support.inputs(), changed=changed.get("changed", {}))
    return plan_site(space, given, audience, today)


def space_with(sessions, **of_pair):
    """The small program in which Ana and Lee have logged `sessions`: (day, data) in order."""
    space = support.workspace()
    logged = tuple(
        session(KEY, f"program/sessions/demo/ana--lee/{day}.yaml", datetime.date.fromisoformat(day), 1, data)
        for day, data in sessions
    )
    pair = dataclasses.replace(space.pairs[KEY], milestones=(), **of_pair)
    return dataclasses.replace(space, sessions={KEY: logged}, pairs=dict(space.pairs) | {KEY: pair})


def calendar_of(sessions, *, today=support.TODAY, changed=None, **of_pair):
    found = plan(space_with(sessions, **of_pair), Audience.COORDINATORS, today, changed=changed or {})
    return {name.removeprefix("demo/ana--lee/"): each for name, each in entries(found[PATH]).items()}


HELD = ("2026-10-05", {"held": True, "next": "2026-11-02", "next_at": "14:30"})


def said(entry):
    return str(entry.decoded("dtstart"))[:16], int(entry["sequence"]), str(entry["status"])


def test_a_session_that_is_put_off_keeps_its_identity_and_counts_up():
    announced = calendar_of([HELD])["session-2"]
    moved = ("2026-11-02", {"held": False, "why_not": "moved", "next": "2026-11-30", "next_at": "09:00"})
    put_off = calendar_of([HELD, moved])["session-2"]
    again = ("2026-11-30", {"held": False, "why_not": "work", "next": "2026-12-07"})
    assert said(announced) == ("2026-11-02 14:30", 0, "CONFIRMED")
    assert said(put_off) == ("2026-11-30 09:00", 1, "CONFIRMED")
    assert said(calendar_of([HELD, moved, again])["session-2"]) == ("2026-12-07", 2, "CONFIRMED")


def test_a_session_held_on_another_day_than_announced_counts_up_too():
    late = calendar_of([HELD, ("2026-11-05", {"held": True})])["session-2"]
    on_time = calendar_of([HELD, ("2026-11-02", {"held": True})])["session-2"]
    assert said(on_time) == ("2026-11-02 14:30", 0, "CONFIRMED")
    assert said(late) == ("2026-11-05", 1, "CONFIRMED")


def test_a_session_without_a_new_date_is_cancelled_and_comes_back_with_a_higher_count():
    off = ("2026-11-02", {"held": False, "why_not": "illness"})
    assert said(calendar_of([HELD, off])["session-2"]) == ("2026-11-02", 1, "CANCELLED")
    later = calendar_of([HELD, off, ("2026-11-20", {"held": True})])["session-2"]
    assert said(later) == ("2026-11-20", 2, "CONFIRMED")


def test_what_a_pair_had_ahead_is_cancelled_when_it_ends():
    from turnabout.model import PairStatus

    ended = calendar_of([HELD], status=PairStatus.ENDED, until=datetime.date(2026, 10, 20))["session-2"]
    assert said(ended) == ("2026-11-02 14:30", 1, "CANCELLED")
    assert not ended.walk("VALARM")


def test_identities_are_unique_and_do_not_change_from_day_to_day():
    space = support.workspace()
    first, later = (plan(space, today=datetime.date(2026, month, 1)) for month in (10, 12))
    for path in (each for each in first if each.endswith(".ics")):
        whole = [str(each["uid"]) for each in icalendar.Calendar.from_ical(first[path]).walk("VEVENT")]
        assert len(whole) == len(set(whole)) > 0
        assert entries(later[path]).keys() == entries(first[path]).keys()


def test_the_stamp_is_the_day_the_file_was_changed():
    path = "program/sessions/demo/ana--lee/2026-10-05.yaml"
    known = calendar_of([HELD], changed={path: datetime.date(2026, 10, 9)})["session-2"]
    assert known.decoded("dtstamp") == datetime.datetime(2026, 10, 9, tzinfo=datetime.UTC)
    assert calendar_of([HELD])["session-2"].decoded("dtstamp") == datetime.datetime(2026, 10, 5, tzinfo=datetime.UTC)


@pytest.mark.parametrize(("on", "utc"), [("2026-07-06", "13:30"), ("2026-12-07", "14:30")])
def test_a_time_is_the_mentors_in_summer_and_in_winter(on, utc):
    entry = calendar_of([("2026-06-01", {"held": True, "next": on, "next_at": "14:30"})])["session-2"]
    assert entry.decoded("dtstart").astimezone(datetime.UTC).strftime("%H:%M") == utc
    assert entry["dtstart"].params["TZID"] == "Europe/Lisbon"
    assert entry.decoded("dtend") - entry.decoded("dtstart") == datetime.timedelta(minutes=60)
    assert [each["trigger"].to_ical() for each in entry.walk("VALARM")] == [b"-P1D", b"-PT15M"]


@pytest.mark.parametrize("name", ["Europe/London", "Africa/Casablanca", "Asia/Singapore", "America/Toronto"])
def test_a_zone_says_the_same_as_the_clock_on_every_day_of_its_years(name):
    from turnabout.publish.zones import timezone

    zone = zoneinfo.ZoneInfo(name)
    stated = timezone(zone, 2026, 2027).to_tz(lookup_tzid=False)
    moment = datetime.datetime(2026, 1, 1, 12, tzinfo=zone)
    while moment.year < 2028:
        assert stated.utcoffset(moment.replace(tzinfo=None)) == moment.utcoffset(), moment
        moment += datetime.timedelta(days=1)


def test_every_reader_understands_every_calendar_alike(tmp_path):
    """Python's icalendar, ical.js and node-ical agree on identity, moment, words, sequence, state and alarms."""
    spaces = {
        "plain": support.workspace(),
        "hostile": support.workspace(lambda _: HOSTILE),
        "moved": space_with([HELD, ("2026-11-02", {"held": False, "next": "2027-03-29", "next_at": "01:30"})]),
        "off": space_with([HELD, ("2026-11-02", {"held": False})]),
    }
    for name, space in spaces.items():
        plans = plan(space).items()
        write_tree(tmp_path / name, {path: content for path, content in plans if path.endswith(".ics")})
    paths = sorted(tmp_path.rglob("*.ics"))
    assert len(paths) > 8
    modules = support.ROOT / ".venv/node/node_modules"
    node = shutil.which("node")
    if node is None or not (modules / "node-ical").is_dir():
        pytest.fail("the calendar readers are missing; install them: make test")
    script = support.ROOT / "tests/publish/read_calendars.mjs"
    done = subprocess.run([node, script, modules, *paths], capture_output=True, check=True, timeout=60)
    for path, read in zip(paths, json.loads(done.stdout), strict=True):
        calendar = icalendar.Calendar.from_ical(path.read_bytes())
        expected = [understood(each) for each in calendar.walk("VEVENT")]
        for reader, found in read.items():
            assert sorted(found, key=lambda one: one["uid"]) == sorted(expected, key=lambda one: one["uid"]), (
                f"{reader} reads {path.relative_to(tmp_path)} otherwise"
            )


def understood(entry):
    starts = entry.decoded("dtstart")
    if isinstance(starts, datetime.datetime):
        moment = starts.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    else:
        moment = starts.isoformat()
    return {
        "uid": str(entry["uid"]),
        "starts": moment,
        "summary": str(entry["summary"]),
        "sequence": int(entry["sequence"]),
        "status": str(entry["status"]),
        "alarms": len(entry.walk("VALARM")),
    }
