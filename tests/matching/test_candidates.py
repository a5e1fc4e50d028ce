"""The tables over all pairs against the functions that look at one pair."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from support_people import TOPICS, cohorts, person, plan
from support_scoring import FULL, columns_for, criterion_points, pair_points
from turnabout.hours import common_minutes
from turnabout.matching.people.criteria import CRITERIA, spread
from turnabout.matching.people.exclusions import exclusions
from turnabout.matching.people.scoring import FORBIDDEN, criterion_tables, permitted_points, points_table, scoring_of
from turnabout.relations import broken_rules


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
    columns = columns_for(program, TOPICS, people, mentors, mentees, earlier)
    tables = dict(exclusions(columns, program.pairing.rules))
    permitted = permitted_points(columns, scoring_of(program))
    for row, mentee in enumerate(mentees):
        for column, mentor in enumerate(mentors):
            alone = broken_rules(program, people, TOPICS, people[mentor], people[mentee], earlier)
            found = [rule for rule, table in tables.items() if table[row, column]]
            assert found == [each.rule for each in alone]
            assert (permitted[row, column] == FORBIDDEN) == bool(alone)
            one = exclusions(columns.one(row, column), program.pairing.rules)
            assert [rule for rule, table in one if table[0, 0]] == found


@settings(max_examples=60)
@given(cohorts())
def test_common_hours_in_the_table_are_those_of_the_pair(made) -> None:
    people, mentors, mentees = made
    program = plan()
    table = spread(*columns_for(program, TOPICS, people, mentors, mentees).weeks_in_common)
    for row, mentee in enumerate(mentees):
        for column, mentor in enumerate(mentors):
            # The table looks at the regimes of everybody's zones, which can only repeat those of the two.
            assert table[row, column] == common_minutes(people[mentor], people[mentee], program.starts, program.ends)


@settings(max_examples=100)
@given(cohorts(), st.dictionaries(st.sampled_from(sorted(CRITERIA)), st.integers(0, 9)))
def test_points_in_the_table_are_those_that_the_definitions_give_one_pair(made, weights) -> None:
    people, mentors, mentees = made
    program = plan(weights=weights)
    columns, scoring = (
        columns_for(program, TOPICS, people, mentors, mentees),
        scoring_of(program),
    )
    tables, points = criterion_tables(columns, scoring), points_table(columns, scoring)
    assert tables.keys() == program.pairing.weights.keys()
    for row, mentee in enumerate(mentees):
        for column, mentor in enumerate(mentors):
            two = people[mentor], people[mentee]
            for name, table in tables.items():
                assert table[row, column] == criterion_points(name, program, TOPICS, *two), name
            assert points[row, column] == pair_points(program, TOPICS, *two)


@settings(max_examples=60)
@given(cohorts(), st.data())
def test_a_piece_of_the_mentees_has_the_points_of_the_whole(made, data) -> None:
    people, mentors, mentees = made
    program = plan(weights=dict.fromkeys(CRITERIA, 1))
    columns = columns_for(program, TOPICS, people, mentors, mentees)
    scoring = scoring_of(program)
    whole = permitted_points(columns, scoring)
    start = data.draw(st.integers(0, len(mentees)))
    rows = slice(start, data.draw(st.integers(start, len(mentees))))
    assert np.array_equal(permitted_points(columns.of(rows), scoring), whole[rows])
    column = data.draw(st.integers(0, len(mentors) - 1))
    assert np.array_equal(
        permitted_points(columns.between(np.arange(len(mentees)), np.array([column])), scoring), whole[:, [column]]
    )


def test_topics_weigh_proficiency_by_priority_and_count_relatives_half() -> None:
    mentor = person("m", offers=[{"topic": "ai", "proficiency": 4}])
    mentee = person("e", "mentee", seeks=[{"topic": "ai", "priority": 3}, {"topic": "charts", "priority": 1}])
    found = columns_for(plan(), TOPICS, {"m": mentor, "e": mentee}, ["m"], ["e"])
    # (3 * 4/5 + 1 * 1/2 * 4/5) / 4 = 0.7
    assert CRITERIA["topics"](found)[0, 0] == 7_000


def test_a_wish_counts_half_and_a_shared_wish_whole() -> None:
    people = {
        "m": person("m", wishes=["e"]),
        "n": person("n"),
        "e": person("e", "mentee", wishes=["m", "n"]),
    }
    assert CRITERIA["wishes"](columns_for(plan(), TOPICS, people, ["m", "n"], ["e"])).tolist() == [[FULL, FULL // 2]]
