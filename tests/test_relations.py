"""Reporting lines and affinity in the small cases that people get wrong."""

from support_people import TOPICS, person
from turnabout.relations import affinity, manager_cycles, reporting_distance


def chain(**managers: str | None) -> dict:
    return {name: person(name, **({"manager": manager} if manager else {})) for name, manager in managers.items()}


def test_the_distance_counts_levels_both_ways() -> None:
    people = chain(ann="bo", bo="cy", cy=None, dee="cy")
    assert reporting_distance(people, "ann", "cy") == 2
    assert reporting_distance(people, "cy", "ann") == 2
    assert reporting_distance(people, "ann", "dee") is None


def test_two_people_meet_at_an_external_manager_only_if_one_is_it() -> None:
    people = chain(ann="external:0badcafe", bo="external:0badcafe")
    assert reporting_distance(people, "ann", "bo") is None


def test_a_circle_of_managers_ends_and_is_named_once() -> None:
    people = chain(ann="bo", bo="cy", cy="bo", dee="ann")
    assert manager_cycles(people) == (("bo", "cy"),)
    assert reporting_distance(people, "ann", "cy") == 2
    assert manager_cycles(chain(ann="ann")) == (("ann",),)


def test_affinity_is_whole_for_the_same_topic_and_half_for_relatives() -> None:
    assert affinity(TOPICS, "ai", "ai") == 1
    assert affinity(TOPICS, "ai", "charts") == 0.5
    assert affinity(TOPICS, "ai", "data") == 0.5
    assert affinity(TOPICS, "ai", "video") == 0
    assert affinity(TOPICS, "unheard-of", "ai") == 0
