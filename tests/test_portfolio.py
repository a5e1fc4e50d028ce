"""Several programs at once: what each of them gets is what it gets alone, whatever becomes of the others."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from turnabout.cli.side_by_side import Done, Failure, side_by_side, worst_code
from turnabout.errors import NotProvenError

BOTH = ("digital-2026", "inclusion-2025")
SLEEPING = """
import os, sys, time
from turnabout.cli.side_by_side import side_by_side
def work(program):
    print(f"{os.getpid()}\\n", end="", flush=True)  # one write: lines of two processes never mix
    time.sleep(120)
side_by_side(["a", "b"], work, 2)
"""


def call(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "turnabout", *arguments, "--today", "2026-11-22"]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=120)


def answer(*arguments: str, cwd: Path) -> str:
    done = call(*arguments, cwd=cwd)
    assert done.returncode == 0, done.stderr
    return done.stdout


def before_next(text: str) -> str:
    return text.partition("\nNext: ")[0]


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_programs_solved_together_are_told_as_if_each_were_alone(jobs: str, example: Path) -> None:
    alone = [answer("pair", program, cwd=example) for program in BOTH]
    together = answer("pair", *BOTH, "--jobs", jobs, cwd=example)
    assert before_next(together) == "\n".join(before_next(text) for text in alone)
    assert f"`turnabout pair {' '.join(BOTH)} --write` writes the drafts" in together
    data = json.loads(answer("pair", *BOTH, "--jobs", jobs, "--format", "json", cwd=example))
    assert list(data) == list(BOTH)
    for program in BOTH:
        assert data[program] == json.loads(answer("pair", program, "--format", "json", cwd=example))


def test_all_leaves_out_what_is_over_and_who_has_nobody(example: Path) -> None:
    program = (example / "program" / "digital-2026.yaml").read_text()
    (example / "program" / "next.yaml").write_text(program.replace("Digital", "Next"))
    done = call("pair", "--all", cwd=example)
    assert done.returncode == 0, done.stderr
    assert "left out: `inclusion-2025` is over since 2025-09-30" in done.stderr
    assert "left out: `next` has no active mentor" in done.stderr
    assert before_next(done.stdout) == before_next(answer("pair", "digital-2026", cwd=example))


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_several_programs_are_told_as_they_are_finished_and_not_stage_by_stage(jobs: str, example: Path) -> None:
    done = call("pair", *BOTH, "--jobs", jobs, cwd=example)
    told = [line for line in done.stderr.splitlines() if "paired" in line]
    assert [line.rpartition("(")[2] for line in told] == ["1 of 2)", "2 of 2)"]
    assert {line.split()[2] for line in told} == set(BOTH)
    assert "solving" not in done.stderr
    assert "solving digital-2026: coverage" in call("pair", "digital-2026", cwd=example).stderr


def test_a_program_that_cannot_be_paired_hides_no_other(example: Path) -> None:
    program = (example / "program" / "digital-2026.yaml").read_text()
    (example / "program" / "next.yaml").write_text(program.replace("Digital", "Next"))
    done = call("pair", "next", "inclusion-2025", cwd=example)
    assert done.returncode == 2
    assert "next: program `next` has no active mentor" in done.stderr
    assert before_next(done.stdout) == before_next(answer("pair", "inclusion-2025", cwd=example))
    data = json.loads(call("pair", "next", "inclusion-2025", "--format", "json", cwd=example).stdout)
    assert data["next"]["error"] == "program `next` has no active mentor"
    assert data["inclusion-2025"]["pairs"]


def test_what_is_written_together_is_what_each_would_write(example: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    subprocess.run(["cp", "-r", str(example), str(other)], check=True)
    for program in BOTH:
        answer("pair", program, "--write", cwd=other)
    answer("pair", *BOTH, "--write", cwd=example)
    for written, alone in ((example, other), (other, example)):
        for path in written.rglob("*.yaml"):
            assert path.read_bytes() == (alone / path.relative_to(written)).read_bytes()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ([], "name a program, or say `--all`"),
        (["--all", "digital-2026"], "not both"),
        (["--all", "--certificate", "full.yaml"], "`--certificate` is about one program"),
        ([*BOTH, "--vetoes", "turnabout.yaml"], "`--vetoes` is about one program"),
        (["--all", "--no-vetoes"], "`--no-vetoes` is about one program"),
        ([*BOTH, "--points", "turnabout.yaml"], "`--points` is about one program"),
        ([*BOTH, "--no-points"], "`--no-points` is about one program"),
        (["digital-2026", "digital"], "there is no program `digital`"),
        (["--all", "--jobs", "0"], "--jobs"),
    ],
)
def test_what_does_not_go_together_is_a_plain_sentence(options: list[str], words: str, example: Path) -> None:
    (example / "turnabout.yaml").write_text("host: none\n")  # any file: options are looked at before what they name
    done = call("pair", *options, cwd=example)
    assert done.returncode == 2, done.stderr
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def refuse_b(program: str) -> str:
    if program == "b":
        raise NotProvenError("b is refused", "leave it")
    return program * 2


@pytest.mark.parametrize("jobs", [1, 2])
def test_faults_come_back_as_values_in_order(jobs: int) -> None:
    done = side_by_side(["c", "b", "a"], refuse_b, jobs)
    assert done == [Done("c", "cc"), Done("b", Failure("b is refused", "leave it", 3)), Done("a", "aa")]
    assert worst_code(done) == 3


def test_a_process_that_is_killed_is_a_failure_and_nothing_hangs() -> None:
    def die(program: str) -> str:
        os.kill(os.getpid(), signal.SIGKILL)
        return program

    done = side_by_side(["a", "b"], die, 2)
    assert [type(each.result) for each in done] == [Failure, Failure]
    assert worst_code(done) == 4


def test_an_interrupt_ends_every_process() -> None:
    with subprocess.Popen([sys.executable, "-c", SLEEPING], stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        workers = [int(running.stdout.readline()) for _ in range(2)]
        running.send_signal(signal.SIGINT)  # to it alone, as a supervisor would
        assert running.wait(timeout=30) != 0
    deadline = time.monotonic() + 30
    while any(Path(f"/proc/{each}").exists() for each in workers):
        assert time.monotonic() < deadline, "a worker went on after its program had ended"
        time.sleep(0.05)
