"""The effect of a change on the pairing: what the files reach, what an exchange costs, what the solver would move."""

import pytest

from support_pairing import key, miniature
from turnabout.matching.advice.change import Numbers
from turnabout.matching.advice.effect import Exchange, effects
from turnabout.model import Status
from turnabout.workspace import Workspace
from turnabout.yamlfile import load

TABLE = {"ann": {"xia": 5, "yan": 4}, "ben": {"xia": 3, "yan": 1}, "cat": {"xia": 1, "yan": 2}}
BEST = {("ann", "yan"): "draft", ("ben", "xia"): "draft"}


def test_a_change_that_no_pair_can_depend_on_has_no_effect() -> None:
    workspace = miniature(TABLE, BEST)
    assert effects(workspace, miniature(TABLE, BEST, {"ann": {"display_name": "Ann"}}), sound=True) == ()


def test_drafts_exchanged_by_hand_show_their_cost_and_the_worst_pair() -> None:
    swapped = miniature(TABLE, {("ann", "xia"): "draft", ("ben", "yan"): "draft"})
    (effect,) = effects(miniature(TABLE, BEST), swapped, sound=True)
    assert effect.exchanges == (
        Exchange(
            gone=(key("ann", "yan"), key("ben", "xia")),
            new=(key("ann", "xia"), key("ben", "yan")),
            before=Numbers(2, 6000, 14000),
            after=Numbers(2, 2000, 12000),
        ),
    )
    assert effect.again is not None
    assert not effect.again.as_written
    assert (effect.again.new, effect.again.gone) == ((), ()), "drafts are results: the answer is the same"


def test_exchanges_that_share_nobody_are_told_apart() -> None:
    table = TABLE | {"dan": {"zoe": 3}, "eve": {"zoe": 2}}
    before = miniature(table, BEST | {("dan", "zoe"): "draft"})
    after = miniature(table, {("ann", "xia"): "draft", ("ben", "yan"): "draft", ("eve", "zoe"): "draft"})
    (effect,) = effects(before, after, sound=True)
    assert [each.new for each in effect.exchanges] == [
        (key("ann", "xia"), key("ben", "yan")),
        (key("eve", "zoe"),),
    ]


def test_the_drafts_that_the_solver_chooses_are_called_so() -> None:
    (effect,) = effects(miniature(TABLE), miniature(TABLE, BEST), sound=True)
    assert effect.again is not None
    assert effect.again.as_written
    assert effect.after.numbers == effect.again.after == Numbers(2, 6000, 14000)


def test_who_leaves_moves_the_answer() -> None:
    (effect,) = effects(miniature(TABLE), miniature(TABLE, people={"ben": {"status": "withdrawn"}}), sound=True)
    assert effect.again is not None
    assert (effect.again.new, effect.again.gone) == (
        (key("ann", "xia"), key("cat", "yan")),
        (key("ann", "yan"), key("ben", "xia")),
    )


def test_nothing_is_paired_where_the_files_have_errors_or_vetoes_lie_outside() -> None:
    before, after = miniature(TABLE), miniature(TABLE, BEST)
    (effect,) = effects(before, after, sound=False)
    assert (effect.again, effect.not_again) == (None, "the files have errors to mend first")
    proof, _ = load("certificate.yaml", b"withheld: true\n")
    assert proof is not None
    (effect,) = effects(before, _with_proof(after, proof), sound=True)
    assert effect.again is None
    assert "outside the repository" in effect.not_again
    assert effect.exchanges, "what the files say is told all the same"


def _with_proof(workspace: Workspace, proof: object) -> Workspace:
    from dataclasses import replace

    return replace(workspace, certificates={"p": proof})  # type: ignore[dict-item]


@pytest.mark.parametrize("gone", [Status.WITHDRAWN, Status.PAUSED])
def test_a_program_that_is_new_or_has_nobody_is_no_fault(gone: Status) -> None:
    (effect,) = effects(Workspace(), miniature(TABLE, BEST), sound=True)
    assert effect.before is None
    assert "new" in effect.not_again
    nobody = miniature(TABLE, people={name: {"status": gone.value} for name in TABLE})
    assert effects(miniature(TABLE), nobody, sound=True) == ()
