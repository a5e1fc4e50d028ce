"""From the workspace to what an audience may see: consent decides here and nowhere else.

Without consent a person appears in counts only. Coordinators run the program and see everybody; even they get no notes,
moods, wishes, handles or keys, since a site is no place for those.
"""

import datetime
from collections.abc import Iterable

from turnabout import model
from turnabout.publish import view
from turnabout.publish.view import Audience
from turnabout.small_groups import SMALL_GROUP
from turnabout.workspace import Workspace

_SEEN_BY = {
    # A pair that ended early and a pause are nobody's business outside; a draft is not agreed yet.
    Audience.PUBLIC: (model.PairStatus.ACTIVE, model.PairStatus.COMPLETED),
    Audience.PARTICIPANTS: (model.PairStatus.ACTIVE, model.PairStatus.PAUSED, model.PairStatus.COMPLETED),
    Audience.COORDINATORS: tuple(model.PairStatus),
}


def view_site(workspace: Workspace, audience: Audience, today: datetime.date) -> view.SiteView:
    """Everything `audience` may see on `today`: programs in order of start, people in order of name."""
    shown = [each for each in workspace.programs.values() if _shown(each, audience)]
    ids = {each.id for each in shown}
    members = [each for each in workspace.people.values() if ids & each.programs.keys()]
    people = [_person(workspace, each, ids) for each in members if may_see(each, "profile", audience)]
    return view.SiteView(
        audience=audience,
        today=today,
        programs=tuple(
            _program(workspace, each, audience, today) for each in sorted(shown, key=lambda one: (one.starts, one.id))
        ),
        people=tuple(sorted(people, key=lambda one: (one.name.casefold(), one.id))),
        unlisted=sum(each.status is not model.Status.WITHDRAWN for each in members)
        - sum(workspace.people[each.id].status is not model.Status.WITHDRAWN for each in people),
        topics=tuple(_topic(workspace, each) for each in workspace.topics),
    )


def _shown(program: model.Program, audience: Audience) -> bool:
    return audience.inside or program.audience == "public"


def may_see(person: model.Participant | None, purpose: str, audience: Audience) -> bool:
    """Whether the person agreed that `audience` sees what `purpose` (`profile` or `pair`) names."""
    if person is None:
        return False
    if audience is Audience.COORDINATORS:
        return True
    given = person.consent.get(purpose)
    if given is None or person.status is model.Status.WITHDRAWN:
        return False
    return audience is Audience.PARTICIPANTS or given.audience == Audience.PUBLIC


def _name(workspace: Workspace, person: model.Participant) -> str:
    programs = (workspace.programs.get(each) for each in person.programs)
    if any(each is None or each.privacy == "pseudonymous" for each in programs):
        return person.id
    return person.name or person.id


def _topic(workspace: Workspace, topic_id: str) -> view.TopicView:
    found = workspace.topics.get(topic_id)
    return view.TopicView(topic_id, found.title if found else topic_id, found.about if found else "")


def _skills(workspace: Workspace, grades: Iterable[tuple[str, int]]) -> tuple[view.SkillView, ...]:
    found = [view.SkillView(_topic(workspace, topic), grade) for topic, grade in grades]
    return tuple(sorted(found, key=lambda one: (-one.grade, one.topic.title, one.topic.id)))


def _person(workspace: Workspace, person: model.Participant, ids: set[str]) -> view.PersonView:
    roles = tuple(
        view.RoleView(program, workspace.programs[program].title, part.role.value)
        for program, part in sorted(person.programs.items())
        if program in ids
    )
    return view.PersonView(
        id=person.id,
        source=person.path,
        name=_name(workspace, person),
        job_title=person.job_title,
        department=person.department,
        site=person.site,
        roles=roles,
        offers=_skills(workspace, person.offers.items()),
        seeks=_skills(workspace, person.seeks.items()),
        consented=may_see(person, "profile", Audience.PARTICIPANTS),
    )


def _contact(contact: model.Contact) -> view.ContactView:
    return view.ContactView(contact.name, contact.link)


def _plan(plan: model.SessionPlan) -> view.PlanView:
    return view.PlanView(plan.number, plan.title, plan.aim, plan.questions, plan.output)


def _program(
    workspace: Workspace, program: model.Program, audience: Audience, today: datetime.date
) -> view.ProgramView:
    all_pairs = workspace.pairs_of(program.id)
    pairs = tuple(
        _pair(workspace, program, each, audience, today) for each in all_pairs if _visible(workspace, each, audience)
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
        topics=tuple(_topic(workspace, each) for each in program.topics or workspace.topics),
        training=tuple((role, program.training[role]) for role in ("mentor", "mentee")),
        charter=program.charter,
        curriculum=tuple(_plan(each) for each in program.curriculum),
        surveys=tuple(view.DateView(each.on, each.id) for each in program.surveys),
        sign_up_form=program.sign_up_form,
        session_form=program.session_form,
        mentors=_taking_part(workspace, program.id, model.Role.MENTOR),
        mentees=_taking_part(workspace, program.id, model.Role.MENTEE),
        standing=len(standing),
        held=sum(each.held for each in sessions),
        pairs=pairs,
        hidden_pairs=sum(each.key not in pages for each in standing),
        pledges=_pledges(all_pairs),
    )


def _taking_part(workspace: Workspace, program: str, role: model.Role) -> int:
    return sum(each.status is not model.Status.WITHDRAWN for each in workspace.members(program, role))


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


def _visible(workspace: Workspace, pair: model.Pair, audience: Audience) -> bool:
    sides = (workspace.people.get(pair.key.mentor), workspace.people.get(pair.key.mentee))
    return pair.status in _SEEN_BY[audience] and all(may_see(each, "pair", audience) for each in sides)


def _pair(
    workspace: Workspace, program: model.Program, pair: model.Pair, audience: Audience, today: datetime.date
) -> view.PairView:
    sessions = workspace.sessions.get(pair.key, ())
    held = sum(each.held for each in sessions)
    stands = pair.status.stands or pair.status is model.PairStatus.DRAFT
    plan = program.curriculum[held] if stands and held < min(program.sessions, len(program.curriculum)) else None
    announced = sessions[-1].next if sessions else pair.since
    return view.PairView(
        key=pair.key,
        source=pair.path,
        mentor=_side(workspace, pair.key.mentor, audience),
        mentee=_side(workspace, pair.key.mentee, audience),
        status=pair.status.value,
        since=pair.since,
        until=pair.until,
        why=pair.why,
        agreed=len(pair.charter),
        goals=tuple(view.GoalView(each.title, each.measure, each.progress) for each in pair.goals),
        milestones=tuple(
            view.DateView(each.on, each.title) for each in sorted(pair.milestones, key=lambda one: one.on)
        ),
        # A missed appointment is for those who have to do with it.
        sessions=tuple(view.SessionView(each.on, each.held) for each in sessions if audience.inside or each.held),
        planned=program.sessions,
        next_on=announced if stands and announced is not None and announced >= today else None,
        next_plan=_plan(plan) if plan else None,
        actions=tuple(
            view.ActionView(action.owner, action.text, action.due)
            for each in sessions
            for action in each.actions
            if audience.inside and not action.done
        ),
        meeting=pair.meeting if audience.inside else "",
        pairing=_pairing(pair) if audience is Audience.COORDINATORS else None,
    )


def _side(workspace: Workspace, person_id: str, audience: Audience) -> view.SideView:
    person = workspace.people[person_id]
    return view.SideView(person_id, _name(workspace, person), may_see(person, "profile", audience))


def _pairing(pair: model.Pair) -> view.PairingView:
    exception = pair.exception
    words = ""
    if exception is not None:
        words = f"{exception.rule}, allowed by {exception.approver} until {exception.expires.isoformat()}: {exception.reason}"
    return view.PairingView(pair.points, tuple(sorted(pair.criteria.items())), pair.lock, words)
