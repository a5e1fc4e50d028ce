"""The steps from one version of the data format to the next, each a pure function over texts."""

from collections.abc import Callable, Mapping

from turnabout.diagnostics import Diagnostic, Position
from turnabout.formats.from_0 import rewrite, sign
from turnabout.frozen import dataclass

# Texts by path in; those that change out, and what keeps a file from being changed.
Rewrite = Callable[[Mapping[str, str]], tuple[dict[str, str], list[Diagnostic]]]


@dataclass(frozen=True, slots=True)
class Step:
    """From version `before` to the next.

    `loses_nothing` says in words how the old files could be had back; a test of each step holds it to that. `sign` is
    where a file shows that it is older than the step, for versions that no file states.
    """

    before: int
    title: str
    loses_nothing: str
    rewrite: Rewrite
    sign: Callable[[str, bytes], Position | None]


STEPS: tuple[Step, ...] = (
    Step(
        0,
        "dates are called `date` instead of `on`, which means `true` to some tools",
        "the same keys called `on` again give every file back byte by byte",
        rewrite,
        sign,
    ),
)
