"""What a change does to the pairing, in Markdown: for the summary of a check, the terminal, or a comment."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from turnabout.ids import PairKey
from turnabout.proposal_text import plain
from turnabout.wording import counted

if TYPE_CHECKING:
    from turnabout.matching.advice.change import Numbers
    from turnabout.matching.advice.effect import Again, Effect, Exchange

SHOWN = 40  # lines of a list; a reader who wants more asks the command itself


def effect_text(effects: "Sequence[Effect]") -> str:
    """All effects under one heading; one sentence where there are none."""
    if not effects:
        return "## Effect on the pairing\n\nThis change concerns neither pairs nor anything they are computed from.\n"
    return "\n\n".join(["## Effect on the pairing", *(_program(each) for each in effects)]) + "\n"


def _program(effect: "Effect") -> str:
    parts = [
        f"### {plain(effect.title)} (`{effect.program}`)",
        _sentence(effect),
        _numbers(effect),
        _exchanges(effect.exchanges),
        f"Pairing again was not tried: {effect.not_again}." if effect.again is None else _again(effect, effect.again),
    ]
    return "\n\n".join(part for part in parts if part)


def _sentence(effect: "Effect") -> str:
    new, gone = (sum(len(getattr(each, side)) for each in effect.exchanges) for side in ("new", "gone"))
    if effect.before is None:
        return f"A new program with {counted(len(effect.after.points), 'pair')}."
    if not new and not gone:
        return "The pairs in the files stay the same."
    said = [f"{counted(new, 'pair')} {'comes' if new == 1 else 'come'}"] if new else []
    said += [f"{counted(gone, 'pair')} {'goes' if gone == 1 else 'go'}"] if gone else []
    return f"In the files {' and '.join(said)}."


def _numbers(effect: "Effect") -> str:
    after = effect.after.numbers
    before = after if effect.before is None else effect.before.numbers
    mentees = effect.after.mentees if effect.before is None else effect.before.mentees
    rows = [
        (
            "mentees with a mentor",
            f"{before.covered} of {mentees}",
            f"{after.covered} of {effect.after.mentees}",
            after.covered - before.covered,
        ),
        ("worst pair", _points(before.worst), _points(after.worst), (after.worst or 0) - (before.worst or 0)),
        ("points in all", str(before.total), str(after.total), after.total - before.total),
    ]
    lines = [
        f"| {what} | {was} | {now} | {f'{difference:+d}' if difference else ''} |"
        for what, was, now, difference in rows
    ]
    return "\n".join(["| pairs in the files | before | after | |", "| --- | ---: | ---: | ---: |", *lines])


def _exchanges(exchanges: "Sequence[Exchange]") -> str:
    lines = [f"- {_exchange(each)}" for each in exchanges[:SHOWN]]
    if len(exchanges) > SHOWN:
        lines.append(f"- and {len(exchanges) - SHOWN} more")
    return "\n".join(lines)


def _exchange(each: "Exchange") -> str:
    if not each.gone:
        return f"new: {_pairs(each.new)}, {each.after.total} points"
    if not each.new:
        return f"gone: {_pairs(each.gone)}, which had {each.before.total} points"
    return f"{_pairs(each.new)} instead of {_pairs(each.gone)}: {_worth(each.before, each.after)}"


def _worth(before: "Numbers", after: "Numbers") -> str:
    difference = after.total - before.total
    said = (
        f"costs {-difference} points"
        if difference < 0
        else f"gains {difference} points"
        if difference
        else "costs no points"
    )
    if after.worst != before.worst and after.worst is not None and before.worst is not None:
        verb = "lowers" if after.worst < before.worst else "raises"
        said += f" and {verb} the worst of them from {before.worst} to {after.worst}"
    return said


def _again(effect: "Effect", again: "Again") -> str:
    drafts = f"{counted(again.drafts, 'draft')}: {_reaches(again.after, effect.after.mentees)}"
    lines = [
        "- The drafts in the files are the ones the solver chooses."
        if again.as_written
        else f"- The files are not what the solver would make of them. It has {drafts}."
    ]
    if again.new or again.gone:
        lines.append(f"- This change moves its answer: {_moved(again.before, again.after)}.")
        lines += [f"  - {what}: {_pairs(keys)}" for what, keys in (("new", again.new), ("gone", again.gone)) if keys]
    else:
        lines.append("- This change moves no pair of its answer.")
    return "\n".join([f"If `turnabout pair {effect.program}` ran again:", "", *lines])


def _reaches(numbers: "Numbers", mentees: int) -> str:
    return (
        f"{numbers.covered} of {mentees} mentees with a mentor, worst pair {_points(numbers.worst)}, "
        f"{numbers.total} points in all"
    )


def _moved(before: "Numbers", after: "Numbers") -> str:
    return ", ".join(
        f"{what} {was}" if was == now else f"{what} {was} → {now}"
        for what, was, now in (
            ("mentees with a mentor", str(before.covered), str(after.covered)),
            ("worst pair", _points(before.worst), _points(after.worst)),
            ("points", str(before.total), str(after.total)),
        )
    )


def _pairs(keys: Sequence[PairKey]) -> str:
    named = [f"`{key.mentor}` with `{key.mentee}`" for key in keys[:SHOWN]]
    more = [f"{len(keys) - SHOWN} more"] if len(keys) > SHOWN else []
    *rest, last = [*named, *more]
    return f"{', '.join(rest)} and {last}" if rest else last


def _points(value: int | None) -> str:
    return "no pair" if value is None else str(value)
