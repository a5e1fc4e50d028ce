"""The sense of a program's balance rules: quotas that can be kept, about people who are there."""

import datetime
from collections.abc import Iterator

from turnabout.model import Participant, Role
from turnabout.rules.registry import Finding, rule
from turnabout.workspace import Workspace

_LIMITS = (("at_least", "at_most"), ("at_least_percent", "at_most_percent"))


@rule(
    "PROG017",
    passing="""
    # program/digital-2026.yaml
    pairing:
      stages: [coverage, worst-pair, total]
      weights: {topics: 6}
      balance:
        - {id: across-departments, across: department, at_least_percent: 50}
    """,
    failing="""
    # program/digital-2026.yaml
    pairing:
      stages: [coverage, worst-pair, total]
      weights: {topics: 6}
      balance:
        - id: across-departments
          across: department
          at_least: 3  # <-
          at_most: 2
    """,
)
def balance_rules_make_sense(workspace: Workspace, _today: datetime.date) -> Iterator[Finding]:
    """Ensure every balance rule has a limit that can be kept, and an id of its own.

    A quota with a least above its most can be kept by no pairing, and one without a limit asks for nothing. Correct the
    numbers. A rule for each person counts all of that person's partners, so it takes a number and nothing else.
    """
    for program in workspace.programs.values():
        for at, quota in enumerate(program.pairing.balance):
            where = ("pairing", "balance", at)
            if quota.id in [other.id for other in program.pairing.balance[:at]]:
                yield Finding(
                    workspace.at(program.path, *where, "id"),
                    f"the id `{quota.id}` is already taken in `balance`",
                    "give the second one another id",
                )
            given = [key for pair in _LIMITS for key in pair if getattr(quota, key) is not None]
            if not given:
                yield Finding(
                    workspace.at(program.path, *where, "id"),
                    "expected a limit, found none",
                    "add `at_least`, `at_most`, `at_least_percent` or `at_most_percent`",
                )
            for least, most in _LIMITS:
                low, high = getattr(quota, least), getattr(quota, most)
                if low is not None and high is not None and low > high:
                    yield Finding(
                        workspace.at(program.path, *where, least),
                        f"expected at most {high}, as `{most}` says, found {low}",
                        "correct one of the two",
                    )
            if quota.each == "person" and (
                quota.across or quota.mentor or quota.mentee or any(key in given for key in _LIMITS[1])
            ):
                yield Finding(
                    workspace.at(program.path, *where, "each"),
                    "expected only `of`, `at_least` and `at_most` beside `each: person`, found more",
                    "leave the rest out: everybody's partners are counted, all of them",
                )


@rule(
    "PROG018",
    passing="""
    # program/digital-2026.yaml
    pairing:
      stages: [coverage, worst-pair, total]
      weights: {topics: 6}
      balance:
        - {id: across-departments, across: department, at_least_percent: 50}
    """,
    failing="""
    # program/digital-2026.yaml
    pairing:
      stages: [coverage, worst-pair, total]
      weights: {topics: 6}
      balance:
        - id: atlantis
          mentee:
            site: atlantis  # <-
          at_least: 1
    """,
)
def balance_rules_are_about_somebody(workspace: Workspace, _today: datetime.date) -> Iterator[Finding]:
    """Ensure every department, site, level and topic that a balance rule names belongs to somebody who takes part.

    A name that nobody has counts no pair: a least can then never be kept, and a most says nothing. It is usually a
    spelling. Correct it, or take the rule out until somebody has signed up.
    """
    for program in workspace.programs.values():
        for at, quota in enumerate(program.pairing.balance):
            for role, wanted in ((Role.MENTOR, quota.mentor), (Role.MENTEE, quota.mentee)):
                # Of everybody, also where only a part is checked again; nobody is read for a rule that names nothing.
                people = workspace.whole.members(program.id, role) if wanted else ()
                for key, value in wanted.items():
                    if people and not any(value in _values(person, key, role) for person in people):
                        yield Finding(
                            workspace.at(program.path, "pairing", "balance", at, role.value, key),
                            f"expected the {key} of a {role} who takes part, found `{value}`",
                            _spelling(people, key, role),
                        )


def _values(person: Participant, key: str, role: Role) -> tuple[str | int, ...]:
    if key == "topic":
        return tuple(person.offers if role is Role.MENTOR else person.seeks)
    return (getattr(person, key),)


def _spelling(people: tuple[Participant, ...], key: str, role: Role) -> str:
    known = sorted({str(value) for person in people for value in _values(person, key, role)} - {""})
    listed = ", ".join(f"`{value}`" for value in known[:5])
    return f"write one that they have, such as {listed}" if listed else "take the rule out"
