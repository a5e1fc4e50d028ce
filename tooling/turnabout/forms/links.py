"""Addresses that open a form with some of its answers filled in already."""

from collections.abc import Mapping
from urllib.parse import quote, urlencode

from turnabout.forms.fields import Form, Kind
from turnabout.forms.issue_forms import GITHUB, as_text

MAX_URL = 8_000
"""Longer addresses are refused by some browsers and hosts, so the form is opened empty instead."""


def prefilled(form: Form, fields: Mapping[str, str], repository_url: str, host: str = "github") -> str:
    """The address that opens this form with the given answers, by id of the field.

    A choice is given by its value. Boxes are nobody's to tick for somebody else and are left out. `host` is `github`,
    `gitea` (Forgejo too), which wants the whole path of the form and marks its fields, or `gitlab`, where the text of
    the whole form is filled in, since GitLab has no fields.
    KeyError for a field that the form does not have.
    """
    known = {field.id: field for field in form.fields}
    given = {id_: text for id_, text in fields.items() if known[id_].kind is not Kind.BOXES}
    base = repository_url.rstrip("/")
    if host == "gitlab":
        page, empty = f"{base}/-/issues/new", {"issuable_template": form.name}
        filled = {"issue[title]": form.subject.rstrip(": "), "issue[description]": as_text(form, given)}
    else:
        folder, mark = (f"{GITHUB}/", "field:") if host == "gitea" else ("", "")
        page, empty = f"{base}/issues/new", {"template": f"{folder}{form.file}"}
        labels = {(id_, each.value): each.label for id_, field in known.items() for each in field.choices}
        filled = empty | {f"{mark}{id_}": labels.get((id_, text), text) for id_, text in given.items()}
    made = _address(page, filled if given else empty)
    return made if len(made) <= MAX_URL else _address(page, empty)


def _address(page: str, parameters: Mapping[str, str]) -> str:
    return f"{page}?{urlencode(parameters, quote_via=quote)}"
