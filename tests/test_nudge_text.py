"""A nudge names pairs that have not met for a while, kindly, and nothing that is for coordinators alone."""

import datetime

import pytest

from support_workspace import MINIATURE, PROGRAM, SESSION, TODAY, P, S, sound
from turnabout.errors import UsageError
from turnabout.nudge_text import nudge_text

LATE = datetime.date(2026, 12, 20)
PROGRAMS = ("digital-2026",)


def text(changes: dict[str, str], today: datetime.date = LATE) -> str:
    return nudge_text(sound(MINIATURE | changes), PROGRAMS, today)


def test_a_pair_that_has_not_met_is_named_with_how_long() -> None:
    assert "| `ana-ruiz` | `lee-wong` | 62 days since their last session |" in text({})
    assert "more than 42 days" in text({})


def test_nobody_is_named_while_all_is_well() -> None:
    assert text({}, TODAY) == ""
    assert nudge_text(sound(MINIATURE), (), LATE) == ""


@pytest.mark.parametrize("status", ["paused", "ended", "draft"])
def test_pairs_that_need_not_meet_are_left_in_peace(status: str) -> None:
    assert text({P: MINIATURE[P].replace("status: active", f"status: {status}")}) == ""


def test_how_somebody_felt_is_not_told() -> None:
    low = SESSION.replace("mentor: 4", "mentor: 1")
    told = text({S: low, S.replace("09-21", "10-19"): low})
    assert "ana-ruiz" in told
    assert "mood" not in told


def test_the_day_and_the_files_alone_decide() -> None:
    assert text({}) == text({})
    assert text({}) != text({}, LATE + datetime.timedelta(days=1))


def test_a_title_is_nobodys_markup() -> None:
    told = text({"program/digital-2026.yaml": PROGRAM.replace("Digital fluency 2026", '"@everyone <b>#1</b>"', 1)})
    assert "@everyone" not in told
    assert "<b>" not in told.replace("\\<b", "")


def test_a_program_that_does_not_exist_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(UsageError):
        nudge_text(sound(MINIATURE), ["digital-2062"], LATE)
