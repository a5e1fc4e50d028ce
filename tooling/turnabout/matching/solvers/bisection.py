"""Bisection over numbers from one that holds: the one loop behind every search for the greatest threshold."""

from collections.abc import Callable


def last_that(first: int, last: int, holds: Callable[[int], bool]) -> int:
    """The last number from `first`, where `holds` is so and is not asked, to `last` for which it is; after it none may be."""
    while first < last:
        middle = (first + last + 1) // 2
        if holds(middle):
            first = middle
        else:
            last = middle - 1
    return first
