"""What a coordinator should look at, each with what mends it. Made for coordinators only."""

from collections.abc import Sequence

from turnabout.ids import PairKey
from turnabout.publish.inputs import HealthItem, SiteInputs
from turnabout.publish.pages.programs import INDEX
from turnabout.publish.pages.shared import card, cards, page, pair_title, trail
from turnabout.publish.text import inert, inside, pill
from turnabout.publish.view import Audience, ProgramView, SiteView


def pages(site: SiteView, inputs: SiteInputs) -> dict[str, str]:
    """Every program's health page by path; none for other audiences."""
    if site.audience is not Audience.COORDINATORS:
        return {}
    made = {}
    for program in site.programs:
        here = f"programs/{program.id}/health.md"
        items = sorted(inputs.health.get(program.id, ()), key=lambda one: (not one.urgent, one.what, one.path))
        matters: dict[PairKey | str, list[HealthItem]] = {}
        for each in items:
            matters.setdefault(each.pair or each.path, []).append(each)
        body = [
            trail(here, [("Programs", INDEX), (program.title, program.page)]),
            f"# Health of {inert(program.title)}",
            '<p class="only">Only coordinators see this page.</p>',
            cards([_card(program, here, each) for each in matters.values()]) or "Nothing needs you today.",
        ]
        made[here] = page(f"Health of {program.title}", body, description="What needs a coordinator.", record=True)
    return made


def _card(program: ProgramView, here: str, items: Sequence[HealthItem]) -> str:
    """All that there is about one pair or file, the most urgent first, so that they are spoken to once."""
    pair = next((each for each in program.pairs if each.key == items[0].pair), None)
    paths = dict.fromkeys(each.path for each in items if each.path)
    lines = [
        pill("soon", "mentee") if items[0].urgent else pill("when there is time", "wait"),
        inside(pair_title(pair), here, pair.page, "card-title") if pair else "",
        *(f"{inert(each.what)}. **What mends it** {inert(each.mend)}" for each in items),
        *(f"<code>{inert(each)}</code>" for each in paths),
    ]
    return card([each for each in lines if each])
