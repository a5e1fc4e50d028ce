"""Feedback: figures that go together, and that show nobody."""

import datetime
from collections.abc import Iterator

from turnabout.rules.registry import Finding, rule
from turnabout.small_groups import SMALL_GROUP
from turnabout.workspace import Workspace

_WAVE = """
    # program/feedback/digital-2026/start.yaml
"""


@rule(
    "FEED001",
    passing=_WAVE + "    questions: [{id: confident, text: I can judge it., answers: 8, mean: 2.6}]\n",
    failing=_WAVE
    + """
    questions:
      - id: confident
        text: I can judge it.
        answers: 4
        mean: 2.6  # <-
    """,
)
def nobody_recognised(workspace: Workspace, _today: datetime.date) -> Iterator[Finding]:
    """Ensure no figure is made from fewer than five answers.

    With four answers, three people who talk know what the fourth one said. Remove the figures of that question, and
    leave only the number of answers.
    """
    for feedback in workspace.feedback.values():
        for at, question in enumerate(feedback.questions):
            for key in ("share", "mean"):
                if question.answers < SMALL_GROUP and getattr(question, key) is not None:
                    yield Finding(
                        workspace.at(feedback.path, "questions", at, key),
                        f"expected no figure from fewer than {SMALL_GROUP} answers, found one from {question.answers}",
                        f"remove `{key}` from this question, and `low` and `high` with it",
                    )


@rule(
    "FEED002",
    passing=_WAVE + "    invited: 9\n    answered: 8\n",
    failing=_WAVE + "    invited: 9\n    answered: 10  # <-\n",
)
def counts_go_down(workspace: Workspace, _today: datetime.date) -> Iterator[Finding]:
    """Ensure no more people answered than were asked, and no question has more answers than people.

    A response rate above 100 % makes every other figure doubtful. Correct the number that is wrong.
    """
    for feedback in workspace.feedback.values():
        if feedback.answered > feedback.invited:
            yield Finding(
                workspace.at(feedback.path, "answered"),
                f"expected at most {feedback.invited}, as `invited` says, found {feedback.answered}",
                "correct the number that is wrong",
            )
        for at, question in enumerate(feedback.questions):
            if question.answers > feedback.answered:
                yield Finding(
                    workspace.at(feedback.path, "questions", at, "answers"),
                    f"expected at most {feedback.answered}, as `answered` says, found {question.answers}",
                    "correct the number that is wrong",
                )


@rule(
    "FEED003",
    passing=_WAVE + "    questions: [{id: a, text: Really?, answers: 8, mean: 2.6, low: 2.1, high: 3.1}]\n",
    failing=_WAVE
    + """
    questions:
      - id: confident
        text: I can judge it.
        answers: 8
        mean: 2.6
        low: 2.8  # <-
        high: 3.1
    """,
)
def interval_around_figure(workspace: Workspace, _today: datetime.date) -> Iterator[Finding]:
    """Ensure the interval of a figure has the figure inside.

    `low` and `high` are the ends of the 95 % interval of `mean`, or of `share` where there is no mean. Correct the one
    that is wrong.
    """
    for feedback in workspace.feedback.values():
        for at, question in enumerate(feedback.questions):
            figure = question.share if question.mean is None else question.mean
            if figure is None:
                continue
            for key, end, wrong in (
                ("low", question.low, question.low is not None and question.low > figure),
                ("high", question.high, question.high is not None and question.high < figure),
            ):
                if wrong:
                    side = "at most" if key == "low" else "at least"
                    yield Finding(
                        workspace.at(feedback.path, "questions", at, key),
                        f"expected {side} {figure:g}, found {end:g}",
                        "correct the figure that is wrong",
                    )


@rule(
    "FEED004",
    passing=_WAVE + '    date: "2026-09-06"\n',
    failing=_WAVE + '    date: "2027-09-06"  # <-\n',
)
def closed_in_the_past(workspace: Workspace, today: datetime.date) -> Iterator[Finding]:
    """Ensure a wave of answers closed on a day that has come.

    Answers that are still coming in are no result. Correct the date.
    """
    for feedback in workspace.feedback.values():
        if feedback.on > today:
            yield Finding(
                workspace.at(feedback.path, "date"),
                f"expected a day up to today (`{today}`), found `{feedback.on}`",
                "correct the date",
            )
