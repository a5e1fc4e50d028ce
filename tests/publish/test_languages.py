"""People by language: shown with a consent of its own, beside the profile and never without it."""

import dataclasses
import datetime
import json

import pytest

import support_publish as support
from turnabout.languages import code_of, language
from turnabout.model.participant import Consent
from turnabout.publish import Audience, plan_site

DAY = datetime.date(2026, 8, 1)


def site(audience, **consents):
    """The whole plan as text for a Lee who speaks Welsh and consented to that; all others speak English and did not."""
    space = support.workspace()
    people = {
        name: dataclasses.replace(
            each,
            languages=("cy",) if name == "lee" else ("en",),
            consent={purpose: given for purpose, given in each.consent.items() if purpose != "languages"},
        )
        for name, each in space.people.items()
    }
    given = {purpose: Consent(audience_, DAY, "2026-2") for purpose, audience_ in consents.items()}
    people["lee"] = dataclasses.replace(people["lee"], consent=given)
    made = plan_site(dataclasses.replace(space, people=people), support.inputs(), audience, support.TODAY)
    return {path: text.decode() for path, text in made.items() if not path.endswith((".svg", ".png"))}


def test_a_person_is_found_by_language_on_page_list_and_interface():
    made = site(Audience.PUBLIC, profile="public", languages="public")
    section = made["groups/index.md"].partition("### Welsh { #language-cy }")[2]
    assert "**Mentees** [Lee O&#39;Neil&#45;Żak](../people/lee/index.md)" in section
    assert "[Welsh](../../groups/index.md#language-cy)" in made["people/lee/index.md"]
    people = {each["id"]: each for each in json.loads(made["api/v1/people.json"])["people"]}
    assert people["lee"]["languages"] == ["cy"]
    assert people["ana"]["languages"] == []


@pytest.mark.parametrize(
    ("audience", "consents"),
    [
        (Audience.PUBLIC, {"profile": "public"}),
        (Audience.PUBLIC, {"profile": "public", "languages": "participants"}),
        (Audience.PUBLIC, {"profile": "participants", "languages": "public"}),
        (Audience.PUBLIC, {"languages": "public"}),
        (Audience.PARTICIPANTS, {"profile": "public", "pair": "public", "story": "public"}),
        (Audience.PARTICIPANTS, {"languages": "public"}),
    ],
)
def test_without_both_consents_for_the_audience_no_byte_tells_the_language(audience, consents):
    for path, text in site(audience, **consents).items():
        assert "Welsh" not in text, path
        assert "language-cy" not in text, path
        assert '"cy"' not in text, path


def test_who_agreed_to_a_profile_before_there_was_the_question_is_not_in_a_list_of_languages():
    made = site(Audience.PARTICIPANTS, profile="participants")
    assert "## Languages" not in made["groups/index.md"]


def test_languages_are_called_by_name_and_unknown_codes_by_themselves():
    assert [language(each) for each in ("pt", "no", "xx")] == ["Portuguese", "Norwegian", "xx"]


def test_each_name_stands_for_its_code_in_any_case():
    assert [code_of(each) for each in ("Portuguese", "GERMAN", "Klingon", "pt")] == ["pt", "de", None, None]
    assert code_of(language("gd")) == "gd"


def test_every_language_of_the_example_has_a_name():
    spoken = {code for each in support.example().people.values() for code in each.languages}
    assert [code for code in sorted(spoken) if language(code) == code] == []
