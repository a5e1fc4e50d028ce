"""Small groups are not shown: with few people in it, a figure tells what single people are or said."""

from collections.abc import Collection, Hashable, Mapping
from typing import TypeVar

SMALL_GROUP = 5
"""Least number of distinct people, pairs or answers behind a published figure."""

K = TypeVar("K", bound=str)


def shown(groups: Mapping[K, Collection[Hashable]]) -> frozenset[K]:
    """The keys of the groups whose figures may be shown, given who is behind each group.

    A group with fewer than SMALL_GROUP members is hidden. Where the hidden ones together have fewer as well, the total
    less what is shown would give them away; then the smallest shown group (first key where equal) is hidden too
    (complementary suppression).
    """
    visible = {key for key, members in groups.items() if len(set(members)) >= SMALL_GROUP}
    while visible:
        hidden: set[Hashable] = set()
        for key, members in groups.items():
            if key not in visible:
                hidden |= set(members)
        if not hidden or len(hidden) >= SMALL_GROUP:
            break
        visible.remove(min(visible, key=lambda key: (len(set(groups[key])), key)))
    return frozenset(visible)
