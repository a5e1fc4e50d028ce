"""Counts in words, so that every text says them alike."""


def counted(number: int, one: str, many: str = "") -> str:
    """Such as `1 pair`, `2 pairs`, `1,200 pairs`; `many` is the plural where it is not `one` with an s."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
