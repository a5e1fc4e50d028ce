"""Criteria of another package: found by their entry point, weighed with the others, and held to what they return."""

import importlib
import re
import sys
import tomllib
from pathlib import Path

import numpy as np
import pytest

from support_pairing import miniature
from support_people import plan
from turnabout.errors import TurnaboutError, UsageError
from turnabout.matching.advice.sensitivity import weight_moves
from turnabout.matching.advice.whatif import Changes, changed, compare
from turnabout.matching.pairing import pair_program
from turnabout.matching.people.candidates import candidates, problem
from turnabout.matching.people.own_criteria import own_criteria, sentence

MODULE = '''
"""Criteria of a house with many buildings."""

import numpy as np


def same_letter(columns):
    """Half the points where both ids begin with the same letter."""
    mentees, mentors = (np.array([name[0] for name in side.ids]) for side in (columns.mentees, columns.mentors))
    return 0.5 * (mentees[:, None] == mentors)


def with_nan(columns):
    """Never a number."""
    return np.full(columns.shape, np.nan)


def too_much(columns):
    """More than there is."""
    return np.full(columns.shape, 1.5)


def turned(columns):
    """Mentors in the rows."""
    return np.zeros(columns.shape[::-1] + (1,))


def in_words(columns):
    """Words instead of numbers."""
    return np.full(columns.shape, "good")


def silent(columns):
    return np.zeros(columns.shape)
'''
NAMES = ("same-letter", "with-nan", "too-much", "turned", "in-words", "silent")
TABLE = {"ann": {"ada": 4, "bob": 4}, "ben": {"ada": 4, "bob": 4}}


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A distribution as an installer leaves it: a module and its metadata, in a folder that Python looks into."""
    folder = tmp_path / "packages"
    install(
        folder,
        "house_criteria",
        "house-criteria",
        {name: name.replace("-", "_") for name in NAMES} | {"topics": "silent"},
    )
    monkeypatch.syspath_prepend(folder)
    importlib.invalidate_caches()
    yield folder
    sys.modules.pop("house_criteria", None)


def install(folder: Path, module: str, name: str, points: dict[str, str], text: str = MODULE) -> None:
    info = folder / f"{module}-1.0.dist-info"
    info.mkdir(parents=True)
    (folder / f"{module}.py").write_text(text)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    lines = "\n".join(f"{point} = {module}:{function}" for point, function in points.items())
    (info / "entry_points.txt").write_text(f"[turnabout.criteria]\n{lines}\n")


def paired(**settings):
    workspace = miniature(TABLE, weights={"topics": 1}, **settings)
    return candidates(workspace, workspace.program("p"))


def test_an_installed_criterion_is_weighed_with_the_others(installed: Path) -> None:
    found = paired(criteria={"same-letter": 3})
    # Rows are ada and bob, columns ann and ben: 8,000 for topics, 5,000 where the letters agree.
    assert problem(found).points.tolist() == [(8000 + 3 * 5000) // 4, 8000 // 4, 8000 // 4, (8000 + 3 * 5000) // 4]
    assert found.criteria_of([("ann", "ada")]) == [{"topics": 8000, "same-letter": 5000}]
    pairing = pair_program(miniature(TABLE, criteria={"same-letter": 3}), "p")
    assert {(made.key.mentor, made.key.mentee) for made in pairing.made} == {("ann", "ada"), ("ben", "bob")}
    assert [moves.criterion for moves in weight_moves(pairing)] == ["topics", "same-letter"]


def test_what_if_weighs_an_own_criterion_as_any_other(installed: Path) -> None:
    with_own, without = miniature(TABLE, criteria={"same-letter": 3}), miniature(TABLE)
    doubled = compare(with_own, "p", Changes(weights={"same-letter": 6}))
    assert doubled.then.total == pair_program(miniature(TABLE, criteria={"same-letter": 6}), "p").total
    dropped = compare(with_own, "p", Changes(weights={"same-letter": 0}))
    assert (dropped.then.total, dropped.same_pairs) == (pair_program(without, "p").total, dropped.then.total)
    added = compare(without, "p", Changes(weights={"same-letter": 3}))
    assert added.then.total == dropped.now.total
    only_own = changed(with_own, "p", Changes(weights={"topics": 0})).programs["p"].pairing
    assert (only_own.weights, only_own.criteria) == ({}, {"same-letter": 3})
    with pytest.raises(UsageError, match="no criterion would count"):
        changed(with_own, "p", Changes(weights={"topics": 0, "same-letter": 0}))


def test_people_read_the_first_line_of_the_docstring(installed: Path) -> None:
    found = own_criteria(plan(criteria={"same-letter": 1}))
    assert sentence(found["same-letter"]) == "Half the points where both ids begin with the same letter."


def test_without_own_criteria_nothing_is_looked_up() -> None:
    assert own_criteria(plan()) == {}
    assert own_criteria(plan(criteria={"not-installed": 0})) == {}


@pytest.mark.parametrize(
    ("name", "message", "hint"),
    [
        (
            "same-leter",
            "p.yaml: pairing.criteria: no installed package offers the criterion `same-leter`",
            "`same-letter`",
        ),
        ("quite-different", "no installed package offers", "installed are `in-words`"),
        ("topics", "`topics` is a criterion of the tool itself", "under `weights`"),
        ("with-nan", "numbers from 0 to 1, found `nan`", "ask its author"),
        ("too-much", "numbers from 0 to 1, found `1.5`", "ask its author"),
        ("turned", "a table of 2 mentees by 2 mentors, found the shape (2, 2, 1)", "ask its author"),
        ("in-words", "numbers, found the type", "ask its author"),
        ("silent", "no function with a docstring", "ask its author"),
    ],
)
def test_what_is_no_criterion_is_said_in_a_sentence(installed: Path, name: str, message: str, hint: str) -> None:
    with pytest.raises(TurnaboutError) as raised:
        problem(paired(criteria={name: 1}))
    assert message in raised.value.message
    assert hint in raised.value.hint


def test_a_criterion_that_cannot_be_loaded_or_is_offered_twice_is_said(installed: Path) -> None:
    install(installed, "broken_criteria", "broken-criteria", {"gone": "nothing_of_this_name", "silent": "silent"})
    importlib.invalidate_caches()
    for name, message in (
        ("gone", "cannot be loaded from `broken_criteria:nothing_of_this_name`"),
        ("silent", "offered by several packages: broken-criteria, house-criteria"),
    ):
        with pytest.raises(TurnaboutError) as raised:
            paired(criteria={name: 1})
        assert message in raised.value.message
    sys.modules.pop("broken_criteria", None)


def test_values_are_rounded_half_up_once(installed: Path) -> None:
    from turnabout.matching.people.own_criteria import _points

    assert _points("x", np.array([[0.00005, 0.00004999, 1.0]]), (1, 3)).tolist() == [[1, 0, 10_000]]


def test_the_function_in_the_reference_is_a_criterion(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = (Path(__file__).resolve().parents[2] / "site" / "reference" / "own-criteria.md").read_text()
    code, metadata = (re.search(rf"```{kind}\n(.*?)```", page, re.DOTALL)[1] for kind in ("python", "toml"))
    stated = tomllib.loads(metadata)["project"]
    points = {name: place.split(":")[1] for name, place in stated["entry-points"]["turnabout.criteria"].items()}
    install(tmp_path, "house_criteria", stated["name"], points, code)
    monkeypatch.syspath_prepend(tmp_path)
    importlib.invalidate_caches()
    sites = {"ann": {"site": "lisbon"}, "ada": {"site": "lisbon"}, "bob": {"site": "porto"}}
    workspace = miniature(TABLE, people=sites, weights={}, criteria={"same-site": 2})
    # Rows are ada and bob, columns ann and ben: only ada and ann are at one site, and ben has stated none.
    assert problem(candidates(workspace, workspace.program("p"))).points.tolist() == [10_000, 0, 0, 0]
    sys.modules.pop("house_criteria", None)
