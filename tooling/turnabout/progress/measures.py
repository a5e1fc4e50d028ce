"""All figures of one program on one day, in one value."""

import datetime
from collections.abc import Mapping

from turnabout.frozen import dataclass
from turnabout.model import PairStatus, Program, Role, Status
from turnabout.progress.activity import Activity, activity
from turnabout.progress.outcomes import (
    Learning,
    Mood,
    Pledges,
    Reached,
    Wave,
    goals_mean,
    lasting,
    learning,
    mood_by_month,
    pledges,
    reached,
    waves,
)
from turnabout.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Training:
    """One role's active members, and how many of them completed every module asked of them.

    `share` is from 0 to 1, None where the role has no members or nothing is asked.
    """

    role: Role
    modules: tuple[str, ...]
    members: int
    completed: int
    share: float | None


@dataclass(frozen=True, slots=True)
class Unpaired:
    """One role's active members, those whose pair neither stands nor was completed, and those of them with a draft."""

    role: Role
    members: int
    unpaired: int
    drafted: int


@dataclass(frozen=True, slots=True)
class Measures:
    """All figures of one program on one day. `goals` is in percent; see the parts for the others.

    `learning` is by topic, `areas` by the widest topic above, `overall` over all of them. With many topics and few
    pairs most topics are suppressed, and areas say more.
    """

    program: str
    today: datetime.date
    pairs: Mapping[PairStatus, int]
    activity: Activity
    goals: float | None
    learning: tuple[Learning, ...]
    areas: tuple[Learning, ...]
    overall: Learning
    pledges: Pledges
    themes: tuple[Pledges, ...]
    moods: tuple[Mood, ...]
    training: tuple[Training, ...]
    objectives: tuple[Reached, ...]
    unpaired: tuple[Unpaired, ...]
    waves: tuple[Wave, ...]


def measures(workspace: Workspace, program_id: str, today: datetime.date) -> Measures:
    """The program's figures as of today; UsageError where there is no such program. Drafts count only as drafts."""
    program = workspace.program(program_id)
    everybody = workspace.pairs_of(program_id)
    pairs = lasting(everybody)
    all_pledges, themes = pledges(pairs)
    lessons = learning(workspace, pairs, today)
    return Measures(
        program=program_id,
        today=today,
        pairs={status: sum(pair.status is status for pair in everybody) for status in PairStatus},
        activity=activity(workspace, program, today),
        goals=goals_mean(pairs),
        learning=lessons.topics,
        areas=lessons.areas,
        overall=lessons.overall,
        pledges=all_pledges,
        themes=themes,
        moods=mood_by_month(workspace, program, pairs, today),
        training=tuple(training(workspace, program, role) for role in Role),
        objectives=reached(program),
        unpaired=tuple(unpaired(workspace, program, role) for role in Role),
        waves=waves(workspace, program, today),
    )


def training(workspace: Workspace, program: Program, role: Role) -> Training:
    """How many active members of the role completed every module that the program asks of it."""
    modules = program.training[role]
    members = [person for person in workspace.members(program.id, role) if person.status is Status.ACTIVE]
    completed = sum(all(module in person.training for module in modules) for person in members)
    return Training(role, modules, len(members), completed, completed / len(members) if members and modules else None)


def unpaired(workspace: Workspace, program: Program, role: Role) -> Unpaired:
    """How many active members of the role have no pair."""
    members = {person.id for person in workspace.members(program.id, role) if person.status is Status.ACTIVE}
    pairs = [
        (pair.key.mentor if role is Role.MENTOR else pair.key.mentee, pair.status)
        for pair in workspace.pairs_of(program.id)
    ]
    standing = {person for person, status in pairs if status.stands or status is PairStatus.COMPLETED}
    drafted = {person for person, status in pairs if status is PairStatus.DRAFT}
    alone = members - standing
    return Unpaired(role, len(members), len(alone), len(alone & drafted))
