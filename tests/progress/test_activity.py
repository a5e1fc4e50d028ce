import datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from support_progress import DEMO, cohort, pair, pair_path, session_path
from support_workspace import sound
from turnabout.progress import measures
from turnabout.progress.activity import Activity, months_between
from turnabout.progress.rhythm import due_dates

DAY = datetime.date.fromisoformat


def activity_of(files: dict[str, str], today: str) -> Activity:
    return measures(sound(files), DEMO, DAY(today)).activity


def test_sessions_are_due_one_rhythm_after_another() -> None:
    workspace = sound(cohort(1))
    (only,) = workspace.pairs_of(DEMO)
    assert due_dates(only, workspace.programs[DEMO]) == (DAY("2026-10-12"), DAY("2026-11-09"), DAY("2026-12-07"))


def test_nothing_is_due_after_the_end_of_a_pair_and_nothing_for_a_draft() -> None:
    ended = sound(cohort(1) | {pair_path(1): pair("ended", more='until: "2026-11-09"\n')})
    draft = sound(cohort(1) | {pair_path(1): "status: draft\n"})
    assert len(due_dates(*(ended.pairs_of(DEMO)), ended.programs[DEMO])) == 2
    assert due_dates(*(draft.pairs_of(DEMO)), draft.programs[DEMO]) == ()


def test_a_pair_is_not_late_on_the_day_before_a_session_is_due() -> None:
    assert activity_of(cohort(1), "2026-10-11").share is None
    assert activity_of(cohort(1), "2026-10-12").share == 0


def test_a_pair_that_met_more_often_does_not_make_up_for_another() -> None:
    files = cohort(2) | {session_path(1, f"2026-{day}"): "held: true\n" for day in ("09-20", "10-04", "10-11")}
    found = activity_of(files, "2026-10-12")
    assert (found.held, found.due, found.kept, found.share) == (3, 2, 1, 0.5)


def test_a_paused_pair_owes_nothing_for_the_time_after_its_last_session() -> None:
    files = cohort(1) | {pair_path(1): pair("paused"), session_path(1, "2026-10-12"): "held: true\n"}
    found = activity_of(files, "2027-03-01")
    assert (found.due, found.kept) == (1, 1)


def test_months_count_what_was_planned_held_and_missed() -> None:
    files = cohort(2) | {
        session_path(1, "2026-10-05"): "held: true\nminutes: 90\n",
        session_path(2, "2026-10-06"): "held: false\nwhy_not: work\n",
        session_path(2, "2026-11-06"): "held: true\n",
    }
    found = activity_of(files, "2026-10-31")
    months = {month.first.isoformat()[:7]: (month.planned, month.held, month.missed) for month in found.months}
    assert list(months) == ["2026-09", "2026-10", "2026-11", "2026-12", "2027-01", "2027-02", "2027-03"]
    assert months["2026-10"] == (2, 1, 1)
    assert months["2026-11"] == (2, 0, 0)
    assert found.hours == 1.5


def test_strips_have_one_cell_a_week_up_to_today_or_the_end() -> None:
    files = cohort(1) | {session_path(1, "2026-09-20"): "held: true\n", session_path(1, "2026-09-28"): "held: true\n"}
    found = activity_of(files, "2026-10-05")
    assert found.weeks == tuple(DAY(f"2026-{day}") for day in ("09-07", "09-14", "09-21", "09-28", "10-05"))
    assert found.strips[0].cells == (0, 1, 0, 1, 0)
    assert activity_of(files, "2026-09-06").weeks == ()
    assert activity_of(files, "2030-01-01").weeks[-1] == DAY("2027-03-29")


@given(st.dates(DAY("2020-01-01"), DAY("2035-12-31")), st.integers(0, 1500))
@settings(deadline=None)
def test_months_between_are_those_of_the_days_between(starts: datetime.date, days: int) -> None:
    every = [starts + datetime.timedelta(days=day) for day in range(days + 1)]
    assert months_between(starts, every[-1]) == tuple(sorted({day.replace(day=1) for day in every}))


@given(
    st.dictionaries(
        st.tuples(st.integers(1, 2), st.dates(DAY("2026-09-14"), DAY("2027-03-31"))), st.booleans(), max_size=8
    ),
    st.dates(DAY("2026-09-01"), DAY("2027-05-01")),
)
@settings(deadline=None, max_examples=40)
def test_figures_agree_with_one_another(sessions: dict[tuple[int, datetime.date], bool], today: datetime.date) -> None:
    logs = {session_path(pair, str(day)): f"held: {str(held).lower()}\n" for (pair, day), held in sessions.items()}
    found = activity_of(cohort(2) | logs, str(today))
    past = [held for (_, day), held in sessions.items() if day <= today]
    assert (found.held, found.missed) == (past.count(True), past.count(False))
    assert sum(month.held for month in found.months) == found.held
    assert sum(month.planned for month in found.months) == 6
    assert 0 <= found.kept <= min(found.held, found.due)
    assert all(len(strip.cells) == len(found.weeks) for strip in found.strips)
    assert sum(sum(strip.cells) for strip in found.strips) <= found.held
