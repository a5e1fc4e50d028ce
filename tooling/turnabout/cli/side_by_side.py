"""One piece of work for several programs side by side, a process each; a program that fails hides no other's result."""

import multiprocessing
import os
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from typing import Any, Generic, TypeVar

from turnabout.errors import EnvironmentFaultError, TurnaboutError
from turnabout.frozen import dataclass

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a program has no result: a sentence, a hint and an exit code."""

    message: str
    hint: str
    exit_code: int

    @classmethod
    def of(cls, fault: TurnaboutError) -> "Failure":
        """The same as a value that can leave a process."""
        return cls(fault.message, fault.hint, fault.exit_code)


@dataclass(frozen=True, slots=True)
class Done(Generic[T]):
    """What came of one program: its result, or why there is none."""

    program: str
    result: T | Failure


def worst_code(done: Sequence[Done[T]]) -> int:
    """The highest exit code of all programs; 0 where all is well."""
    return max((each.result.exit_code for each in done if isinstance(each.result, Failure)), default=0)


def processors() -> int:
    """How many processes can work at the same time here."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def side_by_side(
    programs: Sequence[str],
    work: Callable[[str], T],
    jobs: int,
    finished: Callable[[str, int], None] = lambda _program, _number: None,
) -> list[Done[T]]:
    """`work` done for every program, in their order, by at most `jobs` processes. Results are plain data, to be sent.

    `work` may raise TurnaboutErrors. `finished` is told each program that has a result, as soon as it has, and how many
    are done. One after another here, where there is one job or the system cannot share memory between processes: what it
    reads is not copied.
    """
    jobs = min(jobs, len(programs))
    if jobs <= 1 or not _can_share():
        done = []
        for number, program in enumerate(programs, start=1):
            done.append(Done(program, _attempt(work, program)))
            _tell(done[-1], number, finished)
        return done
    context = multiprocessing.get_context("fork")
    pool = ProcessPoolExecutor(jobs, mp_context=context, initializer=_take, initargs=(work,))
    try:
        futures: dict[Future[Any], str] = {pool.submit(_work, program): program for program in programs}
        results = {}
        for number, future in enumerate(as_completed(futures), start=1):
            results[futures[future]] = Done(futures[future], _result(future))
            _tell(results[futures[future]], number, finished)
        return [results[program] for program in programs]
    except BaseException:
        for process in multiprocessing.active_children():
            process.terminate()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


def _can_share() -> bool:
    # On macOS a copy of a process may not use the system's own libraries, numpy's arithmetic among them.
    return "fork" in multiprocessing.get_all_start_methods() and sys.platform != "darwin"


_taken: Callable[[str], Any] | None = None


def _take(work: Callable[[str], Any]) -> None:
    """Once in each process: functions inside functions cannot be sent, but a copy of the process has them."""
    global _taken
    _taken = work


def _work(program: str) -> Any:
    assert _taken is not None  # noqa: S101 - tells mypy what the pool has done
    return _attempt(_taken, program)


def _tell(done: Done[Any], number: int, finished: Callable[[str, int], None]) -> None:
    if not isinstance(done.result, Failure):  # a failure is told with its reason
        finished(done.program, number)


def _attempt(work: Callable[[str], T], program: str) -> T | Failure:
    try:
        return work(program)
    except TurnaboutError as fault:
        return Failure.of(fault)


def _result(future: Future[Any]) -> Any:
    try:
        return future.result()
    except BrokenProcessPool:
        fault = EnvironmentFaultError(
            "a process ended without an answer; perhaps there was not enough memory", "try it with `--jobs 1`"
        )
        return Failure.of(fault)
