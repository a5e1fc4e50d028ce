"""The compiled pass against numpy's tables: every pair has the same points, whatever counts and whatever forbids."""

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support_people import TOPICS, cohorts, person, plan
from turnabout.matching.people import columns as people_as_columns
from turnabout.matching.people import scorer as scoring_engines
from turnabout.matching.people import tabulated
from turnabout.matching.people.columns import GIVEN, ROOM, Columns, columns_of
from turnabout.matching.people.criteria import CRITERIA
from turnabout.matching.people.exclusions import RULES
from turnabout.matching.people.kernel_points import find
from turnabout.matching.people.scorer import COMPILED, Scorer, scorer_of
from turnabout.matching.people.scoring import FORBIDDEN, Scoring, given_scoring, permitted_points, scoring_of

RULES_OF_ALL_KINDS = st.fixed_dictionaries(
    {
        "reporting_line": st.integers(0, 3),
        "different_department": st.booleans(),
        "level_gap": st.integers(0, 4),
        "common_language": st.booleans(),
        "common_minutes": st.sampled_from([0, 30, 60, 600]),
        "not_paired_before": st.booleans(),
        "common_topic": st.booleans(),
    }
)
PAIRS = st.sets(st.tuples(st.sampled_from(["m0", "m1", "m2"]), st.sampled_from(["e0", "e1", "e2"])))


def table_of(scorer: Scorer) -> np.ndarray:
    """The points of all pairs."""
    return np.concatenate([points for _, points in scorer.blocks()])


def best_of(table: np.ndarray, most: int) -> list[list[tuple[int, int]]]:
    """Columns and points of the best permitted pairs of each row, found by sorting; of equals the first."""
    rows = ([(column, points) for column, points in enumerate(row) if points != FORBIDDEN] for row in table.tolist())
    return [sorted(sorted(row, key=lambda pair: (-pair[1], pair[0]))[:most]) for row in rows]


def found_by(scorer: Scorer, most: int) -> list[list[tuple[int, int]]]:
    """What `best_of` says, as the scorer finds it."""
    rows = zip(*(each.tolist() for each in scorer.best(most)), strict=True)
    return [sorted(pair for pair in zip(*row, strict=True) if pair[1] != FORBIDDEN) for row in rows]


def compiled(columns: Columns, scoring: Scoring) -> Scorer:
    """The compiled pass, however few the pairs are."""
    scorer = scorer_of(columns, scoring, above=0)
    assert scorer.is_compiled, scorer.name
    return scorer


@settings(max_examples=150)
@given(
    cohorts(),
    RULES_OF_ALL_KINDS,
    st.dictionaries(st.sampled_from(sorted(CRITERIA)), st.integers(0, 100)),
    PAIRS,
    PAIRS,
    st.none() | PAIRS,
    st.sampled_from([0, tabulated.ROWS]),
    st.sampled_from([0, ROOM]),
    st.integers(1, 6),
)
def test_the_compiled_pass_gives_every_pair_the_points_of_the_tables(
    made, rules, weights, earlier, standing, refused, rows, room, most
) -> None:
    people, mentors, mentees = made
    program = plan(rules=rules, weights=weights)
    sides = [people[name] for name in mentors], [people[name] for name in mentees]
    columns = columns_of(program, TOPICS, *sides, people, earlier, standing, refused)
    scoring = scoring_of(program)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tabulated, "ROWS", rows)  # 0: every column is looked up
        patch.setattr(people_as_columns, "ROOM", room)  # 0: every mentee is a stretch
        expected = permitted_points(columns, scoring)
        for scorer in (compiled(columns, scoring), scorer_of(columns, scoring)):
            assert np.array_equal(table_of(scorer), expected)
            assert found_by(scorer, most) == best_of(expected, most)


def crowd(seed: int, size: int) -> Columns:
    """People as different as they can be, many more than a processor handles at once, and a few listed pairs."""
    dice = random.Random(seed)
    people = {}
    for at in range(2 * size):
        role, key, grade = (("mentor", "offers", "proficiency"), ("mentee", "seeks", "priority"))[at % 2]
        start = dice.randint(0, 20)
        people[f"p{at:03}"] = person(
            f"p{at:03}",
            role,
            level=dice.randint(1, 9),
            department=dice.choice(("it", "hr", "law")),
            site=dice.choice(("", "north", "south")),
            time_zone=dice.choice(("Europe/Lisbon", "Asia/Kolkata", "America/Toronto")),
            languages=dice.sample(("en", "pt", "pl", "sw"), dice.randint(1, 4)),
            interests=dice.sample(("chess", "rowing", "film", "bees"), dice.randint(0, 4)),
            style=dice.choice(("try-first", "talk-first")),
            manager=f"p{dice.randrange(2 * size):03}",
            wishes=[f"p{dice.randrange(2 * size):03}"],
            availability=[
                {"day": day, "from": f"{start:02}:00", "to": f"{dice.randint(start + 1, 23):02}:30"}
                for day in dice.sample(("mon", "tue", "wed"), dice.randint(1, 3))
            ],
            **{key: [{"topic": each, grade: dice.randint(1, 5)} for each in dice.sample(sorted(TOPICS), 3)]},
        )
    sides = [
        [each for each in people.values() if "p" in each.programs and each.programs["p"].role == role]
        for role in ("mentor", "mentee")
    ]
    some = [(dice.choice(sides[0]).id, dice.choice(sides[1]).id) for _ in range(60)]
    return columns_of(plan(), TOPICS, *sides, people, some[:20], some[20:40], some[40:])


@pytest.mark.parametrize(
    "weights",
    [
        dict.fromkeys(CRITERIA, 3),
        {"topics": 6, "hours": 2, "viewpoint": 2, "wishes": 0},
        {"interests": 1},  # three values: nearly everybody has an equal
        {"wishes": 5},  # nearly everybody has nothing
        {},
    ],
)
@pytest.mark.parametrize("seed", range(2))
def test_many_people_have_the_same_points_and_the_same_best_mentors(seed: int, weights: dict[str, int]) -> None:
    columns = crowd(seed, 150)
    scoring = scoring_of(plan(weights=weights, rules={"level_gap": 0, "common_minutes": 30, "common_topic": True}))
    by_numpy, by_pass = scorer_of(columns, scoring), compiled(columns, scoring)
    table = table_of(by_numpy)
    assert np.array_equal(table_of(by_pass), table)
    assert (table == FORBIDDEN).any()
    assert (table != FORBIDDEN).any()
    for most in (1, 7, 20, 70, 150, 200):
        assert found_by(by_pass, most) == found_by(by_numpy, most) == best_of(table, most)


def test_every_criterion_and_every_rule_of_the_tool_has_its_place_in_a_table() -> None:
    read = [*tabulated.KINDS.values(), *tabulated.WORDS.values(), tabulated.MINUTES, tabulated.LISTED]
    placed = {name for names in read for name in names}
    assert placed == (CRITERIA.keys() | RULES.keys()) - {GIVEN}, "say in `tabulated.py` which columns it reads"


def test_a_program_of_this_size_is_scored_by_numpy_without_a_word() -> None:
    scorer = scorer_of(crowd(1, 20), scoring_of(plan()))
    assert (scorer.is_compiled, scorer.name) == (False, "")
    assert COMPILED > 40 * 40


def test_what_cannot_be_compiled_is_scored_by_numpy_and_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    columns, plain = crowd(1, 20), scoring_of(plan())
    own = Scoring({**plain.criteria, "same-letter": CRITERIA["level"]}, {"topics": 1, "same-letter": 2}, plain.rules)
    heavy = Scoring(plain.criteria, {"topics": 10_000}, plain.rules)
    for scoring, words in (
        (own, "`same-letter` is no criterion of the tool"),
        (given_scoring(plan()), "a table gives the points"),
        (heavy, "the weights are too large"),
    ):
        scorer = scorer_of(columns, scoring, above=0)
        assert not scorer.is_compiled
        assert scorer.name == f"numpy, since {words}"
    monkeypatch.setattr(tabulated, "LARGEST", 8)
    assert scorer_of(columns, plain, above=0).name.endswith("there are 9 by 9 kinds of level")
    monkeypatch.setattr(scoring_engines, "numba_version", lambda: None)
    assert scorer_of(columns, plain, above=0).name == "numpy, since numba is not installed"


@given(st.integers(1, 4_000), st.integers(0, 2**31 - 1))
def test_rounding_by_a_product_is_the_quotient(whole: int, number: int) -> None:
    rounding = tabulated.rounding(Scoring({"level": CRITERIA["level"]}, {"level": whole}, plan().pairing.rules))
    factor, shift = int(rounding.factor), int(rounding.shift)
    assert factor < 2**32
    for x in (number, number // (2 * whole) * (2 * whole), 2**31 - 1):  # where a quotient begins, it is decided
        assert x * factor >> shift == x // (2 * whole)
        assert max(x - 1, 0) * factor >> shift == max(x - 1, 0) // (2 * whole)


def test_one_signature_is_compiled_whatever_a_program_has() -> None:
    bare = plan(weights={}, rules={"level_gap": 0, "different_department": False, "common_language": False})
    people = {"m": person("m", availability=[]), "e": person("e", "mentee", availability=[])}
    few = columns_of(bare, TOPICS, [people["m"]], [people["e"]], people)
    assert table_of(compiled(few, scoring_of(bare))).tolist() == [[0]]
    table_of(compiled(crowd(2, 20), scoring_of(plan(rules={"common_minutes": 30}))))
    table_of(compiled(crowd(2, 20), scoring_of(plan(weights={"level": 1}, rules={"common_language": False}))))
    table_of(compiled(crowd(2, 20), scoring_of(plan(weights={"interests": 1}, rules={"common_language": False}))))
    best_of_one = compiled(few, scoring_of(bare)).best(1)
    assert [each.tolist() for each in best_of_one] == [[[0]], [[0]]]
    compiled(crowd(2, 20), scoring_of(plan(rules={"common_minutes": 30}))).best(3)
    assert len(find.signatures) == 1
