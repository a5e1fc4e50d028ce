"""The forms that pages lead to: the right one on each page, with the answers the page knows, and none where none may be."""

import dataclasses
import re
from urllib.parse import parse_qsl, urlsplit

import pytest

import support_publish as support
from turnabout.forms.catalog import forms
from turnabout.forms.issue_forms import as_text
from turnabout.publish import Audience, plan_site
from turnabout.publish.inputs import Repository

URLS = {
    "github": "https://github.com/acme/mentoring",
    "gitlab": "https://gitlab.com/acme/team/mentoring",
    "gitea": "https://codeberg.org/acme/mentoring",
}
PAIR = "pairs/demo/ana--lee.md"
EXPECTED = {
    "index.md": ["join-mentor", "join-mentee"],
    "programs/demo/index.md": ["join-mentor", "join-mentee"],
    PAIR: ["session", "pledge", "pause", "leave", "pause", "leave"],
    "people/ana/index.md": ["pause", "leave", "manager"],
    "people/index.md": [],
    "pairs/demo/dora--odo.md": [],
}


def space_with(program=None, **options):
    """The small workspace, without forms of the program's own."""
    space = support.workspace(**options)
    changed = {"sign_up_form": "", "session_form": ""} | (program or {})
    return dataclasses.replace(space, programs={"demo": dataclasses.replace(space.programs["demo"], **changed)})


def plan(space, host="github", url=None, audience=Audience.COORDINATORS):
    given = dataclasses.replace(support.inputs(), repository=Repository(url or URLS[host], host))
    return {
        path: text.decode("utf-8", "replace") for path, text in plan_site(space, given, audience, support.TODAY).items()
    }


def opened(page, space, host="github"):
    """Each form that the page leads to, with the answers filled in, by id of the field."""
    known = {each.id: each for each in forms(space)}
    found = []
    for address in re.findall(r"\]\((https:[^)]+)\)", page):
        if "issues/new" in address:
            assert address.startswith(f"{URLS[host]}{'/-' if host == 'gitlab' else ''}/issues/new?"), address
            given = dict(parse_qsl(urlsplit(address).query, strict_parsing=True))
            if host == "gitlab":
                found.append(_of_text(given, known))
                continue
            folder, mark = (".github/ISSUE_TEMPLATE/", "field:") if host == "gitea" else ("", "")
            template = given.pop("template").removeprefix(folder)
            form = next(each.id for each in known.values() if each.file == template)
            assert all(key.startswith(mark) for key in given)
            found.append((form, {key.removeprefix(mark): text for key, text in given.items()}))
    return found


def _of_text(given, known):
    """On GitLab a link fills in the whole text; a longer one than browsers take opens the empty template."""
    if "issuable_template" in given:
        return next(each.id for each in known.values() if each.name == given["issuable_template"]), {}
    form = next(each for each in known.values() if each.subject.rstrip(": ") == given["issue[title]"])
    blank, filled = (text.split("\n### ")[1:] for text in (as_text(form), given["issue[description]"]))
    answers = zip(form.fields, blank, filled, strict=True)
    return form.id, {field.id: after.strip().splitlines()[-1] for field, before, after in answers if before != after}


@pytest.mark.parametrize("host", URLS)
def test_each_page_leads_to_the_forms_that_fit_with_fields_they_have(host):
    space = space_with()
    made = plan(space, host)
    for path, expected in EXPECTED.items():
        found = opened(made[path], space, host)
        assert [form for form, _ in found] == expected, path
        for form, answers in found:
            fields = {each.id: each for each in next(one for one in forms(space) if one.id == form).fields}
            assert answers.keys() <= fields.keys()
            assert answers.keys() <= {"program", "pair", "person"}, "a page fills in what it shows, no more"


@pytest.mark.parametrize("host", ["github", "gitea"])
def test_the_answers_are_those_of_the_page(host):
    space = space_with()
    made = plan(space, host)
    pair = {"program": "Program title (demo)", "pair": "ana--lee"}
    assert opened(made[PAIR], space, host) == [
        ("session", pair),
        ("pledge", pair),
        ("pause", {"person": "ana"}),
        ("leave", {"person": "ana"} | pair),
        ("pause", {"person": "lee"}),
        ("leave", {"person": "lee"} | pair),
    ]
    assert dict(opened(made["people/ana/index.md"], space, host)) == {
        "pause": {"person": "ana"},
        "leave": {"person": "ana"} | pair,
        "manager": {"person": "ana"},
    }
    assert opened(made["index.md"], space, host)[0] == ("join-mentor", {"program": "Program title (demo)"})


def test_gitlab_gets_the_person_in_the_text():
    space = space_with()
    found = opened(plan(space, "gitlab")["people/ana/index.md"], space, "gitlab")
    assert ("pause", {"person": "ana"}) in found


def test_the_forms_of_the_program_itself_go_first():
    space = support.workspace()
    made = plan(space)
    assert "(https://forms.example.org/log)" in made[PAIR]
    assert "(https://forms.example.org/join)" in made["index.md"]
    assert [form for form, _ in opened(made[PAIR], space)] == ["pledge", "pause", "leave", "pause", "leave"]
    assert opened(made["index.md"], space) == []


def test_nobody_is_asked_to_join_before_and_after_sign_up():
    for change in ({"sign_up_opens": support.TODAY.replace(day=30)}, {"sign_up_closes": support.TODAY.replace(day=1)}):
        space = space_with(change)
        assert opened(plan(space)["index.md"], space) == []


def linked(made):
    return [path for path, page in made.items() if "issues/new" in page and path.endswith(".md")]


def test_a_pseudonymous_program_leads_to_no_form_since_an_issue_carries_a_login():
    assert linked(plan(space_with(privacy="pseudonymous"))) == []


def test_nobody_of_a_pseudonymous_program_is_led_to_a_form_by_another_one():
    space = space_with()
    hidden = dataclasses.replace(space.programs["demo"], id="hidden", privacy="pseudonymous", audience="participants")
    ana = space.people["ana"]
    both = dataclasses.replace(ana, programs=dict(ana.programs) | {"hidden": ana.programs["demo"]})
    space = dataclasses.replace(
        space, programs=dict(space.programs) | {"hidden": hidden}, people=dict(space.people) | {"ana": both}
    )
    for audience in Audience:
        found = linked(plan(space, audience=audience))
        assert not {PAIR, "people/ana/index.md"} & set(found)
        assert "people/lee/index.md" in found


@pytest.mark.parametrize("url", ["http://forge.intranet/acme/mentoring", "javascript:alert(1)"])
def test_an_address_that_may_not_be_linked_is_not(url):
    assert linked(plan(space_with(), url=url)) == []


def test_without_a_repository_there_is_no_form_and_the_page_says_how_to_log_a_session():
    folder = b"<code>program&#47;sessions&#47;demo&#47;ana&#45;&#45;lee&#47;</code>"
    for audience in Audience:
        made = plan_site(space_with(), support.inputs(), audience, support.TODAY)
        assert linked({path: text.decode("utf-8", "replace") for path, text in made.items()}) == []
        assert (b"send your coordinator one line" in made[PAIR]) is audience.inside
        assert (folder in made[PAIR]) is (audience is Audience.COORDINATORS)


def test_the_site_of_the_public_offers_no_program_that_it_does_not_show():
    space = space_with()
    secret = dataclasses.replace(space.programs["demo"], id="inner", title="Inner circle", audience="participants")
    space = dataclasses.replace(space, programs=dict(space.programs) | {"inner": secret})
    made = plan(space, "gitlab", audience=Audience.PUBLIC)
    assert linked(made)
    assert not [path for path, page in made.items() if re.search("Inner.{1,3}circle", page)]
