"""What a form may cost at most; each limit is met before the work that it limits."""

MAX_CHARACTERS = 65_536
"""Characters of a form, as GitHub allows them in an issue."""
MAX_BYTES = 4 * MAX_CHARACTERS
MAX_EVENT = 1024 * 1024
"""Bytes of an event's file: an issue in it twice, and what else GitHub tells."""
MAX_ANSWER = 4_000
"""Characters of one answer."""
MAX_TOLD = 20
"""Complaints about one form; more help nobody."""
