"""The text of a proposal: what a coordinator needs to decide, in the forge's own Markdown."""

import re
from collections.abc import Sequence

from turnabout.ids import PairKey
from turnabout.matching.pairing import Made, Pairing, stage_words
from turnabout.matching.words import Unpaired
from turnabout.proposal import ChangeSet

MAX_TEXT = 60_000  # characters; GitHub refuses bodies over 65,536, and the marker needs a line

_MARKS = re.compile(r"([\\`*_{}\[\]()<>#+\-!|~^])")


def plain(text: str) -> str:
    """User text that no forge takes for markup, a mention or a reference: marks escaped, one line."""
    one_line = " ".join(text.split())
    # A word joiner after the sign keeps it readable and stops mentions and references.
    return _MARKS.sub(r"\\\1", one_line).replace("@", "@\u2060").replace("\\#", "\\#\u2060")


def title(pairing: Pairing, changes: ChangeSet) -> str:
    """The proposal's first line: one line of plain text."""
    program = pairing.found.cohort.program
    return f"Pair {program.id}: {_count(len(changes.new), 'new pair')}, {pairing.covered} of {pairing.mentees} mentees covered"


def body(pairing: Pairing, changes: ChangeSet) -> str:
    """The whole text. Cut cleanly where it would be longer than forges take; the files hold everything."""
    program = pairing.found.cohort.program
    parts = [
        f"This proposes {_count(sum(made.new for made in pairing.made), 'draft pair')} for **{plain(program.title)}**"
        f" (`{program.id}`). {_count(sum(not made.new for made in pairing.made), 'pair')} that stand today stay as they are."
        " In each pair the mentor is the junior and the mentee the senior.",
        _numbers(pairing),
        _pairs("Proposed pairs", [made for made in pairing.made if made.new]),
        _changes(changes),
        _people("Mentees without a mentor", pairing.mentees_without),
        _people("Mentors who are free", pairing.mentors_without),
        _proof(pairing),
        _checks(program.id),
    ]
    return _cut([part for part in parts if part])


def _numbers(pairing: Pairing) -> str:
    load = ", ".join(f"{count} with {size}" for size, count in pairing.load().items())
    worst = "no new pair" if pairing.worst is None else f"{pairing.worst} of 10000 points"
    return (
        "| | |\n| --- | --- |\n"
        f"| Coverage | {pairing.covered} of {pairing.mentees} mentees have a mentor |\n"
        f"| Worst new pair | {worst} |\n"
        f"| Total | {pairing.total} points (bound {pairing.total_bound}) |\n"
        f"| Mentees per mentor | {load} |"
    )


def _pairs(heading: str, pairs: Sequence[Made]) -> str:
    if not pairs:
        return ""
    rows = [f"| `{m.key.mentor}` | `{m.key.mentee}` | {m.points} | {plain(m.why)} |" for m in pairs]
    return "\n".join([f"## {heading}", "", "| mentor | mentee | points | why |", "| --- | --- | ---: | --- |", *rows])


def _changes(changes: ChangeSet) -> str:
    def names(keys: Sequence[PairKey]) -> str:
        return ", ".join(f"`{key.mentor}` with `{key.mentee}`" for key in keys)

    if not changes.dropped:
        return ""
    return f"## Drafts no longer proposed\n\n{names(changes.dropped)}"


def _people(heading: str, people: Sequence[Unpaired]) -> str:
    if not people:
        return ""
    rows = [f"- `{person.person}`: {person.sentence}. {_remedy(person)}".rstrip() for person in people]
    return "\n".join([f"## {heading}", "", *rows])


def _remedy(person: Unpaired) -> str:
    return f"Cheapest thing to try: {person.remedy}." if person.remedy else ""


def _proof(pairing: Pairing) -> str:
    unique = (
        "There is exactly one best answer."
        if pairing.solution.unique
        else "Several answers are equally good; a fixed rule chose among them, so the same files always give the same pairs."
    )
    return "\n".join(["## What is proven", "", *(f"- {plain(said)}" for said in stage_words(pairing)), f"- {unique}"])


def _checks(program: str) -> str:
    return "\n".join(
        [
            "## Before you merge",
            "",
            "- Read every pair as a person who knows both. Does the junior come away stronger?",
            f"- `turnabout explain {program} <mentor> <mentee>` says why, and what another choice would cost.",
            "- To change something, edit the participants or the program's file on the default branch and run"
            f" `turnabout propose {program}` again; drafts edited here by hand would be somebody else's commits, and left alone.",
            f"- Merging makes drafts, not pairs: `turnabout activate {program}` begins them when both have agreed.",
        ]
    )


def _cut(parts: Sequence[str]) -> str:
    text = "\n\n".join(parts)
    if len(text) <= MAX_TEXT:
        return text
    kept = text[:MAX_TEXT].rsplit("\n", 1)[0]
    return f"{kept}\n\nCut here: the text is longer than forges take. The changed files hold everything."


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"
