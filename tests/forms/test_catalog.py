"""The forms ask only what may be asked, say what becomes of it, and follow what the program's files say."""

import re

import pytest
import yaml

from support_forms import FORMS, checked, files
from support_workspace import MINIATURE
from turnabout.forms.catalog import PURPOSES, asked, forms
from turnabout.forms.fields import Form, Kind
from turnabout.forms.issue_forms import as_text, issue_form, templates
from turnabout.forms.wording import consent_version
from turnabout.intake.sensitive import sensitive
from turnabout.workspace import schemas
from turnabout.yamlfile import load

# Private on the site, asked for all the same: what the two agree may be read, and what they are going to do.
KNOWN_PRIVATE = {"shared", "actions"}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_every_form_says_what_is_public_and_what_happens_and_asks_for_agreement(form: Form) -> None:
    assert "What is public." in form.notice
    assert "What happens with it." in form.notice
    assert "Rather not here?" in form.notice
    last = form.fields[-1]
    assert last.kind is Kind.BOXES
    assert [choice.value for choice in last.choices if choice.required][-1] == "understood"


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_nothing_private_or_sensitive_is_asked(form: Form) -> None:
    private = {
        name
        for schema in schemas().values()
        for name, node in schema.get("properties", {}).items()
        if node.get("x-private")
    }
    assert not {field.id for field in form.fields} & private - KNOWN_PRIVATE
    assert not [field.label for field in form.fields if sensitive(field.label)]
    assert not [field.label for field in form.fields if "reason" in f"{field.label} {field.about}".lower()]


def test_leaving_and_pausing_ask_for_no_reason_and_say_so() -> None:
    for id_ in ("pause", "leave"):
        assert "No reason is asked" in FORMS[id_].notice
        assert all(field.kind is not Kind.TEXT for field in FORMS[id_].fields)


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_consent_is_a_box_for_each_purpose_and_never_ticked_beforehand(form: Form) -> None:
    boxes = [field for field in form.fields if field.id.startswith("consent")]
    assert bool(boxes) == form.id.startswith("join")
    for field in boxes:
        assert [choice.value for choice in field.choices] == list(PURPOSES)
        assert not any(choice.required for choice in field.choices), "consent is free"
        assert not field.required
    assert "[x]" not in as_text(form)


def test_the_junior_is_the_mentor_and_the_senior_the_mentee() -> None:
    junior, senior = FORMS["join-mentor"], FORMS["join-mentee"]
    assert "mentor is the junior" in junior.notice
    assert "mentee is the senior" in senior.notice
    assert "I am the junior" in junior.fields[-1].choices[0].label
    assert "I am the senior" in senior.fields[-1].choices[0].label
    assert {"offers_best"} <= {field.id for field in junior.fields} - {field.id for field in senior.fields}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_a_form_keeps_what_github_asks_of_forms(form: Form) -> None:
    assert len({field.id for field in form.fields}) == len(form.fields)
    assert len({field.label.casefold() for field in form.fields}) == len(form.fields)
    for field in form.fields:
        assert re.fullmatch(r"[a-z_]+", field.id)
        assert "\n" not in field.label + field.about
        labels = [choice.label for choice in field.choices]
        assert len({label.casefold() for label in labels}) == len(labels)
        assert not {"none", ""} & {label.casefold() for label in labels}, "GitHub keeps the word for no answer"
        assert bool(labels) == (field.kind not in (Kind.LINE, Kind.TEXT))
    assert len({each.labels for each in FORMS.values()}) == len(FORMS), "forms are told apart by their headings"


@pytest.mark.parametrize(("path", "text"), [*templates(FORMS.values()).items()])
def test_a_template_is_yaml_that_every_reader_reads_alike(path: str, text: str) -> None:
    if not path.endswith(".yml"):
        assert text.count("\n### ") >= 3
        return
    document, found = load("form.yaml", text.encode())
    assert document is not None, found
    assert yaml.safe_load(text) == document.data


def test_choices_are_what_the_files_say() -> None:
    text = MINIATURE["program/topics.yaml"].replace("title: Short video", "title: Tiny video")
    made = {form.id: form for form in forms(checked(files({"program/topics.yaml": text})).workspace)}
    assert "Tiny video" in str(issue_form(made["session"]))
    levels = next(field for field in made["join-mentor"].fields if field.id == "level")
    assert [choice.value for choice in levels.choices] == [str(number) for number in range(1, 13)]


def test_two_topics_of_one_title_are_told_apart_by_id() -> None:
    text = MINIATURE["program/topics.yaml"].replace("title: Short video", "title: Generative AI")
    made = forms(checked(files({"program/topics.yaml": text})).workspace)
    assert "Generative AI (short-video)" in str(made)


def test_a_pseudonymous_program_is_not_offered_since_an_issue_has_an_author() -> None:
    hidden = MINIATURE["program/digital-2026.yaml"].replace("privacy: named", "privacy: pseudonymous")
    assert forms(checked(files({"program/digital-2026.yaml": hidden})).workspace) == ()
    assert templates(()) == {}
    both = files({"program/hidden-2026.yaml": hidden})
    offered = next(field for field in forms(checked(both).workspace)[0].fields if field.id == "program")
    assert [choice.value for choice in offered.choices] == ["digital-2026"]


def test_the_version_of_the_consent_follows_its_words() -> None:
    wording = list(asked(FORMS["join-mentor"]))
    assert len(wording) == 8
    assert consent_version(wording) == consent_version(asked(FORMS["join-mentee"]))
    assert consent_version(wording) != consent_version([*wording[:-1], wording[-1] + "!"])
    assert not list(asked(FORMS["session"]))
