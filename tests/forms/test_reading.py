"""A filled-in form is read exactly as it was handed out, or refused with words that help."""

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support_forms import ANSWERS, FORMS, PAIR, PROGRAM, read, refusals, sent, settled
from support_naughty import NAUGHTY, REFUSED
from turnabout.diagnostics import Position
from turnabout.forms.answers import Raw, read_answer
from turnabout.forms.fields import Choice, Field, Kind
from turnabout.forms.issue_forms import as_text
from turnabout.forms.markdown import read_bytes, read_form
from turnabout.forms.row import read_rows
from turnabout.intake.table import parse_table
from turnabout.reporters import render

ALL = tuple(FORMS.values())


@pytest.mark.parametrize("form", FORMS)
def test_what_github_sends_of_every_form_is_read_with_all_its_answers(form: str) -> None:
    filled = read(sent(form))
    assert filled.form.id == form
    for field in filled.form.fields:
        answer = filled.answers[field.id]
        expected = ANSWERS[form].get(field.id, "")
        if field.choices:
            chosen = [expected] if isinstance(expected, str) else expected
            assert set(answer.chosen) == set(filter(None, chosen)), field.id
        else:
            assert answer.text == expected, field.id


@pytest.mark.parametrize("form", FORMS)
def test_the_text_for_gitlab_and_mail_is_read_once_it_is_filled_in(form: str) -> None:
    text = as_text(FORMS[form])
    for field in FORMS[form].fields:
        given = ANSWERS[form].get(field.id, "")
        if field.choices:
            for choice in field.choices:
                if choice.value in ([given] if isinstance(given, str) else given):
                    start = text.index(f"### {field.label}\n")
                    text = text[:start] + text[start:].replace(f"- [ ] {choice.label}", f"- [x] {choice.label}", 1)
        elif given:
            start = text.index(f"### {field.label}\n")
            text = text[:start] + text[start:].replace("_No response_", str(given), 1)
    assert read(text).answers.keys() == read(sent(form)).answers.keys()
    assert [(each.text, each.chosen) for each in read(text).answers.values()] == [
        (each.text, each.chosen) for each in read(sent(form)).answers.values()
    ]


def test_an_empty_form_is_told_what_is_missing_and_nothing_else() -> None:
    assert set(refusals(as_text(FORMS["session"]))) == {"FORM007"}


def test_line_ends_of_windows_are_read_alike() -> None:
    text = sent("session")
    assert [each.text for each in read(text.replace("\n", "\r\n")).answers.values()] == [
        each.text for each in read(text).answers.values()
    ]


def test_an_answer_stands_where_a_complaint_about_it_points() -> None:
    text = sent("session")
    answers = read(text).answers
    lines = text.split("\n")
    assert lines[answers["pair"].at.line - 1] == PAIR
    assert lines[answers["shared"].at.line - 1] == "We wrote a page."


def test_no_response_and_blank_are_no_answer() -> None:
    assert read(sent("session", minutes="")).text("minutes") == ""
    assert read(sent("session", minutes="   ")).text("minutes") == ""


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda _: "", "FORM003"),
        (lambda _: "Hello, may I join?", "FORM003"),
        (lambda text: text.replace("### Minutes", "### Duration"), "FORM004"),
        (lambda text: text.replace("### Minutes\n", ""), "FORM004"),
        (lambda text: text + "\n\n" + text, "FORM004"),
        (lambda text: text + "\n\n" + sent("pause"), "FORM004"),
        (lambda text: text.replace("We wrote a page.", "### Held\n\nNo, we moved it"), "FORM004"),
        (lambda text: text.replace("We wrote a page.", "### My notes"), "FORM004"),
        (lambda text: "Dear coordinator,\n\n" + text, "FORM004"),
        (lambda text: text.replace("We wrote a page.", " ### Held"), "FORM005"),
        (lambda text: text.replace("We wrote a page.", "# Notes"), "FORM005"),
        (lambda text: text.replace("We wrote a page.", "<script>alert(1)</script>"), "FORM005"),
        (lambda text: text.replace("We wrote a page.", "<!-- not seen -->"), "FORM005"),
        (lambda text: text.replace("We wrote a page.", "<details>"), "FORM005"),
        (lambda text: text.replace("We wrote a page.", "```"), "FORM005"),
        (lambda text: text.replace("We wrote a page.", "[x]: https://evil.example 'not seen'"), "FORM005"),
        (lambda text: text.replace("video", "pigeon"), "FORM006"),
        (lambda text: text.replace("video", "video, phone"), "FORM006"),
        (lambda text: text.replace("[X]", "[ ]"), "FORM007"),
        (lambda text: text.replace("2026-11-02", "_No response_"), "FORM007"),
        (lambda text: text.replace("2026-11-02", "2026-11-02\n2026-11-03"), "FORM008"),
        (lambda text: text.replace("We wrote", "We \u202ewrote"), "FORM002"),
        (lambda text: text.replace("We wrote", "We\u200b wrote"), "FORM002"),
        (lambda text: text.replace("We wrote", "We\U000e0041 wrote"), "FORM002"),
        (lambda text: text.replace("We wrote", "We\rwrote"), "FORM002"),
        (lambda text: text.replace("We wrote", "We \ud800wrote"), "FORM002"),
        (lambda text: text.replace("We wrote a page.", "x" * 4001), "FORM001"),
        (lambda text: text + "x" * 65_536, "FORM001"),
        (lambda text: text.replace("- [X]", "- [X] I agree to more\n- [X]"), "FORM006"),
        (lambda text: text.replace("### Minutes", "### Mіnutes"), "FORM004"),  # a Cyrillic letter
    ],
)  # fmt: skip
def test_a_form_that_is_not_as_it_was_handed_out_is_refused(change, code: str) -> None:
    text = change(sent("session"))
    assert code in refusals(text)


HOSTILE = {
    "headings": "### Pair\n" * 7_000,
    "boxes": sent("pause").replace("- [X]", "- [X] x\n" * 8_000 + "- [X]"),
    "commas": sent("session", topics=[]).replace("### Topics\n\n_No response_", "### Topics\n\n" + "," * 60_000),
    "semicolons": sent("session", topics=[]).replace("### Topics\n\n_No response_", "### Topics\n\n" + "a;" * 30_000),
    "hashes": "#" * 65_000,
    "blanks": "### " + " " * 65_000,
    "brackets": sent("session", shared="[" * 4_000),
    "actions": sent("session", actions="mentor: " + "by " * 1_300),
    "dates": sent("session", actions="mentor: " + ", by 2026-01-01" * 280),
    "combining": sent("session", shared="a" + "\u0301" * 3_900),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_no_form_costs_more_than_a_moment(name: str) -> None:
    started = time.process_time()
    filled, found = read_form("issue-12.md", HOSTILE[name], ALL)
    if filled is None:
        assert found
        assert len(found) <= 50
        assert len(render(found)) < 20_000
    else:
        assert settled(HOSTILE[name]).form
    assert time.process_time() - started < 2


def test_two_topics_with_commas_in_their_titles_are_told_apart() -> None:
    choices = (Choice("a", "Cooking, slowly"), Choice("b", "Cooking"), Choice("c", "slowly, but well"))
    field = Field("topics", Kind.SEVERAL, "Topics", "", choices=choices)
    found: list = []
    assert read_answer(field, Raw("Cooking, slowly, Cooking", Position("x")), found).chosen == ("a", "b")
    assert read_answer(field, Raw("Cooking, slowly, but well", Position("x")), found).chosen == ()
    assert [each.code for each in found] == ["FORM006"]


def test_messages_show_somebody_elses_text_short_and_on_one_line() -> None:
    _, found = read_form("issue-12.md", sent("session").replace("video", "`" + "x" * 900), ALL)
    assert all("\n" not in each.message and len(each.message) < 200 for each in found)


@pytest.mark.parametrize("text", NAUGHTY)
def test_every_odd_text_is_kept_as_it_is_or_refused(text: str) -> None:
    filled, found = read_form("issue-12.md", sent("session", shared=text), ALL)
    if filled is None:
        assert found
    else:
        assert filled.text("shared") == "\n".join(line.rstrip() for line in text.split("\n")).strip()


@pytest.mark.parametrize("text", [each for each in REFUSED if each != "lone\rreturn"])
def test_what_nobody_can_see_is_refused_by_name(text: str) -> None:
    filled, found = read_form("issue-12.md", sent("session", shared=text), ALL)
    assert filled is None
    assert REFUSED[text] in found[0].message


@given(st.binary(max_size=2_000))
def test_any_bytes_give_a_form_or_diagnostics(content: bytes) -> None:
    filled, found = read_bytes("form.md", content, ALL)
    assert (filled is None) == bool(found)
    render(found).encode()


PIECES = st.sampled_from(
    [sent(form) for form in FORMS]
    + [f"### {label}" for form in ALL for label in form.labels]
    + [
        "",
        "_No response_",
        "- [x] ",
        "- [X] I have read what is public and what happens with my answers.",
        "\r\n",
        "###",
        PROGRAM,
        PAIR,
    ]
)


@given(st.lists(PIECES | st.text(max_size=30), max_size=30))
def test_any_mixture_of_pieces_of_forms_gives_a_form_or_diagnostics(pieces: list[str]) -> None:
    filled, found = read_form("form.md", "\n".join(pieces), ALL)
    assert (filled is None) == any(each.severity == "error" for each in found)
    if filled is not None:
        assert set(filled.answers) == {field.id for field in filled.form.fields}


def table(*rows: list[str]):
    made, found = parse_table("forms.csv", "\n".join(";;".join(row) for row in rows).replace(";;", "\t").encode())
    assert made is not None, found
    return made


def test_a_table_has_a_form_in_each_row() -> None:
    headers = ["Program", "pair", "Day of the session", "Held", "Topics", "Before you send"]
    good = [PROGRAM, PAIR, "2026-11-02", "held", "Generative AI; Short video", "understood"]
    bad = [PROGRAM, PAIR, "", "perhaps", "", ""]
    rows, found = read_rows(table(headers, good, bad), FORMS["session"])
    assert [(number, filled is not None) for number, filled in rows] == [(2, True), (3, False)]
    assert rows[0][1] is not None
    assert set(rows[0][1].several("topics")) == {"generative-ai", "short-video"}
    assert [(each.position.line, each.position.column, each.code) for each in found] == [
        (3, 3, "FORM007"),
        (3, 4, "FORM006"),
        (3, 6, "FORM007"),
    ]


def test_a_table_with_a_column_too_many_or_too_few_is_not_guessed_at() -> None:
    rows, found = read_rows(table(["Program", "Salary"], [PROGRAM, "1"]), FORMS["session"])
    assert rows == []
    assert {each.code for each in found} == {"FORM004"}
    assert any("Salary" in each.message for each in found)
    assert any("Held" in each.message for each in found)


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    filled, found = read_bytes("form.md", "### Größe".encode("latin-1"), ALL)
    assert filled is None
    assert [each.code for each in found] == ["FORM002"]
    assert [each.code for each in read_bytes("form.md", b"x" * 300_000, ALL)[1]] == ["FORM001"]
