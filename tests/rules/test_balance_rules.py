"""Balance rules that cannot be kept, say nothing or name nobody: each way to break them, and its neighbour that is fine."""

import pytest

from support_workspace import TODAY, patched, sound
from turnabout import rules

PROGRAM = "program/digital-2026.yaml"
HEAD = (
    f"# {PROGRAM}\npairing:\n  stages: [coverage, worst-pair, total]\n  weights: {{topics: 6}}\n  balance:\n"
    "    - {id: first, across: site, at_least: 1}\n"
)


def found(quota: str) -> list[tuple[str, str, str]]:
    """Code, message and fix of what is said about one more quota."""
    told = rules.check(sound(patched(f"{HEAD}    - {{{quota}}}\n")), TODAY)
    return [(each.code, each.message, each.fix) for each in told]


@pytest.mark.parametrize(
    ("quota", "message"),
    [
        ("id: first, across: department, at_least: 1", "the id `first` is already taken in `balance`"),
        ("id: second, across: department", "expected a limit, found none"),
        (
            "id: second, across: site, at_least_percent: 60, at_most_percent: 50",
            "expected at most 50, as `at_most_percent` says, found 60",
        ),
        (
            "id: second, each: person, of: mentor, at_most: 2, across: site",
            "expected only `of`, `at_least` and `at_most` beside `each: person`, found more",
        ),
        (
            "id: second, each: person, of: mentor, at_most_percent: 50",
            "expected only `of`, `at_least` and `at_most` beside `each: person`, found more",
        ),
    ],
)
def test_a_quota_that_makes_no_sense_is_told_once(quota: str, message: str) -> None:
    assert [(code, said) for code, said, _ in found(quota)] == [("PROG017", message)]


@pytest.mark.parametrize(
    "quota",
    [
        "id: second, across: department, at_least: 2, at_most: 2",
        "id: second, each: person, of: mentor, at_most: 2",
        "id: second, mentee: {site: porto}, at_least: 1",
        "id: second, mentee: {topic: generative-ai}, at_least: 1",
        "id: second, mentor: {topic: generative-ai}, at_least: 1",
        "id: second, mentor: {level: 2}, at_most: 1",
    ],
)
def test_a_quota_that_can_be_kept_is_nobodys_business(quota: str) -> None:
    assert found(quota) == []


def test_what_nobody_has_is_told_with_what_they_have() -> None:
    ((code, message, fix),) = found("id: second, mentor: {site: porto}, at_least: 1")
    assert (code, message) == ("PROG018", "expected the site of a mentor who takes part, found `porto`")
    assert fix == "write one that they have, such as `lisbon`"
    # What a mentor offers and what a mentee seeks are looked for on their own side.
    ((_, message, fix),) = found("id: second, mentee: {topic: accessibility}, at_least: 1")
    assert message == "expected the topic of a mentee who takes part, found `accessibility`"
    assert "`generative-ai`" in fix


def test_where_nobody_takes_part_yet_a_name_is_not_doubted() -> None:
    nobody = "".join(
        f"# program/participants/{person}.yaml\nprograms: {{other-2026: {{role: mentor}}}}\n"
        for person in ("ana-ruiz", "ben-okoro", "lee-wong", "mia-sato")
    )
    told = rules.check(
        sound(patched(f"{HEAD}    - {{id: second, mentor: {{site: porto}}, at_least: 1}}\n{nobody}")), TODAY
    )
    assert "PROG018" not in {each.code for each in told}
