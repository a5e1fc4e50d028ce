import datetime
from pathlib import Path

import pytest

from support_progress import DEMO, cohort, pair, pair_path, session_path
from support_workspace import FEEDBACK, PROGRAM, sound
from turnabout import workspace
from turnabout.errors import UsageError
from turnabout.model import PairStatus, Role
from turnabout.progress import Measures, measures

TODAY = datetime.date(2026, 11, 2)


def measured(files: dict[str, str], today: datetime.date = TODAY) -> Measures:
    return measures(sound(files), DEMO, today)


def lesson(topic: str, before: int, after: int, who: str = "mentee", mood: int = 4) -> str:
    return (
        f"held: true\nmood:\n  {who}: {mood}\n"
        f"learned:\n  - who: {who}\n    topic: {topic}\n    before: {before}\n    after: {after}\n"
    )


def test_pairs_are_counted_by_state() -> None:
    found = measured(cohort(3) | {pair_path(2): "status: draft\n", pair_path(3): pair("paused")}).pairs
    assert found == dict.fromkeys(PairStatus, 0) | {
        PairStatus.DRAFT: 1,
        PairStatus.ACTIVE: 1,
        PairStatus.PAUSED: 1,
    }


def test_learning_is_from_the_first_before_to_the_last_after() -> None:
    files = cohort(5)
    for number in range(1, 6):
        files[session_path(number, "2026-09-20")] = lesson("generative-ai", 1, 2)
        files[session_path(number, "2026-10-20")] = lesson("generative-ai", 3, 4)
    found = measured(files)
    (only,) = found.learning
    assert (only.topic, only.people, only.before, only.after) == ("generative-ai", 5, 1, 4)
    assert [each.topic for each in found.areas] == ["digital-work"]
    assert found.overall.people == 5


def test_learning_of_four_people_is_suppressed_and_two_topics_of_one_area_are_not() -> None:
    files = cohort(8)
    for number in range(1, 9):
        topic = "generative-ai" if number <= 4 else "short-video"
        files[session_path(number, "2026-09-20")] = lesson(topic, 2, 3)
    found = measured(files)
    assert [(each.topic, each.suppressed) for each in found.learning] == [
        ("generative-ai", True),
        ("short-video", True),
    ]
    assert all(each.before is None and each.after is None for each in found.learning)
    assert [(each.topic, each.people) for each in found.areas] == [("digital-work", 8)]


def test_a_topic_of_an_area_that_is_shown_is_hidden_where_it_would_give_another_one_away() -> None:
    files = cohort(14)
    for number in range(1, 15):
        topic = "generative-ai" if number <= 6 else "short-video" if number <= 9 else "accessibility"
        files[session_path(number, "2026-09-20")] = lesson(topic, 2, 3)
    found = measured(files)
    assert [(each.topic, each.people) for each in found.areas] == [("accessibility", 5), ("digital-work", 9)]
    assert [each.topic for each in found.learning if not each.suppressed] == ["accessibility"]


def test_without_lessons_there_is_nothing_to_show() -> None:
    found = measured(cohort(1))
    assert found.overall.suppressed
    assert found.learning == found.areas == ()


def test_a_topic_is_hidden_where_its_area_less_the_others_would_give_it_away() -> None:
    files = cohort(13)
    for number in range(1, 14):
        topic = "generative-ai" if number <= 6 else "short-video" if number <= 9 else "accessibility"
        files[session_path(number, "2026-09-20")] = lesson(topic, 2, 3)
    found = measured(files)
    assert [(each.topic, each.people) for each in found.areas] == [("accessibility", None), ("digital-work", None)]
    assert all(each.suppressed for each in found.learning)
    assert found.overall.people == 13


def pledged(state: str, theme: str = "") -> str:
    line = f"    theme: {theme}\n" if theme else ""
    return pair(more=f"pledges:\n  - text: I ask first\n{line}    state: {state}\n")


def test_pledges_are_counted_by_state_and_theme() -> None:
    files = cohort(11) | {pair_path(n): pledged("kept" if n < 4 else "open", "meetings") for n in range(1, 6)}
    files |= {pair_path(n): pledged("dropped", "tools") for n in range(6, 11)}
    found = measured(files)
    assert found.pledges.states == (2, 3, 5)
    assert [(each.theme, each.states) for each in found.themes] == [("meetings", (2, 3, 0)), ("tools", (0, 0, 5))]


def test_a_theme_of_four_pairs_is_suppressed_and_what_would_give_it_away() -> None:
    files = cohort(9) | {pair_path(n): pledged("kept", "meetings" if n <= 5 else "tools") for n in range(1, 10)}
    found = measured(files)
    assert found.pledges.states == (0, 9, 0)
    assert [each.suppressed for each in found.themes] == [True, True]


def test_four_pairs_with_pledges_show_nothing() -> None:
    assert measured(cohort(6) | {pair_path(n): pledged("kept") for n in range(1, 5)}).pledges.suppressed


def test_mood_is_shown_for_months_in_which_five_people_gave_one() -> None:
    files = cohort(5)
    for number in range(1, 6):
        files[session_path(number, "2026-10-20")] = lesson("generative-ai", 1, 2, mood=5 if number == 1 else 4)
    files[session_path(1, "2026-09-20")] = lesson("generative-ai", 1, 2, mood=1)
    months = {mood.first.month: mood.mean for mood in measured(files).moods}
    assert months == {9: None, 10: pytest.approx(4.2), 11: None}


def test_objectives_run_from_baseline_to_target_whichever_is_higher() -> None:
    falling = PROGRAM.replace("baseline: 22", "baseline: 80").replace("target: 70", "target: 60\n    now: 75")
    (found,) = measured(cohort(1) | {f"program/{DEMO}.yaml": falling}).objectives
    assert found.fraction == 0.25
    assert measured(cohort(1)).objectives[0].fraction is None


def test_goals_are_a_mean_in_percent() -> None:
    goals = pair(more="goals:\n  - {title: One, progress: 20}\n  - {title: Two, progress: 60}\n")
    assert measured(cohort(2) | {pair_path(1): goals}).goals == 40
    assert measured(cohort(1)).goals is None


def test_training_counts_who_completed_every_module() -> None:
    files = cohort(2)
    path = "program/participants/m1.yaml"
    files[path] = files[path].replace("leading-upward", "another")
    mentors, mentees = measured(files).training
    assert (mentors.role, mentors.members, mentors.completed, mentors.share) == (Role.MENTOR, 2, 1, 0.5)
    assert mentees.share == 1


def test_people_without_a_pair_are_counted_and_completed_pairs_count_as_one() -> None:
    files = cohort(4)
    files[pair_path(1)] = "status: draft\n"
    files[pair_path(2)] = pair("completed", more='until: "2026-10-30"\n')
    files[pair_path(3)] = pair("ended", more='until: "2026-10-30"\n')
    mentors, mentees = measured(files).unpaired
    assert (mentors.members, mentors.unpaired, mentors.drafted) == (4, 2, 1)
    assert (mentees.members, mentees.unpaired, mentees.drafted) == (4, 2, 1)


def test_questions_with_four_answers_are_left_out_of_a_wave() -> None:
    more = "  - {id: worth, text: Was it worth it?, answers: 4}\n"
    files = cohort(1) | {f"program/feedback/{DEMO}/start.yaml": FEEDBACK + more}
    (wave,) = measured(files).waves
    assert [question.id for question in wave.questions] == ["confident"]
    assert wave.suppressed == 1
    assert wave.rate == pytest.approx(8 / 9)
    assert measured(files, datetime.date(2026, 9, 5)).waves == ()


def test_an_unknown_program_is_a_usage_error() -> None:
    with pytest.raises(UsageError):
        measures(sound(cohort(1)), "digital-2027", TODAY)


def test_the_example_program_can_be_measured_on_any_day() -> None:
    example, _ = workspace.build(workspace.read_files(Path(__file__).resolve().parents[2]))
    assert example.programs
    for program in example.programs.values():
        for day in (program.starts, program.ends, datetime.date(2020, 1, 1), datetime.date(2035, 1, 1)):
            found = measures(example, program.id, day)
            assert found == measures(example, program.id, day)
            assert found.activity.share is None or 0 <= found.activity.share <= 1
