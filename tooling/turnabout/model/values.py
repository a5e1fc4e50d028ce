"""Reading dates from checked data."""

import datetime
from collections.abc import Mapping
from typing import Any


def date_in(data: Mapping[str, Any], key: str) -> datetime.date | None:
    """The date under `key`, or None where it is left out. The shape check has made sure that it is one."""
    text = data.get(key)
    return None if text is None else datetime.date.fromisoformat(text)
