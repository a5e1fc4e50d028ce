"""Stories and thanks: what pairs tell others, shown where both agreed to be named."""

from collections.abc import Sequence

from turnabout.publish.feeds.news import STORIES, THANKS
from turnabout.publish.pages.shared import page, side
from turnabout.publish.text import inert, inside, pill, time_tag
from turnabout.publish.view import ProgramView, SiteView, StoryView, ThanksView, ToldBy, pair_page

_HOW = (
    "Have you something to add? Write it together and send it to your coordinator. It is shown once both of you have "
    "agreed to be named in stories, and disappears as soon as one of you takes that back."
)


def pages(site: SiteView) -> dict[str, str]:
    """The two pages by path; they are there without any story too, so that links to them hold."""
    told = [(each, [_story(one) for one in each.stories]) for each in reversed(site.programs)]
    thanked = [(each, [_thanks(one) for one in each.thanks]) for each in reversed(site.programs)]
    stories = [
        "# Stories",
        f"What changed for two people, in their own words. See also {inside('thanks', STORIES, THANKS)}.",
        *_sections(STORIES, told, "No story has been told here yet."),
        _HOW,
    ]
    thanks = [
        "# Thanks",
        f"What one side of a pair thanks the other for. See also {inside('stories', THANKS, STORIES)}.",
        *_sections(THANKS, thanked, "Nobody has been thanked here yet."),
        _HOW,
    ]
    return {
        STORIES: page("Stories", stories, description="What changed for two people, in their own words."),
        THANKS: page("Thanks", thanks, description="What mentors and mentees thank each other for."),
    }


def _sections(here: str, told: Sequence[tuple[ProgramView, list[str]]], none: str) -> list[str]:
    parts = []
    for program, found in told:
        if found:
            parts += [f"## {inside(program.title, here, program.page)}", *found]
    return parts or [none]


def _story(story: StoryView) -> str:
    return _quote([f"### {inert(story.title)}", inert(story.text), _by(STORIES, story.pair, story)])


def _thanks(thanks: ThanksView) -> str:
    return _quote([inert(thanks.text), _by(THANKS, thanks.pair, thanks)])


def _quote(lines: Sequence[str]) -> str:
    return '<div class="told" markdown>\n\n' + "\n\n".join(lines) + "\n\n</div>"


def _by(here: str, pair: ToldBy, said: StoryView | ThanksView) -> str:
    mentor, mentee = f"{side(here, pair.mentor)} (mentor)", f"{side(here, pair.mentee)} (mentee)"
    who = f"{mentor} and {mentee}"
    if isinstance(said, ThanksView):
        who = f"{mentor} to {mentee}" if said.by == "mentor" else f"{mentee} to {mentor}"
    more = f", {inside('their page', here, pair_page(pair.key))}" if pair.page_shown else ""
    only = "" if pair.consented else " " + pill("only coordinators see this", "off")
    return f"{who}, {time_tag(said.on)}{more}{only}\n{{ .by }}"
