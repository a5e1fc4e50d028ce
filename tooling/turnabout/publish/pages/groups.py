"""The people of each place, department and language: the directory's filters, readable without a script."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from turnabout.ids import id_fault
from turnabout.publish.languages import language
from turnabout.publish.pages.shared import page, person_page
from turnabout.publish.text import inert, inside, words
from turnabout.publish.view import PersonView, SiteView

GROUPS = "groups/index.md"
# What a group of each kind is called by: places and departments by their slug, languages by their code.
_SHOWN: Mapping[str, Callable[[str], str]] = {"place": words, "department": words, "language": language}


def pages(site: SiteView) -> dict[str, str]:
    """The one page by path."""
    parts = [
        *_part("Places", "place", {each: (each.site,) for each in site.people}),
        *_part("Departments", "department", {each: (each.department,) for each in site.people}),
        *_part("Languages", "language", {each: each.languages for each in site.people}),
    ]
    body = [
        "# People by place, department and language",
        "Mentors share, mentees learn. Everybody who is listed and says where they work is here; by language only those who "
        "agreed to that.",
        *parts,
        "" if parts else "Nobody is listed yet.",
    ]
    description = "People by where they work and what they like to talk in."
    return {GROUPS: page("By place, department and language", body, description=description, index=True)}


def group_link(here: str, kind: str, name: str) -> str:
    """The name of a `place`, `department` or `language`, linked from `here` to its people where the name tells the anchor."""
    shown = _SHOWN[kind](name)
    return inside(shown, here, f"{GROUPS}#{kind}-{name}") if name and id_fault(name) is None else inert(shown)


def _part(title: str, kind: str, belongs: Mapping[PersonView, Sequence[str]]) -> Iterator[str]:
    shown = _SHOWN[kind]
    names = sorted(
        {name for each in belongs.values() for name in each} - {""}, key=lambda one: (shown(one).casefold(), one)
    )
    if not names:
        return
    # Free text gets a number behind two hyphens, which no slug begins with.
    anchors = [f"{kind}-{name}" if id_fault(name) is None else f"{kind}--{at}" for at, name in enumerate(names)]
    yield f"## {title}"
    yield " ".join(inside(shown(name), "", f"#{anchor}", "chip") for name, anchor in zip(names, anchors, strict=True))
    for name, anchor in zip(names, anchors, strict=True):
        found = [person for person, groups in belongs.items() if name in groups]
        yield f"### {inert(shown(name))} {{ #{anchor} }}"
        for role in ("mentor", "mentee"):
            members = [each for each in found if any(part.role == role for part in each.roles)]
            if members:
                yield f"**{role.capitalize()}s** {_row(members)}"


def _row(people: Sequence[PersonView]) -> str:
    return ", ".join(inside(each.name, GROUPS, person_page(each.id)) for each in people)
