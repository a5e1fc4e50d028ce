"""Points that a table gives: read with a located fault for everything wrong, paired within the rules, explained, proven."""

import itertools
from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support_pairing import key, miniature
from turnabout.errors import UsageError
from turnabout.matching.advice.effect import effects
from turnabout.matching.advice.sensitivity import rule_prices, weight_moves
from turnabout.matching.advice.whatif import Changes, compare
from turnabout.matching.advice.words import unpaired
from turnabout.matching.pairing import Pairing, pair_program
from turnabout.matching.people.candidates import candidates
from turnabout.matching.people.points_table import MOST_BYTES, MOST_FAULTS, read_points
from turnabout.matching.proof.record import inputs_of, program_faults, record
from turnabout.model import GivenPoints
from turnabout.workspace import Workspace
from turnabout.yamlfile import emit, load

TABLE = {"ann": {"xia": 5, "yan": 4}, "ben": {"xia": 3, "yan": 1}, "cat": {"xia": 1, "yan": 2}}
SIDES = {"mentor": {"ann", "ben", "cat"}, "mentee": {"xia", "yan"}}
HEAD = "mentor,mentee,points\n"


def read(text: str | bytes) -> tuple[GivenPoints | None, list[tuple[int, str]]]:
    content = text if isinstance(text, bytes) else text.encode()
    found, faults = read_points(content, "table.csv", "p", SIDES)
    return found, [(fault.position.line, fault.message) for fault in faults]


def with_table(points: Mapping[tuple[str, str], int], workspace: Workspace | None = None) -> Workspace:
    rows = "".join(f"{mentor},{mentee},{number}\n" for (mentor, mentee), number in points.items())
    found, faults = read(HEAD + rows)
    assert found is not None, faults
    return replace(workspace or miniature(TABLE), given={"p": found})


def made(pairing: Pairing) -> dict[tuple[str, str], int]:
    return {(each.key.mentor, each.key.mentee): each.points for each in pairing.made}


def test_columns_may_stand_in_any_order_with_semicolons_and_reasons() -> None:
    found, faults = read("\ufeffWhy;points;mentee;mentor\r\nThey asked, both.;7000;xia;ann\r\n\r\n;0;yan;ben\r\n")
    assert (found, faults) == (
        GivenPoints(
            "p",
            found.digest if found else "",
            {("ann", "xia"): 7000, ("ben", "yan"): 0},
            {("ann", "xia"): "They asked, both."},
        ),
        [],
    )


def test_the_digest_is_of_the_pairs_and_their_points_alone() -> None:
    tables = [
        HEAD + "ann,xia,7000\nben,yan,1\n",
        "points,mentor,mentee,why\n1,ben,yan,Ask them.\n7000,ann,xia,\n",
        HEAD + "ann,xia,7001\nben,yan,1\n",
        HEAD + "ann,xia,7000\n",
    ]
    digests = [found.digest for table in tables if (found := read(table)[0]) is not None]
    assert digests[0] == digests[1]
    assert len(set(digests)) == 3


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("", 1, "the column `mentor` is missing"),
        ("mentor,mentee\nann,xia\n", 1, "the column `points` is missing"),
        ("mentor,mentee,points,points\n", 1, "the column `points` is there twice"),
        ("mentor,mentee,point\n", 1, "expected the columns mentor, mentee, points and perhaps why, found `point`"),
        (HEAD + "\nann,zoe,1\n", 3, "expected the id of a mentee of the program, found `zoe`"),
        (HEAD + ",xia,1\n", 2, "expected the id of a mentor of the program, found ``"),
        (HEAD + "xia,yan,1\n", 2, "expected a mentor under `mentor`, found the mentee `xia`"),
        (HEAD + "ann,ben,1\n", 2, "expected a mentee under `mentee`, found the mentor `ben`"),
        (HEAD + "ann,xia,1\nann,yan,2\nann,xia,1\n", 4, "the pair `ann` with `xia` stands in line 2 already"),
        *[
            (HEAD + f"ann,xia,{cell}\n", 2, f"expected whole points from 0 to 10000, found `{cell}`")
            for cell in ("-1", "10001", "nan", "inf", "1e3", "7.5", "", "\u0663", "9" * 60)
        ],
        (HEAD + "ann,xia\n", 2, "expected 3 values, found 2"),
        (
            "mentor,mentee,points,why\nann,xia,1,a\x1b[2Jb\n",
            2,
            "expected at most 400 characters on one line under `why`, found others",
        ),
        (HEAD + 'ann,xia,"1\n', 2, "not valid CSV: unexpected end of data"),
        (HEAD.encode() + b"ann,xia,\xff\n", 2, "expected text in UTF-8, found the byte `0xff`"),
    ],
)
def test_every_fault_has_its_line(text: str | bytes, line: int, words: str) -> None:
    found, faults = read(text)
    assert found is None
    assert (line, words) in faults


def test_a_table_that_is_too_large_or_wrong_throughout_is_not_read_to_its_end() -> None:
    assert read(b"x" * (MOST_BYTES + 1))[1] == [(1, f"expected at most {MOST_BYTES} bytes, found more")]
    _, faults = read(HEAD + "ann,xia,-1\n" * 10_000)
    assert MOST_FAULTS < len(faults) <= MOST_FAULTS + 3
    assert faults[-1][1] == "the rest is not read: there are too many faults"


CELLS = st.sampled_from(
    ["ann", "ben", "xia", "yan", "mentor", "mentee", "points", "why", "5", "-1", '"', "\0", "\r", "ſ", ""]
)
ROWS = st.lists(st.lists(CELLS, max_size=5).map(",".join), max_size=8).map("\n".join)


@settings(max_examples=400, deadline=None)
@given(st.one_of(st.binary(max_size=200), ROWS.map(str.encode), ROWS.map(lambda rows: (HEAD + rows).encode())))
def test_any_bytes_give_points_or_faults(content: bytes) -> None:
    found, faults = read(content)
    assert (found is None) == bool(faults)
    if found is not None:
        assert {mentor for mentor, _ in found.points} <= SIDES["mentor"]
        assert all(0 <= number <= 10_000 for number in found.points.values())


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from([(m, e) for m in TABLE for e in ("xia", "yan")]), st.integers(0, 10_000)))
def test_the_answer_is_the_best_choice_of_listed_pairs(points: dict[tuple[str, str], int]) -> None:
    """Against all choices: coverage first, then the worst pair, then the sum."""
    pairing = pair_program(with_table(points), "p")
    choices = (
        choice
        for size in range(3)
        for choice in itertools.combinations(points, size)
        if len({m for m, _ in choice}) == len({e for _, e in choice}) == size
    )

    def reach(choice: tuple[tuple[str, str], ...]) -> tuple[int, int, int]:
        numbers = [points[pair] for pair in choice]
        return len(choice), min(numbers, default=0), sum(numbers)

    assert (pairing.covered, pairing.worst or 0, pairing.total) == max(map(reach, choices))
    assert all(points[pair] == number for pair, number in made(pairing).items())


def test_a_table_with_the_points_of_the_criteria_gives_the_same_pairs() -> None:
    plain = pair_program(miniature(TABLE), "p")
    points = {(m, e): plain.found.points_of(m, e) for m in TABLE for e in ("xia", "yan")}
    assert made(pair_program(with_table(points), "p")) == made(plain)


def test_hard_rules_hold_and_pairs_that_stand_stay() -> None:
    people = {"ann": {"department": "sales"}}
    rules = {"different_department": True, "level_gap": 2}
    workspace = miniature(TABLE, {("ben", "yan"): "active"}, people, rules=rules)
    pairing = pair_program(with_table({("ann", "xia"): 9000, ("cat", "xia"): 1000}, workspace), "p")
    assert made(pairing) == {("ben", "yan"): 0, ("cat", "xia"): 1000}
    assert pairing.found.reasons("ann", "xia") == ("different_department",)
    assert pairing.found.reasons("cat", "yan") == ("given_points",)


def test_who_is_not_in_the_table_is_told_so() -> None:
    found = candidates(with_table({("ann", "xia"): 1}), miniature(TABLE).program("p"))
    (told,) = unpaired(found, ["yan"])
    assert told.sentence.startswith("no mentor is permitted; of 3 there are 3 not in the table of points")
    assert told.remedy == "add a line with the two and their points to the table"


def test_the_reason_in_the_table_is_the_reason_of_the_pair() -> None:
    found, _ = read("mentor,mentee,points,why\nann,xia,5,They asked.\nben,yan,5,\n")
    assert found is not None
    pairing = pair_program(replace(miniature(TABLE), given={"p": found}), "p")
    reasons = {each.key: each.why for each in pairing.made}
    assert reasons[key("ann", "xia")] == "They asked."
    assert reasons[key("ben", "yan")].startswith("ben can share Topic of yan")


def test_a_certificate_proves_the_answer_for_its_table_alone() -> None:
    points = {("ann", "xia"): 9000, ("ben", "xia"): 8000, ("ann", "yan"): 100}
    workspace = with_table(points)
    pairing = pair_program(workspace, "p")
    proof = record(workspace, pairing, withheld=False)
    document, _ = load("certificate.yaml", emit(proof).encode())
    assert document is not None
    pairs, program = list(made(pairing)), workspace.program("p")
    assert program_faults(candidates(workspace, program), document.data, pairs) == []
    others = {
        "no table is named": miniature(TABLE),
        "expected the table": with_table(points | {("cat", "yan"): 0}),
    }
    for words, other in others.items():
        (fault,) = program_faults(candidates(other, program), document.data, pairs)
        assert words in fault
    plain = record(miniature(TABLE), pair_program(miniature(TABLE), "p"), withheld=False)
    assert "points" not in plain
    (fault,) = program_faults(candidates(workspace, program), plain, pairs)
    assert fault == "points: they are those of the program's criteria, and a table is named"
    assert inputs_of(plain) == plain["inputs"] == proof["inputs"] != inputs_of(proof)


def test_what_hangs_on_weights_is_nothing_and_asking_is_refused() -> None:
    workspace = with_table({("ann", "xia"): 9000, ("ben", "yan"): 1})
    pairing = pair_program(workspace, "p", whole=True)
    assert weight_moves(pairing) == ()
    assert "given_points" not in {each.rule for each in rule_prices(pairing)}
    with pytest.raises(UsageError, match="weights count for nothing where a table gives the points"):
        compare(workspace, "p", Changes(weights={"topics": 2}))
    told = compare(workspace, "p", Changes(without=("ben",)))
    assert told.gone == (key("ben", "yan"),)
    assert told.then.total == 9000
    told = compare(workspace, "p", Changes(together=(("cat", "yan"),)))
    assert told.notes == ("cat with yan is not in the table of points, so it would have 0",)


def test_the_effect_of_a_change_keeps_to_the_points_in_the_files_and_pairs_nothing_anew() -> None:
    proof, _ = load("certificate.yaml", b"withheld: false\npoints: sha256:0\n")
    assert proof is not None
    pairs = {("ann", "yan"): {"status": "draft", "points": 77}}
    before, after = (replace(miniature(TABLE, each), certificates={"p": proof}) for each in ({}, pairs))
    (effect,) = effects(before, after, sound=True)
    assert effect.again is None
    assert "a table outside the repository" in effect.not_again
    assert effect.after.points == {key("ann", "yan"): 77}
