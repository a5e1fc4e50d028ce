"""What is broken elsewhere must not be reported again here, and nothing that is missing may stop a rule."""

import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support_workspace import MINIATURE, TODAY, built, sound
from turnabout import rules, workspace
from turnabout.diagnostics import Severity
from turnabout.layout import place

ROOT = Path(__file__).resolve().parents[2]


def _kind(path: str) -> str:
    found = place(path)
    return found if isinstance(found, str) else found.kind


EXAMPLE = workspace.read_files(ROOT)
EXAMPLE_DAY = datetime.date(2026, 11, 22)
# Reading the example takes a while, so one file of each kind stands for its like.
ONE_OF_EACH = sorted({_kind(path): path for path in sorted(EXAMPLE.contents)}.values())


def test_the_example_program_has_no_errors() -> None:
    found = rules.check(workspace.build(EXAMPLE)[0], EXAMPLE_DAY)
    assert [each for each in found if each.severity is Severity.ERROR] == []


@pytest.mark.parametrize("path", MINIATURE)
def test_a_file_with_a_fault_of_its_own_causes_no_complaint_elsewhere(path: str) -> None:
    made, faults = built(MINIATURE | {path: "{"})
    assert faults
    assert rules.check(made, TODAY) == []


@pytest.mark.parametrize("path", MINIATURE)
def test_every_complaint_about_a_missing_file_is_an_error_somewhere_else(path: str) -> None:
    found = rules.check(sound({other: text for other, text in MINIATURE.items() if other != path}), TODAY)
    assert path not in {each.position.path for each in found}


@given(st.sets(st.sampled_from(sorted(MINIATURE))))
@settings(deadline=None, max_examples=60)
def test_no_rule_stumbles_over_what_is_missing(missing: set[str]) -> None:
    for each in rules.check(sound({path: text for path, text in MINIATURE.items() if path not in missing}), TODAY):
        assert each.position.path not in missing


@pytest.mark.parametrize("path", ONE_OF_EACH)
def test_no_rule_stumbles_when_a_file_of_the_example_is_gone(path: str) -> None:
    rest = {other: text for other, text in EXAMPLE.contents.items() if other != path}
    for each in rules.check(workspace.build(workspace.Files(rest))[0], EXAMPLE_DAY):
        assert each.position.path in rest


@pytest.mark.parametrize("path", ONE_OF_EACH)
def test_a_broken_file_of_the_example_causes_no_errors_elsewhere(path: str) -> None:
    files = workspace.Files({**EXAMPLE.contents, path: b"{"})
    found = rules.check(workspace.build(files)[0], EXAMPLE_DAY)
    assert [each for each in found if each.severity is Severity.ERROR] == []


@given(st.dates(min_value=datetime.date(2024, 1, 1), max_value=datetime.date(2030, 1, 1)))
@settings(deadline=None, max_examples=30)
def test_any_day_can_be_today(today: datetime.date) -> None:
    assert rules.check(sound(MINIATURE), today) == rules.check(sound(MINIATURE), today)
