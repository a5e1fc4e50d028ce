"""The part of `turnabout pair --fairness`: fairness and sensitivity in sentences for a coordinator, and as data."""

from collections.abc import Sequence
from dataclasses import asdict

from turnabout.cli.numbers_text import as_data, points
from turnabout.cli.tables import table
from turnabout.frozen import dataclass
from turnabout.matching.advice.fairness import Fairness, Rate, fairness
from turnabout.matching.advice.sensitivity import (
    Priority,
    RulePrice,
    WeightMoves,
    priorities,
    rule_prices,
    weight_moves,
)
from turnabout.matching.pairing import Made, Pairing
from turnabout.small_groups import SMALL_GROUP
from turnabout.wording import counted


@dataclass(frozen=True, slots=True)
class Figures:
    """All that is said about fairness."""

    fairness: Fairness
    priorities: tuple[Priority, ...]
    prices: tuple[RulePrice, ...]
    moves: tuple[WeightMoves, ...]


def figures(pairing: Pairing) -> Figures:
    """All figures; solves again for each rule and each weight."""
    return Figures(fairness(pairing), priorities(pairing), rule_prices(pairing), weight_moves(pairing))


def fairness_lines(pairing: Pairing, found: Figures) -> list[str]:
    """All of it as text."""
    told = found.fairness
    return [
        "",
        "Fairness",
        *_worst(told),
        f"  {_load(told)}",
        f"  {_blocking(told)}",
        *_priority(found.priorities),
        "",
        *_rates(told.rates),
        "",
        *_prices(pairing, found.prices),
        "",
        *_weights(pairing, found.moves),
    ]


def _worst(told: Fairness) -> list[str]:
    lines = []
    for made, which in ((told.worst_new, "new pair"), (told.worst_standing, "pair that stands")):
        if made is not None:
            lines.append(f"  The worst-off {which} is {made.key.mentor} with {made.key.mentee}, {made.points} points.")
    return lines


def _load(told: Fairness) -> str:
    spread = ", ".join(
        f"{count} {'mentor has' if count == 1 else 'mentors have'} {size or 'no'} mentee{'' if size == 1 else 's'}"
        for size, count in told.load.items()
    )
    return f"{spread}."


def _blocking(told: Fairness) -> str:
    if not told.blocking:
        return "Nobody would rather swap: no two people would both have more points together."
    said = f"{counted(told.blocking, 'pair')} that the rules permit would suit both people better than what they got"
    fixed = told.blocking - told.blocking_by_choice
    if fixed:
        said += f", {'all' if fixed == told.blocking else fixed} of them only because pairs that stand stay"
    if told.blocking_by_choice:
        said += "; making one would take another's mentor away, or cost more points elsewhere"
    return f"{said}."


def _priority(people: Sequence[Priority]) -> list[str]:
    if not people:
        return ["  Nobody carries over a priority from an earlier round."]
    lines = []
    for each in people:
        if not each.paired:
            result = "has no mentor this time either: see the reason above"
        elif each.paired_without:
            result = "has a mentor, and would have one without it"
        else:
            result = "has a mentor thanks to it"
        lines.append(f"  {each.person} carries over a priority of {each.priority}: {result}.")
    return lines


def _rates(rates: Sequence[Rate]) -> list[str]:
    rows = [
        [f"{each.role}s", each.by, each.group, str(each.people), f"{each.without} without a partner"]
        for each in rates
        if each.people is not None
    ]
    hidden = len(rates) - len(rows)
    lines = ["Who is left out, by group"]
    lines += table(["role", "by", "group", "people", "without"], rows) if rows else []
    if hidden:
        lines.append(
            f"  {counted(hidden, 'group')} not shown: fewer than {SMALL_GROUP} people, or their figure "
            "would tell that of one with fewer."
        )
    return lines


def _prices(pairing: Pairing, prices: Sequence[RulePrice]) -> list[str]:
    rows = [
        [
            f"{each.rule}, a balance rule" if each.balance else each.rule,
            f"{each.without.covered} of {pairing.mentees}",
            points(each.without.worst),
            _points_without(pairing.total, each),
            f"{each.moved} pair{' would be another' if each.moved == 1 else 's would be others'}",
        ]
        for each in prices
    ]
    return [
        "What each rule costs: the pairing without it (a price alone is no reason to drop a rule that protects people)",
        *table(["without", "mentees with a mentor", "worst new pair", "total, now and without", "moves"], rows),
        *([] if all(each.exact for each in prices) else ["  about: a search left a gap, so the figure is not exact"]),
    ]


def _points_without(now: int, price: RulePrice) -> str:
    without = price.without.total
    if without == now:
        return f"{now}, no difference"
    about = "" if price.exact else "about "
    return f"{about}{now} -> {without} ({_percent(now, without):+.1f} %)"


def _percent(now: int, without: int) -> float:
    """The difference in percent of the points there are now."""
    return round(100 * (without - now) / now, 1) if now else 0.0


def _weights(pairing: Pairing, moves: Sequence[WeightMoves]) -> list[str]:
    if pairing.found.given is not None:
        return ["A table gives the points, so nothing hangs on the weights."]
    new = sum(made.new for made in pairing.made)
    rows = [[each.criterion, str(each.halved), str(each.doubled)] for each in moves]
    steady = all(each.halved == each.doubled == 0 for each in moves)
    lines = [
        f"What hangs on the weights: how many of the {new} new pairs would be others",
        *table(["criterion", "half", "double"], rows),
    ]
    return [*lines, "  No single weight matters: the pairs stand whatever it is."] if steady and rows else lines


def fairness_data(pairing: Pairing, found: Figures) -> dict[str, object]:
    """The same for programs; figures of groups that are too small are null."""
    told = found.fairness
    return {
        "worst_new": _made(told.worst_new),
        "worst_standing": _made(told.worst_standing),
        "load": {str(size): count for size, count in told.load.items()},
        "blocking": told.blocking,
        "blocking_by_choice": told.blocking_by_choice,
        "priority": [asdict(each) for each in found.priorities],
        "rates": [asdict(each) for each in told.rates],
        "rules": [
            {
                "rule": each.rule,
                "kind": "balance" if each.balance else "hard",
                "without": as_data(each.without, pairing.mentees),
                "percent": _percent(pairing.total, each.without.total),
                "moved": each.moved,
                "exact": each.exact,
            }
            for each in found.prices
        ],
        "weights": [asdict(each) for each in found.moves],
    }


def _made(made: Made | None) -> dict[str, object] | None:
    return None if made is None else {"mentor": made.key.mentor, "mentee": made.key.mentee, "points": made.points}
