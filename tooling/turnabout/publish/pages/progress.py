"""A program's progress: four charts, each with a sentence that says what it means, its figures and its definition."""

from collections.abc import Sequence

from turnabout.publish import charts
from turnabout.publish.inputs import Measures, SiteInputs
from turnabout.publish.pages.programs import INDEX, every, objective
from turnabout.publish.pages.shared import numbers, page, pair_title, trail
from turnabout.publish.text import inert, number, time_tag
from turnabout.publish.view import Audience, PledgesView, ProgramView, SiteView
from turnabout.small_groups import SMALL_GROUP
from turnabout.wording import MONTHS, counted, day

SMALL = (
    f"Fewer than {SMALL_GROUP} people stand behind these figures, so they are not shown: somebody could be recognised."
)


def pages(site: SiteView, inputs: SiteInputs) -> dict[str, str]:
    """Every program's progress page by path."""
    made = {}
    for program in site.programs:
        here = f"programs/{program.id}/progress.md"
        measures = inputs.measures.get(program.id)
        as_of = measures.as_of if measures else site.today
        body = [
            trail(here, [("Programs", INDEX), (program.title, program.page)]),
            f"# How {inert(program.title)} {'goes' if program.running(site.today) else 'went'}",
            f'<p class="stamp">Data as of {time_tag(as_of)}</p>',
            "## Are we getting where we wanted?",
            *(objective(each) for each in program.objectives),
            *_activity(site, program, measures),
            *_pledges(program.pledges),
        ]
        title = f"Progress of {program.title}"
        made[here] = page(title, body, description=f"How {program.title} goes, in four charts.", record=True)
    return made


def _activity(site: SiteView, program: ProgramView, measures: Measures | None) -> list[str]:
    if measures is None:
        return ["## Do the pairs meet?", "Nothing has been measured yet."]
    if measures.people < SMALL_GROUP:
        return ["## Do the pairs meet?", SMALL]
    return [
        "## Do the pairs meet?",
        _months(measures),
        "Held: both were there. Not held: an appointment that did not take place and was logged as such.",
        "## Do they meet regularly?",
        _weeks(measures),
        "Each box is a week, with the number of pairs that met in it; the darker it is, the larger is their share of all "
        f"pairs. In this program a pair meets {every(program)}.",
        _pair_weeks(site, program, measures),
        "## What did people learn?",
        _learned(site, measures),
        "Both sides say after a session how sure they feel about its topic, before and after, from 1 (not at all) to 5 "
        f"(completely). Each point is the mean of at least {SMALL_GROUP} people.",
    ]


def _months(measures: Measures) -> str:
    if not measures.months:
        return "No session has been logged yet."
    held = sum(each.held for each in measures.months)
    missed = sum(each.not_held for each in measures.months)
    sentence = f"{counted(held, 'session')} took place; {missed} did not."
    bars = [charts.Bar(MONTHS[each.first.month - 1][:3], each.held, each.not_held) for each in measures.months]
    rows = [
        [f"{MONTHS[each.first.month - 1]} {each.first.year}", str(each.held), str(each.not_held)]
        for each in measures.months
    ]
    svg = charts.stacked_bars("months", "Sessions per month", sentence, bars, "held", "not held")
    return charts.figure(svg, sentence, ["Month", "Held", "Not held"], rows)


def _grade(share: float) -> int:
    return 0 if share == 0 else 1 if share < 0.25 else 2 if share < 0.5 else 3


def _weeks(measures: Measures) -> str:
    weeks = measures.weeks
    if not weeks:
        return "No week is over yet."
    lines = []
    for start in range(0, len(weeks), 13):
        part = weeks[start : start + 13]
        cells = [(_grade(each.met / each.standing if each.standing else 0), str(each.met)) for each in part]
        cells += [(0, "")] * (min(13, len(weeks)) - len(part))
        lines.append((f"from {day(part[0].monday)}", cells))
    met = sum(each.met for each in weeks)
    sentence = f"On average {number(round(met / len(weeks), 1))} pairs met in a week."
    svg = charts.heat_strip("weeks", "Pairs that met, week by week", sentence, lines, [""] * min(13, len(weeks)))
    rows = [[day(each.monday), str(each.met), str(each.standing)] for each in weeks]
    return charts.figure(svg, sentence, ["Week from", "Pairs that met", "Pairs"], rows)


def _pair_weeks(site: SiteView, program: ProgramView, measures: Measures) -> str:
    """Pair by pair: who struggles is for coordinators only."""
    titles = {each.key: pair_title(each) for each in program.pairs}
    found = [each for each in measures.pair_weeks if each.pair in titles]
    if site.audience is not Audience.COORDINATORS or not found:
        return ""
    recent = min(26, len(measures.weeks))
    lines = [(titles[each.pair], [(3 if held else 0, "") for held in each.held[-recent:]]) for each in found]
    sentence = f"Pair by pair, the last {counted(recent, 'week')}: a filled week had a session."
    rows = [[titles[each.pair], str(sum(each.held))] for each in found]
    svg = charts.heat_strip("pair-weeks", "Sessions of each pair by week", sentence, lines, [""] * recent)
    note = '### Pair by pair\n\n<p class="only">Only coordinators see this part.</p>\n\n'
    return note + charts.figure(svg, sentence, ["Pair", "Sessions held"], rows)


def _learned(site: SiteView, measures: Measures) -> str:
    titles = {each.id: each.title for each in site.topics}
    if not measures.learned:
        return f"No topic has been logged as learned by at least {SMALL_GROUP} people yet."
    grown = sorted(measures.learned, key=lambda one: (-(one.after - one.before), one.topic))
    most = grown[0]
    sentence = f"Confidence grew most in {titles.get(most.topic, most.topic)}: from {most.before:.1f} to {most.after:.1f} of 5."
    lines = [charts.Dots(titles.get(each.topic, each.topic), each.before, each.after) for each in grown]
    rows = [
        [titles.get(each.topic, each.topic), str(each.people), f"{each.before:.1f}", f"{each.after:.1f}"]
        for each in grown
    ]
    svg = charts.before_after("learned", "Confidence before and after", sentence, lines)
    return charts.figure(svg, sentence, ["Topic", "People", "Before", "After"], rows)


def _pledges(pledges: PledgesView | None) -> Sequence[str]:
    if pledges is None:
        return ()
    words = {"kept": "kept", "open": "still open", "dropped": "dropped"}
    return (
        "## What do leaders change?",
        "Each mentee says what they will do differently. Here are all pledges together, without names.",
        numbers([(str(pledges.kept), "kept"), (str(pledges.open), "still open"), (str(pledges.dropped), "dropped")]),
        "\n".join(f"- {inert(text)} ({words[state]})" for text, state in pledges.texts),
    )
