"""The hard rules for every pair at once, each with its own table, so that the reason for an exclusion is remembered.

The same rules as `turnabout.relations.broken_rules`, which says of one pair what it would break; a test holds the two
against each other.
"""

from collections.abc import Collection, Mapping

import numpy as np

from turnabout.matching.criteria import Cohort, shared_counts
from turnabout.matching.problem import Bools
from turnabout.model import Participant
from turnabout.relations import affinity, managers_above


def exclusions(
    cohort: Cohort, people: Mapping[str, Participant], earlier: Collection[tuple[str, str]]
) -> dict[str, Bools]:
    """For each rule in force, the pairs it forbids: bool[n, m]. The order is that of the program file."""
    rules = cohort.program.pairing.rules
    mentees, mentors = cohort.mentees, cohort.mentors
    tables: dict[str, Bools] = {}
    if rules.reporting_line:
        tables["reporting_line"] = _reporting_line(cohort, people, rules.reporting_line)
    if rules.different_department:
        rows, columns = (np.array([p.department for p in side], dtype=str) for side in (mentees, mentors))
        tables["different_department"] = rows[:, None] == columns
    gap = np.array([p.level for p in mentees])[:, None] - np.array([p.level for p in mentors])
    tables["level_gap"] = gap < rules.level_gap
    if rules.common_language:
        sides = [[frozenset(p.languages) for p in side] for side in (mentees, mentors)]
        tables["common_language"] = shared_counts(*sides) == 0
    if rules.common_minutes:
        tables["common_minutes"] = cohort.common < rules.common_minutes
    if rules.not_paired_before:
        tables["not_paired_before"] = _listed(cohort, earlier)
    if rules.common_topic:
        tables["common_topic"] = _no_topic(cohort)
    return tables


def _reporting_line(cohort: Cohort, people: Mapping[str, Participant], levels: int) -> Bools:
    above = {p.id: managers_above(people, p.id) for p in (*cohort.mentees, *cohort.mentors)}
    too_close = {(p, manager) for p, line in above.items() for manager, distance in line.items() if distance <= levels}
    return _listed(cohort, too_close | {(manager, p) for p, manager in too_close})


def _listed(cohort: Cohort, pairs: Collection[tuple[str, str]]) -> Bools:
    """The cells of these (mentor, mentee) pairs; those that are not both in the cohort are passed over."""
    row = {person.id: at for at, person in enumerate(cohort.mentees)}
    column = {person.id: at for at, person in enumerate(cohort.mentors)}
    table = np.zeros(cohort.common.shape, np.bool_)
    for mentor, mentee in pairs:
        if mentor in column and mentee in row:
            table[row[mentee], column[mentor]] = True
    return table


def _no_topic(cohort: Cohort) -> Bools:
    related = {
        (offered, sought): affinity(cohort.topics, offered, sought) > 0
        for offered in {o for mentor in cohort.mentors for o in mentor.offers}
        for sought in {s for mentee in cohort.mentees for s in mentee.seeks}
    }
    shares = [[any(related[o, s] for o in m.offers for s in e.seeks) for m in cohort.mentors] for e in cohort.mentees]
    return ~np.array(shares, np.bool_).reshape(cohort.common.shape)
