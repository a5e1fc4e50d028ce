"""The people of each place and of each department: the directory's filters, readable without a script."""

from collections.abc import Iterator, Sequence

from turnabout.ids import id_fault
from turnabout.publish.pages.shared import page, person_page
from turnabout.publish.text import inert, inside, words
from turnabout.publish.view import PersonView, SiteView

GROUPS = "groups/index.md"


def pages(site: SiteView) -> dict[str, str]:
    """The one page by path."""
    places = _part("Places", "place", {each: each.site for each in site.people})
    departments = _part("Departments", "department", {each: each.department for each in site.people})
    body = [
        "# People by place and department",
        "Mentors share, mentees learn. Everybody who is listed and says where they work is here.",
        *(parts := [*places, *departments]),
        "" if parts else "Nobody is listed yet.",
    ]
    return {GROUPS: page("By place and department", body, description="People by where they work.", index=True)}


def group_link(here: str, kind: str, name: str) -> str:
    """The name of a `place` or `department`, linked from `here` to its people where its anchor can be told by the name."""
    shown = words(name)
    return inside(shown, here, f"{GROUPS}#{kind}-{name}") if name and id_fault(name) is None else inert(shown)


def _part(title: str, kind: str, belongs: dict[PersonView, str]) -> Iterator[str]:
    names = sorted(set(belongs.values()) - {""}, key=lambda name: (words(name).casefold(), name))
    if not names:
        return
    # Free text gets a number behind two hyphens, which no slug begins with.
    anchors = [f"{kind}-{name}" if id_fault(name) is None else f"{kind}--{at}" for at, name in enumerate(names)]
    yield f"## {title}"
    yield " ".join(inside(words(name), "", f"#{anchor}", "chip") for name, anchor in zip(names, anchors, strict=True))
    for name, anchor in zip(names, anchors, strict=True):
        found = [person for person, at in belongs.items() if at == name]
        yield f"### {inert(words(name))} {{ #{anchor} }}"
        for role in ("mentor", "mentee"):
            members = [each for each in found if any(part.role == role for part in each.roles)]
            if members:
                yield f"**{role.capitalize()}s** {_row(members)}"


def _row(people: Sequence[PersonView]) -> str:
    return ", ".join(inside(each.name, GROUPS, person_page(each.id)) for each in people)
