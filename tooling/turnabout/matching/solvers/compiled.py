"""The door to numba (extra `large`): a decorator that compiles a function of arrays, and whether it is there at all."""

from collections.abc import Callable
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from typing import Any, TypeVar, cast

Function = TypeVar("Function", bound=Callable[..., Any])


@cache
def numba_version() -> str | None:
    """The version of numba, or None where the extra is not installed; numba itself is not loaded."""
    return None if find_spec("numba") is None else version("numba")


def compiled(function: Function) -> Function:
    """The function compiled by numba when it is first called.

    What was compiled is kept beside the source, or where that cannot be written in the user's cache, or not at all.
    """
    import numba

    try:
        return cast(Function, numba.njit(cache=True)(function))
    except RuntimeError:  # numba found no place that can be written: every process compiles anew
        return cast(Function, numba.njit()(function))
