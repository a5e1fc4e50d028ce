"""Ids and short names made of what people typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from turnabout.ids import ID_MAX, id_fault
from turnabout.intake.names import slug


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("Nora Lindqvist", "nora-lindqvist"),
        ("Zoë O’Neill-Ørsted", "zoe-oneill-orsted"),
        ("  İpek  Şahin ", "ipek-sahin"),
        ("Łukasz Żółć", "lukasz-zolc"),
        ("Weiß, Jürgen", "weiss-jurgen"),
        ("Research & Development", "research-development"),
        ("Dr. J. R. Doe (HR)", "dr-j-r-doe-hr"),
        ("5+", "5"),
        ("王小明", None),
        ("王小明 Ming", None),
        ("Ольга", None),
        ("---", None),
        ("", None),
    ],
)
def test_names_become_ids_and_none_is_guessed(text: str, made: str | None) -> None:
    assert slug(text) == made


def test_a_long_name_is_cut_between_words() -> None:
    assert slug("Maria Fernanda de los Angeles Gonzalez Rodriguez") == "maria-fernanda-de-los-angeles-gonzalez"
    assert slug("x" * 50) == "x" * ID_MAX


@given(text=st.text(max_size=60))
def test_whatever_is_made_is_an_id_or_a_name_that_windows_keeps(text: str) -> None:
    made = slug(text)
    assert made is None or id_fault(made) in (None, "Windows reserves this name")
    assert made is None or slug(made) == made
