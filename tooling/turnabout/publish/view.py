"""What an audience may see: types of their own, so that a new field of the model stays private until somebody adds it here.

Nothing else in publishing reads the workspace; `publish.viewing` fills these.
"""

import datetime
from dataclasses import dataclass
from enum import StrEnum

from turnabout.ids import PairKey


class Audience(StrEnum):
    """Who can open the site. Each one sees what the one before sees."""

    PUBLIC = "public"
    PARTICIPANTS = "participants"
    COORDINATORS = "coordinators"

    @property
    def inside(self) -> bool:
        """Whether everybody in this audience has to do with the program."""
        return self is not Audience.PUBLIC


@dataclass(frozen=True, slots=True)
class ContactView:
    """Somebody to turn to; `link` is an address the program's file publishes, or empty."""

    name: str
    link: str


@dataclass(frozen=True, slots=True)
class TopicView:
    """A topic that people offer and seek."""

    id: str
    title: str
    about: str


@dataclass(frozen=True, slots=True)
class SkillView:
    """A topic with how well it is known, or how much it is wanted, 1 to 5."""

    topic: TopicView
    grade: int


@dataclass(frozen=True, slots=True)
class RoleView:
    """The role somebody has in a program."""

    program: str
    program_title: str
    role: str


@dataclass(frozen=True, slots=True)
class PersonView:
    """Somebody in the directory: exactly what consent `profile` names."""

    id: str
    source: str
    name: str
    job_title: str
    department: str
    site: str
    roles: tuple[RoleView, ...]
    offers: tuple[SkillView, ...]
    seeks: tuple[SkillView, ...]
    consented: bool


@dataclass(frozen=True, slots=True)
class SideView:
    """One side of a pair; `listed` tells whether the person has a page to link to."""

    id: str
    name: str
    listed: bool


@dataclass(frozen=True, slots=True)
class SessionView:
    """That a session took place, or did not. Nothing of what was said, felt or learned."""

    on: datetime.date
    held: bool


@dataclass(frozen=True, slots=True)
class ActionView:
    """Something one of the two still has to do."""

    owner: str
    text: str
    due: datetime.date | None


@dataclass(frozen=True, slots=True)
class GoalView:
    """What the two want to reach; `progress` in percent."""

    title: str
    measure: str
    progress: int


@dataclass(frozen=True, slots=True)
class DateView:
    """A date that matters, with what happens then."""

    on: datetime.date
    what: str


@dataclass(frozen=True, slots=True)
class PlanView:
    """What one session is for."""

    number: int
    title: str
    aim: str
    questions: tuple[str, ...]
    output: str


@dataclass(frozen=True, slots=True)
class PairingView:
    """How the pair came about: for coordinators only."""

    points: int | None
    criteria: tuple[tuple[str, int], ...]
    lock: bool
    exception: str


@dataclass(frozen=True, slots=True)
class PairView:
    """One pair's page. `actions` and `meeting` are empty for the public, `pairing` is None but for coordinators."""

    key: PairKey
    source: str
    mentor: SideView
    mentee: SideView
    status: str
    since: datetime.date | None
    until: datetime.date | None
    why: str
    agreed: int
    goals: tuple[GoalView, ...]
    milestones: tuple[DateView, ...]
    sessions: tuple[SessionView, ...]
    planned: int
    next_on: datetime.date | None
    next_plan: PlanView | None
    actions: tuple[ActionView, ...]
    meeting: str
    pairing: PairingView | None

    @property
    def page(self) -> str:
        """Where the pair's page lies."""
        return f"pairs/{self.key.program}/{self.key.slug}.md"

    @property
    def held(self) -> int:
        """How many sessions took place."""
        return sum(each.held for each in self.sessions)


@dataclass(frozen=True, slots=True)
class ObjectiveView:
    """An objective with its figures; `now` is None before the first measurement."""

    id: str
    title: str
    indicator: str
    unit: str
    baseline: float
    target: float
    now: float | None
    measured_on: datetime.date | None


@dataclass(frozen=True, slots=True)
class PledgesView:
    """Pledges of all mentees together, without names, in an order that tells nothing."""

    kept: int
    open: int
    dropped: int
    texts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ProgramView:
    """One program. `hidden_pairs` counts standing pairs without a page in this audience; `pledges` is None below five."""

    id: str
    source: str
    title: str
    purpose: str
    named: bool
    sponsor: ContactView
    coordinators: tuple[ContactView, ...]
    facilitator: ContactView
    sign_up_opens: datetime.date | None
    sign_up_closes: datetime.date | None
    starts: datetime.date
    ends: datetime.date
    sessions: int
    minutes: int
    every_weeks: int
    objectives: tuple[ObjectiveView, ...]
    topics: tuple[TopicView, ...]
    training: tuple[tuple[str, tuple[str, ...]], ...]
    charter: tuple[str, ...]
    curriculum: tuple[PlanView, ...]
    surveys: tuple[DateView, ...]
    sign_up_form: str
    session_form: str
    mentors: int
    mentees: int
    standing: int
    held: int
    pairs: tuple[PairView, ...]
    hidden_pairs: int
    pledges: PledgesView | None

    @property
    def page(self) -> str:
        """Where the program's page lies."""
        return f"programs/{self.id}/index.md"

    def running(self, today: datetime.date) -> bool:
        """Whether the program is not over yet."""
        return today <= self.ends


@dataclass(frozen=True, slots=True)
class SiteView:
    """The whole site as one audience may see it on one day."""

    audience: Audience
    today: datetime.date
    programs: tuple[ProgramView, ...]
    people: tuple[PersonView, ...]
    unlisted: int
    topics: tuple[TopicView, ...]
