"""The instances of the pairing benchmark: made from a seed, kept on disk, and the check that an answer is one.

An instance is a list of candidate pairs, sorted by mentee, with whole points. Points are partly what two people have in
common (directions in eight dimensions) and partly chance; in the sparse ones every mentee keeps the best of a sample of
mentors, so that good mentors are contested, as they are among real people.
"""

from __future__ import annotations

import sys
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

SEED = 2027
COMMON = 0.55
"""How much of the points is what two people have in common."""
Row = tuple[np.ndarray, float, float]
"""A balance rule: a coefficient for every pair, and the least and most of the sum over the pairs made."""


@dataclass
class Instance:
    """n mentees who want one mentor each, m mentors; the pairs of mentee j are `start[j]:start[j + 1]`."""

    name: str
    start: np.ndarray  # int64[n + 1]
    mentor: np.ndarray  # int32[E]
    points: np.ndarray  # int64[E]
    capacity: np.ndarray  # int64[m]
    coefficients: np.ndarray  # int64[rows, E] of the balance rules
    low: np.ndarray  # int64[rows]

    @property
    def mentees(self) -> int:
        """How many there are."""
        return len(self.start) - 1

    @property
    def mentors(self) -> int:
        """How many there are."""
        return len(self.capacity)

    @property
    def pairs(self) -> int:
        """How many candidates there are."""
        return len(self.mentor)

    @property
    def mentee(self) -> np.ndarray:
        """The mentee of every pair, int32[E]."""
        return np.repeat(np.arange(self.mentees, dtype=np.int32), np.diff(self.start))

    def table(self) -> np.ndarray:
        """The points as a table of mentees by mentors, where every pair is possible."""
        assert self.pairs == self.mentees * self.mentors
        return self.points.reshape(self.mentees, self.mentors)


@dataclass(frozen=True)
class Made:
    """How an instance is made. Without `candidates` every pair is possible."""

    kind: str
    mentees: int
    mentors: int
    capacity: int
    candidates: int | None = None
    top: int = 1_000_000


KINDS = {
    "pwc": Made("stages", 200, 122, 2, top=10_000),
    "axa": Made("stages", 498, 440, 2, top=10_000),
    "dense-500": Made("dense", 500, 500, 1),
    "dense-1000": Made("dense", 1_000, 1_000, 1),
    "dense-2000": Made("dense", 2_000, 2_000, 1),
    "sparse-1000": Made("sparse", 1_000, 600, 2, 20),
    "sparse-10000": Made("sparse", 10_000, 6_000, 2, 20),
    "sparse-100000": Made("sparse", 100_000, 60_000, 2, 20),
    "sparse-1000000": Made("sparse", 1_000_000, 600_000, 2, 20),
    "tight-100000": Made("sparse", 100_000, 50_000, 2, 8),
    "stages-10000": Made("stages", 10_000, 6_000, 2, 20),
    "stages-100000": Made("stages", 100_000, 60_000, 2, 20),
    "side-5000": Made("side", 5_000, 3_000, 2, 20),
    "side-10000": Made("side", 10_000, 6_000, 2, 20),
    "side-100000": Made("side", 100_000, 60_000, 2, 20),
}


def make(name: str) -> Instance:
    """The instance of this name; the same numbers on every machine with the same numpy."""
    how = KINDS[name]
    dice = np.random.default_rng([SEED, how.mentees, how.mentors, how.candidates or 0])
    mentees, mentors = _directions(dice, how.mentees), _directions(dice, how.mentors)
    every = np.arange(how.mentors)
    columns, points = [], []
    for low in range(0, how.mentees, 2_000):
        block = mentees[low : low + 2_000]
        offered = np.tile(every, (len(block), 1)) if how.candidates is None else _sample(dice, len(block), how.mentors)
        alike = 0.5 + 0.5 * np.einsum("jk,jck->jc", block, mentors[offered])
        worth = COMMON * alike + (1 - COMMON) * dice.random(offered.shape, dtype=np.float32)
        if how.candidates is not None:
            best = np.sort(np.argpartition(-worth, how.candidates, axis=1)[:, : how.candidates], axis=1)
            offered, worth = np.take_along_axis(offered, best, 1), np.take_along_axis(worth, best, 1)
        columns.append(offered.astype(np.int32).ravel())
        points.append(np.clip(np.rint(worth * how.top), 1, how.top).astype(np.int64).ravel())
    width = how.candidates or how.mentors
    capacity = np.full(how.mentors, how.capacity, dtype=np.int64)
    nothing = np.zeros((0, width * how.mentees), dtype=np.int64), np.zeros(0, dtype=np.int64)
    start = np.arange(how.mentees + 1, dtype=np.int64) * width
    made = Instance(name, start, np.concatenate(columns), np.concatenate(points), capacity, *nothing)
    if how.kind == "side":
        made.coefficients = _balance(dice, made)
        made.low = _limits(made)
    return made


def _directions(dice: np.random.Generator, people: int) -> np.ndarray:
    found = dice.standard_normal((people, 8), dtype=np.float32)
    return found / np.linalg.norm(found, axis=1, keepdims=True)


def _sample(dice: np.random.Generator, mentees: int, mentors: int, size: int = 120) -> np.ndarray:
    """Different mentors for every mentee, ascending: one from each of `size` equal parts, turned round by chance."""
    size = min(size, mentors)
    edges = np.linspace(0, mentors, size + 1).astype(np.int64)
    picked = edges[:-1] + (dice.random((mentees, size)) * np.diff(edges)).astype(np.int64)
    return np.sort((picked + dice.integers(0, mentors, (mentees, 1))) % mentors, axis=1)


def _balance(dice: np.random.Generator, made: Instance) -> np.ndarray:
    """Five things that a program wants more of: 0 or 1 for every pair, and one with weights up to 12."""
    n, m, mentee, mentor = made.mentees, made.mentors, made.mentee, made.mentor
    department, site, zone = ((dice.integers(0, size, n), dice.integers(0, size, m)) for size in (12, 6, 24))
    first, group = dice.random(m) < 0.3, dice.random(n) < 0.25
    apart = np.abs(zone[0][mentee] - zone[1][mentor])
    return np.stack(
        [
            department[0][mentee] != department[1][mentor],
            12 - np.minimum(apart, 24 - apart),
            first[mentor],
            group[mentee] & (made.points > np.quantile(made.points, 0.75)),
            site[0][mentee] == site[1][mentor],
        ]
    ).astype(np.int64)


def _limits(made: Instance) -> np.ndarray:
    """Seven tenths of the way from what the best total happens to have to what an answer that strives for all has.

    So every rule binds, and together they can be kept.
    """
    steps = np.array([0.05, 0.008, 0.04, 0.05, 0.06]) * 1_000_000
    base, striving = (
        _best(made, points)
        for points in (made.points, made.points + np.rint(steps @ made.coefficients).astype(np.int64))
    )
    has, could = made.coefficients[:, base].sum(1), made.coefficients[:, striving].sum(1)
    return np.minimum(has + (7 * (could - has)) // 10, could)


def _best(made: Instance, points: np.ndarray) -> np.ndarray:
    """The pairs of the best total, by the engine itself."""
    from turnabout.matching import Problem, solve

    options = {"mentors": made.mentors, "mentees": made.mentees, "mentor_capacity": made.capacity}
    scaled = points // 2 if points.max() > 1_000_000 else points
    answer = solve(Problem.of_pairs(made.mentor, made.mentee, scaled, **options), stages=("total",))
    return np.array(answer.solution.pairs)


def kept(name: str, folder: Path) -> Path:
    """The file of an instance, made where it is not there."""
    path = folder / f"{name}.npz"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        np.savez(path, **asdict(make(name)))
    return path


def load(path: Path) -> Instance:
    """The instance in a file."""
    with np.load(path) as arrays:
        return Instance(**{key: arrays[key] if key != "name" else str(arrays[key]) for key in arrays.files})


def value(instance: Instance, chosen: np.ndarray) -> dict[str, int]:
    """What an answer (indices of pairs) is worth. Fails where it is none."""
    chosen = np.asarray(chosen, dtype=np.int64)
    assert len(np.unique(chosen)) == len(chosen), "a pair was made twice"
    mentee = np.searchsorted(instance.start, chosen, side="right") - 1
    assert np.bincount(mentee, minlength=1).max(initial=0) <= 1, "a mentee has two mentors"
    load_of = np.bincount(instance.mentor[chosen], minlength=instance.mentors)
    assert (load_of <= instance.capacity).all(), "a mentor has too many mentees"
    for row, low in zip(instance.coefficients, instance.low, strict=True):
        assert row[chosen].sum() >= low, "a balance rule is broken"
    points = instance.points[chosen]
    return {"coverage": len(chosen), "worst": int(points.min(initial=1 << 40)), "total": int(points.sum())}


if __name__ == "__main__":
    print(kept(sys.argv[1], Path(sys.argv[2])))
