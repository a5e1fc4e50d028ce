"""The text of a proposal: what a coordinator needs to decide from it alone, in the forge's own Markdown."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from turnabout.frozen import dataclass
from turnabout.ids import PairKey
from turnabout.layout import certificate_path
from turnabout.proposal import ChangeSet
from turnabout.wording import counted

if TYPE_CHECKING:
    from turnabout.matching.advice.words import Unpaired
    from turnabout.matching.pairing import Made, Pairing

MAX_TEXT = 60_000  # characters; GitHub refuses bodies over 65,536, and the marker needs a line

_MARKS = re.compile(r"([\\`*_{}\[\]()<>#+\-!|~^&])")
# What forges turn into a mention, a reference or a link: `@name`, `#12`, `!12`, `~label`, `%2`, `$3`, `&4`, `GH-12`.
_CALLS = re.compile(r"(@|\\[#!~^&]|[%$]|\b[Gg][Hh]\\-|:(?=//)|\bwww(?=\.))")
_JOINER = "\u2060"


@dataclass(frozen=True, slots=True)
class _Section:
    """A part of the text. `rows` may be shown in part where the whole is too long; `rest` says what is left out."""

    head: str
    rows: tuple[str, ...] = ()
    rest: str = ""

    def text(self, most: int | None) -> str:
        """The part with at most so many rows."""
        shown = self.rows if most is None else self.rows[:most]
        left = len(self.rows) - len(shown)
        more = (self.rest.format(left),) if left else ()
        return "\n".join([self.head, *shown, *more])


def plain(text: str) -> str:
    """User text that no forge takes for markup, a mention or a reference: marks escaped, one line."""
    one_line = " ".join(text.split())
    # A word joiner after the sign keeps it readable and stops mentions and references.
    return _CALLS.sub(rf"\1{_JOINER}", _MARKS.sub(r"\\\1", one_line))


def title(pairing: "Pairing", changes: ChangeSet) -> str:
    """The proposal's first line: one line of plain text."""
    program = pairing.found.cohort.program
    return f"Pair {program.id}: {counted(len(changes.new), 'new pair')}, {pairing.covered} of {pairing.mentees} mentees covered"


def body(pairing: "Pairing", changes: ChangeSet) -> str:
    """The whole text, however long: the proposal's commit holds it."""
    return _joined(_sections(pairing, changes), None)


def description(pairing: "Pairing", changes: ChangeSet, limit: int = MAX_TEXT) -> str:
    """The text in at most `limit` characters: every part stays, long lists show as many rows as there is room for."""
    sections = _sections(pairing, changes)
    whole = _joined(sections, None)
    if len(whole) <= limit:
        return whole
    cut = "This text is longer than forges take, so its lists are cut. The message of the commit holds the whole of it."
    note = _Section(f"> {cut}")
    few, many = 0, max(len(section.rows) for section in sections)
    while few < many:  # the most rows for each list that fit
        middle = (few + many + 1) // 2
        few, many = (middle, many) if len(_joined([note, *sections], middle)) <= limit else (few, middle - 1)
    return _joined([note, *sections], few)


def _joined(sections: Sequence[_Section], most: int | None) -> str:
    return "\n\n".join(section.text(most) for section in sections)


def _sections(pairing: "Pairing", changes: ChangeSet) -> list[_Section]:
    found = (
        _sentence(pairing, changes),
        _numbers(pairing, changes),
        _pairs(pairing, changes),
        _dropped(changes),
        _people("Mentees without a mentor", pairing.mentees_without),
        _people("Mentors who are free", pairing.mentors_without),
        _fairness(pairing),
        _proof(pairing),
        _checks(pairing),
        _again(pairing),
    )
    return [section for section in found if section is not None]


def _sentence(pairing: "Pairing", changes: ChangeSet) -> _Section:
    program = pairing.found.cohort.program
    stay = sum(not made.new for made in pairing.made)
    parts = [f"makes {counted(len(changes.new), 'draft pair')}"] if changes.new else []
    parts += [f"keeps {counted(len(changes.kept), 'draft')}"] if changes.kept else []
    parts += [f"gives up {counted(len(changes.dropped), 'draft')}"] if changes.dropped else []
    does = ", ".join(parts) or "brings the certificate up to date"
    stays = f"the {counted(stay, 'pair')} that stand{'s' if stay == 1 else ''} today stay{'s' if stay == 1 else ''} as"
    rest = f"; {stays} {'it is' if stay == 1 else 'they are'}" if stay else ""
    return _Section(
        f"This {does} for **{plain(program.title)}** (`{program.id}`){rest}."
        " In each pair the mentor is the junior and the mentee the senior."
    )


def _numbers(pairing: "Pairing", changes: ChangeSet) -> _Section:
    before, after = changes.before, changes.after
    rows = (
        ("mentees with a mentor", f"{before.covered} of {pairing.mentees}", f"{after.covered} of {pairing.mentees}"),
        ("worst pair, of 10000 points", _number(before.worst), _number(after.worst)),
        ("points of all pairs", str(before.total), str(after.total)),
    )
    lines = [f"| {what} | {was} | {will} |" for what, was, will in rows]
    table = "\n".join(["| | before | after |", "| --- | ---: | ---: |", *lines])
    falls = before.worst is not None and after.worst is not None and after.worst < before.worst
    if falls and after.covered > before.covered:
        table += (
            "\n\nThe worst pair has fewer points than before because more people are paired; see what is proven below."
        )
    return _Section(table)


def _pairs(pairing: "Pairing", changes: ChangeSet) -> _Section | None:
    made = [each for each in pairing.made if each.new]
    if not made:
        return None
    head = ["## Proposed pairs", "", "| mentor | mentee | points | why | state |", "| --- | --- | ---: | --- | --- |"]
    state = dict.fromkeys(changes.kept, "already a draft")
    rows = tuple(
        f"| `{m.key.mentor}` | `{m.key.mentee}` | {m.points} | {plain(m.why)} | {state.get(m.key, 'new')} |"
        for m in made
    )
    return _Section("\n".join(head), rows, "\n{} more pairs are in the changed files.")


def _dropped(changes: ChangeSet) -> _Section | None:
    if not changes.dropped:
        return None
    rows = tuple(f"- {_pair(key)}" for key in changes.dropped)
    return _Section("## Drafts no longer proposed\n", rows, "- and {} more")


def _people(heading: str, people: "Sequence[Unpaired]") -> _Section | None:
    if not people:
        return None
    rows = tuple(f"- `{person.person}`: {_because(person)}" for person in people)
    return _Section(f"## {heading}\n", rows, "- and {} more")


def _because(person: "Unpaired") -> str:
    """The reason and the way out. The tool's own words with rules in backticks: nothing of a user's is in them."""
    remedy = f" Cheapest thing to try: {person.remedy}." if person.remedy else ""
    return f"{person.sentence}.{remedy}"


def _fairness(pairing: "Pairing") -> _Section:
    rows = []
    for made, what in ((_worst(pairing, new=True), "new pair"), (_worst(pairing, new=False), "pair that stands today")):
        if made is not None:
            rows.append(f"- The worst-off {what} is {_pair(made.key)}, with {made.points} of 10000 points.")
    load = ", ".join(
        f"{count} with {size or 'no'} mentee{'' if size == 1 else 's'}" for size, count in pairing.load().items()
    )
    rows.append(f"- Load of the {counted(len(pairing.found.cohort.mentors), 'mentor')}: {load}.")
    return _Section("\n".join(["## Is it fair?", "", *rows]))


def _worst(pairing: "Pairing", *, new: bool) -> "Made | None":
    return min((m for m in pairing.made if m.new is new), key=lambda m: (m.points, m.key), default=None)


def _proof(pairing: "Pairing") -> _Section:
    from turnabout.matching.pairing import stage_words

    unique = (
        "There is exactly one best answer."
        if pairing.solution.unique
        else "Several answers are equally good; a fixed rule chose among them, so the same files always give the same pairs."
    )
    program = pairing.found.cohort.program.id
    where = (
        f"`{certificate_path(program)}` holds the proof, and `turnabout verify {_named(pairing)}` checks it without a"
        " solver."
    )
    table = (
        "- The points come from a table outside the repository in place of the program's criteria; whoever is not in it"
        " is no pair. The certificate names its digest."
    )
    given = [] if pairing.found.given is None else [table]
    return _Section(
        "\n".join(
            [
                "## What is proven",
                "",
                *(f"- {plain(s)}" for s in stage_words(pairing)),
                f"- {unique}",
                f"- {where}",
                *given,
            ]
        )
    )


def _named(pairing: "Pairing") -> str:
    """The program as commands have to name it, with the table where one gives the points."""
    program = pairing.found.cohort.program.id
    return program if pairing.found.given is None else f"{program} --points <table>"


def _checks(pairing: "Pairing") -> _Section:
    program = pairing.found.cohort.program.id
    return _Section(
        "\n".join(
            [
                "## Before you merge",
                "",
                "- Read every pair as a person who knows both. Does the junior come away stronger?",
                "- Begin with the worst-off pair: would you be content to be in it?",
                "- Do you know something the files do not: a past conflict, a move, a leave?",
                "- Did somebody already hear of a draft that is given up?",
                "- Whoever has no partner should hear it from you before the others hear of theirs.",
                f"- `turnabout explain {_named(pairing)} <mentor> <mentee>` says why, and what another choice would cost.",
                f"- Merging makes drafts, not pairs: `turnabout activate {program}` begins them when both have agreed.",
            ]
        )
    )


def _again(pairing: "Pairing") -> _Section:
    program = _named(pairing)
    return _Section(
        "\n".join(
            [
                "## To change something",
                "",
                f"1. Try it: `turnabout what-if {program} --forbid <mentor> <mentee>` shows what would move.",
                "2. Change the cause on the default branch: participants, or weights and rules in the program's file; or say"
                " who must not meet in the file that you keep outside the repository.",
                f"3. Run `turnabout propose {program}` again: it brings this text and its branch up to date.",
                "",
                "Commits that you add here by hand stay: it then stops and asks for `--append` or `--overwrite`. Closed"
                " without merging, this is not opened again for the same files unless you say `--again`.",
            ]
        )
    )


def _pair(key: PairKey) -> str:
    return f"`{key.mentor}` with `{key.mentee}`"


def _number(points: int | None) -> str:
    return "no pair" if points is None else str(points)
