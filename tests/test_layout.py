"""A path says what a file is; every path under program/ is either understood or explained."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from turnabout.ids import PairKey, id_fault, parse_slug
from turnabout.layout import Place, _taken_apart, place, places_of

PAIR = PairKey("p-26", "ana-ruiz", "lee-wong")


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("program/topics.yaml", Place("topics")),
        ("program/p-26.yaml", Place("program", id="p-26")),
        ("program/participants/ana-ruiz.yaml", Place("participant", id="ana-ruiz")),
        ("program/participants/lisbon/a/ana-ruiz.yaml", Place("participant", id="ana-ruiz")),
        ("program/pairs/p-26/ana-ruiz--lee-wong.yaml", Place("pair", program="p-26", pair=PAIR)),
        ("program/pairs/p-26/certificate.yaml", Place("certificate", program="p-26")),
        (
            "program/sessions/p-26/ana-ruiz--lee-wong/2026-10-05-2.yaml",
            Place("session", program="p-26", pair=PAIR, on=datetime.date(2026, 10, 5), number=2),
        ),
        ("program/feedback/p-26/start.yaml", Place("feedback", id="start", program="p-26")),
    ],
)
def test_a_path_stands_for_one_thing(path: str, expected: Place) -> None:
    assert place(path) == expected


@pytest.mark.parametrize(
    ("path", "word"),
    [
        ("program/pair/p-26/ana-ruiz--lee-wong.yaml", "did you mean `pairs`"),
        ("program/pairs/p-26/ana-ruiz-lee-wong.yaml", "<mentor>--<mentee>"),
        ("program/sessions/p-26/ana-ruiz--lee-wong/2026-02-30.yaml", "by its date"),
        ("program/participants/Ana.yaml", "lower-case"),
        ("program/participants/con.yaml", "Windows"),
        ("program/pairs/ana-ruiz--lee-wong.yaml", "nothing of Turnabout's"),
        ("program/a/b/c/d/e/f.yaml", "nothing of Turnabout's"),
    ],
)
def test_another_path_is_explained(path: str, word: str) -> None:
    found = place(path)
    assert isinstance(found, str)
    assert word in found


@given(st.text())
def test_any_path_gets_an_answer(text: str) -> None:
    assert isinstance(place(f"program/{text}"), Place | str)


FOLDER_NAMES = ["participants", "sessions", "pairs", "p-26", "ana-ruiz--lee-wong", ".", "..", ""]
DATED = ["2026-10-05.yaml", "2026-10-05-2.yaml", "2026-02-30.yaml"]
FILE_NAMES = ["ana-ruiz.yaml", "A.yaml", "a.b.yaml", "a.yml", "con.yaml", ".yaml", "topics.yaml", *DATED]
pieces = st.sampled_from([*FOLDER_NAMES, *FILE_NAMES])


@given(st.lists(pieces, max_size=5))
def test_what_the_folder_tells_is_what_the_whole_path_tells(parts: list[str]) -> None:
    path = "/".join(["program", *parts])
    assert place(path) == _taken_apart(path)


@given(st.lists(st.lists(pieces, max_size=5).map("/".join)))
def test_many_paths_in_whatever_order_stand_for_what_each_stands_for(paths: list[str]) -> None:
    assert list(places_of(paths)) == [_taken_apart(path) for path in paths]


@given(
    st.from_regex(r"[a-z0-9]{1,9}(-[a-z0-9]{1,9}){0,3}", fullmatch=True),
    st.from_regex(r"[a-z0-9]{1,9}", fullmatch=True),
)
def test_a_pairs_slug_parses_one_way(mentor: str, mentee: str) -> None:
    if id_fault(mentor) or id_fault(mentee):
        return
    key = PairKey("p", mentor, mentee)
    assert parse_slug("p", key.slug) == key


def test_an_id_with_a_line_feed_at_its_end_is_none() -> None:
    assert id_fault("ana\n") is not None
