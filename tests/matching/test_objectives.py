"""What stages maximise, written without loops, against the sentence in their docstrings written with one."""

import hashlib
from dataclasses import replace

import numpy as np
import pytest

from support_matching import random_problem
from turnabout.matching.face import FREE, OUT, first_face, loads
from turnabout.matching.objectives import TIE_BITS, TIE_ROUNDS, tie_objective


@pytest.mark.parametrize("tie_round", range(TIE_ROUNDS))
def test_a_round_of_the_tie_stage_weighs_free_pairs_with_its_slice_of_their_hash(tie_round: int) -> None:
    problem = replace(random_problem(11), program="härte")
    face = first_face(problem)
    face = replace(face, state=np.where(np.arange(len(face.state)) % 3 == 1, OUT, face.state).astype(np.int8))
    expected = []
    for edge, state in enumerate(face.state.tolist()):
        digest = hashlib.sha256("\n".join((problem.program, *problem.pair(edge))).encode()).digest()
        bits = f"{int.from_bytes(digest, 'big'):0256b}"[TIE_BITS * tie_round : TIE_BITS * (tie_round + 1)]
        expected.append(int(bits, 2) if state == FREE else 0)
    assert sum(each > 0 for each in expected) > 2
    assert tie_objective(problem, face, tie_round).points.tolist() == expected


@pytest.mark.parametrize("part", [0.0, 0.1, 0.5, 0.9, 1.0])
def test_partners_are_counted_the_same_whether_few_pairs_are_chosen_or_most(part: float) -> None:
    for seed in range(20):
        problem = random_problem(seed)
        face = first_face(problem)
        pairs = np.random.default_rng(seed).random(len(problem.points)) < part
        mentor, mentee = [0] * len(problem.mentors), [0] * len(problem.mentees)
        for edge in np.flatnonzero(pairs).tolist():
            mentor[problem.mentor[edge]] += 1
            mentee[problem.mentee[edge]] += 1
        assert [each.tolist() for each in loads(face, pairs)] == [mentor, mentee]
