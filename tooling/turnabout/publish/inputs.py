"""What publishing is given besides the workspace: plain values, so that it need not know who computed them.

Whoever calls `plan_site` fills these from the rules, the progress measures and the command line.
"""

import datetime
from collections.abc import Mapping
from dataclasses import field
from typing import Any

from turnabout.frozen import dataclass
from turnabout.ids import PairKey


@dataclass(frozen=True, slots=True)
class Month:
    """Sessions of one month: `first` is its first day."""

    first: datetime.date
    held: int
    not_held: int


@dataclass(frozen=True, slots=True)
class Week:
    """One week of all pairs together: how many of the `standing` pairs met. `monday` is its first day."""

    monday: datetime.date
    met: int
    standing: int


@dataclass(frozen=True, slots=True)
class TopicLearned:
    """Mean confidence (1 to 5) of `people` distinct people in one topic, before and after."""

    topic: str
    people: int
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class PairWeeks:
    """One pair's weeks for coordinators: sessions held in each week, in the order of `Measures.weeks`."""

    pair: PairKey
    held: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of a survey: `share` in percent, or `mean`, either with its 95 % interval `low` to `high`."""

    id: str
    text: str
    answers: int
    share: float | None
    mean: float | None
    low: float | None
    high: float | None

    @property
    def figure(self) -> float | None:
        """The share, else the mean."""
        return self.mean if self.share is None else self.share


@dataclass(frozen=True, slots=True)
class SurveyWave:
    """One wave of a survey, summed up. `role` is mentor, mentee or both."""

    wave: str
    role: str
    on: datetime.date
    invited: int
    answered: int
    questions: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class Measures:
    """What one program's progress and impact pages show. `people` is the number of distinct people behind the figures.

    `waves` are in order of date.
    """

    as_of: datetime.date
    people: int
    months: tuple[Month, ...] = ()
    weeks: tuple[Week, ...] = ()
    learned: tuple[TopicLearned, ...] = ()
    pair_weeks: tuple[PairWeeks, ...] = ()
    waves: tuple[SurveyWave, ...] = ()


@dataclass(frozen=True, slots=True)
class HealthItem:
    """Something a coordinator should look at: what, about which pair or file, and what mends it."""

    what: str
    mend: str
    pair: PairKey | None = None
    path: str = ""
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class Repository:
    """Where people can send forms to: the repository's page, and the kind of its host: github, gitlab or gitea."""

    url: str
    host: str


@dataclass(frozen=True, slots=True)
class RulePage:
    """One rule as the reference shows it: our own text, with a sample that passes and one that fails."""

    code: str
    title: str
    why: str
    severity: str
    passing: str = ""
    failing: str = ""


@dataclass(frozen=True, slots=True)
class CommandPage:
    """One command and its help text."""

    name: str
    help: str


@dataclass(frozen=True, slots=True)
class SiteInputs:
    """Everything but the workspace. `site` holds the hand-written files by path below `site/`."""

    site: Mapping[str, bytes] = field(default_factory=dict)
    schemas: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    measures: Mapping[str, Measures] = field(default_factory=dict)
    health: Mapping[str, tuple[HealthItem, ...]] = field(default_factory=dict)
    rules: tuple[RulePage, ...] = ()
    commands: tuple[CommandPage, ...] = ()
    changed: Mapping[str, datetime.date] = field(default_factory=dict)
    repository: Repository | None = None
