"""What a program aims at: figures of its objectives, and what pairing optimises."""

import datetime
from collections.abc import Iterator

from turnabout.diagnostics import Severity
from turnabout.rules.registry import Finding, rule
from turnabout.workspace import Workspace

_OBJECTIVE = """
    # program/digital-2026.yaml
    objectives:
      - id: tool-use
        title: Leaders use the tools they decide about
        indicator: Mentees who used such a tool in the last two weeks
"""


@rule(
    "PROG010",
    passing=_OBJECTIVE
    + """
        baseline: 22
        target: 70
    """,
    failing=_OBJECTIVE
    + """
        baseline: 70
        target: 70  # <-
    """,
)
def target_differs(workspace: Workspace, _today: datetime.date) -> Iterator[Finding]:
    """Ensure the target of an objective differs from its baseline.

    An objective that is reached before the start measures nothing. Set the target before the program begins, and leave
    it alone afterwards.
    """
    for program in workspace.programs.values():
        for at, objective in enumerate(program.objectives):
            if objective.baseline == objective.target:
                yield Finding(
                    workspace.at(program.path, "objectives", at, "target"),
                    f"expected a target other than the baseline, found `{objective.target:g}` for both",
                    "set the figure that the program aims at",
                )


@rule(
    "PROG011",
    passing=_OBJECTIVE
    + """
        unit: "%"
        baseline: 22
        target: 70
    """,
    failing=_OBJECTIVE
    + """
        unit: "%"
        baseline: 22
        target: 170  # <-
    """,
)
def percent_in_range(workspace: Workspace, _today: datetime.date) -> Iterator[Finding]:
    """Ensure figures in percent lie between 0 and 100.

    A target above 100 % can never be reached, a baseline below 0 % was never measured. Correct the figure, or the unit.
    """
    for program in workspace.programs.values():
        for at, objective in enumerate(program.objectives):
            figures = {"baseline": objective.baseline, "target": objective.target, "now": objective.now}
            for key, figure in figures.items():
                if objective.unit == "%" and figure is not None and not 0 <= figure <= 100:
                    yield Finding(
                        workspace.at(program.path, "objectives", at, key),
                        f"expected 0 to 100 percent, found `{figure:g}`",
                        "correct the figure, or `unit`",
                    )


@rule(
    "PROG012",
    passing=_OBJECTIVE
    + """
        baseline: 22
        target: 70
        now: 48
        measured_on: "2026-10-30"
    """,
    failing=_OBJECTIVE
    + """
        baseline: 22
        target: 70
        now: 48
        measured_on: "2026-12-24"  # <-
    """,
)
def measured_in_the_past(workspace: Workspace, today: datetime.date) -> Iterator[Finding]:
    """Ensure a figure was measured on a day that has come.

    A figure from the future is a guess. Correct the date.
    """
    for program in workspace.programs.values():
        for at, objective in enumerate(program.objectives):
            if objective.measured_on is not None and objective.measured_on > today:
                yield Finding(
                    workspace.at(program.path, "objectives", at, "measured_on"),
                    f"expected a day up to today (`{today}`), found `{objective.measured_on}`",
                    "correct the date",
                )


@rule(
    "PROG013",
    severity=Severity.WARNING,
    passing=_OBJECTIVE
    + """
        baseline: 22
        target: 70
        now: 48
        measured_on: "2026-10-30"
    """,
    failing=_OBJECTIVE
    + """
        baseline: 22
        target: 70
        now: 48  # <-
    """,
)
def figure_has_a_date(workspace: Workspace, _today: datetime.date) -> Iterator[Finding]:
    """Ensure the latest figure of an objective says when it was measured, and the other way round.

    A figure without a date cannot be put beside another one. Add `measured_on`, or the figure `now`.
    """
    for program in workspace.programs.values():
        for at, objective in enumerate(program.objectives):
            if (objective.now is None) != (objective.measured_on is None):
                there, missing = ("measured_on", "now") if objective.now is None else ("now", "measured_on")
                yield Finding(
                    workspace.at(program.path, "objectives", at, there),
                    f"`{there}` stands without `{missing}`",
                    f"add `{missing}` below it",
                )


@rule(
    "PROG014",
    passing="""
    # program/digital-2026.yaml
    pairing:
      stages: [coverage, total]
      weights: {topics: 10}
    """,
    failing="""
    # program/digital-2026.yaml
    pairing:
      stages: [coverage, total]
      weights:  # <-
        topics: 0
    """,
)
def weights_say_something(workspace: Workspace, _today: datetime.date) -> Iterator[Finding]:
    """Ensure at least one criterion has a weight above 0.

    Without any, all pairs are equally good and the pairing is a lottery. Give the criteria that matter a weight.
    """
    for program in workspace.programs.values():
        if not program.pairing.weights and not program.pairing.criteria:
            yield Finding(
                workspace.key_at(program.path, "pairing", "weights"),
                "expected a criterion with a weight above 0, found none",
                "give at least `topics` a weight, such as 10",
            )


@rule(
    "PROG015",
    severity=Severity.WARNING,
    passing="""
    # program/digital-2026.yaml
    pairing:
      stages: [coverage, worst-pair, total]
      weights: {topics: 10}
    """,
    failing="""
    # program/digital-2026.yaml
    pairing:
      stages:
        - total
        - worst-pair  # <-
        - coverage
      weights: {topics: 10}
    """,
)
def coverage_before_worst_pair(workspace: Workspace, _today: datetime.date) -> Iterator[Finding]:
    """Ensure `coverage` comes before `worst-pair`.

    The worst pair is best where few pairs are made: without `coverage` before it, people are left out to keep the least
    points high. Name `coverage` first, or leave `worst-pair` out.
    """
    for program in workspace.programs.values():
        stages = program.pairing.stages
        if "worst-pair" in stages:
            before = stages[: stages.index("worst-pair")]
            # With neither of the two before it there is no pairing at all, which another rule says.
            if "total" in before and "coverage" not in before:
                yield Finding(
                    workspace.at(program.path, "pairing", "stages", len(before)),
                    "expected `coverage` before `worst-pair`",
                    "name `coverage` first, or leave `worst-pair` out",
                )


@rule(
    "PROG019",
    passing="""
    # program/digital-2026.yaml
    pairing:
      stages: [coverage, load, total]
      weights: {topics: 10}
    """,
    failing="""
    # program/digital-2026.yaml
    pairing:
      stages:
        - load  # <-
        - coverage
        - total
      weights: {topics: 10}
    """,
)
def something_asks_for_pairs_first(workspace: Workspace, _today: datetime.date) -> Iterator[Finding]:
    """Ensure `coverage` or `total` comes before `worst-pair` and `load`.

    Nobody's load and no pair's points are as good as those of no pair at all: with such a stage first the best answer
    is to pair nobody, so `turnabout pair` refuses. Name `coverage` first.
    """
    for program in workspace.programs.values():
        stages = program.pairing.stages
        for at, stage in enumerate(stages):
            if stage in ("worst-pair", "load") and not {"coverage", "total"} & set(stages[:at]):
                yield Finding(
                    workspace.at(program.path, "pairing", "stages", at),
                    f"expected `coverage` or `total` before `{stage}`, found neither",
                    "name `coverage` first, as in `[coverage, worst-pair, total]`",
                )


@rule(
    "PROG016",
    severity=Severity.WARNING,
    passing="""
    # program/digital-2026.yaml
    pairing:
      stages: [coverage, total]
      weights: {topics: 10}
      rules: {common_minutes: 60}
    """,
    failing="""
    # program/digital-2026.yaml
    pairing:
      stages: [coverage, total]
      weights: {topics: 10}
      rules:
        common_minutes: 30  # <-
    """,
)
def common_minutes_hold_a_session(workspace: Workspace, _today: datetime.date) -> Iterator[Finding]:
    """Ensure the common time that pairs must have is long enough for a session.

    With less, two people are paired who can never meet for a whole session. Raise `common_minutes` to
    `rhythm.minutes`, or set it to 0 to leave it unchecked.
    """
    for program in workspace.programs.values():
        least = program.pairing.rules.common_minutes
        if 0 < least < program.minutes:
            yield Finding(
                workspace.at(program.path, "pairing", "rules", "common_minutes"),
                f"expected at least {program.minutes}, as `rhythm.minutes` says, found {least}",
                f"raise it to {program.minutes}",
            )
