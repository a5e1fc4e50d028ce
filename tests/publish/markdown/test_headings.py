"""Anchors of headings, against the engine's own."""

from hypothesis import given
from hypothesis import strategies as st
from markdown.extensions.toc import slugify, unique

from turnabout.publish.markdown import render
from turnabout.publish.markdown.headings import slug, unused

anchors = st.sampled_from(["", "a", "a_1", "a_2", "a_3", "a_01", "a_5", "_1", "b", "b_1", "b_1_1"])


@given(st.lists(anchors, max_size=12), st.sets(anchors.filter(bool)))
def test_an_anchor_that_is_taken_gets_the_number_that_the_engine_gives_it(wanted, taken):
    ours, theirs, runs, counters = set(taken), set(taken), {}, {}
    assert [unused(each, ours, runs) for each in wanted] == [unique(each, theirs, counters) for each in wanted]
    assert ours == theirs


@given(st.text().filter(lambda each: "&" not in each))
def test_an_anchor_is_made_of_the_words_as_the_engine_does(words):
    assert slug(words) == slugify(words, "-")


def test_numbers_too_long_to_count_on_are_given_up():
    heading = "# a&#95;" + "9" * 5_000
    assert render(heading, str) is not None
    assert render(f"{heading}\n\n{heading}", str) is None
