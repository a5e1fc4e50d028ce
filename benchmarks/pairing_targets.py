"""What the pairing engine has promised, as comparisons of measured figures."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Measured:
    """CPU seconds, peak MiB, and what was reached."""

    cpu: float
    peak: float
    coverage: int
    worst: int
    total: int


Results = Mapping[str, Mapping[str, Measured | str]]
"""By instance and method; text where there is no figure."""


@dataclass(frozen=True, slots=True)
class Target:
    """A figure that must be at most `limit`; None where this run has not measured it."""

    words: str
    limit: float
    figure: Callable[[Results], float | None]

    def line(self, results: Results) -> str | None:
        """A row of the table of targets."""
        found = self.figure(results)
        if found is None:
            return None
        return f"| {self.words} | {self.limit:g} | {found:.3g} | {'met' if found <= self.limit else 'MISSED'} |"


def _one(results: Results, instance: str, method: str) -> Measured | None:
    found = results.get(instance, {}).get(method)
    return found if isinstance(found, Measured) else None


def seconds(instance: str, method: str) -> Callable[[Results], float | None]:
    """CPU seconds."""
    return lambda results: (one := _one(results, instance, method)) and one.cpu


def memory(instance: str, method: str) -> Callable[[Results], float | None]:
    """Peak MiB."""
    return lambda results: (one := _one(results, instance, method)) and one.peak


def ratio(instance: str, method: str, other: str, other_instance: str = "") -> Callable[[Results], float | None]:
    """CPU seconds divided by those of another method."""

    def figure(results: Results) -> float | None:
        own, rival = _one(results, instance, method), _one(results, other_instance or instance, other)
        return own.cpu / rival.cpu if own and rival else None

    return figure


US, STAGES, SIDE = "turnabout, stage alone", "turnabout, all stages", "turnabout, balanced"
BARE = "turnabout, all stages, no numba"
TARGETS = (
    Target("PwC size, all stages, without numba, s", 0.15, seconds("pwc", BARE)),
    Target("AXA size, all stages, without numba, s", 0.6, seconds("axa", BARE)),
    Target("1,000 x 1,000 over scipy", 2, ratio("dense-1000", US, "scipy linear_sum_assignment")),
    Target("10,000 sparse over OR-Tools", 0.5, ratio("sparse-10000", US, "OR-Tools flow")),
    Target("100,000 sparse, s", 1, seconds("sparse-100000", US)),
    Target("100,000 sparse, MiB", 300, memory("sparse-100000", US)),
    Target("1,000,000 sparse, s", 10, seconds("sparse-1000000", US)),
    Target("1,000,000 sparse, MiB", 1024, memory("sparse-1000000", US)),
    Target("100,000 without spare capacity over OR-Tools", 1, ratio("tight-100000", US, "OR-Tools flow")),
    Target("all stages over one stage at 10,000", 10, ratio("stages-10000", STAGES, US, "sparse-10000")),
    Target("all stages over one stage at 100,000", 10, ratio("stages-100000", STAGES, US, "sparse-100000")),
    Target("all stages at 100,000, s", 4, seconds("stages-100000", STAGES)),
    Target("five balance rules at 5,000, s", 3, seconds("side-5000", SIDE)),
    Target("five balance rules at 10,000, s", 8, seconds("side-10000", SIDE)),
    Target("five balance rules at 100,000, s", 45, seconds("side-100000", SIDE)),
    Target("five balance rules at 5,000 over HiGHS", 0.1, ratio("side-5000", SIDE, "HiGHS MIP on columns")),
    Target("five balance rules at 10,000 over HiGHS", 0.1, ratio("side-10000", SIDE, "HiGHS MIP on columns")),
    Target("10,000 sparse over the best PuLP 3 path", 1 / 50, ratio("sparse-10000", US, "PuLP 3, best path")),
    Target("10,000 sparse over the best PuLP 4 path", 1 / 50, ratio("sparse-10000", US, "PuLP 4, best path")),
    Target("10,000 sparse over tutorial PuLP 3, HiGHS", 1 / 500, ratio("sparse-10000", US, "PuLP 3, tutorial, HiGHS")),
)
