"""The agenda library: files by topic in, pages by topic and by session out, with every figure from the program's file."""

import dataclasses
import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

import support_publish as support
from turnabout.agendas import FOLDER, Step, is_agenda
from turnabout.errors import UsageError
from turnabout.ids import PairKey, id_fault
from turnabout.publish import Audience, plan_site
from turnabout.publish.agendas import read_agendas
from turnabout.publish.schedule import PARTS, numbers_of, step_of, timetable, topical
from turnabout.publish.writer import read_tree

LIBRARY = {path: content for path, content in read_tree(support.ROOT / "site").items() if is_agenda(path)}
GOOD = support.agenda(support.plain)


def plan(audience=Audience.COORDINATORS, space=None, **site):
    inputs = support.inputs()
    inputs = dataclasses.replace(inputs, site=dict(inputs.site) | {path: text.encode() for path, text in site.items()})
    made = plan_site(space or support.workspace(), inputs, audience, support.TODAY)
    return {path: text.decode() for path, text in made.items() if path.endswith((".md", ".txt"))}


def with_program(space, **changes):
    return dataclasses.replace(space, programs={"demo": dataclasses.replace(space.programs["demo"], **changes)})


# The library that comes along


def test_every_topic_of_the_example_has_an_agenda_that_is_read_without_a_fault():
    library = read_agendas(LIBRARY)
    topics = support.example().topics
    assert library.keys() == topics.keys()
    assert {topic: each.title for topic, each in library.items()} == {id_: each.title for id_, each in topics.items()}


def test_no_step_of_the_library_is_said_twice():
    """Forty paths that differ in a word would be one path."""
    said = [
        (topic, words)
        for topic, agenda in read_agendas(LIBRARY).items()
        for step in agenda.steps.values()
        for words in (step.aim, step.mentor, step.mentee, step.output, step.following, *step.questions)
    ]
    seen = {}
    for topic, words in said:
        assert seen.setdefault(words, topic) == topic, words
    assert len(seen) == len(said)


def test_every_source_names_a_work_and_its_year():
    for agenda in read_agendas(LIBRARY).values():
        for source in agenda.sources:
            assert re.search(r", (1[89]|20)\d\d$", source), source
            assert "://" not in source


def test_all_faults_of_all_files_are_told_at_once_with_file_and_line():
    with pytest.raises(UsageError) as caught:
        plan(**{"agendas/ai.md": GOOD.replace("- Aim:", "- Goal:"), "agendas/b.md": "# B\n"})
    assert caught.value.message == "the agenda library has 10 problems"
    assert "site/agendas/ai.md:7: AGENDA005 expected a line that begins with one of" in caught.value.hint
    assert "site/agendas/b.md:1: AGENDA004 expected the heading `## First session`" in caught.value.hint


def test_of_many_faults_the_first_dozen_is_told_and_how_many_more_there_are():
    with pytest.raises(UsageError, match="has 24 problems") as caught:
        plan(**{f"agendas/topic-{number}.md": GOOD.replace("## Closing", "## End") for number in range(24)})
    assert caught.value.hint.count("AGENDA004") == 12
    assert caught.value.hint.endswith("\n  and 12 more")


# Minutes and steps


@given(st.sampled_from(Step), st.integers(15, 240))
def test_minutes_are_shared_out_without_gaps_and_nobody_gets_none(step, minutes):
    slots = timetable(step, minutes)
    assert [each.part for each in slots] == list(PARTS[step])
    assert (slots[0].start, slots[-1].end) == (0, minutes)
    assert all(one.end == two.start for one, two in itertools.pairwise(slots))
    assert all(each.start < each.end for each in slots)
    start, end = topical(slots)
    assert 0 < start < end < minutes


@pytest.mark.parametrize("step", Step)
def test_an_hour_is_as_it_was_written(step):
    assert [each.end - each.start for each in timetable(step, 60)] == [each.minutes for each in PARTS[step]]


def test_arriving_and_closing_take_five_minutes_also_where_the_session_is_short():
    slots = timetable(Step.PRACTICE, 45)
    assert [(each.start, each.end) for each in slots] == [(0, 5), (5, 9), (9, 23), (23, 34), (34, 40), (40, 45)]


@given(st.integers(1, 60))
def test_every_session_is_one_step_and_steps_never_go_back(sessions):
    steps = [step_of(number, sessions) for number in range(1, sessions + 1)]
    order = list(Step)
    assert steps[0] is Step.FIRST
    assert sessions == 1 or steps[-1] is Step.CLOSING
    assert [order.index(each) for each in steps] == sorted(order.index(each) for each in steps)
    assert sorted(itertools.chain(*(numbers_of(step, sessions) for step in Step))) == list(range(1, sessions + 1))
    practising, deepening = len(numbers_of(Step.PRACTICE, sessions)), len(numbers_of(Step.DEEPENING, sessions))
    assert 0 <= practising - deepening <= 1


# The pages


def test_figures_dates_and_people_on_the_pages_are_those_of_the_program():
    made = plan(space=with_program(support.workspace(), sessions=3, minutes=90, every_weeks=2))
    assert "programs/demo/session-4.md" not in made
    page = made["programs/demo/session-2.md"]
    assert "2 of 3: practice" in page
    assert "2 weeks later" in page
    assert "| 5-16 | **Look back**" in page
    assert "| 85-90 | **Close**" in page
    assert "Program facilitator" in page
    assert "this is the last" in made["programs/demo/session-3.md"]
    topic = made["agendas/ai.md"]
    assert (
        "Session [2](../programs/demo/session-2.md) of Program title: your topic goes from minute 16 to 72 of 90."
        in topic
    )
    assert "Sessions" not in topic.partition("## Deepening")[2], "three sessions have no room to deepen"


def test_the_charter_is_read_out_in_the_first_session_only():
    made = plan()
    assert "## Charter" in made["programs/demo/session-1.md"]
    assert "## Charter" not in made["programs/demo/session-2.md"]


def test_a_session_without_a_plan_has_an_agenda_all_the_same():
    page = plan(space=with_program(support.workspace(), curriculum=()))["programs/demo/session-2.md"]
    assert "# Session 2&#58; Practice" in page
    assert "## Questions" not in page


def test_the_guide_says_the_minutes_of_the_running_programs():
    guide = plan(space=with_program(support.workspace(), minutes=90))["guides/agenda.md"]
    assert "| 85-90 | **Close**" in guide
    assert "55-60" not in guide
    assert "| 55-60 | **Close**" in plan(space=with_program(support.workspace(), minutes=60))["guides/agenda.md"]


def test_an_agenda_without_its_topic_in_the_vocabulary_is_set_apart():
    index = plan()["agendas/index.md"]
    here, _, later = index.partition("## Topics that nobody here can choose yet")
    assert "(ai.md)" in here
    assert "(phishing.md)" in later
    assert "(phishing.md)" not in here


def test_the_agendas_are_reached_from_pair_program_topic_guide_and_map():
    made = plan()
    pair = made["pairs/demo/ana--lee.md"]
    assert "[Agenda of session 2](../../programs/demo/session-2.md){ .button }" in pair
    assert "[A Agenda title&#58; practice](../../agendas/ai.md#practice){ .button }" in pair
    assert "[4](session-4.md){ .chip }" in made["programs/demo/index.md"]
    assert "[Agenda for this topic](../agendas/ai.md)" in made["topics/index.md"]
    assert "(../agendas/index.md)" in made["guides/agenda.md"]
    assert "(agendas/ai/)" in made["llms.txt"]


def test_a_pair_that_is_over_or_has_held_all_its_sessions_is_led_to_no_agenda():
    assert "Agenda of session" not in plan()["pairs/demo/dora--odo.md"]
    assert (
        "Agenda of session" not in plan(space=with_program(support.workspace(), sessions=1))["pairs/demo/ana--lee.md"]
    )


def test_what_two_people_offer_and_seek_leads_to_a_topic_only_where_both_agreed_to_show_it():
    """The goals are on the page anyway; profiles are a consent of their own."""
    space = support.workspace()
    key = PairKey("demo", "ana", "lee")
    bare = dataclasses.replace(space, pairs=space.pairs | {key: dataclasses.replace(space.pairs[key], goals=())})
    assert "agendas/ai.md#practice" in plan(Audience.PARTICIPANTS, bare)["pairs/demo/ana--lee.md"]
    lee = bare.people["lee"]
    silent = dataclasses.replace(lee, consent={name: each for name, each in lee.consent.items() if name != "profile"})
    page = plan(Audience.PARTICIPANTS, dataclasses.replace(bare, people=bare.people | {"lee": silent}))
    assert "agendas/ai.md" not in page["pairs/demo/ana--lee.md"]
    assert "Agenda of session 2" in page["pairs/demo/ana--lee.md"]


def test_a_page_that_lies_where_the_index_of_agendas_belongs_is_an_error():
    with pytest.raises(UsageError, match=r"site/agendas/index\.md lies where a generated page belongs"):
        plan(**{"agendas/index.md": "# Mine"})


def test_names_of_agendas_are_ids():
    assert [path for path in LIBRARY if id_fault(path.removeprefix(FOLDER).removesuffix(".md"))] == []
