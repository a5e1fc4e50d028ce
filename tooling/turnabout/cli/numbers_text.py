"""The three numbers of a pairing, before and after something, in a coordinator's words; shared by several commands."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from turnabout.cli.tables import table
from turnabout.ids import PairKey

if TYPE_CHECKING:
    from turnabout.matching.advice.change import Change, Numbers


def points(value: int | None) -> str:
    """The points of the worst new pair."""
    return "no new pair" if value is None else str(value)


def moved(before: int | None, after: int | None) -> str:
    """A number before and after, and the difference where there is one."""
    if before is None or after is None:
        return points(after) if before == after else f"{points(before)} -> {points(after)}"
    return str(after) if before == after else f"{before} -> {after} ({after - before:+d})"


def change_line(change: "Change") -> str:
    """What a change would make of the whole, in one line."""
    if change.after is None:
        return f"no pairing would be left that keeps {kept_no_more(change)}"
    now, then = change.before, change.after
    said = [
        *([f"mentees with a mentor {moved(now.covered, then.covered)}"] if now.covered != then.covered else []),
        *([f"worst new pair {moved(now.worst, then.worst)}"] if now.worst != then.worst else []),
        *([f"total {moved(now.total, then.total)}{inexact(change)}"] if now.total != then.total else []),
    ]
    return ", ".join(said) if said else "the three numbers stay as they are"


def kept_no_more(change: "Change") -> str:
    """What a change that leaves no pairing would break."""
    if not change.rules:
        return "all that must stay"
    names = " and ".join(f"`{name}`" for name in change.rules)
    return f"the balance rule{'' if len(change.rules) == 1 else 's'} {names}"


def inexact(change: "Change") -> str:
    """What has to be said after a difference in points that is not exact; empty where it is."""
    if change.exact:
        return ""
    if change.total_between is None:
        return ", about: a search left a gap"
    least, most = change.total_between
    return f", not exact: at least {least:+d} and at most {most:+d}"


def comparison(now: "Numbers", then: "Numbers", mentees: tuple[int, int], headings: tuple[str, str]) -> list[str]:
    """The three numbers in two columns, `mentees` how many take part before and after."""

    def difference(before: int | None, after: int | None) -> str:
        return "" if before is None or after is None or before == after else f"{after - before:+d}"

    rows = [
        [
            "mentees with a mentor",
            f"{now.covered} of {mentees[0]}",
            f"{then.covered} of {mentees[1]}",
            difference(now.covered, then.covered),
        ],
        ["worst new pair", points(now.worst), points(then.worst), difference(now.worst, then.worst)],
        ["total points", str(now.total), str(then.total), difference(now.total, then.total)],
    ]
    return table(["", *headings, "difference"], rows)


def pair_lines(heading: str, keys: Sequence[PairKey], marks: dict[PairKey, str] | None = None) -> list[str]:
    """The pairs below a heading with their number, mentor first; nothing where there are none."""
    if not keys:
        return []
    lines = [f"  {key.mentor} with {key.mentee}{(marks or {}).get(key, '')}" for key in keys]
    return ["", f"{heading} ({len(keys)})", *lines]


def people_line(heading: str, people: Sequence[str]) -> list[str]:
    """A line with people; nothing where there are none."""
    return [f"{heading}: {', '.join(people)}"] if people else []


def as_data(numbers: "Numbers", mentees: int) -> dict[str, object]:
    """The three numbers for programs."""
    return {
        "coverage": {"covered": numbers.covered, "mentees": mentees},
        "worst_pair": numbers.worst,
        "total": numbers.total,
    }


def pair_data(keys: Sequence[PairKey]) -> list[dict[str, str]]:
    """Pairs for programs."""
    return [{"mentor": key.mentor, "mentee": key.mentee} for key in keys]
