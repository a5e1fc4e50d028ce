"""The points of pairs from columns: a table for a few mentees at a time, or the best mentors of every mentee."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from turnabout.matching.people.columns import GIVEN, Columns, Points
from turnabout.matching.people.criteria import CRITERIA, Criterion, weighted
from turnabout.matching.people.exclusions import permitted
from turnabout.matching.people.own_criteria import own_criteria
from turnabout.model import Program, Rules

FORBIDDEN = -1
"""Stands in a table of points where a rule forbids the pair."""


@dataclass(frozen=True, slots=True)
class Scoring:
    """How a program scores pairs: the criteria that have a weight, and its hard rules."""

    criteria: Mapping[str, Criterion]
    weights: Mapping[str, int]
    rules: Rules


def scoring_of(program: Program) -> Scoring:
    """How the program scores pairs; criteria in their own order, those of other packages after them.

    Raises what `own_criteria` raises.
    """
    pairing = program.pairing
    of_the_tool = {name: each for name, each in CRITERIA.items() if pairing.weights.get(name)}
    return Scoring(
        {**of_the_tool, **own_criteria(program)}, {**pairing.weights, **pairing.criteria}, program.pairing.rules
    )


def given_scoring(program: Program) -> Scoring:
    """How the program scores pairs where a table gives their points: no criterion counts, its hard rules do."""
    return Scoring({"given": given}, {"given": 1}, program.pairing.rules)


def given(columns: Columns) -> Points:
    """The points that the table gives; 0 for a pair that is not in it, as one that stands may be."""
    points: Points = np.maximum(columns.numbers(GIVEN) - 1, 0)
    return points


def criterion_tables(columns: Columns, scoring: Scoring) -> dict[str, Points]:
    """What each criterion with a weight gives every pair, 0 to 10,000; int32[n, m] each."""
    return {name: criterion(columns) for name, criterion in scoring.criteria.items()}


def points_table(columns: Columns, scoring: Scoring) -> Points:
    """The points of every pair, whatever the rules say of it: the weighted mean of the criteria; int32[n, m]."""
    return weighted(criterion_tables(columns, scoring), scoring.weights, columns.shape)


def permitted_points(columns: Columns, scoring: Scoring) -> Points:
    """The points of every pair, FORBIDDEN where a rule forbids it and it does not stand; int32[n, m]."""
    table = points_table(columns, scoring)
    table[~permitted(columns, scoring.rules)] = FORBIDDEN
    return table
