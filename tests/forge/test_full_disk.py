"""Guarantee 8 where the disk is full: at whatever size a write is refused, a second run completes."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from support_git import World, request, snapshot
from turnabout.forge.propose import propose
from turnabout.forge.request import State

BRANCH = "turnabout/pair/spring"
# Every file that this process or a git of its own writes ends at so many bytes, as a disk without room would end it.
_CODE = """
import os, pathlib, resource, sys
from support_git import World, request
from turnabout.errors import TurnaboutError
from turnabout.forge.propose import propose
root, bare, limit, count = sys.argv[1:]
world = World(pathlib.Path(root), pathlib.Path(bare), {'PATH': os.environ['PATH'], 'HOME': os.environ['HOME']})
changes = {f'program/pairs/spring/n-{n}.yaml': bytes(str(n), 'ascii') * 40 for n in range(int(count))}
wanted = request(world, changes=changes)
git = world.git
resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), int(limit)))
try:
    propose(git, wanted)
except TurnaboutError as fault:
    print(fault.exit_code, fault.message, '|', fault.hint)
else:
    print('done')
"""


@pytest.mark.parametrize("count", [3, 150])
def test_guarantee_8_a_disk_that_is_full_at_any_size_leaves_nothing_that_a_second_run_cannot_finish(
    world: World, count: int
) -> None:
    changes = {f"program/pairs/spring/n-{n}.yaml": bytes(str(n), "ascii") * 40 for n in range(count)}
    path = os.pathsep.join(str(Path(folder).resolve()) for folder in sys.path if folder)
    before = snapshot(world.root)
    said = []
    for limit in (0, 20, 60, 120, 200, 400, 1_000, 4_000, 100_000):
        command = [sys.executable, "-c", _CODE, str(world.root), str(world.bare), str(limit), str(count)]
        environ = {**world.environ, "PYTHONPATH": path}
        done = subprocess.run(command, env=environ, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stderr
        said.append(done.stdout.strip())
        assert snapshot(world.root) == before, (limit, said)
        world.sh("fsck", "--strict")
    assert said[-1] == "done"
    assert all(line.startswith("4 ") for line in said if line != "done"), said
    assert not [line for line in said if "no reason" in line]
    assert len([line for line in said if line != "done"]) >= 3, said
    world.sh("update-ref", "-d", f"refs/heads/{BRANCH}", cwd=world.bare)
    assert propose(world.git, request(world, changes=changes)).state is State.PUSHED
    world.sh("fsck", "--strict", cwd=world.bare)
