"""The site for programs instead of people: news, data, badges and a map, each made from the same view as the pages."""

from collections.abc import Mapping

from turnabout.publish.feeds import api, atom, badges, llms
from turnabout.publish.feeds.news import news
from turnabout.publish.inputs import SiteInputs
from turnabout.publish.view import SiteView


def files(site: SiteView, inputs: SiteInputs, titles: Mapping[str, str]) -> dict[str, bytes]:
    """Every feed by path. `titles` are those of the hand-written pages, by path."""
    items = news(site, inputs)
    found = {"feed.xml": atom.feed("Turnabout", "feed", "feed.xml", items)}
    for program in site.programs:
        path = f"programs/{program.id}/feed.xml"
        found[path] = atom.feed(
            program.title, f"feed/{program.id}", path, [each for each in items if each.program == program.id]
        )
        found |= badges.badges(program)
    return found | api.files(site, inputs) | {"llms.txt": llms.text(site, titles)}
