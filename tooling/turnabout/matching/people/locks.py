"""Pairs that must stay and cannot all stay: each contradiction in a sentence, and the cheapest ways out of it.

Every contradiction is a smallest one: it is about one person, and all of that person's fixed pairs, or about one pair.
"""

from collections.abc import Callable
from dataclasses import dataclass

from turnabout.errors import NotProvenError
from turnabout.ids import PairKey
from turnabout.matching.advice.change import Numbers
from turnabout.matching.advice.edits import with_capacity, with_ended, with_pair
from turnabout.matching.people.candidates import VETO, Candidates
from turnabout.model import Participant, Status
from turnabout.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Somebody has more `pairs` that must stay than places. `person` None: the one pair is not available to a lock."""

    role: str
    person: str | None
    capacity: int
    pairs: tuple[PairKey, ...]
    standing: frozenset[PairKey]

    @property
    def sentence(self) -> str:
        """What is the case, for a coordinator."""
        if self.person is None:
            key = self.pairs[0]
            return f"the draft `{key.mentor}` with `{key.mentee}` is locked, but it is not available for this pairing"
        with_whom = " and ".join(f"`{self._partner(key)}` ({self._why(key)})" for key in self.pairs)
        return (
            f"{self.role} `{self.person}` has {len(self.pairs)} pairs that must stay, with {with_whom}, "
            f"but a capacity of {self.capacity}"
        )

    def _partner(self, key: PairKey) -> str:
        return key.mentee if key.mentor == self.person else key.mentor

    def _why(self, key: PairKey) -> str:
        return "a pair today" if key in self.standing else "locked"


@dataclass(frozen=True, slots=True)
class WayOut:
    """One change that ends a contradiction, and what the pairing would then reach."""

    change: str
    numbers: Numbers


class ContradictionError(NotProvenError):
    """Pairs that must stay contradict one another; `ways_out` of the first, best result first."""

    def __init__(self, contradictions: tuple[Contradiction, ...], ways_out: tuple[WayOut, ...], mentees: int) -> None:
        more = f"; {len(contradictions) - 1} more like it" if len(contradictions) > 1 else ""
        lines = [f"  {way.change}: {_reaches(way.numbers, mentees)}" for way in ways_out]
        super().__init__(f"{contradictions[0].sentence}{more}", "\n".join(["the ways out, best first:", *lines]))
        self.contradictions = contradictions
        self.ways_out = ways_out


def _reaches(numbers: Numbers, mentees: int) -> str:
    return f"{numbers.covered} of {mentees} mentees have a mentor, {numbers.total} points in all"


def contradictions(found: Candidates) -> tuple[Contradiction, ...]:
    """Everybody with more fixed pairs than places, in order of role and id, then locked drafts that are not available."""
    program = found.cohort.program
    standing = frozenset(key for key, pair in found.standing.items() if pair.status.stands)
    sides: tuple[tuple[str, tuple[Participant, ...], int], ...] = (
        ("mentor", found.cohort.mentors, program.pairing.mentor_capacity),
        ("mentee", found.cohort.mentees, program.pairing.mentee_capacity),
    )
    result = []
    for role, people, usual in sides:
        for person in people:
            fixed = tuple(key for key in found.standing if getattr(key, role) == person.id)
            stated = person.programs[program.id].capacity
            capacity = usual if stated is None else stated
            if len(fixed) > capacity and person.status is Status.ACTIVE:
                result.append(Contradiction(role, person.id, capacity, fixed, standing))
    result += [
        Contradiction("mentor", None, 0, (key,), standing)
        for key in found.standing
        if key not in standing and VETO in found.reasons(key.mentor, key.mentee)
    ]
    return tuple(result)


def ways_out(
    workspace: Workspace, program_id: str, of: Contradiction, again: Callable[[Workspace], Numbers]
) -> tuple[WayOut, ...]:
    """Every single change that ends the contradiction, with what the pairing then reaches according to `again`.

    The order is that of the result: most mentees with a mentor, then most points. Several pairs too many: what is
    offered for each pair ends only one excess, and raising the capacity ends all.
    """
    found = []
    if of.person is not None:
        most = len(of.pairs)
        changed = with_capacity(workspace, program_id, of.person, most)
        found.append(WayOut(f"raise the capacity of `{of.person}` to {most}", again(changed)))
    for key in of.pairs:
        name = f"`{key.mentor}` with `{key.mentee}`"
        if key in of.standing:
            found.append(WayOut(f"end the pair {name}", again(with_ended(workspace, (key,)))))
        else:
            found.append(WayOut(f"release the lock on {name}", again(with_pair(workspace, key, lock=False))))
    return tuple(sorted(found, key=lambda way: (-way.numbers.covered, -way.numbers.total)))
