"""How long solving may take, and whether an answer may be used whose optimum was not proven in that time."""

import functools
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from turnabout.errors import NotProvenError
from turnabout.frozen import dataclass

if TYPE_CHECKING:
    from turnabout.matching.limit import Limit
    from turnabout.matching.solution import Solution


@dataclass(frozen=True, slots=True)
class TimeLimit:
    """What was said of time: seconds for each program, or None, and whether a gap is accepted."""

    seconds: float | None
    accept_gap: bool

    def starting_now(self) -> "Limit":
        """The limit as a value for those who solve; they never look at the clock themselves."""
        from turnabout.matching.limit import NO_LIMIT, Limit

        if self.seconds is None:
            return NO_LIMIT
        end = time.monotonic() + self.seconds
        return Limit(lambda: end - time.monotonic())

    def fault(self, solution: "Solution") -> NotProvenError | None:
        """Why the answer must not be used, or None: it is proven, or its gap is accepted."""
        from turnabout.matching.proof.check_sided import unproven, unsettled

        if self.accept_gap or not unsettled(solution):
            return None
        return NotProvenError(
            "the time limit passed before the best pairing was proven: " + "; ".join(unproven(solution)),
            "allow more time; or take the answer as it is with `--accept-gap`, and say so to whoever relies on it",
        )


def time_limit_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds `--time-limit` and `--accept-gap`; the command receives a `TimeLimit` as `time_limit`."""

    @functools.wraps(command)
    def wrapped(*args: Any, time_limit: float | None, accept_gap: bool, **rest: Any) -> Any:
        return command(*args, time_limit=TimeLimit(time_limit, accept_gap), **rest)

    for option in (
        click.option(
            "--accept-gap", is_flag=True, help="Use an answer that the time limit cut off, with the gap that is proven."
        ),
        click.option(
            "--time-limit",
            type=click.FloatRange(0, min_open=True),
            metavar="SECONDS",
            help="End the search for the best pairs then, and say how far from the best they may be (exit code 3). Only "
            "programs with balance rules need a search; all others are solved exactly at any size.",
        ),
    ):
        wrapped = option(wrapped)
    return wrapped
