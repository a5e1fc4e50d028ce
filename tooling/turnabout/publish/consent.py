"""Who may see what: a person's consent, an audience and a pair's state are weighed here and nowhere else.

Without consent a person appears in counts only. Coordinators run the program and see everybody; even they get no notes,
moods, wishes, handles or keys, since a site is no place for those.
"""

from turnabout import model
from turnabout.publish.view import Audience
from turnabout.workspace import Workspace

_SEEN_BY = {
    # A pair that ended early and a pause are nobody's business outside; a draft is not agreed yet.
    Audience.PUBLIC: (model.PairStatus.ACTIVE, model.PairStatus.COMPLETED),
    Audience.PARTICIPANTS: (model.PairStatus.ACTIVE, model.PairStatus.PAUSED, model.PairStatus.COMPLETED),
    Audience.COORDINATORS: tuple(model.PairStatus),
}


def program_shown(program: model.Program, audience: Audience) -> bool:
    """Whether the program is on this audience's site at all."""
    return audience.inside or program.audience == "public"


def may_see(person: model.Participant | None, purpose: str, audience: Audience) -> bool:
    """Whether the person agreed that `audience` sees what `purpose` (`profile`, `languages`, `pair` or `story`) names."""
    if person is None:
        return False
    if audience is Audience.COORDINATORS:
        return True
    given = person.consent.get(purpose)
    if given is None or person.status is model.Status.WITHDRAWN:
        return False
    return audience is Audience.PARTICIPANTS or given.audience == Audience.PUBLIC


def pair_shown(workspace: Workspace, pair: model.Pair, purpose: str, audience: Audience) -> bool:
    """Whether both agreed to `purpose` (`pair`: their page; `story`: what they tell), and the pair's state may be known."""
    sides = (workspace.people.get(pair.key.mentor), workspace.people.get(pair.key.mentee))
    return pair.status in _SEEN_BY[audience] and all(may_see(each, purpose, audience) for each in sides)


def is_named(workspace: Workspace, person: model.Participant) -> bool:
    """Whether none of the person's programs keeps names out of Git."""
    for each in person.programs:
        program = workspace.programs.get(each)
        if program is None or program.privacy == "pseudonymous":
            return False
    return True


def shown_name(workspace: Workspace, person: model.Participant) -> str:
    """The person's name, or the id where one of their programs keeps names out of Git."""
    return (person.name or person.id) if is_named(workspace, person) else person.id
