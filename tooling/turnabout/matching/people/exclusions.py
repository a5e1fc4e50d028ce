"""The hard rules over columns, each with a table of its own, so that the reason for an exclusion can always be named.

The same rules as `turnabout.relations.broken_rules`, which says of one pair what it would break; a test holds the two
against each other.
"""

from collections.abc import Callable, Iterator, Mapping

import numpy as np

from turnabout.matching.people.columns import EARLIER, GIVEN, LINE, STANDING, VETO, Columns
from turnabout.matching.people.criteria import shared_counts, spread
from turnabout.matching.problem import Bools
from turnabout.model import Rules

Rule = Callable[[Columns, int], Bools]
"""The pairs that a rule forbids, bool[n, m]; the number is what the program file says of it, 1 for true."""


def _line(columns: Columns, levels: int) -> Bools:
    distance = columns.numbers(LINE)
    return (distance > 0) & (distance <= levels)


def _department(columns: Columns, _: int) -> Bools:
    same: Bools = np.equal.outer(columns.mentees.department, columns.mentors.department)
    return same


def _gap(columns: Columns, levels: int) -> Bools:
    return columns.gap() < levels


def _language(columns: Columns, _: int) -> Bools:
    none: Bools = shared_counts(columns.mentees.languages, columns.mentors.languages) == 0
    return none


def _minutes(columns: Columns, least: int) -> Bools:
    common, row, column = columns.weeks_in_common
    return spread(common < least, row, column)


def _before(columns: Columns, _: int) -> Bools:
    return columns.numbers(EARLIER) > 0


def _topic(columns: Columns, _: int) -> Bools:
    # Priorities and proficiencies are at least 1, so a product of 0 means that nothing offered is near anything sought.
    none: Bools = shared_counts(columns.mentees.topics, columns.mentors.topics) == 0
    return none


def _not_given(columns: Columns, _: int) -> Bools:
    absent: Bools = columns.numbers(GIVEN) == 0
    return absent


def _refused(columns: Columns, _: int) -> Bools:
    return columns.numbers(VETO) > 0


RULES: Mapping[str, Rule] = {
    "reporting_line": _line,
    "different_department": _department,
    "level_gap": _gap,
    "common_language": _language,
    "common_minutes": _minutes,
    "not_paired_before": _before,
    "common_topic": _topic,
    GIVEN: _not_given,
    VETO: _refused,
}
"""In the order of the program file; given points and vetoes are never in it."""


def rules_in_force(columns: Columns, rules: Rules) -> tuple[str, ...]:
    """The names of what forbids pairs here, in the order of the program file, then given points, vetoes last.

    A level gap of 0 is a rule, too: the mentor is the junior.
    """
    return tuple(name for name in RULES if name == "level_gap" or getattr(rules, name, name in columns.listed))


def forbidden(columns: Columns, rules: Rules, name: str) -> Bools:
    """The pairs that a rule in force forbids; bool[n, m]."""
    return RULES[name](columns, int(getattr(rules, name, True)))


def exclusions(columns: Columns, rules: Rules) -> Iterator[tuple[str, Bools]]:
    """For each rule in force, the pairs it forbids: bool[n, m], one after the other."""
    for name in rules_in_force(columns, rules):
        yield name, forbidden(columns, rules, name)


def permitted(columns: Columns, rules: Rules) -> Bools:
    """The pairs that no rule forbids, and those that stand, whatever a rule says of them; bool[n, m]."""
    allowed = np.ones(columns.shape, np.bool_)
    for _, table in exclusions(columns, rules):
        allowed &= ~table
    return allowed | (columns.numbers(STANDING) > 0)
