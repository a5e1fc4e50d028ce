"""What stands between people and partners: counted for many people at once, block by block."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from turnabout.matching.people.candidates import VETO, Candidates
from turnabout.matching.people.exclusions import exclusions
from turnabout.matching.problem import Bools, Ints


@dataclass(frozen=True, slots=True)
class Barriers:
    """Of `possible` partners of one person the rules permit `permitted`; how many each rule forbids, and it alone.

    Rules that forbid nobody are not in `by_rule`; `alone` has all rules, in the order of the program file.
    """

    permitted: int
    by_rule: Mapping[str, int]
    alone: Mapping[str, int]
    possible: int


def barriers(found: Candidates, people: Sequence[str], *, vetoes: bool = True) -> list[Barriers]:
    """What stands in the way of some mentees, or of some mentors, in their order; without `vetoes` as if there were none.

    Raises KeyError for somebody who does not take part.
    """
    if not people:
        return []
    everybody = [np.arange(size) for size in found.columns.shape]
    of_mentees = people[0] in found.row
    number = found.row if of_mentees else found.column
    wanted = np.array([number[person] for person in people])
    asked, place = np.unique(wanted, return_inverse=True)
    columns = found.columns.between(asked, everybody[1]) if of_mentees else found.columns.between(everybody[0], asked)
    rules = [rule for rule in found.rules if vetoes or rule != VETO]
    permitted = np.zeros(len(asked), np.int64)
    by_rule, alone = (np.zeros((len(rules), len(asked)), np.int64) for _ in range(2))
    for rows, some in columns.parts():
        here = rows if of_mentees else slice(None)
        tables = dict(exclusions(some, found.scoring.rules))
        count = np.zeros(next(iter(tables.values())).shape, np.int8)
        for rule in rules:
            count += tables[rule]
        permitted[here] += _sums(count == 0, of_mentees)
        for at, rule in enumerate(rules):
            by_rule[at, here] += _sums(tables[rule], of_mentees)
            alone[at, here] += _sums(tables[rule] & (count == 1), of_mentees)
    possible = columns.shape[1 if of_mentees else 0]
    return [
        Barriers(
            int(permitted[at]),
            {rule: count for rule, count in zip(rules, by_rule[:, at].tolist(), strict=True) if count},
            dict(zip(rules, alone[:, at].tolist(), strict=True)),
            possible,
        )
        for at in place.tolist()
    ]


def _sums(table: Bools, of_mentees: bool) -> Ints:
    """How many cells of each row, or of each column, are true; a product is the quickest way to add them up."""
    numbers = table.astype(np.float32)
    sums: Ints = (numbers.sum(axis=1) if of_mentees else np.ones(len(table), np.float32) @ numbers).astype(np.int64)
    return sums
