"""Names that are safe as file names and links, and the paths they stand for: the path of a file is its identity."""

import difflib
import re
from collections.abc import Iterable

from turnabout.frozen import dataclass

ID_MAX = 40
ID_PATTERN = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_ID = re.compile(ID_PATTERN)
# Windows refuses these as file names whatever the extension.
_RESERVED = frozenset({"con", "prn", "aux", "nul", *(f"com{n}" for n in range(10)), *(f"lpt{n}" for n in range(10))})


def id_fault(text: str) -> str | None:
    """Why `text` cannot be an id, in words, or None where it can."""
    if _ID.fullmatch(text) is None:
        return "an id has lower-case letters a-z, digits and single hyphens between them"
    if len(text) > ID_MAX:
        return f"an id has at most {ID_MAX} characters"
    if text in _RESERVED:
        return "Windows reserves this name"
    return None


@dataclass(frozen=True, slots=True, order=True)
class PairKey:
    """One mentor (the junior who shares), one mentee (the senior who learns), one program."""

    program: str
    mentor: str
    mentee: str

    @property
    def slug(self) -> str:
        """`<mentor>--<mentee>`: parses one way, since `--` cannot occur in an id."""
        return f"{self.mentor}--{self.mentee}"

    @property
    def path(self) -> str:
        """Where the pair's file lives in the repository."""
        return f"program/pairs/{self.program}/{self.slug}.yaml"


def parse_slug(program: str, slug: str) -> PairKey | None:
    """The pair that `<mentor>--<mentee>` names, or None where it names none."""
    mentor, separator, mentee = slug.partition("--")
    if not separator or id_fault(mentor) or id_fault(mentee):
        return None
    return PairKey(program, mentor, mentee)


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known id most like `word`, or None where none is alike enough to offer (similarity 0.6, difflib's default)."""
    found = difflib.get_close_matches(word, sorted(known), n=1)
    return found[0] if found else None
