"""What every form says above its questions, and the version of the text that people consent to."""

import hashlib
from collections.abc import Iterable

from turnabout.forms.fields import Choice

APPROVED_LABEL = "intake-approved"
"""The label by which a coordinator says that a form may become a proposal."""

PUBLIC = (
    "**What is public.** What you send becomes an issue of this repository. Everybody who can read the repository can "
    "read it, with your login, now and later; closing it does not hide it."
)
HAPPENS = (
    "**What happens with it.** A coordinator reads it. When they agree, a program writes your answers into a file of the "
    "program and proposes the change; after a second look it counts. Ask a coordinator to have it corrected or removed; "
    "copies and the repository's history stay."
)
NEVER = (
    "**Please leave out** anything about health, faith, origin, family, orientation, age or pay, yours or anybody's, and "
    "what was said in confidence. Nobody needs it here."
)
OTHER_WAY = (
    "**Rather not here?** Write to a coordinator or to the facilitator instead; they can enter it for you, and an issue "
    "is not needed."
)
UNDERSTOOD = Choice("understood", "I have read what is public and what happens with my answers.", required=True)


def notice(*first: str) -> str:
    """The Markdown above the questions: what is special about this form, then what holds for all of them."""
    return "\n\n".join([*first, PUBLIC, HAPPENS, NEVER, OTHER_WAY]) + "\n"


def consent_version(asked: Iterable[str]) -> str:
    """A name for the wording that people agree to, such as `form-1f2e3d4c`: it changes when a word of it does."""
    text = "\n".join([PUBLIC, HAPPENS, *asked])
    return f"form-{hashlib.sha256(text.encode()).hexdigest()[:8]}"
