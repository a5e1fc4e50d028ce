"""A program's pairing without one of its balance rules, solved again: what the rule costs, and whom it pairs or keeps apart.

Multipliers only bound what a rule costs; these figures come from a second answer, which is the best one unless it says
that its search left a gap. Of equally good answers the one that moves fewest pairs is taken.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from turnabout.matching.advice.change import Numbers, Pair, marked, near_to, numbers
from turnabout.matching.advice.gaps import is_exact
from turnabout.matching.pairing import Pairing
from turnabout.matching.people.balance import PERSON, with_balance
from turnabout.matching.people.candidates import Candidates, problem
from turnabout.matching.problem import Problem
from turnabout.matching.side import SideRow
from turnabout.matching.solution import made_pairs
from turnabout.matching.solvers import solve_again
from turnabout.model import BalanceRule
from turnabout.wording import counted


@dataclass(frozen=True, slots=True)
class Without:
    """What the pairing would be without some balance rules; `exact` is False where a search left a gap."""

    rules: tuple[BalanceRule, ...]
    numbers: Numbers
    pairs: frozenset[Pair]
    exact: bool


@dataclass(frozen=True, slots=True)
class RuleReason:
    """Balance rules that decide about a pair or a person: one by itself, or all of them where no single one does.

    `asks` says what they ask for, a sentence's end for each. `counts`: whether the pair is one that the rule counts; None
    where that is not what decides, but that other pairs are moved for the rule. `partners` are those that a person would
    have `without` the rules.
    """

    rules: tuple[str, ...]
    asks: tuple[str, ...]
    counts: bool | None
    without: Numbers
    exact: bool
    partners: tuple[str, ...] = ()


def without_each(pairing: Pairing) -> tuple[Without, ...]:
    """The pairing without each balance rule of the program alone, in the order of its file."""
    rules = pairing.found.cohort.program.pairing.balance
    bare = _bare(pairing)
    return tuple(_without(pairing, bare, (rule,)) for rule in rules)


def rules_about_pair(pairing: Pairing, alone: Sequence[Without], mentor: str, mentee: str) -> tuple[RuleReason, ...]:
    """The rules without which a pair that was not made would be one, or one that was made would be none.

    `alone` is what `without_each` found.
    """
    pair = (mentor, mentee)
    is_made = pair in _pairs(pairing)
    decide = _deciding(pairing, alone, lambda each: (pair in each.pairs) != is_made)
    return tuple(_reason(pairing, without, pair) for without in decide)


def rules_about_person(pairing: Pairing, alone: Sequence[Without], person: str) -> tuple[RuleReason, ...]:
    """The rules without which somebody who has no partner would have one; `alone` as in `rules_about_pair`."""
    decide = _deciding(pairing, alone, lambda each: bool(_partners(each.pairs, person)))
    return tuple(
        replace(_reason(pairing, without, None), partners=_partners(without.pairs, person)) for without in decide
    )


def _deciding(pairing: Pairing, alone: Sequence[Without], matters: Callable[[Without], bool]) -> list[Without]:
    """Each rule that matters by itself; else all of them together, if they do."""
    rules = pairing.found.cohort.program.pairing.balance
    single = [each for each in alone if matters(each)]
    if single or len(rules) < 2:
        return single
    together = _without(pairing, _bare(pairing), rules)
    return [together] if matters(together) else []


def _bare(pairing: Pairing) -> Problem:
    """The problem of the program without any balance rule."""
    found = pairing.found
    if any(
        rule.each == PERSON for rule in found.cohort.program.pairing.balance
    ):  # it changed places, and not only rows
        return problem(_with_rules(found, ()))
    return replace(pairing.problem, side=())


def _with_rules(found: Candidates, rules: tuple[BalanceRule, ...]) -> Candidates:
    program = found.cohort.program
    changed = replace(program, pairing=replace(program.pairing, balance=rules))
    return replace(found, cohort=replace(found.cohort, program=changed))


def _without(pairing: Pairing, bare: Problem, dropped: tuple[BalanceRule, ...]) -> Without:
    cohort = pairing.found.cohort
    rest = [rule for rule in cohort.program.pairing.balance if rule not in dropped]
    posed = with_balance(bare, rest, cohort.mentors, cohort.mentees)
    again = near_to(posed, marked(posed, _pairs(pairing)))
    solution = solve_again(again, pairing.problem, pairing.solution)
    return Without(
        rules=dropped,
        numbers=numbers(again, solution),
        pairs=frozenset(made[:2] for made in made_pairs(again, solution)),
        exact=is_exact(pairing.solution, solution),
    )


def _reason(pairing: Pairing, without: Without, pair: Pair | None) -> RuleReason:
    edge = None if pair is None else pairing.problem.edge(*pair)
    is_made = edge is not None and edge in pairing.solution.pairs
    asks: list[str] = []
    counts = None
    for rule in without.rules:
        rows = [row for row in pairing.problem.side if row.name.partition(":")[0] == rule.id]
        counting = [row for row in rows if edge is not None and (row.coefficients[row.edges == edge] > 0).any()]
        if edge is not None and len(without.rules) == 1:
            counts = _decides_by_counting(counting or rows, bool(counting), is_made)
        asks.append(_asks(rule, counting or rows))
    return RuleReason(tuple(rule.id for rule in without.rules), tuple(asks), counts, without.numbers, without.exact)


def _decides_by_counting(rows: Sequence[SideRow], counts: bool, is_made: bool) -> bool | None:
    """Whether the pair counts, where that is why it is made: a least wants pairs that count, a most those that do not."""
    wanted = any((row.low if counts == is_made else row.high) is not None for row in rows)
    return counts if wanted else None


def _asks(rule: BalanceRule, rows: list[SideRow]) -> str:
    if not rows:
        limits = (("at least", rule.at_least), ("at most", rule.at_most))
        bounds = " and ".join(f"{how} {counted(number, 'partner')}" for how, number in limits if number is not None)
        return f"asks that every {rule.of} has {bounds}"
    if len(rows) > 2:
        return f"sets a quota for each {rule.each} of the {rule.of}s"
    said = [f"that {row.words}" if (row.coefficients < 0).any() else f"for {row.words}" for row in rows]
    return f"asks {' and '.join(said)}"


def _pairs(pairing: Pairing) -> frozenset[Pair]:
    return frozenset((made.key.mentor, made.key.mentee) for made in pairing.made)


def _partners(pairs: Iterable[Pair], person: str) -> tuple[str, ...]:
    return tuple(
        sorted(mentee if mentor == person else mentor for mentor, mentee in pairs if person in (mentor, mentee))
    )
