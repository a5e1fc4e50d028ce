"""The program's hard rules, one by one, for the pairs as they stand; and the exceptions from them."""

import dataclasses
import datetime
from collections.abc import Collection, Iterator

from turnabout.diagnostics import Severity
from turnabout.ids import PairKey
from turnabout.model import Pair, Program, Rules
from turnabout.relations import broken_rules, earlier_pairs
from turnabout.rules.pair import excepted, planned, sides, with_program
from turnabout.rules.registry import Finding, rule
from turnabout.workspace import Workspace

# Everything off: each rule here switches on its own one.
_OFF = Rules(
    reporting_line=0,
    different_department=False,
    level_gap=-99,
    common_language=False,
    common_minutes=0,
    not_paired_before=False,
    common_topic=False,
)
_NAMES = tuple(field.name for field in dataclasses.fields(Rules))


def _broken(workspace: Workspace, name: str, among: Collection[PairKey] | None = None) -> Iterator[tuple[Pair, str]]:
    """Every pair (or only those `among`) that goes on and breaks this rule of its program, with what is the case."""
    alone: dict[str, Program | None] = {}
    of_two = workspace.derived(_keys_by_two)
    for pair, program in with_program(workspace):
        if among is not None and pair.key not in among:
            continue
        if program.id not in alone:
            alone[program.id] = _only(program, name)
        asked = alone[program.id]
        two = [person for _, person in sides(workspace, pair)]
        if asked is None or len(two) < 2 or two[0] is two[1] or not planned(pair):
            continue
        both = [workspace.pairs[key] for key in of_two[pair.key.mentor, pair.key.mentee]]
        earlier = earlier_pairs(both, program.id)
        for broken in broken_rules(asked, workspace.people, workspace.topics, two[0], two[1], earlier):
            yield pair, broken.message


def _keys_by_two(workspace: Workspace) -> dict[tuple[str, str], list[PairKey]]:
    found: dict[tuple[str, str], list[PairKey]] = {}
    for key in workspace.pairs:
        found.setdefault((key.mentor, key.mentee), []).append(key)
    return found


def _only(program: Program, name: str) -> Program | None:
    """The program with this hard rule and no other, or None where it does not ask for it."""
    value = getattr(program.pairing.rules, name)
    if not value and name != "level_gap":  # level_gap 0 still keeps a mentor from being above the mentee
        return None
    rules = dataclasses.replace(_OFF, **{name: value})
    return dataclasses.replace(program, pairing=dataclasses.replace(program.pairing, rules=rules))


def _findings(workspace: Workspace, today: datetime.date, name: str, fix: str) -> Iterator[Finding]:
    for pair, message in _broken(workspace, name):
        if not excepted(pair, name, today) and not _over(workspace, pair, today):
            yield Finding(
                workspace.at(pair.path, "status"),
                message,
                f"{fix}, or add an `exception` for `{name}` with reason, approver and last day",
            )


def _over(workspace: Workspace, pair: Pair, today: datetime.date) -> bool:
    """Whether the pair's program has ended: nobody has to be paired anew then."""
    program = workspace.programs.get(pair.key.program)
    return program is not None and program.ends < today


_DRAFT = """
    # program/pairs/digital-2026/ben-okoro--mia-sato.yaml
    status: draft
"""
_DRAFT_FAILS = _DRAFT.replace("draft", "draft  # <-")


@rule(
    "PAIR009",
    passing="""
    # program/participants/ben-okoro.yaml
    manager: external:0badcafe
    """
    + _DRAFT,
    failing="""
    # program/participants/ben-okoro.yaml
    manager: mia-sato
    """
    + _DRAFT_FAILS,
)
def outside_reporting_line(workspace: Workspace, today: datetime.date) -> Iterator[Finding]:
    """Ensure nobody is paired with a person above or below them in their own reporting line.

    Nobody speaks freely to the person who decides about their pay. `reporting_line` in the program's file says how many
    levels up and down are checked. After a reorganisation, end the pair and find both a new partner.
    """
    yield from _findings(workspace, today, "reporting_line", "find both another partner")


@rule(
    "PAIR010",
    passing=_DRAFT,
    failing="""
    # program/participants/ben-okoro.yaml
    department: sales
    """
    + _DRAFT_FAILS,
)
def different_departments(workspace: Workspace, today: datetime.date) -> Iterator[Finding]:
    """Ensure the two work in different departments, where the program asks for it.

    Inside one department the same colleagues and the same conflicts come along. Pair them with people from elsewhere,
    or set `different_department` to false for the whole program.
    """
    yield from _findings(workspace, today, "different_department", "find both another partner")


@rule(
    "PAIR011",
    passing=_DRAFT,
    failing="""
    # program/participants/ben-okoro.yaml
    level: 6
    """
    + _DRAFT_FAILS,
)
def levels_apart(workspace: Workspace, today: datetime.date) -> Iterator[Finding]:
    """Ensure the mentee is as many levels above the mentor as the program asks for.

    Reverse mentoring lives from the distance: the mentor is the junior. Correct a level that is wrong, rename the file
    if the two are swapped, or find another partner.
    """
    yield from _findings(workspace, today, "level_gap", "correct `level`, or find both another partner")


@rule(
    "PAIR012",
    passing=_DRAFT,
    failing="""
    # program/participants/ben-okoro.yaml
    languages: [pt]
    """
    + _DRAFT_FAILS,
)
def common_language(workspace: Workspace, today: datetime.date) -> Iterator[Finding]:
    """Ensure the two have a language in common, where the program asks for it.

    Add a language that a person likes to talk in, or find another partner.
    """
    yield from _findings(workspace, today, "common_language", "complete `languages`, or find both another partner")


@rule(
    "PAIR013",
    passing=_DRAFT,
    failing="""
    # program/participants/ben-okoro.yaml
    availability: [{day: fri, from: "08:00", to: "09:00"}]
    """
    + _DRAFT_FAILS,
)
def common_time(workspace: Workspace, today: datetime.date) -> Iterator[Finding]:
    """Ensure the two have enough common time in each week, where the program asks for it.

    It is counted in one piece, in real time zones, and in the worst weeks of the program, when only one of the two has
    changed the clocks. Ask both for more hours, or find another partner.
    """
    yield from _findings(workspace, today, "common_minutes", "ask both for more hours")


@rule(
    "PAIR014",
    passing=_DRAFT,
    failing="""
    # program/pairs/digital-2025/ben-okoro--mia-sato.yaml
    status: completed
    """
    + _DRAFT_FAILS,
)
def not_paired_before(workspace: Workspace, today: datetime.date) -> Iterator[Finding]:
    """Ensure the two were not a pair before, where the program asks for it.

    A second program is the chance to hear somebody else. Find both another partner, or set `not_paired_before` to false.
    """
    yield from _findings(workspace, today, "not_paired_before", "find both another partner")


@rule(
    "PAIR015",
    passing="""
    # program/digital-2026.yaml
    pairing:
      stages: [coverage, total]
      weights: {topics: 10}
      rules: {common_topic: true}
    """
    + _DRAFT,
    failing="""
    # program/digital-2026.yaml
    pairing:
      stages: [coverage, total]
      weights: {topics: 10}
      rules: {common_topic: true}
    # program/participants/ben-okoro.yaml
    offers: [{topic: accessibility, proficiency: 3}]
    """
    + _DRAFT_FAILS,
)
def common_topic(workspace: Workspace, today: datetime.date) -> Iterator[Finding]:
    """Ensure the mentor offers something that the mentee seeks, where the program asks for it.

    A topic beside it under the same wider topic counts too. Complete `offers` or `seeks`, or find another partner.
    """
    yield from _findings(workspace, today, "common_topic", "complete `offers` or `seeks`")


_EXCEPTION = """
    # program/participants/ben-okoro.yaml
    department: sales
    # program/pairs/digital-2026/ben-okoro--mia-sato.yaml
    status: draft
    exception:
      reason: Both sites are far apart
      approver: Helena Brandt
"""


@rule(
    "PAIR016",
    severity=Severity.WARNING,
    passing=_EXCEPTION
    + """
      rule: different_department
      expires: "2026-12-31"
    """,
    failing=_EXCEPTION.replace("department: sales", "department: operations")
    + """
      rule: different_department
      expires: "2026-10-31"  # <-
    """,
)
def exception_not_expired(workspace: Workspace, today: datetime.date) -> Iterator[Finding]:
    """Ensure an exception has not expired.

    An exception that has expired allows nothing: if the rule is still broken, that is an error. Have it approved again
    with a new last day, or remove it.
    """
    for pair in workspace.pairs.values():
        expired = pair.exception is not None and pair.exception.expires < today
        if planned(pair) and pair.exception is not None and expired and not _over(workspace, pair, today):
            yield Finding(
                workspace.at(pair.path, "exception", "expires"),
                f"the exception for `{pair.exception.rule}` expired on `{pair.exception.expires}`",
                "have it approved again, or remove it",
            )


@rule(
    "PAIR017",
    severity=Severity.WARNING,
    passing=_EXCEPTION
    + """
      rule: different_department
      expires: "2026-12-31"
    """,
    failing=_EXCEPTION.replace("department: sales", "department: operations")
    + """
      rule: different_department  # <-
      expires: "2026-12-31"
    """,
)
def exception_needed(workspace: Workspace, today: datetime.date) -> Iterator[Finding]:
    """Ensure an exception is still needed.

    An exception from a rule that the pair does not break would hide the day on which it does. Remove it.
    """
    candidates = [
        pair
        for pair, _ in with_program(workspace)
        if pair.exception is not None
        and planned(pair)
        and pair.exception.expires >= today
        and len(list(sides(workspace, pair))) == 2
    ]
    keys = {pair.key for pair in candidates}
    broken = {(pair.key, name) for name in _NAMES for pair, _ in _broken(workspace, name, keys)}
    for pair in candidates:
        name = "" if pair.exception is None else pair.exception.rule
        needed = _untrained(workspace, pair) if name == "training" else (pair.key, name) in broken
        if not needed:
            yield Finding(
                workspace.at(pair.path, "exception", "rule"),
                f"the pair does not break `{name}`",
                "remove the exception",
            )


def _untrained(workspace: Workspace, pair: Pair) -> bool:
    modules = workspace.programs[pair.key.program].training
    return any(module not in person.training for role, person in sides(workspace, pair) for module in modules[role])


@rule(
    "PAIR018",
    passing=_EXCEPTION
    + """
      rule: different_department
      expires: "2026-12-31"
    """,
    failing=_EXCEPTION.replace("approver: Helena Brandt", "approver: Mia Sato  # <-")
    + """
      rule: different_department
      expires: "2026-12-31"
    """,
)
def exception_approved_by_another(workspace: Workspace, _today: datetime.date) -> Iterator[Finding]:
    """Ensure nobody approves an exception for their own pair.

    The rules protect the junior; the one who gains by an exception cannot allow it. Have the sponsor or a coordinator
    approve it.
    """
    for pair in workspace.pairs.values():
        if pair.exception is not None:
            approver = pair.exception.approver.casefold()
            if any(approver in (person.id, person.name.casefold()) for _, person in sides(workspace, pair)):
                yield Finding(
                    workspace.at(pair.path, "exception", "approver"),
                    "expected somebody outside the pair, found one of the two",
                    "have the sponsor or a coordinator approve it",
                )
