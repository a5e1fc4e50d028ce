"""Balance rules of a program as side rows of its problem: whole-number conditions, each with a sentence for people."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from math import gcd

import numpy as np

from turnabout.matching.problem import Bools, Ints, Problem
from turnabout.matching.side import SideRow
from turnabout.model import BalanceRule, Participant, Role

PERSON = "person"
_PLACE = {"site": "in {}", "department": "in department {}", "level": "on level {}"}


def with_balance(
    posed: Problem, rules: Sequence[BalanceRule], mentors: Sequence[Participant], mentees: Sequence[Participant]
) -> Problem:
    """The problem with its program's balance rules; mentors and mentees are the problem's, in its order.

    A rule for each person is a least or most number of partners, which needs no row of its own; nobody's pairs that
    stand are given up for it.
    """
    of_person = [rule for rule in rules if rule.each == PERSON]
    for rule in of_person:
        posed = _with_loads(posed, rule)
    columns, rows = posed.mentor.astype(np.int64), posed.mentee
    side = [
        row
        for rule in rules
        if rule.each != PERSON
        for name, words, counted in _counted(rule, mentors, mentees, columns, rows)
        for row in _rows(rule, name, words, counted)
    ]
    return replace(posed, side=tuple(side)) if side else posed


def _with_loads(posed: Problem, rule: BalanceRule) -> Problem:
    mentor = rule.of == Role.MENTOR
    standing = posed.mentor[posed.locked] if mentor else posed.mentee[posed.locked]
    most, least = (posed.capacity, posed.mentor_minimum) if mentor else (posed.demand, posed.mentee_minimum)
    taken = np.bincount(standing, minlength=len(most))
    if rule.at_most is not None:
        most = np.maximum(np.minimum(most, rule.at_most), taken)
    if rule.at_least is not None:
        least = np.maximum(least, np.minimum(rule.at_least, most))  # who is paused has no place to fill
    if mentor:
        return replace(posed, capacity=most, mentor_minimum=least)
    return replace(posed, demand=most, mentee_minimum=least)


def _counted(
    rule: BalanceRule, mentors: Sequence[Participant], mentees: Sequence[Participant], columns: Ints, rows: Ints
) -> Iterator[tuple[str, str, Bools]]:
    """For each quota of the rule its name, words for the pairs it counts, and which these are (bool[E])."""
    counted = np.ones(len(rows), dtype=bool)
    words = "pairs"
    if rule.across:
        own, other = (_values(side, rule.across) for side in (mentors, mentees))
        counted &= (own[columns] != other[rows]) & (own[columns] != "") & (other[rows] != "")
        words += f" across {rule.across}s"
    for role, wanted, people, at in (
        (Role.MENTOR, rule.mentor, mentors, columns),
        (Role.MENTEE, rule.mentee, mentees, rows),
    ):
        for key, value in wanted.items():
            has = np.array([_has(person, key, value, role) for person in people], dtype=bool)
            counted &= has[at]
            verb = "offers" if role is Role.MENTOR else "seeks"
            said = f"who {verb} {value}" if key == "topic" else _PLACE[key].format(value)
            words += f" with a {role} {said}"
    if not rule.each:
        yield rule.id, words, counted
        return
    people, at = (mentors, columns) if rule.of == Role.MENTOR else (mentees, rows)
    values = _values(people, rule.each)
    for value in sorted(
        set(values.tolist()) - {""}, key=lambda each: (len(each), each) if each.isdigit() else (0, each)
    ):
        said = _PLACE[rule.each].format(value)
        yield f"{rule.id}:{value}", f"{words} with a {rule.of} {said}", counted & (values == value)[at]


def _rows(rule: BalanceRule, name: str, words: str, counted: Bools) -> list[SideRow]:
    """One row, or with limits of several kinds one for each, called by the name and the kind."""
    rows = list(_each_limit(rule, words, counted))
    return [replace(row, name=name if len(rows) == 1 else f"{name}:{row.name}") for row in rows]


def _each_limit(rule: BalanceRule, words: str, counted: Bools) -> Iterator[SideRow]:
    edges = np.flatnonzero(counted)
    if rule.at_least is not None or rule.at_most is not None:
        limits = [("at least", rule.at_least), ("at most", rule.at_most)]
        stated = [(how, number) for how, number in limits if number is not None]
        said = " and ".join(f"{how} {number}" for how, number in stated)
        counting = words.replace("pairs", "pair", 1) if stated[-1][1] == 1 else words
        yield SideRow("number", f"{said} {counting}", edges, np.ones(len(edges), np.int64), rule.at_least, rule.at_most)
    for how, percent, kind in (
        ("at least", rule.at_least_percent, "least-percent"),
        ("at most", rule.at_most_percent, "most-percent"),
    ):
        if percent is None:
            continue
        # counted >= p / 100 of all, in whole numbers: 100 counted - p all >= 0
        weights = np.where(counted, 100 - percent, -percent) // gcd(100, percent)
        used = np.flatnonzero(weights)
        low, high = (0, None) if how == "at least" else (None, 0)
        yield SideRow(kind, f"{how} {percent} % of all pairs are {words}", used, weights[used], low, high)


def _values(people: Sequence[Participant], key: str) -> "np.ndarray[tuple[int], np.dtype[np.str_]]":
    of: Callable[[Participant], object] = {
        "site": lambda person: person.site,
        "department": lambda person: person.department,
        "level": lambda person: person.level,
    }[key]
    return np.array([str(of(person)) for person in people], dtype=str)


def _has(person: Participant, key: str, value: str | int, role: Role) -> bool:
    if key == "topic":
        return value in (person.offers if role is Role.MENTOR else person.seeks)
    return str(getattr(person, key)) == str(value)
