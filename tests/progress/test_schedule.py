import datetime

from support_progress import DEMO, cohort, pair, pair_path, session_path
from support_workspace import sound
from turnabout.progress import Upcoming, due, next_sessions, program_dates

DAY = datetime.date.fromisoformat


def upcoming(files: dict[str, str], today: str) -> list[Upcoming]:
    return list(next_sessions(sound(files), DEMO, DAY(today)))


def test_the_day_the_two_named_is_the_next_session() -> None:
    files = cohort(1) | {session_path(1, "2026-10-01"): 'held: true\ncurriculum: 1\nnext: "2026-10-20"\n'}
    (only,) = upcoming(files, "2026-10-05")
    assert (only.on, only.agreed, only.number, only.title) == (DAY("2026-10-20"), True, 2, "Behind the tool")
    assert not only.overdue
    assert upcoming(files, "2026-10-21")[0].overdue


def test_without_a_day_the_rhythm_says_by_when() -> None:
    (only,) = upcoming(cohort(1), "2026-09-20")
    assert (only.on, only.agreed, only.number) == (DAY("2026-10-12"), False, 1)
    (after,) = upcoming(cohort(1) | {session_path(1, "2026-10-01"): "held: true\n"}, "2026-10-02")
    assert (after.on, after.agreed, after.number) == (DAY("2026-10-29"), False, 2)


def test_a_session_that_was_not_held_is_still_owed() -> None:
    files = cohort(1) | {session_path(1, "2026-10-01"): "held: false\nwhy_not: work\n"}
    assert upcoming(files, "2026-10-02")[0].number == 1


def test_a_file_for_a_day_to_come_is_the_next_session() -> None:
    files = cohort(1) | {session_path(1, "2026-10-08"): "held: false\nwhy_not: moved\n"}
    (only,) = upcoming(files, "2026-10-02")
    assert (only.on, only.agreed) == (DAY("2026-10-08"), True)


def test_the_rhythm_never_leads_beyond_the_end() -> None:
    (only,) = upcoming(cohort(1) | {session_path(1, "2027-03-25"): "held: true\n"}, "2027-03-26")
    assert only.on == DAY("2027-03-31")


def test_pairs_that_held_all_their_sessions_or_do_not_meet_have_no_next_one() -> None:
    done = cohort(1) | {session_path(1, f"2026-{day}"): "held: true\n" for day in ("09-15", "10-01", "10-20")}
    assert upcoming(done, "2026-10-21") == []
    for status in ("draft", "paused", "ended", "completed"):
        assert upcoming(cohort(1) | {pair_path(1): pair(status)}, "2026-10-01") == []


def test_the_soonest_session_comes_first() -> None:
    files = cohort(2) | {pair_path(1): pair(since="2026-09-28")}
    assert [each.pair.mentor for each in upcoming(files, "2026-10-01")] == ["m2", "m1"]


def test_dates_of_the_program_are_those_from_today_on_in_order() -> None:
    program = sound(cohort(1)).programs[DEMO]
    assert [(str(each.on), each.kind) for each in program_dates(program, DAY("2026-08-28"))] == [
        ("2026-08-28", "sign-up"),
        ("2026-09-01", "survey"),
        ("2026-09-07", "start"),
        ("2027-03-15", "survey"),
        ("2027-03-31", "end"),
    ]
    assert program_dates(program, DAY("2027-04-01")) == ()


def test_what_is_open_is_listed_by_its_day() -> None:
    actions = (
        "held: true\nactions:\n"
        '  - {owner: mentee, text: Try it, due: "2026-10-12"}\n'
        '  - {owner: both, text: Done already, due: "2026-10-10", done: true}\n'
        "  - {owner: mentor, text: Some day}\n"
    )
    more = (
        'pledges:\n  - {text: I ask first, due: "2026-10-11", state: open}\n'
        '  - {text: I listened, due: "2026-10-11", state: kept}\n'
        'milestones:\n  - {title: Board day, date: "2026-10-20"}\n  - {title: Gone, date: "2026-09-20"}\n'
    )
    files = cohort(1) | {session_path(1, "2026-10-01"): actions, pair_path(1): pair(more=more)}
    found = due(sound(files), DEMO, DAY("2026-10-15"))
    assert [(each.kind, each.owner, each.text) for each in found] == [
        ("pledge", "mentee", "I ask first"),
        ("action", "mentee", "Try it"),
        ("milestone", "both", "Board day"),
    ]
