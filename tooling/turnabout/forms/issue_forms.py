"""Writes the forms as hosts want them: GitHub's issue forms, which Gitea and Forgejo read too, and GitLab's templates."""

from collections.abc import Iterable, Mapping
from typing import Any

from turnabout.forms.fields import Field, Form, Kind
from turnabout.yamlfile import emit

GITHUB = ".github/ISSUE_TEMPLATE"
GITLAB = ".gitlab/issue_templates"
NO_ANSWER = "_No response_"
FOLDERS = (GITHUB, GITLAB)
_MADE = ("Made by `turnabout forms` from the schemas, topics and programs; edit those instead.",)


def templates(forms: Iterable[Form]) -> dict[str, str]:
    """Path and whole text of every template, in order of path; none where there are no forms."""
    made = {}
    for form in forms:
        made[f"{GITHUB}/{form.file}"] = emit(issue_form(form), _MADE)
        made[f"{GITLAB}/{form.name}.md"] = as_text(form)
    if made:
        made[f"{GITHUB}/config.yml"] = emit({"blank_issues_enabled": True}, _MADE)
    return dict(sorted(made.items()))


def is_made(content: bytes) -> bool:
    """Whether these bytes are an issue form that was made here, by its first line: people's own templates are not."""
    return content.startswith(f"# {_MADE[0]}\n".encode())


def issue_form(form: Form) -> dict[str, Any]:
    """The form as GitHub's schema for issue forms has it."""
    notice = {"type": "markdown", "attributes": {"value": form.notice}}
    return {
        "name": form.name,
        "description": form.about,
        "title": form.subject,
        "body": [notice, *map(_element, form.fields)],
    }


def as_text(form: Form, answers: Mapping[str, str] | None = None) -> str:
    """The form as Markdown to be filled in by hand, in an issue or a mail: it is read as what an issue form sends is.

    `answers` by id of the field are filled in already; a choice is given by its value, and boxes are nobody's to tick.
    """
    given = answers or {}
    parts = [f"### {field.label}\n\n{_blank(field, given.get(field.id, ''))}\n" for field in form.fields]
    return "\n".join([form.notice, *parts])


def hint(field: Field) -> str:
    """The line below the heading that says what to answer; empty where there is nothing to say."""
    return f"_{field.about}_" if field.about else ""


def _blank(field: Field, given: str) -> str:
    said = hint(field)
    ticked = given if field.kind is Kind.ONE else ""
    lines = [f"- [{'x' if choice.value == ticked else ' '}] {choice.label}" for choice in field.choices]
    answer = "\n".join(lines) if field.choices else given or NO_ANSWER
    return f"{said}\n\n{answer}" if said else answer


def _element(field: Field) -> Mapping[str, Any]:
    attributes: dict[str, Any] = {"label": field.label}
    if field.about:
        attributes["description"] = field.about
    kind = Kind.ONE if field.kind is Kind.SEVERAL else field.kind
    element: dict[str, Any] = {"type": kind.value, "id": field.id, "attributes": attributes}
    if field.kind is Kind.BOXES:
        # Each box says for itself whether it has to be ticked.
        attributes["options"] = [
            {"label": choice.label, "required": True} if choice.required else {"label": choice.label}
            for choice in field.choices
        ]
        return element
    if field.kind is Kind.SEVERAL:
        attributes["multiple"] = True
    if field.choices:
        attributes["options"] = [choice.label for choice in field.choices]
    elif field.example:
        attributes["placeholder"] = field.example
    if field.required:
        element["validations"] = {"required": True}
    return element
