import datetime

from support_progress import DEMO, cohort, pair, pair_path, session_path
from support_workspace import sound
from turnabout.progress import Concern, concerns

HELD, NOT_HELD = "held: true\n", "held: false\nwhy_not: work\n"


def found(files: dict[str, str], today: str) -> list[Concern]:
    return list(concerns(sound(files), DEMO, datetime.date.fromisoformat(today)))


def kinds(files: dict[str, str], today: str) -> list[str]:
    return [concern.kind for concern in found(files, today)]


def test_a_pair_is_quiet_from_the_day_after_its_days_have_passed() -> None:
    assert kinds(cohort(1), "2026-10-26") == []
    (only,) = found(cohort(1), "2026-10-27")
    assert (only.kind, only.days, only.path) == ("quiet", 43, pair_path(1))


def test_quiet_days_count_from_the_last_session_that_was_held() -> None:
    files = cohort(1) | {session_path(1, "2026-10-01"): HELD, session_path(1, "2026-11-10"): NOT_HELD}
    (only,) = found(files, "2026-11-13")
    assert (only.kind, only.days, only.path) == ("quiet", 43, session_path(1, "2026-10-01"))


def test_a_pair_that_held_all_its_sessions_is_not_quiet() -> None:
    files = cohort(1) | {session_path(1, f"2026-{day}"): HELD for day in ("09-15", "10-01", "10-20")}
    assert kinds(files, "2027-03-01") == []


def test_pairs_that_pause_or_are_over_or_in_a_program_that_is_over_are_left_in_peace() -> None:
    for status in ("paused", "draft", "completed", "ended"):
        assert kinds(cohort(1) | {pair_path(1): pair(status)}, "2027-03-01") == []
    assert kinds(cohort(1), "2027-04-01") == []


def test_a_charter_is_missed_after_its_days() -> None:
    files = cohort(1) | {pair_path(1): 'status: active\nsince: "2026-09-14"\ncharter:\n  mentor: "2026-09-21"\n'}
    assert kinds(files, "2026-10-05") == []
    (only,) = found(files, "2026-10-06")
    assert (only.kind, only.days) == ("charter", 1)
    assert only.sentence.startswith("mentee has not")


def test_two_sessions_in_a_row_that_were_not_held_are_of_concern() -> None:
    one = cohort(1) | {session_path(1, "2026-09-20"): HELD, session_path(1, "2026-10-01"): NOT_HELD}
    assert kinds(one, "2026-10-10") == []
    (only,) = found(one | {session_path(1, "2026-10-08"): NOT_HELD}, "2026-10-10")
    assert (only.kind, only.days) == ("not-held", 9)


def test_a_low_mood_is_for_coordinators_and_says_neither_who_nor_how_low() -> None:
    files = cohort(1) | {session_path(1, "2026-10-01"): "held: true\nmood:\n  mentor: 2\n  mentee: 5\n"}
    (only,) = found(files, "2026-10-10")
    assert (only.kind, only.audience) == ("mood", "coordinators")
    assert not {"mentor", "mentee", "2", "5"} & set(only.sentence.split())


def test_a_better_session_ends_the_concern() -> None:
    files = cohort(1) | {
        session_path(1, "2026-10-01"): "held: true\nmood:\n  mentor: 1\n",
        session_path(1, "2026-10-08"): "held: true\nmood:\n  mentor: 4\n",
    }
    assert kinds(files, "2026-10-10") == []


def test_an_agreed_day_that_passed_without_an_entry_is_of_concern() -> None:
    files = cohort(1) | {session_path(1, "2026-10-01"): 'held: true\nnext: "2026-10-20"\n'}
    assert kinds(files, "2026-10-20") == []
    assert kinds(files, "2026-10-21") == ["next-passed"]
    assert kinds(files | {session_path(1, "2026-10-20"): HELD}, "2026-10-21") == []


def test_the_longest_concern_comes_first() -> None:
    files = cohort(2) | {session_path(1, "2026-09-20"): HELD}
    order = [(concern.pair.mentor, concern.days) for concern in found(files, "2026-11-10")]
    assert order == [("m2", 57), ("m1", 51)]
