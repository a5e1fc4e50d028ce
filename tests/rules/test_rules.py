import datetime
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from support_workspace import MARK, MINIATURE, TODAY, built, marks, patched, sound
from turnabout import rules
from turnabout.digest import inputs_digest
from turnabout.rules.registry import RulePage

PAGES = {page.code: page for page in rules.pages()}


def laid(sample: str) -> dict[str, str]:
    """The miniature with a sample laid over it; `{inputs}` in it is the digest of what comes out."""
    files = patched(sample)
    if "{inputs}" in sample:
        digest = inputs_digest(built({p: t for p, t in files.items() if "{inputs}" not in t})[0], "digital-2026")
        files = {path: text.replace("sha256:{inputs}", digest) for path, text in files.items()}
    return files


def test_the_miniature_is_clean() -> None:
    assert rules.check(sound(MINIATURE), TODAY) == []


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_the_passing_sample_does_not_break_its_rule(page: RulePage) -> None:
    found = rules.check(sound(laid(page.passing)), TODAY)
    assert [each for each in found if each.code == page.code] == []
    assert MARK not in page.passing


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_the_failing_sample_breaks_its_rule_just_where_the_mark_is(page: RulePage) -> None:
    files = laid(page.failing)
    workspace = sound(files)
    found = [each for each in rules.check(workspace, TODAY) if each.code == page.code]
    assert {(each.position.path, each.position.line) for each in found} == marks(files)
    assert {each.severity for each in found} == {page.severity}
    for each in found:
        document = workspace.documents[each.position.path]
        place = (each.position.line, each.position.column)
        assert place in document.values.values() or place in document.keys.values()


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_a_complaint_is_lower_case_without_full_stop_and_has_a_fix(page: RulePage) -> None:
    for each in rules.check(sound(laid(page.failing)), TODAY):
        for text in (each.message, each.fix):
            assert text
            assert not text.endswith(".")
            assert text[0].islower() or text[0] in "`0123456789"
            assert text.count("`") % 2 == 0
            assert "\n" not in text


def test_every_failing_sample_marks_a_line() -> None:
    assert [page.code for page in PAGES.values() if MARK not in page.failing] == []


def test_titles_are_sentences_and_no_two_are_the_same() -> None:
    titles = [page.title for page in PAGES.values()]
    assert len(set(titles)) == len(titles)
    assert [title for title in titles if not (title.startswith("Ensure ") and title.endswith("."))] == []


def test_pages_say_why_in_full_sentences() -> None:
    assert [page.code for page in PAGES.values() if len(page.why) < 40 or not page.why.endswith(".")] == []


def test_codes_of_a_family_count_from_one_without_a_gap() -> None:
    families: dict[str, list[int]] = {}
    for code in PAGES:
        family, number = re.fullmatch(r"([A-Z]+)(\d{3})", code).groups()
        families.setdefault(family, []).append(int(number))
    assert {
        family: numbers for family, numbers in families.items() if numbers != list(range(1, len(numbers) + 1))
    } == {}


def test_every_module_with_rules_is_a_family_and_every_family_has_rules() -> None:
    folder = Path(rules.__file__).parent
    with_rules = {path.stem for path in folder.glob("*.py") if "\n@rule(" in path.read_text(encoding="utf-8")}
    assert with_rules == {family.__name__.rpartition(".")[2] for family in rules.FAMILIES}, (
        "import the new module in tooling/turnabout/rules/__init__.py and add it to FAMILIES"
    )


def test_a_code_is_given_once_and_every_rule_is_documented() -> None:
    def undocumented(workspace: object, today: object) -> Iterator[rules.Finding]:
        yield from ()

    with pytest.raises(ValueError, match="taken"):
        rules.rule("PAIR001", passing="", failing="")(undocumented)
    with pytest.raises(ValueError, match="Ensure"):
        rules.rule("PAIR999", passing="", failing="")(undocumented)
    assert "PAIR999" not in {page.code for page in rules.pages()}


def test_one_rule_is_one_function() -> None:
    checks = [rule.check for rule in rules.rules()]
    assert len(set(checks)) == len(checks) >= 30


def test_two_runs_say_the_same_in_the_same_order() -> None:
    workspace = sound(laid(PAGES["PAIR004"].failing))
    assert rules.check(workspace, TODAY) == rules.check(workspace, TODAY) == sorted(rules.check(workspace, TODAY))


def test_an_empty_workspace_has_no_complaints() -> None:
    assert rules.check(built({})[0], datetime.date(1, 1, 1)) == []
