"""What a file may cost at most; each limit is checked before the work that it limits."""

MAX_BYTES = 256 * 1024
MAX_DEPTH = 24
MAX_EVENTS = 20_000
# A file with more unseen characters than this is no text; the rest of the list helps nobody.
MAX_UNSEEN = 10
MAX_DIGITS = 18
# A float's digits behind the point: as many as any float of ordinary size needs.
MAX_FRACTION = 40
