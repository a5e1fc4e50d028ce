"""The tables over all pairs against the functions that look at one pair."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from support_people import TOPICS, cohorts, person, plan
from turnabout.hours import common_minutes
from turnabout.matching.criteria import CRITERIA, FULL, Cohort, common_table, score
from turnabout.matching.exclusions import exclusions
from turnabout.relations import broken_rules


def cohort_of(program, people, mentors, mentees) -> Cohort:
    sides = tuple(people[name] for name in mentors), tuple(people[name] for name in mentees)
    return Cohort(program, TOPICS, *sides, common_table(program, sides[1], sides[0]))


@settings(max_examples=60)
@given(
    cohorts(),
    st.fixed_dictionaries(
        {
            "reporting_line": st.integers(0, 3),
            "different_department": st.booleans(),
            "level_gap": st.integers(0, 4),
            "common_language": st.booleans(),
            "common_minutes": st.sampled_from([0, 30, 60]),
            "not_paired_before": st.booleans(),
            "common_topic": st.booleans(),
        }
    ),
    st.sets(st.tuples(st.sampled_from(["m0", "m1"]), st.sampled_from(["e0", "e1"]))),
)
def test_a_rule_forbids_in_the_table_what_it_forbids_for_one_pair(made, rules, earlier) -> None:
    people, mentors, mentees = made
    program = plan(rules=rules)
    tables = exclusions(cohort_of(program, people, mentors, mentees), people, earlier)
    for row, mentee in enumerate(mentees):
        for column, mentor in enumerate(mentors):
            alone = broken_rules(program, people, TOPICS, people[mentor], people[mentee], earlier)
            assert [rule for rule, table in tables.items() if table[row, column]] == [each.rule for each in alone]


@settings(max_examples=60)
@given(cohorts())
def test_common_hours_in_the_table_are_those_of_the_pair(made) -> None:
    people, mentors, mentees = made
    program = plan()
    table = cohort_of(program, people, mentors, mentees).common
    for row, mentee in enumerate(mentees):
        for column, mentor in enumerate(mentors):
            # The table looks at the regimes of everybody's zones, which can only repeat those of the two.
            assert table[row, column] == common_minutes(people[mentor], people[mentee], program.starts, program.ends)


@settings(max_examples=60)
@given(cohorts(), st.dictionaries(st.sampled_from(sorted(CRITERIA)), st.integers(0, 9)))
def test_points_are_the_weighted_mean_of_the_criteria_rounded_once(made, weights) -> None:
    people, mentors, mentees = made
    points, tables = score(cohort_of(plan(weights=weights), people, mentors, mentees))
    used = {name: weight for name, weight in weights.items() if weight}
    assert tables.keys() == used.keys()
    for table in tables.values():
        assert ((table >= 0) & (table <= FULL)).all()
    if used:
        mean = sum(used[name] * tables[name] for name in used) / sum(used.values())
        assert (points == np.floor(mean + 0.5)).all()


def test_topics_weigh_proficiency_by_priority_and_count_relatives_half() -> None:
    mentor = person("m", offers=[{"topic": "ai", "proficiency": 4}])
    mentee = person("e", "mentee", seeks=[{"topic": "ai", "priority": 3}, {"topic": "charts", "priority": 1}])
    people = {"m": mentor, "e": mentee}
    found = cohort_of(plan(), people, ["m"], ["e"])
    # (3 * 4/5 + 1 * 1/2 * 4/5) / 4 = 0.7
    assert CRITERIA["topics"](found)[0, 0] == 7_000


def test_a_wish_counts_half_and_a_shared_wish_whole() -> None:
    people = {
        "m": person("m", wishes=["e"]),
        "n": person("n"),
        "e": person("e", "mentee", wishes=["m", "n"]),
    }
    assert CRITERIA["wishes"](cohort_of(plan(), people, ["m", "n"], ["e"])).tolist() == [[FULL, FULL // 2]]
