"""The last line of every proposal: a comment that says what it was made from, so that a later run knows its own."""

import hashlib
import re

from turnabout.forge.objects import Commit, Identity
from turnabout.frozen import dataclass

IDENTITY = Identity("Turnabout", "noreply@turnabout.example")

_MARKER = re.compile(r"<!-- turnabout kind=(\S+) program=(\S+) base=([0-9a-f]+) inputs=(\S+) text=([0-9a-f]+) -->")
_TEXT_DIGITS = 12
NO_WORDS = "0" * _TEXT_DIGITS


@dataclass(frozen=True, slots=True)
class Marker:
    """Kind and program of a proposal, the commit it was made against, the digests of its inputs and of its words."""

    kind: str
    program: str
    base: str
    inputs: str
    text: str

    def __str__(self) -> str:
        return f"{mark(self.kind, self.program)}base={self.base} inputs={self.inputs} text={self.text} -->"


def mark(kind: str, program: str) -> str:
    """How every marker of a proposal of this kind for this program begins."""
    return f"<!-- turnabout kind={kind} program={program} "


def words_digest(title: str, body: str) -> str:
    """Twelve hexadecimal digits over the words: what a person changed on the forge is told from what we wrote."""
    return hashlib.sha256(f"{title}\n{body}".encode("utf-8", "replace")).hexdigest()[:_TEXT_DIGITS]


def marked(body: str, marker: Marker) -> str:
    """The text with its marker as the last line."""
    return f"{body.rstrip()}\n\n{marker}\n".lstrip("\n")


def marker_in(text: str) -> Marker | None:
    """The last marker in a pull request's text, or None. Text of users cannot hold one: its signs are escaped."""
    found = [match for line in text.splitlines() if (match := _MARKER.fullmatch(line.strip()))]
    return Marker(*found[-1].groups()) if found else None


def is_ours(commit: Commit, kind: str, program: str) -> bool:
    """Whether a run of `propose` made this commit, untouched since.

    Amending or rebasing changes the committer; a commit put below ours changes its parent, which the marker names.
    """
    lines = commit.message.rstrip().splitlines()
    marker = _MARKER.fullmatch(lines[-1]) if lines else None
    if marker is None or commit.committer != IDENTITY or commit.author != IDENTITY:
        return False
    return (marker[1], marker[2]) == (kind, program) and commit.parents == (marker[3],)
