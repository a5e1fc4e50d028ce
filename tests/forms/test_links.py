"""A link opens the right form with the answers in it, whatever the answers are."""

from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support_forms import FORMS, PAIR, PROGRAM, read
from turnabout.forms.issue_forms import GITHUB, templates
from turnabout.forms.links import MAX_URL, prefilled

PAGE = "https://github.com/acme/mentoring"


def query(url: str) -> dict[str, str]:
    return {key: values[0] for key, values in parse_qs(urlsplit(url).query).items()}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_a_link_names_a_form_that_exists(form) -> None:
    url = prefilled(form, {}, f"{PAGE}/")
    assert url.startswith(f"{PAGE}/issues/new?template=")
    assert f"{GITHUB}/{query(url)['template']}" in templates(FORMS.values())


def test_choices_are_filled_in_as_people_see_them_and_boxes_never() -> None:
    url = prefilled(FORMS["session"], {"program": PROGRAM, "pair": PAIR, "understood": "understood"}, PAGE)
    assert query(url) == {
        "template": FORMS["session"].file,
        "program": "Digital fluency 2026 (digital-2026)",
        "pair": PAIR,
    }


def test_gitea_wants_the_whole_path_and_marks_the_fields() -> None:
    """As Gitea's routers/web/repo/issue_new.go reads them: `template` is a path in the repository, `field:` marks an id."""
    url = prefilled(FORMS["session"], {"pair": PAIR}, "https://codeberg.org/acme/mentoring", "gitea")
    assert query(url) == {"template": f"{GITHUB}/{FORMS['session'].file}", "field:pair": PAIR}
    assert query(url)["template"] in templates(FORMS.values())


@given(st.text(max_size=300))
def test_any_answer_survives_the_address(text: str) -> None:
    text = text.encode("utf-8", "ignore").decode()
    url = prefilled(FORMS["session"], {"shared": text}, PAGE)
    assert url.isascii()
    assert parse_qs(urlsplit(url).query, keep_blank_values=True)["shared"] == [text]


def test_gitlab_gets_the_text_of_the_whole_form() -> None:
    url = prefilled(FORMS["pause"], {"person": "ana-ruiz"}, "https://gitlab.com/acme/mentoring", "gitlab")
    assert url.startswith("https://gitlab.com/acme/mentoring/-/issues/new?")
    filled = query(url)["issue[description]"].replace("- [ ] I have read", "- [x] I have read")
    assert read(filled).text("person") == "ana-ruiz"
    empty = prefilled(FORMS["pause"], {}, "https://gitlab.com/acme/mentoring", "gitlab")
    assert query(empty) == {"issuable_template": "Pause"}


def test_an_address_that_browsers_refuse_opens_the_empty_form() -> None:
    url = prefilled(FORMS["session"], {"shared": "é" * 3_000}, PAGE)
    assert len(url) < MAX_URL
    assert "shared" not in query(url)


def test_a_field_that_does_not_exist_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(KeyError):
        prefilled(FORMS["session"], {"salary": "1"}, PAGE)
