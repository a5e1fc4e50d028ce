"""Who cannot all be served: a small set of people whose least numbers of partners do not fit, in plain words."""

from dataclasses import dataclass

import numpy as np

from turnabout.errors import NotProvenError
from turnabout.matching.face import MADE, OUT, Face, Prices
from turnabout.matching.problem import Ids, Ints, Problem


@dataclass(frozen=True, slots=True)
class Conflict:
    """`people` (all mentors or all mentees) must have `needed` partners, but their candidates `others` allow `possible`.

    No one can be left out of `people` without the conflict going away (Hall's theorem, with capacities).
    """

    role: str
    people: tuple[str, ...]
    others: tuple[str, ...]
    needed: int
    possible: int


class InfeasibleError(NotProvenError):
    """No pairing keeps all minimums and locks; `conflict` names people whose minimums cannot all be kept."""

    def __init__(self, conflict: Conflict) -> None:
        other = "mentees" if conflict.role == "mentor" else "mentors"
        who = _names(conflict.people)
        partners = (
            f"their candidates ({_names(conflict.others)})" if len(conflict.people) > 1 else _names(conflict.others)
        )
        has = f"{partners} can take {conflict.possible}" if conflict.others else "there is no candidate"
        together = " together" if len(conflict.people) > 1 else ""
        super().__init__(
            f"no pairing exists: {conflict.role}{'s' if len(conflict.people) > 1 else ''} {who}{together} must have at "
            f"least {conflict.needed} of the {other}, but {has}",
            f"lower a minimum of {who}, allow more pairs for them, or raise the capacity of their candidates",
        )
        self.conflict = conflict


def conflict_of(problem: Problem, face: Face, prices: Prices) -> Conflict:
    """The conflict that prices of the reach stage point to, in a face that is empty.

    Those whose price is -1 or less cannot all be served: every pair open to them leads to somebody full at a price of 1
    or more. Somebody with too few candidates conflicts alone. People are then left out one by one as long as the rest
    still conflict.
    """
    sides = (
        ("mentee", face.mentee, face.mentor, face.mentee_low, face.mentor_high, prices.mentee, problem.mentees),
        ("mentor", face.mentor, face.mentee, face.mentor_low, face.mentee_high, prices.mentor, problem.mentors),
    )
    for role, own, other, low, high, price, names in sides:
        short = np.flatnonzero(low > np.bincount(own[face.state != OUT], minlength=len(low)))
        people = short[:1] if len(short) else np.flatnonzero(price <= -1)
        if _excess(face, own, other, low, high, people) <= 0:
            continue
        before = -1
        while before != len(people):
            before = len(people)
            for person in people.tolist():
                rest = people[people != person]
                if _excess(face, own, other, low, high, rest) > 0:
                    people = rest
        inside = np.isin(own, people) & (face.state != OUT)
        others = np.unique(other[inside])
        needed = int(low[people].sum())
        other_names = problem.mentors if role == "mentee" else problem.mentees
        return Conflict(
            role,
            tuple(names[person] for person in people.tolist()),
            tuple(other_names[person] for person in others.tolist()),
            needed,
            needed - _excess(face, own, other, low, high, people),
        )
    raise AssertionError("the prices show no conflict")


def _excess(face: Face, own: Ids, other: Ids, low: Ints, high: Ints, people: Ints) -> int:
    """How many partners the people need beyond what their candidates can take, places locked elsewhere taken off."""
    chosen = np.isin(own, people)
    elsewhere = np.bincount(other[~chosen & (face.state == MADE)], minlength=len(high))
    offered = np.bincount(other[chosen & (face.state != OUT)], minlength=len(high))
    return int(low[people].sum() - np.minimum(high - elsewhere, offered).sum())


def _names(names: tuple[str, ...], most: int = 8) -> str:
    """Names for a sentence; a long list is cut, since nobody reads it."""
    shown = [f"`{name}`" for name in names[:most]]
    if len(names) > most:
        shown.append(f"{len(names) - most} more")
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}" if shown else "nobody"
