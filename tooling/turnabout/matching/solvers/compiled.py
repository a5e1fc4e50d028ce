"""The door to numba (extra `large`): decorators that compile functions of arrays, and whether it is there at all."""

from collections.abc import Callable
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from typing import Any, TypeVar, cast

Function = TypeVar("Function", bound=Callable[..., Any])
_LEAN: dict[str, Any] = {"_nrt": False, "no_cfunc_wrapper": True, "error_model": "numpy"}
"""Without counting references to arrays and without a door for C. These are what compiling takes most of its time for."""
_PART: dict[str, Any] = {**_LEAN, "no_cpython_wrapper": True}


@cache
def numba_version() -> str | None:
    """The version of numba, or None where the extra is not installed; numba itself is not loaded."""
    return None if find_spec("numba") is None else version("numba")


def compiled(function: Function) -> Function:
    """The function compiled by numba when it is first called.

    What was compiled is kept beside the source, or where that cannot be written in the user's cache, or not at all.
    """
    return _kept(function, {})


def compiled_lean(function: Function) -> Function:
    """As `compiled`, in half the time, for a function that makes no arrays."""
    return _kept(function, _LEAN)


def compiled_part(function: Function) -> Function:
    """As `compiled_lean`, for what only lean functions call: it has no door for Python, and is kept as a part of them.

    It is compiled once for every list of types that it is called with; a variable that can still be a plain 0 has a type
    of its own.
    """
    import numba

    return cast(Function, numba.njit(**_PART)(function))


def _kept(function: Function, options: dict[str, Any]) -> Function:
    import numba

    try:
        return cast(Function, numba.njit(cache=True, **options)(function))
    except RuntimeError:  # numba found no place that can be written: every process compiles anew
        return cast(Function, numba.njit(**options)(function))
