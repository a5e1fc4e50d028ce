"""From the workspace to what an audience may see: programs, people and topics; pairs are in `publish.viewing_pairs`."""

import datetime
from collections.abc import Iterable, Mapping, Set
from typing import TypeAlias

from turnabout import model
from turnabout.publish import view
from turnabout.publish.consent import is_named, may_see, pair_shown, program_shown, shown_name
from turnabout.publish.view import Audience
from turnabout.publish.viewing_pairs import view_pair, view_plan, view_stories, view_thanks, view_topic
from turnabout.small_groups import SMALL_GROUP
from turnabout.workspace import Workspace

_ROUND = (10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10000)

Skills: TypeAlias = dict[tuple[str, int], view.SkillView]
"""Those seen so far, by topic and grade: there are few, and everybody has some."""


def view_site(workspace: Workspace, audience: Audience, today: datetime.date) -> view.SiteView:
    """Everything `audience` may see on `today`: programs in order of start, people in order of name."""
    shown = [each for each in workspace.programs.values() if program_shown(each, audience)]
    ids = {each.id for each in shown}
    members = [each for each in workspace.people.values() if ids & each.programs.keys()]
    skills: Skills = {}
    people = [_person(workspace, each, ids, audience, skills) for each in members if may_see(each, "profile", audience)]
    return view.SiteView(
        audience=audience,
        today=today,
        programs=tuple(
            _program(workspace, each, audience, today) for each in sorted(shown, key=lambda one: (one.starts, one.id))
        ),
        people=tuple(sorted(people, key=lambda one: (one.name.casefold(), one.id))),
        unlisted=sum(each.status is not model.Status.WITHDRAWN for each in members)
        - sum(workspace.people[each.id].status is not model.Status.WITHDRAWN for each in people),
        topics=tuple(view_topic(workspace, each) for each in workspace.topics),
    )


def _skills(workspace: Workspace, grades: Mapping[str, int], seen: Skills) -> tuple[view.SkillView, ...]:
    found = []
    for each in grades.items():
        if each not in seen:
            seen[each] = view.SkillView(view_topic(workspace, each[0]), each[1])
        found.append(seen[each])
    return tuple(sorted(found, key=_best_first)) if len(found) > 1 else tuple(found)


def _best_first(skill: view.SkillView) -> tuple[int, str, str]:
    return -skill.grade, skill.topic.title, skill.topic.id


def _person(
    workspace: Workspace, person: model.Participant, ids: set[str], audience: Audience, seen: Skills
) -> view.PersonView:
    roles = tuple(
        view.RoleView(program, workspace.programs[program].title, person.programs[program].role.value)
        for program in sorted(person.programs)
        if program in ids
    )
    return view.PersonView(
        id=person.id,
        source=person.path,
        name=shown_name(workspace, person),
        job_title=person.job_title,
        department=person.department,
        site=person.site,
        roles=roles,
        offers=_skills(workspace, person.offers, seen),
        seeks=_skills(workspace, person.seeks, seen),
        languages=person.languages if may_see(person, "languages", audience) else (),
        consented=may_see(person, "profile", Audience.PARTICIPANTS),
        named=is_named(workspace, person),
    )


def _contact(contact: model.Contact) -> view.ContactView:
    return view.ContactView(contact.name, contact.link)


def _program(
    workspace: Workspace, program: model.Program, audience: Audience, today: datetime.date
) -> view.ProgramView:
    all_pairs = workspace.pairs_of(program.id)
    pairs = tuple(
        view_pair(workspace, program, each, audience, today)
        for each in all_pairs
        if pair_shown(workspace, each, "pair", audience)
    )
    standing = [each for each in all_pairs if each.status.stands]
    pages = {each.key for each in pairs}
    sessions = [each for pair in all_pairs for each in workspace.sessions.get(pair.key, ())]
    return view.ProgramView(
        id=program.id,
        source=program.path,
        title=program.title,
        purpose=program.purpose,
        named=program.privacy == "named",
        sponsor=_contact(program.sponsor),
        coordinators=tuple(_contact(each) for each in program.coordinators),
        facilitator=_contact(program.facilitator),
        sign_up_opens=program.sign_up_opens,
        sign_up_closes=program.sign_up_closes,
        starts=program.starts,
        ends=program.ends,
        sessions=program.sessions,
        minutes=program.minutes,
        every_weeks=program.every_weeks,
        objectives=tuple(
            view.ObjectiveView(
                each.id, each.title, each.indicator, each.unit, each.baseline, each.target, each.now, each.measured_on
            )
            for each in program.objectives
        ),
        topics=tuple(view_topic(workspace, each) for each in program.topics or workspace.topics),
        training=tuple((role, program.training[role]) for role in ("mentor", "mentee")),
        charter=program.charter,
        curriculum=tuple(view_plan(each) for each in program.curriculum),
        surveys=tuple(view.DateView(each.on, each.id) for each in program.surveys),
        sign_up_form=program.sign_up_form,
        session_form=program.session_form,
        mentors=_taking_part(workspace, program.id, model.Role.MENTOR),
        mentees=_taking_part(workspace, program.id, model.Role.MENTEE),
        standing=len(standing),
        held=sum(each.held for each in sessions),
        marks=_marks(each.on for each in sessions if each.held),
        pairs=pairs,
        paired=_taking_part(workspace, program.id, model.Role.MENTEE, {each.key.mentee for each in standing}),
        stories=view_stories(workspace, all_pairs, audience),
        thanks=view_thanks(workspace, all_pairs, audience),
        hidden_pairs=sum(each.key not in pages for each in standing),
        pledges=_pledges(all_pairs),
    )


def _taking_part(workspace: Workspace, program: str, role: model.Role, among: Set[str] | None = None) -> int:
    """How many members of the role have not withdrawn; only those `among` the given ids, where there are any given."""
    members = [each for each in workspace.members(program, role) if each.status is not model.Status.WITHDRAWN]
    return sum(among is None or each.id in among for each in members)


def _marks(held: Iterable[datetime.date]) -> tuple[view.MarkView, ...]:
    days = sorted(held)
    return tuple(view.MarkView(days[count - 1], count) for count in _ROUND if count <= len(days))


def _pledges(pairs: Iterable[model.Pair]) -> view.PledgesView | None:
    made = [(pair.key.mentee, each) for pair in pairs for each in pair.pledges]
    if len({mentee for mentee, _ in made}) < SMALL_GROUP:
        return None
    states = [each.state for _, each in made]
    return view.PledgesView(
        kept=states.count("kept"),
        open=states.count("open"),
        dropped=states.count("dropped"),
        texts=tuple(sorted((each.text, each.state) for _, each in made)),
    )
