"""What an audience may see: types of their own, so that a new field of the model stays private until somebody adds it here.

Nothing else in publishing reads the workspace; `publish.viewing` fills these.
"""

import datetime
from enum import StrEnum

from turnabout.frozen import dataclass
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
    """Somebody in the directory: exactly what consent `profile` names. `named`: no program of theirs keeps names out.

    `languages` (codes) are empty without a consent of their own, `languages`: they can tell where somebody comes from.
    """

    id: str
    source: str
    name: str
    job_title: str
    department: str
    site: str
    roles: tuple[RoleView, ...]
    offers: tuple[SkillView, ...]
    seeks: tuple[SkillView, ...]
    languages: tuple[str, ...]
    consented: bool
    named: bool


@dataclass(frozen=True, slots=True)
class SideView:
    """One side of a pair; `listed` tells whether the person has a page to link to, `named` as in `PersonView`."""

    id: str
    name: str
    listed: bool
    named: bool


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
class MarkView:
    """The day on which a program's sessions held reached a round number."""

    on: datetime.date
    count: int


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
class AppointmentView:
    """One session of a pair as a calendar knows it: `state` is held, ahead or off (called off).

    `at` is a time in the pair's `zone`, None where none was named: then it is about the day. `moves` counts how often it was put off.
    `said_on` is the day on which `source` says so.
    """

    number: int
    on: datetime.date
    at: datetime.time | None
    minutes: int
    moves: int
    state: str
    source: str
    said_on: datetime.date


@dataclass(frozen=True, slots=True)
class PairView:
    """One pair's page. `pairing` is None but for coordinators.

    `next_number` counts from 1 and is None where no session is to come. `topics` are those of the goals, which the page
    shows; where these name none, what the mentor offers and the mentee seeks, if both agreed to have that shown.

    `zone` (the mentor's), `appointments`, `actions` and `meeting` are empty for the public.
    """

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
    minutes: int
    next_on: datetime.date | None
    next_number: int | None
    next_plan: PlanView | None
    topics: tuple[TopicView, ...]
    zone: str
    appointments: tuple[AppointmentView, ...]
    actions: tuple[ActionView, ...]
    meeting: str
    pairing: PairingView | None

    @property
    def page(self) -> str:
        """Where the pair's page lies."""
        return pair_page(self.key)

    @property
    def next_timed(self) -> AppointmentView | None:
        """The appointment of the next session where its time of day is known."""
        return next(
            (each for each in self.appointments if each.state == "ahead" and each.at and each.on == self.next_on), None
        )

    @property
    def held(self) -> int:
        """How many sessions took place."""
        return sum(each.held for each in self.sessions)


def pair_page(key: PairKey) -> str:
    """Where the page of a pair lies."""
    return f"pairs/{key.program}/{key.slug}.md"


@dataclass(frozen=True, slots=True)
class ToldBy:
    """The two behind a story or a thank-you; `page_shown` tells whether their pair has a page to link to.

    `consented` is False where only coordinators see it, since they see everything.
    """

    key: PairKey
    source: str
    mentor: SideView
    mentee: SideView
    page_shown: bool
    consented: bool


@dataclass(frozen=True, slots=True)
class StoryView:
    """What a pair tells others."""

    pair: ToldBy
    title: str
    text: str
    on: datetime.date


@dataclass(frozen=True, slots=True)
class ThanksView:
    """What one side of a pair, `by`, thanks the other for."""

    pair: ToldBy
    by: str
    text: str
    on: datetime.date


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
    """One program. `hidden_pairs` counts standing pairs without a page in this audience; `pledges` is None below five.

    `paired` is the number of mentees who are in a standing pair: of all `mentees`, the program's coverage.
    """

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
    paired: int
    held: int
    marks: tuple[MarkView, ...]
    pairs: tuple[PairView, ...]
    hidden_pairs: int
    pledges: PledgesView | None
    stories: tuple[StoryView, ...]
    thanks: tuple[ThanksView, ...]

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
