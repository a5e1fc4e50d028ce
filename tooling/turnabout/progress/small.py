"""Which groups are large enough to be shown, for the figures of progress; the rule itself is shared with pairing."""

from turnabout.small_groups import shown

__all__ = ["shown"]
