"""The people of each place, department and language: the directory's filters, readable without a script."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from turnabout.ids import id_fault
from turnabout.languages import language
from turnabout.publish.pages.shared import page, person_page
from turnabout.publish.text import inert, inside, words
from turnabout.publish.view import PersonView, SiteView

GROUPS = "groups/index.md"
# What a group of each kind is called by: places and departments by their slug, languages by their code.
_SHOWN: Mapping[str, Callable[[str], str]] = {"place": words, "department": words, "language": language}


def pages(site: SiteView) -> dict[str, str]:
    """The one page by path."""
    people = [_listed(each) for each in site.people]
    parts = [
        *_part("Places", "place", people, lambda person: (person.site,)),
        *_part("Departments", "department", people, lambda person: (person.department,)),
        *_part("Languages", "language", people, lambda person: person.languages),
    ]
    body = [
        "# People by place, department and language",
        "Mentors share, mentees learn. Everybody who is listed and says where they work is here; by language only those who "
        "agreed to that.",
        *parts,
        "" if parts else "Nobody is listed here.",
    ]
    description = "People by where they work and what they like to talk in."
    return {GROUPS: page("By place, department and language", body, description=description, index=True)}


def group_link(here: str, kind: str, name: str) -> str:
    """The name of a `place`, `department` or `language`, linked from `here` to its people where the name tells the anchor."""
    shown = _SHOWN[kind](name)
    return inside(shown, here, f"{GROUPS}#{kind}-{name}") if name and id_fault(name) is None else inert(shown)


class _Listed(NamedTuple):
    """A person as a row shows them: linked, with the roles they have anywhere."""

    person: PersonView
    link: str
    roles: frozenset[str]


def _listed(person: PersonView) -> _Listed:
    link = inside(person.name, GROUPS, person_page(person.id))
    return _Listed(person, link, frozenset(each.role for each in person.roles))


def _part(
    title: str, kind: str, people: Sequence[_Listed], belongs: Callable[[PersonView], Sequence[str]]
) -> Iterator[str]:
    shown = _SHOWN[kind]
    members: dict[str, list[_Listed]] = {}
    for each in people:
        for name in dict.fromkeys(belongs(each.person)):
            members.setdefault(name, []).append(each)
    names = sorted(members.keys() - {""}, key=lambda one: (shown(one).casefold(), one))
    if not names:
        return
    # Free text gets a number behind two hyphens, which no slug begins with.
    anchors = [f"{kind}-{name}" if id_fault(name) is None else f"{kind}--{at}" for at, name in enumerate(names)]
    yield f"## {title}"
    yield " ".join(inside(shown(name), "", f"#{anchor}", "chip") for name, anchor in zip(names, anchors, strict=True))
    for name, anchor in zip(names, anchors, strict=True):
        yield f"### {inert(shown(name))} {{ #{anchor} }}"
        for role in ("mentor", "mentee"):
            links = [each.link for each in members[name] if role in each.roles]
            if links:
                yield f"**{role.capitalize()}s** {', '.join(links)}"
