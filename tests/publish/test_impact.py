"""The impact page, stories and thanks: what changed, how sure that is, and whose words may be shown."""

import dataclasses
import datetime

import support_publish as support
from publish_html import text_of
from turnabout.publish import Audience, plan_site
from turnabout.publish.inputs import Asked, SurveyWave


def markdown(*waves):
    given = support.inputs()
    measures = dataclasses.replace(given.measures["demo"], waves=waves)
    given = dataclasses.replace(given, measures={"demo": measures})
    made = plan_site(support.workspace(), given, Audience.PUBLIC, support.TODAY)
    return made["programs/demo/impact.md"].decode()


def impact(*waves):
    return text_of(markdown(*waves))


def wave(name, month, *questions, invited=10, answered=9, role="both"):
    return SurveyWave(name, role, datetime.date(2026, month, 1), invited, answered, questions)


def mean(value, low, high, answers=9):
    return Asked("safe", "Is it safe?", answers, None, value, low, high)


def share(value, ident="recommend", answers=9):
    return Asked(ident, "Would you recommend it?", answers, value, None, value - 10, value + 5)


def test_a_change_whose_intervals_are_apart_is_more_than_chance():
    assert "From 2.8 to 3.7: up; more than chance explains." in impact(
        wave("start", 9, mean(2.8, 2.4, 3.2)), wave("end", 11, mean(3.7, 3.4, 4.0))
    )


def test_a_change_whose_intervals_touch_may_be_chance():
    assert "From 3.7 to 3.3: down; it may be chance." in impact(
        wave("start", 9, mean(3.7, 3.4, 4.0)), wave("end", 11, mean(3.3, 3.0, 3.4))
    )
    assert "up; it may be chance." in impact(
        wave("start", 9, mean(1.0, None, None)), wave("end", 11, mean(5.0, None, None))
    )


def test_the_first_and_the_last_wave_that_asked_are_compared_by_role():
    page = impact(
        wave("start", 8, mean(2, 1.9, 2.1), role="mentee"),
        wave("half", 9, mean(3, 2.9, 3.1), role="mentee"),
        wave("end", 10, mean(4, 3.9, 4.1), role="mentee"),
        wave("end-m", 11, mean(1, 0.9, 1.1), role="mentor"),
    )
    assert "From 2 to 4" in page
    assert "From 2 to 1" not in page


def test_a_question_asked_once_or_otherwise_is_not_compared():
    page = impact(wave("start", 9, mean(2, 1, 3)), wave("end", 11, share(80, "safe")))
    assert "No question has been answered twice by at least 5 people yet." in page


def test_response_recommendation_and_pledges_are_on_top():
    page = markdown(wave("start", 9, share(50)), wave("end", 11, share(90), invited=33, answered=28))
    assert "<dt>answered the last survey: 28 of 33</dt><dd>85 %</dd>" in page
    assert "<dt>would recommend it: between 80 and 95 %, 9 answers</dt><dd>90 %</dd>" in page
    assert "<dt>pledges of leaders kept</dt><dd>0 of 6</dd>" in page


def test_few_answers_and_few_invited_are_not_shown():
    page = impact(
        wave("start", 9, mean(2, 1, 3, answers=4)),
        wave("end", 11, mean(4, 3, 5, answers=4)),
        wave("tiny", 11, share(99), invited=4, answered=4),
    )
    assert "No question has been answered twice" in page
    assert "99 %" not in page
    assert "Tiny" not in page


def told(audience, status="active"):
    from turnabout.model import PairStatus

    space = support.workspace()
    pairs = {
        key: dataclasses.replace(each, status=PairStatus(status)) if key.mentor == "ana" else each
        for key, each in space.pairs.items()
    }
    space = dataclasses.replace(space, pairs=pairs)
    made = plan_site(space, support.inputs(), audience, support.TODAY)
    return text_of(made["stories/index.md"].decode()), text_of(made["thanks/index.md"].decode())


def test_a_story_is_shown_where_both_agreed_to_be_named_in_it():
    public, _ = told(Audience.PUBLIC)
    inside, _ = told(Audience.PARTICIPANTS)
    assert "Ana--lee story" in public
    assert "Ben--mo story" not in public
    assert "Ben--mo story" in inside
    assert "Cleo--nia story" not in inside


def test_a_story_of_a_pair_that_ended_early_is_told_to_nobody_outside():
    assert "Ana--lee story" not in told(Audience.PARTICIPANTS, "ended")[0]


def test_coordinators_are_told_which_stories_others_do_not_see():
    page, _ = told(Audience.COORDINATORS)
    assert "Cleo--nia story" in page
    assert "only coordinators see this" in page


def test_thanks_say_who_thanks_whom():
    _, page = told(Audience.PUBLIC)
    assert "[Lee O'Neil-Żak](../people/lee/index.md) (mentee) to [Ana name](../people/ana/index.md) (mentor)" in page


def test_withdrawing_takes_the_story_back():
    from turnabout.model import Status

    space = support.workspace()
    people = dict(space.people) | {"lee": dataclasses.replace(space.people["lee"], status=Status.WITHDRAWN)}
    made = plan_site(dataclasses.replace(space, people=people), support.inputs(), Audience.PUBLIC, support.TODAY)
    for path in ("stories/index.md", "thanks/index.md", "feed.xml", "index.md"):
        assert b"Ana--lee story" not in made[path]
