"""Counts and dates in words, so that every text says them alike."""

import datetime

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def counted(number: int, one: str, many: str = "") -> str:
    """Such as `1 pair`, `2 pairs`, `1,200 pairs`; `many` is the plural where it is not `one` with an s."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def day(on: datetime.date) -> str:
    """A date for readers, such as `2 March 2026`; independent of the machine's language."""
    return f"{on.day} {MONTHS[on.month - 1]} {on.year}"
