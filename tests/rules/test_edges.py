"""Where a rule has to keep quiet although the cause of its complaint is near, and where one of two entries is at fault."""

from itertools import permutations

import pytest

from support_workspace import MINIATURE, TODAY, P, sound
from turnabout.matching.problem import STAGES, stage_faults
from turnabout.rules import check

ANA = "program/participants/ana-ruiz.yaml"
PROGRAM = "program/digital-2026.yaml"
ORDER = "stages: [coverage, worst-pair, total]"


def found(changed: dict[str, str]) -> set[tuple[str, str, int]]:
    """Code, path and line of what the rules say about the miniature with these files changed."""
    return {
        (str(each.code), each.position.path, each.position.line)
        for each in check(sound({**MINIATURE, **changed}), TODAY)
    }


def test_the_miniature_has_no_complaint() -> None:
    assert found({}) == set()


def without_hours(text: str) -> str:
    before, _, rest = text.partition("availability:\n")
    return before + "availability: []\n" + rest.split("\n", 3)[3]


def test_nobody_needs_hours_where_the_program_asks_for_none() -> None:
    changed = {ANA: without_hours(MINIATURE[ANA])}
    with_rule = found(changed)
    assert any(path == ANA for _, path, _ in with_rule)
    program = MINIATURE[PROGRAM].replace("common_minutes: 60", "common_minutes: 0").replace("    hours: 3\n", "")
    assert found({**changed, PROGRAM: program}) == set()


@pytest.mark.parametrize("length", [1, 2, 3])
def test_an_order_of_stages_is_an_error_exactly_where_it_cannot_be_solved(length: int) -> None:
    for stages in permutations(STAGES, length):
        text = MINIATURE[PROGRAM].replace(ORDER, f"stages: [{', '.join(stages)}]")
        refused = bool(stage_faults(stages, minimums=False))
        assert ("PROG019" in {code for code, _, _ in found({PROGRAM: text})}) == refused, stages


def test_a_goal_without_a_topic_is_no_reference() -> None:
    assert found({P: MINIATURE[P].replace("    topic: generative-ai\n", "")}) == set()


def test_of_two_modules_only_the_unknown_one_is_named() -> None:
    text = MINIATURE[ANA].replace(
        '  - module: leading-upward\n    completed: "2026-09-02"\n',
        '  - module: leading-upward\n    completed: "2026-09-02"\n  - module: leading-upwards\n    completed: "2026-09-03"\n',
    )
    line = next(at for at, each in enumerate(text.splitlines(), start=1) if "upwards" in each)
    assert {(path, at) for _, path, at in found({ANA: text})} == {(ANA, line)}


def test_a_password_is_found_in_any_case_and_a_text_about_passwords_is_not() -> None:
    shared = "program/sessions/digital-2026/ana-ruiz--lee-wong/2026-09-21.yaml"
    told = MINIATURE[shared].replace(
        "We wrote a first paper together.", "We spoke about passwords and why to change them."
    )
    assert found({shared: told}) == set()
    told = MINIATURE[shared].replace("We wrote a first paper together.", '"The PASSWORD: hunter2-Secret!"')
    assert {path for _, path, _ in found({shared: told})} == {shared}
