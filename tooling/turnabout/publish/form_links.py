"""Links from a page to the forms of the repository, with what the page knows filled in already."""

import dataclasses
from collections.abc import Collection, Mapping

from turnabout.forms.catalog import forms
from turnabout.forms.fields import Form
from turnabout.forms.links import prefilled
from turnabout.frozen import dataclass
from turnabout.publish.inputs import Repository
from turnabout.publish.text import href, outside
from turnabout.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Desk:
    """The forms that the pages may lead to, by id, and the repository that takes them; None where none is known."""

    forms: Mapping[str, Form]
    repository: Repository | None


CLOSED = Desk({}, None)
"""For those whose ids must not stand beside a login."""


def open_desk(workspace: Workspace, programs: Collection[str], repository: Repository | None) -> Desk:
    """The desk of a site that shows `programs`: of the others not even a title is offered in a form."""
    shown = {id_: each for id_, each in workspace.programs.items() if id_ in programs}
    offered = forms(dataclasses.replace(workspace, programs=shown)) if repository else ()
    return Desk({each.id: each for each in offered}, repository)


def form_link(desk: Desk, form: str, words: str, known: Mapping[str, str], classes: str = "") -> str:
    """A Markdown link to that form with the answers `known` by id of the field, those that are not empty.

    Empty where there is no such form, where its program takes none (a pseudonymous one: an issue carries its author's
    login), or where the repository's address may not be linked.
    """
    found = desk.forms.get(form)
    if found is None or desk.repository is None:
        return ""
    given = {id_: text for id_, text in known.items() if text}
    programs = {each.value for field in found.fields if field.id == "program" for each in field.choices}
    if given.get("program", "") not in programs | {""}:
        return ""
    address = prefilled(found, given, desk.repository.url, desk.repository.host)
    return outside(words, address, classes) if href(address) else ""
