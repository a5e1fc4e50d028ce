"""The directory, each person's page, and the people of each topic: whoever agreed, with exactly what they agreed to."""

import functools
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from turnabout.publish.form_links import Desk, form_link
from turnabout.publish.inputs import SiteInputs
from turnabout.publish.pages.agendas import Library
from turnabout.publish.pages.groups import GROUPS, group_link
from turnabout.publish.pages.shared import cards, changed, page, pair_title, person_card, person_page, state, trail
from turnabout.publish.text import facts, inert, inside, pill
from turnabout.publish.view import PairView, PersonView, ProgramView, SiteView, SkillView, TopicView
from turnabout.wording import counted

INDEX = "people/index.md"
TOPICS = "topics/index.md"
LETTERS_FROM = 60  # a directory longer than this gets a heading for each letter
OFFERS = ("", "knows the basics", "has done it", "does it often", "knows it well", "others come for it")
SEEKS = ("", "nice to know", "curious", "wants to learn", "important", "needs it now")
# Stands for any person's page: all lie equally deep, so that a link which leads elsewhere is the same on each of them.
_ANY = person_page("-")
_TRAIL = trail(_ANY, [("People", INDEX)])


def pages(site: SiteView, inputs: SiteInputs, desk: Desk, library: Library) -> dict[str, str]:
    """The directory, the topics and every person's page by path."""
    made = {INDEX: _index(site), TOPICS: _topics(site, library)}
    pairs = _pairs(site)
    programs = {each.id: each for each in site.programs}
    running = frozenset(each.id for each in site.programs if each.running(site.today))
    for each in site.people:
        theirs = pairs.get(each.id, ())
        own = _own(running, each, theirs, desk)
        made[person_page(each.id)] = _page(programs, each, theirs, own, inputs)
    return made


def _pairs(site: SiteView) -> dict[str, list[PairView]]:
    """Each person's pairs, in the order of the programs."""
    found: dict[str, list[PairView]] = {}
    for program in site.programs:
        for pair in program.pairs:
            for person in (pair.key.mentor, pair.key.mentee):
                found.setdefault(person, []).append(pair)
    return found


def _index(site: SiteView) -> str:
    body = [
        "# People",
        "**Mentors** are junior and share what they know. **Mentees** are senior and want to learn. "
        f"Find them {inside('by topic', INDEX, TOPICS)} or {inside('by place, department and language', INDEX, GROUPS)}.",
    ]
    if len(site.people) > LETTERS_FROM:
        letters = sorted(_by_mark(site.people, lambda person: [_letter(person)]).items())
        body.append(" ".join(inside(each, "", f"#letter-{at}", "chip") for at, (each, _) in enumerate(letters)))
        for at, (letter, found) in enumerate(letters):
            body += [f"## {inert(letter)} {{ #letter-{at} }}", cards([person_card(INDEX, each) for each in found])]
    else:
        body.append(cards([person_card(INDEX, each) for each in site.people]))
    if site.unlisted:
        body.append(
            f"{counted(site.unlisted, 'more person takes', 'more people take')} part without being listed here."
        )
    elif not site.people:
        body.append("Nobody is listed here.")
    return page("People", body, description="Who takes part, what they offer and what they want to learn.", index=True)


def _by_mark(people: Sequence[PersonView], marks: Callable[[PersonView], Iterable[str]]) -> dict[str, list[PersonView]]:
    """The people that have each mark, in their order."""
    found: dict[str, list[PersonView]] = {}
    for person in people:
        for mark in dict.fromkeys(marks(person)):
            found.setdefault(mark, []).append(person)
    return found


def _letter(person: PersonView) -> str:
    first = person.name[:1].upper()
    return first if first.isalpha() else "0-9"


def _skills(skills: tuple[SkillView, ...], grades: tuple[str, ...]) -> str:
    return "\n".join([_skill(each.topic.id, each.topic.title, grades[each.grade]) for each in skills])


@functools.lru_cache(maxsize=4096)
def _skill(topic: str, title: str, grade: str) -> str:
    return f"- {inside(title, _ANY, f'{TOPICS}#{topic}', 'chip')} {grade}"


@functools.lru_cache(maxsize=1024)
def _role(role: str, title: str, program: str) -> str:
    return f"{pill(role, role)} in {inside(title, _ANY, program)}"


@functools.lru_cache(maxsize=4096)
def _group(kind: str, name: str) -> str:
    return group_link(_ANY, kind, name)


def _page(
    programs: Mapping[str, ProgramView], person: PersonView, pairs: Sequence[PairView], own: str, inputs: SiteInputs
) -> str:
    """A person's page; `own` is what they can do about their part."""
    here = person_page(person.id)
    roles = ", ".join(_role(each.role, each.program_title, programs[each.program].page) for each in person.roles)
    body = [
        _TRAIL,
        f"# {inert(person.name)}",
        "" if person.consented else '<p class="only">Only coordinators see this page.</p>',
        facts(
            [
                ("Takes part as", roles),
                ("Works as", inert(person.job_title)),
                ("Department", _group("department", person.department)),
                ("Place", _group("place", person.site)),
                ("Likes to talk in", ", ".join([_group("language", each) for each in person.languages])),
            ]
        ),
        "## What I offer" if person.offers else "",
        _skills(person.offers, OFFERS),
        "## What I want to learn" if person.seeks else "",
        _skills(person.seeks, SEEKS),
        "## My pairs" if pairs else "",
        "\n".join(
            f"- {inside(pair_title(each), here, each.page)} {state(each.status)} in {inert(programs[each.key.program].title)}"
            for each in pairs
        ),
        own,
        changed(person.source, inputs.changed),
    ]
    offers = ", ".join(each.topic.title for each in person.offers)
    summary = f"{person.name} offers {offers}." if offers else f"{person.name} takes part."
    return page(person.name, body, description=summary, source=person.source, record=True)


def _own(running: Collection[str], person: PersonView, pairs: Sequence[PairView], desk: Desk) -> str:
    """What the person can do about their own part, while a program of theirs is `running`."""
    if not person.named or not any(each.program in running for each in person.roles):
        return ""
    standing = [each for each in pairs if each.status in ("active", "paused")]
    pair = {"program": standing[0].key.program, "pair": standing[0].key.slug} if len(standing) == 1 else {}
    me = {"person": person.id}
    buttons = [
        form_link(desk, "pause", "Pause", me, "button"),
        form_link(desk, "leave", "Change or leave", me | pair, "button"),
        form_link(desk, "manager", "New manager", me, "button"),
    ]
    if not any(buttons):
        return ""
    said = "Each opens a form that knows your page already. Nobody asks why you pause or leave."
    return f"## Is this you?\n\n{' '.join(buttons)}\n\n{said}"


def _topics(site: SiteView, library: Library) -> str:
    topics = sorted((*site.topics, *unknown_topics(site)), key=lambda one: (one.title.casefold(), one.id))
    body = [
        "# People by topic",
        "Who offers what, and who wants to learn it.",
        " ".join(inside(each.title, "", f"#{each.id}", "chip") for each in topics),
    ]
    links = {each.id: inside(each.name, TOPICS, person_page(each.id)) for each in site.people}
    offered = _by_mark(site.people, lambda person: [skill.topic.id for skill in person.offers])
    sought = _by_mark(site.people, lambda person: [skill.topic.id for skill in person.seeks])
    for topic in topics:
        offering, seeking = offered.get(topic.id, []), sought.get(topic.id, [])
        body += [
            f"## {inert(topic.title)} {{ #{topic.id} }}",
            inert(topic.about),
            _names("Offered by", [links[each.id] for each in offering]),
            _names("Sought by", [links[each.id] for each in seeking]),
            "" if offering or seeking else "Nobody on the list yet.",
            inside("Agenda for this topic", TOPICS, library[topic.id].page) if topic.id in library else "",
        ]
    return page("By topic", body, description="People by what they offer and what they want to learn.", index=True)


def _names(label: str, people: list[str]) -> str:
    return f"**{label}** " + ", ".join(people) if people else ""


def unknown_topics(site: SiteView) -> tuple[TopicView, ...]:
    """Topics that people name and the vocabulary does not hold: they need a heading too, or links would lead nowhere."""
    known = {each.id for each in site.topics}
    used = [skill.topic for each in site.people for skill in (*each.offers, *each.seeks)]
    used += [topic for each in site.programs for topic in each.topics]
    return tuple({each.id: each for each in used if each.id not in known}.values())
