"""The index of programs, and each program's page: purpose, objectives, dates, whom to turn to, charter, curriculum."""

from turnabout.publish import charts
from turnabout.publish.form_links import Desk
from turnabout.publish.inputs import SiteInputs
from turnabout.publish.pages.agendas import for_program
from turnabout.publish.pages.home import three
from turnabout.publish.pages.shared import (
    card,
    cards,
    changed,
    charter,
    contact,
    contacts,
    numbers,
    page,
    sign_up,
    stage,
    timeline,
    trail,
)
from turnabout.publish.text import facts, inert, inside, table, time_tag, with_unit, words
from turnabout.publish.view import ObjectiveView, PlanView, ProgramView, SiteView
from turnabout.wording import counted, day

INDEX = "programs/index.md"


def pages(site: SiteView, inputs: SiteInputs, desk: Desk, available: frozenset[str]) -> dict[str, str]:
    """The index and every program's page by path. `available` are the hand-written pages there are."""
    listed = cards([_card(site, each) for each in reversed(site.programs)])
    body = [
        "# Programs",
        "A program is one cohort with a purpose, a calendar and people who run it.",
        listed or "None is shown here.",
    ]
    made = {INDEX: page("Programs", body, description="All programs.", index=True)}
    return made | {each.page: _page(site, each, inputs, desk, available) for each in site.programs}


def _card(site: SiteView, program: ProgramView) -> str:
    return card(
        [
            inside(program.title, INDEX, program.page, "card-title"),
            f"{stage(program, site.today)} {day(program.starts)} to {day(program.ends)}",
            inert(program.purpose),
        ]
    )


def _page(site: SiteView, program: ProgramView, inputs: SiteInputs, desk: Desk, available: frozenset[str]) -> str:
    here = program.page
    buttons = [
        sign_up(program, site, desk),
        inside("Progress", here, f"programs/{program.id}/progress.md", "button"),
        inside("Impact", here, f"programs/{program.id}/impact.md", "button"),
        inside("Pairs", here, f"programs/{program.id}/pairs.md", "button"),
    ]
    if site.audience == "coordinators":
        buttons.append(inside("Health", here, f"programs/{program.id}/health.md", "button"))
    body = [
        trail(here, [("Programs", INDEX)]),
        f"# {inert(program.title)}",
        f'<div class="lead" markdown>\n\n{inert(program.purpose)}\n\n</div>',
        " ".join(each for each in buttons if each),
        facts(
            [
                ("State", stage(program, site.today)),
                ("Runs", f"{time_tag(program.starts)} to {time_tag(program.ends)}"),
                ("Rhythm", rhythm(program)),
                ("Facilitator", contact(program.facilitator)),
                ("Coordinators", contacts(program.coordinators)),
                ("Sponsor", contact(program.sponsor)),
            ]
        ),
        numbers(three(program)),
        "## Objectives",
        "Fixed before the start, so that nobody can choose the figure afterwards.",
        *(objective(each) for each in program.objectives),
        "## Dates",
        table(["Day", "What"], [[time_tag(each.on), inert(each.what)] for each in timeline(program)]),
        "[Add these dates to your calendar](dates.ics)",
        "## Who to turn to",
        f"{contact(program.facilitator)} is independent of both sides and listens to both. Everything about dates and pairs "
        f"goes to {contacts(program.coordinators)}.",
        "## What it is about",
        " ".join(inside(each.title, here, f"topics/index.md#{each.id}", "chip") for each in program.topics),
        _training(program, available),
        "## Charter",
        "What the two of a pair agree on before they start:",
        charter(program),
        "## Curriculum",
        *(plan(each) for each in program.curriculum),
        for_program(program),
        changed(program.source, inputs.changed),
    ]
    return page(program.title, body, description=program.purpose, source=program.source, record=True)


def rhythm(program: ProgramView) -> str:
    """How often and how long, in words."""
    return f"{counted(program.sessions, 'session')} of {program.minutes} minutes, {every(program)}"


def every(program: ProgramView) -> str:
    """How often a pair meets, in words."""
    return "every week" if program.every_weeks == 1 else f"every {program.every_weeks} weeks"


def plan(view: PlanView) -> str:
    """One session's plan, folded."""
    questions = "\n".join(f"    - {inert(each)}" for each in view.questions)
    return (
        f'??? plan "{view.number}&#46; {inert(view.title)}"\n\n    **Aim** {inert(view.aim)}\n\n'
        f"    **Questions**\n\n{questions}\n\n    **At the end** {inert(view.output)}"
    )


def objective(view: ObjectiveView) -> str:
    """One objective: what it is, a bar from baseline to target, and when it was last measured."""
    ident = f"objective-{view.id}"
    now = "not measured yet" if view.now is None else with_unit(view.now, view.unit)
    sentence = f"From {with_unit(view.baseline, view.unit)} to {with_unit(view.target, view.unit)}; now {now}"
    measured = f", measured on {day(view.measured_on)}." if view.measured_on and view.now is not None else "."
    bar = charts.progress_bar(ident, view.title, sentence, view.baseline, view.now, view.target, view.unit)
    rows = [
        ["Baseline", with_unit(view.baseline, view.unit)],
        ["Now", now],
        ["Target", with_unit(view.target, view.unit)],
    ]
    return f"### {inert(view.title)}\n\n{inert(view.indicator)}\n\n" + charts.figure(
        bar, sentence + measured, ["When", "Figure"], rows
    )


def _training(program: ProgramView, available: frozenset[str]) -> str:
    lines = []
    for role, modules in program.training:
        names = []
        for each in modules:
            target, name = f"training/{each}.md", words(each)
            names.append(inside(name, program.page, target) if target in available else inert(name))
        if names:
            lines.append(f"- {role}s: {', '.join(names)}")
    return "\n\n".join(["## Training before the start", "\n".join(lines)]) if lines else ""
