"""The formats that our schemas use, checked by ourselves: engines differ in which of them they check, and how."""

import re
from collections.abc import Callable
from datetime import date

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
_HTTPS = re.compile(r"https://[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::[0-9]{1,5})?(?:[/?#][!-~]*)?")
_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_{|}~-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
# What would end or open a quoted attribute or a link in some page; a real address has these percent-encoded.
_UNSAFE = re.compile(r"[\"'<>\\^`{|}]")


def is_date(text: str) -> bool:
    """Whether the text is a day of the calendar, written YYYY-MM-DD."""
    if _DATE.fullmatch(text) is None:
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def is_time(text: str) -> bool:
    """Whether the text is a time of the day, written HH:MM with 24 hours."""
    return _TIME.fullmatch(text) is not None


def is_email(text: str) -> bool:
    """Whether the text looks like a mail address; whether it exists only a mail can tell."""
    return _EMAIL.fullmatch(text) is not None and len(text) <= 254


def is_uri(text: str) -> bool:
    """Whether the text is a link that we publish: https with a host, or mailto with one address; nothing else."""
    if text.startswith("mailto:"):
        return is_email(text.removeprefix("mailto:"))
    return _HTTPS.fullmatch(text) is not None and _UNSAFE.search(text) is None


FORMATS: dict[str, Callable[[str], bool]] = {"date": is_date, "time": is_time, "email": is_email, "uri": is_uri}

FORMAT_WORDS: dict[str, tuple[str, str]] = {
    "date": ("a day written year-month-day", "write a day of the calendar as in `2026-03-02`"),
    "time": ("a time written hours:minutes", 'write the time with two digits each and quotes, as in `"09:30"`'),
    "email": ("a mail address", "write one address as in `ana@example.org`"),
    "uri": ("a link", "copy the whole address from the browser; it begins with `https://`"),
}
