"""The directory, each person's page, and the people of each topic: whoever agreed, with exactly what they agreed to."""

from collections.abc import Sequence

from turnabout.publish.form_links import Desk, form_link
from turnabout.publish.inputs import SiteInputs
from turnabout.publish.pages.groups import GROUPS, group_link
from turnabout.publish.pages.shared import cards, changed, page, pair_title, person_card, person_page, state, trail
from turnabout.publish.text import facts, inert, inside, pill
from turnabout.publish.view import PairView, PersonView, SiteView, SkillView, TopicView
from turnabout.wording import counted

INDEX = "people/index.md"
TOPICS = "topics/index.md"
LETTERS_FROM = 60  # a directory longer than this gets a heading for each letter
OFFERS = ("", "knows the basics", "has done it", "does it often", "knows it well", "others come for it")
SEEKS = ("", "nice to know", "curious", "wants to learn", "important", "needs it now")


def pages(site: SiteView, inputs: SiteInputs, desk: Desk) -> dict[str, str]:
    """The directory, the topics and every person's page by path."""
    made = {INDEX: _index(site), TOPICS: _topics(site)}
    return made | {person_page(each.id): _page(site, each, inputs, desk) for each in site.people}


def _index(site: SiteView) -> str:
    body = [
        "# People",
        "**Mentors** are junior and share what they know. **Mentees** are senior and want to learn. "
        f"Find them {inside('by topic', INDEX, TOPICS)} or {inside('by place and department', INDEX, GROUPS)}.",
    ]
    if len(site.people) > LETTERS_FROM:
        letters = sorted({_letter(each) for each in site.people})
        body.append(" ".join(inside(each, "", f"#letter-{at}", "chip") for at, each in enumerate(letters)))
        for at, letter in enumerate(letters):
            found = [each for each in site.people if _letter(each) == letter]
            body += [f"## {inert(letter)} {{ #letter-{at} }}", cards([person_card(INDEX, each) for each in found])]
    else:
        body.append(cards([person_card(INDEX, each) for each in site.people]))
    if site.unlisted:
        body.append(
            f"{counted(site.unlisted, 'more person takes', 'more people take')} part without being listed here."
        )
    elif not site.people:
        body.append("Nobody is listed yet.")
    return page("People", body, description="Who takes part, what they offer and what they want to learn.", index=True)


def _letter(person: PersonView) -> str:
    first = person.name[:1].upper()
    return first if first.isalpha() else "0-9"


def _skills(here: str, skills: tuple[SkillView, ...], grades: tuple[str, ...]) -> str:
    return "\n".join(
        f"- {inside(each.topic.title, here, f'{TOPICS}#{each.topic.id}', 'chip')} {grades[each.grade]}"
        for each in skills
    )


def _page(site: SiteView, person: PersonView, inputs: SiteInputs, desk: Desk) -> str:
    here = person_page(person.id)
    programs = {each.id: each for each in site.programs}
    pairs = [pair for each in site.programs for pair in each.pairs if person.id in (pair.key.mentor, pair.key.mentee)]
    roles = ", ".join(
        f"{pill(each.role, each.role)} in {inside(each.program_title, here, programs[each.program].page)}"
        for each in person.roles
    )
    body = [
        trail(here, [("People", INDEX)]),
        f"# {inert(person.name)}",
        "" if person.consented else '<p class="only">Only coordinators see this page.</p>',
        facts(
            [
                ("Takes part as", roles),
                ("Works as", inert(person.job_title)),
                ("Department", group_link(here, "department", person.department)),
                ("Place", group_link(here, "place", person.site)),
            ]
        ),
        "## What I offer" if person.offers else "",
        _skills(here, person.offers, OFFERS),
        "## What I want to learn" if person.seeks else "",
        _skills(here, person.seeks, SEEKS),
        "## My pairs" if pairs else "",
        "\n".join(
            f"- {inside(pair_title(each), here, each.page)} {state(each.status)} in {inert(programs[each.key.program].title)}"
            for each in pairs
        ),
        _own(site, person, pairs, desk),
        changed(person.source, inputs.changed),
    ]
    offers = ", ".join(each.topic.title for each in person.offers)
    summary = f"{person.name} offers {offers}." if offers else f"{person.name} takes part."
    return page(person.name, body, description=summary, source=person.source, record=True)


def _own(site: SiteView, person: PersonView, pairs: Sequence[PairView], desk: Desk) -> str:
    """What the person can do about their own part, while a program of theirs runs."""
    running = {each.id for each in site.programs if each.running(site.today)}
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


def _topics(site: SiteView) -> str:
    body = ["# People by topic", "Who offers what, and who wants to learn it."]
    for topic in sorted((*site.topics, *unknown_topics(site)), key=lambda one: (one.title.casefold(), one.id)):
        offering = [each for each in site.people if any(skill.topic.id == topic.id for skill in each.offers)]
        seeking = [each for each in site.people if any(skill.topic.id == topic.id for skill in each.seeks)]
        body += [
            f"## {inert(topic.title)} {{ #{topic.id} }}",
            inert(topic.about),
            _names("Offered by", offering),
            _names("Sought by", seeking),
            "" if offering or seeking else "Nobody on the list yet.",
        ]
    return page("By topic", body, description="People by what they offer and what they want to learn.", index=True)


def _names(label: str, people: list[PersonView]) -> str:
    if not people:
        return ""
    return f"**{label}** " + ", ".join(inside(each.name, TOPICS, person_page(each.id)) for each in people)


def unknown_topics(site: SiteView) -> tuple[TopicView, ...]:
    """Topics that people name and the vocabulary does not hold: they need a heading too, or links would lead nowhere."""
    known = {each.id for each in site.topics}
    used = [skill.topic for each in site.people for skill in (*each.offers, *each.seeks)]
    used += [topic for each in site.programs for topic in each.topics]
    return tuple({each.id: each for each in used if each.id not in known}.values())
