"""Given points: a table from outside the repository that takes the place of a program's criteria."""

from collections.abc import Mapping

from turnabout.frozen import dataclass


@dataclass(frozen=True, slots=True)
class GivenPoints:
    """The points of each pair (mentor, mentee), 0 to 10,000; whoever is not in it is no pair. `why` is there for some.

    `digest` is that of the pairs and their points, whatever order the table has them in.
    """

    program: str
    digest: str
    points: Mapping[tuple[str, str], int]
    why: Mapping[tuple[str, str], str]
