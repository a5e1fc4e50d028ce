"""What is said about a form: to its sender in a comment, to reviewers in the text of a proposal."""

from collections.abc import Sequence

from turnabout.diagnostics import Diagnostic, Severity
from turnabout.forms.settle import Outcome
from turnabout.proposal_text import plain

_TOLD = 10


def title(outcome: Outcome) -> str:
    """The proposal's first line: one line of plain text."""
    return f"{outcome.form}: {outcome.said.replace('`', '')}"


def body(outcome: Outcome, author: str, approver: str) -> str:
    """The text of the proposal. It closes the form's issue when it is merged, and says so in a line of its own."""
    who = f" by `{author}`" if author else ""
    agreed = f", approved by `{approver}`" if approver else ""
    if author and author == approver:
        agreed = ", approved by its own author: have somebody else look, too"
    parts = [
        f"From the form *{plain(outcome.form)}*, sent{who}{agreed}: {outcome.said}.",
        "\n".join(
            [
                "## Files",
                "",
                *(f"- {'removes' if text is None else 'writes'} `{path}`" for path, text in outcome.files.items()),
            ]
        ),
    ]
    notes = _listed([each for each in outcome.found if each.severity is Severity.WARNING])
    if notes:
        parts.append(f"## To look at\n\n{notes}")
    parts.append(
        "## Before you merge\n\n- Read the files as the person they are about would.\n"
        "- Nothing sensitive, nobody else's name? What is merged stays in the history."
    )
    if outcome.closes:
        parts.append(f"Closes #{outcome.closes}")
    return "\n\n".join(parts) + "\n"


def comment(outcome: Outcome, *, by_issue: bool = True) -> str:
    """What the sender is told, in Markdown; ends in a line feed. `by_issue` False: the form came by another way."""
    if outcome.state == "refused":
        return refusal(outcome.found, by_issue=by_issue)
    if outcome.state == "unchanged":
        asked = outcome.said or "what the form asks for"
        return f"Thank you. There is nothing to do: {asked} is written down already.\n"
    return f"Thank you. Your form was taken: {outcome.said}. It counts once a coordinator has merged the proposal.\n"


def refusal(found: Sequence[Diagnostic], *, by_issue: bool = True) -> str:
    """Why a form was not taken and what to do, in Markdown; nothing of it is anybody's markup."""
    errors = [each for each in found if each.severity is Severity.ERROR]
    again = (
        "Correct the text above (the three dots, *Edit*) and leave the headings as they are, or send the form anew. Then "
        "a coordinator gives it the label again."
        if by_issue
        else "Correct the form, leave the headings as they are, and send it again."
    )
    return (
        "Thank you for the form. It could not be taken yet, and nothing was changed.\n\n"
        f"{_listed(errors)}\n\n{again} If you are stuck, write to a coordinator: they can enter it for you.\n"
    )


def _listed(found: Sequence[Diagnostic]) -> str:
    lines = [
        f"- {plain(each.message)}{f'. *What helps:* {plain(each.fix)}' if each.fix else ''}" for each in found[:_TOLD]
    ]
    if len(found) > _TOLD:
        lines.append(f"- and {len(found) - _TOLD} more")
    return "\n".join(lines)
