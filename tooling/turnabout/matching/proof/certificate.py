"""The certificate: the proof of an answer as plain data, in the order in which it is written to a file."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from turnabout import __version__
from turnabout.matching.face import Prices
from turnabout.matching.problem import WORST_PAIR, Ints, Problem, ProblemError, ProblemFault, problem_digest
from turnabout.matching.side import SideProof
from turnabout.matching.solution import Solution, StageResult

FORMAT = 1


def certificate(problem: Problem, solution: Solution) -> dict[str, Any]:
    """The proof as dictionaries, lists, text, whole numbers and true or false (`schema/certificate.schema.json`).

    Prices of zero are left out, and so are the pairs, which have files of their own. Two certificates of one problem
    differ at most in `path` and `solver`; there is no time in them.
    """
    return {
        "format": FORMAT,
        "program": problem.program,
        "inputs": f"sha256:{problem_digest(problem)}",
        "candidates": len(problem.points),
        "path": solution.path,
        "solver": solution.solver,
        "tool": __version__,
        "unique": solution.unique,
        "stages": [_stage_data(problem, stage) for stage in solution.stages],
    }


def solution_from_certificate(problem: Problem, data: Mapping[str, Any], pairs: Iterable[tuple[str, str]]) -> Solution:
    """The answer with these pairs (mentor, mentee) and the proof in a certificate, for `check`; it proves nothing itself.

    `data` has the shape of the schema. Raises ProblemError, with the place of every fault, where it has not, or where
    it names somebody or a pair that the problem does not have.
    """
    reader = _Reader(problem)
    edges = reader.pairs(pairs)
    stages: list[StageResult] = []
    if reader.keys((), data, _TOP):
        stages = [
            stage for index, entry in enumerate(data["stages"]) if (stage := reader.stage(("stages", index), entry))
        ]
    if reader.faults:
        raise ProblemError(reader.faults)
    for key, expected in (("format", FORMAT), ("program", problem.program), ("candidates", len(problem.points))):
        if data[key] != expected:
            reader.fault((key,), f"expected `{expected}`, found `{data[key]}`")
    if reader.faults:
        raise ProblemError(reader.faults)
    return Solution(
        pairs=tuple(sorted(edges)),
        stages=tuple(stages),
        unique=data["unique"],
        path=data["path"],
        solver=data["solver"],
        digest=data["inputs"].removeprefix("sha256:"),
    )


def _stage_data(problem: Problem, stage: StageResult) -> dict[str, Any]:
    data: dict[str, Any] = {"stage": stage.name, "value": stage.value, "bound": stage.bound}
    data |= {
        key: number for key, number in (("next", stage.next_points), ("needed", stage.needed)) if number is not None
    }
    if stage.side is not None:
        data |= {"proof": stage.side.by, "scale": stage.side.scale, "multipliers": dict(stage.side.multipliers)}
    for side, names, prices in (
        ("mentors", problem.mentors, stage.prices.mentor),
        ("mentees", problem.mentees, stage.prices.mentee),
    ):
        if prices.any():
            data[side] = {names[person]: int(prices[person]) for person in np.flatnonzero(prices).tolist()}
    return data


_TOP: dict[str, type] = {
    "format": int,
    "program": str,
    "inputs": str,
    "candidates": int,
    "path": str,
    "solver": str,
    "tool": str,
    "unique": bool,
    "stages": list,
}
_STAGE: dict[str, type] = {"stage": str, "value": int, "bound": int}
_PRICES: dict[str, type] = {"mentors": dict, "mentees": dict}
_WORST_PAIR: dict[str, type] = {"next": int, "needed": int}
_SIDE: dict[str, type] = {"proof": str, "scale": int, "multipliers": dict}
_WORDS = {int: "a whole number", str: "text", bool: "true or false", list: "a list", dict: "names and whole numbers"}
_LARGEST = 10**15
"""No price, value or bound of a problem within its limits is larger."""


class _Reader:
    """Collects what is wrong while a certificate is read."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.faults: list[ProblemFault] = []

    def fault(self, place: tuple[str | int, ...], message: str) -> None:
        self.faults.append(ProblemFault(place, message))

    def keys(
        self,
        place: tuple[str | int, ...],
        data: Any,
        required: Mapping[str, type],
        optional: Mapping[str, type] | None = None,
    ) -> bool:
        """Whether `data` has just these keys with values of these types."""
        before = len(self.faults)
        if not isinstance(data, Mapping):
            self.fault(place, "expected names and values")
            return False
        known = {**required, **(optional or {})}
        for key in required:
            if key not in data:
                self.fault((*place, key), f"`{key}` is missing")
        for key, value in data.items():
            if key not in known:
                self.fault((*place, key), f"`{key}` is not known here")
            elif type(value) is not known[key] or (type(value) is int and abs(value) > _LARGEST):
                self.fault((*place, key), f"expected {_WORDS[known[key]]} for `{key}`")
        return len(self.faults) == before

    def pairs(self, listed: Iterable[tuple[str, str]]) -> list[int]:
        found: set[int] = set()
        for index, (mentor, mentee) in enumerate(listed):
            edge = self.problem.edge(mentor, mentee)
            if edge is None:
                self.fault(("pairs", index), f"`{mentor}` with `{mentee}` is no candidate pair")
            elif edge in found:
                self.fault(("pairs", index), f"the pair `{mentor}` with `{mentee}` is listed twice")
            else:
                found.add(edge)
        return list(found)

    def stage(self, place: tuple[str | int, ...], data: Any) -> StageResult | None:
        worst = isinstance(data, Mapping) and data.get("stage") == WORST_PAIR
        sided = bool(self.problem.side)
        if not self.keys(place, data, _STAGE | (_SIDE if sided else {}), _PRICES | (_WORST_PAIR if worst else {})):
            return None
        prices = Prices(
            self.prices((*place, "mentors"), data.get("mentors", {}), self.problem.mentors),
            self.prices((*place, "mentees"), data.get("mentees", {}), self.problem.mentees),
        )
        side = self.side(place, data) if sided else None
        return StageResult(
            data["stage"], data["value"], data["bound"], prices, data.get("next"), data.get("needed"), side
        )

    def side(self, place: tuple[str | int, ...], data: Mapping[str, Any]) -> SideProof:
        multipliers = []
        for name, number in data["multipliers"].items():
            if type(name) is not str or type(number) is not int or abs(number) > _LARGEST:
                self.fault((*place, "multipliers"), f"expected a whole number as the multiplier of `{name}`")
            else:
                multipliers.append((name, number))
        return SideProof(data["scale"], tuple(sorted(multipliers)), data["proof"])

    def prices(self, place: tuple[str | int, ...], data: Mapping[Any, Any], names: Sequence[str]) -> Ints:
        position = {name: index for index, name in enumerate(names)}
        prices = np.zeros(len(names), dtype=np.int64)
        for name, price in data.items():
            if name not in position:
                self.fault((*place, name), f"there is nobody `{name}`")
            elif type(price) is not int or abs(price) > _LARGEST:
                self.fault((*place, name), f"expected a whole number as the price of `{name}`")
            else:
                prices[position[name]] = price
        return prices
