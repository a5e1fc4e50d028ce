"""`turnabout explain`: why a pair was made or not, and why a person has no partner, in a coordinator's words."""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from functools import cache
from typing import TYPE_CHECKING, TypeAlias

import click

from turnabout.cli.numbers_text import change_line, inexact, kept_no_more
from turnabout.cli.participants import mentor_and_mentee, require_part
from turnabout.cli.points import PointsFile, points_option, with_points
from turnabout.cli.setting import Setting, read, repository_options, sound, step
from turnabout.cli.tables import table
from turnabout.cli.vetoes import VetoesFile, given_vetoes, vetoes_option
from turnabout.errors import UsageError
from turnabout.model import Status
from turnabout.relations import broken_rules, earlier_pairs
from turnabout.wording import counted
from turnabout.workspace import Workspace

if TYPE_CHECKING:
    from turnabout.matching.advice.change import Change
    from turnabout.matching.advice.rules_dropped import RuleReason, Without
    from turnabout.matching.pairing import Pairing

Said = tuple[str, dict[str, object]]
"""The sentences for people, and the same as data."""
Alone: TypeAlias = "Callable[[], Sequence[Without]]"
"""Tells the pairing without each balance rule alone."""


@click.command(short_help="Say why a pair was made, or why a person has none.")
@click.argument("program")
@click.argument("people", nargs=-1, required=True)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@points_option
@vetoes_option
@repository_options
def explain(
    setting: Setting, program: str, people: tuple[str, ...], form: str, points: PointsFile, vetoes: VetoesFile
) -> int:
    """Say why a pair was made, or why a person has none.

    With two people (in any order, or as MENTOR--MENTEE): why they are a pair, or what stands against it and what forcing
    it would cost. With one: who their partner is and what else was possible, or why there is none.

    Example: turnabout explain digital-2026 ines-carvalho grace-mwangi
    """
    from turnabout.matching.advice.rules_dropped import without_each
    from turnabout.matching.pairing import pair_program

    people = _people(people)
    workspace = sound(read(setting), "explained")
    if len(people) == 2:
        people = mentor_and_mentee(workspace, program, *people)
    else:
        require_part(workspace, program, *people)
    workspace = with_points(points, workspace, program)
    refused = given_vetoes(vetoes, workspace, program)
    pairing = pair_program(workspace, program, refused, progress=lambda stage: step(f"solving: {stage}"), whole=True)
    alone = cache(lambda: without_each(pairing))  # solves once for each balance rule, and only where that is asked
    text, data = (
        _two(workspace, pairing, alone, *_active(pairing, *people))
        if len(people) == 2
        else _one(pairing, alone, people[0])
    )
    click.echo(json.dumps(data, ensure_ascii=False, indent=2) if form == "json" else text)
    return 0


def _people(typed: tuple[str, ...]) -> tuple[str, ...]:
    """One or two ids; a pair may be typed as its file is called. UsageError for more."""
    people = tuple(typed[0].split("--")) if len(typed) == 1 else typed
    if len(people) > 2:
        raise UsageError(
            f"expected one or two people, found {len(people)}", "give a mentor and a mentee, or one person"
        )
    return people


def _active(pairing: "Pairing", mentor: str, mentee: str) -> tuple[str, str]:
    """The two; UsageError where one of them is not there to be paired."""
    found = pairing.found
    for name, there in ((mentor, found.column), (mentee, found.row)):
        if name not in there:
            raise UsageError(f"`{name}` is not active in this program", "paused and withdrawn people get no new pairs")
    return mentor, mentee


def _two(workspace: Workspace, pairing: "Pairing", alone: Alone, mentor: str, mentee: str) -> Said:
    made = next((m for m in pairing.made if (m.key.mentor, m.key.mentee) == (mentor, mentee)), None)
    if made:
        return _made(pairing, alone, mentor, mentee)
    return _not_made(workspace, pairing, alone, mentor, mentee)


def _made(pairing: "Pairing", alone: Alone, mentor: str, mentee: str) -> Said:
    from turnabout.matching.advice.explain import explain_made
    from turnabout.matching.advice.rules_dropped import rules_about_pair

    made = next(m for m in pairing.made if (m.key.mentor, m.key.mentee) == (mentor, mentee))
    told = explain_made(pairing.problem, pairing.solution, mentor, mentee)
    weights = pairing.found.scoring.weights
    whole = sum(weights[name] for name in made.criteria)
    rows = [
        [name, str(points), str(weights[name]), str(round(points * weights[name] / whole))]
        for name, points in made.criteria.items()
    ]
    lines = [
        f"{mentor} (mentor) with {mentee} (mentee): {made.points} of 10000 points",
        f"  {made.why}",
        "",
        *table(["criterion", "points", "weight", "share"], rows),
        "",
    ]
    if told.locked:
        lines.append("They are a pair today, and pairs that stand are not taken apart.")
    for runner_up, person, word in ((told.other_mentor, mentee, "mentor"), (told.other_mentee, mentor, "mentee")):
        if runner_up is None:
            lines.append(f"For {person} the rules permit no other {word}.")
        else:
            lines.append(f"The next best {word} for {person} is {runner_up.person}, with {_than(runner_up.lost)}.")
    if told.forbidden is not None:
        lines += ["", "If this pair were forbidden:", *_change(told.forbidden)]
    rules = () if told.locked else rules_about_pair(pairing, alone(), mentor, mentee)
    lines += [""] * bool(rules) + [_decided(pairing, rule, "the two would not be a pair", "is") for rule in rules]
    data = {"made": True, "why": made.why, "criteria": dict(made.criteria), "balance": _rule_data(rules)}
    return "\n".join(lines), {**data, **asdict(told)}


def _not_made(workspace: Workspace, pairing: "Pairing", alone: Alone, mentor: str, mentee: str) -> Said:
    from turnabout.matching.advice.explain import explain_unmade
    from turnabout.matching.advice.rules_dropped import rules_about_pair
    from turnabout.matching.advice.words import REMEDIES, RULES, named
    from turnabout.matching.people.candidates import GIVEN, VETO

    found = pairing.found
    cell = found.row[mentee], found.column[mentor]
    rules = found.reasons(mentor, mentee)
    held: tuple[RuleReason, ...] = ()
    told = explain_unmade(pairing.problem, pairing.solution, mentor, mentee)
    would = "" if GIVEN in rules else f"; they would have {found.points_of(mentor, mentee)} points"
    lines = [f"{mentor} (mentor) with {mentee} (mentee): not a pair{would}"]
    sides = found.cohort.mentors[cell[1]], found.cohort.mentees[cell[0]]
    earlier = earlier_pairs(workspace.pairs.values(), found.cohort.program.id)
    broken = broken_rules(found.cohort.program, workspace.people, workspace.topics, *sides, earlier)
    lines += [f"  rule `{each.rule}`: {each.message}" for each in broken]
    lines += [f"  {RULES[rule]}" for rule in (GIVEN, VETO) if rule in rules]
    if rules:
        lines += [f"  try: {REMEDIES[rules[0]]}"]
    elif told.full:
        lines.append(
            f"  {' and '.join(told.full)} {'has' if len(told.full) == 1 else 'have'} no place beside today's pairs"
        )
    elif told.forced is not None:
        held = rules_about_pair(pairing, alone(), mentor, mentee)
        lines += [f"  {_decided(pairing, rule, 'the two would be a pair')}" for rule in held]
        why = "No hard rule forbids it" if held else "The rules permit it; it does less good on the whole"
        lines += [f"{why}. If it were forced:", *_change(told.forced)]
    data = {"made": False, "rules": [named(rule) for rule in rules], "balance": _rule_data(held)}
    return "\n".join(lines), {**data, **asdict(told)}


def _one(pairing: "Pairing", alone: Alone, person: str) -> Said:
    from turnabout.matching.advice.explain import explain_unpaired, one_more_place
    from turnabout.matching.advice.rules_dropped import rules_about_person
    from turnabout.matching.advice.words import unpaired, unused

    found = pairing.found
    if person not in found.row and person not in found.column:
        return f"{person} is paused or has withdrawn: nobody is paired anew while that is so.", {"person": person}
    partners = [made for made in pairing.made if person in (made.key.mentor, made.key.mentee)]
    if partners:
        told = [_made(pairing, alone, made.key.mentor, made.key.mentee) for made in partners]
        return "\n\n".join(text for text, _ in told), {"person": person, "pairs": [data for _, data in told]}
    role = "mentee" if person in found.row else "mentor"
    people = found.cohort.mentees if role == "mentee" else found.cohort.mentors
    if next(each for each in people if each.id == person).status is not Status.ACTIVE:
        return f"{person} is paused or has withdrawn: nobody is paired anew while that is so.", {"person": person}
    why = (unpaired if role == "mentee" else unused)(found, [person])[0]
    told_person = explain_unpaired(pairing.problem, pairing.solution, person, role)
    lines = [f"{person} ({role}) has no partner: {why.sentence}."]
    if why.remedy:
        lines.append(f"  try: {why.remedy}")
    held = rules_about_person(pairing, alone(), person) if told_person.candidates else ()
    lines += [f"  {_decided(pairing, rule, f'{person} would be with {_names(rule.partners)}')}" for rule in held]
    if told_person.candidates:
        lines.append(f"  permitted: {_names(told_person.candidates)}")
    if told_person.cheapest is not None:
        other = "mentor" if role == "mentee" else "mentee"
        gain = one_more_place(pairing.problem, pairing.solution, told_person.cheapest, other)
        lines += ["", f"One more place for {told_person.cheapest} would change this:", *_change(gain)]
    data = {"person": person, "why": why.sentence, "try": why.remedy, "balance": _rule_data(held)}
    return "\n".join(lines), {**data, **asdict(told_person)}


def _decided(pairing: "Pairing", reason: "RuleReason", would: str, verb: str = "would be") -> str:
    """That balance rules are the reason, what they ask for, and what would be without them."""
    from turnabout.matching.advice.change import Change, numbers

    several = len(reason.rules) > 1
    rules = " and ".join(f"`{name}` {asks}" for name, asks in zip(reason.rules, reason.asks, strict=True))
    counts = ""
    if reason.counts is not None:
        counts = f"; this pair {verb} {'one' if reason.counts else 'none'} of them"
    change = Change(numbers(pairing.problem, pairing.solution), reason.without, exact=reason.exact)
    return (
        f"The balance rule{'s' * several} {rules}{counts}. Without {'them' if several else 'it'} {would}: "
        f"{change_line(change)}{', exactly' if reason.exact else ''}."
    )


def _rule_data(reasons: "tuple[RuleReason, ...]") -> list[dict[str, object]]:
    return [asdict(reason) for reason in reasons]


def _change(change: "Change") -> list[str]:
    """What moves and what it costs, a line each."""
    if change.after is None and change.rules:
        return [f"  no pairing would be left that keeps {kept_no_more(change)}"]
    if change.after is None:
        conflict = change.conflict
        reason = f" for {_names(conflict.people)}" if conflict else ""
        return [f"  no pairing would be left that keeps the minimum loads and locks{reason}"]
    before, after = change.before, change.after
    lines = [
        f"  mentees with a mentor: {before.covered} -> {after.covered}",
        f"  worst new pair: {_points(before.worst)} -> {_points(after.worst)}",
        f"  total: {before.total} -> {after.total} ({after.total - before.total:+d}{inexact(change)})",
    ]
    moves: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
        ("instead of", change.dropped),
        ("there would be", change.added),
    )
    for word, pairs in moves:
        lines += [f"  {word} {mentor} with {mentee}" for mentor, mentee in pairs]
    return lines


def _than(lost: int) -> str:
    if lost == 0:
        return "as many points"
    return f"{counted(abs(lost), 'point')} {'less' if lost > 0 else 'more'}"


def _points(points: int | None) -> str:
    return "none" if points is None else str(points)


def _names(names: tuple[str, ...], most: int = 8) -> str:
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more
