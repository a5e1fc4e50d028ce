import pytest
from hypothesis import given
from hypothesis import strategies as st

from turnabout.rules.personal import (
    has_category,
    has_email,
    has_phone,
    has_secret,
    may_have_secret,
    named_in,
    names,
    plain_first_word,
    words,
)

PHONES = [
    "+351 912 345 678",
    "call 0171 2345678 today",
    "+44 (0)20 7946 0958",
    "912 345 678",
    "my number: 06-12 34 56 78",
    "(030) 901 820 12",
    "+1-202-555-0172.",
    "00351912345678",
]
NO_PHONES = [
    "",
    "we meet on 2026-11-16 and on 2026-12-14",
    "from 14:00 to 15:30 in room 4.117",
    "version 3.11.4 of the tool",
    "12 of 40 papers, 30 %",
    "on 16.11.2026 or 14/12/2026",
    "ticket INC0012345678",
    "saved €120 000 000",
    "0.123456789",
    "1, 2, 3, 4, 5, 6, 7, 8, 9, 10",
    "2025 2026 2027",
]


@pytest.mark.parametrize("text", PHONES)
def test_telephone_numbers_are_found(text: str) -> None:
    assert has_phone(text)


@pytest.mark.parametrize("text", NO_PHONES)
def test_other_figures_are_no_telephone_numbers(text: str) -> None:
    assert not has_phone(text)


@given(st.dates())
def test_no_date_is_a_telephone_number(day: object) -> None:
    assert not has_phone(f"until {day} and no longer")


def test_addresses_are_found_and_handles_are_not() -> None:
    assert has_email("to sam.o'neil@mail.example.org, please")
    assert not has_email("@ana said: 3 @ 5 each, see user@host")


@pytest.mark.parametrize(
    "text",
    [
        "AGE-SECRET-KEY-1QQQQ",
        "-----BEGIN OPENSSH PRIVATE KEY-----",
        "ghp_" + "a" * 36,
        "Password: correct-horse",
        "the passcode is 1234",
        "AKIAABCDEFGHIJKLMNOP",
    ],
)
def test_secrets_are_found(text: str) -> None:
    assert has_secret(text)
    assert may_have_secret(["a text", text])


@pytest.mark.parametrize(
    "text", ["we changed the password", "password managers", "a private key is like a house key", "ghp_short"]
)
def test_talk_about_secrets_is_none(text: str) -> None:
    assert not has_secret(text)


@pytest.mark.parametrize(
    "text",
    [
        "she was diagnosed with something",
        "I am gay and want to be heard",
        "because of his disability",
        "born on 3 May",
        "Her salary is 40000",
        "He is Muslim",
    ],
)
def test_statements_about_a_person_are_found(text: str) -> None:
    assert has_category(text)


@pytest.mark.parametrize(
    "text",
    [
        "accessibility and disability inclusion",
        "what it is like to be the only woman in the room",
        "pride month, faith groups and carers",
        "our salary model",
        "trans-atlantic calls",
        "race conditions in the code",
        "my team's illness statistics tool",
    ],
)
def test_subjects_are_no_statements_about_a_person(text: str) -> None:
    assert not has_category(text)


INDEX = names([("ana", "Ana Ruiz"), ("jose", "José Maria d’Ávila"), ("bo", "Bo")])


def test_full_names_are_found_whatever_the_case_the_spaces_and_the_accents() -> None:
    assert list(named_in("with ANA\n  ruiz, as agreed", INDEX)) == ["ana"]
    assert list(named_in("jose\u0301 maria d’a\u0301vila came", INDEX)) == ["jose"]


def test_parts_of_names_and_names_of_one_word_are_not_found() -> None:
    assert list(named_in("Ana was there, Ruizian, Bo too; Anabel Ruiz", INDEX)) == []


@given(st.text(max_size=80))
def test_any_text_can_be_looked_through(text: str) -> None:
    for look in (has_email, has_phone, has_secret, has_category):
        assert look(text) in (True, False)
    assert all(words(text))


@given(
    st.lists(
        st.sampled_from(["Ana Ruiz", "ana-maria ruiz", "O'Neil Pat", "Ána Ruiz", "- Ana Ruiz", "Ana", "", "ΣΑΝ B"])
    ),
    st.sets(st.sampled_from(["ana", "ana-maria", "o'neil", "ána", "σαν", "ruiz"])),
)
def test_an_index_for_a_few_first_words_is_that_part_of_the_whole(called: list[str], firsts: set[str]) -> None:
    people = [(f"p{at}", name) for at, name in enumerate(called)]
    whole = names(people)
    assert names(people, firsts) == {first: found for first, found in whole.items() if first in firsts}


@given(st.text(alphabet="Ana-o' 1ÁıΣ,\t", max_size=8))
def test_a_first_word_that_is_plain_to_see_is_the_first_word(name: str) -> None:
    assert plain_first_word(name) in ("", *words(name)[:1])


def test_the_first_word_of_most_names_is_plain_to_see() -> None:
    assert [plain_first_word(name) for name in ("Ana Ruiz", "BO", "Ána Ruiz", "O'Neil Pat")] == ["ana", "bo", "", ""]
