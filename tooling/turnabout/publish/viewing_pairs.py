"""From a pair's files to what an audience may see of it: its page, its appointments, its story and its thanks."""

import datetime
from collections.abc import Iterable, Iterator, Sequence

from turnabout import model
from turnabout.publish import view
from turnabout.publish.consent import is_named, may_see, pair_shown, shown_name
from turnabout.publish.view import Audience
from turnabout.workspace import Workspace

_SHARED = 2  # topics of a pair whose goals name none: more would not help to begin


def view_pair(
    workspace: Workspace, program: model.Program, pair: model.Pair, audience: Audience, today: datetime.date
) -> view.PairView:
    """What `audience` sees of a pair whose page it may see."""
    sessions = workspace.sessions.get(pair.key, ())
    held = sum(each.held for each in sessions)
    stands = pair.status.stands or pair.status is model.PairStatus.DRAFT
    number = held + 1 if stands and held < program.sessions else None
    plan = program.curriculum[held] if number and held < len(program.curriculum) else None
    mentor = workspace.people[pair.key.mentor]
    announced = sessions[-1].next if sessions else pair.since
    ahead = stands and announced is not None and announced >= today
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
        minutes=program.minutes,
        next_on=announced if ahead else None,
        next_number=number,
        next_plan=view_plan(plan) if plan else None,
        topics=_topics(workspace, pair, audience),
        zone=mentor.time_zone if audience.inside else "",
        appointments=tuple(appointments(sessions, pair, program.minutes)) if audience.inside else (),
        actions=tuple(
            view.ActionView(action.owner, action.text, action.due)
            for each in sessions
            for action in each.actions
            if audience.inside and not action.done
        ),
        meeting=pair.meeting if audience.inside else "",
        pairing=_pairing(pair) if audience is Audience.COORDINATORS else None,
    )


def view_plan(plan: model.SessionPlan) -> view.PlanView:
    """A session's plan, all of which is for everybody."""
    return view.PlanView(plan.number, plan.title, plan.aim, plan.questions, plan.output)


def _topics(workspace: Workspace, pair: model.Pair, audience: Audience) -> tuple[view.TopicView, ...]:
    """The topics of the goals in their order; without any, those both name in profiles that may be seen, best first."""
    wanted = [each.topic for each in pair.goals if each.topic is not None]
    mentor, mentee = workspace.people[pair.key.mentor], workspace.people[pair.key.mentee]
    if not wanted and may_see(mentor, "profile", audience) and may_see(mentee, "profile", audience):
        both = mentor.offers.keys() & mentee.seeks.keys()
        wanted = sorted(both, key=lambda each: (-mentee.seeks[each], -mentor.offers[each], each))[:_SHARED]
    return tuple(view_topic(workspace, each) for each in dict.fromkeys(wanted))


def view_topic(workspace: Workspace, topic_id: str) -> view.TopicView:
    """A topic, all of which is for everybody; one that the vocabulary lacks is called by its id."""
    found = workspace.topics.get(topic_id)
    return view.TopicView(topic_id, found.title if found else topic_id, found.about if found else "")


def _side(workspace: Workspace, person_id: str, audience: Audience) -> view.SideView:
    person = workspace.people[person_id]
    listed = may_see(person, "profile", audience)
    return view.SideView(person_id, shown_name(workspace, person), listed, is_named(workspace, person))


def _pairing(pair: model.Pair) -> view.PairingView:
    exception = pair.exception
    words = ""
    if exception is not None:
        words = f"{exception.rule}, allowed by {exception.approver} until {exception.expires.isoformat()}: {exception.reason}"
    return view.PairingView(pair.points, tuple(sorted(pair.criteria.items())), pair.lock, words)


def appointments(sessions: Sequence[model.Session], pair: model.Pair, minutes: int) -> Iterator[view.AppointmentView]:
    """Each of the pair's sessions as one appointment, in order: held, ahead, or called off.

    A session that is logged as not held stays the same appointment at another date: `moves` counts how often that
    happened, and whether it was held on another day than announced. A time is known where the entry before named it.
    """
    number, moves = 1, 0
    on, at, source, said_on = pair.since, None, pair.path, pair.since
    for each in sessions:
        moved = on != each.on
        if each.held:
            yield view.AppointmentView(
                number,
                each.on,
                None if moved else at,
                each.minutes or minutes,
                moves + moved,
                "held",
                each.path,
                each.on,
            )
            number, moves = number + 1, 0
        else:
            moves += 1
        on, at, source, said_on = each.next, each.next_at, each.path, each.on
    if on is not None and pair.status.stands:
        yield view.AppointmentView(number, on, at, minutes, moves, "ahead", source, said_on or on)
    elif on is not None and sessions and pair.until is not None and on > pair.until:
        yield view.AppointmentView(number, on, at, minutes, moves + 1, "off", pair.path, pair.until)
    elif on is None and moves:
        yield view.AppointmentView(number, sessions[-1].on, None, minutes, moves, "off", source, sessions[-1].on)


def view_stories(workspace: Workspace, pairs: Iterable[model.Pair], audience: Audience) -> tuple[view.StoryView, ...]:
    """The stories that `audience` may see, newest first."""
    found = [
        view.StoryView(_told_by(workspace, pair, audience), pair.story.title, pair.story.text, pair.story.on)
        for pair in pairs
        if pair.story is not None and pair_shown(workspace, pair, "story", audience)
    ]
    return tuple(sorted(found, key=lambda one: (-one.on.toordinal(), one.pair.key.slug)))


def view_thanks(workspace: Workspace, pairs: Iterable[model.Pair], audience: Audience) -> tuple[view.ThanksView, ...]:
    """The thanks that `audience` may see, newest first."""
    found = [
        view.ThanksView(_told_by(workspace, pair, audience), each.by, each.text, each.on)
        for pair in pairs
        for each in pair.thanks
        if pair_shown(workspace, pair, "story", audience)
    ]
    return tuple(sorted(found, key=lambda one: (-one.on.toordinal(), one.pair.key.slug, one.by, one.text)))


def _told_by(workspace: Workspace, pair: model.Pair, audience: Audience) -> view.ToldBy:
    return view.ToldBy(
        key=pair.key,
        source=pair.path,
        mentor=_side(workspace, pair.key.mentor, audience),
        mentee=_side(workspace, pair.key.mentee, audience),
        page_shown=pair_shown(workspace, pair, "pair", audience),
        consented=pair_shown(workspace, pair, "story", Audience.PARTICIPANTS),
    )
