"""Scoring on a real cluster of two processes: the same bytes as here, also when one of the two dies on the way."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from distributed import Client, LocalCluster

from support_pairing import miniature
from turnabout.errors import EnvironmentFaultError
from turnabout.matching.pairing import pair_program
from turnabout.matching.people import columns
from turnabout.matching.people.candidates import Candidates, candidates
from turnabout.matching.people.distributed import blocks_on_cluster

TABLE = {f"m{m:02}": {f"e{e:02}": 1 + (m * 7 + e * 3) % 5 for e in range(24)} for m in range(12)}


@pytest.fixture(scope="module")
def cluster() -> Iterator[LocalCluster]:
    with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as made:
        yield made


def in_pieces(monkeypatch: pytest.MonkeyPatch) -> Candidates:
    """Two mentees at a time, so that there is something to share out."""
    monkeypatch.setattr(columns, "BLOCK", 2 * len(TABLE))
    workspace = miniature(TABLE)
    return candidates(workspace, workspace.program("p"))


def same(one: list, other: list) -> bool:
    return [(rows, table.dtype, table.tobytes()) for rows, table in one] == [
        (rows, table.dtype, table.tobytes()) for rows, table in other
    ]


def test_a_cluster_scores_as_this_machine_does_and_gives_the_same_pairs(cluster, monkeypatch) -> None:
    found = in_pieces(monkeypatch)
    here = list(found.blocks())
    assert len(here) == 12
    address = cluster.scheduler_address
    assert same(list(blocks_on_cluster(found, address)), here)
    there = pair_program(miniature(TABLE), "p", blocks=lambda each: blocks_on_cluster(each, address))
    alone = pair_program(miniature(TABLE), "p")
    assert there.made == alone.made
    assert there.solution.digest == alone.solution.digest


def test_a_worker_that_dies_on_the_way_changes_nothing(cluster, monkeypatch) -> None:
    def slow(people):
        import time

        time.sleep(0.3)
        return np.arange(people.shape[0] * people.shape[1], dtype=np.int32).reshape(people.shape)

    found = in_pieces(monkeypatch)
    found = replace(found, scoring=replace(found.scoring, criteria={"topics": slow}))
    address = cluster.scheduler_address
    with Client(address, set_as_default=False) as client:
        workers = client.run(os.getpid)
    assert len(workers) == 2
    arriving = blocks_on_cluster(found, address)
    arrived = [next(arriving)]
    os.kill(min(workers.values()), signal.SIGKILL)
    arrived += arriving
    assert same(arrived, list(found.blocks()))


def test_an_address_where_nobody_answers_is_a_sentence(monkeypatch) -> None:
    from turnabout.matching.people import distributed

    monkeypatch.setattr(distributed, "PATIENCE", 1)
    with pytest.raises(EnvironmentFaultError) as raised:
        list(blocks_on_cluster(in_pieces(monkeypatch), "tcp://127.0.0.1:9"))
    assert "no Dask scheduler answers at `tcp://127.0.0.1:9`" in raised.value.message


def test_the_command_wants_the_engine_and_its_address_together(example: Path) -> None:
    for options in (["--engine", "dask"], ["--scheduler", "tcp://127.0.0.1:9"]):
        command = [sys.executable, "-m", "turnabout", "pair", "digital-2026", *options]
        done = subprocess.run(command, cwd=example, capture_output=True, text=True, timeout=120)
        assert done.returncode == 2
        assert "`--engine dask` and `--scheduler` go together" in done.stderr
